import type {
  ApiKey,
  Chat,
  IdempotencyRecord,
  Instance,
  Job,
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
 * - One document is the unit of atomicity. There is no transaction over two, so every protocol above is built from single compare-and-sets
 *   that may stop between any two and be finished later.
 * - No query can be written without a scope; a document of another scope does not exist for it.
 * - What resolves has been committed durably. What rejects with `not_ready` may or may not have happened; callers repeat, and may.
 * - Documents come back as plain data, equal to what was put in, of which the caller may do as it likes.
 * Deliberately out: joins, text search, ordering by anything not declared in the catalogue.
 */
export interface DocumentStore {
  readonly instances: Collection<Instance>;
  readonly keys: Collection<ApiKey>;
  readonly pages: Collection<Page>;
  readonly pageBodies: Collection<PageBody>;
  readonly streams: Collection<Stream>;
  readonly streamBatches: Collection<StreamBatch>;
  readonly submissions: Collection<Submission>;
  readonly chats: Collection<Chat>;
  readonly messages: Collection<Message>;
  readonly media: Collection<Media>;
  readonly jobs: Collection<Job>;
  readonly idempotency: Collection<IdempotencyRecord>;
  readonly settings: Collection<Setting>;
  /** Rejects with `not_ready` while the store cannot read and write. */
  ready(): Promise<void>;
  /**
   * After removals: what was removed is in none of the store's files when this resolves, where the store's files are ours (SQLite). A
   * database server reuses the room in its own time, and this does nothing.
   */
  compact(): Promise<void>;
  close(): Promise<void>;
}

export type CollectionName = Exclude<keyof DocumentStore, 'ready' | 'compact' | 'close'>;
export type Entity = {
  id: string;
  instance_id: string;
  version: number;
  created_at: string;
  updated_at: string;
};

type Scalar = string | number | boolean | null;
/** A comparison with a declared field. `ne: null` means "is set". Strings compare by code point (the order of their UTF-8 bytes). */
export type Condition =
  | Scalar
  | { in: readonly Scalar[] }
  | { ne: Scalar }
  | { lt: string | number }
  | { lte: string | number }
  | { gt: string | number }
  | { gte: string | number }
  /** The field, a string, contains this text exactly. */
  | { contains: string };

/** All conditions hold. Only fields declared in the catalogue (and id, version, instance_id) may be named in find and count. */
export type Where<T> = { readonly [F in keyof T]?: Condition };

export interface Query<T> {
  where?: Where<T>;
  /** A declared field that is never null, or that `where` gives a range; ties are broken by id in the same direction. Default: by id, ascending. */
  orderBy?: keyof T & string;
  direction?: 'asc' | 'desc';
  /** Only what comes after this place in the order. */
  after?: { value: string | number; id: string } | undefined;
  limit: number;
}

export interface Change<T> {
  /** Any top-level fields, declared or not: the compare of compare-and-set. Without a match nothing is written and null returns. */
  where?: Where<T>;
  set?: Partial<Omit<T, 'id' | 'created_at'>>;
  /** Numbers to add to. */
  inc?: { readonly [F in keyof T]?: number };
}

export type InsertResult = 'inserted' | { conflict: string };

export interface Collection<T extends Entity> {
  get(scope: Scope, id: string): Promise<T | null>;
  /** Those that exist, in the order of `ids`. */
  getMany(scope: Scope, ids: readonly string[]): Promise<T[]>;
  /** The scope an id lives in, for an access check to judge. Nothing else of it is told. */
  locate(id: string): Promise<string | null>;
  /** Inserts each on its own; `conflict` names `id` or the unique index that was taken. All in one write where the store can. */
  insert(scope: Scope, documents: readonly T[]): Promise<InsertResult[]>;
  /** Atomic on one document; returns it as it is after the write, or null when none matched. A unique index taken → AppError version_conflict. */
  update(scope: Scope, id: string, change: Change<T>): Promise<T | null>;
  /**
   * Each as `update`, of different documents and none depending on another; one round trip and one commit where the store can. A unique
   * index taken rejects the call after all the others have been carried out.
   */
  updateMany(scope: Scope, changes: readonly (Change<T> & { id: string })[]): Promise<(T | null)[]>;
  find(scope: Scope, query: Query<T>): Promise<T[]>;
  /** Counts up to `atMost` (default: all). */
  count(scope: Scope, where: Where<T>, atMost?: number): Promise<number>;
  /** Removes for good; absent ids are no error. Returns how many were there. */
  remove(scope: Scope, ids: readonly string[]): Promise<number>;
  /** Over every scope, read-only: for the sweeper, schedules and the doctor, and nobody who answers a caller. */
  readonly acrossScopes: {
    find(query: Query<T>): Promise<T[]>;
    count(where: Where<T>, atMost?: number): Promise<number>;
  };
}
