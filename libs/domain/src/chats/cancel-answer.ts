import { type ChatCancel, grantScope } from '@persona/contracts';
import { findChat } from './find-chat.ts';
import { endLease, isHeld } from './lease.ts';
import { answerIdOf } from './messages.ts';
import type { TurnDeps } from './turn.ts';

/**
 * Asks the process that is making an answer in a chat to stop; returns the answer's id, or null when none is
 * being made.
 */
export async function cancelAnswer<ActiveAnswer>(
  { documents, activeAnswerOf }: TurnDeps<ActiveAnswer>,
  asked: ChatCancel,
): Promise<string | null> {
  const scope = grantScope(asked.instance_id);
  const chat = await findChat(documents, scope, asked, asked.chat_id);
  const { busy_with } = chat;
  if (busy_with === null || !isHeld(chat)) return null;
  const answerId = answerIdOf(busy_with);
  // An answer of this process is stopped directly, without the document store, and keeps its claim of the
  // chat until it has ended.
  if (!activeAnswerOf(answerId)) await endLease(documents, scope, chat);
  return answerId;
}
