import {
  AppError,
  CreateKeyBody,
  CreateKeyReply,
  CreateWidgetKeyBody,
  CreateWidgetKeyReply,
  DEFAULT_OVERLAP_S,
  DeleteKeyBody,
  DeleteKeyReply,
  KeyIdQuery,
  ListKeysQuery,
  ListKeysReply,
  RotateKeyBody,
  RotateKeyReply,
  UpdateKeyBody,
  UpdateKeyReply,
  IdParams,
  installScope,
  type ApiKey,
  type KeyView,
} from '@persona/contracts';
import { readId } from '../ids.ts';
import { ADMIN_KEY } from '../keys/admin-key.ts';
import { isWithin, mayHold, type Caller } from '../keys/caller.ts';
import { expiryOf, originsOf, quotaOf } from '../keys/inherited-limits.ts';
import { isWidgetKey, parseToken, previousSecrets } from '../keys/key-store.ts';
import type { Kit } from '../kit.ts';
import { listPage } from '../paging.ts';
import type { Resources } from '../resources.ts';
import type { App } from '@persona/runtime';
import type { Request } from '../types.ts';

/**
 * Creating, listing, changing, rotating and revoking keys, for keys with the scope `admin`, which can't grant
 * more than they have.
 */
export function keyRoutes(app: App, { config: settings, documents }: Resources, { access, keys }: Kit): void {
  const idOfAdminKey = parseToken(settings.PERSONA_ADMIN_KEY ?? '')?.keyId;
  const tags = ['Keys'];
  const config = { scope: 'admin' } as const;

  app.post(
    '/api/admin/keys',
    {
      config: { ...config, ownIdempotency: true, audit: 'key.create' },
      schema: { tags, summary: 'Create a key', body: CreateKeyBody, response: { 200: CreateKeyReply } },
    },
    async (request) => {
      const { body, caller } = request;
      const { name = '', scopes } = body;
      const instance_ids = body.instance_ids
        ? [...new Set(body.instance_ids)]
        : caller.instanceIds && [...caller.instanceIds];
      const user_id = body.user_id ?? caller.userId;
      if (caller.userId !== null && user_id !== caller.userId)
        throw new AppError('user_mismatch', 'This key is pinned to another user_id than the one asked for.', {
          param: 'user_id',
        });
      for (const id of body.instance_ids ?? []) await access.instance(request, id);
      request.instanceId = null;
      const { key, token } = await keys.create({
        name,
        scopes: [...new Set(scopes)],
        instance_ids,
        user_id,
        ...inherited(caller, body),
      });
      return { status: 'success' as const, message: 'Key created successfully', key: token, ...viewOf(key) };
    },
  );

  app.post(
    '/api/admin/widget-keys',
    {
      config: { ...config, ownIdempotency: true, audit: 'key.create' },
      schema: {
        tags,
        summary: 'Create a key for the pages of a site, which is public',
        description:
          'Pages of its origins exchange it at `POST /api/tokens` for tokens of one visitor each. It opens nothing itself.',
        body: CreateWidgetKeyBody,
        response: { 200: CreateWidgetKeyReply },
      },
    },
    async (request) => {
      const { body, caller } = request;
      const { instance } = await access.instance(request, body.instance_id);
      const key = await keys.createWidgetKey({
        name: body.name ?? '',
        scopes: ['chat'],
        instance_ids: [instance.id],
        user_id: caller.userId,
        ...inherited(caller, body),
      });
      return {
        status: 'success' as const,
        message: 'Widget key created successfully',
        key: key.id,
        ...viewOf(key),
      };
    },
  );

  app.get(
    '/api/admin/keys',
    {
      config: { ...config, audit: 'key.list' },
      schema: { tags, summary: 'List keys', querystring: ListKeysQuery, response: { 200: ListKeysReply } },
    },
    async (request) => {
      const { rows, ...paging } = await listPage(
        'keys',
        documents.keys,
        installScope,
        { orderBy: 'created_at', keep: (key) => isWithin(request.caller, key) },
        request.query,
      );
      return { status: 'success' as const, keys: rows.map(viewOf), ...paging };
    },
  );

  const find = async (request: Request, may = isWithin): Promise<ApiKey> => {
    const id = readId(request, 'key_id', ['key_id', 'id']);
    const key = await documents.keys.get(installScope, id);
    if (!key || !may(request.caller, key))
      throw new AppError('not_found', `There is no key "${id}" that this key can reach.`, {
        param: 'key_id',
      });
    return key;
  };

  app.patch(
    '/api/admin/keys/:id',
    {
      config: { ...config, audit: 'key.update' },
      schema: {
        tags,
        summary: 'Change the name, the origins or the quota of a key',
        params: IdParams,
        body: UpdateKeyBody,
        response: { 200: UpdateKeyReply },
      },
    },
    async (request) => {
      const { name, origins, quota } = request.body;
      const key = await find(request);
      const changed = await keys.change(key, {
        ...(name === undefined ? {} : { name }),
        ...(origins === undefined ? {} : { origins: originsOf(request.caller, origins) ?? [] }),
        ...(quota === undefined ? {} : { quota: quotaOf(request.caller, quota) }),
      });
      return { status: 'success' as const, message: 'Key updated successfully', ...viewOf(changed) };
    },
  );

  app.post(
    '/api/admin/keys/:id/rotate',
    {
      config: { ...config, ownIdempotency: true, audit: 'key.rotate' },
      schema: {
        tags,
        summary: 'Give a key a new secret, while the old one goes on for a while',
        description:
          'The list shows until when. With `overlap_seconds: 0` no secret of before opens any more.',
        params: IdParams,
        body: RotateKeyBody,
        response: { 200: RotateKeyReply },
      },
    },
    async (request) => {
      const found = await find(request, mayHold);
      if (isWidgetKey(found)) throw notRotated('A widget key has no secret; revoke it and make another');
      if (found.id === idOfAdminKey)
        throw notRotated('This key is that of PERSONA_ADMIN_KEY; set another secret there, and restart');
      const { key, token } = await keys.rotate(found, request.body?.overlap_seconds ?? DEFAULT_OVERLAP_S);
      const setting = await documents.settings.get(installScope, ADMIN_KEY);
      if (setting?.value === key.id)
        request.warnings.push(
          'admin.key in the data folder holds the secret of before; write this one there.',
        );
      return { status: 'success' as const, message: 'Key rotated successfully', key: token, ...viewOf(key) };
    },
  );

  const revoke = async (request: Request) => {
    const key = await find(request);
    const message = 'Key revoked successfully';
    if (key.revoked_at !== null) return { status: 'success' as const, message, already_deleted: true };
    await keys.revoke(key);
    return { status: 'success' as const, message };
  };
  const schema = { tags, summary: 'Revoke a key', body: DeleteKeyBody, response: { 200: DeleteKeyReply } };
  app.delete(
    '/api/admin/keys',
    {
      config: { ...config, audit: 'key.revoke' },
      schema: { ...schema, querystring: KeyIdQuery },
    },
    revoke,
  );
  app.delete(
    '/api/admin/keys/:id',
    {
      config: { ...config, audit: 'key.revoke' },
      schema: { ...schema, params: IdParams },
    },
    revoke,
  );
}

/** What a key that is made has of the one that makes it, which it can't have more of. */
const inherited = (caller: Caller, asked: Pick<CreateKeyBody, 'expires_at' | 'origins' | 'quota'>) => ({
  expires_at: expiryOf(caller, asked.expires_at),
  origins: originsOf(caller, asked.origins),
  quota: quotaOf(caller, asked.quota),
  created_by: caller.keyId,
});

const notRotated = (why: string): AppError => new AppError('validation_error', why, { param: 'id' });

const viewOf = (key: ApiKey): KeyView => ({
  key_id: key.id,
  kind: isWidgetKey(key) ? 'widget' : 'secret',
  name: key.name,
  scopes: key.scopes,
  instance_ids: key.instance_ids,
  user_id: key.user_id,
  expires_at: key.expires_at,
  origins: key.origins ?? null,
  quota: key.quota ?? {},
  rotated_at: key.rotated_at ?? null,
  previous_secrets: previousSecrets(key).map(({ expires_at }) => ({ expires_at })),
  last_used_at: key.last_used_at,
  revoked_at: key.revoked_at,
  created_at: key.created_at,
});
