import { afterAll, beforeAll, describe } from 'vitest';
import type { BlobStore } from './blob-store.ts';
import { describeAtomicity } from './contract/atomicity.ts';
import { describeBasics } from './contract/basics.ts';
import { describeFolders } from './contract/folders.ts';
import { describeIsolation } from './contract/isolation.ts';
import { describeRanges } from './contract/ranges.ts';

/** The promises of blob-store.ts. `open` gives a store; keys are fresh, so it may be one that is in use. */
export function describeBlobStore(name: string, open: () => Promise<BlobStore>): void {
  describe(`${name} keeps the promises of BlobStore`, () => {
    let store: BlobStore;
    beforeAll(async () => {
      store = await open();
      await store.ready();
    });
    afterAll(() => store.close());

    describeBasics(() => store);
    describeRanges(() => store);
    describeAtomicity(() => store);
    describeFolders(() => store);
    describeIsolation(() => store);
  });
}
