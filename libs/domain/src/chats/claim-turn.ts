import { AppError, sha256, type ChatTurn, type Message, grantScope, type Scope } from '@persona/contracts';
import { type DocumentStore } from '@persona/documents';
import { setTimeout as sleep } from 'node:timers/promises';
import { shownMessage, shownMessages } from '../erasure/index.ts';
import { findChat, findTurnPlace } from './find-chat.ts';
import { chatBusy, claimChat, freeChat, holdLease, isHeld } from './lease.ts';
import { answerIdOf, appendMessage, lastMessages } from './messages.ts';
import {
  LEASE_TTL_MS,
  POLL_INTERVAL_MS,
  WAIT_TIMEOUT_MS,
  type BegunBefore,
  type ClaimedTurn,
  type TurnDeps,
} from './turn.ts';

const MAX_HISTORY_MESSAGES = 24;

/**
 * Stores the user's message and claims its chat, or finds that the message was answered before or is being
 * answered in this process. `seenAnswerId` names the answer of the last event that the caller saw. Throws
 * `not_found`, and `chat_busy` where another message is being answered.
 */
export async function claimTurn<ActiveAnswer>(
  {
    documents,
    activeAnswerOf,
    leaseTtlMs = LEASE_TTL_MS,
    waitTimeoutMs = WAIT_TIMEOUT_MS,
  }: TurnDeps<ActiveAnswer>,
  turn: ChatTurn,
  seenAnswerId?: string,
): Promise<BegunBefore<ActiveAnswer> | ClaimedTurn> {
  const scope = grantScope(turn.instance_id);
  const place = await findTurnPlace(documents, scope, turn, seenAnswerId, leaseTtlMs);
  const { messageId } = place;
  let { chat } = place;
  let claimed = place.isClaimed ? chat : null;
  const mayBeThere = turn.message_id !== null || seenAnswerId !== undefined;

  const deadline = Date.now() + waitTimeoutMs;
  while (!claimed) {
    const before = mayBeThere && (await sentBefore(documents, scope, messageId, turn));
    const answered = before && (await answerTo(documents, scope, before));
    if (answered) return { state: 'answered', answered: await shownMessage(documents, scope, answered) };
    const active = activeAnswerOf(answerIdOf(messageId));
    if (active) return { state: 'running', active };
    claimed = await claimChat(documents, scope, chat, messageId, leaseTtlMs);
    if (claimed) break;
    chat = await findChat(documents, scope, turn, chat.id);
    if (!isHeld(chat)) continue;
    // A repeat of a message that another process is answering waits for that answer; any other message is
    // refused as busy.
    if (chat.busy_with !== messageId || Date.now() > deadline) throw chatBusy(chat.id);
    await sleep(POLL_INTERVAL_MS);
  }

  try {
    // A chat that was made for this turn is empty.
    const last = place.isClaimed
      ? []
      : await lastMessages(documents, scope, claimed.id, MAX_HISTORY_MESSAGES);
    const end = (last.at(-1)?.n ?? -1) + 1;
    const message = await appendMessage(documents, scope, userMessage(turn, claimed.id, messageId), end);
    // The same message may have been stored and answered by another process between the read and the claim;
    // not one that has just been given its id.
    const answered = mayBeThere ? await answerTo(documents, scope, message) : null;
    if (answered) {
      await freeChat(documents, scope, claimed.id, messageId);
      return { state: 'answered', answered: await shownMessage(documents, scope, answered) };
    }
    // It may have been sent before, or have come behind one that another process has stored meanwhile.
    const before =
      message.n === end ? last : await lastMessages(documents, scope, claimed.id, MAX_HISTORY_MESSAGES);
    const history = await shownMessages(
      documents,
      scope,
      before.filter(({ n }) => n < message.n),
    );
    const lease = holdLease(documents, scope, { chatId: claimed.id, messageId, leaseTtlMs });
    return { state: 'claimed', chat: claimed, message, answerId: answerIdOf(messageId), history, lease };
  } catch (error) {
    // A chat that can't be freed becomes free when its lease expires; the caller gets the original error.
    await freeChat(documents, scope, claimed.id, messageId).catch(() => undefined);
    throw error;
  }
}

/** Returns the turn's message as it was stored before, or null. */
async function sentBefore(
  { messages }: Pick<DocumentStore, 'messages'>,
  scope: Scope,
  id: string,
  turn: ChatTurn,
): Promise<Message | null> {
  const message = await messages.get(scope, id);
  if (message && message.text !== turn.message) {
    throw new AppError(
      'validation_error',
      'chat_data.message_id was used in this chat for another message; send a new one',
      { param: 'chat_data.message_id' },
    );
  }
  return message;
}

const answerTo = ({ messages }: Pick<DocumentStore, 'messages'>, scope: Scope, { id }: Message) =>
  messages.get(scope, answerIdOf(id));

function userMessage(turn: ChatTurn, chatId: string, id: string): Omit<Message, 'n'> {
  const now = new Date().toISOString();
  return {
    id,
    instance_id: turn.instance_id,
    version: 1,
    created_at: now,
    updated_at: now,
    chat_id: chatId,
    role: 'user',
    text: turn.message,
    client_id_sha256: turn.message_id === null ? null : sha256(turn.message_id),
    reply_to: null,
    answer_type: null,
    citations: [],
    usage: null,
    model: null,
  };
}
