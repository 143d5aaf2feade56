import {
  derivedId,
  INTERNAL_TOKEN_HEADER,
  newId,
  sha256,
  grantScope,
  installScope,
  type ChatEvent,
  type PromptsResponse,
  type ReviewChecksResponse,
  type SearchResponse,
} from '@persona/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { joined, openTestService, type TestService } from './testing/chat-service.ts';
import { FERRY, LIGHT } from './testing/pages.ts';

describe('turns without a model', () => {
  let service: TestService;
  let ada: string;
  let light: string;
  beforeAll(async () => {
    service = await openTestService({ leaseTtlMs: 400, waitTimeoutMs: 3000 });
    ada = await service.seed.persona();
    light = (await service.seed.page(ada, LIGHT)).id;
    await service.seed.page(ada, FERRY);
  });
  afterAll(() => service.close());

  const ask = (message: string, fields = {}) => service.chat({ instance_id: ada, message, ...fields });

  test('an answer is the persona’s own sentence, cited with a verbatim quote and a span in the response', async () => {
    const { status, body } = await ask('When was the lighthouse built?');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      answer_type: 'grounded',
      model: 'extractive',
      usage: null,
      instance_id: ada,
    });
    expect(body.response).toContain('The lighthouse at Skerrow Head was built in 1871');
    expect(body.response).not.toMatch(/\*\*|\]\(/);
    const [citation] = body.citations;
    expect(citation).toMatchObject({
      index: 1,
      td_id: light,
      version: 1,
      title: LIGHT.title,
      url: LIGHT.url,
      metadata: LIGHT.metadata,
    });
    expect(citation?.locator && LIGHT.content.slice(citation.locator.start, citation.locator.end)).toBe(
      citation?.quote,
    );
    expect(body.response.slice(citation?.spans[0]?.start, citation?.spans[0]?.end)).toContain('1871');
  });

  test('what the pages do not say is not answered, a greeting is', async () => {
    expect((await ask('How do I cook spaghetti carbonara?')).body).toMatchObject({
      answer_type: 'no_answer',
      citations: [],
    });
    expect((await ask('Wie backe ich einen Kuchen?')).body.response).toContain('leider');
    const { body } = await ask('Hello, I need help with...');
    expect(body).toMatchObject({ answer_type: 'general', citations: [] });
    expect(body.response).toContain('Ada Moreau');
  });

  test('each reply says how sure it is; where the persona does not know, it offers what is near, also in a repeat', async () => {
    const known = (await ask('When was the lighthouse built?')).body;
    expect(known.confidence).toBeGreaterThan(0.5);
    expect(known).not.toHaveProperty('suggestions');
    const silent = (await ask('Who painted the lens?', { message_id: 'near' })).body;
    expect(silent).toMatchObject({
      answer_type: 'no_answer',
      citations: [],
      suggestions: [{ text: 'I have written about “The lens”.', td_id: light, title: LIGHT.title }],
    });
    expect(silent.confidence).toBeLessThan(known.confidence ?? 0);
    expect((await ask('Who painted the lens?', { message_id: 'near' })).body).toEqual(silent);
    const events = await service.events({ instance_id: ada, message: 'Who painted the lens?' });
    expect(events.at(-1)).toMatchObject({
      event: 'done',
      data: { confidence: silent.confidence, suggestions: silent.suggestions },
    });
    expect((await ask('Hello!')).body).not.toHaveProperty('confidence');
  });

  test('a context that nobody reads is warned of', async () => {
    const { body } = await ask('When was the lighthouse built?', { context: 'Answer in French.' });
    expect(body.warnings).toEqual([expect.stringMatching(/^context .* was not used/)]);
    expect((await ask('When was the lighthouse built?')).body).not.toHaveProperty('warnings');
    const events = await service.events({
      instance_id: ada,
      message: 'How heavy is the lens?',
      context: 'x',
    });
    expect(events.at(-1)).toMatchObject({ event: 'done', data: { warnings: body.warnings } });
  });

  test('a follow-up takes along what was asked before', async () => {
    const first = await ask('How heavy is the lens?');
    const { chat_id } = first.body;
    expect(first.body.response).toContain('1.4 tonnes');
    const second = await ask('And could you turn it?', { chat_id });
    expect(second.body).toMatchObject({ chat_id, answer_type: 'grounded' });
    expect(second.body.response).toContain('one finger');
    const stored = await service.messages(ada, chat_id);
    expect(stored.map(({ role, n }) => `${n} ${role}`)).toEqual([
      '0 user',
      '1 assistant',
      '2 user',
      '3 assistant',
    ]);
    expect(await service.documents.chats.get(grantScope(ada), chat_id)).toMatchObject({
      message_count: 4,
      title: 'How heavy is the lens?',
      busy_with: null,
    });
  });

  test('the same message_id again is the same answer and no second message, in a new chat too', async () => {
    const turn = { message_id: 'client-1' };
    const first = (await ask('When was the lighthouse built?', turn)).body;
    const again = (await ask('When was the lighthouse built?', turn)).body;
    expect(again).toEqual(first);
    const inChat = (await ask('When was the lighthouse built?', { ...turn, chat_id: first.chat_id })).body;
    expect(inChat).toEqual(first);
    expect(await service.messages(ada, first.chat_id)).toHaveLength(2);
    const other = await ask('Another text', { ...turn, chat_id: first.chat_id });
    expect(other).toMatchObject({
      status: 400,
      body: { error: { code: 'validation_error', param: 'chat_data.message_id' } },
    });
  });

  test('the same message many times at once is stored once, and everybody gets its answer', async () => {
    const turn = { message_id: 'at once' };
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => ask('How many passengers does she carry?', turn)),
    );
    expect(new Set(replies.map(({ status, body }) => `${status} ${body.message_id}`)).size).toBe(1);
    expect(await service.messages(ada, replies[0]?.body.chat_id ?? '')).toHaveLength(2);
  });

  test('two messages at once in one chat: each is answered or told that the chat is busy, and none is doubled', async () => {
    const { chat_id } = (await ask('Hello')).body;
    const replies = await Promise.all(
      ['a lens?', 'a lamp?', 'a ferry?'].map((message) => ask(message, { chat_id })),
    );
    const answered = replies.filter(({ status }) => status === 200).length;
    expect(answered).toBeGreaterThan(0);
    for (const { status, body, headers } of replies) {
      if (status === 200) continue;
      expect(body.error?.code).toBe('chat_busy');
      expect(headers['retry-after']).toBe('1');
    }
    const stored = await service.messages(ada, chat_id);
    expect(stored.map(({ n }) => n)).toEqual(Array.from({ length: 2 + 2 * answered }, (_, n) => n));
  });

  test('a claim whose holder died is taken over, and the message it left is answered on its repeat', async () => {
    const scope = grantScope(ada);
    const { chat_id } = (await ask('Hello')).body;
    const lost = derivedId('msg', chat_id, 'lost');
    const now = new Date().toISOString();
    const [first] = await service.messages(ada, chat_id);
    await service.documents.chats.update(scope, chat_id, {
      set: { busy_with: lost, busy_until: new Date(Date.now() + 300).toISOString() },
    });
    await service.documents.messages.insert(scope, [
      {
        ...(first as NonNullable<typeof first>),
        id: lost,
        n: 2,
        text: 'How heavy is the lens?',
        client_id_sha256: sha256('lost'),
        created_at: now,
      },
    ]);
    expect((await ask('Something else', { chat_id })).body.error?.code).toBe('chat_busy');
    const { body } = await ask('How heavy is the lens?', { chat_id, message_id: 'lost' });
    expect(body.response).toContain('1.4 tonnes');
    const stored = await service.messages(ada, chat_id);
    expect(stored.filter(({ role }) => role === 'user')).toHaveLength(2);
    expect(stored.at(-1)).toMatchObject({ reply_to: lost });
  });

  test('a chat of another user, a deleted one, an unknown one and a deleted persona are not found', async () => {
    const { chat_id } = (await ask('Hello')).body;
    const status = async (fields: object) => (await ask('Hello', fields)).status;
    expect(await status({ chat_id, pinned_user_id: 'somebody else' })).toBe(404);
    expect(await status({ chat_id, user_id: 'somebody else' })).toBe(404);
    expect(await status({ chat_id: newId('cht') })).toBe(404);
    await service.documents.chats.update(grantScope(ada), chat_id, {
      set: { deleted_at: new Date().toISOString() },
    });
    expect(await status({ chat_id })).toBe(404);
    const gone = await service.seed.persona('Gone');
    await service.documents.instances.update(installScope, gone, {
      set: { deleted_at: new Date().toISOString() },
    });
    expect((await service.chat({ instance_id: gone, message: 'Hello' })).status).toBe(404);
  });

  test('a message_id of a deleted chat begins another chat', async () => {
    const turn = { message_id: 'for a deleted chat' };
    const first = (await ask('Hello', turn)).body;
    await service.documents.chats.update(grantScope(ada), first.chat_id, {
      set: { deleted_at: new Date().toISOString() },
    });
    const second = (await ask('Hello', turn)).body;
    expect(second.chat_id).not.toBe(first.chat_id);
    expect((await ask('Hello', turn)).body).toEqual(second);
  });

  test('only the gateway’s token opens the routes', async () => {
    const payload = service.turnOf({ instance_id: ada });
    for (const token of ['', 'wrong', 'token of this tesT']) {
      const response = await service.post('chat', payload, { [INTERNAL_TOKEN_HEADER]: token });
      expect(response.statusCode).toBe(401);
    }
    expect((await service.app.inject('/readyz')).statusCode).toBe(200);
    expect((await service.app.inject('/metrics')).body).toContain('persona_answers_total');
  });
});

