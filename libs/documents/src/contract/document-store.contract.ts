import { afterAll, beforeAll, describe } from 'vitest';
import type { DocumentStore } from '../document-store.ts';
import { describeBasics } from './basics.ts';
import { describeConcurrency } from './concurrency.ts';
import { describeEdges } from './edges.ts';
import { describeErrors } from './errors.ts';
import { describeFilters } from './filters.ts';
import { describeHistories } from './histories.ts';
import { describeIsolation } from './isolation.ts';

/** What an adapter's test gives the suite. */
export interface StoreUnderTest {
  /** A new handle on the suite's data, as another process would have; the suite closes it. */
  open(): Promise<DocumentStore>;
  /** Random histories that are compared with a model; fewer where a round trip costs more. */
  histories?: number;
}

/** The promises of document-store.ts, which every adapter keeps in the same way. */
export function describeDocumentStore(name: string, { open, histories = 60 }: StoreUnderTest): void {
  describe(name, () => {
    let store: DocumentStore;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    describeBasics(() => store);
    describeFilters(() => store);
    describeEdges(() => store);
    describeConcurrency(() => store, open);
    describeErrors(() => store, open);
    describeIsolation(() => store);
    describeHistories(() => store, histories);
  });
}
