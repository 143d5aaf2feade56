import type { BlobStore } from '@persona/blobs';
import { type Chat, type Scope } from '@persona/contracts';
import { type DocumentStore } from '@persona/documents';
import type { ErasedUser } from '../domain.ts';
import { removeSpeechOfChat } from '../speech/forget-speech.ts';
import { removeAllMessages } from './erase-chat.ts';
import { forgetReplies } from './kept-replies.ts';

/** How many chats are erased together. */
const CHAT_BATCH_SIZE = 50;
/** In tombstones of chats in the place of whose they were; no caller can send it. */
const NOBODY = '';

/**
 * Removes everything that a persona keeps of one of its users: its chats with their messages and what is
 * heard of them, also what is left of those deleted before, and the replies that are kept of them. The
 * tombstones lose the user's id last, so that a repeat finds what an interrupted run has left. What is
 * counted as residual was looked for afterwards.
 */
export async function eraseUser(
  { documents, blobs }: { documents: DocumentStore; blobs: BlobStore },
  scope: Scope,
  userId: string,
): Promise<ErasedUser> {
  const { chats } = documents;
  const removed = { chats: 0, messages: 0, kept_replies: 0 };
  for (;;) {
    const found = await chats.find(scope, { where: { user_id: userId }, limit: CHAT_BATCH_SIZE });
    if (found.length === 0) break;
    const now = new Date().toISOString();
    const tombstoned = await chats.updateMany(
      scope,
      found.map(({ id }) => ({
        id,
        where: { deleted_at: null },
        // Until nothing of it is left, `busy_until` has the sweep look for it.
        set: { deleted_at: now, updated_at: now, title: '', busy_until: now },
        inc: { version: 1 },
      })),
    );
    removed.chats += tombstoned.filter((chat) => chat !== null).length;
    for (const { id } of found) {
      removed.messages += await removeAllMessages(documents, scope, id);
      await removeSpeechOfChat({ blobs }, scope, id);
    }
    removed.kept_replies += await forgetReplies(documents, scope, new Set(found.map(({ id }) => id)));
    await chats.updateMany(
      scope,
      found.map(({ id }) => ({ id, where: { deleted_at: { ne: null } }, set: { user_id: NOBODY } })),
    );
  }
  // The store also overwrites what it keeps of its last writes; the sweep repeats that for the tombstones.
  await documents.compact().catch(() => undefined);
  return { removed, residual: await countLeft(documents, scope, userId) };
}

/** The rows in which the user still is: chats that began meanwhile, and their messages. */
async function countLeft(
  { chats, messages, explanations }: Pick<DocumentStore, 'chats' | 'messages' | 'explanations'>,
  scope: Scope,
  userId: string,
): Promise<number> {
  const left: Chat[] = await chats.find(scope, { where: { user_id: userId }, limit: CHAT_BATCH_SIZE });
  let count = left.length;
  for (const { id } of left)
    for (const said of [messages, explanations]) count += await said.count(scope, { chat_id: id });
  return count;
}
