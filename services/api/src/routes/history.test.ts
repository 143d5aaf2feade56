import { newId, grantScope, installScope, type Chat, type Message } from '@persona/contracts';
import { keptReply } from '@persona/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';

interface Chats {
  chats: { chat_id: string; user_id: string; messages: string[]; message_count: number }[];
  next_cursor: string | null;
  has_more: boolean;
}
interface Messages {
  messages: string[];
  message_items: { id: string; role: string; text: string }[];
  next_cursor: string | null;
}

let gateway: TestGateway;
let persona: string;
let clock = 0;
beforeAll(async () => {
  gateway = await openTestGateway();
});
beforeEach(async () => {
  persona = await gateway.newPersona();
});
afterAll(() => gateway.close());

/** A chat as the chat service stores it. */
async function chatOf(user_id: string, texts: readonly string[]): Promise<string> {
  const scope = grantScope(persona);
  const time = new Date(Date.UTC(2026, 0, 1) + clock++ * 1000).toISOString();
  const own = { instance_id: persona, version: 1, created_at: time, updated_at: time };
  const id = newId('cht');
  const chat: Chat = {
    ...own,
    id,
    user_id,
    title: texts[0] ?? '',
    message_count: texts.length,
    busy_with: null,
    busy_until: null,
    deleted_at: null,
  };
  await gateway.documents.chats.insert(scope, [chat]);
  await gateway.documents.messages.insert(
    scope,
    texts.map((text, n): Message => ({
      ...own,
      id: newId('msg'),
      chat_id: id,
      n,
      role: n % 2 === 0 ? 'user' : 'assistant',
      text,
      client_id_sha256: null,
      reply_to: null,
      answer_type: null,
      citations: [],
      usage: null,
      model: null,
    })),
  );
  return id;
}

const chats = (query = '', key?: string) =>
  gateway.call<Chats>(
    'GET',
    `/api/persona/chats?instance_id=${persona}&${query}`,
    undefined,
    key ? { key } : {},
  );

