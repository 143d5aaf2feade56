import { grantScope, type Scope } from '@persona/contracts';
import { encodePage } from '../encode/encode-page.ts';
import type { EncodedPage, Hit, PageToEncode, SearchIndex } from '../search-index.ts';

/** What a suite needs of an adapter: ways to open one store, as several processes would, and to end it. */
export interface SearchIndexUnderTest {
  /** Another handle on the same store, with nothing shared in memory. */
  open(): SearchIndex;
  /**
   * Every byte of the store, to search for what must not be there; absent where the store can't be read in
   * this way.
   */
  bytes?(): Promise<Buffer>;
  remove(): Promise<void>;
}

/** The store of a run and a handle on it, which exist from the first test on. */
export interface Opened {
  readonly store: SearchIndexUnderTest;
  readonly index: SearchIndex;
}

let named = 0;
export const freshInstance = (): Scope => grantScope(`ins_test_${process.pid}_${Date.now()}_${++named}`);

export const page = (page_id: string, content: string, more: Partial<PageToEncode> = {}): EncodedPage =>
  encodePage({ page_id, version: 1, title: '', content, ...more });

export const idsOf = (hits: readonly Hit[]): string[] => hits.map(({ page_id }) => page_id);
