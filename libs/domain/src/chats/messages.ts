import { derivedId, newId, type ChatTurn, type Message, type Scope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';

/** How often another message may take the same place first before this is a fault. */
const MAX_TRIES = 8;

/** The id of a turn's message in its chat. */
export const messageIdOf = ({ message_id }: Pick<ChatTurn, 'message_id'>, chatId: string): string =>
  message_id === null ? newId('msg') : derivedId('msg', chatId, message_id);

/** The id of the answer to a message. */
export const answerIdOf = (messageId: string): string => derivedId('msg', messageId);

/** Returns the last messages of a chat, oldest first. */
export async function lastMessages(
  { messages }: Pick<DocumentStore, 'messages'>,
  scope: Scope,
  chatId: string,
  limit: number,
): Promise<Message[]> {
  const found = await messages.find(scope, {
    where: { chat_id: chatId },
    orderBy: 'n',
    direction: 'desc',
    limit,
  });
  return found.toReversed();
}

/**
 * Stores a message after the last one of its chat, which is before `place` unless another process has gone on
 * with the chat. If a message with its id is stored already, that one is returned.
 */
export async function appendMessage(
  { messages }: Pick<DocumentStore, 'messages'>,
  scope: Scope,
  message: Omit<Message, 'n'>,
  place: number,
): Promise<Message> {
  let n = place;
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const placed: Message = { ...message, n };
    const [result] = await messages.insert(scope, [placed]);
    if (result === 'inserted') return placed;
    const stored = await messages.get(scope, message.id);
    if (stored) return stored;
    const [last] = await lastMessages({ messages }, scope, message.chat_id, 1);
    n = (last?.n ?? -1) + 1;
  }
  throw new Error('a message found no place in its chat');
}
