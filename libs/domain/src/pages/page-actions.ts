import type { Page, Scope } from '@persona/contracts';

/** What is done to pages, apart from deleting them. */
export interface PageActions {
  /**
   * Stores 1–500 pages and puts what is new into the queue. Results come in the order of the pages; a page
   * that appears twice is stored in that order. Blank content or title is a `validation_error` naming the
   * page, before anything is written.
   */
  storePages(scope: Scope, pages: readonly PageInput[], options: StoreOptions): Promise<StoreResult>;
  /**
   * A new version of one page; the old one answers until it is live. Throws `not_found` or, with a stale
   * `version`, `version_conflict`.
   */
  updatePage(scope: Scope, id: string, change: PageChange, options: UpdateOptions): Promise<UpdateResult>;
  /** Pages of the persona that wait to be indexed, counted up to `atMost`: for backpressure. */
  countWaiting(scope: Scope, atMost: number): Promise<number>;
}

export interface PageInput {
  /** The caller's own id of the page, or a `td_` id of this persona. */
  id?: string | undefined;
  title: string;
  /** Plain text, Markdown or HTML. */
  content: string;
  metadata?: Record<string, unknown> | undefined;
  source?: string | undefined;
}

export interface StoreOptions {
  /** Who asked: a key id. */
  requestedBy: string;
  /** Where the pages came from when they don't say: `store-pages`, `stream-pages`, `review`. */
  source: string;
  stream?: { id: string; round: number } | undefined;
  /** Adds the work to this job instead of making one: for a request that stores in several calls. */
  jobId?: string | undefined;
  /** What error messages call the list; `pages` → `pages[3].title`. */
  param?: string | undefined;
}

export type StoredResult = 'created' | 'updated' | 'unchanged';

export interface StoredPage {
  id: string;
  external_id: string | null;
  result: StoredResult;
  version: number;
}

export interface StoreResult {
  pages: StoredPage[];
  /** Null when nothing had to be done. */
  job_id: string | null;
  warnings: string[];
  /** False when the queue could not be reached: the sweeper will enqueue. */
  enqueued: boolean;
}

export interface PageChange {
  content: string;
  title?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
}

export interface UpdateOptions {
  requestedBy: string;
  /** Only if this is the current version. */
  version?: number | undefined;
}

export interface UpdateResult {
  page: Page;
  result: 'updated' | 'unchanged';
  job_id: string | null;
  warnings: string[];
  enqueued: boolean;
}
