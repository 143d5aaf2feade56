import { Change } from '@persona/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { Compile } from 'typebox/compile';
import { Type } from 'typebox';
import { createChangeBatch } from './change-batch.ts';
import {
  ANNOUNCE_DELAY_MS,
  isAfter,
  MAX_REPLAYED_CHANGES,
  placeOf,
  type ChangeFeed,
  type ChangeListener,
  type ChangePublisher,
  type NumberedChange,
} from './change-feed.ts';
import {
  connectFailingFast,
  connectWaiting,
  DEFAULT_PREFIX,
  disconnect,
  type QueueConnection,
} from './redis.ts';

/** Batches that are kept in Redis, about: what comes back within that many goes on where it was. */
const MAX_KEPT_BATCHES = 2000;
/** How long one read waits for news; shorter than the connection's own timeout. */
const READ_TIMEOUT_MS = 10_000;
const RETRY_DELAY_MS = 500;
const READ_BATCH_SIZE = 100;
/** Behind every change of a batch. */
const MAX_PLACE = 999_999;

const streamOf = (prefix: string): string => `${prefix}:changes`;
const changesIn = Compile(Type.Array(Change));

/** Puts changes into a stream of Redis. While Redis does not answer they are dropped, which is told later. */
export function createChangePublisher(connection: QueueConnection): ChangePublisher {
  const redis = connectFailingFast(connection, 'changes');
  const stream = streamOf(connection.prefix ?? DEFAULT_PREFIX);
  const batch = createChangeBatch();
  let timer: NodeJS.Timeout | undefined;
  let hasLost = false;
  const add = (fields: readonly string[]) =>
    redis.xadd(stream, 'MAXLEN', '~', MAX_KEPT_BATCHES, '*', ...fields);
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const changes = batch.take();
    if (changes.length === 0) return;
    try {
      if (hasLost) await add(['lost', '1']);
      hasLost = false;
      await add(['changes', JSON.stringify(changes)]);
    } catch {
      // The connection logs the outage; a change is not worth more than that.
      hasLost = true;
    }
  };
  return {
    announce(change) {
      batch.add(change);
      timer ??= setTimeout(() => void flush(), ANNOUNCE_DELAY_MS).unref();
    },
    async close() {
      await flush();
      await disconnect(redis);
    },
  };
}

/** Reads the stream, once for all listeners of the process. */
export function createChangeFeed(connection: QueueConnection): ChangeFeed {
  const stream = streamOf(connection.prefix ?? DEFAULT_PREFIX);
  const reader = connectWaiting(connection, 'changes', `${connection.prefix ?? DEFAULT_PREFIX}:changes`);
  const asker = connectFailingFast(connection, 'changes');
  const listeners = new Set<ChangeListener>();
  const closing = new AbortController();
  const tell: ChangeListener = (changes) => {
    for (const listener of listeners) listener(changes);
  };

  const read = async (): Promise<void> => {
    let last: string | undefined;
    while (!closing.signal.aborted) {
      try {
        last ??= await lastIdOf(reader, stream);
        const found = await reader.xread(
          'COUNT',
          READ_BATCH_SIZE,
          'BLOCK',
          READ_TIMEOUT_MS,
          'STREAMS',
          stream,
          last,
        );
        for (const [id, fields] of found?.[0]?.[1] ?? []) {
          last = id;
          const changes = numbered(id, fields);
          if (changes === null || changes.length > 0) tell(changes);
        }
        // An emptied Redis counts anew, from its own clock.
        if (found || (await lastIdOf(reader, stream)) >= last) continue;
        last = undefined;
        tell(null);
      } catch {
        if (closing.signal.aborted) return;
        last = undefined;
        tell(null);
        await sleep(RETRY_DELAY_MS, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
  };
  const reading = read();

  return {
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async latest() {
      try {
        return `${await lastIdOf(asker, stream)}.${MAX_PLACE}`;
      } catch {
        return null;
      }
    },
    async after(id) {
      const place = placeOf(id);
      if (!place) return null;
      const [ms, n] = place;
      try {
        // The batch of the place itself must still be there: then nothing between is missing.
        const found = await asker.xrange(stream, `${ms}-${n}`, '+', 'COUNT', MAX_REPLAYED_CHANGES + 1);
        if (found[0]?.[0] !== `${ms}-${n}` || found.length > MAX_REPLAYED_CHANGES) return null;
        const changes: NumberedChange[] = [];
        for (const [entry, fields] of found) {
          const told = numbered(entry, fields);
          if (told === null) return null;
          changes.push(...told.filter((one) => isAfter(one.id, id)));
        }
        return changes.length > MAX_REPLAYED_CHANGES ? null : changes;
      } catch {
        return null;
      }
    },
    async close() {
      closing.abort();
      reader.disconnect();
      await Promise.all([reading, disconnect(asker)]);
    },
  };
}

/** The place of the newest entry; `0-0` when there is none. */
async function lastIdOf(redis: Redis, stream: string): Promise<string> {
  const [newest] = await redis.xrevrange(stream, '+', '-', 'COUNT', 1);
  return newest?.[0] ?? '0-0';
}

/** The changes of an entry; null where it says that some were lost, none where another version wrote it. */
function numbered(id: string, fields: readonly string[]): NumberedChange[] | null {
  const [name, text = ''] = fields;
  if (name === 'lost') return null;
  try {
    const changes: unknown = JSON.parse(text);
    if (!changesIn.Check(changes)) return [];
    return changes.map((change, at) => ({ id: `${id}.${at}`, change }));
  } catch {
    return [];
  }
}
