import type { Draft } from '@persona/answers';
import {
  AppError,
  derivedId,
  newId,
  sha256,
  grantScope,
  type Chat,
  type ChatCancel,
  type ChatFollow,
  type ChatTurn,
  type Message,
  type Scope,
} from '@persona/contracts';
import { shownMessages, type DocumentStore } from '@persona/documents';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerIdIn } from './answer-stream.ts';

/**
 * How turns are stored, so that any step may be the last before a crash and any request may come twice.
 *
 * - A chat is claimed by compare-and-set (`busy_with`, `busy_until`) and answers one message at a time; a claim whose lease has run out may be
 *   taken over. The lease is renewed while the answer is being made.
 * - The user's message is stored before anything else is done for it. With a `message_id` its own id follows from that, so it takes its place
 *   once, however often it is sent; and so does the id of the chat it begins.
 * - The answer's id follows from the id of the message it answers, so that nobody can store a second one.
 * - Who ends a lease that is not theirs asks its holder to stop.
 */
export interface Chats<ActiveAnswer> {
  /** Stores the user's message and claims its chat, or finds that the message was answered before or is being answered in this process. */
  begin(turn: ChatTurn): Promise<Begun<ActiveAnswer>>;
  /** The answer that the caller follows: the one of its last event, else the one being made, else the last. Throws `not_found` when there is none. */
  follow(asked: ChatFollow): Promise<BegunBefore<ActiveAnswer>>;
  /** The id of the answer being made in a chat, whose holder is asked to stop; null when none is. */
  cancel(asked: ChatCancel): Promise<string | null>;
}

/** `active` is what this process knows of an answer it is active. */
export type BegunBefore<ActiveAnswer> =
  | { state: 'answered'; answered: Message }
  | { state: 'running'; active: ActiveAnswer };
type Begun<ActiveAnswer> = BegunBefore<ActiveAnswer> | Claimed;

export interface Claimed {
  state: 'claimed';
  chat: Chat;
  /** The id the answer will have. */
  answerId: string;
  /** Messages before the one to answer, oldest first. */
  history: Message[];
  /** Aborted when somebody asks for this answer to end where it is. */
  stopped: AbortSignal;
  /** Stores the answer and frees the chat. Throws `not_found` when the chat was deleted meanwhile. */
  finish(draft: Draft): Promise<Message>;
  /** Frees the chat; the user's message stays. */
  release(): Promise<void>;
}

export interface ChatsOptions {
  /** How long a claim holds without being renewed. */
  leaseMs?: number;
  /** How long the repeat of a message that is being answered waits for its answer. */
  patienceMs?: number;
}

/** A lease that was ended by somebody else. */
const ENDED = new Date(0).toISOString();
/** Chats looked at to find the one in which a stream was lost. */
const LOOKED_AT = 20;

/** Messages read for context. */
const HISTORY = 24;
const TITLE_LENGTH = 80;
const POLL_MS = 100;
/** Somebody else may take a message's place this often before it is a fault. */
const TRIES = 8;

