import {
  AUDIT_START,
  MAX_AUDIT_BLOCK_ENTRIES,
  isSealed,
  newId,
  installScope,
  type AuditBlock,
  type AuditRecord,
} from '@persona/contracts';
import { describe, expect, test } from 'vitest';
import type { DocumentStore } from '../document-store.ts';
import { TIME } from './documents.ts';

const aRecord = (object: string): AuditRecord => ({
  at: TIME,
  actor: 'key_1',
  action: 'page.store',
  object,
  instance_id: 'ins_1',
  outcome: 'ok',
  status: 200,
  code: null,
  address: '127.0.0.1',
  request_id: newId('req'),
  count: 1,
});

/** The blocks behind a place; suites may share a database, whose log goes on. */
async function blocksBehind({ auditBlocks }: DocumentStore, seq: number): Promise<AuditBlock[]> {
  const blocks = await auditBlocks.find(installScope, { limit: 10_000 });
  return blocks.filter(({ last_seq }) => last_seq > seq);
}

async function endOf({ auditBlocks }: DocumentStore): Promise<{ seq: number; hash: string }> {
  const [last] = await auditBlocks.find(installScope, { direction: 'desc', limit: 1 });
  return { seq: last?.last_seq ?? 0, hash: last?.last_hash ?? AUDIT_START };
}

export function describeAudit(store: () => DocumentStore, open: () => Promise<DocumentStore>): void {
  describe('audit', () => {
    test('a record that does not fit fails alone', async () => {
      const before = await endOf(store());
      const wrong = { ...aRecord('wrong'), address: undefined as unknown as null };
      const records = [aRecord('a'), wrong, aRecord('b'), aRecord('c')];
      const ends = await Promise.allSettled(records.map((one) => store().appendAudit([one])));
      expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
      const entries = (await blocksBehind(store(), before.seq)).flatMap((block) => block.entries);
      expect(entries.map(({ object }) => object)).toEqual(['a', 'b', 'c']);
    });

    test('entries of two handles are one chain without gaps, each handle’s in its order', async () => {
      const other = await open();
      try {
        const before = await endOf(store());
        const written = Array.from({ length: 60 }, (_, i) => ({
          handle: i % 2 === 0 ? store() : other,
          objects: [`${i % 2} ${i} a`, `${i % 2} ${i} b`],
        }));
        await Promise.all(written.map(({ handle, objects }) => handle.appendAudit(objects.map(aRecord))));
        const entries = (await blocksBehind(other, before.seq)).flatMap((block) => block.entries);
        expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => before.seq + i + 1));
        expect(
          entries.filter((entry, i) => !isSealed(entry, entry.seq, entries[i - 1]?.hash ?? before.hash)),
        ).toEqual([]);
        for (const handle of [store(), other]) {
          const own = written.flatMap((one) => (one.handle === handle ? one.objects : []));
          expect(entries.flatMap(({ object }) => (own.includes(object ?? '') ? [object] : []))).toEqual(own);
        }
      } finally {
        await other.close();
      }
    });

    test('what waits at the same time shares writes, of a bounded size', async () => {
      const before = await endOf(store());
      const many = 2 * MAX_AUDIT_BLOCK_ENTRIES;
      await Promise.all(
        Array.from({ length: many }, (_, i) => store().appendAudit([aRecord(`together ${i}`)])),
      );
      const blocks = await blocksBehind(store(), before.seq);
      const sizes = blocks.map(({ entries }) => entries.length);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(many);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_AUDIT_BLOCK_ENTRIES);
      expect(blocks.length).toBeLessThanOrEqual(4);
    });
  });
}
