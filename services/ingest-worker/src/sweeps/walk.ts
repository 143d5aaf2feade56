import type { Entity, Query } from '@persona/documents';

/**
 * Walks a list that is ordered by a time, a bounded stretch a call, and remembers where it ended; after the end it begins anew. So a long
 * stretch of what rightly waits can't hide what stands behind it.
 */
export function createWalk<T extends Entity>(
  find: (query: Pick<Query<T>, 'after' | 'limit'>) => Promise<T[]>,
  placeOf: (row: T) => string,
  chunk = 500,
) {
  let after: Query<T>['after'];
  return {
    /** Calls `visit` with stretches until it has seen `atMost` rows or the end. Returns the sum of what `visit` returned. */
    async stretch(atMost: number, visit: (rows: T[]) => Promise<number>): Promise<number> {
      let sum = 0;
      for (let seen = 0; seen < atMost; seen += chunk) {
        const rows = await find({ after, limit: chunk });
        const last = rows.at(-1);
        after = last && rows.length === chunk ? { value: placeOf(last), id: last.id } : undefined;
        if (rows.length > 0) sum += await visit(rows);
        if (after === undefined) break;
      }
      return sum;
    },
  };
}

/** Before this moment something has been waiting for longer than `ms`. */
export const before = (ms: number): string => new Date(Date.now() - ms).toISOString();

/** Marks a queue job as the sweeper's, so that a finished one of the same version can't swallow it. */
export const sweepMark = (): string => `s${Date.now().toString(36)}`;
