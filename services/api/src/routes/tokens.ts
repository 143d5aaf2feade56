import { randomUUID } from 'node:crypto';
import {
  AppError,
  CreateTokenBody,
  CreateTokenReply,
  RotateTokenSecretBody,
  RotateTokenSecretReply,
  TOKEN_SECRET_OVERLAP_S,
  type ApiKey,
} from '@persona/contracts';
import type { Static } from 'typebox';
import { isUnlimitedAdmin } from '../access.ts';
import { speakingFor } from '../chat-turn.ts';
import { counted, identify } from '../edge/authenticate.ts';
import { callerOf, hasScope } from '../keys/caller.ts';
import { isWidgetKey } from '../keys/key-store.ts';
import { widgetKeyOf } from '../keys/widget-keys.ts';
import type { Kit } from '../kit.ts';
import type { Resources } from '../resources.ts';
import type { App } from '@persona/runtime';
import type { Request } from '../types.ts';

type TokenRequest = Request & { body: Static<typeof CreateTokenBody> };
/** For whom a token is made, and with which key. */
interface Subject {
  key: Pick<ApiKey, 'id' | 'expires_at'>;
  instanceId: string;
  userId: string;
  isRefreshable: boolean;
}

/**
 * Browser tokens (contract §6): what a site's pages get for a visitor, with the public widget key or from the
 * site's own server, which has a secret key.
 */
export function tokenRoutes(app: App, { config }: Resources, { access, keys }: Kit): void {
  const tags = ['Keys'];

  const widgetKey = (request: TokenRequest, id: string): Promise<ApiKey> =>
    widgetKeyOf(request, id, { config, keys });

  /** A page exchanges the token of before for one of the same user. */
  const again = async (request: TokenRequest, token: string): Promise<Subject> => {
    const { key: id, user_id } = request.body;
    const said = await keys.tokens.verify(token, { evenEnded: true });
    if (id !== undefined && id !== said.keyId)
      throw new AppError('invalid_key', 'The token was made with another key; leave one of the two out.', {
        param: 'token',
      });
    const key = await widgetKey(request, said.keyId);
    if (user_id !== undefined && user_id !== said.userId) throw namesNobody();
    return { key, instanceId: said.instanceId, userId: said.userId, isRefreshable: true };
  };

  /** A page exchanges the widget key: its visitor is somebody new, or the only user of the key. */
  const exchange = async (request: TokenRequest, id: string): Promise<Subject> => {
    const key = await widgetKey(request, id);
    const { user_id } = request.body;
    if (user_id !== undefined && user_id !== key.user_id) throw namesNobody();
    return {
      key,
      instanceId: key.instance_ids?.[0] ?? '',
      userId: key.user_id ?? `anon_${randomUUID()}`,
      isRefreshable: true,
    };
  };

  /** The site's own server says who the visitor is, with its secret key. */
  const mint = async (request: TokenRequest): Promise<Subject> => {
    const { key: id, user_id = request.caller.userId } = request.body;
    const { caller } = request;
    if (caller.isToken || !hasScope(caller, 'chat'))
      throw new AppError('scope_missing', 'This key lacks the scope "chat" that a token would have.', {
        param: 'Authorization',
      });
    if (user_id === null)
      throw new AppError('validation_error', 'user_id is required where a secret key makes the token', {
        param: 'user_id',
      });
    const userId = speakingFor(caller, user_id);
    if (id === undefined) {
      const granted = await access.personaIfAny(request);
      if (!granted) throw new AppError('not_found', 'There is no persona yet.', { param: 'instance_id' });
      const key = { id: caller.keyId, expires_at: caller.expiresAt };
      return { key, instanceId: granted.instance.id, userId, isRefreshable: false };
    }
    const missing = new AppError('not_found', `There is no widget key "${id}" that this key can reach.`, {
      param: 'key',
    });
    const key = await keys.alive(id);
    if (!key || !isWidgetKey(key)) throw missing;
    const { instance } = await access
      .instance(request, key.instance_ids?.[0] ?? '')
      .catch((error: unknown) => {
        // A store that fails is no key that is missing.
        throw error instanceof AppError && error.code === 'not_found' ? missing : error;
      });
    return { key, instanceId: instance.id, userId: speakingFor(callerOf(key), userId), isRefreshable: false };
  };

  app.post(
    '/api/tokens',
    {
      // Nothing changes by it; what is done with a token names its key.
      config: { public: true, ownIdempotency: true, audit: null },
      bodyLimit: 16 * 1024,
      schema: {
        tags,
        summary: 'Get a token for a visitor’s browser',
        description:
          'With `key`, a widget key, from a page of its origins: for a new anonymous visitor. With `token`, the one of before: for the same visitor again, until a week after it has ended. ' +
          'With a secret key as the Bearer: for the user that `user_id` names. A token opens chats and reads those of its user, for 15 minutes.',
        security: [{}, { key: [] }],
        body: CreateTokenBody,
        response: { 200: CreateTokenReply },
      },
    },
    async (request) => {
      const { key: id, token } = request.body;
      const { authorization, 'x-api-key': apiKey } = request.headers;
      const isOfPage =
        authorization === undefined && apiKey === undefined && (token !== undefined || id !== undefined);
      if (!isOfPage) request.caller = await identify(request, { config, keys });
      const { isRefreshable, ...subject } = isOfPage
        ? await counted(request, keys, () =>
            token === undefined ? exchange(request, id ?? '') : again(request, token),
          )
        : await mint(request);
      const options = { isRefreshable, endsAt: subject.key.expires_at };
      const made = await keys.tokens.sign({ ...subject, keyId: subject.key.id }, options);
      request.instanceId = subject.instanceId;
      return {
        status: 'success' as const,
        token: made.token,
        expires_at: made.claims.expiresAt,
        expires_in: Math.max(0, Math.round((Date.parse(made.claims.expiresAt) - Date.now()) / 1000)),
        refresh_until: made.claims.refreshUntil,
        user_id: subject.userId,
      };
    },
  );

  app.post(
    '/api/admin/token-secret/rotate',
    {
      config: { scope: 'admin', ownIdempotency: true, audit: 'token-secret.rotate' },
      schema: {
        tags,
        summary: 'Sign tokens with a new secret, while those from before are believed for a while',
        description: 'With `overlap_seconds: 0` every token from before has ended, in every gateway.',
        body: RotateTokenSecretBody,
        response: { 200: RotateTokenSecretReply },
      },
    },
    async (request) => {
      if (!isUnlimitedAdmin(request.caller))
        throw new AppError(
          'scope_missing',
          'The secret belongs to all personas; this key is limited to some.',
          {
            param: 'Authorization',
          },
        );
      const overlap = request.body?.overlap_seconds ?? TOKEN_SECRET_OVERLAP_S;
      return {
        status: 'success' as const,
        message: 'Token secret rotated successfully',
        previous_ends_at: await keys.tokenSecrets.rotate(overlap),
      };
    },
  );
}

const namesNobody = (): AppError =>
  new AppError(
    'user_mismatch',
    'A page can not say who its visitor is: leave user_id out, or let the server of the site make the token with its secret key.',
    { param: 'user_id' },
  );
