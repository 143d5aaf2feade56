import { type ChatCancel, grantScope } from '@persona/contracts';
import { findChat } from './find-chat.ts';
import { endLease, isHeld } from './lease.ts';
import { answerIdOf } from './messages.ts';
import type { TurnDeps } from './turn.ts';

/** The id of the answer being made in a chat, whose holder is asked to stop; null when none is. */
export async function cancelAnswer<ActiveAnswer>(
  { documents, activeAnswerOf }: TurnDeps<ActiveAnswer>,
  asked: ChatCancel,
): Promise<string | null> {
  const scope = grantScope(asked.instance_id);
  const chat = await findChat(documents, scope, asked, asked.chat_id);
  const { busy_with } = chat;
  if (busy_with === null || !isHeld(chat)) return null;
  const answerId = answerIdOf(busy_with);
  // One of this process is stopped without a word through the documents, and the chat stays its own until it
  // has ended.
  if (!activeAnswerOf(answerId)) await endLease(documents, scope, chat);
  return answerId;
}
