import { createHmac } from 'node:crypto';
import {
  idPrefixes,
  isId,
  type AuditAction,
  type AuditOutcome,
  type AuditRecord,
  type ErrorBody,
} from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import type { Logger } from '@persona/runtime';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import plugin from 'fastify-plugin';
import { readOptionalId } from '../ids.ts';
import type { Caller } from '../keys/caller.ts';
import { createRefusalCounter } from './refusal-counter.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** What the audit calls something: an id of ours by itself, all else by a keyed hash. */
    auditName: (kind: string, value: string) => string;
  }
}

/**
 * Writes the audit: an entry for each request whose route declares an action, before the reply leaves. Where
 * the entry can't be written, the reply is 503 `not_ready`. Refused requests, failed ones and wrong keys are
 * counted into entries, and their replies do not wait. No route writes an entry itself.
 */
export const audit = plugin<{ documents: DocumentStore; logger: Logger; secret: string }>(
  async (app, { documents, logger, secret }) => {
    const nameOf = (kind: string, value: string): string =>
      isOurs(value)
        ? value
        : `${kind}:${createHmac('sha256', secret).update(value).digest('hex').slice(0, 32)}`;
    app.decorate('auditName', nameOf);

    const declared: RouteOptions[] = [];
    app.addHook('onRoute', (route) => {
      declared.push(route);
    });
    app.addHook('onReady', async () => {
      for (const { url, method, config } of declared)
        if (!isReading(method) && config?.audit === undefined)
          throw new Error(`${String(method)} ${url} must declare what it does, for the audit`);
    });

    const refusals = createRefusalCounter((records) =>
      documents.appendAudit(records).catch((err: unknown) => {
        logger.warn({ event: 'audit.failed', err }, 'refused requests could not be written into the audit');
      }),
    );
    app.addHook('onClose', async () => refusals.close());

    /** Replies by what they say, before they are text. */
    const bodies = new WeakMap<FastifyRequest, unknown>();
    const recorded = new WeakSet<FastifyRequest>();
    app.addHook('preSerialization', async (request, _reply, payload) => {
      bodies.set(request, payload);
      return payload;
    });

    const recordOf = (request: FastifyRequest, reply: FastifyReply): AuditRecord | null => {
      const status = reply.statusCode;
      const caller = request.caller as Caller | null | undefined;
      const action = actionOf(request, status, caller);
      // The first request has its entry; its reply, repeated, changes nothing.
      if (action === null || reply.getHeader('idempotency-replayed') !== undefined) return null;
      const body = bodies.get(request);
      return {
        at: new Date().toISOString(),
        actor: caller?.keyId ?? null,
        action,
        object: objectOf(request, reply, action, body, nameOf),
        instance_id: request.instanceId,
        outcome: outcomeOf(status),
        status,
        code: status < 400 ? null : ((body as Partial<ErrorBody> | undefined)?.error?.code ?? null),
        address: request.address,
        request_id: request.id,
        count: 1,
      };
    };

    app.addHook('onSend', async (request, reply, payload) => {
      if (recorded.has(request)) return payload;
      recorded.add(request);
      const record = recordOf(request, reply);
      if (record === null) return payload;
      if (record.outcome === 'ok') await documents.appendAudit([record]);
      else refusals.count(record);
      return payload;
    });
  },
  { name: 'audit', dependencies: ['observe', 'authenticate'] },
);

/** The names, in the reply or the request, of the id that an action of this kind is about. */
const IDS: Readonly<Record<string, readonly string[]>> = {
  persona: ['instance_id', 'id'],
  page: ['td_id', 'id', 'job_id', 'stream_id'],
  submission: ['review_id', 'id'],
  prompts: ['instance_id'],
  chat: ['chat_id', 'id'],
  message: ['message_id', 'id'],
  user: ['user_id'],
  voice: ['voice_id', 'id'],
  video: ['video_id', 'id'],
  job: ['job_id', 'id'],
  key: ['key_id', 'id'],
  session: ['key_id'],
};

const isReading = (method: string | readonly string[]): boolean =>
  [method].flat().every((one) => ['GET', 'HEAD', 'OPTIONS'].includes(one));

const isOurs = (value: string): boolean => idPrefixes.some((prefix) => isId(prefix, value));

const outcomeOf = (status: number): AuditOutcome =>
  status < 400 ? 'ok' : status < 500 ? 'refused' : 'failed';

function actionOf(
  request: FastifyRequest,
  status: number,
  caller: Caller | null | undefined,
): AuditAction | null {
  const { config } = request.routeOptions;
  if (request.is404) return null;
  // Whoever tried too many wrong keys has none either.
  if (status === 401 || (status === 429 && !caller && !config?.public)) return 'sign_in';
  return config?.audit ?? (status === 403 ? 'access' : null);
}

function objectOf(
  request: FastifyRequest,
  reply: FastifyReply,
  action: AuditAction,
  body: unknown,
  nameOf: (kind: string, value: string) => string,
): string | null {
  if (action === 'sign_in') return claimedKey(request);
  const [kind = ''] = action.split('.');
  const names = IDS[kind] ?? [];
  const job = reply.getHeader('x-job-id');
  const found = idIn(body, names) ?? (typeof job === 'string' ? ['job_id', job] : idOf(request, names));
  if (!found) return null;
  const [name, id] = found;
  return nameOf(name === 'id' ? kind : name.replace(/_id$/, ''), id);
}

/** The name of an id, and the id. */
type Named = readonly [name: string, id: string];

function idIn(body: unknown, names: readonly string[]): Named | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  for (const name of names) {
    const value = (body as Record<string, unknown>)[name];
    if (typeof value === 'string') return [name, value];
  }
  return undefined;
}

function idOf(request: FastifyRequest, names: readonly string[]): Named | undefined {
  for (const name of names)
    try {
      const id = readOptionalId(request, [name]);
      if (id !== undefined) return [name, id];
    } catch {
      // A request that names two, or something else than an id, was refused for it.
    }
  return undefined;
}

/** The key that a wrong or ended secret was tried with, as far as it has the form of one. */
function claimedKey({ headers }: FastifyRequest): string | null {
  const given = headers.authorization ?? [headers['x-api-key']].flat()[0] ?? '';
  const [, id] = /\bpsk_([0-9A-HJKMNP-TV-Z]{26})_/.exec(given) ?? [];
  return id === undefined ? null : `key_${id}`;
}
