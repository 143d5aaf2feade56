import type { AppError } from '@persona/contracts';
import { freePort, startModelServer, type ModelServer } from '@persona/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createModelClient,
  createOpenAiChatModel,
  modelServer,
  providerFailure,
  type ChatModel,
} from './index.ts';

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());

const clientOf = (url: string) => {
  const named = modelServer({ OPENAI_BASE_URL: url, OPENAI_API_KEY: 'k', CHAT_MODEL: 'm' }, 'chat');
  if (!named) throw new Error('no model');
  return createModelClient(named);
};
const chat = () => createOpenAiChatModel(clientOf(server.url), 'm');

async function read(model: ChatModel): Promise<void> {
  for await (const _part of model.stream({ messages: [{ role: 'user', content: 'Hello?' }] }));
}
const failure = (promise: Promise<unknown>): Promise<AppError> =>
  promise.then(
    () => expect.fail('It did not fail.'),
    (error: unknown) => error as AppError,
  );

describe('errors of a model server', () => {
  test.each([
    { status: 400, code: 'context_length_exceeded', message: 'Please reduce the length of the messages.' },
    {
      status: 400,
      message: "This model's maximum context length is 4096 tokens. However, you requested 6114.",
    },
    { status: 400, message: 'the request exceeds the available context size, try increasing it' },
    { status: 500, message: 'Trying to keep the first 4097 tokens when context the overflows.' },
    { status: 400, message: 'prompt is too long: 210000 tokens > 200000 maximum' },
    { status: 413, message: 'Too large' },
  ])('a context that is too small is told as that: %j', async (reply) => {
    server.chat.next(reply);
    const error = await failure(read(chat()));
    expect(error).toMatchObject({ code: 'provider_error', extra: { reason: 'context_overflow' } });
    expect(error.message).toContain('CHAT_MODEL a larger context');
  });

  test('a refusal names the variables of its role', async () => {
    server.chat.next({ status: 401 }, { status: 404 }, { status: 400, message: 'no such thing' });
    const messages = [];
    for (let i = 0; i < 3; i++) messages.push((await failure(read(chat()))).message);
    expect(messages).toEqual([
      expect.stringContaining('check OPENAI_API_KEY'),
      expect.stringMatching(/CHAT_MODEL.*OPENAI_BASE_URL/),
      expect.not.stringContaining('KEY'),
    ]);
  });

  test('why it failed is told in words of HTTP and of the network, never in those of the server', async () => {
    server.chat.next({ status: 401, code: 'invalid_api_key', message: 'Wrong key sk-secret' });
    expect(providerFailure(await failure(read(chat())))).toEqual({
      code: 'provider_error',
      reason: 'provider_refused',
      status: 401,
      provider_code: 'invalid_api_key',
    });
    const nobody = createOpenAiChatModel(clientOf(`http://127.0.0.1:${await freePort()}/v1`), 'm');
    expect(providerFailure(await failure(read(nobody)))).toEqual({
      code: 'provider_error',
      reason: 'provider_down',
      network: 'ECONNREFUSED',
    });
  });
});
