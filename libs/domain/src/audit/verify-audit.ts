import { AUDIT_START, firstSeqOf, isSealed } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import { cutOf } from './cut-audit.ts';
import { auditBlocks } from './read-audit.ts';

export interface AuditVerdict {
  entries: number;
  /** The last place that the log has; 0 where it is empty. */
  last: number;
  /** The hash of the last entry: kept elsewhere, it shows later that nothing before it was changed. */
  head: string;
  /** The first entry that is not what was written there, and why. */
  broken: { seq: number; reason: string } | null;
}

/**
 * Reads the whole log and checks that every entry stands behind the one before it, unchanged. The log begins
 * with its first entry, or where it was cut as an entry in it tells.
 */
export async function verifyAudit(documents: Pick<DocumentStore, 'auditBlocks'>): Promise<AuditVerdict> {
  const verdict: AuditVerdict = { entries: 0, last: 0, head: AUDIT_START, broken: null };
  const broken = (seq: number, reason: string): AuditVerdict => ({ ...verdict, broken: { seq, reason } });
  /** What the log begins behind. */
  let begin: { seq: number; hash: string } | undefined;
  let beginIsTold = true;
  for await (const block of auditBlocks(documents)) {
    if (!begin) {
      begin = { seq: firstSeqOf(block) - 1, hash: block.entries[0]?.previous ?? '' };
      verdict.last = begin.seq;
      verdict.head = begin.hash;
      beginIsTold = begin.seq === 0 && begin.hash === AUDIT_START;
    }
    if (firstSeqOf(block) !== verdict.last + 1) return broken(verdict.last + 1, 'it is missing');
    for (const entry of block.entries) {
      const seq = verdict.last + 1;
      if (!isSealed(entry, seq, verdict.head)) return broken(seq, 'it was changed, or what is before it');
      verdict.entries++;
      verdict.last = seq;
      verdict.head = entry.hash;
      const cut = cutOf(entry);
      // One that was interrupted left entries which it says are gone.
      if (cut && cut.seq >= begin.seq) beginIsTold ||= cut.seq > begin.seq || cut.hash === begin.hash;
    }
    if (block.last_seq !== verdict.last || block.last_hash !== verdict.head)
      return broken(verdict.last + 1, 'it is missing');
  }
  if (begin && !beginIsTold)
    return broken(1, `it is missing, like all before ${begin.seq + 1}, without a cut`);
  return verdict;
}
