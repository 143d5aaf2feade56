import { Type, type Static } from 'typebox';
import { KeyScope, Quota } from '../entities.ts';
import { ClientId, Deleted, Nullable, PagingQuery, PagingReply, Success, Timestamp } from './common.ts';

const MAX_ORIGINS = 100;
const Origins = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 300 }), {
    minItems: 1,
    maxItems: MAX_ORIGINS,
    description,
  });
const KeyName = Type.Optional(Type.String({ maxLength: 256, description: 'What the key is for.' }));
const ExpiresAt = Type.Optional(Timestamp('When it ends; never unless told. ISO 8601, UTC.'));
const QuotaBody = Type.Optional(
  Type.Object(Quota.properties, {
    description: 'The most that it may use; days begin at 00:00 UTC. What is not named has no limit.',
  }),
);

export const CreateKeyBody = Type.Object({
  name: KeyName,
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
  expires_at: ExpiresAt,
  origins: Type.Optional(
    Origins('The only origins whose pages may use it in a browser, like https://app.example.'),
  ),
  quota: QuotaBody,
});
export type CreateKeyBody = Static<typeof CreateKeyBody>;

export const CreateWidgetKeyBody = Type.Object({
  name: KeyName,
  instance_id: ClientId('The persona that its visitors may talk to.'),
  origins: Origins('The origins of the site on whose pages it stands, like https://www.example.'),
  scopes: Type.Optional(
    Type.Array(Type.Enum(['chat']), { minItems: 1, maxItems: 1, description: '`chat`, also unless told.' }),
  ),
  expires_at: ExpiresAt,
  quota: QuotaBody,
});

/** What of a key can be changed; what is not named stays. */
export const UpdateKeyBody = Type.Object({
  name: KeyName,
  origins: Type.Optional(Origins('Replaces those it has.')),
  quota: QuotaBody,
});

export const DEFAULT_OVERLAP_S = 24 * 60 * 60;
export const MAX_OVERLAP_S = 30 * DEFAULT_OVERLAP_S;
export const RotateBody = (defaultSeconds: number) =>
  Type.Optional(
    Type.Object({
      overlap_seconds: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: MAX_OVERLAP_S,
          description: `How long the secret of before goes on; ${defaultSeconds} unless told, 0: not at all.`,
        }),
      ),
    }),
  );
export const RotateKeyBody = RotateBody(DEFAULT_OVERLAP_S);

export const KeyView = Type.Object({
  key_id: Type.String(),
  kind: Type.Enum(['secret', 'widget']),
  name: Type.String(),
  scopes: Type.Array(Type.String()),
  instance_ids: Nullable(Type.Array(Type.String())),
  user_id: Nullable(Type.String()),
  expires_at: Nullable(Type.String()),
  origins: Nullable(Type.Array(Type.String())),
  quota: Type.Object(Quota.properties),
  last_used_at: Nullable(Type.String()),
  rotated_at: Nullable(Type.String()),
  previous_secrets: Type.Array(Type.Object({ expires_at: Type.String() }), {
    description: 'Secrets from before it was rotated that still open, by when they end.',
  }),
  revoked_at: Nullable(Type.String()),
  created_at: Type.String(),
});
export type KeyView = Static<typeof KeyView>;
export const CreateKeyReply = Success({
  message: Type.String(),
  key: Type.String({ description: 'The key itself, shown this once.' }),
  ...KeyView.properties,
});
export const CreateWidgetKeyReply = Success({
  message: Type.String(),
  key: Type.String({ description: 'The widget key, `wk_…`; it is public.' }),
  ...KeyView.properties,
});
export const RotateKeyReply = Success({
  message: Type.String(),
  key: Type.String({ description: 'The key with its new secret, shown this once.' }),
  ...KeyView.properties,
});
export const UpdateKeyReply = Success({ message: Type.String(), ...KeyView.properties });
export const ListKeysQuery = Type.Object({ ...PagingQuery });
export const ListKeysReply = Success({ keys: Type.Array(KeyView), ...PagingReply });
export const KeyIdQuery = Type.Object({
  id: Type.Optional(Type.String()),
  key_id: Type.Optional(Type.String()),
});
export const DeleteKeyBody = Type.Optional(
  Type.Object({ id: Type.Optional(Type.String()), key_id: Type.Optional(Type.String()) }),
);
export const DeleteKeyReply = Success({ ...Deleted });
