import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, startModelServer, type ModelServer } from '@persona/testing';
import { startStack, type Stack } from './stack.ts';
import { percentile, rounded } from './table.ts';

const TURNS = 100;
const SENTENCE = 'The lamp of the Skerry lighthouse burns whale oil.';
const QUESTION = 'What does the lamp of the Skerry lighthouse burn?';

/**
 * Milliseconds from the moment when the model sends its first token until a client has read it, once straight
 * from the model and once through gateway and chat service, in turn. The difference is the time that a
 * persona adds.
 */
export async function runFirstTokenBench(): Promise<Record<string, Record<string, string | number>[]>> {
  await using started = new AsyncDisposableStack();
  const model = started.adopt(await startModelServer(), (server) => server.close());
  const stack = started.adopt(
    await startStack('embedded', {
      OPENAI_BASE_URL: model.url,
      OPENAI_API_KEY: 'any',
      CHAT_MODEL: 'scripted',
    }),
    (one) => one.stop(),
  );
  const instance_data = { name: 'Ada', description: 'A lighthouse keeper', configuration: {} };
  const { instance_id } = await stack.json<{ instance_id: string }>('POST', '/api/instance', {
    instance_data,
  });
  const pages = JSON.stringify({ pages: [{ title: 'The lamp', content: SENTENCE }], instance_id });
  const headers = { 'content-type': 'application/json', prefer: 'wait=30' };
  const stored = await stack.request('POST', '/api/kb/store-pages', pages, headers);
  if (!stored.ok) throw new Error(`The page was not stored: ${await stored.text()}`);
  await stored.body?.cancel();

  const straight: number[] = [];
  const through: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    straight.push(await firstToken(model, () => askModel(model)));
    through.push(await firstToken(model, () => askPersona(stack, instance_id)));
  }
  const row = (read: string, times: readonly number[]) => ({
    read,
    turns: times.length,
    p50_ms: rounded(percentile(times, 0.5)),
    p95_ms: rounded(percentile(times, 0.95)),
  });
  const added = through.map((time, turn) => time - (straight[turn] ?? 0));
  return {
    'first token of the model': [
      row('from the model', straight),
      row('from the persona', through),
      row('added', added),
    ],
  };
}

/** Holds the model's first token until the request has been open for a moment, and measures from then on. */
async function firstToken(model: ModelServer, ask: () => Promise<Response>): Promise<number> {
  const held = Promise.withResolvers<void>();
  const before = model.requests.length;
  model.chat.next({
    content: `${SENTENCE} [1]`,
    chunks: [held.promise, 'The lamp of the Skerry lighthouse ', 'burns whale oil. [1]'],
  });
  const reply = ask();
  await eventually(() => model.requests.length > before);
  await sleep(20);
  const from = performance.now();
  held.resolve();
  let took: number | undefined;
  let text = '';
  for await (const chunk of (await reply).body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    if (text.includes('Skerry lighthouse ')) took ??= performance.now() - from;
  }
  if (took === undefined) throw new Error(`The model's words did not come through:\n${text}`);
  return took;
}

const askModel = (model: ModelServer): Promise<Response> =>
  fetch(`${model.url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
    body: JSON.stringify({
      model: 'scripted',
      stream: true,
      messages: [{ role: 'user', content: QUESTION }],
    }),
  });

const askPersona = (stack: Stack, instance_id: string): Promise<Response> =>
  stack.request(
    'POST',
    '/api/kb/v2/chat',
    { chat_data: { instance_id, user_id: 'bench', message: QUESTION } },
    { accept: 'text/event-stream' },
  );
