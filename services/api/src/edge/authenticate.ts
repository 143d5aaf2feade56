import { AppError, SESSION_HEADER } from '@persona/contracts';
import type { Config } from '@persona/config';
import type { FastifyRequest, RouteOptions } from 'fastify';
import plugin from 'fastify-plugin';
import { callerOf, hasScope, type Caller } from '../keys/caller.ts';
import type { KeyStore } from '../keys/key-store.ts';
import { isOfGateway, originRefused } from './cors.ts';
import { isLocalRequest } from './local-request.ts';
import { sessionCookieOf } from './session-cookie.ts';

interface Options {
  config: Config;
  keys: KeyStore;
}

/**
 * Determines the caller and whether the route is open to it, before the body is read. A route that declares
 * neither `scope` nor `public` is a bug.
 */
export const authenticate = plugin<Options>(
  async (app, { config, keys }) => {
    app.decorateRequest('caller');
    const declared: RouteOptions[] = [];
    app.addHook('onRoute', (route) => {
      declared.push(route);
    });
    // Checked after registration, because hooks further in may still set the declarations of their routes.
    app.addHook('onReady', async () => {
      for (const { url, method, config: route } of declared)
        if (!route?.public && !route?.scope)
          throw new Error(`${String(method)} ${url} must declare a scope or public`);
    });
    app.addHook('onRequest', async (request) => {
      const route = request.routeOptions.config;
      if (request.is404 || route?.public) return;
      request.caller = await identify(request, { config, keys });
      const scopes = [route?.scope ?? []].flat();
      if (request.caller.isToken && !route?.token)
        throw new AppError('scope_missing', 'A browser token does not open this route.', {
          param: 'Authorization',
        });
      if (!request.caller.isToken && !scopes.some((scope) => hasScope(request.caller, scope)))
        throw new AppError(
          'scope_missing',
          `This key lacks the scope ${scopes.map((scope) => `"${scope}"`).join(' or ')} that the route needs.`,
          { param: 'Authorization' },
        );
    });
  },
  { name: 'authenticate', dependencies: ['observe'] },
);

/**
 * Determines the caller; throws `missing_key`, `invalid_key`, `expired_key`, `origin_not_allowed`, or
 * `rate_limited` where too many keys from the same address were wrong. A right key is never refused for the
 * wrong ones of others.
 */
export const identify = async (request: FastifyRequest, { config, keys }: Options): Promise<Caller> => {
  if (config.PERSONA_AUTH === 'off') return localCaller(request, config);
  const caller = (await callerOfSession(request, { config, keys })) ?? (await callerOfKey(request, keys));
  const { origin } = request.headers;
  const isOwn = caller.isToken && isOfGateway(request, config);
  if (origin !== undefined && caller.origins !== null && !caller.origins.includes(origin) && !isOwn)
    throw originRefused(origin, ' with this key, which names other origins');
  return caller.isToken ? { ...caller, visitor: request.address } : caller;
};

const callerOfKey = async (request: FastifyRequest, keys: KeyStore): Promise<Caller> => {
  const credential = credentialOf(request);
  return counted(request, keys, () => keys.authenticate(credential));
};

/**
 * The caller of a page of the console, which sends a cookie and no key; null where there is neither. A page
 * of another origin could make a browser send the cookie too, so that only our own may use it; and what
 * changes something must have a header, which no form can send.
 */
async function callerOfSession(request: FastifyRequest, { config, keys }: Options): Promise<Caller | null> {
  const token = sessionCookieOf(request);
  const { authorization, 'x-api-key': apiKey } = request.headers;
  if (token === undefined || authorization !== undefined || apiKey !== undefined) return null;
  checkOwnPage(request, config);
  return callerOf((await keys.sessions.verify(token)).key);
}

/** Throws `origin_not_allowed` unless a page of this gateway sent the request. */
export function checkOwnPage(
  { method, headers, host }: FastifyRequest,
  { PUBLIC_URL }: Pick<Config, 'PUBLIC_URL'>,
): void {
  const { origin, 'sec-fetch-site': site } = headers;
  const hosts = [host, ...(PUBLIC_URL === undefined ? [] : [new URL(PUBLIC_URL).host])];
  if (origin !== undefined && !(URL.canParse(origin) && hosts.includes(new URL(origin).host)))
    throw originRefused(origin, ' with a session; send a key');
  const isRead = method === 'GET' || method === 'HEAD';
  // A browser tells of a page of another port or name of this host.
  if (site !== undefined && site !== 'same-origin' && !(isRead && site === 'none'))
    throw originRefused(`another site (${[site].flat().join().slice(0, 20)})`, ' with a session; send a key');
  if (!isRead && headers[SESSION_HEADER.toLowerCase()] === undefined)
    throw new AppError(
      'origin_not_allowed',
      `A session changes something only with the header ${SESSION_HEADER}: 1; or send a key.`,
      {
        param: SESSION_HEADER,
      },
    );
}

/** Runs `signIn`, and counts for the address where it fails. */
export async function counted<T>(
  { address }: Pick<FastifyRequest, 'address'>,
  keys: Pick<KeyStore, 'failedSignIns'>,
  signIn: () => Promise<T>,
): Promise<T> {
  try {
    return await signIn();
  } catch (error) {
    keys.failedSignIns.count(address);
    throw error;
  }
}

function credentialOf(request: FastifyRequest): string {
  const { authorization } = request.headers;
  const bearer = authorization === undefined ? undefined : /^bearer +(\S+) *$/i.exec(authorization)?.[1];
  const basic = request.routeOptions.config.basic ? passwordOf(authorization) : undefined;
  const other = request.headers['x-api-key'];
  const token = bearer ?? basic ?? (typeof other === 'string' && other !== '' ? other : undefined);
  if (token === undefined)
    throw new AppError(
      'missing_key',
      'Send your API key as "Authorization: Bearer psk_…" or "x-api-key: psk_…".',
    );
  return token;
}

/** The password of HTTP Basic, the only scheme in which a browser asks its user for a key by itself. */
function passwordOf(authorization = ''): string | undefined {
  const encoded = /^basic +([A-Za-z0-9+/]+=*) *$/i.exec(authorization)?.[1];
  const [, password] = /:(\S+)$/.exec(Buffer.from(encoded ?? '', 'base64').toString()) ?? [];
  return password;
}

const LOCAL_CALLER: Caller = {
  keyId: 'key_local',
  scopes: ['admin'],
  instanceIds: null,
  userId: null,
  expiresAt: null,
  origins: null,
  isToken: false,
  visitor: null,
  quota: {},
  madeBy: null,
};

/**
 * PERSONA_AUTH=off: every program of this machine may do everything, and nobody else, not through a proxy
 * that runs here either. Web pages in the user's own browser reach it too, so their requests are refused: by
 * a Host that is not this machine (a rebound name), or an Origin that is neither this host nor allowed.
 */
function localCaller(request: FastifyRequest, config: Config): Caller {
  const { origin } = request.headers;
  const own = origin !== undefined && URL.canParse(origin) && new URL(origin).host === request.headers.host;
  if (!isLocalRequest(request) || (origin !== undefined && !own && !config.CORS_ORIGINS.includes(origin)))
    throw new AppError(
      'missing_key',
      'Without keys (PERSONA_AUTH=off) only this machine itself may call, and not through a proxy: remove PERSONA_AUTH to let others in with keys.',
    );
  return LOCAL_CALLER;
}
