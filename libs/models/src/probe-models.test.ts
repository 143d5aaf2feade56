import { freePort, startModelServer, type ModelServer } from '@persona/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { probeModels, type ModelSettings } from './index.ts';

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());

describe('probeModels', () => {
  const all = {
    CHAT_MODEL: 'scripted',
    EMBEDDING_MODEL: 'scripted',
    RERANK_MODEL: 'scripted',
    TRANSCRIPTION_MODEL: 'scripted',
    SPEECH_MODEL: 'scripted',
  };
  const problemOf = async (settings: ModelSettings) => (await probeModels(settings))[0]?.problem;

  test('makes one real call to each configured model', async () => {
    const before = server.requests.length;
    const probes = await probeModels({ OPENAI_BASE_URL: server.url, ...all });
    expect(probes.map(({ role, problem }) => [role, problem])).toEqual(
      ['chat', 'embedding', 'rerank', 'transcription', 'speech'].map((role) => [role, null]),
    );
    const asked = server.requests.slice(before).map(({ endpoint }) => endpoint);
    expect(asked.toSorted()).toEqual([
      '/audio/speech',
      '/audio/transcriptions',
      '/chat/completions',
      '/embeddings',
      '/rerank',
    ]);
  });

  test('tells a wrong key, a wrong model, a wrong path and an address where nothing is, and what to do', async () => {
    const strict = await startModelServer({ apiKey: 'right', models: ['a', 'b'] });
    const chatAt = (OPENAI_BASE_URL: string, CHAT_API_KEY = 'right') =>
      problemOf({ OPENAI_BASE_URL, CHAT_API_KEY, CHAT_MODEL: 'c' });
    expect(await chatAt(strict.url, 'wrong')).toMatchObject({
      text: expect.stringContaining('does not accept the key'),
      todo: expect.stringContaining('CHAT_API_KEY'),
    });
    strict.chat.otherwise({ status: 404, code: 'model_not_found' });
    expect(await chatAt(strict.url)).toMatchObject({
      text: expect.stringContaining('has no model c'),
      todo: expect.stringMatching(/CHAT_MODEL to one it has \(a, b\)/),
    });
    expect(await chatAt(strict.url.replace(/\/v1$/, '/wrong'))).toMatchObject({
      todo: expect.stringMatching(/OPENAI_BASE_URL: it usually ends in \/v1/),
    });
    await strict.close();
    const nobody = `http://127.0.0.1:${await freePort()}/v1`;
    expect(await problemOf({ OPENAI_BASE_URL: nobody, EMBEDDING_MODEL: 'e' })).toMatchObject({
      text: expect.stringContaining('cannot be reached (ECONNREFUSED)'),
    });
  });
});
