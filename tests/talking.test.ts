// Chats with a persona through the whole install, with a scripted model: events, OpenAI clients, faults.
import { eventually, startModelServer, type ModelServer } from '@persona/testing';
import OpenAI, { APIError } from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startInstall, type Install } from './install.ts';

interface Answer {
  status: string;
  chat_id: string;
  message_id: string;
  response: string;
  answer_type: string;
  citations: { td_id: string; quote: string; spans: { start: number; end: number }[] }[];
}
interface Event {
  id: string;
  event: string;
  data: Record<string, unknown>;
}

const QUESTION = 'What does the lamp of the Skerry lighthouse burn?';
/** A question that the page is near to and does not answer. */
const BESIDE = 'Which king paid for the lamp?';
const SENTENCE = 'The lamp of the Skerry lighthouse burns whale oil.';

let install: Install;
let model: ModelServer;
let persona: string;
let page: string;
let client: OpenAI;
beforeAll(async () => {
  model = await startModelServer();
  install = await startInstall({
    OPENAI_BASE_URL: model.url,
    OPENAI_API_KEY: 'any',
    CHAT_MODEL: 'scripted',
    SPEECH_MODEL: 'voice',
    TRANSCRIPTION_MODEL: 'ears',
  });
  const instance_data = { name: 'Ada', description: 'A lighthouse keeper', configuration: {} };
  persona = (await install.call<{ instance_id: string }>('POST', '/api/instance', { instance_data })).body
    .instance_id;
  const pages = [{ title: 'The lamp', content: SENTENCE, metadata: { url: 'https://example.org/lamp' } }];
  const stored = await install.call<{ pages: { id: string }[] }>(
    'POST',
    '/api/kb/store-pages',
    { pages },
    { prefer: 'wait=30' },
  );
  page = stored.body.pages[0]!.id;
  client = new OpenAI({ baseURL: `${install.url}/v1`, apiKey: install.key, maxRetries: 0 });
}, 120_000);
afterAll(async () => {
  await install.stop();
  await model.close();
}, 60_000);

/** A model that answers from its first passage. */
const says = `${SENTENCE} [1]`;

const chat = (chat_data: object) =>
  install.call<Answer & { error?: { code: string } }>('POST', '/api/kb/v2/chat', {
    chat_data: { user_id: 'ann', message: QUESTION, ...chat_data },
  });