describe('beside chatting', () => {
  let service: TestService;
  let ada: string;
  beforeAll(async () => {
    service = await openTestService();
    ada = await service.seed.persona();
    await service.seed.page(ada, LIGHT);
    await service.seed.page(ada, FERRY);
  });
  afterAll(() => service.close());

  test('search returns passages, best first, as they stand in the page', async () => {
    const request = { instance_id: ada, query: 'mercury lens', top_k: 1, filters: null };
    const { results } = (await service.post('search', request)).json<SearchResponse>();
    expect(results).toHaveLength(1);
    expect(results[0]?.text).toBe(LIGHT.content.slice(results[0]?.start, results[0]?.end));
    const filtered = { ...request, filters: { 'metadata.author': 'Nobody' } };
    expect((await service.post('search', filtered)).json<SearchResponse>().results).toEqual([]);
  });

  test('prompts are put to the persona before they are offered', async () => {
    const request = { instance_id: ada, topics: ['the lens', 'Mongolia'], context: null, count: null };
    const { prompts, items, gaps } = (await service.post('prompts', request)).json<PromptsResponse>();
    expect(prompts).toEqual(['What can you tell me about the lens?', 'What can you tell me about Mongolia?']);
    expect(items.map(({ answerable }) => answerable)).toEqual([true, false]);
    expect(gaps).toEqual(['Mongolia']);
  });

  test('a review sees that a page like it is live', async () => {
    const copy =
      'The lighthouse at Skerrow Head was built in 1871, and its lamp stands 46 metres above high water.';
    const request = { instance_id: ada, texts: [copy, 'Bread needs flour.'] };
    const { checks } = (await service.post('review-checks', request)).json<ReviewChecksResponse>();
    expect(checks.map((list) => list.map(({ kind }) => kind))).toEqual([['near_duplicate'], []]);
  });
});

