import { createHash } from 'node:crypto';
import { bodyId, newId, sha256, grantScope, type Page, type PageBody, type Scope } from '@persona/contracts';
import {
  createSqliteDocumentStore,
  openDocumentStore,
  type Collection,
  type DocumentStore,
  type Entity,
  type Query,
} from '@persona/documents';
import { createSqliteSearchIndex, openSearchIndex, type SearchIndex } from '@persona/search';
import { findServerShape, tempFolder } from '@persona/testing';
import { encodeDocument, readCollection, type Collection as Retrieval } from './retrieval-data.ts';
import { rounded } from './table.ts';

type Row = Record<string, string | number>;

const PAGES = 2000;
const QUERIES = 500;
const LISTS = 50;
const COLLECTIONS = ['squad-it-test', 'squad2-dev-cs224n', 'kb-redis'];
/**
 * Qdrant examines two candidates closely for each hit wanted, and at least 128: more hits wanted are more
 * candidates.
 */
const WANTED = [10, 128, 1000];

/**
 * Whether both shapes keep and return the same data. Documents: the same pages, changes and removals into
 * SQLite and MongoDB, then each document field by field, the results of the writes, and fifty lists and
 * counts. Index: the same pages into SQLite and Qdrant, then the ten best passages of each query. A repeat
 * with more candidates shows which part of the difference comes from examining only some passages closely.
 */
export async function runLikenessBench(): Promise<Record<string, Row[]>> {
  const servers = await findServerShape();
  if (typeof servers === 'string') return { likeness: [{ shape: 'servers', 'not measured': servers }] };
  using folder = tempFolder();
  await using opened = new AsyncDisposableStack();
  opened.defer(() => servers.stop());

  const collections = await Promise.all(COLLECTIONS.map(readCollection));
  const sqlite = opened.adopt(createSqliteDocumentStore({ file: `${folder.path}/documents.db` }), close);
  const mongodb = opened.adopt(await openDocumentStore(servers.env.DOCUMENTS_URL), close);
  const documents = await compareDocuments(sqlite, mongodb, collections[0]);

  const files = opened.adopt(createSqliteSearchIndex({ folder: `${folder.path}/search` }), close);
  const qdrant = opened.adopt(await openSearchIndex(servers.env.SEARCH_URL), close);
  const rankings: Row[] = [];
  for (const collection of collections) rankings.push(...(await compareIndexes(files, qdrant, collection)));
  return {
    [`documents: SQLite and ${servers.behind.mongodb}`]: documents,
    [`ten best passages: SQLite and ${servers.behind.qdrant}`]: rankings,
  };
}

const close = (store: { close(): Promise<void> }) => store.close();

async function compareDocuments(
  sqlite: DocumentStore,
  mongodb: DocumentStore,
  collection: Retrieval | undefined,
): Promise<Row[]> {
  const scope = grantScope(newId('ins'));
  const pages = (collection?.pages ?? []).slice(0, PAGES).map((page, n) => pageOf(scope, page, n));
  const bodies = (collection?.pages ?? []).slice(0, PAGES).map((page, n) => bodyOf(pages[n], page));
  const written: unknown[][] = [];
  for (const store of [sqlite, mongodb]) written.push(await write(store, scope, pages, bodies));
  const rows: Row[] = [];
  for (const name of ['pages', 'pageBodies'] as const) {
    const [left, right] = await Promise.all([
      all<Entity>(sqlite[name], scope),
      all<Entity>(mongodb[name], scope),
    ]);
    let fields = 0;
    let different = Math.abs(left.length - right.length);
    for (const [n, document] of left.entries()) {
      for (const [field, value] of Object.entries(document)) {
        fields++;
        const other = (right[n] as Record<string, unknown> | undefined)?.[field];
        if (JSON.stringify(other) !== JSON.stringify(value)) different++;
      }
    }
    rows.push({ compared: `${name}, field by field`, documents: left.length, values: fields, different });
  }
  const [answers = [], others = []] = written;
  rows.push({ compared: 'answers to writes', values: answers.length, different: unlike(answers, others) });
  const lists = await Promise.all([sqlite, mongodb].map((store) => ask(store, scope, pages)));
  rows.push({
    compared: 'lists and counts of queries',
    values: lists[0]?.length ?? 0,
    different: unlike(lists[0] ?? [], lists[1] ?? []),
  });
  return rows;
}

const unlike = (left: readonly unknown[], right: readonly unknown[]): number =>
  left.filter((one, n) => JSON.stringify(one) !== JSON.stringify(right[n])).length;

const TIME = '2026-11-23T08:00:00.000Z';

function pageOf(scope: Scope, { id, title, text }: Retrieval['pages'][number], n: number): Page {
  return {
    // The same for every run and both stores.
    id: `td_${createHash('sha256').update(`${scope} ${id}`).digest('hex').slice(0, 26)}`,
    instance_id: scope,
    version: 1,
    created_at: TIME,
    updated_at: TIME,
    identity: `ext:${sha256(id)}`,
    title,
    title_folded: title.toLowerCase(),
    content_sha256: sha256(text),
    live_version: 0,
    status: 'queued',
    source: n % 3 === 0 ? 'stream-pages' : 'store-pages',
    external_id: n % 5 === 0 ? null : id,
    url: n % 7 === 0 ? `https://example.org/${n}` : null,
    metadata: { n, 'dotted.key': { $odd: [[n], null, text.slice(0, 40)] } },
    stream_id: null,
    stream_round: n % 4,
    job_id: null,
    batch_id: null,
    enqueued_at: TIME,
    starts: 0,
    error: null,
    chunk_count: 0,
    language: null,
    deleted_at: null,
    purged_at: null,
  };
}

