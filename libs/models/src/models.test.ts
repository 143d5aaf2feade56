import { readdir, readlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { AppError } from '@persona/contracts';
import { eventually, startModelServer, tempFolder, type ModelServer } from '@persona/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createEmbeddingModel,
  createModels,
  createOpenAiChatModel,
  createModelClient,
  createOpenAiEmbedder,
  createOpenAiTranscriber,
  modelServer,
  type ChatModel,
  type ModelSettings,
  type EmbeddingModel,
} from './index.ts';

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());

const clientOf = (settings: ModelSettings) => {
  const named = modelServer({ CHAT_MODEL: 'm', ...settings }, 'chat');
  if (!named) throw new Error('no model');
  return createModelClient(named);
};
const client = () => clientOf({ OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'k' });
const chat = (options = {}) => createOpenAiChatModel(client(), 'm', options);
const messages = [{ role: 'user' as const, content: 'Hello?' }];

async function read(model: ChatModel, signal?: AbortSignal) {
  const texts: string[] = [];
  let end: unknown;
  for await (const part of model.stream({ messages, signal })) {
    if (part.type === 'text') texts.push(part.text);
    else end = part;
  }
  return { texts, end };
}

const failure = async (promise: Promise<unknown>): Promise<AppError> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
};

describe('chat model', () => {
  test('streams the pieces in order and ends with the usage', async () => {
    server.chat.next({
      content: 'one two',
      chunks: ['one ', 'two'],
      usage: { prompt_tokens: 7, completion_tokens: 2 },
    });
    expect(await read(chat())).toEqual({
      texts: ['one ', 'two'],
      end: {
        type: 'end',
        truncated: false,
        usage: { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 },
      },
    });
  });

  test.each([
    [{ status: 500 }, 'provider_error', 'provider_down'],
    [{ status: 401 }, 'provider_error', 'provider_refused'],
    [{ status: 404 }, 'provider_error', 'provider_refused'],
    [{ status: 429, retryAfter: 17 }, 'provider_error', 'provider_rate_limited'],
    [{ status: 504 }, 'provider_timeout', 'provider_down'],
    [{ cut: true as const }, 'provider_error', 'provider_down'],
    [{ content: '', chunks: [] }, 'provider_error', 'provider_down'],
    [{ content: '', chunks: ['half an '], cutAtEnd: true }, 'provider_error', 'provider_down'],
  ])('%j is %s, %s, asked once and told without the server’s words', async (reply, code, reason) => {
    const before = server.requests.length;
    server.chat.next(reply);
    const error = await failure(read(chat()));
    expect(error).toMatchObject({ code, extra: { reason } });
    expect(error.message).not.toContain('Scripted');
    if ('retryAfter' in reply) expect(error.retryAfter).toBe(17);
    expect(server.requests.length - before).toBe(1);
  });

  test('silence before the first piece and between two is a timeout', async () => {
    const never = new Promise(() => {});
    server.chat.next({ content: '', after: never }, { content: '', chunks: ['one ', never] });
    expect(await failure(read(chat({ firstTokenTimeoutMs: 50 })))).toMatchObject({
      code: 'provider_timeout',
    });
    expect(await failure(read(chat({ idleTimeoutMs: 50 })))).toMatchObject({ code: 'provider_timeout' });
  });

  test('a chunk that only names the role does not end the wait for the first token', async () => {
    const thinking = new Promise((resolve) => setTimeout(resolve, 100));
    server.chat.next({ content: '', chunks: ['', thinking, 'Now.'] });
    expect((await read(chat({ idleTimeoutMs: 20 }))).texts).toEqual(['Now.']);
    const never = new Promise(() => {});
    server.chat.next({ content: '', chunks: ['', never] });
    expect(await failure(read(chat({ firstTokenTimeoutMs: 50 })))).toMatchObject({
      code: 'provider_timeout',
    });
  });

  test('what is said in the time for a whole reply is kept', async () => {
    server.chat.next({ content: '', chunks: ['one ', new Promise(() => {})] });
    expect(await read(chat({ replyTimeoutMs: 50 }))).toMatchObject({
      texts: ['one '],
      end: { truncated: true },
    });
  });

  test('a sampling is passed on, and left out where the model refuses it', async () => {
    const sampled = async () => {
      const parts = [];
      for await (const part of chat().stream({ messages, sampling: { temperature: 0.2, seed: 7 } }))
        parts.push(part);
      return parts.at(-1);
    };
    server.chat.next('Yes.');
    expect(await sampled()).not.toHaveProperty('samplingRefused');
    expect(server.requests.at(-1)?.body).toMatchObject({ temperature: 0.2, seed: 7 });
    server.chat.next(
      { status: 400, message: "Unsupported value: 'temperature' does not support 0.2." },
      'Yes.',
    );
    expect(await sampled()).toMatchObject({ samplingRefused: true });
    expect(server.requests.at(-1)?.body).not.toHaveProperty('temperature');
  });

  test('the caller’s abort is the caller’s reason and closes the connection', async () => {
    const abort = new AbortController();
    server.chat.next({ content: '', chunks: ['one ', new Promise(() => {})] });
    const reading = (async () => {
      for await (const part of chat().stream({ messages, signal: abort.signal }))
        if (part.type === 'text') abort.abort(new Error('enough'));
    })();
    await expect(reading).rejects.toThrow('enough');
    await expect.poll(() => server.requests.at(-1)?.aborted).toBe(true);
  });

  test('a reply that does not end is cut', async () => {
    server.chat.next({ content: 'x'.repeat(100), chunks: Array.from({ length: 10 }, () => 'x'.repeat(10)) });
    const { texts, end } = await read(chat({ maxCharacters: 30 }));
    expect(texts.join('')).toHaveLength(40);
    expect(end).toMatchObject({ truncated: true });
  });

  test('a server that does not stream is read all the same, and a redirect is not followed', async () => {
    let other = 0;
    const stubborn = createServer((request, response) => {
      if (request.url?.startsWith('/elsewhere')) other++;
      if (request.url?.startsWith('/r/')) return response.writeHead(307, { location: '/elsewhere' }).end();
      const body = { choices: [{ message: { content: 'All at once.' }, finish_reason: 'stop' }] };
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => stubborn.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(stubborn.address() as AddressInfo).port}`;
    const model = (folder: string) =>
      createOpenAiChatModel(clientOf({ OPENAI_BASE_URL: base + folder }), 'm');
    expect((await read(model('/v1'))).texts).toEqual(['All at once.']);
    expect(await failure(read(model('/r')))).toMatchObject({ code: 'provider_error' });
    expect(other).toBe(0);
    stubborn.closeAllConnections();
    stubborn.close();
  });
});

describe('embedding model', () => {
  const embedder = (options = {}) => createOpenAiEmbedder(client(), 'e', options);

  test('batches by texts and by tokens and keeps the order', async () => {
    const before = server.requests.length;
    const texts = ['one', 'two', 'three', 'x'.repeat(300), 'one'];
    const vectors = await embedder({ maxBatchTexts: 2, maxBatchTokens: 60 }).embed(texts);
    expect(server.requests.slice(before).map(({ body }) => (body['input'] as string[]).length)).toEqual([
      2, 1, 1, 1,
    ]);
    expect(vectors).toHaveLength(5);
    expect(vectors[0]).toEqual(vectors[4]);
    expect(Math.hypot(...(vectors[1] ?? []))).toBeCloseTo(1, 5);
  });

  test('waits as Retry-After says, then goes on; one too long is the caller’s', async () => {
    server.embeddings.next({ status: 429, retryAfter: 0 }, { status: 503, retryAfter: 0 });
    expect(await embedder({ attempts: 3 }).embed(['one'])).toHaveLength(1);
    server.embeddings.next({ status: 429, retryAfter: 3600 });
    expect(await failure(embedder().embed(['one']))).toMatchObject({
      retryAfter: 3600,
      extra: { reason: 'provider_rate_limited' },
    });
  });

  test('a batch that is refused is halved, a single text that is refused is an error', async () => {
    server.embeddings.next({ status: 413 });
    expect(await embedder().embed(['one', 'two', 'three'])).toHaveLength(3);
    server.embeddings.next({ status: 400 });
    expect(await failure(embedder().embed(['one']))).toMatchObject({ extra: { reason: 'provider_refused' } });
  });

  test('a text that is longer than the model reads is cut in half, down to what every model reads', async () => {
    const before = server.requests.length;
    server.embeddings.next({ status: 400 }, { status: 422 });
    expect(await embedder().embed(['x'.repeat(1000)])).toHaveLength(1);
    expect(server.requests.slice(before).map(({ body }) => (body['input'] as string[])[0]?.length)).toEqual([
      1000, 500, 250,
    ]);
    server.embeddings.next({ status: 401 });
    expect(await failure(embedder().embed(['x'.repeat(1000)]))).toMatchObject({
      extra: { reason: 'provider_refused' },
    });
  });

  test('its dimension is asked for once; a sibling is another model with a dimension of its own', async () => {
    const model = createEmbeddingModel('e', (name) => createOpenAiEmbedder(client(), name));
    const before = server.requests.length;
    expect([await model.dimension(), await model.dimension()]).toEqual([64, 64]);
    expect(server.requests.length - before).toBe(1);
    const other = model.sibling('other');
    server.embeddings.next({ json: { data: [{ index: 0, embedding: [3, 4] }] } });
    expect(await other.dimension()).toBe(2);
    expect(server.requests.at(-1)?.body).toMatchObject({ model: 'other' });
    expect(model.sibling('e')).toBe(model);
  });

  test('what a model wants to read before questions and passages is told by its name, or by settings', async () => {
    const texts = async (model: EmbeddingModel) => {
      const before = server.requests.length;
      await model.embed(['q'], { as: 'query' });
      await model.embed(['p']);
      return server.requests.slice(before).flatMap(({ body }) => body['input']);
    };
    const of = (name: string, prefixes = {}) =>
      createEmbeddingModel(name, (own) => createOpenAiEmbedder(client(), own), prefixes);
    const e5 = of('intfloat/multilingual-e5-small');
    expect(await texts(e5)).toEqual(['query: q', 'passage: p']);
    expect(await texts(of('text-embedding-3-small'))).toEqual(['q', 'p']);
    expect(await texts(of('e5-small', { query: '', passage: '' }))).toEqual(['q', 'p']);
    // Vectors that were made before a prefix was known are told apart, and asked for as they were made.
    expect(e5.name).not.toBe('intfloat/multilingual-e5-small');
    expect(await texts(e5.sibling('intfloat/multilingual-e5-small'))).toEqual(['query: q', 'p']);
  });

  test.each([
    ['another dimension', [{ index: 0, embedding: [1, 0, 0] }]],
    ['not finite', [{ index: 0, embedding: [1e308, 1e308] }]],
    ['zero', [{ index: 0, embedding: [0, 0] }]],
    ['missing', []],
  ])('a vector that is %s is refused', async (_, data) => {
    server.embeddings.next({ json: { data } });
    const error = await failure(embedder({ dimension: 2, attempts: 1 }).embed(['one']));
    expect(error.code).toBe('provider_error');
  });
});

describe('reranker', () => {
  const reranker = () => createModels({ OPENAI_BASE_URL: server.url, RERANK_MODEL: 'r' }).reranker;

  test('gives each text its number, in the order of the texts', async () => {
    server.rerank.next({
      json: {
        results: [
          { index: 2, relevance_score: 0.9, document: { text: 'c' } },
          { index: 0, relevance_score: -1 },
          { index: 1, relevance_score: 0 },
        ],
      },
    });
    expect(await reranker()?.rerank('q', ['a', 'b', 'c'])).toEqual([-1, 0, 0.9]);
    expect(server.requests.at(-1)).toMatchObject({
      endpoint: '/rerank',
      body: { model: 'r', query: 'q', documents: ['a', 'b', 'c'], top_n: 3 },
    });
    expect(await reranker()?.rerank('q', [])).toEqual([]);
  });

  test.each([
    ['no list', {}],
    ['a text that was not sent', { results: [{ index: 3, relevance_score: 1 }] }],
    ['nothing about a text', { results: [] }],
    ['no number', { results: [{ index: 0, relevance_score: null }] }],
  ])('a reply with %s is refused', async (_, json) => {
    server.rerank.next({ json });
    expect((await failure(reranker()!.rerank('q', ['a']))).code).toBe('provider_error');
  });

  test('a server that fails or is given up on is an error', async () => {
    server.rerank.next({ status: 429, retryAfter: 7 }, { after: new Promise(() => {}), json: {} });
    expect(await failure(reranker()!.rerank('q', ['a']))).toMatchObject({ retryAfter: 7 });
    await expect(reranker()?.rerank('q', ['a'], { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });
});

describe('transcriber and speech', () => {
  test('a transcript has its times, or is one segment where the model knows none', async () => {
    using folder = tempFolder();
    const file = path.join(folder.path, 'a.wav');
    await writeFile(file, 'RIFF');
    const transcriber = createOpenAiTranscriber(client(), 't');
    server.transcriptions.next({
      json: { text: 'Hello you.', language: 'en', segments: [{ start: 0, end: 1.5, text: ' Hello you.' }] },
    });
    expect(await transcriber.transcribe(file)).toEqual({
      text: 'Hello you.',
      language: 'en',
      segments: [{ start: 0, end: 1.5, text: 'Hello you.' }],
      words: [],
    });
    server.transcriptions.next({ status: 400 }, { status: 400 }, { json: { text: 'Hello.' } });
    expect(await transcriber.transcribe(file, { language: 'en' })).toEqual({
      text: 'Hello.',
      language: 'en',
      segments: [{ start: 0, end: null, text: 'Hello.' }],
      words: [],
    });
    // What a server refuses is not asked for again.
    server.requests.length = 0;
    server.transcriptions.next({ json: { text: 'Bye.' } });
    await transcriber.transcribe(file);
    expect(server.requests.map(({ body }) => body['response_format'])).toEqual(['json']);
  });

  test('words have their times, wherever the server writes them', async () => {
    using folder = tempFolder();
    const file = path.join(folder.path, 'a.wav');
    await writeFile(file, 'RIFF');
    const transcriber = createOpenAiTranscriber(client(), 't');
    const words = [
      { word: ' Hello', start: 0, end: 0.5 },
      { word: 'you.', start: 0.6, end: 1 },
      { word: ' ', start: 1, end: 1 },
    ];
    const segment = { start: 0, end: 1.5, text: ' Hello you.' };
    const wanted = [
      { text: 'Hello', start: 0, end: 0.5 },
      { text: 'you.', start: 0.6, end: 1 },
    ];
    server.transcriptions.next({ json: { text: 'Hello you.', segments: [segment], words } });
    expect((await transcriber.transcribe(file)).words).toEqual(wanted);
    expect(server.requests.at(-1)?.body).toMatchObject({
      response_format: 'verbose_json',
      'timestamp_granularities[]': 'segment',
    });
    server.transcriptions.next({ json: { text: 'Hello you.', segments: [{ ...segment, words }] } });
    expect((await transcriber.transcribe(file)).words).toEqual(wanted);
  });

  test('a file that is swept as its request is given up on breaks nothing, and none stays open', async () => {
    using folder = tempFolder();
    const file = path.join(folder.path, 'a.wav');
    const transcriber = createOpenAiTranscriber(client(), 't');
    // An 'error' event without a listener would end the process, and this test with it.
    await expect(transcriber.transcribe(file)).rejects.toThrow();
    const signal = AbortSignal.abort();
    await expect(transcriber.transcribe(file, { signal })).rejects.toMatchObject({ name: 'AbortError' });
    await writeFile(file, 'RIFF');
    await expect(transcriber.transcribe(file, { signal })).rejects.toMatchObject({ name: 'AbortError' });
    const open = async () => {
      const descriptors = await readdir('/proc/self/fd').catch(() => []);
      const names = await Promise.all(
        descriptors.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
      );
      return names.filter((name) => name === file);
    };
    expect(await eventually(async () => (await open()).length === 0, { timeoutMs: 120_000 })).toBe(true);
  });

  test('speech is the server’s bytes', async () => {
    server.speech.next({ bytes: new Uint8Array([1, 2, 3]), contentType: 'audio/wav' });
    const { speech } = createModels({ OPENAI_BASE_URL: server.url, SPEECH_MODEL: 's' });
    const bytes: number[] = [];
    for await (const part of speech?.speak('Hello', { voice: 'v', format: 'wav' }) ?? []) bytes.push(...part);
    expect(bytes).toEqual([1, 2, 3]);
  });
});

describe('createModels', () => {
  test('what is not named is not there', () => {
    expect(createModels({ OPENAI_BASE_URL: server.url, CHAT_MODEL: 'm' })).toMatchObject({
      chat: { name: 'm' },
      embedding: undefined,
    });
    expect(createModels({}).chat).toBeUndefined();
  });

  test('a model without a server is refused in words', () => {
    expect(() => createModels({ CHAT_MODEL: 'm' })).toThrow(/CHAT_MODEL.*OPENAI_BASE_URL/);
  });

  test('each role may have a server of its own, which never gets the common key', async () => {
    const own = await startModelServer({ apiKey: 'own' });
    const settings = {
      OPENAI_BASE_URL: server.url,
      OPENAI_API_KEY: 'common',
      CHAT_MODEL: 'm',
      EMBEDDING_MODEL: 'e',
      EMBEDDING_BASE_URL: own.url,
      EMBEDDING_API_KEY: 'own',
    };
    const models = createModels(settings);
    server.chat.next('Hello.');
    await read(models.chat!);
    await models.embedding?.embed(['one']);
    expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer common');
    expect(own.requests.map(({ endpoint }) => endpoint)).toEqual(['/embeddings']);
    const { EMBEDDING_API_KEY: _, ...keyless } = settings;
    expect(await failure(createModels(keyless).embedding!.embed(['one']))).toMatchObject({
      extra: { reason: 'provider_refused' },
    });
    expect(JSON.stringify(own.requests)).not.toContain('common');
    await own.close();
  });

  test('variables the configuration does not name change nothing', async () => {
    process.env['OPENAI_ORG_ID'] = 'org-of-somebody-else';
    server.chat.next('Hello.');
    await read(chat());
    delete process.env['OPENAI_ORG_ID'];
    expect(server.requests.at(-1)?.headers['openai-organization']).toBeUndefined();
  });
});