describe('chats', () => {
  test('are listed as documented, the latest first, with their last 50 messages, page by page', async () => {
    const long = Array.from({ length: 60 }, (_, n) => `message ${n}`);
    const first = await chatOf('ann', ['Hello', 'How can I help you?']);
    const second = await chatOf('bob', long);
    const third = await chatOf('ann', ['Again', 'Yes?']);
    const { body } = await chats();
    expect(body.chats.map(({ chat_id }) => chat_id)).toEqual([third, second, first]);
    expect(body.chats[2]).toMatchObject({
      user_id: 'ann',
      messages: ['Hello', 'How can I help you?'],
      message_count: 2,
    });
    expect(body.chats[1]?.messages).toEqual(long.slice(10));
    expect((await chats('user_id=ann')).body.chats.map(({ chat_id }) => chat_id)).toEqual([third, first]);
    const page = await chats('limit=2');
    expect([page.body.chats.length, page.body.has_more]).toEqual([2, true]);
    const next = await chats(`limit=2&cursor=${page.body.next_cursor}`);
    expect(next.body.chats.map(({ chat_id }) => chat_id)).toEqual([first]);
    expect((await chats('cursor=nonsense')).body.error?.code).toBe('invalid_cursor');
  });

  test('are searched for a text, in all that is shown of them and in any case, in steps', async () => {
    const long = Array.from({ length: 260 }, (_, n) => (n === 3 ? 'The Fog Bell rang.' : `message ${n}`));
    const deep = await chatOf('ann', long);
    const titled = await chatOf('bob', ['Where is the fog bell?', 'On the pier.']);
    for (let n = 0; n < 40; n++) await chatOf('ann', [`Other ${n}`, 'Yes.']);
    const found = async (query: string) => (await chats(query)).body;
    const ids = ({ chats }: Chats) => chats.map(({ chat_id }) => chat_id);
    expect(ids(await found('q=FOG%20bell'))).toEqual([titled, deep]);
    expect(ids(await found('q=fog%20bell&user_id=ann'))).toEqual([deep]);
    expect(ids(await found('q=lantern'))).toEqual([]);
    const first = await found('q=fog%20bell&limit=1');
    expect([ids(first), first.has_more]).toEqual([[titled], true]);
    expect(ids(await found(`q=fog%20bell&limit=1&cursor=${first.next_cursor}`))).toEqual([deep]);

    // What stood on a page that was deleted since is found no more.
    const scope = grantScope(persona);
    const [message] = await gateway.documents.messages.find(scope, {
      where: { chat_id: titled, n: 1 },
      limit: 1,
    });
    const end = message?.text.length ?? 0;
    const quote = { index: 1, td_id: newId('td'), version: 1, title: '', quote: '', score: 1, metadata: {} };
    await gateway.documents.messages.update(scope, message?.id ?? '', {
      set: { citations: [{ ...quote, spans: [{ start: 0, end }] }] },
    });
    expect(ids(await found('q=the%20pier'))).toEqual([]);
  });

  test('none before there is a persona', async () => {
    await using fresh = Object.assign(await openTestGateway(), {
      [Symbol.asyncDispose]: () => fresh.close(),
    });
    const { status, body } = await fresh.call('GET', '/api/persona/chats');
    expect([status, body]).toEqual([
      200,
      { status: 'success', chats: [], has_more: false, next_cursor: null },
    ]);
  });

  test('a pinned key sees its own user’s chats only, whatever it asks for', async () => {
    const mine = await chatOf('ann', ['Hello', 'Hi']);
    const other = await chatOf('bob', ['Hello', 'Hi']);
    const { token } = await gateway.newKey({ scopes: ['history'], user_id: 'ann' });
    expect((await chats('', token)).body.chats.map(({ chat_id }) => chat_id)).toEqual([mine]);
    const foreign = await chats('user_id=bob', token);
    expect([foreign.status, foreign.body.error?.code]).toEqual([403, 'user_mismatch']);
    for (const [method, url] of [
      ['GET', `/api/persona/messages/${other}`],
      ['DELETE', `/api/persona/chats/${other}`],
      ['GET', `/api/persona/chats?chat_id=${other}`],
    ] as const)
      expect((await gateway.call(method, url, undefined, { key: token })).status).toBe(404);
  });
});

describe('messages', () => {
  test('are strings in their order, found by the id in path, query or body', async () => {
    const id = await chatOf('ann', ['Hello', 'Hi', 'Who are you?', 'Ada.']);
    const places = [
      [`/api/persona/messages/${id}`],
      [`/api/persona/messages/${id}/`],
      [`/api/persona/messages/?chat_id=${id}`],
      ['/api/persona/messages/', { chat_id: id }],
      ['/api/persona/messages', { id }],
    ] as const;
    for (const [url, body] of places) {
      const read = await gateway.call<Messages>('GET', url, body);
      expect([read.status, read.body.messages]).toEqual([200, ['Hello', 'Hi', 'Who are you?', 'Ada.']]);
      expect(read.body.message_items.map(({ role }) => role)).toEqual([
        'user',
        'assistant',
        'user',
        'assistant',
      ]);
    }
    const page = await gateway.call<Messages>('GET', `/api/persona/messages/${id}?limit=3`);
    const rest = await gateway.call<Messages>(
      'GET',
      `/api/persona/messages/${id}?limit=3&cursor=${page.body.next_cursor}`,
    );
    expect(rest.body.messages).toEqual(['Ada.']);
  });

  test('without an id, with two, with a made-up one', async () => {
    const id = await chatOf('ann', ['Hello']);
    const error = async (url: string, body?: object) =>
      (await gateway.call('GET', url, body)).body.error?.code;
    expect(await error('/api/persona/messages/')).toBe('id_required');
    expect(await error('/api/persona/messages/?chat_id=')).toBe('id_required');
    expect(await error(`/api/persona/messages/${id}`, { chat_id: 'cht_other' })).toBe('id_conflict');
    expect(await error('/api/persona/messages/chat123')).toBe('not_found');
    const other = await gateway.newPersona('Other');
    expect(await error(`/api/persona/messages/${id}?instance_id=${other}`)).toBe('not_found');
  });

  test('a deleted chat is gone with its messages, and twice is the same', async () => {
    const id = await chatOf('ann', ['Hello', 'Hi']);
    const remove = () => gateway.call('DELETE', `/api/persona/chats/${id}`);
    expect((await remove()).body).toMatchObject({ status: 'success', chat_id: id });
    expect((await remove()).body).toMatchObject({ already_deleted: true });
    expect((await chats()).body.chats).toEqual([]);
    expect((await gateway.call('GET', `/api/persona/messages/${id}`)).status).toBe(404);
    expect(await gateway.documents.messages.count(grantScope(persona), {})).toBe(0);
    expect((await gateway.call('DELETE', '/api/persona/chats')).body.error?.code).toBe('id_required');
  });
});

