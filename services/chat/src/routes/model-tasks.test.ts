import { INTERNAL_TOKEN_HEADER, type ErrorBody } from '@persona/contracts';
import { startModelServer, type ModelServer } from '@persona/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestService, type TestService } from '../testing/chat-service.ts';

describe('the models of the install, called directly', () => {
  let model: ModelServer;
  let service: TestService;
  let bare: TestService;
  beforeAll(async () => {
    model = await startModelServer();
    const helpers = { EMBEDDING_MODEL: 'e', SPEECH_MODEL: 's', TRANSCRIPTION_MODEL: 't' };
    service = await openTestService({ modelUrl: model.url, helpers });
    bare = await openTestService();
  });
  afterAll(async () => {
    await service.close();
    await bare.close();
    await model.close();
  });

  const speech = { caller: 'key_test', model: null, text: 'Hello', voice: 'v', format: 'wav' };
  const transcribe = (one: TestService, query = '') =>
    one.app.inject({
      method: 'POST',
      url: `/internal/transcription${query}`,
      headers: {
        [INTERNAL_TOKEN_HEADER]: 'token of this test',
        'content-type': 'application/octet-stream',
      },
      payload: Buffer.from('RIFF'),
    });

  test('embeds, speaks and transcribes', async () => {
    const embedded = await service.post('embeddings', {
      caller: 'key_test',
      model: 'e',
      texts: ['one', 'two', 'one'],
    });
    const { vectors, dimension } = embedded.json<{ vectors: string[]; dimension: number }>();
    expect([vectors.length, dimension, vectors[0] === vectors[2], vectors[0] === vectors[1]]).toEqual([
      3,
      64,
      true,
      false,
    ]);
    expect(Buffer.from(vectors[0]!, 'base64')).toHaveLength(64 * 4);
    model.speech.next({ bytes: new Uint8Array([1, 2, 3]), contentType: 'audio/wav' });
    expect([...(await service.post('speech', speech)).rawPayload]).toEqual([1, 2, 3]);
    model.transcriptions.next({ json: { text: 'Hello you.', language: 'en' } });
    expect((await transcribe(service, '?language=en')).json()).toMatchObject({ text: 'Hello you.' });
    expect(model.requests.at(-1)?.body).toMatchObject({ model: 't', language: 'en' });
  });

  test('what is not configured, another model, and a failure each have a status of their own', async () => {
    const texts = ['one'];
    for (const reply of [
      await bare.post('embeddings', { caller: 'key_test', model: null, texts }),
      await bare.post('speech', speech),
      await transcribe(bare),
    ])
      expect([reply.statusCode, reply.json<ErrorBody>().error.code]).toEqual([501, 'model_not_configured']);
    const other = await service.post('embeddings', {
      caller: 'key_test',
      model: 'text-embedding-3-small',
      texts,
    });
    expect(other.json<ErrorBody>().error).toMatchObject({ code: 'not_found', param: 'model' });
    model.speech.next({ status: 500 });
    expect((await service.post('speech', speech)).statusCode).toBe(502);
  });
});
