import type { Chat, Message, Scope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import { notFoundIn, type AccessControl } from './access.ts';
import type { Request } from './types.ts';

export interface FoundAnswer {
  scope: Scope;
  chat: Chat;
  /** The answer. */
  answer: Message;
  /** The message that it answers; null when that is gone. */
  question: Message | null;
}

/**
 * The answer with this id, or to the message with this id. A message of another user than the key's, of a
 * deleted chat, or that was not answered is `not_found`.
 */
export async function findAnswer(
  { chats, messages }: Pick<DocumentStore, 'chats' | 'messages'>,
  access: AccessControl,
  request: Request,
  id: string,
): Promise<FoundAnswer> {
  const missing = notFoundIn('messages', id);
  const { scope } = await access.of(request, 'messages', id);
  const message = await messages.get(scope, id);
  const chat = message && (await chats.get(scope, message.chat_id));
  const { userId } = request.caller;
  if (!chat || chat.deleted_at !== null || (userId !== null && chat.user_id !== userId)) throw missing;
  if (message.role === 'assistant') {
    const question = message.reply_to === null ? null : await messages.get(scope, message.reply_to);
    return { scope, chat, answer: message, question };
  }
  const [answer] = await messages.find(scope, { where: { reply_to: id }, limit: 1 });
  if (!answer) throw missing;
  return { scope, chat, answer, question: message };
}
