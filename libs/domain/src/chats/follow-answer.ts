import { AppError, type ChatFollow, grantScope } from '@persona/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { shownMessage } from '../erasure/index.ts';
import { findChat } from './find-chat.ts';
import { chatBusy, isHeld } from './lease.ts';
import { answerIdOf, lastMessages } from './messages.ts';
import { POLL_INTERVAL_MS, WAIT_TIMEOUT_MS, type BegunBefore, type TurnDeps } from './turn.ts';

/**
 * Returns the answer that the caller follows: the one of its last event (`seenAnswerId`), else the one being
 * made, else the last. Throws `not_found` when there is none.
 */
export async function followAnswer<ActiveAnswer>(
  { documents, activeAnswerOf, waitTimeoutMs = WAIT_TIMEOUT_MS }: TurnDeps<ActiveAnswer>,
  asked: ChatFollow,
  seenAnswerId?: string,
): Promise<BegunBefore<ActiveAnswer>> {
  const scope = grantScope(asked.instance_id);
  const deadline = Date.now() + waitTimeoutMs;
  for (;;) {
    const chat = await findChat(documents, scope, asked, asked.chat_id);
    const begun = isHeld(chat) ? answerIdOf(chat.busy_with ?? '') : null;
    const [last] = await lastMessages(documents, scope, chat.id, 1);
    const wanted = seenAnswerId ?? begun ?? (last?.role === 'assistant' ? last.id : null);
    const active = wanted !== null && wanted === begun ? activeAnswerOf(wanted) : undefined;
    if (active) return { state: 'running', active };
    const answered = wanted === null ? null : await documents.messages.get(scope, wanted);
    if (answered?.chat_id === chat.id)
      return { state: 'answered', answered: await shownMessage(documents, scope, answered) };
    if (wanted === null || wanted !== begun)
      throw new AppError(
        'not_found',
        `The chat ${chat.id} has no such answer and is making none; send the message again.`,
        { param: 'chat_id' },
      );
    if (Date.now() > deadline) throw chatBusy(chat.id);
    await sleep(POLL_INTERVAL_MS);
  }
}
