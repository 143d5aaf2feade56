import { AppError, StartupError } from '@persona/contracts';
import { QdrantClient, QdrantClientResourceExhaustedError, type Schemas } from '@qdrant/js-client-rest';
import { FORMAT } from '../sqlite/page-codec.ts';
import { TERMS } from './points.ts';

export interface CollectionOptions {
  /** The address, `http://host:6333`; a path in it is a prefix. */
  url: string;
  apiKey?: string | undefined;
  /**
   * The prefix of the collections' names: `<name>_v<encoder version>_terms`, and an alias `<name>` of the one
   * opened last. The default is `persona`.
   */
  name?: string;
  /** How long one request that reads may take; for tests. */
  readTimeoutMs?: number;
}

type Exchange<T> = (client: QdrantClient, name: string) => Promise<T>;

/**
 * The collection of one encoder version: another analysis, cutting or layout has another collection beside
 * it.
 */
export interface Collection {
  readonly name: string;
  readonly client: QdrantClient;
  /** Names of dense vectors that this process has seen in the collection's schema. */
  readonly spaces: Set<string>;
  /** Creates the collection, indexes and alias where they are missing; cheap when they exist. */
  ensure(): Promise<void>;
  /** Whether the server has it, as of some seconds ago. */
  exists(): Promise<boolean>;
  /** Removes it from the server. */
  drop(): Promise<void>;
  /**
   * Checks the server. Throws `not_ready` with the reason, and a StartupError when the server refuses the key
   * or is too old.
   */
  check(): Promise<void>;
  /** Runs one exchange with the server, and translates its errors into those of callers. */
  read<T>(exchange: Exchange<T>): Promise<T>;
  /** The same for one that changes what is there, and may take longer. */
  write<T>(exchange: Exchange<T>): Promise<T>;
}

/** How long one request that writes may take. */
const WRITE_TIMEOUT_MS = 60_000;
/** … and one that reads, for which somebody may wait: where there is no answer, another would not come. */
const READ_TIMEOUT_MS = 15_000;
/** How long a collection that is not filled any more is taken to be there, or not, without asking. */
const SEEN_FOR_MS = 15_000;

const payloadIndexes: Record<string, Schemas['PayloadFieldSchema']> = {
  // Points of a persona are stored together, and a search reads only those.
  instance_id: { type: 'keyword', is_tenant: true },
  kind: 'keyword',
  page_id: 'keyword',
  version: 'integer',
  language: 'keyword',
  hash: 'keyword',
  facets: 'keyword',
};

/** `format` is that of the passages in it; a collection of an older one is not made. */
export function openCollection(
  { url, apiKey, name: alias = 'persona', readTimeoutMs = READ_TIMEOUT_MS }: CollectionOptions,
  format = FORMAT,
): Collection {
  const name = `${alias}_v${format}_${TERMS}`;
  const connect = (timeout: number): QdrantClient =>
    new QdrantClient({
      url,
      timeout,
      // The check would write to the console.
      checkCompatibility: false,
      headers: {
        // Qdrant sends a compressed answer in pieces and without TCP_NODELAY: each would wait 40 ms for the
        // acknowledgement of the piece before.
        'accept-encoding': 'identity',
        // As `apiKey`, the client would write a warning to the console when the server is reached by http, as
        // in a private network.
        ...(apiKey === undefined ? {} : { 'api-key': apiKey }),
      },
    });
  const [reader, client] = [connect(readTimeoutMs), connect(WRITE_TIMEOUT_MS)];
  let ensured: Promise<void> | undefined;
  let seen: { at: number; exists: boolean } | undefined;

  const make = async (): Promise<void> => {
    refuseUnsupported(await reader.versionInfo());
    if (!(await reader.collectionExists(name)).exists)
      await client
        .createCollection(name, {
          // There is no `idf` modifier: it counts over all personas, and one persona's texts must not change
          // another's ranking.
          sparse_vectors: { [TERMS]: {} },
          // A search compares all dense vectors of a persona: this is exact, does not depend on the history
          // of writes, and needs no index.
          hnsw_config: { m: 0 },
          on_disk_payload: true,
        })
        .catch(async (error: unknown) => {
          // Another process created it first.
          if (!(await client.collectionExists(name)).exists) throw error;
        });
    const { payload_schema: there } = await client.getCollection(name);
    for (const [field_name, field_schema] of Object.entries(payloadIndexes))
      if (!there[field_name]) await client.createPayloadIndex(name, { field_name, field_schema, wait: true });
    const { aliases } = await client.getAliases();
    if (!aliases.some((one) => one.alias_name === alias && one.collection_name === name))
      await client.updateCollectionAliases({
        actions: [{ create_alias: { alias_name: alias, collection_name: name } }],
      });
  };

  const run = async <T>(by: QdrantClient, exchange: Exchange<T>): Promise<T> => {
    await collection.ensure();
    try {
      return await exchange(by, name);
    } catch (error) {
      // The collection was dropped: the next use creates it again.
      if (statusOf(error) === 404) {
        ensured = undefined;
        seen = undefined;
        collection.spaces.clear();
      }
      throw translate(error);
    }
  };

  const collection: Collection = {
    name,
    client,
    spaces: new Set(),
    async exists() {
      if (!seen || Date.now() - seen.at > SEEN_FOR_MS) {
        const { exists } = await reader.collectionExists(name).catch((error: unknown) => {
          throw translate(error);
        });
        seen = { at: Date.now(), exists };
      }
      return seen.exists;
    },
    async drop() {
      await client.deleteCollection(name).catch((error: unknown) => {
        throw translate(error);
      });
      seen = undefined;
    },
    ensure() {
      if (format !== FORMAT) return Promise.resolve();
      ensured ??= make().catch((error: unknown) => {
        ensured = undefined;
        throw translate(error);
      });
      return ensured;
    },
    async check() {
      const { status } = await collection
        .read(() => reader.getCollection(name))
        .catch((error: unknown) => {
          const { cause } = error as Error;
          throw cause instanceof RefusedError ? new StartupError(cause.message, { cause: error }) : error;
        });
      if (status === 'red')
        throw notReady('Qdrant reports that the collection of the search index is broken.');
    },
    read: async (exchange) => run(reader, exchange),
    write: async (exchange) => run(client, exchange),
  };
  return collection;
}

