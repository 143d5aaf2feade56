import {
  AUDIT_START,
  AppError,
  INSTALL,
  MAX_AUDIT_BLOCK_ENTRIES,
  auditBlockId,
  installScope,
  sealAuditEntry,
  type AuditBlock,
  type AuditEntry,
  type AuditRecord,
} from '@persona/contracts';
import type { Collection, DocumentStore } from './document-store.ts';

/** What is remembered of the end of the log is read again after this time. */
const END_TTL_MS = 60_000;

interface End {
  seq: number;
  hash: string;
  knownAt: number;
}

interface Waiting {
  records: readonly AuditRecord[];
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * `appendAudit` over the blocks of a store. One write at a time: what comes meanwhile shares the next. The id
 * of a block is the place of its first entry, so of several processes that go on from one entry a single one
 * is in, and the others read the end again. The end is never remembered for as long as entries are kept, so
 * no removed block can be written again.
 */
export function createAuditAppender(blocks: Collection<AuditBlock>): DocumentStore['appendAudit'] {
  let waiting: Waiting[] = [];
  let writing = false;
  let remembered: End | undefined;

  const readEnd = async (): Promise<End> => {
    const [last] = await blocks.find(installScope, { direction: 'desc', limit: 1 });
    return { seq: last?.last_seq ?? 0, hash: last?.last_hash ?? AUDIT_START, knownAt: Date.now() };
  };

  const write = async (records: readonly AuditRecord[]): Promise<void> => {
    for (;;) {
      if (remembered && Math.abs(Date.now() - remembered.knownAt) > END_TTL_MS) remembered = undefined;
      const end = remembered ?? (await readEnd());
      remembered = undefined;
      const block = blockBehind(end, records);
      const [result] = await blocks.insert(installScope, [block]);
      if (result !== 'inserted') continue;
      remembered = { seq: block.last_seq, hash: block.last_hash, knownAt: Date.now() };
      return;
    }
  };

  const writeAlone = async ({ records, resolve, reject }: Waiting): Promise<void> => {
    try {
      await write(records);
      resolve();
    } catch (error) {
      reject(error);
    }
  };

  const writeAll = async (): Promise<void> => {
    writing = true;
    while (waiting.length > 0) {
      const together = takeBlock(waiting);
      waiting = waiting.slice(together.length);
      try {
        await write(together.flatMap(({ records }) => records));
        for (const { resolve } of together) resolve();
      } catch (error) {
        if (error instanceof AppError || together.length === 1) {
          for (const { reject } of together) reject(error);
          continue;
        }
        // A record that does not fit is a mistake of ours, and whoever shares its block has no part in it.
        for (const one of together) await writeAlone(one);
      }
    }
    writing = false;
  };

  return async (records) => {
    if (records.length === 0) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    waiting.push({ records, resolve, reject });
    if (!writing) void writeAll();
    await promise;
  };
}

/** The first of those that wait, as many as one block holds; at least one. */
function takeBlock(waiting: readonly Waiting[]): Waiting[] {
  let entries = 0;
  const end = waiting.findIndex(({ records }, n) => {
    entries += records.length;
    return n > 0 && entries > MAX_AUDIT_BLOCK_ENTRIES;
  });
  return waiting.slice(0, end < 0 ? waiting.length : end);
}

function blockBehind({ seq, hash }: End, records: readonly AuditRecord[]): AuditBlock {
  const entries: AuditEntry[] = [];
  for (const record of records)
    entries.push(sealAuditEntry(record, seq + entries.length + 1, entries.at(-1)?.hash ?? hash));
  const at = new Date().toISOString();
  return {
    id: auditBlockId(seq + 1),
    instance_id: INSTALL,
    version: 1,
    created_at: at,
    updated_at: at,
    last_seq: seq + entries.length,
    last_hash: entries.at(-1)?.hash ?? hash,
    entries,
  };
}
