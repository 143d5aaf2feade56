import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/** A page at an edition; edition 0: deleted. */
export type PageState = readonly [key: string, edition: number];

export interface Ledger {
  /** Records what is about to be sent; returns its number. */
  intend(kind: string, pages: readonly PageState[]): number;
  /** Records the outcome. What is not among the acknowledged may or may not have happened. */
  settle(op: number, outcome: Omit<Outcome, 'op'>): void;
  close(): void;
}

interface Intent {
  op: number;
  kind: string;
  pages: readonly PageState[];
}

interface Outcome {
  op: number;
  /** Pages whose new state was acknowledged. */
  acked: readonly string[];
  /** Pages that were answered as missing. */
  missing?: readonly string[];
  /** How often it was sent. */
  tries: number;
}

/** A write-ahead ledger: each line is on disk before the caller goes on. */
export function createLedger(file: string): Ledger {
  const descriptor = openSync(file, 'a');
  let ops = 0;
  const write = (line: Intent | Outcome) => {
    writeSync(descriptor, `${JSON.stringify(line)}\n`);
    fdatasyncSync(descriptor);
  };
  return {
    intend: (kind, pages) => {
      const op = ++ops;
      write({ op, kind, pages });
      return op;
    },
    settle: (op, outcome) => write({ op, ...outcome }),
    close: () => closeSync(descriptor),
  };
}

/** What the sender may rely on, page by page. */
interface Expectation {
  /** The states that the page may be in: one, unless the outcome of an operation is unknown. */
  possible: Set<number>;
  /** Editions of an operation that was interrupted or repeated: a text of them may have been left behind. */
  cut: Set<number>;
  /** Answered as missing although it had been acknowledged. */
  missed: boolean;
}

export interface LedgerSummary {
  pages: Map<string, Expectation>;
  /** Page operations: sent, acknowledged, and of unknown outcome. */
  sent: number;
  acked: number;
  unknown: number;
}

export function readLedger(file: string): LedgerSummary {
  const pages = new Map<string, Expectation>();
  const open = new Map<number, Intent>();
  let sent = 0;
  let acked = 0;
  const pageOf = (key: string): Expectation => {
    const page = pages.get(key) ?? { possible: new Set([0]), cut: new Set(), missed: false };
    pages.set(key, page);
    return page;
  };
  const conclude = (intent: Intent, outcome: Omit<Outcome, 'op'>) => {
    const done = new Set(outcome.acked);
    const missing = new Set(outcome.missing);
    for (const [key, edition] of intent.pages) {
      const page = pageOf(key);
      if (!done.has(key) || outcome.tries > 1) page.cut.add(edition);
      if (done.has(key)) page.possible = new Set([edition]);
      else if (missing.has(key)) {
        page.missed ||= !page.possible.has(0);
        page.possible = new Set([0]);
      } else page.possible.add(edition);
    }
    sent += intent.pages.length;
    acked += done.size + missing.size;
  };
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue;
    const entry = JSON.parse(line) as Intent | Outcome;
    if ('kind' in entry) open.set(entry.op, entry);
    else {
      const intent = open.get(entry.op);
      if (intent) conclude(intent, entry);
      open.delete(entry.op);
    }
  }
  for (const intent of open.values()) conclude(intent, { acked: [], tries: 1 });
  return { pages, sent, acked, unknown: sent - acked };
}
