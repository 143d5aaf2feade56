import type { Change, ChangeType, KeyScope } from '@persona/contracts';
import { isAfter, type ChangeFeed, type NumberedChange } from '@persona/queues';
import type { SseEvent } from './sse.ts';

export interface ChangeReader {
  /** The last event that it has seen, if it comes back. */
  lastEventId: string | undefined;
  /** Whether it may see this one; asked for each. */
  maySee(change: Change): Promise<boolean>;
  /** Asked again and again while it reads; throws when it may read no longer. */
  check(): Promise<void>;
}

/** More changes than this do not wait for one reader: it is told to read everything again. */
const MAX_WAITING_CHANGES = 5000;
const CHECK_INTERVAL_MS = 15_000;

/**
 * Tells one reader of changes until `signal` aborts: `ready`, then `change` for each, and `reset` where some
 * may have been missed. What comes while it waits for the store is kept in order, and bounded.
 */
export async function tellChanges(
  feed: ChangeFeed,
  { lastEventId, maySee, check }: ChangeReader,
  send: (event: SseEvent) => void,
  signal: AbortSignal,
  checkIntervalMs = CHECK_INTERVAL_MS,
): Promise<void> {
  let waiting: (NumberedChange | null)[] = [];
  let wake = Promise.withResolvers<void>();
  const ended = () => wake.resolve();
  const unlisten = feed.listen((changes) => {
    if (changes === null || waiting.length + changes.length > MAX_WAITING_CHANGES) waiting = [null];
    else waiting.push(...changes);
    wake.resolve();
  });
  let isDue = false;
  const timer = setInterval(() => {
    isDue = true;
    wake.resolve();
  }, checkIntervalMs);
  signal.addEventListener('abort', ended);
  const tell = async ({ id, change }: NumberedChange) => {
    if (await maySee(change)) send({ event: 'change', id, data: change });
  };
  try {
    const latest = await feed.latest();
    let seen = '';
    const missed = lastEventId === undefined ? [] : await feed.after(lastEventId);
    send({
      event: 'ready',
      data: {},
      ...(latest === null || lastEventId !== undefined ? {} : { id: latest }),
    });
    if (missed === null) send({ event: 'reset', data: RESET, ...(latest === null ? {} : { id: latest }) });
    for (const one of missed ?? []) {
      seen = one.id;
      await tell(one);
    }
    while (!signal.aborted) {
      if (isDue) {
        isDue = false;
        await check();
      }
      const next = waiting.shift();
      if (next === undefined) {
        await wake.promise;
        wake = Promise.withResolvers<void>();
      } else if (next === null) send({ event: 'reset', data: RESET });
      else if (seen === '' || isAfter(next.id, seen)) await tell(next);
    }
  } finally {
    unlisten();
    clearInterval(timer);
    signal.removeEventListener('abort', ended);
  }
}

const RESET = { message: 'Some changes may have been missed; read again what is shown.' };

/** The scopes of which a key needs one to learn of a change; of jobs their kind decides. */
export const scopesOfChanges: Readonly<Record<Exclude<ChangeType, 'job'>, readonly KeyScope[]>> = {
  page: ['kb'],
  review: ['review'],
  chat: ['history'],
  media: ['media'],
};
