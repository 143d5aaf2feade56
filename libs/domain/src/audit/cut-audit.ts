import { installScope, type AuditBlock, type AuditRecord } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';

type Deps = Pick<DocumentStore, 'auditBlocks' | 'appendAudit'>;

const BLOCK_BATCH_SIZE = 200;
/** Of an entry `audit.cut`: up to which place the log was removed, and the hash of the entry there. */
const CUT = /^cut:(\d+):([0-9a-f]{64})$/;

/** The end of what an entry `audit.cut` says was removed; null for any other. */
export function cutOf({ action, object }: Pick<AuditRecord, 'action' | 'object'>): {
  seq: number;
  hash: string;
} | null {
  const [, seq, hash] = (action === 'audit.cut' && CUT.exec(object ?? '')) || [];
  return seq === undefined || hash === undefined ? null : { seq: Number(seq), hash };
}

/**
 * Removes the entries that were written before `before` (ISO 8601), as whole blocks, and returns how many
 * blocks. Their end is first written into the log itself, so that what remains can still be verified; the
 * newest block always stays. Stopped at any point, the next call removes the rest.
 */
export async function cutAudit(documents: Deps, before: string): Promise<number> {
  const { auditBlocks } = documents;
  const [newest] = await auditBlocks.find(installScope, {
    where: { created_at: { lt: before } },
    orderBy: 'created_at',
    direction: 'desc',
    limit: 1,
  });
  if (!newest) return 0;
  await documents.appendAudit([cutRecord(newest)]);
  let removed = 0;
  for (;;) {
    // From the oldest on, so that what remains has no gap.
    const old = await auditBlocks.find(installScope, {
      where: { id: { lte: newest.id } },
      limit: BLOCK_BATCH_SIZE,
    });
    if (old.length === 0) return removed;
    removed += await auditBlocks.remove(
      installScope,
      old.map(({ id }) => id),
    );
  }
}

const cutRecord = ({ last_seq, last_hash }: AuditBlock): AuditRecord => ({
  at: new Date().toISOString(),
  actor: 'system',
  action: 'audit.cut',
  object: `cut:${last_seq}:${last_hash}`,
  instance_id: null,
  outcome: 'ok',
  status: null,
  code: null,
  address: null,
  request_id: null,
  count: 1,
});
