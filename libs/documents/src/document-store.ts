import type {
  ApiKey,
  AuditBlock,
  AuditRecord,
  Chat,
  Explanation,
  IdempotencyRecord,
  Instance,
  Job,
  KeyUsage,
  Media,
  Message,
  Page,
  PageBody,
  Scope,
  Setting,
  Stream,
  StreamBatch,
  Submission,
} from '@persona/contracts';

/**
 * The document store: the truth. What it has acknowledged survives kill -9 and power loss.
 *
 * Promises, the same in every adapter:
 * - One document is the unit of atomicity. There is no transaction over two, so every protocol above consists
 *   of single compare-and-sets that may stop between any two of them and be finished later.
 * - No query can be written without a scope; a document of another scope does not exist for it.
 * - What resolves has been committed durably. What rejects with `not_ready` may or may not have happened;
 *   callers may repeat it.
 * - Documents are returned as plain data, equal to what was put in, and belong to the caller.
 * Deliberately out: joins, text search, ordering by anything not declared in the catalogue.
 */
export interface DocumentStore {
  readonly instances: Collection<Instance>;
  readonly keys: Collection<ApiKey>;
  readonly usage: Collection<KeyUsage>;
  readonly pages: Collection<Page>;
  readonly pageBodies: Collection<PageBody>;
  readonly streams: Collection<Stream>;
  readonly streamBatches: Collection<StreamBatch>;
  readonly submissions: Collection<Submission>;
  readonly chats: Collection<Chat>;
  readonly messages: Collection<Message>;
  readonly explanations: Collection<Explanation>;
  readonly media: Collection<Media>;
  readonly jobs: Collection<Job>;
  readonly idempotency: Collection<IdempotencyRecord>;
  /** Read by anybody; written by `appendAudit`. */
  readonly auditBlocks: Collection<AuditBlock>;
  readonly settings: Collection<Setting>;
  /**
   * Puts entries at the end of the audit, in this order and each behind the hash of the one before, also
   * beside other processes. Resolves once they are durable; entries that wait at the same time share a write.
   */
  appendAudit(records: readonly AuditRecord[]): Promise<void>;
  /** Rejects with `not_ready` while the store cannot read and write. */
  ready(): Promise<void>;
  /**
   * Reads all of the store's own files and returns what is wrong with them; empty when nothing is, and where
   * a database server looks after its files itself.
   */
  verify(): Promise<string[]>;
  /**
   * Called after removals: when it resolves, none of the store's files contains what was removed, as far as
   * the files are ours (SQLite). A database server reuses the space in its own time; there this does nothing.
   */
  compact(): Promise<void>;
  close(): Promise<void>;
}

export type CollectionName = Exclude<
  keyof DocumentStore,
  'appendAudit' | 'ready' | 'verify' | 'compact' | 'close'
>;
export type Entity = {
  id: string;
  instance_id: string;
  version: number;
  created_at: string;
  updated_at: string;
};

type Scalar = string | number | boolean | null;
/**
 * A comparison with a declared field. `ne: null` means "is set". Strings compare by code point (the order of
 * their UTF-8 bytes).
 */
export type Condition =
  | Scalar
  | { in: readonly Scalar[] }
  | { ne: Scalar }
  | { lt: string | number }
  | { lte: string | number }
  | { gt: string | number }
  | { gte: string | number }
  /** From the first on, and before the second. */
  | { gte: string | number; lt: string | number }
  /** The field, a string, contains exactly this text. */
  | { contains: string };

/**
 * All conditions hold. Only fields declared in the catalogue (and id, version, instance_id) may be named in
 * find and count.
 */
export type Where<T> = { readonly [F in keyof T]?: Condition };

export interface Query<T> {
  where?: Where<T>;
  /**
   * A declared field that is never null, or for which `where` gives a range; ties are broken by id in the
   * same direction. Default: by id, ascending.
   */
  orderBy?: keyof T & string;
  direction?: 'asc' | 'desc';
  /** Only what comes after this place in the order. */
  after?: { value: string | number; id: string } | undefined;
  limit: number;
}

export interface Change<T> {
  /**
   * Any top-level fields, declared or not: the compare of compare-and-set. Without a match nothing is written
   * and null is returned.
   */
  where?: Where<T>;
  set?: Partial<Omit<T, 'id' | 'created_at'>>;
  /** Numbers to add to. */
  inc?: { readonly [F in keyof T]?: number };
}

export type InsertResult = 'inserted' | { conflict: string };

export interface Collection<T extends Entity> {
  get(scope: Scope, id: string): Promise<T | null>;
  /** Returns the documents that exist, in the order of `ids`. */
  getMany(scope: Scope, ids: readonly string[]): Promise<T[]>;
  /**
   * Returns the scope that an id belongs to, for an access check to judge, and nothing else of the document.
   */
  locate(id: string): Promise<string | null>;
  /**
   * Inserts each document on its own; `conflict` names `id` or the unique index whose place was taken. All in
   * one write where the store can.
   */
  insert(scope: Scope, documents: readonly T[]): Promise<InsertResult[]>;
  /**
   * Atomic on one document. Returns the document after the write, or null when none matched. Throws
   * version_conflict when a place in a unique index is taken.
   */
  update(scope: Scope, id: string, change: Change<T>): Promise<T | null>;
  /**
   * Applies each change like `update`. The changes concern different documents and do not depend on each
   * other; they take one commit, or two round trips for all, where the store can. A document that is returned
   * has the change, and perhaps a later one of somebody else's. When a place in a unique index is
   * taken, the call rejects after all the others have been carried out.
   */
  updateMany(scope: Scope, changes: readonly (Change<T> & { id: string })[]): Promise<(T | null)[]>;
  /** Like `updateMany`, but tells only which changes took effect. */
  applyMany(scope: Scope, changes: readonly (Change<T> & { id: string })[]): Promise<boolean[]>;
  find(scope: Scope, query: Query<T>): Promise<T[]>;
  /** Counts by the values of a declared field, a string. */
  countBy(scope: Scope, field: keyof T & string, where: Where<T>): Promise<ReadonlyMap<string, number>>;
  /** Counts up to `max` (default: all). */
  count(scope: Scope, where: Where<T>, max?: number): Promise<number>;
  /** Removes for good. Absent ids are no error. Returns how many were there. */
  remove(scope: Scope, ids: readonly string[]): Promise<number>;
  /**
   * Over every scope, read-only: for the sweeper, schedules, the doctor and the sums of a quota, never for
   * showing a caller anything.
   */
  readonly acrossScopes: {
    find(query: Query<T>): Promise<T[]>;
    count(where: Where<T>, max?: number): Promise<number>;
  };
}
