import { Type, type Static } from 'typebox';
import { entity } from './entities.ts';
import { sha256 } from './ids.ts';

/**
 * The audit: who did what to which object, when, from where, with what result; never what was said, sent or
 * found. A route declares its action; `refused` ones of one caller are counted into one entry a minute.
 */
export const auditActions = [
  'persona.create',
  'persona.update',
  'persona.delete',
  'page.store',
  'page.update',
  'page.delete',
  'submission.submit',
  'submission.approve',
  'submission.reject',
  'submission.request-changes',
  'submission.withdraw',
  'prompts.generate',
  'chat.say',
  'chat.cancel',
  'chat.delete',
  'message.rate',
  'user.export',
  'user.erase',
  'voice.add',
  'voice.attach',
  'voice.consent',
  'voice.delete',
  'video.add',
  'video.attach',
  'video.delete',
  'job.retry',
  'job.cancel',
  'key.create',
  'key.list',
  'key.update',
  'key.rotate',
  'key.revoke',
  'session.open',
  'session.close',
  'session.link',
  'token-secret.rotate',
  'audit.read',
  'audit.export',
  /** The old end of the log was removed. */
  'audit.cut',
  /** A key that does not open anything. */
  'sign_in',
  /** A key without the scope that a route needs, where the route has no action of its own. */
  'access',
] as const;
export type AuditAction = (typeof auditActions)[number];

export const auditOutcomes = ['ok', 'refused', 'failed'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

const NullableString = Type.Union([Type.String(), Type.Null()]);

/** One entry, with its fields in the order in which its hash reads them. */
export const AuditEntry = Type.Object({
  seq: Type.Integer({ minimum: 1, description: 'Its place in the log, without gaps.' }),
  at: Type.String({ format: 'date-time' }),
  actor: Type.Union([Type.String(), Type.Null()], {
    description: 'The key that asked; `system`: the install itself; null: nobody that is known.',
  }),
  action: Type.Enum([...auditActions]),
  object: Type.Union([Type.String(), Type.Null()], {
    description: 'An id of ours; what callers named themselves, like users, as a keyed hash.',
  }),
  instance_id: NullableString,
  outcome: Type.Enum([...auditOutcomes]),
  status: Type.Union([Type.Integer(), Type.Null()], { description: 'The status of the reply.' }),
  code: Type.Union([Type.String(), Type.Null()], { description: 'The code of the error.' }),
  address: Type.Union([Type.String(), Type.Null()], { description: 'Where the request came from.' }),
  request_id: NullableString,
  count: Type.Integer({ minimum: 1, description: 'How many requests it stands for.' }),
  previous: Type.String({ description: 'The hash of the entry before; 64 zeros in the first.' }),
  hash: Type.String({ description: 'SHA-256 of the JSON text of all fields above.' }),
});
export type AuditEntry = Static<typeof AuditEntry>;
/** An entry before it has its place in the log. */
export type AuditRecord = Omit<AuditEntry, 'seq' | 'previous' | 'hash'>;

/**
 * Entries that were written together, as one document; its id is `auditBlockId` of its first entry, so that
 * only one of several writers can go on from an entry.
 */
export const AuditBlock = entity({
  last_seq: Type.Integer(),
  last_hash: Type.String(),
  entries: Type.Array(AuditEntry),
});
export type AuditBlock = Static<typeof AuditBlock>;

export const MAX_AUDIT_BLOCK_ENTRIES = 500;

/** The hash before the first entry. */
export const AUDIT_START = '0'.repeat(64);

/** Blocks sort by it. */
export const auditBlockId = (firstSeq: number): string => `aud_${String(firstSeq).padStart(15, '0')}`;
export const firstSeqOf = (block: Pick<AuditBlock, 'id'>): number => Number(block.id.slice('aud_'.length));

/** The entry at its place, behind the entry whose hash is `previous`. */
export function sealAuditEntry(record: AuditRecord, seq: number, previous: string): AuditEntry {
  const { at, actor, action, object, instance_id, outcome, status, code, address, request_id, count } =
    record;
  const sealed = {
    seq,
    at,
    actor,
    action,
    object,
    instance_id,
    outcome,
    status,
    code,
    address,
    request_id,
    count,
    previous,
  };
  return { ...sealed, hash: sha256(JSON.stringify(sealed)) };
}

/** Whether the entry is what was written there, behind an entry with this hash. */
export const isSealed = (entry: AuditEntry, seq: number, previous: string): boolean =>
  entry.hash === sealAuditEntry(entry, seq, previous).hash &&
  entry.seq === seq &&
  entry.previous === previous;
