import { newId, type Chat, type Message } from '@persona/contracts';
import { grantScope } from '@persona/documents';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../test-gateway.ts';

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

/** A chat as the chat service leaves it. */
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
