import {
  AppError,
  CreateKeyBody,
  CreateKeyReply,
  DeleteKeyBody,
  DeleteKeyReply,
  ListKeysQuery,
  ListKeysReply,
  IdParams,
  installScope,
  type ApiKey,
  type KeyView,
} from '@persona/contracts';
import { Type } from 'typebox';
import { readId } from '../ids.ts';
import { isWithin, type Caller } from '../keys/caller.ts';
import type { Kit } from '../kit.ts';
import { listPage } from '../paging.ts';
import type { Resources } from '../resources.ts';
import type { App } from '@persona/runtime';
import type { Request } from '../types.ts';

/**
 * Creating, listing and revoking keys, for keys with the scope `admin`, which can't grant more than they
 * have.
 */
export function keyRoutes(app: App, { documents }: Resources, { access, keys }: Kit): void {
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
      const expires_at = expiryOf(caller, body.expires_at);
      const { key, token } = await keys.create({
        name,
        scopes: [...new Set(scopes)],
        instance_ids,
        user_id,
        expires_at,
        created_by: caller.keyId,
      });
      return { status: 'success' as const, message: 'Key created successfully', key: token, ...viewOf(key) };
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

  const revoke = async (request: Request) => {
    const id = readId(request, 'key_id', ['key_id', 'id']);
    const key = await documents.keys.get(installScope, id);
    if (!key || !isWithin(request.caller, key))
      throw new AppError('not_found', `There is no key "${id}" that this key can reach.`, {
        param: 'key_id',
      });
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
      schema: {
        ...schema,
        querystring: Type.Object({ id: Type.Optional(Type.String()), key_id: Type.Optional(Type.String()) }),
      },
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

/** When a new key ends: as it was asked for, or with the key that makes it, and never later than that. */
function expiryOf(caller: Caller, asked: string | undefined): string | null {
  if (asked === undefined) return caller.expiresAt;
  const at = Date.parse(asked);
  const refuse = (what: string): AppError =>
    new AppError('validation_error', `expires_at must ${what}`, { param: 'expires_at' });
  if (at <= Date.now()) throw refuse('be in the future');
  if (caller.expiresAt !== null && at > Date.parse(caller.expiresAt))
    throw refuse(`not be later than ${caller.expiresAt}, when the calling key ends`);
  return new Date(at).toISOString();
}

const viewOf = (key: ApiKey): KeyView => ({
  key_id: key.id,
  name: key.name,
  scopes: key.scopes,
  instance_ids: key.instance_ids,
  user_id: key.user_id,
  expires_at: key.expires_at,
  last_used_at: key.last_used_at,
  revoked_at: key.revoked_at,
  created_at: key.created_at,
});
