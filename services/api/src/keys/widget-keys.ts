import type { ApiKey, Instance } from '@persona/contracts';
import type { Config } from '@persona/config';
import type { FastifyRequest } from 'fastify';
import { isOfGateway, originRefused } from '../edge/cors.ts';
import type { KeyStore, NewKey } from './key-store.ts';

/**
 * The widget key of this id, if pages of the request's origin may use it: those that it names, and the
 * gateway's own. Whatever is not so is one refusal, `origin_not_allowed`.
 */
export async function widgetKeyOf(
  request: Pick<FastifyRequest, 'headers' | 'host'>,
  id: string,
  { config, keys }: { config: Config; keys: Pick<KeyStore, 'alive'> },
): Promise<ApiKey> {
  const { origin } = request.headers;
  const key = id.startsWith('wk_') ? await keys.alive(id) : null;
  if (key && origin !== undefined && (key.origins?.includes(origin) || isOfGateway(request, config)))
    return key;
  throw originRefused(
    origin ?? 'no origin',
    ` with the key ${JSON.stringify(id)}: it is unknown or has ended, or names other origins`,
  );
}

/**
 * A persona has at most one public page, and that page one widget key, which has the id of the persona: two
 * gateways that make it at once make one. It opens while the persona's configuration says so.
 */
export const pageKeyId = (instanceId: string): string => instanceId.replace(/^ins_/, 'wk_');

export const isPageKey = ({ id, instance_ids }: ApiKey): boolean => id === pageKeyId(instance_ids?.[0] ?? '');

/** Whether the owner has switched the public page of a persona on. */
export const hasPublicPage = ({ configuration, deleted_at }: Instance): boolean =>
  deleted_at === null && configuration['public_page'] === true;

/** The key of a public page: of nobody's site, and counted for the key that owns the persona. */
export const newPageKey = ({ id, owner_key_id }: Instance): NewKey => ({
  name: 'Public page',
  scopes: ['chat'],
  instance_ids: [id],
  user_id: null,
  expires_at: null,
  created_by: owner_key_id,
  origins: [],
  quota: {},
});