/** Requests events and yields them as they arrive. */
async function* events(
  chat_data: object,
  signal?: AbortSignal,
  headers: Record<string, string> = {},
): AsyncGenerator<Event> {
  yield* eventsOf(
    await fetch(`${install.url}/api/kb/v2/chat`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${install.key}`,
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...headers,
      },
      body: JSON.stringify({ chat_data: { user_id: 'ann', message: QUESTION, ...chat_data } }),
      ...(signal ? { signal } : {}),
    }),
  );
}
async function* eventsOf(response: Response): AsyncGenerator<Event> {
  expect([
    response.status,
    response.headers.get('content-type'),
    response.headers.get('x-accel-buffering'),
  ]).toEqual([200, 'text/event-stream; charset=utf-8', 'no']);
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, id, event, data] = /^id: (.*)\nevent: (.*)\ndata: (.*)$/.exec(block) ?? [];
      if (event) yield { id: id!, event, data: JSON.parse(data!) as Record<string, unknown> };
    }
  }
}
async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}
const messagesOf = async (chatId: string) =>
  (await install.call<{ messages: string[] }>('GET', `/api/persona/messages/${chatId}`)).body.messages;

describe('events', () => {
  test('come in their order, the deltas make the answer, and done is the whole reply', async () => {
    model.chat.next(says);
    const all = await collect(events({}));
    const names = all.map(({ event }) => event).filter((name, n, list) => name !== list[n - 1]);
    expect(names).toEqual(['start', 'retrieval', 'delta', 'citation', 'done']);
    const done = all.at(-1)!.data as unknown as Answer;
    const text = all
      .flatMap(({ event, data }) => (event === 'delta' ? [data['text'] as string] : []))
      .join('');
    expect(done).toMatchObject({ status: 'success', response: text, answer_type: 'grounded' });
    expect(text).toBe(SENTENCE);
    expect(done.citations).toMatchObject([{ td_id: page, quote: SENTENCE }]);
    expect(all[0]?.data).toMatchObject({
      chat_id: done.chat_id,
      message_id: done.message_id,
      instance_id: persona,
    });
    expect(await messagesOf(done.chat_id)).toEqual([QUESTION, SENTENCE]);
  });

  test('what the model has said is passed on while it goes on speaking', async () => {
    let goOn = (): void => {};
    const held = new Promise<void>((resolve) => (goOn = resolve));
    model.chat.next({
      content: says,
      chunks: [`${says} It `, held, 'is red. [1]'],
    });
    let last = '';
    for await (const { event } of events({})) {
      if (event === 'delta') goOn();
      last = event;
    }
    expect(last).toBe('done');
  });

  test('an answer whose reader has gone is finished and stored', async () => {
    let goOn = (): void => {};
    const held = new Promise<void>((resolve) => (goOn = resolve));
    model.chat.next({
      content: says,
      chunks: [`${says} It `, held, 'is red. [1]'],
    });
    const gone = new AbortController();
    let chatId = '';
    await expect(async () => {
      for await (const { event, data } of events({}, gone.signal)) {
        if (event === 'start') chatId = data['chat_id'] as string;
        if (event === 'delta') gone.abort();
      }
    }).rejects.toThrow();
    goOn();
    expect(await eventually(async () => (await messagesOf(chatId))[1])).toBe(SENTENCE);
  });

  test('a stream that was lost goes on where it stopped, for a POST and for a GET; cancelled, it ends there', async () => {
    let goOn = (): void => {};
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const asked = model.requests.length;
    model.chat.next({ content: says, chunks: [`${says} It `, held, 'is red. [1]'] });
    const seen: Event[] = [];
    const gone = new AbortController();
    const watch = async () => {
      for await (const one of events({ message_id: 'lost' }, gone.signal)) {
        seen.push(one);
        if (one.event === 'delta') gone.abort();
      }
    };
    await expect(watch()).rejects.toThrow();
    const saw = { 'last-event-id': seen.at(-1)!.id };
    const chatId = seen[0]!.data['chat_id'] as string;
    const posted = collect(events({ message_id: 'lost' }, undefined, saw));
    const headers = { authorization: `Bearer ${install.key}`, ...saw };
    const followed = await fetch(`${install.url}/api/kb/v2/chat/${chatId}/events`, { headers });
    const cancelled = install.call('POST', `/api/kb/v2/chat/${chatId}/cancel`);
    expect((await cancelled).body).toMatchObject({ chat_id: chatId, cancelled: true });
    for (const rest of [await posted, await collect(eventsOf(followed))]) {
      expect(rest.map(({ event }) => event)).toEqual(['citation', 'done']);
      expect(rest.at(-1)!.data['response']).toBe(SENTENCE);
    }
    goOn();
    expect(model.requests.length).toBe(asked + 1);
    expect((await install.call('POST', `/api/kb/v2/chat/${chatId}/cancel`)).body['cancelled']).toBe(false);
  });

  test('a model that fails before its first word is an error reply, and the message is kept for the retry', async () => {
    model.chat.otherwise({ status: 500 });
    const asked = { message_id: 'mine-1', message: BESIDE };
    const first = await chat(asked);
    expect([first.status, first.body.error?.code]).toEqual([502, 'provider_error']);
    model.chat.otherwise(says);
    const second = await chat(asked);
    expect([second.status, second.body.response]).toEqual([200, SENTENCE]);
    const again = await chat(asked);
    expect(again.body.message_id).toBe(second.body.message_id);
    expect(await messagesOf(second.body.chat_id)).toEqual([BESIDE, SENTENCE]);
  });

  test('where the pages answer, a model that fails is spoken for', async () => {
    model.chat.next({ status: 500 });
    const { status, body } = await chat({});
    expect([status, body.response, body.answer_type]).toEqual([200, SENTENCE, 'grounded']);
  });
});

describe('who may say what', () => {
  test('a chat is continued by its id, wherever it stands; an unknown one is 404', async () => {
    model.chat.otherwise(says);
    const { body } = await chat({});
    const more = await install.call<Answer>('POST', `/api/kb/v2/chat?chat_id=${body.chat_id}`, {
      chat_data: { user_id: 'ann', message: QUESTION },
    });
    expect(more.body.chat_id).toBe(body.chat_id);
    expect(await messagesOf(body.chat_id)).toHaveLength(4);
    expect((await chat({ chat_id: 'chat123' })).body.error?.code).toBe('not_found');
    expect((await chat({ context: 'x'.repeat(17_000) })).body.error?.code).toBe('validation_error');
    expect((await chat({ message: '  ' })).body.error?.code).toBe('validation_error');
  });

  test('a pinned key speaks for its own user and reads no other chat', async () => {
    model.chat.otherwise(says);
    const { body: theirs } = await chat({ user_id: 'bob' });
    const scopes = ['chat'];
    const made = await install.call<{ key: string }>('POST', '/api/admin/keys', {
      scopes,
      user_id: 'ann',
      name: 'ann',
    });
    const headers = { authorization: `Bearer ${made.body.key}` };
    const send = (data: object) =>
      install.call<Answer & { error?: { code: string } }>(
        'POST',
        '/api/kb/v2/chat',
        { chat_data: { message: QUESTION, ...data } },
        headers,
      );
    expect((await send({ user_id: 'bob' })).body.error?.code).toBe('user_mismatch');
    expect((await send({ user_id: 'ann', chat_id: theirs.chat_id })).body.error?.code).toBe('not_found');
    expect((await send({ user_id: 'ann' })).status).toBe(200);
  });

  test('with Accept for both, the first one counts', async () => {
    model.chat.otherwise(says);
    const body = { chat_data: { user_id: 'ann', message: QUESTION } };
    const { headers } = await install.call('POST', '/api/kb/v2/chat', body, {
      accept: 'application/json, text/event-stream',
    });
    expect(headers.get('content-type')).toMatch(/^application\/json/);
  });
});

describe('an OpenAI client', () => {
  const user = { role: 'user', content: QUESTION } as const;

  test('lists personas as models, and finds them by id and by name', async () => {
    const models = await collect(await client.models.list());
    expect(models).toMatchObject([{ id: persona, owned_by: 'persona', name: 'Ada' }]);
    expect(await client.models.retrieve('Ada')).toMatchObject({ id: persona });
  });

  test('is told how sure the persona is and what it offers, in a stream with the last chunk', async () => {
    const user = { role: 'user', content: BESIDE } as const;
    const unproven = 'King Olaf paid for the lamp. [1]';
    const offered = { answer_type: 'no_answer', suggestions: [{ td_id: page, title: 'The lamp' }] };
    model.chat.next(unproven);
    const reply = await client.chat.completions.create({ model: 'Ada', messages: [user] });
    expect(reply).toMatchObject({ ...offered, confidence: expect.any(Number) });
    model.chat.next(unproven);
    const stream = await client.chat.completions.create({ model: 'Ada', messages: [user], stream: true });
    const chunks: unknown[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks.at(-1)).toMatchObject({
      choices: [{ finish_reason: 'stop' }],
      suggestions: offered.suggestions,
      confidence: expect.any(Number),
    });
  });

  test('chats, with citations as annotations of the text', async () => {
    model.chat.otherwise(says);
    const reply = await client.chat.completions.create({ model: 'Ada', messages: [user], temperature: 0.2 });
    const [choice] = reply.choices;
    expect([choice?.message.content, choice?.finish_reason]).toEqual([SENTENCE, 'stop']);
    expect(choice?.message.annotations).toMatchObject([
      {
        type: 'url_citation',
        url_citation: {
          url: 'https://example.org/lamp',
          title: 'The lamp',
          start_index: 0,
          end_index: SENTENCE.length,
          td_id: page,
          quote: SENTENCE,
        },
      },
    ]);
    expect(reply.usage?.total_tokens).toBeGreaterThan(0);
  });

  test('streams, with usage when it asks for it', async () => {
    model.chat.otherwise(says);
    const stream = client.chat.completions.stream({
      model: persona,
      messages: [user],
      stream_options: { include_usage: true },
    });
    const whole = await stream.finalChatCompletion();
    expect(whole.choices[0]?.message.content).toBe(SENTENCE);
    expect(whole.choices[0]?.message.annotations).toMatchObject([{ url_citation: { td_id: page } }]);
    expect(whole.usage?.total_tokens).toBeGreaterThan(0);
  });

  test('brings its own history, which the model sees as turns', async () => {
    model.chat.otherwise(says);
    await client.chat.completions.create({
      model: persona,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Who are you, keeper?' },
        { role: 'assistant', content: 'I am Ada of the Skerry.' },
        { role: 'user', content: [{ type: 'text', text: QUESTION }] },
      ],
    });
    const asked = model.requests.at(-1)!.body['messages'] as { role: string; content: string }[];
    expect(asked.map(({ role, content }) => `${role}: ${content}`).join('\n')).toContain(
      'assistant: I am Ada of the Skerry.',
    );
  });

  test('gets errors in the shape it knows', async () => {
    const failing = async (
      body: Partial<OpenAI.ChatCompletionCreateParams>,
      stream = false,
    ): Promise<APIError> => {
      try {
        const reply = await client.chat.completions.create({
          model: persona,
          messages: [user],
          ...body,
          stream,
        });
        if (stream) for await (const _ of reply as AsyncIterable<unknown>);
      } catch (error) {
        if (error instanceof APIError) return error;
        throw error;
      }
      throw new Error('it did not fail');
    };
    expect(await failing({ model: 'Nobody' })).toMatchObject({
      status: 404,
      code: 'not_found',
      param: 'model',
    });
    expect(await failing({ messages: [] })).toMatchObject({
      status: 400,
      code: 'validation_error',
      param: 'messages',
    });
    const image = { type: 'image_url', image_url: { url: 'https://example.org/a.png' } } as const;
    expect(await failing({ messages: [{ role: 'user', content: [image] }] })).toMatchObject({
      param: 'messages[0].content',
    });
    model.chat.otherwise({ status: 500 });
    const beside = [{ role: 'user' as const, content: BESIDE }];
    expect(await failing({ messages: beside })).toMatchObject({
      status: 502,
      code: 'provider_error',
      type: 'server_error',
    });
    // The status of a stream waits for the first words.
    expect(await failing({ messages: beside }, true)).toMatchObject({ status: 502, code: 'provider_error' });
    expect(await failing({ n: 2 })).toMatchObject({ status: 400, param: 'n' });
    model.chat.otherwise({
      content: says,
      chunks: [`${says} And `],
      cutAtEnd: true,
    });
    expect(await failing({}, true)).toMatchObject({ code: 'provider_error' });
  });

  test('a reply that a limit cut off says so, whole and streamed', async () => {
    model.chat.otherwise({ content: `${says} The lens weighs 1.4 tonnes [`, finishReason: 'length' });
    const body = { model: persona, messages: [user] };
    const reply = await client.chat.completions.create(body);
    expect(reply.choices[0]).toMatchObject({ message: { content: SENTENCE }, finish_reason: 'length' });
    const whole = await client.chat.completions
      .stream(body)
      .finalChatCompletion()
      .catch((error: Error) => error.name);
    // The client makes an error of a stream that was cut off only where it was to be parsed.
    expect(whole).toMatchObject({ choices: [{ finish_reason: 'length' }] });
    model.chat.otherwise(says);
    const short = await client.chat.completions.create({ ...body, max_completion_tokens: 3 });
    expect(short.choices[0]).toMatchObject({ message: { content: 'The lamp of' }, finish_reason: 'length' });
    const stopped = await client.chat.completions.create({ ...body, stop: [' burns'] });
    expect(stopped.choices[0]?.message.content).toBe('The lamp of the Skerry lighthouse');
  });

  test('sees citations in the text where it wants to, and every address can be opened', async () => {
    model.chat.otherwise({ status: 500 });
    const stored = await install.call<{ pages: { id: string }[] }>(
      'POST',
      '/api/kb/store-pages',
      { pages: [{ title: 'The bell', content: 'The bell of the harbour was cast in Vardø in 1902.' }] },
      { prefer: 'wait=30' },
    );
    const asked = {
      model: persona,
      messages: [{ role: 'user' as const, content: 'Where was the bell of the harbour cast?' }],
      inline_citations: true,
    };
    const reply = await client.chat.completions.create(asked);
    const content = reply.choices[0]?.message.content ?? '';
    expect(content).toMatch(/Vardø in 1902\. \[1\]\n\n- \[1\] The bell: http\S+$/);
    const [annotation] = reply.choices[0]?.message.annotations ?? [];
    const { url, start_index, end_index } = annotation!.url_citation;
    expect(content.slice(start_index, end_index)).toBe('The bell of the harbour was cast in Vardø in 1902.');
    expect(url.startsWith(`${install.url}/sources/`)).toBe(true);
    const shown = await fetch(url);
    expect(await shown.text()).toContain('<mark id="quote">The bell of the harbour was cast in Vardø');
    const streamed = await client.chat.completions
      .stream({ ...asked, stream: true } as never)
      .finalChatCompletion();
    expect(streamed.choices[0]?.message.content).toMatch(/\[1\]\n\n- \[1\] The bell: http/);
    const json = await client.chat.completions.create({
      ...asked,
      response_format: { type: 'json_object' },
    });
    expect(JSON.parse(json.choices[0]?.message.content ?? '')).toMatchObject({
      answer: 'The bell of the harbour was cast in Vardø in 1902.',
      sources: [{ index: 1, title: 'The bell' }],
    });
    const chatted = await chat({ message: asked.messages[0]!.content, inline_citations: true });
    expect(chatted.body.response).toMatch(/\[1\]\n\n- \[1\] The bell: http/);
    await install.call('DELETE', `/api/kb/training-data/${stored.body.pages[0]!.id}`);
    expect((await fetch(url)).status).toBe(404);
  });

  test('asks for a title of its own, which the model alone answers, and which is no chat', async () => {
    const count = async () =>
      (await install.call<{ chats: unknown[] }>('GET', '/api/persona/chats?limit=1000')).body.chats.length;
    const before = await count();
    const content = `### Task:\nGenerate a concise title summarizing the chat history.\nJSON format: { "title": "…" }\n<chat_history>\nUSER: ${QUESTION}\n</chat_history>`;
    const body = { model: persona, messages: [{ role: 'user' as const, content }] };
    model.chat.otherwise('{ "title": "Whale oil" }');
    const reply = await client.chat.completions.create(body);
    expect(reply.choices[0]?.message).toMatchObject({ content: '{ "title": "Whale oil" }', annotations: [] });
    const asked = model.requests.at(-1)!.body['messages'];
    expect(asked).toEqual(body.messages);
    model.chat.otherwise({ status: 500 });
    const streamed = await client.chat.completions.stream(body).finalChatCompletion();
    expect(streamed.choices[0]?.message.content).toBe('{"title":"What does the lamp of the"}');
    expect(await count()).toBe(before);
  });

  test('speaks in the voice of a persona only where a consent to that is recorded', async () => {
    const speak = async (voice: string) =>
      client.audio.speech.create({ model: 'voice', input: 'Hello', voice }).then(
        () => model.requests.at(-1)?.body['voice'],
        (error: { code?: string }) => error.code,
      );
    const voice_data = {
      language: 'en',
      tone: 'calm',
      pitch: 'low',
      sample_audio: Buffer.from(`a voice ${persona}`).toString('base64'),
    };
    const { voice_id: voice } = (
      await install.call<{ voice_id: string }>('POST', '/api/admin/add_voice', {
        instance_id: persona,
        voice_data,
      })
    ).body;
    expect([await speak(voice), await speak(persona)]).toEqual(['consent_missing', 'consent_missing']);
    const configure = async (speech_voice: string | null) =>
      install.call('PATCH', `/api/instance/${persona}`, {
        instance_data: { configuration: { speech_voice } },
      });
    await configure('keeper-clone');
    expect([await speak('Keeper-Clone'), await speak('alloy')]).toEqual(['consent_missing', 'alloy']);
    await install.call('POST', `/api/admin/voice/${voice}/consent`, { statement: 'It may.', actor: 'Ada' });
    for (const name of [voice, persona, 'keeper-clone']) expect(await speak(name)).toBe('keeper-clone');
    await configure(null);
    expect([await speak(voice), await speak('voi_none')]).toEqual([voice, 'not_found']);
    await install.call('DELETE', `/api/admin/voice/${voice}`);
    expect([await speak(voice), await speak(persona)]).toEqual(['not_found', 'consent_missing']);
  });

  test('speaks, listens, and is told which model is not there', async () => {
    model.speech.next({ bytes: new Uint8Array([7, 8]), contentType: 'audio/mpeg' });
    const spoken = await client.audio.speech.create({ model: 'voice', input: 'Hello', voice: 'alloy' });
    expect(spoken.headers.get('content-type')).toBe('audio/mpeg');
    expect([...new Uint8Array(await spoken.arrayBuffer())]).toEqual([7, 8]);
    model.transcriptions.otherwise('Three flashes.');
    const file = new File(['RIFF'], 'a.wav');
    const heard = { model: 'ears', file };
    expect((await client.audio.transcriptions.create(heard)).text).toBe('Three flashes.');
    expect(await client.audio.transcriptions.create({ ...heard, response_format: 'text' })).toBe(
      'Three flashes.',
    );
    const words = [
      { word: 'Three', start: 0, end: 0.4 },
      { word: 'flashes.', start: 0.5, end: 1 },
    ];
    const segments = [{ id: 0, start: 0, end: 1, text: 'Three flashes.' }];
    model.transcriptions.otherwise({ json: { text: 'Three flashes.', language: 'en', segments, words } });
    const timed = await client.audio.transcriptions.create({
      ...heard,
      response_format: 'verbose_json',
      timestamp_granularities: ['word'],
    });
    expect(timed).toMatchObject({ language: 'en', segments, words });
    await expect(
      client.embeddings.create({ model: 'text-embedding-3-small', input: 'Hello' }),
    ).rejects.toMatchObject({ status: 501, code: 'model_not_configured' });
  });
});
