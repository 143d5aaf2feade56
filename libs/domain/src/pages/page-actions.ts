import type { Page, Scope } from '@persona/contracts';
import type { Shown } from '@persona/text';

/** What is done to pages, apart from deleting them. */
export interface PageActions {
  /**
   * Stores 1–500 pages and enqueues the new versions. Results come in the order of the pages; a page that
   * appears twice is stored in that order. Blank content or title is a `validation_error` naming the page,
   * before anything is written.
   */
  storePages(scope: Scope, pages: readonly PageInput[], options: StoreOptions): Promise<StoreResult>;
  /**
   * Stores a new version of one page; the old one stays live until the new one is. Throws `not_found` or,
   * with a stale `version`, `version_conflict`.
   */
  updatePage(scope: Scope, id: string, change: PageChange, options: UpdateOptions): Promise<UpdateResult>;
  /**
   * Stores what a kept version of a page said as its newest version, like `updatePage`. Throws `not_found`
   * for a version that is not kept.
   */
  revertPage(scope: Scope, id: string, toVersion: number, options: UpdateOptions): Promise<UpdateResult>;
  /**
   * What the readings of stored versions warn of, each beginning with its page's place in the list that
   * `param` names. Versions that are not live yet have none.
   */
  warningsOfLive(scope: Scope, pages: readonly StoredPage[], param: string): Promise<string[]>;
  /** Counts the pages of the persona that wait to be indexed, up to `max`, for backpressure. */
  countWaiting(scope: Scope, max: number): Promise<number>;
}

export interface PageInput {
  /** The caller's own id of the page, or a `td_` id of this persona. */
  id?: string | undefined;
  title: string;
  /** Plain text, Markdown or HTML. */
  content: string;
  metadata?: Record<string, unknown> | undefined;
  source?: string | undefined;
  /** What `checkShowsText` has learnt of this content, where that was asked before. */
  shown?: Shown | undefined;
}

export interface StoreOptions {
  /** The id of the caller's key. */
  requestedBy: string;
  /** Where pages that do not name a source came from: `store-pages`, `stream-pages`, `review`. */
  source: string;
  stream?: { id: string; round: number } | undefined;
  /** Adds the work to this job instead of creating one, for a request that stores in several calls. */
  jobId?: string | undefined;
  /** How error messages name the list; `pages` → `pages[3].title`. */
  param?: string | undefined;
}

export type StoredResult = 'created' | 'updated' | 'unchanged';

export interface StoredPage {
  id: string;
  external_id: string | null;
  result: StoredResult;
  version: number;
  /** What its caller should know of it, as far as it is known by now; missing where there is nothing. */
  warnings?: string[] | undefined;
}

export interface StoreResult {
  pages: StoredPage[];
  /** Null when there was nothing to do. */
  job_id: string | null;
  warnings: string[];
  /** False when the queue could not be reached; the sweeper will enqueue the pages. */
  enqueued: boolean;
}

export interface PageChange extends Pick<PageInput, 'content' | 'metadata' | 'shown'> {
  title?: string | undefined;
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
