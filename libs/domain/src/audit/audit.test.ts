import { installScope, sealAuditEntry, type AuditBlock, type AuditRecord } from '@persona/contracts';
import { createSqliteDocumentStore, type DocumentStore } from '@persona/documents';
import { tempFolder } from '@persona/testing';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cutAudit, readAudit, verifyAudit, type AuditFilter, type AuditPlace } from './index.ts';

let folder: ReturnType<typeof tempFolder>;
let documents: DocumentStore;
beforeEach(() => {
  folder = tempFolder();
  documents = createSqliteDocumentStore({ file: path.join(folder.path, 'documents.db') });
});
afterEach(async () => {
  await documents.close();
  folder.remove();
});

const day = (n: number): string => `2026-01-${String(n).padStart(2, '0')}T12:00:00.000Z`;
const record = (n: number, fields: Partial<AuditRecord> = {}): AuditRecord => ({
  at: day(n),
  actor: 'key_1',
  action: 'page.update',
  object: `td_${n}`,
  instance_id: 'ins_1',
  outcome: 'ok',
  status: 200,
  code: null,
  address: '127.0.0.1',
  request_id: `req_${n}`,
  count: 1,
  ...fields,
});
const blocks = () => documents.auditBlocks.find(installScope, { limit: 100 });
/** Blocks of one, two and three entries in turn, each written on the day of its last entry. */
const fill = async (last = 9): Promise<void> => {
  let n = 1;
  for (let size = 1; n <= last; size = (size % 3) + 1) {
    const group = Array.from({ length: Math.min(size, last - n + 1) }, (_, i) => record(n + i));
    await documents.appendAudit(group);
    const written = (await blocks()).at(-1);
    await rewrite(written?.id ?? '', { created_at: day(n + group.length - 1) });
    n += group.length;
  }
};
/** Another content in the place of a block, as somebody does it who can write to the store. */
async function rewrite(id: string, set: Partial<AuditBlock>): Promise<void> {
  const block = await documents.auditBlocks.get(installScope, id);
  if (!block) throw new Error(`There is no block ${id}`);
  await documents.auditBlocks.remove(installScope, [id]);
  await documents.auditBlocks.insert(installScope, [{ ...block, ...set }]);
}
const read = async (filter: AuditFilter = {}, place: AuditPlace = {}): Promise<number[]> => {
  const found = [];
  for await (const { entry, matches } of readAudit(documents, filter, place))
    if (matches) found.push(entry.seq);
  return found;
};

describe('reading', () => {
  test('goes on behind any entry, in both directions', async () => {
    await fill();
    const all = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(await read()).toEqual(all);
    expect(await read({}, { order: 'desc' })).toEqual(all.toReversed());
    for (let after = 0; after <= 10; after++) {
      expect(await read({}, { after })).toEqual(all.filter((seq) => seq > after));
      expect(await read({}, { after, order: 'desc' })).toEqual(all.toReversed().filter((seq) => seq < after));
    }
  });

  test('finds by time, key, action, object, persona and outcome', async () => {
    await fill();
    await documents.appendAudit([
      record(10, { actor: 'key_2', action: 'page.delete', object: 'td_x', instance_id: 'ins_2' }),
      record(11, { outcome: 'refused' }),
    ]);
    const between = { from: day(3), to: day(7) };
    expect(await read(between)).toEqual([3, 4, 5, 6]);
    expect(await read(between, { order: 'desc' })).toEqual([6, 5, 4, 3]);
    expect(await read({ to: day(1) })).toEqual([]);
    expect(await read({ from: '2100-01-01T00:00:00.000Z' })).toEqual([]);
    for (const filter of [
      { actor: 'key_2' },
      { action: 'page.delete' },
      { object: 'td_x' },
      { instance_id: 'ins_2' },
    ] as const)
      expect(await read(filter)).toEqual([10]);
    expect(await read({ outcome: 'refused' })).toEqual([11]);
  });
});