export function createChats<ActiveAnswer>(
  documents: DocumentStore,
  activeAnswerOf: (answerId: string) => ActiveAnswer | undefined,
  { leaseMs = 20_000, patienceMs = 20_000 }: ChatsOptions = {},
): Chats<ActiveAnswer> {
  const { chats, messages } = documents;
  const until = () => new Date(Date.now() + leaseMs).toISOString();

  const find = async (scope: Scope, turn: Pick<ChatTurn, 'pinned_user_id'>, id: string): Promise<Chat> => {
    const chat = await chats.get(scope, id);
    const foreign = turn.pinned_user_id !== null && chat?.user_id !== turn.pinned_user_id;
    if (!chat || chat.deleted_at !== null || foreign) {
      throw new AppError('not_found', `There is no chat "${id}" that this key can reach.`, {
        param: 'chat_id',
      });
    }
    return chat;
  };

  /** The turn's message as it was stored before, or null. */
  const sentBefore = async (scope: Scope, id: string, turn: ChatTurn): Promise<Message | null> => {
    if (turn.message_id === null && turn.last_event_id === undefined) return null;
    const message = await messages.get(scope, id);
    if (message && message.text !== turn.message) {
      throw new AppError(
        'validation_error',
        'chat_data.message_id was used in this chat for another message; send a new one',
        { param: 'chat_data.message_id' },
      );
    }
    return message;
  };

  /**
   * Where a stream was lost whose reader did not name its message: the chat and the message of the answer that its last event was of. Null when
   * that is not this caller's, or when another text is sent now.
   */
  const lost = async (scope: Scope, turn: ChatTurn): Promise<{ chat: Chat; messageId: string } | null> => {
    const answerId = answerIdIn(turn.last_event_id);
    if (answerId === undefined) return null;
    const answered = await messages.get(scope, answerId);
    const near =
      turn.chat_id === null && !answered
        ? await chats.find(scope, {
            where: { user_id: turn.user_id, deleted_at: null },
            orderBy: 'updated_at',
            direction: 'desc',
            limit: LOOKED_AT,
          })
        : [await chats.get(scope, turn.chat_id ?? answered?.chat_id ?? '')];
    for (const chat of near) {
      const messageId = answered?.reply_to ?? chat?.busy_with;
      if (!chat || !messageId || answerIdOf(messageId) !== answerId) continue;
      const message = await messages.get(scope, messageId);
      const isTheirs = turn.chat_id === null ? chat.user_id === turn.user_id : chat.id === turn.chat_id;
      if (isTheirs && message?.chat_id === chat.id && message.text === turn.message)
        return { chat: await find(scope, turn, chat.id), messageId };
    }
    return null;
  };

  const answerTo = (scope: Scope, message: Message) => messages.get(scope, answerIdOf(message.id));

  const lastMessages = async (scope: Scope, chatId: string, limit: number): Promise<Message[]> => {
    const found = await messages.find(scope, {
      where: { chat_id: chatId },
      orderBy: 'n',
      direction: 'desc',
      limit,
    });
    return found.toReversed();
  };

  /** A stored answer, without what was deleted since. */
  const again = async (scope: Scope, stored: Message) => {
    const [answered = stored] = await shownMessages(documents, scope, [stored]);
    return { state: 'answered' as const, answered };
  };

  /** Takes a free chat, or one whose holder has let its lease run out. */
  const claim = async (scope: Scope, chat: Chat, messageId: string): Promise<Chat | null> => {
    const set = { busy_with: messageId, busy_until: until() };
    const free = await chats.update(scope, chat.id, { where: { deleted_at: null, busy_with: null }, set });
    if (free) return free;
    const { busy_with, busy_until } = chat;
    if (busy_with === null || busy_until === null || Date.parse(busy_until) > Date.now()) return null;
    return chats.update(scope, chat.id, { where: { deleted_at: null, busy_with, busy_until }, set });
  };

  /** A deleted chat keeps its claim: by that the sweep finds chats in which a turn may have left something. */
  const free = (scope: Scope, chatId: string, messageId: string) =>
    chats.update(scope, chatId, {
      where: { busy_with: messageId, deleted_at: null },
      set: { busy_with: null, busy_until: null },
    });

  /** Stores a message after the last one of its chat. One with its id being there already is no error: that one is returned. */
  const append = async (scope: Scope, message: Omit<Message, 'n'>): Promise<Message> => {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const [last] = await lastMessages(scope, message.chat_id, 1);
      const placed: Message = { ...message, n: (last?.n ?? -1) + 1 };
      const [result] = await messages.insert(scope, [placed]);
      if (result === 'inserted') return placed;
      const stored = await messages.get(scope, message.id);
      if (stored) return stored;
    }
    throw new Error('a message found no place in its chat');
  };

  /** A new chat, claimed from its first moment. A repeat of its first message finds the same chat by the id it is given. */
  const create = async (scope: Scope, turn: ChatTurn): Promise<{ chat: Chat; isNew: boolean }> => {
    const { instance_id, user_id, message_id, message } = turn;
    for (let attempt = 0; ; attempt++) {
      const id =
        message_id === null
          ? newId('cht')
          : derivedId('cht', instance_id, user_id, message_id, message, String(attempt));
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
        busy_with: messageIdOf(turn, id),
        busy_until: until(),
        deleted_at: null,
      };
      const [result] = await chats.insert(scope, [chat]);
      if (result === 'inserted') return { chat, isNew: true };
      const known = await chats.get(scope, id);
      // One that was deleted stays so: the message begins another.
      if (known && known.deleted_at === null) return { chat: known, isNew: false };
      if (attempt >= TRIES) throw new Error('a chat found no id');
    }
  };

  return {
    async begin(turn) {
      const scope = grantScope(turn.instance_id);
      let chat: Chat;
      let claimed: Chat | null = null;
      const resumed = turn.message_id === null ? await lost(scope, turn) : null;
      if (resumed) chat = resumed.chat;
      else if (turn.chat_id === null) {
        const made = await create(scope, turn);
        chat = made.chat;
        if (made.isNew) claimed = chat;
      } else chat = await find(scope, turn, turn.chat_id);
      const messageId = resumed?.messageId ?? claimed?.busy_with ?? messageIdOf(turn, chat.id);

      const deadline = Date.now() + patienceMs;
      while (!claimed) {
        const before = await sentBefore(scope, messageId, turn);
        const answered = before && (await answerTo(scope, before));
        if (answered) return again(scope, answered);
        const active = activeAnswerOf(answerIdOf(messageId));
        if (active) return { state: 'running', active };
        claimed = await claim(scope, chat, messageId);
        if (claimed) break;
        chat = await find(scope, turn, chat.id);
        if (!isHeld(chat)) continue;
        // A repeat of what another process is answering waits for that answer; anything else has to come back.
        if (chat.busy_with !== messageId || Date.now() > deadline) throw busy(chat.id);
        await sleep(POLL_MS);
      }

      try {
        const now = new Date().toISOString();
        const user = await append(scope, {
          id: messageId,
          instance_id: turn.instance_id,
          version: 1,
          created_at: now,
          updated_at: now,
          chat_id: claimed.id,
          role: 'user',
          text: turn.message,
          client_id_sha256: turn.message_id === null ? null : sha256(turn.message_id),
          reply_to: null,
          answer_type: null,
          citations: [],
          usage: null,
          model: null,
        });
        // Between looking and claiming, the same message may have been stored and answered by another.
        const answered = await answerTo(scope, user);
        if (answered) {
          await free(scope, claimed.id, messageId);
          return again(scope, answered);
        }
        const before = (await lastMessages(scope, claimed.id, HISTORY)).filter(({ n }) => n < user.n);
        const history = await shownMessages(documents, scope, before);
        return { state: 'claimed', chat: claimed, history, ...hold(scope, claimed, messageId, user) };
      } catch (error) {
        await free(scope, claimed.id, messageId).catch(() => undefined);
        throw error;
      }
    },

    async follow(asked) {
      const scope = grantScope(asked.instance_id);
      const deadline = Date.now() + patienceMs;
      for (;;) {
        const chat = await find(scope, asked, asked.chat_id);
        const begun = isHeld(chat) ? answerIdOf(chat.busy_with ?? '') : null;
        const [last] = await lastMessages(scope, chat.id, 1);
        const wanted =
          answerIdIn(asked.last_event_id) ?? begun ?? (last?.role === 'assistant' ? last.id : null);
        const active = wanted !== null && wanted === begun ? activeAnswerOf(wanted) : undefined;
        if (active) return { state: 'running', active };
        const answered = wanted === null ? null : await messages.get(scope, wanted);
        if (answered?.chat_id === chat.id) return again(scope, answered);
        if (wanted === null || wanted !== begun)
          throw new AppError(
            'not_found',
            `The chat ${chat.id} has no such answer and is active none; send the message again.`,
            { param: 'chat_id' },
          );
        if (Date.now() > deadline) throw busy(chat.id);
        await sleep(POLL_MS);
      }
    },

    async cancel(asked) {
      const scope = grantScope(asked.instance_id);
      const chat = await find(scope, asked, asked.chat_id);
      const { busy_with } = chat;
      if (busy_with === null || !isHeld(chat)) return null;
      const answerId = answerIdOf(busy_with);
      // One of this process is stopped without a word through the documents, and the chat stays its own until it has ended.
      if (!activeAnswerOf(answerId))
        await chats.update(scope, chat.id, {
          where: { busy_with, deleted_at: null },
          set: { busy_until: ENDED },
        });
      return answerId;
    },
  };

  function hold(scope: Scope, chat: Chat, claimId: string, user: Message) {
    const stop = new AbortController();
    const renew = async () => {
      const current = await chats.get(scope, chat.id);
      if (current?.busy_with !== claimId) return;
      const { busy_until } = current;
      if (busy_until === ENDED) stop.abort();
      else
        await chats.update(scope, chat.id, {
          where: { busy_with: claimId, busy_until },
          set: { busy_until: until() },
        });
    };
    // A store that is away for a moment is asked again; for longer, the claim is lost and the answer stored all the same.
    const renewal = setInterval(() => void renew().catch(() => undefined), leaseMs / 4);
    const answerId = answerIdOf(user.id);
    return {
      answerId,
      stopped: stop.signal,
      release: async () => {
        clearInterval(renewal);
        await free(scope, chat.id, claimId);
      },
      finish: async (draft: Draft): Promise<Message> => {
        clearInterval(renewal);
        const now = new Date().toISOString();
        const { response: text, answer_type, citations, usage, model } = draft;
        const stored = await append(scope, {
          id: answerId,
          instance_id: chat.instance_id,
          version: 1,
          created_at: now,
          updated_at: now,
          chat_id: chat.id,
          role: 'assistant',
          text,
          client_id_sha256: null,
          reply_to: user.id,
          answer_type,
          citations,
          usage,
          model,
        });
        // Whoever purged a page meanwhile has not seen this message.
        const [shown = stored] = await shownMessages(documents, scope, [stored]);
        if (shown !== stored) {
          const { text: left, citations: kept } = shown;
          await messages.update(scope, answerId, { set: { text: left, citations: kept } });
        }
        const freed = await chats.update(scope, chat.id, {
          where: { busy_with: claimId, deleted_at: null },
          set: { busy_with: null, busy_until: null, updated_at: now, message_count: stored.n + 1 },
          inc: { version: 1 },
        });
        if (freed) return stored;
        const current = await chats.get(scope, chat.id);
        if (current && current.deleted_at === null) return stored;
        // Deleted while it was being answered: nothing of the turn may stay. The sweep sees to it when this process dies before it can.
        await messages.remove(scope, [user.id, answerId]);
        throw new AppError('not_found', `The chat ${chat.id} was deleted.`, { param: 'chat_id' });
      },
    };
  }
}

const isHeld = ({ busy_with, busy_until }: Chat): boolean =>
  busy_with !== null && busy_until !== null && Date.parse(busy_until) > Date.now();

const busy = (chatId: string): AppError =>
  new AppError('chat_busy', `The chat ${chatId} is still answering its previous message; try again.`, {
    retryAfter: 1,
  });

const messageIdOf = ({ message_id }: ChatTurn, chatId: string): string =>
  message_id === null ? newId('msg') : derivedId('msg', chatId, message_id);

const answerIdOf = (messageId: string): string => derivedId('msg', messageId);

/** The first line of the first message, cut between words. */
function titleOf(message: string): string {
  const line = message.trim().split('\n', 1)[0]?.replaceAll(/\s+/g, ' ') ?? '';
  if (line.length <= TITLE_LENGTH) return line;
  const cut = line.slice(0, TITLE_LENGTH);
  return `${cut
    .slice(0, Math.max(cut.lastIndexOf(' '), TITLE_LENGTH / 2))
    .toWellFormed()
    .trimEnd()}…`;
}
