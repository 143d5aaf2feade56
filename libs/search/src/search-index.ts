import type { Scope } from '@persona/contracts';
import type { ReadingWarning, Unit } from '@persona/text';

/**
 * The search index: a persona's passages, found by their words and, where an embedding model is used, by
 * their vectors; filtered, best first.
 *
 * It is a cache of the document store: it may be emptied and filled again from there at any time, and its
 * hits are proposals that the reader checks against the documents (page not deleted, version live).
 *
 * What every adapter promises
 * - Personas are isolated: nothing of one is ever visible through the scope of another.
 * - `put` and the removals are idempotent, and atomic per page version: a search sees a version whole or not
 *   at all.
 * - When a promise of a write resolves, every later search, from any process on the same store, sees it, and
 *   it survives a crash of this process or machine.
 * - Results depend on what is stored, never on the order or history of writes.
 *
 * What is deliberately out: which version is live, page content, permissions. Those belong to the documents.
 */

/** A value that pages can be filtered by. */
export type FilterValue = string | number | boolean;

/**
 * Conditions that must all hold; a list means any of its values. Keys: `metadata.<key>` (nested keys joined
 * by dots; a list in the metadata matches when one element does), `source`, `td_id` (the page id).
 */
export type Filters = Readonly<Record<string, FilterValue | readonly FilterValue[]>>;

/** One version of a page as its caller stored it. `content` is plain text, Markdown or HTML. */
export interface PageToEncode {
  page_id: string;
  version: number;
  title: string;
  content: string;
  metadata?: Readonly<Record<string, unknown>>;
  source?: string;
  /** The version before, as the index has it: passages that occur in it word for word are taken over. */
  previous?: AnalysedPage;
}

/** A slice of one page version that can be found, shown and quoted. */
export interface Passage {
  /** The UUIDv5 of (scope, page_id, version, n): the same on every machine and in every run. */
  id: string;
  page_id: string;
  version: number;
  /** Ordinal within the page version, from 0, in reading order. */
  n: number;
  title: string;
  /** Headings above the passage, outermost first, as readable text. */
  headings: string[];
  /**
   * Exactly `content.slice(start, end)` of the page version: raw, with markup, without white space at its
   * ends.
   */
  text: string;
  /** Offsets into the page's content, in UTF-16 code units. */
  start: number;
  end: number;
  /** ISO 639 code of the passage's language, `und` when unknown. */
  language: string;
  /** What it says, unit by unit, as the page was read. */
  units: Unit[];
}

/**
 * A passage with its relevance. Scores order the hits of one query; they are not comparable between queries.
 */
export interface Hit extends Passage {
  score: number;
  /**
   * Where vectors were asked too: its place in the list of words alone, from 0; absent where words do not
   * find it.
   */
  wordPlace?: number | undefined;
  /** Where it has a `wordPlace`: its score by words alone. */
  wordScore?: number | undefined;
  /**
   * Whether an index of an older format has found it: it may be cut otherwise today, and has no `units`, so
   * its page is read again.
   */
  older?: true;
}

/**
 * A passage as `encodePage` returns it. Token streams hold indices into `EncodedPage.terms`, in reading
 * order.
 */
export interface EncodedPassage extends Omit<Passage, 'id' | 'page_id' | 'version' | 'title'> {
  tokens: Uint32Array;
  /**
   * Other forms to find the passage by: identifiers whole and in parts, character pairs of scripts without
   * spaces.
   */
  extra_tokens: Uint32Array;
  /** Tokens of the headings above the passage. */
  heading_tokens: Uint32Array;
}

/** What two vectors must have in common to be comparable. */
export interface VectorSpace {
  model: string;
  dimension: number;
}

/** The passages of a page version, analysed. */
export interface AnalysedPage {
  page_id: string;
  version: number;
  language: string;
  /** The distinct terms of the page version. */
  terms: string[];
  passages: EncodedPassage[];
}

/** One page version, analysed: pure data that can cross threads and be written to any index. */
export interface EncodedPage extends AnalysedPage {
  title: string;
  /** Tokens of the title and of the page's description of itself (front matter, description). */
  title_tokens: Uint32Array;
  /** Every filter key that the page matches, with its values. */
  facets: Record<string, FilterValue[]>;
  /** How many of the passages were analysed for it; the others were taken over. */
  analysed: number;
  /** Why it may not be read as its owner thinks; no index keeps them. */
  warnings: ReadingWarning[];
  /** A vector of unit length for each passage, in their order. */
  vectors?: { space: VectorSpace; values: readonly Float32Array[] };
}

export interface PageVersion {
  page_id: string;
  version: number;
}

