import type { ModelChecksResponse } from '@persona/contracts';
import { startModelServer } from '@persona/testing';
import { expect, onTestFinished, test } from 'vitest';
import { openTestService } from '../testing/chat-service.ts';

test('each model is tried by one call, whoever asks how often, and what fails is said', async () => {
  const model = await startModelServer();
  onTestFinished(() => model.close());
  const service = await openTestService({ modelUrl: model.url, helpers: { EMBEDDING_MODEL: 'e' } });
  onTestFinished(() => service.close());
  model.chat.next({ status: 401 });
  const ask = async () => (await service.post('model-checks', {})).json<ModelChecksResponse>().models;
  const [first, second] = await Promise.all([ask(), ask()]);
  expect(first).toEqual([
    expect.objectContaining({
      role: 'chat',
      model: 'scripted',
      problem: expect.objectContaining({ text: expect.stringContaining('does not accept the key') }),
    }),
    expect.objectContaining({ role: 'embedding', model: 'e', server: model.url, problem: null }),
  ]);
  const { length: calls } = model.requests;
  expect(second).toEqual(first);
  expect(await ask()).toEqual(first);
  expect(model.requests).toHaveLength(calls);
});

test('an install without models has none to try', async () => {
  const service = await openTestService();
  onTestFinished(() => service.close());
  expect((await service.post('model-checks', {})).json()).toEqual({ models: [] });
});
