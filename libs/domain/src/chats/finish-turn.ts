import { AppError, type Explanation, type Message, type Scope, grantScope } from '@persona/contracts';
import { type DocumentStore } from '@persona/documents';
import { forgetDeletedPages, removeTurn } from '../erasure/index.ts';
import { freeChat } from './lease.ts';
import { appendMessage } from './messages.ts';
import type { AnswerDraft, ClaimedTurn } from './turn.ts';

interface Deps {
  documents: DocumentStore;
}

/** Stores the answer and frees the chat. Throws `not_found` when the chat was deleted meanwhile. */
export async function finishTurn(
  { documents }: Deps,
  { chat, message, answerId, lease }: ClaimedTurn,
  answer: AnswerDraft,
): Promise<Message> {
  const { response, answer_type, citations, usage, model, confidence } = answer;
  const { suggestions = [], dropped = [], truncated = false, took_ms, explained } = answer;
  const { chats } = documents;
  const scope = grantScope(chat.instance_id);
  lease.end();
  const now = new Date().toISOString();
  const { instance_id } = chat;
  const base = { id: answerId, instance_id, version: 1, created_at: now, updated_at: now, chat_id: chat.id };
  if (explained) await keepExplanation(documents, scope, { ...base, ...explained });
  const reply: Omit<Message, 'n'> = {
    ...base,
    role: 'assistant',
    text: response,
    client_id_sha256: null,
    reply_to: message.id,
    answer_type,
    citations,
    usage,
    model,
    ...(confidence === undefined ? {} : { confidence }),
    ...(suggestions.length === 0 ? {} : { suggestions }),
    ...(dropped.length === 0 ? {} : { dropped }),
    ...(truncated ? { truncated } : {}),
    ...(took_ms === undefined ? {} : { took_ms }),
  };
  const stored = await appendMessage(documents, scope, reply, message.n + 1);
  await forgetDeletedPages(documents, scope, stored);
  const freed = await chats.update(scope, chat.id, {
    where: { busy_with: message.id, deleted_at: null },
    set: { busy_with: null, busy_until: null, updated_at: now, message_count: stored.n + 1 },
    inc: { version: 1 },
  });
  if (freed) return stored;
  const current = await chats.get(scope, chat.id);
  if (current && current.deleted_at === null) return stored;
  await removeTurn(documents, scope, [message.id, answerId]);
  throw new AppError('not_found', `The chat ${chat.id} was deleted.`, { param: 'chat_id' });
}

/** Stores what an answer is explained with, in the place of what an attempt that failed has left. */
async function keepExplanation(
  { explanations }: Pick<DocumentStore, 'explanations'>,
  scope: Scope,
  explanation: Explanation,
): Promise<void> {
  const [result] = await explanations.insert(scope, [explanation]);
  const { id, created_at: _, ...set } = explanation;
  if (result !== 'inserted') await explanations.update(scope, id, { set });
}

/** Frees the chat of a turn that got no answer; the user's message stays. */
export async function releaseTurn({ documents }: Deps, { chat, message, lease }: ClaimedTurn): Promise<void> {
  lease.end();
  await freeChat(documents, grantScope(chat.instance_id), chat.id, message.id);
}
