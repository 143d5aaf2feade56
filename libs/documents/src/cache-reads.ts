import { setTimeout as sleep } from 'node:timers/promises';
import type { Change, Collection, DocumentStore, Entity } from './document-store.ts';

/** What all processes of an install share, by which each knows whether what it has read may have changed. */
export interface ReadEpoch {
  /** A text that every `advance`, in any process, makes another one; null while that can't be told. */
  current(): Promise<string | null>;
  /** Resolves to false where the others may not have been told. */
  advance(): Promise<boolean>;
}

const DEFAULT_TTL_MS = 5000;
const RETRY_DELAY_MS = 50;
const MAX_KEPT = 10_000;

interface Kept {
  text: string;
  epoch: string;
  /** Before the store was read. */
  at: number;
}

/**
 * The same store, with keys, personas and settings kept in this process once they were read by their ids.
 *
 * A kept document is used only while the epoch is the one that was asked for before it was read, and asking
 * comes before each use. A change is committed, then the epoch advances, then its caller is answered: whoever
 * asks after that answer reads the document again, in every process. Where the epoch can't advance, the
 * answer waits until nothing kept is used any more: for `ttlMs`, which also bounds what the change of a
 * process that died in between may be hidden for.
 *
 * For a store behind a network: asking for the epoch is a call over one, too.
 */
export function cacheReads(
  documents: DocumentStore,
  epoch: ReadEpoch,
  { ttlMs = DEFAULT_TTL_MS }: { ttlMs?: number } = {},
): DocumentStore {
  const kept = new Map<string, Kept>();

  const advance = async (): Promise<void> => {
    const unused = performance.now() + ttlMs;
    while (!(await epoch.advance()) && performance.now() < unused) await sleep(RETRY_DELAY_MS);
  };

  const caching = <T extends Entity>(
    name: string,
    collection: Collection<T>,
    isSilent: (change: Change<T>) => boolean = () => false,
  ): Collection<T> => {
    /** Also a write that failed may have taken effect. */
    const changing = async <R>(write: Promise<R>, silent = false): Promise<R> => {
      try {
        return await write;
      } finally {
        if (!silent) await advance();
      }
    };
    return {
      ...collection,
      async get(scope, id) {
        const now = await epoch.current();
        if (now === null) return collection.get(scope, id);
        const place = JSON.stringify([name, scope, id]);
        const at = performance.now();
        const known = kept.get(place);
        if (known?.epoch === now && at - known.at < ttlMs) return JSON.parse(known.text) as T;
        const found = await collection.get(scope, id);
        if (kept.size >= MAX_KEPT) kept.clear();
        if (found) kept.set(place, { text: JSON.stringify(found), epoch: now, at });
        else kept.delete(place);
        return found;
      },
      update: (scope, id, change) => changing(collection.update(scope, id, change), isSilent(change)),
      updateMany: (scope, changes) =>
        changing(collection.updateMany(scope, changes), changes.every(isSilent)),
      applyMany: (scope, changes) => changing(collection.applyMany(scope, changes), changes.every(isSilent)),
      remove: (scope, ids) => changing(collection.remove(scope, ids)),
    };
  };

  return {
    ...documents,
    instances: caching('instances', documents.instances),
    // When a key was used last opens and closes nothing.
    keys: caching('keys', documents.keys, ({ set = {}, inc = {} }) =>
      Object.keys({ ...set, ...inc }).every((field) => field === 'last_used_at'),
    ),
    settings: caching('settings', documents.settings),
  };
}