describe('verification', () => {
  test('says how many entries there are and which hash they end with', async () => {
    expect(await verifyAudit(documents)).toMatchObject({ entries: 0, last: 0, broken: null });
    await fill();
    const head = (await blocks()).at(-1)?.last_hash;
    expect(await verifyAudit(documents)).toEqual({ entries: 9, last: 9, head, broken: null });
  });

  test.each([
    ['a changed field', 2],
    ['an entry that is gone from its block', 3],
    ['a block that is gone', 4],
    ['the beginning that is gone', 1],
    ['an entry that was written anew with a hash that fits', 3],
    ['a newer end than was written', 10],
  ])('names the first entry that is broken: %s', async (what, seq) => {
    await fill();
    const all = await blocks();
    const [first, second, third] = all as [AuditBlock, AuditBlock, AuditBlock];
    const [two, three] = second.entries;
    if (!two || !three) throw new Error('The second block has two entries.');
    if (what.startsWith('a changed'))
      await rewrite(second.id, { entries: [{ ...two, actor: 'key_other' }, three] });
    else if (what.startsWith('an entry that is gone')) await rewrite(second.id, { entries: [two] });
    else if (what.startsWith('a block')) await documents.auditBlocks.remove(installScope, [third.id]);
    else if (what.startsWith('the beginning')) await documents.auditBlocks.remove(installScope, [first.id]);
    else if (what.startsWith('a newer')) await rewrite(all.at(-1)?.id ?? '', { last_seq: 12 });
    else {
      // Sealed again by itself, it no longer fits what comes behind it.
      const anew = sealAuditEntry({ ...three, actor: 'key_other' }, 3, 'f'.repeat(64));
      await rewrite(second.id, { entries: [two, anew], last_hash: anew.hash });
    }
    expect((await verifyAudit(documents)).broken?.seq).toBe(seq);
  });
});

describe('cutting the old end', () => {
  test('leaves a log that can be verified, and a trace of what was cut', async () => {
    await fill();
    expect(await cutAudit(documents, day(4))).toBe(2);
    expect(await read()).toEqual([4, 5, 6, 7, 8, 9, 10]);
    expect(await verifyAudit(documents)).toMatchObject({ entries: 7, last: 10, broken: null });
    expect(await cutAudit(documents, day(4))).toBe(0);
    // All of it that is old, once more: what tells of the cut before goes too.
    expect(await cutAudit(documents, '2100-01-01T00:00:00.000Z')).toBeGreaterThan(0);
    expect(await read()).toEqual([11]);
    expect(await verifyAudit(documents)).toMatchObject({ entries: 1, last: 11, broken: null });
  });

  test('may be stopped between any two removals, and by a later cut', async () => {
    await fill();
    const stopped = {
      ...documents,
      auditBlocks: { ...documents.auditBlocks, remove: () => Promise.reject(new Error('stopped')) },
    };
    await expect(cutAudit(stopped, day(7))).rejects.toThrow('stopped');
    expect((await verifyAudit(documents)).broken).toBeNull();
    const [oldest] = await blocks();
    await documents.auditBlocks.remove(installScope, [oldest?.id ?? '']);
    expect((await verifyAudit(documents)).broken).toBeNull();
    expect(await cutAudit(documents, day(7))).toBeGreaterThan(0);
    expect((await verifyAudit(documents)).broken).toBeNull();
  });

  test('is nothing that can be pretended: the hash must be the one there', async () => {
    await fill();
    await cutAudit(documents, day(4));
    // All that is left is sealed anew behind another beginning; only what the cut tells is left to fit.
    let previous = 'e'.repeat(64);
    for (const { id, entries } of await blocks()) {
      const anew = entries.map((entry) => {
        const sealed = sealAuditEntry(entry, entry.seq, previous);
        previous = sealed.hash;
        return sealed;
      });
      await rewrite(id, { entries: anew, last_hash: previous });
    }
    expect((await verifyAudit(documents)).broken?.seq).toBe(1);
  });
});
