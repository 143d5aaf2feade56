import { grantScope, newId, type Chat, type Message, type Receipt } from '@persona/contracts';
import { keptReply } from '@persona/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await openTestGateway();
});
afterEach(() => gateway.close());

/** Stores a chat in which the user said these words. */
async function givenChat(persona: string, user_id: string, words: string[], more: Partial<Chat> = {}) {
  const scope = grantScope(persona);
  const now = new Date().toISOString();
  const base = { instance_id: persona, version: 1, created_at: now, updated_at: now };
  const chat: Chat = {
    ...base,
    id: newId('cht'),
    user_id,
    title: words[0] ?? '',
    message_count: words.length,
    busy_with: null,
    busy_until: null,
    deleted_at: null,
    ...more,
  };
  const messages = words.map((text, n): Message => ({
    ...base,
    id: newId('msg'),
    chat_id: chat.id,
    n,
    role: 'user',
    text,
    client_id_sha256: null,
    reply_to: null,
    answer_type: null,
    citations: [],
    usage: null,
    model: null,
  }));
  await gateway.documents.chats.insert(scope, [chat]);
  await gateway.documents.messages.insert(scope, messages);
  return chat.id;
}

interface Line {
  kind: string;
  chat_id?: string;
  text?: string;
  chats?: number;
  messages?: number;
}

async function exportOf(user: string, key = gateway.admin, query = ''): Promise<Line[]> {
  const path = `/api/users/${encodeURIComponent(user)}/export${query}`;
  const { status, text } = await gateway.call('GET', path, undefined, { key });
  expect(status).toBe(200);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}
const textsOf = (lines: Line[]) => lines.flatMap(({ text }) => text ?? []);
const erase = async (user: string, key = gateway.admin, query = '') =>
  (
    await gateway.call<{ receipt: Receipt; warnings?: string[] }>(
      'DELETE',
      `/api/users/${encodeURIComponent(user)}${query}`,
      undefined,
      { key },
    )
  ).body;

describe('a person’s data', () => {
  const user = 'ann@example.org/7 é';

  test('is one archive of all personas, with an end that counts', async () => {
    const personas = [await gateway.newPersona('Ada'), await gateway.newPersona('Bo')];
    const words = Array.from({ length: 250 }, (_, n) => `Word ${n}`);
    const long = await givenChat(personas[0]!, user, words);
    await givenChat(personas[1]!, user, ['Hello']);
    await givenChat(personas[1]!, 'bob', ['Not hers']);
    await givenChat(personas[1]!, user, ['Gone'], { deleted_at: new Date().toISOString() });
    const lines = await exportOf(user);
    expect(lines[0]).toMatchObject({ kind: 'export', user_id: user });
    expect(lines.at(-1)).toEqual({ kind: 'end', chats: 2, messages: 251 });
    expect(textsOf(lines).toSorted()).toEqual([...words, 'Hello'].toSorted());
    expect(textsOf(lines.filter(({ chat_id }) => chat_id === long))).toEqual(words);
    expect(textsOf(await exportOf(user, gateway.admin, `?instance_id=${personas[1]}`))).toEqual(['Hello']);
    expect(await exportOf('nobody')).toHaveLength(2);
  });

  test('is gone from every store before the receipt, which counts it; a repeat finds nothing', async () => {
    const persona = await gateway.newPersona();
    const scope = grantScope(persona);
    const chat = await givenChat(persona, user, ['My grandmother was called Quillamore.', 'Yes']);
    // Of a deletion that was interrupted.
    await givenChat(persona, user, ['Left'], { deleted_at: new Date().toISOString() });
    const other = await givenChat(persona, 'bob', ['Not hers']);
    const reply = keptReply(persona, { chat_id: chat, response: 'Quillamore.' });
    await gateway.documents.idempotency.insert(grantScope('install'), [reply]);

    const { receipt, warnings } = await erase(user);
    expect(receipt).toMatchObject({
      subject: user,
      personas: 1,
      removed: { chats: 1, messages: 3, kept_replies: 1 },
      residual: 0,
    });
    expect(warnings).toBeUndefined();
    const { chats, messages, idempotency } = gateway.documents;
    expect(await messages.count(scope, {})).toBe(1);
    expect(await chats.count(scope, { user_id: user })).toBe(0);
    expect(JSON.stringify(await chats.find(scope, { limit: 10 }))).not.toContain('ann');
    expect((await idempotency.get(grantScope('install'), reply.id))?.response).toBeNull();
    expect((await gateway.call('GET', `/api/persona/messages/${chat}`)).status).toBe(404);
    expect((await gateway.call('GET', `/api/persona/messages/${other}`)).status).toBe(200);
    expect(await exportOf(user)).toHaveLength(2);
    expect((await erase(user)).receipt).toMatchObject({
      removed: { chats: 0, messages: 0, kept_replies: 0 },
      residual: 0,
    });
  });

  test('of other personas and other users is out of reach', async () => {
    const [own, foreign] = [await gateway.newPersona(), await gateway.newPersona()];
    await givenChat(foreign, user, ['Foreign']);
    await givenChat(own, user, ['Own']);
    const limited = (await gateway.newKey({ scopes: ['history'], instance_ids: [own] })).token;
    expect(textsOf(await exportOf(user, limited))).toEqual(['Own']);
    const at = `?instance_id=${foreign}`;
    const path = `/api/users/${encodeURIComponent(user)}`;
    for (const [method, url] of [
      ['GET', `${path}/export${at}`],
      ['DELETE', `${path}${at}`],
    ] as const)
      expect((await gateway.call(method, url, undefined, { key: limited })).status).toBe(404);
    expect((await erase(user, limited)).receipt).toMatchObject({ personas: 1, removed: { chats: 1 } });
    expect(textsOf(await exportOf(user))).toEqual(['Foreign']);

    const bob = (await gateway.newKey({ scopes: ['history'], user_id: 'bob' })).token;
    const refused = await gateway.call('DELETE', path, undefined, { key: bob });
    expect(refused.body.error?.code).toBe('user_mismatch');
    const chat = (await gateway.newKey({ scopes: ['chat'] })).token;
    expect((await gateway.call('DELETE', path, undefined, { key: chat })).body.error?.code).toBe(
      'scope_missing',
    );
    expect(textsOf(await exportOf(user))).toEqual(['Foreign']);
  });
});

test('a persona’s chats are kept for a whole number of days', async () => {
  const persona = await gateway.newPersona();
  const set = (retention_days: unknown) =>
    gateway.call('PATCH', `/api/instance/${persona}`, { configuration: { retention_days } });
  for (const days of [0, 1.5, '30', -1, 1e9])
    expect((await set(days)).body.error?.param).toBe('instance_data.configuration.retention_days');
  for (const days of [1, 30, null]) expect((await set(days)).status).toBe(200);
});
