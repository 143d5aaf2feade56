import { installScope, type Instance } from '@persona/contracts';
import type { DocumentStore, Entity, Query } from '@persona/documents';

/**
 * Walks a list that is ordered by a time, a bounded part with each call, and continues where it ended; after
 * the end it begins again. So many rows that wait rightly can't hide those behind them.
 */
export function createWalk<T extends Entity>(
  find: (query: Pick<Query<T>, 'after' | 'limit'>) => Promise<T[]>,
  placeOf: (row: T) => string,
  batchSize = 500,
) {
  let after: Query<T>['after'];
  return {
    /**
     * Calls `visit` with batches until it has seen `max` rows or the end. Returns the sum of what `visit`
     * returned.
     */
    async run(max: number, visit: (rows: T[]) => Promise<number>): Promise<number> {
      let sum = 0;
      for (let seen = 0; seen < max; seen += batchSize) {
        const rows = await find({ after, limit: batchSize });
        const last = rows.at(-1);
        after = last && rows.length === batchSize ? { value: placeOf(last), id: last.id } : undefined;
        if (rows.length > 0) sum += await visit(rows);
        if (after === undefined) break;
      }
      return sum;
    },
  };
}

/**
 * Visits the personas one after the other, deleted ones included. A visit that fails is over: the next one is
 * to the next persona.
 */
export function createPersonaTurns({ instances }: Pick<DocumentStore, 'instances'>) {
  let after: Query<Instance>['after'];
  return {
    /** Returns undefined after the last persona; the next call begins with the first. */
    async next(): Promise<Instance | undefined> {
      const [persona] = await instances.find(installScope, { after, limit: 1 });
      after = persona && { value: persona.id, id: persona.id };
      return persona;
    },
  };
}

/** The moment before which something has been waiting for longer than `ms`. */
export const before = (ms: number): string => new Date(Date.now() - ms).toISOString();

/**
 * Marks a queue job as the sweeper's, because BullMQ ignores a new job with the id of a finished one of the
 * same version.
 */
export const sweepMark = (): string => `s${Date.now().toString(36)}`;
