import { errorOf, unreachable } from './persona-error.ts';
import { sleep, type Fetch } from './retry.ts';
import { readServerEvents, type ServerEvent } from './server-events.ts';

const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 15_000;

export interface FollowOptions {
  signal?: AbortSignal | undefined;
  /** The event after which to begin. */
  lastEventId?: string | undefined;
  /** Whether the stream is over with this event; without it, it is followed until `signal` aborts. */
  isLast?: (event: ServerEvent) => boolean;
  /** Called when the stream was cut, and when it goes on. */
  onConnection?: (isOpen: boolean) => void;
  /** How often in a row it may fail before it is given up. */
  maxFailures?: number;
}

/**
 * The events of a stream, which is asked for again where it was cut, after the last event that came
 * (`Last-Event-ID`). `makeRequest` makes each request. Throws a PersonaError when the service refuses it for
 * good or does not answer `maxFailures` times in a row, and the reason of `signal` when that aborts.
 */
export async function* followEvents(
  fetch: Fetch,
  makeRequest: (signal: AbortSignal | undefined) => Request,
  { signal, lastEventId, isLast, onConnection, maxFailures = Infinity }: FollowOptions,
): AsyncGenerator<ServerEvent> {
  let last = lastEventId;
  for (let failures = 0; ;) {
    let cause: unknown;
    try {
      const request = makeRequest(signal);
      if (last !== undefined) request.headers.set('last-event-id', last);
      const response = await fetch(request);
      if (!response.ok || !response.body) {
        const error = errorOf(response.status, await response.text());
        if (response.status < 500 && response.status !== 429) throw error;
        cause = error;
      } else {
        onConnection?.(true);
        for await (const event of readServerEvents(response.body)) {
          failures = 0;
          if (event.id !== undefined) last = event.id;
          yield event;
          if (isLast?.(event)) return;
        }
      }
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (error instanceof Error && error.name === 'PersonaError') throw error;
      cause = error;
    }
    if (signal?.aborted) throw signal.reason;
    failures++;
    onConnection?.(false);
    if (failures >= maxFailures)
      throw cause instanceof Error && cause.name === 'PersonaError' ? cause : unreachable(cause);
    await sleep(Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), MAX_DELAY_MS), signal);
  }
}
