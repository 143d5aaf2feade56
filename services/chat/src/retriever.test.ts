import type { Evidence } from '@persona/answers';
import { grantScope, type SearchResponse } from '@persona/contracts';
import { createModels, type EmbeddingModel, type Reranker } from '@persona/models';
import { known, packOf } from '@persona/languages';
import { createLogger, createMetrics } from '@persona/runtime';
import { createEncoderPool, encodingText, type VectorSpace } from '@persona/search';
import { startModelServer, type ModelServer } from '@persona/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRetriever } from './retriever.ts';
import { openTestService, type TestService } from './testing/chat-service.ts';

const PAGES = [
  { title: 'Harbour', content: 'At noon the harbour falls dry and boats lie on the ground.' },
  { title: 'Oven', content: 'The oven stays warm all night, so bread is baked at dawn.' },
  { title: 'Gulls', content: 'Gulls nest on the roof. They are loud at dawn.' },
];

/** A direction for each subject of a text, whatever words it uses. */
function vectorFor(text: string): number[] {
  return ['sea|harbour', 'oven|fire', 'gull|bird'].map((words) =>
    new RegExp(words, 'i').test(text) ? 1 : 0.1,
  );
}
const space: VectorSpace = { model: 'e', dimension: 3 };

describe('retrieval with models', () => {
  let server: ModelServer;
  let service: TestService;
  let ada: string;

  beforeAll(async () => {
    server = await startModelServer();
  });
  afterAll(() => server.close());
  afterEach(() => service.close());
  beforeEach(() => {
    server.requests.length = 0;
    server.embeddings.otherwise(({ body }) => ({
      json: {
        data: (body['input'] as string[]).map((text, index) => ({ index, embedding: vectorFor(text) })),
      },
    }));
  });

  const open = async (
    helpers: { EMBEDDING_MODEL?: string; RERANK_MODEL?: string },
    logs: string[] = [],
  ): Promise<void> => {
    service = await openTestService({ modelUrl: server.url, helpers, logs });
    ada = await service.seed.persona();
    for (const page of PAGES) await service.seed.page(ada, page);
    const scope = grantScope(ada);
    const passages = await service.search.withoutVector(scope, space, 9);
    const values = passages.map((passage) => {
      const vector = Float32Array.from(vectorFor(encodingText(passage)));
      const length = Math.hypot(...vector);
      return vector.map((value) => value / length);
    });
    await service.search.addVectors(scope, space, passages, values);
    await service.search.activateVectorSpace(scope, space);
  };
  const titles = async (query: string, top_k = 5): Promise<string[]> => {
    const reply = await service.post('search', { instance_id: ada, query, top_k, filters: {} });
    expect(reply.statusCode).toBe(200);
    return reply.json<SearchResponse>().results.map(({ title }) => title);
  };

  test('what a question means is found without its words, by the model whose vectors are there', async () => {
    await open({ EMBEDDING_MODEL: 'newer' });
    expect((await titles('sea level'))[0]).toBe('Harbour');
    expect(server.requests.map(({ endpoint, body }) => [endpoint, body['model']])).toEqual([
      ['/embeddings', 'e'],
    ]);
  });

  test.each([
    ['fails', { status: 500 }],
    ['asks for patience', { status: 429, retryAfter: 60 }],
    ['takes too long', { after: new Promise(() => {}), json: {} }],
    ['sends vectors of another dimension', { json: { data: [{ index: 0, embedding: [1, 0] }] } }],
  ])('an embedding server that %s leaves the question to its words', async (_, reply) => {
    await open({ EMBEDDING_MODEL: 'e' });
    server.embeddings.otherwise(reply);
    expect(await titles('bread in the oven')).toEqual(['Oven']);
    const asked = server.requests.length;
    expect(asked).toBeGreaterThan(0);
    expect(await titles('where do gulls nest')).toEqual(['Gulls']);
    // A model that is unavailable is not asked by every question.
    if (!('json' in reply) || 'after' in reply) expect(server.requests.length).toBe(asked);
  });

  test('the index is told whether the model knows the language of the question', async () => {
    await open({ EMBEDDING_MODEL: 'e' });
    const english = known(packOf('en')?.inOtherWords) ?? [];
    // A question and its answer are the same to it in English; in German all is one.
    const embed = async (texts: readonly string[]) =>
      texts.map((text) => {
        const pair = english.findIndex((both) => both.includes(text));
        return Float32Array.from({ length: english.length + 1 }, (_, n) => (n === pair + 1 ? 1 : 0));
      });
    const embedding = {
      ...createModels({ OPENAI_BASE_URL: server.url, EMBEDDING_MODEL: 'e' }).embedding,
      embed,
    };
    const told: (boolean | undefined)[] = [];
    const { documents, search } = service;
    const retriever = createRetriever({
      documents,
      search: {
        ...search,
        search: (scope, request) => {
          told.push(request.knowsLanguage);
          return search.search(scope, request);
        },
      },
      encoder: createEncoderPool({ threads: 1 }),
      embedding: embedding as EmbeddingModel,
      reranker: undefined,
      logger: createLogger('chat', 'silent'),
      metrics: createMetrics('chat'),
    });
    for (const query of ['When does the harbour fall dry?', 'Wann fällt der Hafen trocken?'])
      await retriever.retrieve({ instance_id: ada, query, limit: 5, filters: null });
    expect(told).toEqual([true, false]);
  });

  test('a reranking model orders what was found', async () => {
    await open({ RERANK_MODEL: 'r' });
    const before = await titles('at dawn');
    expect(before).toEqual(expect.arrayContaining(['Oven', 'Gulls']));
    const reranked = server.requests.length;
    server.rerank.otherwise(({ body }) => ({
      json: {
        results: (body['documents'] as string[]).map((text, index) => ({
          index,
          relevance_score: text.includes('Gulls') ? 0.9 : 0.1,
        })),
      },
    }));
    expect(await titles('at dawn', 1)).toEqual(['Gulls']);
    expect(server.requests.slice(reranked)).toMatchObject([
      { endpoint: '/rerank', body: { model: 'r', query: 'at dawn' } },
    ]);
    expect(server.requests.at(-1)?.body['documents']).toContain(`${PAGES[2]?.title}\n\n${PAGES[2]?.content}`);
  });

  test.each([
    ['fails', { status: 500 }],
    ['takes too long', { after: new Promise(() => {}), json: {} }],
    ['answers in another shape', { json: { data: [] } }],
  ])('a reranking server that %s leaves the order as it was', async (_, reply) => {
    const logs: string[] = [];
    await open({ RERANK_MODEL: 'r' }, logs);
    server.rerank.otherwise(reply);
    const [first] = await titles('warm oven at dawn');
    expect(first).toBe('Oven');
    expect(server.requests.some(({ endpoint }) => endpoint === '/rerank')).toBe(true);
    const warned = logs.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(warned).toContainEqual(
      expect.objectContaining({ level: 'warn', event: 'retrieval.model_failed', step: 'reranking' }),
    );
  });

  test.each([undefined, 'e'])(
    'what words find first stays so, whatever a reranking model says (%s)',
    async (model) => {
      await open(model === undefined ? {} : { EMBEDDING_MODEL: model });
      for (let n = 0; n < 60; n++)
        await service.seed.page(ada, {
          title: `Day ${n}`,
          content: `At dawn on day ${n} the wind is from the west.`,
        });
      const { documents, search } = service;
      const encoder = createEncoderPool({ threads: 1 });
      const { embedding } = createModels({ OPENAI_BASE_URL: server.url, EMBEDDING_MODEL: model });
      const findWith = async (reranker?: Reranker) => {
        const retriever = createRetriever({
          documents,
          search,
          encoder,
          embedding,
          reranker,
          logger: createLogger('chat', 'silent'),
          metrics: createMetrics('chat'),
        });
        const request = {
          instance_id: ada,
          query: 'bread at dawn',
          limit: 5,
          filters: null,
          alsoByWords: true,
        };
        return retriever.retrieve(request);
      };
      const byWords = (found: readonly Evidence[]) =>
        found
          .filter(({ wordPlace }) => wordPlace !== undefined)
          .toSorted((a, b) => Number(a.wordPlace) - Number(b.wordPlace))
          .slice(0, 5)
          .map(({ title }) => title);
      const plain = await findWith();
      const expected = model === undefined ? plain.map(({ title }) => title) : byWords(plain);
      expect(expected[0]).toBe('Oven');
      const noise = {
        name: 'noise',
        rerank: (_: string, texts: readonly string[]) => Promise.resolve(texts.map((_, n) => n)),
      };
      const reranked = await findWith(noise);
      expect(reranked[0]?.title).not.toBe('Oven');
      expect(byWords(reranked)).toEqual(expected);
      await encoder.close();
    },
  );
});
