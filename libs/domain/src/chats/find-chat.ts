import { AppError, derivedId, newId, type Chat, type ChatTurn, type Scope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import { leaseUntil } from './lease.ts';
import { answerIdOf, messageIdOf } from './messages.ts';

type Stores = Pick<DocumentStore, 'chats' | 'messages'>;

/** Where a turn's message belongs. */
interface TurnPlace {
  chat: Chat;
  messageId: string;
  /** Whether the chat is claimed for it already, since it was made for it. */
  isClaimed: boolean;
}

/** Chats looked at to find the one in which a stream was lost. */
const MAX_CHATS_LOOKED_AT = 20;
/** Chats of one first message that may have been deleted before it is a fault. */
const MAX_TRIES = 8;
const MAX_TITLE_CHARACTERS = 80;

/** A chat that the caller can reach; throws `not_found` where there is none. */
export async function findChat(
  { chats }: Pick<DocumentStore, 'chats'>,
  scope: Scope,
  { pinned_user_id }: Pick<ChatTurn, 'pinned_user_id'>,
  id: string,
): Promise<Chat> {
  const chat = await chats.get(scope, id);
  const foreign = pinned_user_id !== null && chat?.user_id !== pinned_user_id;
  if (!chat || chat.deleted_at !== null || foreign) {
    throw new AppError('not_found', `There is no chat "${id}" that this key can reach.`, {
      param: 'chat_id',
    });
  }
  return chat;
}

/**
 * The chat of a turn, which is made when it begins one. `seenAnswerId`: the answer that the last event its
 * caller saw was of.
 */
export async function findTurnPlace(
  documents: Stores,
  scope: Scope,
  turn: ChatTurn,
  seenAnswerId: string | undefined,
  leaseMs: number,
): Promise<TurnPlace> {
  const lost =
    turn.message_id === null && seenAnswerId !== undefined
      ? await findLostTurn(documents, scope, turn, seenAnswerId)
      : null;
  if (lost) return { ...lost, isClaimed: false };
  if (turn.chat_id === null) return createChat(documents, scope, turn, leaseMs);
  const chat = await findChat(documents, scope, turn, turn.chat_id);
  return { chat, messageId: messageIdOf(turn, chat.id), isClaimed: false };
}

/**
 * Where a stream was lost whose reader did not name its message: the chat and the message of the answer that
 * its last event was of. Null when that is not this caller's, or when another text is sent now.
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
 * A new chat, claimed from its first moment. A repeat of its first message finds the same chat by the id it
 * is given.
 */
async function createChat(
  { chats }: Stores,
  scope: Scope,
  turn: ChatTurn,
  leaseMs: number,
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
      busy_until: leaseUntil(leaseMs),
      deleted_at: null,
    };
    const [result] = await chats.insert(scope, [chat]);
    if (result === 'inserted') return { chat, messageId, isClaimed: true };
    const known = await chats.get(scope, id);
    // One that was deleted stays so: the message begins another.
    if (known && known.deleted_at === null) return { chat: known, messageId, isClaimed: false };
    if (attempt >= MAX_TRIES) throw new Error('a chat found no id');
  }
}

/** The first line of the first message, cut between words. */
function titleOf(message: string): string {
  const line = message.trim().split('\n', 1)[0]?.replaceAll(/\s+/g, ' ') ?? '';
  if (line.length <= MAX_TITLE_CHARACTERS) return line;
  const cut = line.slice(0, MAX_TITLE_CHARACTERS);
  return `${cut
    .slice(0, Math.max(cut.lastIndexOf(' '), MAX_TITLE_CHARACTERS / 2))
    .toWellFormed()
    .trimEnd()}…`;
}
