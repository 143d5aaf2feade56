import { once } from 'node:events';
import type { Writable } from 'node:stream';

export interface Line {
  /** From 1, blank lines included. */
  n: number;
  /** null: longer than the limit, and dropped. */
  text: string | null;
}

const NEWLINE = 0x0a;

/**
 * Splits bytes into lines, one list per chunk; blank lines are left out. Holds at most one line, of
 * `maxBytes`.
 */
export async function* readLines(source: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Line[]> {
  let n = 0;
  let held: Buffer[] = [];
  let heldBytes = 0;
  let tooLong = false;

  const hold = (bytes: Buffer): void => {
    heldBytes += bytes.length;
    if (heldBytes > maxBytes) {
      tooLong = true;
      held = [];
    }
    if (!tooLong) held.push(bytes);
  };
  const take = (): Line | null => {
    n++;
    const line: Line = { n, text: tooLong ? null : Buffer.concat(held).toString('utf8') };
    const blank = heldBytes === 0 || line.text?.trim() === '';
    held = [];
    heldBytes = 0;
    tooLong = false;
    return blank ? null : line;
  };

  for await (const chunk of source) {
    const lines: Line[] = [];
    let from = 0;
    for (;;) {
      // Of empty lines there may be millions.
      if (heldBytes === 0) for (; chunk[from] === NEWLINE; from++) n++;
      const end = chunk.indexOf(NEWLINE, from);
      if (end < 0) break;
      hold(chunk.subarray(from, end));
      const line = take();
      if (line) lines.push(line);
      from = end + 1;
    }
    if (from < chunk.length) hold(chunk.subarray(from));
    if (lines.length > 0) yield lines;
  }
  const last = take();
  if (last) yield [last];
}

/** Writes, and waits while the reader is slow; rejects when the reader is gone. */
export async function writeOut(out: Writable, text: string): Promise<void> {
  if (out.destroyed) throw new Error('the reader has gone');
  if (!out.write(text)) await once(out, 'drain', { signal: closedSignal(out) });
}

const signals = new WeakMap<Writable, AbortSignal>();

/** Aborted when the stream closes, because a closed stream never drains. */
function closedSignal(out: Writable): AbortSignal {
  const known = signals.get(out);
  if (known) return known;
  const controller = new AbortController();
  out.once('close', () => controller.abort());
  signals.set(out, controller.signal);
  return controller.signal;
}
