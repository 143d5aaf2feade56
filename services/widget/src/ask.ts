import type { ChatAnswer } from '@persona/contracts';
import { createEventReader } from './event-reader.ts';

/** A reply that says no, with a code of the contract. */
export class Refusal extends Error {
  readonly code: string;
  /** When the same may be asked again by itself, in ms; null: it would be refused again. */
  readonly waitMs: number | null;

  constructor(code: string, message: string, waitMs: number | null) {
    super(message);
    this.code = code;
    this.waitMs = waitMs;
  }
}

/** What becomes of an answer while it is told. */
export interface Listener {
  /** It begins, or begins anew: whatever was told of it before is void. */
  begin(chatId: string): void;
  add(text: string): void;
  /** The stream was lost or cannot begin yet; it goes on by itself. */
  wait(): void;
}

export interface Way {
  /** Asks, or goes on after `lastEventId`, which is empty the first time. */
  request(lastEventId: string): Promise<Response>;
  /** Resolves after so many ms, or when there is a reason to try sooner. */
  sleep(ms: number): Promise<void>;
}

/** Times that nothing new has come before it is given up. */
const MAX_FAILURES = 8;
const MAX_DELAY_MS = 15_000;
/** Whoever must wait for longer is told so. */
const MAX_WAIT_MS = 60_000;

/**
 * Follows an answer to its end, over as many streams as that takes. Throws a `Refusal`, or what the last
 * request threw.
 */
export async function follow({ request, sleep }: Way, listener: Listener): Promise<ChatAnswer> {
  let lastEventId = '';
  for (let failures = 0; ;) {
    let delayMs = Math.min(MAX_DELAY_MS, 400 * 2 ** failures);
    try {
      const response = await request(lastEventId);
      if (!response.ok || !response.body) throw await refusalOf(response);
      const read = createEventReader();
      const reader = response.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        for (const { id, event, data } of read(value)) {
          const said = JSON.parse(data) as never;
          if (event === 'done') return said;
          if (event === 'error') throw new Refusal((said as Refusal).code, (said as Refusal).message, null);
          if (event === 'start') listener.begin((said as ChatAnswer).chat_id);
          if (event === 'delta') listener.add((said as { text: string }).text);
          if (id !== lastEventId) failures = 0;
          lastEventId = id;
        }
      }
    } catch (error) {
      if (error instanceof Refusal) {
        if (error.waitMs === null || error.waitMs > MAX_WAIT_MS) throw error;
        delayMs = Math.max(delayMs, error.waitMs);
      }
      if (failures >= MAX_FAILURES) throw error;
    }
    if (failures++ >= MAX_FAILURES) throw new Refusal('cut', 'The answer is cut off each time.', null);
    listener.wait();
    await sleep(delayMs);
  }
}

/** What a reply that is no success says. */
export async function refusalOf(response: Response): Promise<Refusal> {
  const { error } = (await response.json().catch(() => ({}))) as {
    error?: { code: string; message: string; retryable: boolean };
  };
  const after = Number(response.headers.get('retry-after')) * 1000;
  // What a proxy says of a server that is not there has no code. A model that failed is asked again by hand.
  const again = error ? error.retryable && !error.code.startsWith('provider') : response.status > 500;
  return new Refusal(error?.code ?? '', error?.message ?? `${response.status}`, again ? after : null);
}
