import { refusalOf } from './ask.ts';

/** Where the widget stands and with whose key it speaks. */
export interface Place {
  /** The address of the gateway, with a slash at its end. */
  base: string;
  key: string;
  /** An address of the site that makes the tokens of visitors it knows; '' where they are anonymous. */
  tokenUrl: string;
}

/** What is kept from page to page of the site. */
interface Kept {
  token?: string;
  user_id?: string;
  /** When the token is exchanged for the next one, by this browser's own clock. */
  renewAt?: number;
  chat_id?: string | undefined;
}

export interface Session {
  chatId: string | undefined;
  /** The user that this browser speaks for, once there is a token. */
  user(): Promise<string>;
  /** Calls the gateway as the visitor, with a token that is renewed in time. */
  call(path: string, body?: object, headers?: Record<string, string>): Promise<Response>;
}

/** A token is renewed so long before it ends. */
const RENEWAL_MS = 60_000;

export function openSession({ base, key, tokenUrl }: Place): Session {
  const name = `persona ${key}`;
  let kept: Kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(name) ?? '{}') as Kept;
  } catch {
    // Without storage the chat lasts as long as the page.
  }
  const keep = (more: Kept): void => {
    kept = { ...kept, ...more };
    try {
      // The site says on each page anew who its visitor is.
      localStorage.setItem(name, JSON.stringify(tokenUrl ? { ...kept, token: '' } : kept));
    } catch {
      // As above.
    }
  };

  const post = (url: string, body: object): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      credentials: tokenUrl ? 'same-origin' : 'omit',
    });

  let renewing: Promise<void> | null = null;
  const renew = async (): Promise<void> => {
    const tokens = tokenUrl || `${base}api/tokens`;
    let response = await post(tokens, kept.token && !tokenUrl ? { token: kept.token } : { key });
    // One that is believed no more, e.g. after a year: the visitor is somebody new.
    if (kept.token && (response.status === 401 || response.status === 403))
      response = await post(tokens, { key });
    if (!response.ok) throw await refusalOf(response);
    const made = (await response.json()) as { token: string; user_id: string; expires_in: number };
    keep({
      token: made.token,
      user_id: made.user_id,
      renewAt: Date.now() + made.expires_in * 1000 - RENEWAL_MS,
      ...(made.user_id === kept.user_id ? {} : { chat_id: undefined }),
    });
  };
  const ready = async (): Promise<void> => {
    if (!kept.token || Date.now() >= (kept.renewAt ?? 0))
      await (renewing ??= renew().finally(() => (renewing = null)));
  };

  return {
    get chatId() {
      return kept.chat_id;
    },
    set chatId(chat_id) {
      keep({ chat_id });
    },
    user: async () => {
      await ready();
      return kept.user_id ?? '';
    },
    async call(path, body, headers) {
      for (let tries = 0; ; tries++) {
        await ready();
        const response = await fetch(base + path, {
          method: body ? 'POST' : 'GET',
          headers: {
            authorization: `Bearer ${kept.token}`,
            ...(body ? { 'content-type': 'application/json' } : {}),
            ...headers,
          },
          body: body ? JSON.stringify(body) : null,
          credentials: 'omit',
        });
        if (response.status !== 401 || tries > 0) return response;
        keep({ renewAt: 0 });
      }
    },
  };
}