const bodyOf = (page: Page | undefined, { title, text }: Retrieval['pages'][number]): PageBody => ({
  id: bodyId(page?.id ?? '', 1),
  instance_id: page?.instance_id ?? '',
  version: 1,
  created_at: TIME,
  updated_at: TIME,
  page_id: page?.id ?? '',
  title,
  content: text,
  metadata: page?.metadata ?? {},
});

/**
 * Inserts, collisions, compare-and-sets that win and lose, removals: the writes of an install to its pages.
 */
async function write(
  store: DocumentStore,
  scope: Scope,
  pages: readonly Page[],
  bodies: readonly PageBody[],
): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (let at = 0; at < pages.length; at += 250) {
    const some = pages.slice(at, at + 250);
    answers.push(...(await store.pages.insert(scope, some)));
    answers.push(...(await store.pageBodies.insert(scope, bodies.slice(at, at + 250))));
    answers.push(...(await store.pages.insert(scope, some.slice(0, 5))));
    answers.push(
      ...(await store.pages.updateMany(
        scope,
        some.slice(0, 10).map(({ id }, n) => ({
          id,
          where: { version: n % 5 === 0 ? 2 : 1, status: 'queued' },
          set: { status: 'live', live_version: 1, chunk_count: n, error: null, language: 'it' },
          inc: { starts: 1 },
        })),
      )),
    );
    answers.push(await store.pageBodies.remove(scope, [bodies[at + 70]?.id ?? '', 'absent']));
  }
  return answers;
}

async function all<T extends Entity>(collection: Collection<T>, scope: Scope): Promise<T[]> {
  const found: T[] = [];
  for (;;) {
    const last = found.at(-1);
    const more = await collection.find(scope, {
      limit: 500,
      after: last && { value: last.id, id: last.id },
    });
    if (more.length === 0) return found;
    found.push(...more);
  }
}

/** Queries to the store: filters, orders, pages of lists, counts. */
async function ask(store: DocumentStore, scope: Scope, pages: readonly Page[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (let n = 0; n < LISTS; n++) {
    const page = pages[(n * 37) % pages.length];
    const word = page?.title_folded.split(/\W/)[0] ?? '';
    const queries: (Query<Page> & { where: object })[] = [
      { where: { deleted_at: null, status: n % 2 === 0 ? 'live' : 'queued' }, limit: 20 },
      { where: { title_folded: { contains: word } }, limit: 10, direction: 'desc' },
      { where: { external_id: page?.external_id ?? null }, limit: 5 },
      { where: { source: { in: ['stream-pages', 'api'] }, stream_round: { gt: n % 4 } }, limit: 20 },
      {
        where: { deleted_at: null },
        limit: 20,
        after: { value: page?.id ?? '', id: page?.id ?? '' },
      },
    ];
    const query = queries[n % queries.length];
    if (!query) continue;
    const found = await store.pages.find(scope, query);
    answers.push([found.map(({ id }) => id), await store.pages.count(scope, query.where, 100)]);
  }
  return answers;
}

async function compareIndexes(
  sqlite: SearchIndex,
  qdrant: SearchIndex,
  collection: Retrieval,
): Promise<Row[]> {
  const instance = grantScope(newId('ins'));
  const pages = collection.pages.slice(0, PAGES).map(encodeDocument);
  for (const index of [sqlite, qdrant]) {
    await index.ready();
    for (let at = 0; at < pages.length; at += 50) await index.put(instance, pages.slice(at, at + 50));
  }
  const queries = [...new Set(collection.queries.slice(0, QUERIES).map(({ text }) => text))];
  const best = async (index: SearchIndex, query: string, limit: number) =>
    (await index.search(instance, { query, limit })).slice(0, 10).map(({ id }) => id);
  const rows: Row[] = [];
  const overlaps = new Map<string, number>();
  for (const limit of WANTED) {
    // With more candidates, only the queries that differed are repeated.
    const asked = queries.filter((query) => (overlaps.get(query) ?? 0) < 1);
    for (const query of asked) {
      const [expected, found] = [await best(sqlite, query, limit), await best(qdrant, query, limit)];
      const shared = found.filter((id) => expected.includes(id)).length;
      overlaps.set(query, expected.length === 0 ? 1 : shared / expected.length);
    }
    const all = [...overlaps.values()];
    rows.push({
      collection: collection.name,
      pages: pages.length,
      passages: pages.reduce((sum, { passages }) => sum + passages.length, 0),
      candidates: Math.max(128, 2 * limit),
      'queries asked': asked.length,
      'overlap@10': rounded(all.reduce((sum, one) => sum + one, 0) / all.length, 4),
      least: rounded(Math.min(...all), 2),
      'below 0.9': all.filter((one) => one < 0.9).length,
      'all ten the same': all.filter((one) => one === 1).length,
    });
  }
  await qdrant.removeInstance(instance);
  return rows;
}
