import { afterAll, beforeAll, describe } from 'vitest';
import { describeBasics } from './contract/basics.ts';
import { describeConcurrency } from './contract/concurrency.ts';
import { describeDense } from './contract/dense.ts';
import { describeEdges } from './contract/edges.ts';
import { describeFilters } from './contract/filters.ts';
import { describeIsolation } from './contract/isolation.ts';
import type { SearchIndexUnderTest } from './contract/index-under-test.ts';
import { describeVersions } from './contract/versions.ts';
import type { SearchIndex } from './search-index.ts';

/** The promises of `SearchIndex`, for any adapter. */
export function describeSearchIndex(name: string, create: () => Promise<SearchIndexUnderTest>): void {
  describe(`${name} keeps the promises of SearchIndex`, () => {
    let store: SearchIndexUnderTest | undefined;
    let index: SearchIndex | undefined;
    const there = <T>(thing: T | undefined): T => {
      if (thing === undefined) throw new Error('the store is opened before the first test');
      return thing;
    };
    const opened = {
      get store() {
        return there(store);
      },
      get index() {
        return there(index);
      },
    };

    beforeAll(async () => {
      store = await create();
      index = store.open();
      await index.ready();
    });
    afterAll(async () => {
      await index?.close();
      await store?.remove();
    });

    describeBasics(opened);
    describeVersions(opened);
    describeFilters(opened);
    describeEdges(opened);
    describeDense(opened);
    describeIsolation(opened);
    describeConcurrency(opened);
  });
}
