import { Type, type Static } from 'typebox';
import { ClientId, InstanceId, Success } from './common.ts';
import { RotateBody } from './keys.ts';

/** How long a browser token opens, and how long after that it can still be exchanged for a new one. */
export const TOKEN_TTL_S = 15 * 60;
export const TOKEN_REFRESH_TTL_S = 7 * 24 * 60 * 60;

export const CreateTokenBody = Type.Object({
  key: Type.Optional(ClientId('A widget key, `wk_…`.')),
  token: Type.Optional(
    Type.String({ maxLength: 4096, description: 'The token of before, for one of the same user.' }),
  ),
  user_id: Type.Optional(
    ClientId('Whom it is for; only the site’s own server may say so, with its secret key as the Bearer.'),
  ),
  instance_id: InstanceId,
});

export const CreateTokenReply = Success({
  token: Type.String({ description: 'Sent as `Authorization: Bearer …`.' }),
  expires_at: Type.String(),
  expires_in: Type.Integer({
    description: 'Seconds until then, for browsers whose clocks are wrong.',
  }),
  refresh_until: Type.Union([Type.String(), Type.Null()], {
    description: 'Until when it can be exchanged for a new one; null: the site’s server makes each.',
  }),
  user_id: Type.String(),
});

/** Until the last token that the secret of before has signed can be exchanged no more. */
export const TOKEN_SECRET_OVERLAP_S = TOKEN_TTL_S + TOKEN_REFRESH_TTL_S;
export const RotateTokenSecretBody = RotateBody(TOKEN_SECRET_OVERLAP_S);
export const RotateTokenSecretReply = Success({
  message: Type.String(),
  previous_ends_at: Type.String({ description: 'Until when tokens from before are believed.' }),
});

export const WidgetProfile = Type.Object({
  name: Type.String(),
  face: Type.Union([Type.String(), Type.Null()], {
    description: 'The path of a picture, which serves for an hour: the poster of the newest video.',
  }),
  prompts: Type.Array(Type.String({ description: 'A question that one could ask.' })),
});
export type WidgetProfile = Static<typeof WidgetProfile>;
export const WidgetProfileReply = Success({ ...WidgetProfile.properties });
export const WidgetKeyParams = Type.Object({ key: ClientId('A widget key, `wk_…`.') });
export const WidgetDemoQuery = Type.Object({ key: Type.Optional(ClientId('A widget key, `wk_…`.')) });
