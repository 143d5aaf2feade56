import { grantScope, newId, type Message } from '@persona/contracts';
import { expect, test } from 'vitest';
import { openStore } from '../testing/open-store.ts';
import { appendMessage } from './messages.ts';

test('a message comes behind those that another process has put in its place, and once', async () => {
  const documents = openStore();
  const scope = grantScope(newId('ins'));
  const chat_id = newId('cht');
  const now = new Date().toISOString();
  const message = (text: string): Omit<Message, 'n'> => ({
    id: newId('msg'),
    instance_id: scope,
    version: 1,
    created_at: now,
    updated_at: now,
    chat_id,
    role: 'user',
    text,
    client_id_sha256: null,
    reply_to: null,
    answer_type: null,
    citations: [],
    usage: null,
    model: null,
  });
  const [first, second, third] = [message('One.'), message('Two.'), message('Three.')];
  expect((await appendMessage(documents, scope, first, 0)).n).toBe(0);
  expect((await appendMessage(documents, scope, second, 1)).n).toBe(1);
  expect((await appendMessage(documents, scope, third, 1)).n).toBe(2);
  expect((await appendMessage(documents, scope, second, 3)).n).toBe(1);
  expect(await documents.messages.count(scope, {})).toBe(3);
});
