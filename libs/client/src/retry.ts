export type Fetch = (request: Request) => Promise<Response>;

const MAX_ATTEMPTS = 4;
/** Longer than this nobody waits without being told. */
const MAX_DELAY_MS = 30_000;
const FIRST_DELAY_MS = 500;

/**
 * Sends a request again where that is harmless: what was refused for now (429, 503 with `Retry-After`), after
 * the time that the service names; and what got no reply. Harmless are reads, PUT and DELETE, and whatever
 * has an `Idempotency-Key`; a 429 is refused before anything is done.
 */
export function withRetries(fetch: Fetch): Fetch {
  return async (request) => {
    const isRepeatable =
      ['GET', 'HEAD', 'PUT', 'DELETE'].includes(request.method) || request.headers.has('idempotency-key');
    for (let attempt = 1; ; attempt++) {
      const isLast = attempt === MAX_ATTEMPTS;
      // A request's body is read once, so that each attempt has a copy.
      const copy = isLast ? request : request.clone();
      const response = await fetch(copy).catch((error: unknown) => {
        if (isLast || !isRepeatable || request.signal.aborted) throw error;
        return null;
      });
      const delayMs = response ? refusedForMs(response, isRepeatable) : FIRST_DELAY_MS * 2 ** (attempt - 1);
      if (response && (isLast || delayMs === null || delayMs > MAX_DELAY_MS)) return response;
      await response?.body?.cancel();
      await sleep(delayMs ?? 0, request.signal);
    }
  };
}

/** How long the service asks to wait before the request is sent again; null: it is not to be sent again. */
function refusedForMs({ status, headers }: Response, isRepeatable: boolean): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  if (Number.isNaN(seconds) || !(status === 429 || (status === 503 && isRepeatable))) return null;
  return seconds * 1000;
}

/** Resolves after `ms`; rejects with the reason of the signal when it aborts. */
export function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', ended);
      resolve();
    }, ms);
    signal?.addEventListener('abort', ended, { once: true });
  });
}