export interface SearchRequest {
  query: string;
  /** The largest number of hits, 1–1000. */
  limit: number;
  filters?: Filters;
  /**
   * Where vectors are asked too: also the hits that words alone would give, behind the others, so that there
   * are more than `limit`.
   */
  alsoByWords?: boolean;
  /** ISO 639 codes to read the query in. By default they are detected, and in doubt those of the instance. */
  languages?: readonly string[];
  /**
   * Returns the query's vector in the space that the instance is searched by; called once. It returns
   * undefined when no vector can be had: then words alone decide. Not called for an empty query or an
   * instance without vectors.
   */
  embed?: (space: VectorSpace) => Promise<Float32Array | undefined>;
  /**
   * Whether the model of `embed` tells meaning in the query's language: then words count less where even
   * their best passage holds little of the query.
   */
  knowsLanguage?: boolean | undefined;
  /**
   * Whether an index of an older format is asked, too, where there is one: for as long as the current one
   * lacks pages.
   */
  older?: boolean;
}

export interface VectorStats {
  /** The space by whose vectors searches work. */
  space: VectorSpace | null;
  passages: number;
  /** The number of passages without a vector of the space that was asked about. */
  missing: number;
}

export interface VersionsRequest {
  /** Continues after this one: the last of the page before. */
  after?: PageVersion;
  limit: number;
}

export interface IndexStats {
  pages: number;
  passages: number;
  /** Number of passages by language. */
  languages: Record<string, number>;
}

export interface SearchIndex {
  /** Writes whole page versions. Other versions of the same pages stay until they are removed. */
  put(scope: Scope, pages: readonly EncodedPage[]): Promise<void>;
  /** Removes single versions; unknown ones are ignored. */
  removeVersions(scope: Scope, versions: readonly PageVersion[]): Promise<void>;
  /** Removes every version of the pages; unknown ones are ignored. */
  removePages(scope: Scope, pageIds: readonly string[]): Promise<void>;
  /** Removes the instance. Nothing of it remains in the store. */
  removeInstance(scope: Scope): Promise<void>;
  /**
   * Finds passages that share a term with the query or, where `embed` returns its vector, are nearest to it,
   * best first. The result may hold several versions of a page: the reader keeps the live one. It is empty
   * for an empty query, for unknown words alone, and for an instance without pages.
   */
  search(scope: Scope, request: SearchRequest): Promise<Hit[]>;
  /** Lists what is stored, ordered by page id, then version, for the sweep and for rebuilding. */
  versions(scope: Scope, request: VersionsRequest): Promise<(PageVersion & { passages: number })[]>;
  stats(scope: Scope): Promise<IndexStats>;
  /** The number of page versions, `pages` of `stats`, for less work. */
  countPages(scope: Scope): Promise<number>;
  /**
   * The number of page versions that a search with `older` finds, as far as it is known for little work; null
   * when there is no index of an older format. An upgrade leaves one beside this one until this one is whole.
   */
  countWithOlder(scope: Scope): Promise<number | null>;
  /** Removes the instance from an index of an older format. */
  removeOlder(scope: Scope): Promise<void>;
  /** Returns page versions as they were analysed; unknown ones are left out. */
  read(scope: Scope, versions: readonly PageVersion[]): Promise<AnalysedPage[]>;

  /*
   * Vectors are stored with their page or added later. The first pages of an instance set the space it is
   * searched by; after that only `activateVectorSpace` changes it, so that another model's vectors can be
   * made while searches use the existing ones.
   */
  /** Returns vectors of the space that passages of the instance have, by `encodingHash`. */
  vectors(scope: Scope, space: VectorSpace, hashes: readonly string[]): Promise<Map<string, Float32Array>>;
  vectorStats(scope: Scope, space: VectorSpace): Promise<VectorStats>;
  /** Returns passages without a vector of the space, at most `limit`. */
  withoutVector(scope: Scope, space: VectorSpace, limit: number): Promise<Passage[]>;
  /**
   * Gives passages of `withoutVector` their vectors, in the same order; passages that are gone or have other
   * words by now are left out.
   */
  addVectors(
    scope: Scope,
    space: VectorSpace,
    passages: readonly Passage[],
    values: readonly Float32Array[],
  ): Promise<void>;
  /** Makes searches use vectors of this space from now on, and removes those of all others. */
  activateVectorSpace(scope: Scope, space: VectorSpace): Promise<void>;
  /** Resolves when the store can be read and written; throws `not_ready` with the reason. */
  ready(): Promise<void>;
  /** Waits for operations under way, then releases every file and connection. */
  close(): Promise<void>;
}

/** The outcome of encoding one page: the page, or why this one failed. */
export type EncodeResult = { ok: true; page: EncodedPage } | { ok: false; page_id: string; error: Error };

/** Encodes pages off the event loop. */
export interface EncoderPool {
  /**
   * Returns one result per page, in the given order. A page that throws, hangs or kills its thread fails
   * alone.
   */
  encode(pages: readonly PageToEncode[]): Promise<EncodeResult[]>;
  /** Finishes the pages under way, then ends the threads. */
  close(): Promise<void>;
}
