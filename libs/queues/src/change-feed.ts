import type { Announce, Change } from '@persona/contracts';

/** A change with the place it has in the feed, by which a reader goes on after it. */
export interface NumberedChange {
  id: string;
  change: Change;
}

/** Receives what has changed; null: something may have been missed, so everything is to be read again. */
export type ChangeListener = (changes: readonly NumberedChange[] | null) => void;

/** Tells changes to the feed of every gateway. */
export interface ChangePublisher {
  announce: Announce;
  /** Tells what still waits, then closes the connection. */
  close(): Promise<void>;
}

/**
 * What changes in the install, as all processes tell it: a cache of recent changes, never the truth. It may
 * lose changes, and then says so. One reader a process, for any number of listeners.
 */
export interface ChangeFeed {
  /** The function that is returned ends it. */
  listen(listener: ChangeListener): () => void;
  /** The place after which nothing has happened yet; null while the feed can't be read. */
  latest(): Promise<string | null>;
  /** The changes after this place; null when the feed does not reach back to it, or can't be read. */
  after(id: string): Promise<NumberedChange[] | null>;
  close(): Promise<void>;
}

/** Changes wait this long, to be told together. */
export const ANNOUNCE_DELAY_MS = 100;
/** More changes than this are not told again to one who comes back: everything is read anew. */
export const MAX_REPLAYED_CHANGES = 2000;

/** A feed within one process, for tests and for a gateway without Redis. */
export function createMemoryChangeFeed(): ChangeFeed & ChangePublisher {
  const listeners = new Set<ChangeListener>();
  const told: NumberedChange[] = [];
  let count = 0;
  return {
    announce(change) {
      const numbered = { id: `0-${++count}.0`, change };
      told.push(numbered);
      if (told.length > MAX_REPLAYED_CHANGES) told.shift();
      for (const listener of listeners) listener([numbered]);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    latest: () => Promise.resolve(`0-${count}.0`),
    after: (id) => {
      const place = placeOf(id);
      const first = told[0];
      const reachesBack = place?.[0] === 0 && place[1] <= count && (!first || !isAfter(first.id, id));
      return Promise.resolve(reachesBack ? told.filter((one) => isAfter(one.id, id)) : null);
    },
    close: () => Promise.resolve(),
  };
}

/** The parts of an id `<milliseconds>-<n>.<place in its batch>`; null for another text. */
export function placeOf(id: string): [number, number, number] | null {
  const [, ms, n, at] = /^(\d{1,15})-(\d{1,15})\.(\d{1,6})$/.exec(id) ?? [];
  return ms === undefined ? null : [Number(ms), Number(n), Number(at)];
}

export function isAfter(id: string, other: string): boolean {
  const [one, two] = [placeOf(id), placeOf(other)];
  if (!one || !two) return false;
  const differing = one.findIndex((part, n) => part !== two[n]);
  return differing >= 0 && (one[differing] ?? 0) > (two[differing] ?? 0);
}
