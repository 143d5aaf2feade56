import { Type } from 'typebox';
import { KeyScope } from '../entities.ts';
import { Nullable, Success } from './common.ts';

/** How long a session of the console goes on without being used, and a sign-in link opens one. */
export const SESSION_TTL_S = 24 * 60 * 60;
export const SIGN_IN_LINK_TTL_S = 60;

/** Requests that change something are taken from a session only with this header, which forms cannot send. */
export const SESSION_HEADER = 'X-Persona-Console';

export const OpenSessionBody = Type.Object({
  key: Type.Optional(Type.String({ maxLength: 512, description: 'An API key, `psk_…`.' })),
  code: Type.Optional(
    Type.String({ maxLength: 512, description: 'What a sign-in link carries, for one time and a minute.' }),
  ),
});

export const SessionReply = Success({
  signed_in: Type.Boolean(),
  key_id: Nullable(Type.String({ description: 'The key that the session was opened with.' })),
  scopes: Type.Array(KeyScope),
  instance_ids: Nullable(Type.Array(Type.String(), { description: 'The only personas it reaches.' })),
  user_id: Nullable(Type.String({ description: 'The only user it may speak for.' })),
  expires_at: Nullable(Type.String({ description: 'When it ends unless it is used; null without keys.' })),
});
export const CloseSessionReply = Success({ message: Type.String() });
export const CreateSignInLinkReply = Success({
  code: Type.String({ description: 'Exchanged for a session at `POST /api/session`, once.' }),
  expires_at: Type.String(),
});