const statusOf = (error: unknown): number | undefined => {
  const status = (error as { status?: unknown } | undefined)?.status;
  return typeof status === 'number' ? status : undefined;
};

const UNAVAILABLE = 'The search index can not be read or written now.';
const notReady = (message: string, cause?: unknown): AppError =>
  new AppError('not_ready', message, { cause });

/** The server can't be used as it is: a start is refused, and whoever is served meanwhile waits. */
class RefusedError extends Error {}

/** Older servers ignore `update_mode` without a word, and have no vectors with names of their own. */
const MIN_VERSION = [1, 18];

/** Throws for a Qdrant that is too old; what names no version of this form is not judged. */
function refuseUnsupported({ version }: { version: string }): void {
  const [, major, minor] = /^(\d+)\.(\d+)\b/.exec(version) ?? [];
  const [needMajor = 0, needMinor = 0] = MIN_VERSION;
  if (major === undefined || +major > needMajor || (+major === needMajor && Number(minor) >= needMinor))
    return;
  throw new RefusedError(
    `Qdrant ${version} of SEARCH_URL is too old for the search index; use Qdrant ${MIN_VERSION.join('.')} or newer.`,
  );
}

/**
 * Faults of the network and of a server that starts, is full or refuses us are temporary; a refusal of a
 * request is a mistake of this code. No vendor's error crosses the port.
 */
function translate(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (error instanceof RefusedError) return notReady(UNAVAILABLE, error);
  const status = statusOf(error);
  const cause = summary(error, status);
  if (status === 401 || status === 403)
    return notReady(
      UNAVAILABLE,
      new RefusedError('Qdrant refuses SEARCH_API_KEY: it must be a key that may read and write.', { cause }),
    );
  if (status !== undefined && status >= 400 && status < 500 && ![404, 408, 429].includes(status))
    return new Error('Qdrant refused a request', { cause });
  return error instanceof QdrantClientResourceExhaustedError
    ? new AppError('not_ready', 'Qdrant has too much to do.', { cause, retryAfter: error.retry_after })
    : notReady(UNAVAILABLE, cause);
}

/** The parts of an error that may be logged: answers of Qdrant repeat parts of the request. */
function summary(error: unknown, status: number | undefined): Error {
  if (status !== undefined) return new Error(`Qdrant answered with ${status}`);
  // A fault of the network, which repeats nothing of the request.
  const { name, cause } = error as { name?: string; cause?: { code?: string; message?: string } };
  return new Error([name ?? 'Error', cause?.message || cause?.code].filter(Boolean).join(': '));
}
