import { afterAll, beforeAll, describe, test } from 'vitest';
import type { DocumentStore } from './document-store.ts';
import { describeAudit } from './contract/audit.ts';
import { describeBasics } from './contract/basics.ts';
import { describeConcurrency } from './contract/concurrency.ts';
import { describeEdges } from './contract/edges.ts';
import { describeErrors } from './contract/errors.ts';
import { describeFilters } from './contract/filters.ts';
import { describeHistories } from './contract/histories.ts';
import { describeIsolation } from './contract/isolation.ts';

/** What an adapter's test passes to the suite. */
export interface StoreUnderTest {
  /** A new handle on the suite's data, as another process would have it; the suite closes it. */
  open(): Promise<DocumentStore>;
  /** Number of random histories that are compared with a model; fewer where a round trip costs more. */
  histories?: number;
  /** Documents in the test of many at once; fewer where the server is a slow stand-in. */
  many?: number;
  /** Domains that can't be tested on this server, each with the reason, which the skipped test shows. */
  excluded?: { readonly concurrency?: string };
}

/** The promises of document-store.ts, which every adapter keeps in the same way. */
export function describeDocumentStore(
  name: string,
  { open, histories = 60, many = 500, excluded = {} }: StoreUnderTest,
): void {
  describe(name, () => {
    let store: DocumentStore;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    describeBasics(() => store);
    describeFilters(() => store);
    describeEdges(() => store, many);
    if (excluded.concurrency) test.skip(`concurrency: ${excluded.concurrency}`, () => {});
    else describeConcurrency(() => store, open);
    describeAudit(() => store, open);
    describeErrors(() => store, open);
    describeIsolation(() => store);
    describeHistories(() => store, histories);
  });
}
