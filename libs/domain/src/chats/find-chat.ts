import { AppError, derivedId, newId, type Chat, type ChatTurn, type Scope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import { leaseUntil } from './lease.ts';
import { answerIdOf, messageIdOf } from './messages.ts';

type Stores = Pick<DocumentStore, 'chats' | 'messages'>;

/** Where a turn's message belongs. */
interface TurnPlace {
  chat: Chat;
  messageId: string;
  /** Whether the chat was created for this turn, and so is claimed for it already. */
  isClaimed: boolean;
}

/** How many of the caller's chats are searched for the one whose stream was lost. */
const MAX_CHATS_LOOKED_AT = 20;
/** How many chats of one first message may turn out to be deleted before this is a fault. */
const MAX_TRIES = 8;
const MAX_TITLE_CHARACTERS = 80;

/** Returns a chat that the caller can reach; throws `not_found` where there is none. */
export async function findChat(
  { chats }: Pick<DocumentStore, 'chats'>,
  scope: Scope,
  { pinned_user_id, user_id }: Pick<ChatTurn, 'pinned_user_id'> & Partial<Pick<ChatTurn, 'user_id'>>,
  id: string,
): Promise<Chat> {
  const chat = await chats.get(scope, id);
  // A chat is one user's, also for a key that may speak for any of them.
  const foreign = [pinned_user_id ?? undefined, user_id].some(
    (user) => user !== undefined && chat?.user_id !== user,
  );
  if (!chat || chat.deleted_at !== null || foreign) {
    throw new AppError('not_found', `There is no chat "${id}" that this key can reach.`, {
      param: 'chat_id',
    });
  }
  return chat;
}

/**
 * Returns the chat of a turn, and creates it when the turn begins one. `seenAnswerId` names the answer of the
 * last event that the caller saw.
 */
export async function findTurnPlace(
  documents: Stores,
  scope: Scope,
  turn: ChatTurn,
  seenAnswerId: string | undefined,
  leaseTtlMs: number,
): Promise<TurnPlace> {
  const lost =
    turn.message_id === null && seenAnswerId !== undefined
      ? await findLostTurn(documents, scope, turn, seenAnswerId)
      : null;
  if (lost) return { ...lost, isClaimed: false };
  if (turn.chat_id === null) return createChat(documents, scope, turn, leaseTtlMs);
  const chat = await findChat(documents, scope, turn, turn.chat_id);
  return { chat, messageId: messageIdOf(turn, chat.id), isClaimed: false };
}

/**
 * Finds the chat and the message of a lost stream whose reader did not name its message, by the answer of the
 * last event it saw. Null when that answer is not this caller's, or when the text that is sent now differs.
 */
async function findLostTurn(
  { chats, messages }: Stores,
  scope: Scope,
  turn: ChatTurn,
  answerId: string,
): Promise<Omit<TurnPlace, 'isClaimed'> | null> {
  const answered = await messages.get(scope, answerId);
  const near =
    turn.chat_id === null && !answered
      ? await chats.find(scope, {
          where: { user_id: turn.user_id, deleted_at: null },
          orderBy: 'updated_at',
          direction: 'desc',
          limit: MAX_CHATS_LOOKED_AT,
        })
      : [await chats.get(scope, turn.chat_id ?? answered?.chat_id ?? '')];
  for (const chat of near) {
    const messageId = answered?.reply_to ?? chat?.busy_with;
    if (!chat || !messageId || answerIdOf(messageId) !== answerId) continue;
    const message = await messages.get(scope, messageId);
    const isTheirs = turn.chat_id === null ? chat.user_id === turn.user_id : chat.id === turn.chat_id;
    if (isTheirs && message?.chat_id === chat.id && message.text === turn.message)
      return { chat: await findChat({ chats }, scope, turn, chat.id), messageId };
  }
  return null;
}

/**
 * Creates a chat that is claimed from the start. A repeat of its first message finds the same chat, because
 * the chat's id is derived from the message's.
 */
async function createChat(
  { chats }: Stores,
  scope: Scope,
  turn: ChatTurn,
  leaseTtlMs: number,
): Promise<TurnPlace> {
  const { instance_id, user_id, message_id, message } = turn;
  for (let attempt = 0; ; attempt++) {
    const id =
      message_id === null
        ? newId('cht')
        : derivedId('cht', instance_id, user_id, message_id, message, String(attempt));
    const messageId = messageIdOf(turn, id);
    const now = new Date().toISOString();
    const chat: Chat = {
      id,
      instance_id,
      version: 1,
      created_at: now,
      updated_at: now,
      user_id,
      title: titleOf(message),
      message_count: 0,
      busy_with: messageId,
      busy_until: leaseUntil(leaseTtlMs),
      deleted_at: null,
    };
    const [result] = await chats.insert(scope, [chat]);
    if (result === 'inserted') return { chat, messageId, isClaimed: true };
    const known = await chats.get(scope, id);
    // A deleted chat stays deleted: the message begins another one.
    if (known && known.deleted_at === null) return { chat: known, messageId, isClaimed: false };
    if (attempt >= MAX_TRIES) throw new Error('a chat found no id');
  }
}

/** Returns the first line of the first message, cut between words. */
function titleOf(message: string): string {
  const line = message.trim().split('\n', 1)[0]?.replaceAll(/\s+/g, ' ') ?? '';
  if (line.length <= MAX_TITLE_CHARACTERS) return line;
  const cut = line.slice(0, MAX_TITLE_CHARACTERS);
  return `${cut
    .slice(0, Math.max(cut.lastIndexOf(' '), MAX_TITLE_CHARACTERS / 2))
    .toWellFormed()
    .trimEnd()}…`;
}
