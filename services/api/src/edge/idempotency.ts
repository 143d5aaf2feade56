import { createHash } from 'node:crypto';
import {
  AppError,
  INSTALL,
  derivedId,
  errorTable,
  newId,
  sha256,
  grantScope,
  installScope,
  type IdPrefix,
  type IdempotencyRecord,
} from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import { revealsDeleted } from '@persona/domain';
import type { FastifyReply } from 'fastify';
import plugin from 'fastify-plugin';

const REPLY_TTL_MS = 24 * 60 * 60 * 1000;
/** A running request renews its claim; the claim of a process that died expires after this time. */
const LEASE_TTL_MS = 30_000;

interface Claim {
  id: string;
  /** The same for every attempt of one request, and for no other request. */
  seed: string;
  version: number;
  renewal: NodeJS.Timeout;
}

interface StoredReply {
  location?: string;
  body: string;
}

/**
 * Idempotency-Key on every POST: the first request claims the key, its reply is kept for 24 hours, and the
 * same request gets it again with `Idempotency-Replayed: true`. Another body gets 422, a request while the
 * first still runs gets 409. Replies that may succeed on a retry (5xx, 429, retryable 409) and streamed
 * replies are not kept, and the key is free again. What an attempt made before its process died is found by
 * `onceId`.
 */
export const idempotency = plugin<{ documents: DocumentStore; leaseTtlMs?: number }>(
  async (app, { documents, leaseTtlMs = LEASE_TTL_MS }) => {
    const { idempotency: records } = documents;
    const soon = (ms: number) => new Date(Date.now() + ms).toISOString();

    app.addHook('preHandler', async (request, reply) => {
      const key = request.headers['idempotency-key'];
      if (key === undefined || request.method !== 'POST' || request.routeOptions.config?.ownIdempotency)
        return;
      if (typeof key !== 'string' || key.length < 1 || key.length > 256)
        throw new AppError('validation_error', 'Idempotency-Key must have 1 to 256 characters', {
          param: 'Idempotency-Key',
        });
      // The address and the body name the persona too, and both are compared.
      const persona = request.headers['x-instance-id'] ?? [];
      const { keyId, isToken, userId } = request.caller;
      const place = [keyId, request.method, request.url, key, ...[persona].flat()];
      // All visitors of a site have the same key, and none gets another's reply.
      if (isToken) place.push(`user ${userId}`);
      const id = `idem_${sha256(JSON.stringify(place))}`;
      const body_sha256 = request.bodySha256 ?? hashOf(request.body);
      const now = new Date().toISOString();
      const record: IdempotencyRecord = {
        id,
        instance_id: INSTALL,
        version: 1,
        created_at: now,
        updated_at: now,
        body_sha256,
        status_code: null,
        response: null,
        about: null,
        expires_at: soon(leaseTtlMs),
      };
      const [inserted] = await records.insert(installScope, [record]);
      const claimed = inserted === 'inserted' ? record : await takeOver(id, body_sha256, reply);
      if (!claimed) return reply;
      const claim: Claim = {
        id,
        seed: JSON.stringify([id, claimed.created_at, body_sha256]),
        version: claimed.version,
        renewal: setInterval(() => {
          records
            .update(installScope, id, {
              where: { version: claim.version, status_code: null },
              set: { expires_at: soon(leaseTtlMs) },
            })
            .catch(() => undefined);
        }, leaseTtlMs / 3).unref(),
      };
      claims.set(request, claim);
      return undefined;
    });

    /**
     * Handles a key that exists: replays its reply, refuses, or claims it because its owner died or its time
     * is up.
     */
    const takeOver = async (
      id: string,
      bodySha256: string,
      reply: FastifyReply,
    ): Promise<IdempotencyRecord | null> => {
      const found = await records.get(installScope, id);
      const running = new AppError(
        'idempotency_in_progress',
        'The first request with this Idempotency-Key is still running; try again in a moment.',
        { param: 'Idempotency-Key', retryAfter: 1 },
      );
      if (!found) throw running;
      const expired = Date.parse(found.expires_at) <= Date.now();
      if (!expired && found.body_sha256 !== bodySha256)
        throw new AppError(
          'idempotency_key_reused',
          'This Idempotency-Key was used with another body; use a new key for a new request.',
          { param: 'Idempotency-Key' },
        );
      if (!expired && found.status_code !== null) {
        // The access check noted whom the first request was about; the same key asks.
        const { response, about } = found;
        if (
          response === null ||
          (about !== null && (await revealsDeleted(documents, grantScope(about), response)))
        )
          throw new AppError('not_found', 'What this request was answered with has been deleted since.', {
            param: 'Idempotency-Key',
          });
        const { location, body } = JSON.parse(response) as StoredReply;
        if (location !== undefined) reply.header('location', location);
        void reply
          .code(found.status_code)
          .header('idempotency-replayed', 'true')
          .type('application/json; charset=utf-8')
          .serializer((text: unknown) => text as string)
          .send(body);
        return null;
      }
      if (!expired) throw running;
      const taken = await records.update(installScope, id, {
        where: { version: found.version },
        set: {
          body_sha256: bodySha256,
          status_code: null,
          response: null,
          expires_at: soon(leaseTtlMs),
          // After 24 hours the key begins anew; before that, this is another attempt of the same request.
          ...(found.status_code === null ? {} : { created_at: new Date().toISOString() }),
        },
        inc: { version: 1 },
      });
      if (!taken) throw running;
      return taken;
    };

    app.addHook('onSend', async (request, reply, payload) => {
      const claim = claims.get(request);
      if (!claim) return payload;
      claims.delete(request);
      clearInterval(claim.renewal);
      const mine = { version: claim.version, status_code: null };
      if (typeof payload === 'string' && isFinal(reply.statusCode, payload)) {
        const location = reply.getHeader('location');
        const stored: StoredReply = { body: payload, ...(typeof location === 'string' ? { location } : {}) };
        await records.update(installScope, claim.id, {
          where: mine,
          set: {
            status_code: reply.statusCode,
            response: JSON.stringify(stored),
            about: request.instanceId,
            expires_at: soon(REPLY_TTL_MS),
            updated_at: new Date().toISOString(),
          },
        });
      } else
        await records.update(installScope, claim.id, {
          where: mine,
          set: { expires_at: soon(0) },
        });
      return payload;
    });
  },
  { name: 'idempotency', dependencies: ['authenticate', 'json'] },
);

/** Requests in progress that came with an Idempotency-Key. */
const claims = new WeakMap<object, Claim>();

/**
 * An id for the one thing of its type that a request makes. With an Idempotency-Key it is the same at every
 * attempt, so that a repeat finds what was made by a process that died before it could answer.
 */
export function onceId(request: object, prefix: IdPrefix): string {
  const claim = claims.get(request);
  return claim ? derivedId(prefix, claim.seed) : newId(prefix);
}

const hashOf = (body: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(body ?? null))
    .digest('hex');

/** Whether the outcome is final, so that a repeat of the request would end in the same way. */
function isFinal(status: number, payload: string): boolean {
  if (status < 400) return true;
  if (status >= 500 || status === 429) return false;
  const code = (JSON.parse(payload) as { error?: { code?: keyof typeof errorTable } }).error?.code;
  return !(code && errorTable[code].retryable);
}
