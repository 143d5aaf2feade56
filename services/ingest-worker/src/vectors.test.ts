import type { Page, Scope } from '@persona/contracts';
import { createModels } from '@persona/models';
import { createMetrics, type Metrics } from '@persona/runtime';
import { createEncoderPool, openSearchIndex, type SearchIndex, type VectorSpace } from '@persona/search';
import {
  describeWithServer,
  eventually,
  startModelServer,
  startRedis,
  type ModelServer,
} from '@persona/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { startIngestWorker } from './app.ts';
import { countEncoded } from './count-encoded.ts';
import { embedInstance } from './embed-instance.ts';
import { indexPages } from './index-pages.ts';
import { createPassageEmbedder } from './passage-embedder.ts';
import {
  createPersona,
  drain,
  expectExactly,
  indexJob,
  openTestResources,
  store,
  wordsOf,
} from './testing/worker.ts';

const DIMENSION = 64;
const never = new AbortController().signal;

describe('passages with vectors', () => {
  describeVectors('SQLite');
});
await describeWithServer('qdrant', 'passages with vectors in Qdrant', (server) => {
  describeVectors('Qdrant', () => openSearchIndex(server.url));
});

function describeVectors(name: string, openSearch?: () => Promise<SearchIndex>): void {
  let server: ModelServer;
  let real: Awaited<ReturnType<typeof openTestResources>>;
  let search: SearchIndex;
  let scope: Scope;
  let metrics: Metrics;

  beforeAll(async () => {
    server = await startModelServer({ dimensions: DIMENSION });
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    real = await openTestResources();
    search = (await openSearch?.()) ?? real.search;
    scope = await createPersona(real.documents);
    metrics = createMetrics('test');
  });
  afterEach(async () => {
    if (search !== real.search) await search.close();
    await real.close();
  });

  /** The worker's resources in a process with this model. */
  const withModel = (model: string, counted = createMetrics('test')) => {
    const { embedding } = createModels({ OPENAI_BASE_URL: server.url, EMBEDDING_MODEL: model });
    if (!embedding) throw new Error('there is a model');
    return { ...real, search, embedder: createPassageEmbedder(embedding, search, counted) };
  };
  const spaceOf = (model: string): VectorSpace => ({ model, dimension: DIMENSION });
  const waiting = (): Promise<Page[]> =>
    real.documents.pages.find(scope, { where: { status: { in: ['queued', 'indexing'] } }, limit: 100 });
  const counted = async (metric: string): Promise<number> =>
    (await metrics.registry.getSingleMetric(metric)?.get())?.values[0]?.value ?? 0;
  const textsSent = (from: number): number =>
    server.requests
      .slice(from)
      .filter(({ endpoint }) => endpoint === '/embeddings')
      .reduce((sum, { body }) => sum + (body['input'] as string[]).length, 0);
  const embedJob = () => ({ scope, signal: never, note: () => {} });
  const runToEnd = async (resources: ReturnType<typeof withModel>): Promise<void> => {
    for (;;) {
      const error = await embedInstance(resources, embedJob()).catch((error: unknown) => error);
      if (error === undefined) return;
      if (!(error as Error).message.includes('go on')) throw error;
    }
  };

  const sentence = (n: number): string =>
    `Paragraph ${n} tells how ${'the keeper counts ships and '.repeat(18 + (n % 4))} sleeps after watch ${n * 7}. `;
  const watches = (changed?: number) => ({
    id: 'watches',
    title: 'Watches',
    content: Array.from({ length: 80 }, (_, n) => sentence(n) + (n === changed ? 'One more.' : '')).join(
      '\n\n',
    ),
  });

  test(`${name}: beside a model that runs here, pages go live by their words and get their vectors after`, async () => {
    const { embedding } = createModels({ OPENAI_BASE_URL: server.url, EMBEDDING_MODEL: 'm' });
    if (!embedding) throw new Error('there is a model');
    const here = { ...embedding, runsHere: true };
    const resources = {
      ...real,
      search,
      embedder: createPassageEmbedder(here, search, createMetrics('test')),
    };
    const from = server.requests.length;
    await store(real, scope, [watches()]);
    await drain(resources, scope);
    expect(await waiting()).toEqual([]);
    expect(textsSent(from)).toBeLessThan(2);
    const space = spaceOf('m');
    expect((await search.vectorStats(scope, space)).missing).toBeGreaterThanOrEqual(50);
    await runToEnd(resources);
    expect((await search.vectorStats(scope, space)).missing).toBe(0);

    // What is soon made is made at once.
    await store(real, scope, [watches(11)]);
    await drain(resources, scope);
    expect((await search.vectorStats(scope, space)).missing).toBe(0);
  });

  test(`${name}: one changed sentence in a page of fifty passages analyses and embeds three at most; what is sent again, nothing`, async () => {
    const resources = withModel('m', metrics);
    const encoder = countEncoded(createEncoderPool({ threads: 1 }), metrics);
    onTestFinished(() => encoder.close());
    const deps = { ...resources, encoder };
    await store(real, scope, [watches()]);
    await drain(deps, scope);
    const { passages } = await search.stats(scope);
    expect(passages).toBeGreaterThanOrEqual(50);
    const first = {
      analysed: await counted('persona_passages_encoded_total'),
      embedded: await counted('persona_passages_embedded_total'),
    };
    expect(first).toEqual({ analysed: passages, embedded: passages });

    await store(real, scope, [watches(11)]);
    await drain(deps, scope);
    const more = {
      analysed: (await counted('persona_passages_encoded_total')) - first.analysed,
      embedded: (await counted('persona_passages_embedded_total')) - first.embedded,
    };
    expect(more.analysed).toBeGreaterThan(0);
    expect(more.analysed).toBeLessThanOrEqual(3);
    expect(more.embedded).toBeLessThanOrEqual(3);
    expect(await search.vectorStats(scope, spaceOf('m'))).toMatchObject({ space: spaceOf('m'), missing: 0 });

    // The same text comes as another page, through a worker with an empty memory: the index has its vectors.
    const before = server.requests.length;
    await store(real, scope, [{ ...watches(11), id: 'copy' }]);
    await drain(withModel('m'), scope);
    expect(textsSent(before)).toBe(1); // The request that asks for the dimension.
    expect((await search.stats(scope)).pages).toBe(2);
  });

  test(`${name}: while the server asks to wait, a page waits with that reason and its old version answers`, async () => {
    const resources = withModel('m');
    await store(real, scope, [wordsOf('a', 1)]);
    await drain(resources, scope);
    const before = server.requests.length;
    server.embeddings.next({ status: 429, retryAfter: 2 });
    await store(real, scope, [wordsOf('a', 2), wordsOf('b', 1)]);
    const attempt = () => waiting().then((pages) => indexPages(resources, indexJob(scope, pages)));
    await expect(attempt()).rejects.toMatchObject({ retryAfter: 2 });
    // Other jobs do not ask in vain.
    await expect(attempt()).rejects.toMatchObject({ extra: { reason: 'provider_rate_limited' } });
    expect(server.requests.length - before).toBe(1);
    const [job] = await real.documents.jobs.find(scope, { where: { state: { ne: 'completed' } }, limit: 1 });
    expect(job).toMatchObject({ waiting_for: 'provider_rate_limited', error: { code: 'provider_error' } });
    expect((await waiting()).map(({ starts }) => starts)).toEqual([0, 0]);
    const [hit] = await search.search(scope, { query: 'edition page called a', limit: 1 });
    expect(hit).toMatchObject({ version: 1, text: expect.stringContaining('edition 1') as string });
    await eventually(() =>
      attempt().then(
        () => true,
        () => false,
      ),
    );
    await expectExactly({ ...real, search }, scope, [wordsOf('a', 2), wordsOf('b', 1)]);
  });

  test(`${name}: what was embedded before the server failed is not asked for again`, async () => {
    const resources = withModel('m');
    await store(real, scope, [watches(), { ...watches(), id: 'more', title: 'More' }]);
    const before = server.requests.length;
    const answer = () => ({ json: vectorsFor(server.requests.at(-1)?.body['input'] as string[]) });
    onTestFinished(() => server.embeddings.otherwise(answer));
    // The server answers for the dimension and 32 texts, and then no more.
    server.embeddings.otherwise(() => (server.requests.length - before > 2 ? { status: 500 } : answer()));
    const attempt = () => waiting().then((pages) => indexPages(resources, indexJob(scope, pages)));
    await expect(attempt()).rejects.toMatchObject({ extra: { reason: 'provider_down' } });
    const failedAt = server.requests.length;
    server.embeddings.otherwise(answer);
    await drain(resources, scope);
    expect(textsSent(failedAt)).toBe((await search.stats(scope)).passages - 32);
  });

  test(`${name}: another model's vectors are made in the background by any number of workers; then searches change over`, async () => {
    await store(real, scope, [watches(), wordsOf('a', 1)]);
    await drain({ ...real, search }, scope);
    const [one, two] = [withModel('one'), withModel('two')];
    // From no model to the first.
    await runToEnd(one);
    expect(await search.vectorStats(scope, spaceOf('one'))).toMatchObject({
      space: spaceOf('one'),
      missing: 0,
    });
    // A page comes while the second model's vectors are being made; the server fails in between.
    await store(real, scope, [wordsOf('b', 1)]);
    await drain(two, scope);
    server.embeddings.next({ status: 503, retryAfter: 7 });
    await expect(embedInstance(two, embedJob())).rejects.toMatchObject({ name: 'RetryLater', delayMs: 7000 });
    const asked: string[] = [];
    const embed = async ({ model, dimension }: VectorSpace) => {
      asked.push(model);
      return new Float32Array(dimension).fill(1 / Math.sqrt(dimension));
    };
    const find = () => search.search(scope, { query: 'keeper', limit: 5, embed });
    expect(await find()).not.toEqual([]);
    await Promise.all([runToEnd(withModel('two')), runToEnd(withModel('two'))]);
    expect(await find()).not.toEqual([]);
    expect(asked).toEqual(['one', 'two']);
    expect(await search.vectorStats(scope, spaceOf('one'))).toMatchObject({ space: spaceOf('two') });
    expect((await search.vectorStats(scope, spaceOf('one'))).missing).toBe(
      (await search.stats(scope)).passages,
    );
    expect(await search.vectorStats(scope, spaceOf('two'))).toMatchObject({ missing: 0 });
  });

  test(`${name}: a worker finds by itself which personas are behind`, { timeout: 300_000 }, async () => {
    const redis = await startRedis();
    onTestFinished(redis.stop);
    const queued = await openTestResources(redis.url, redis.prefix);
    onTestFinished(queued.close);
    await store(real, scope, [wordsOf('a', 1), wordsOf('b', 1)]);
    await drain({ ...real, search }, scope);
    const worker = startIngestWorker(
      { ...withModel('m'), producer: queued.producer, metrics },
      {
        queues: { redisUrl: redis.url, prefix: redis.prefix },
        concurrency: 2,
        sweeps: (all) => all.map((sweep) => ({ ...sweep, intervalMs: 100 })),
      },
    );
    onTestFinished(worker.close);
    await eventually(async () => (await search.vectorStats(scope, spaceOf('m'))).space !== null, {
      timeoutMs: 120_000,
    });
    expect(await search.vectorStats(scope, spaceOf('m'))).toMatchObject({ missing: 0 });
    await eventually(async () => (await counted('persona_passages_without_vector')) === 0, {
      timeoutMs: 120_000,
    });
  });
}

const vectorsFor = (texts: string[]) => ({
  data: texts.map((text, index) => ({
    index,
    embedding: Array.from({ length: DIMENSION }, (_, at) => Math.sin(text.length * (at + 1)) + 0.01),
  })),
});
