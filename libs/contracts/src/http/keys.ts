import { Type, type Static } from 'typebox';
import { KeyScope } from '../entities.ts';
import { ClientId, Deleted, Nullable, PagingQuery, PagingReply, Success, Timestamp } from './common.ts';

export const CreateKeyBody = Type.Object({
  name: Type.Optional(Type.String({ maxLength: 256, description: 'What the key is for.' })),
  scopes: Type.Array(KeyScope, {
    minItems: 1,
    maxItems: 16,
    description: 'What it may do; `admin` may do everything.',
  }),
  instance_ids: Type.Optional(
    Type.Array(ClientId('A persona.'), {
      minItems: 1,
      maxItems: 1000,
      description: 'The only personas it may touch; all unless told.',
    }),
  ),
  user_id: Type.Optional(ClientId('The only user it may speak for; any unless told.')),
  expires_at: Type.Optional(Timestamp('When it ends; never unless told. ISO 8601, UTC.')),
});
export type CreateKeyBody = Static<typeof CreateKeyBody>;

export const KeyView = Type.Object({
  key_id: Type.String(),
  name: Type.String(),
  scopes: Type.Array(Type.String()),
  instance_ids: Nullable(Type.Array(Type.String())),
  user_id: Nullable(Type.String()),
  expires_at: Nullable(Type.String()),
  last_used_at: Nullable(Type.String()),
  revoked_at: Nullable(Type.String()),
  created_at: Type.String(),
});
export type KeyView = Static<typeof KeyView>;
export const CreateKeyReply = Success({
  message: Type.String(),
  key: Type.String({ description: 'The key itself, shown this once.' }),
  ...KeyView.properties,
});
export const ListKeysQuery = Type.Object({ ...PagingQuery });
export const ListKeysReply = Success({ keys: Type.Array(KeyView), ...PagingReply });
export const DeleteKeyBody = Type.Optional(
  Type.Object({ id: Type.Optional(Type.String()), key_id: Type.Optional(Type.String()) }),
);
export const DeleteKeyReply = Success({ ...Deleted });
