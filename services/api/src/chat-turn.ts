import { AppError, MAX_CONTEXT_BYTES, type ChatTurn } from '@persona/contracts';
import type { Access } from './access.ts';
import type { Caller } from './keys/caller.ts';
import type { Request } from './types.ts';

export interface TurnFields {
  user_id: string;
  message: string;
  context?: string | undefined;
  chat_id?: string | undefined;
  message_id?: string | undefined;
  top_k?: number | undefined;
  filters?: ChatTurn['filters'] | undefined;
  history?: NonNullable<ChatTurn['history']> | undefined;
  sampling?: ChatTurn['sampling'] | undefined;
}

/**
 * Builds the request to the chat service, once access to the persona is granted. Throws `user_mismatch` for a
 * key that is pinned to another user.
 */
export function chatTurn(request: Request, granted: Access, fields: TurnFields): ChatTurn {
  const { caller } = request;
  if (granted.instance === null)
    throw new AppError('not_found', 'There is no such chat that this key can reach.');
  return {
    instance_id: granted.instance.id,
    user_id: speakingFor(caller, fields.user_id),
    pinned_user_id: caller.userId,
    chat_id: fields.chat_id ?? null,
    message: fields.message,
    message_id: fields.message_id ?? null,
    context: fields.context ?? null,
    top_k: fields.top_k ?? null,
    filters: fields.filters ?? null,
    ...(fields.history ? { history: fields.history } : {}),
    ...(fields.sampling ? { sampling: fields.sampling } : {}),
    ...lastEventOf(request),
    caller: caller.keyId,
    ...(caller.visitor === null ? {} : { visitor: caller.visitor }),
    request_id: request.id,
  };
}

/** The last event that a reader received before it lost the stream. */
export function lastEventOf({ headers }: Request): Pick<ChatTurn, 'last_event_id'> {
  const id = headers['last-event-id'];
  return typeof id === 'string' && id !== '' ? { last_event_id: id } : {};
}

/** The user that a request is about; a pinned key has no user but its own. */
export function speakingFor(caller: Caller, userId: string): string {
  if (caller.userId === null || caller.userId === userId) return userId;
  throw new AppError('user_mismatch', `This key speaks for the user ${JSON.stringify(caller.userId)} only.`, {
    param: 'user_id',
  });
}

/** Refuses a text over `maxBytes`; `param` is its path in the request. */
export function checkSize(
  text: string | null | undefined,
  param: string,
  maxBytes = MAX_CONTEXT_BYTES,
): void {
  if (text && Buffer.byteLength(text) > maxBytes)
    throw new AppError('validation_error', `${param} must have at most ${maxBytes / 1024} KB`, { param });
}
