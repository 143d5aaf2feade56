import { type Chat, grantScope, type Scope } from '@persona/contracts';
import { type DocumentStore } from '@persona/documents';
import type { Deletion } from '../domain.ts';
import type { BlobStore } from '@persona/blobs';
import { removeSpeechOfChat } from '../speech/forget-speech.ts';
import { forgetReplies } from './kept-replies.ts';

interface Deps {
  documents: DocumentStore;
  blobs: BlobStore;
}

/** How many messages a delete removes with one call. */
const DELETE_BATCH_SIZE = 500;
/** How many messages the sweep removes of each chat. */
const PURGE_BATCH_SIZE = 100;

/**
 * Removes a chat from every list with one write, and its messages before this resolves. What a crash or a
 * late answer leaves is removed by a repeat or by the sweep, which finds the chat by its `busy_until` until
 * nothing of it is left.
 */
export async function deleteChat(
  { documents, blobs }: Deps,
  scope: Scope,
  chatId: string,
): Promise<Deletion> {
  const { chats } = documents;
  const now = new Date().toISOString();
  const tombstone = await chats.update(scope, chatId, {
    where: { deleted_at: null },
    set: { deleted_at: now, updated_at: now, title: '', busy_until: now },
    inc: { version: 1 },
  });
  await removeAllMessages(documents, scope, chatId);
  await removeSpeechOfChat({ blobs }, scope, chatId);
  await forgetReplies(documents, scope, new Set([chatId]));
  // The store also overwrites what it keeps of its last writes. While another process reads there, this is
  // left to the sweep.
  const gone = await documents.compact().then(
    () => true,
    () => false,
  );
  if (gone)
    await chats.update(scope, chatId, {
      where: { deleted_at: { ne: null }, busy_with: null, busy_until: now },
      set: { busy_until: null },
    });
  return tombstone ? 'deleted' : 'already_deleted';
}

/**
 * For the sweep: removes what is left of deleted chats and of turns whose process failed or died, and repeats
 * the overwriting that could not be done at once. A chat of which nothing is left is no longer busy; the
 * others are found again.
 */
export async function purgeChats({ documents, blobs }: Deps, tombstones: readonly Chat[]): Promise<void> {
  const empty: Chat[] = [];
  for (const chat of tombstones) {
    const scope = grantScope(chat.instance_id);
    const { found } = await removeMessages(documents, scope, chat.id, PURGE_BATCH_SIZE);
    if (found === PURGE_BATCH_SIZE) continue;
    await removeSpeechOfChat({ blobs }, scope, chat.id);
    empty.push(chat);
  }
  for (const [persona, own] of Map.groupBy(empty, ({ instance_id }) => instance_id))
    await forgetReplies(documents, grantScope(persona), new Set(own.map(({ id }) => id)));
  if (empty.length > 0) await documents.compact();
  for (const { id, instance_id, busy_with, busy_until } of empty)
    await documents.chats.update(grantScope(instance_id), id, {
      where: { busy_with, busy_until },
      set: { busy_with: null, busy_until: null },
    });
}

/** What a chat has. */
type Said = Pick<DocumentStore, 'messages' | 'explanations'>;

/**
 * Removes the messages of a turn whose chat was deleted meanwhile. The sweep does it when this process dies
 * before.
 */
export async function removeTurn(
  { messages, explanations }: Said,
  scope: Scope,
  messageIds: readonly string[],
): Promise<void> {
  await explanations.remove(scope, messageIds);
  await messages.remove(scope, messageIds);
}

/** Removes the messages of a chat, with what explains them; returns how many messages it removed. */
export async function removeAllMessages(documents: Said, scope: Scope, chatId: string): Promise<number> {
  for (let all = 0; ;) {
    const { found, removed } = await removeMessages(documents, scope, chatId, DELETE_BATCH_SIZE);
    if (found === 0) return all;
    all += removed;
  }
}

/**
 * Removes messages of a chat, and explanations, also of answers that never came; returns how many of the more
 * numerous it found, at most `limit`, and how many messages it removed.
 */
async function removeMessages(
  { messages, explanations }: Said,
  scope: Scope,
  chatId: string,
  limit: number,
): Promise<{ found: number; removed: number }> {
  const query = { where: { chat_id: chatId }, limit };
  const [rows, explained] = [await messages.find(scope, query), await explanations.find(scope, query)];
  const idsOf = (found: readonly { id: string }[]) => found.map(({ id }) => id);
  if (explained.length > 0) await explanations.remove(scope, idsOf(explained));
  const removed = rows.length === 0 ? 0 : await messages.remove(scope, idsOf(rows));
  return { found: Math.max(rows.length, explained.length), removed };
}
