import { setImmediate } from 'node:timers/promises';
import {
  auditBlockId,
  installScope,
  type AuditAction,
  type AuditBlock,
  type AuditEntry,
  type AuditOutcome,
} from '@persona/contracts';
import type { DocumentStore, Where } from '@persona/documents';

type Deps = Pick<DocumentStore, 'auditBlocks'>;

export interface AuditFilter {
  /** ISO 8601 in UTC with milliseconds; `from` belongs to it, `to` does not. */
  from?: string | undefined;
  to?: string | undefined;
  actor?: string | undefined;
  action?: AuditAction | undefined;
  object?: string | undefined;
  instance_id?: string | undefined;
  outcome?: AuditOutcome | undefined;
}

export interface AuditPlace {
  /** Only entries behind the one with this place, in the order that is asked for. */
  after?: number | undefined;
  order?: 'asc' | 'desc' | undefined;
}

/** Blocks that are read at a time; one has up to 500 entries, and mostly one. */
const BLOCK_BATCH_SIZE = 20;
/** A block is written after its entries happened, and the clocks of processes differ. */
const CLOCK_DIFFERENCE_MS = 10 * 60_000;

/** The blocks of the log, oldest first unless told; other work of the process goes on between any two. */
export async function* auditBlocks(
  { auditBlocks: blocks }: Deps,
  where: Where<AuditBlock> = {},
  direction: 'asc' | 'desc' = 'asc',
): AsyncGenerator<AuditBlock> {
  let after: { value: string; id: string } | undefined;
  for (;;) {
    const found = await blocks.find(installScope, { where, direction, after, limit: BLOCK_BATCH_SIZE });
    for (const block of found) {
      yield block;
      // Reads of an embedded store are synchronous.
      await setImmediate();
    }
    const last = found.at(-1);
    if (!last) return;
    after = { value: last.id, id: last.id };
  }
}

/**
 * The entries of the log, each with whether the filter lets it through, so that a reader can stop after as
 * much work as it wants. Entries that cannot match for their time are left out.
 */
export async function* readAudit(
  deps: Deps,
  filter: AuditFilter,
  { after, order = 'asc' }: AuditPlace = {},
): AsyncGenerator<{ entry: AuditEntry; matches: boolean }> {
  const isAscending = order === 'asc';
  const start = after === undefined ? await startOf(deps, filter, order) : await behind(deps, after, order);
  if (start === null) return;
  for await (const block of auditBlocks(deps, start, order)) {
    if (isBeyond(block, filter, isAscending)) return;
    for (const entry of isAscending ? block.entries : block.entries.toReversed()) {
      if (after !== undefined && (isAscending ? entry.seq <= after : entry.seq >= after)) continue;
      yield { entry, matches: passes(entry, filter) };
    }
  }
}

/** The blocks that may hold entries behind the entry `after`, which may be in the middle of one. */
async function behind(deps: Deps, after: number, order: 'asc' | 'desc'): Promise<Where<AuditBlock>> {
  if (order === 'desc') return { id: { lt: auditBlockId(after) } };
  const next = auditBlockId(after + 1);
  const [block] = await deps.auditBlocks.find(installScope, {
    where: { id: { lte: next } },
    direction: 'desc',
    limit: 1,
  });
  return { id: { gte: block?.id ?? next } };
}

/** Those that may hold entries of the time that is asked for; null where none does. */
async function startOf(
  deps: Deps,
  { from, to }: AuditFilter,
  order: 'asc' | 'desc',
): Promise<Where<AuditBlock> | null> {
  const bound = order === 'asc' ? from : to;
  if (bound === undefined) return {};
  const created_at =
    order === 'asc'
      ? { gte: shift(bound, -CLOCK_DIFFERENCE_MS) }
      : { lte: shift(bound, CLOCK_DIFFERENCE_MS) };
  const [block] = await deps.auditBlocks.find(installScope, {
    where: { created_at },
    orderBy: 'created_at',
    direction: order,
    limit: 1,
  });
  if (!block) return null;
  return { id: order === 'asc' ? { gte: block.id } : { lte: block.id } };
}

const isBeyond = ({ created_at }: AuditBlock, { from, to }: AuditFilter, isAscending: boolean): boolean =>
  isAscending
    ? to !== undefined && created_at > shift(to, CLOCK_DIFFERENCE_MS)
    : from !== undefined && created_at < shift(from, -CLOCK_DIFFERENCE_MS);

const shift = (time: string, ms: number): string => new Date(Date.parse(time) + ms).toISOString();

function passes(entry: AuditEntry, { from, to, ...fields }: AuditFilter): boolean {
  if ((from !== undefined && entry.at < from) || (to !== undefined && entry.at >= to)) return false;
  return (Object.keys(fields) as (keyof typeof fields)[]).every(
    (name) => fields[name] === undefined || entry[name] === fields[name],
  );
}