test('a reply that was kept of a deleted chat is emptied, one of another chat stays', async () => {
  const [gone, other] = [await chatOf('ann', ['Hello', 'Hi']), await chatOf('ann', ['Hello', 'Hi'])];
  const kept = [gone, other].map((chat_id) => keptReply(persona, { chat_id, response: 'Hi' }));
  const { idempotency } = gateway.documents;
  await idempotency.insert(installScope, kept);
  await gateway.call('DELETE', `/api/persona/chats/${gone}`);
  const ids = kept.map(({ id }) => id);
  const left = await idempotency.getMany(installScope, ids);
  expect(left.map(({ response }) => response)).toEqual([null, kept[1]?.response]);
  // The keys stay taken.
  expect(left.map(({ status_code }) => status_code)).toEqual([200, 200]);
});

test('a deleted chat is left to the sweep until what it said is overwritten too', async () => {
  const scope = grantScope(persona);
  const deleted = async () => {
    const id = await chatOf('ann', ['Hello', 'Hi']);
    expect((await gateway.call('DELETE', `/api/persona/chats/${id}`)).status).toBe(200);
    return gateway.documents.chats.get(scope, id);
  };
  expect(await deleted()).toMatchObject({ title: '', busy_until: null });
  const { compact } = gateway.documents;
  Object.assign(gateway.documents, { compact: () => Promise.reject(new Error('somebody reads')) });
  const left = await deleted();
  Object.assign(gateway.documents, { compact });
  expect(left).toMatchObject({ title: '', busy_until: left?.deleted_at });
});

test('nothing is shown any more of a page that was deleted, in the list of chats or in a chat', async () => {
  const scope = grantScope(persona);
  const id = await chatOf('ann', ['Which word?', 'The word is marmalade. Good night.']);
  const [, answer] = await gateway.documents.messages.find(scope, {
    where: { chat_id: id },
    orderBy: 'n',
    limit: 9,
  });
  const citation = {
    index: 1,
    td_id: newId('td'),
    version: 1,
    title: 'The safe of marmalade',
    quote: 'The word is marmalade.',
    score: 1,
    spans: [{ start: 0, end: 22 }],
    metadata: { about: 'marmalade' },
  };
  await gateway.documents.messages.update(scope, answer?.id ?? '', { set: { citations: [citation] } });
  const chats = await gateway.call<Chats>('GET', `/api/persona/chats?instance_id=${persona}`);
  expect(chats.body.chats[0]?.messages).toEqual(['Which word?', '[…] Good night.']);
  const { body, text } = await gateway.call<Messages>('GET', `/api/persona/messages/${id}`);
  expect(body.messages).toEqual(['Which word?', '[…] Good night.']);
  expect(text).not.toContain('marmalade');
  expect(body.message_items[1]).toMatchObject({ citations: [{ td_id: citation.td_id, deleted: true }] });
});
