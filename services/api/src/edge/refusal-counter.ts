import type { AuditRecord } from '@persona/contracts';

/**
 * Counts requests that were refused, or failed: the first of a kind has an entry at once, the others of a
 * minute have one together.
 */
export interface RefusalCounter {
  count(record: AuditRecord): void;
  /** Writes what was counted. */
  close(): Promise<void>;
}

const INTERVAL_MS = 60_000;
/** Kinds in a minute; what is refused beyond them is counted by its action alone. */
const MAX_KINDS = 200;

/**
 * Whoever is refused could fill the disk with entries: what the same caller is refused in the same way, from
 * the same address, has two entries a minute at most, which say how many requests they stand for.
 */
export function createRefusalCounter(
  write: (records: readonly AuditRecord[]) => Promise<void>,
  intervalMs = INTERVAL_MS,
): RefusalCounter {
  /** The first of each kind in this minute, and how many came after it. */
  let kinds = new Map<string, { first: AuditRecord; more: number }>();

  const flush = async (): Promise<void> => {
    const counted = [...kinds.values()].filter(({ more }) => more > 0);
    kinds = new Map();
    const at = new Date().toISOString();
    // The first has an entry of its own, with what it was about; the others may have been about anything.
    if (counted.length > 0)
      await write(
        counted.map(({ first, more }) => ({ ...first, at, object: null, request_id: null, count: more })),
      );
  };
  const timer = setInterval(() => void flush(), intervalMs).unref();

  return {
    count(record) {
      const { actor, action, code, status, address } = record;
      const full = kinds.size >= MAX_KINDS;
      const own = JSON.stringify([actor, action, code, status, address]);
      const others = `others ${action}`;
      const kind = kinds.get(own) ?? (full ? kinds.get(others) : undefined);
      if (kind) {
        kind.more++;
        return;
      }
      const first = full ? { ...record, actor: null, address: null } : record;
      kinds.set(full ? others : own, { first, more: 0 });
      void write([first]);
    },
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}
