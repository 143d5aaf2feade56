import { AppError, type Chat, type Scope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';

/** A claim of a chat, which is renewed until it ends. */
export interface Lease {
  /** Aborted when another process has ended the lease, which asks this one to stop the answer where it is. */
  stopped: AbortSignal;
  /** Stops renewing the lease. */
  end(): void;
}

type Chats = Pick<DocumentStore, 'chats'>;

/** The `busy_until` of a lease that another process has ended. */
const ENDED = new Date(0).toISOString();

/** The `busy_until` of a lease that is taken or renewed now. */
export const leaseUntil = (leaseTtlMs: number): string => new Date(Date.now() + leaseTtlMs).toISOString();

export const isHeld = ({ busy_with, busy_until }: Chat): boolean =>
  busy_with !== null && busy_until !== null && Date.parse(busy_until) > Date.now();

export const chatBusy = (chatId: string): AppError =>
  new AppError('chat_busy', `The chat ${chatId} is still answering its previous message; try again.`, {
    retryAfter: 1,
  });

/** Claims a chat for a message if the chat is free or its lease has expired; returns null when it is held. */
export async function claimChat(
  { chats }: Chats,
  scope: Scope,
  chat: Chat,
  messageId: string,
  leaseTtlMs: number,
): Promise<Chat | null> {
  const set = { busy_with: messageId, busy_until: leaseUntil(leaseTtlMs) };
  const free = await chats.update(scope, chat.id, { where: { deleted_at: null, busy_with: null }, set });
  if (free) return free;
  const { busy_with, busy_until } = chat;
  if (busy_with === null || busy_until === null || isHeld(chat)) return null;
  return chats.update(scope, chat.id, { where: { deleted_at: null, busy_with, busy_until }, set });
}

/** Renews the lease of a claimed chat until it is ended here or by another process. */
export function holdLease(
  { chats }: Chats,
  scope: Scope,
  { chatId, messageId, leaseTtlMs }: { chatId: string; messageId: string; leaseTtlMs: number },
): Lease {
  const stop = new AbortController();
  const renew = async () => {
    const current = await chats.get(scope, chatId);
    if (current?.busy_with !== messageId) return;
    const { busy_until } = current;
    if (busy_until === ENDED) stop.abort();
    else
      await chats.update(scope, chatId, {
        where: { busy_with: messageId, busy_until },
        set: { busy_until: leaseUntil(leaseTtlMs) },
      });
  };
  // A short failure of the store is bridged by the next renewal. After a longer one the claim is lost, and
  // the answer is stored nevertheless.
  const renewal = setInterval(() => void renew().catch(() => undefined), leaseTtlMs / 4);
  return { stopped: stop.signal, end: () => clearInterval(renewal) };
}

/** Ends a lease that another process holds, which asks that process to stop. */
export function endLease(
  { chats }: Chats,
  scope: Scope,
  { id, busy_with }: Pick<Chat, 'id' | 'busy_with'>,
): Promise<Chat | null> {
  return chats.update(scope, id, { where: { busy_with, deleted_at: null }, set: { busy_until: ENDED } });
}

/**
 * Frees a claimed chat. A deleted chat keeps its claim, by which the sweep finds chats in which a turn may
 * have left messages.
 */
export function freeChat(
  { chats }: Chats,
  scope: Scope,
  chatId: string,
  messageId: string,
): Promise<Chat | null> {
  return chats.update(scope, chatId, {
    where: { busy_with: messageId, deleted_at: null },
    set: { busy_with: null, busy_until: null },
  });
}