describe('server-sent events', () => {
  let service: TestService;
  let ada: string;
  beforeAll(async () => {
    service = await openTestService();
    ada = await service.seed.persona();
    await service.seed.page(ada, LIGHT);
  });
  afterAll(() => service.close());

  const order = (events: ChatEvent[]) => events.map(({ event }) => event).join(' ');

  test('start, retrieval, deltas, citations, done; joined deltas are the response', async () => {
    const events = await service.events({
      instance_id: ada,
      message: 'When was the lighthouse built?',
      message_id: 'sse',
    });
    expect(order(events)).toMatch(/^start retrieval( delta)+( citation)+ done$/);
    const done = events.at(-1);
    expect(done).toMatchObject({ event: 'done', data: { status: 'success', response: joined(events) } });
    const again = await service.events({
      instance_id: ada,
      message: 'When was the lighthouse built?',
      message_id: 'sse',
    });
    expect(order(again)).toMatch(/^start retrieval delta( citation)+ done$/);
    expect(again.at(-1)).toEqual(done);
  });

  test('small talk and silence are events too; an error before the first event is an error reply', async () => {
    expect(order(await service.events({ instance_id: ada, message: 'Hi!' }))).toBe(
      'start retrieval delta done',
    );
    const silent = await service.events({ instance_id: ada, message: 'Who invented the saxophone?' });
    expect(order(silent)).toBe('start retrieval delta done');
    const response = await service.post('chat', service.turnOf({ instance_id: ada, chat_id: newId('cht') }), {
      accept: 'text/event-stream',
    });
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ error: { code: 'not_found' } });
  });
});
