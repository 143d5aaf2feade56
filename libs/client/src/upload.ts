import { errorOf, unreachable } from './persona-error.ts';

export interface UploadOptions {
  signal?: AbortSignal | undefined;
  /** How much of it was sent, from 0 to 1; called where the environment tells (browsers do). */
  onProgress?: ((share: number) => void) | undefined;
}

/** What of XMLHttpRequest is used, which only browsers have: `fetch` tells nothing of what it has sent. */
interface Xhr extends EventTarget {
  open(method: string, url: string): void;
  setRequestHeader(name: string, value: string): void;
  send(body: FormData): void;
  abort(): void;
  readonly status: number;
  readonly responseText: string;
  readonly upload: EventTarget;
}

/** Sends a form with a file and returns the JSON of the reply; throws a PersonaError. */
export async function uploadForm(
  url: string,
  headers: Headers,
  form: FormData,
  { signal, onProgress }: UploadOptions,
): Promise<unknown> {
  const { XMLHttpRequest } = globalThis as { XMLHttpRequest?: new () => Xhr };
  const { status, text } = XMLHttpRequest
    ? await sendByXhr(new XMLHttpRequest(), url, headers, form, { signal, onProgress })
    : await sendByFetch(url, headers, form, signal);
  if (status < 200 || status > 299) throw errorOf(status, text);
  onProgress?.(1);
  return JSON.parse(text) as unknown;
}

async function sendByFetch(url: string, headers: Headers, body: FormData, signal: AbortSignal | undefined) {
  const response = await fetch(url, { method: 'POST', headers, body, ...(signal ? { signal } : {}) }).catch(
    (error: unknown) => {
      throw signal?.aborted ? error : unreachable(error);
    },
  );
  return { status: response.status, text: await response.text() };
}

function sendByXhr(
  xhr: Xhr,
  url: string,
  headers: Headers,
  form: FormData,
  { signal, onProgress }: UploadOptions,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    xhr.open('POST', url);
    for (const [name, value] of headers) xhr.setRequestHeader(name, value);
    xhr.upload.addEventListener('progress', (event) => {
      const { loaded, total } = event as Event & { loaded: number; total: number };
      onProgress?.(total > 0 ? loaded / total : 0);
    });
    xhr.addEventListener('load', () => resolve({ status: xhr.status, text: xhr.responseText }));
    xhr.addEventListener('error', (event) => reject(unreachable(event)));
    xhr.addEventListener('abort', () => reject(signal?.reason as Error));
    signal?.addEventListener('abort', () => xhr.abort(), { once: true });
    xhr.send(form);
  });
}
