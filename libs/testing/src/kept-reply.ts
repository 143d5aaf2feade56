import { INSTALL, newId, type IdempotencyRecord } from '@persona/contracts';

/**
 * A reply kept for an Idempotency-Key, as the gateway keeps one: `body` is the answer about the persona
 * `about`.
 */
export function keptReply(
  about: string | null,
  body: unknown,
  fields: Partial<IdempotencyRecord> = {},
): IdempotencyRecord {
  const now = new Date().toISOString();
  return {
    id: `idem_${newId('req')}`,
    instance_id: INSTALL,
    version: 1,
    created_at: now,
    updated_at: now,
    body_sha256: '',
    status_code: 200,
    response: JSON.stringify({ body: JSON.stringify(body) }),
    about,
    expires_at: '2999-01-01T00:00:00.000Z',
    ...fields,
  };
}
