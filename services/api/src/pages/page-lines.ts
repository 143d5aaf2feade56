import type { Writable } from 'node:stream';
import { AppError, PAGES_PER_JOB, PageBodyInput, errorBody, toAppError, MiB } from '@persona/contracts';
import { createTimeSlices } from '@persona/queues';
import type { PageInput, StoredPage } from '@persona/domain';
import { checkValueCount, readJsonText } from '../edge/json-text.ts';
import { unknownFieldWarnings } from '../edge/unknown-fields.ts';
import { createCheck } from '../edge/validation.ts';
import { readLines, writeOut, type Line } from './ndjson.ts';
import { checkPage, maxPageJsonBytes } from './page-input.ts';

export interface PageLines {
  source: AsyncIterable<Buffer>;
  out: Writable;
  maxPageBytes: number;
  requestId: string;
  /** Stores pages that have been checked. */
  store: (pages: readonly PageInput[]) => Promise<{ pages: StoredPage[]; job_id: string | null }>;
  /** Resolves when there is room for more pages. */
  room: () => Promise<void>;
  /** Called where work goes on after others had their turn. */
  onStep?: () => void;
}

type Entry = { n: number; bytes: number } & ({ page: PageInput; warnings: string[] } | { error: AppError });

const PAGE_BATCH_SIZE = 2 * PAGES_PER_JOB;
const MAX_BATCH_BYTES = 4 * MiB;
/** A page has few values, and metadata of 64 KB have room for no more. */
const MAX_VALUES_PER_LINE = 40_000;
const checkLine: ReturnType<typeof createCheck<typeof PageBodyInput>> = createCheck(PageBodyInput);

/**
 * Stores one page per line and writes one acknowledgement per line, in order, each when its page is durable.
 * While one batch is being stored the next lines are collected, so that a slow sender is answered at once and
 * a fast one in bulk. Memory holds two batches, whatever the length of the stream; a slow store, or an `out`
 * that does not drain, stops the reading. A bad line gets an error line, and the rest continues.
 */
export async function storePageLines({
  source,
  out,
  maxPageBytes,
  requestId,
  store,
  room,
  onStep,
}: PageLines): Promise<void> {
  const queue: Queue = { entries: [], bytes: 0, draining: null, failure: null };
  const slice = createTimeSlices();

  const drain = async (): Promise<void> => {
    while (queue.entries.length > 0) {
      const batch = takeBatch(queue);
      await room();
      await writeOut(out, await settle(batch));
    }
  };
  const kick = (): void => {
    queue.draining ??= drain()
      .catch((error: unknown) => void (queue.failure ??= error))
      .finally(() => (queue.draining = null));
  };

  const settle = async (batch: readonly Entry[]): Promise<string> => {
    const pages = batch.flatMap((entry) => ('page' in entry ? [entry.page] : []));
    const results = await storeEach(pages);
    let next = 0;
    return batch
      .map((entry) =>
        'page' in entry ? line(entry.n, results[next++]!, entry.warnings) : line(entry.n, entry.error),
      )
      .join('');
  };

  /**
   * All pages in one write. When it is refused, each page is stored alone, so that only the faulty page
   * fails.
   */
  const storeEach = async (pages: readonly PageInput[]): Promise<(Stored | AppError)[]> => {
    if (pages.length === 0) return [];
    try {
      const { pages: stored, job_id } = await store(pages);
      return stored.map((page) => Object.assign(page, { job_id }));
    } catch (error) {
      const known = toAppError(error);
      if (pages.length === 1 || known.status >= 500) return pages.map(() => known);
      const results: (Stored | AppError)[] = [];
      for (const page of pages) {
        const before = results.at(-1);
        // What is left of a quota does not grow from page to page.
        const isOver = before instanceof AppError && before.code === 'quota_exceeded';
        results.push(...(isOver ? [before] : await storeEach([page])));
      }
      return results;
    }
  };

  const line = (n: number, result: Stored | AppError, warnings: readonly string[] = []): string =>
    `${JSON.stringify(
      result instanceof AppError
        ? { line: n, ...errorBody(result, requestId) }
        : { line: n, status: 'success', ...result, ...warned([...warnings, ...(result.warnings ?? [])]) },
    )}\n`;

  const warned = (warnings: readonly string[]) => (warnings.length > 0 ? { warnings } : {});

  const read = ({ n, text }: Line): Entry => {
    const bytes = text?.length ?? 0;
    try {
      if (text === null) {
        throw new AppError(
          'payload_too_large',
          `Line ${n} is over the limit of a page; split it into several pages`,
        );
      }
      checkValueCount(text, MAX_VALUES_PER_LINE);
      const { value, warnings } = readJsonText(text);
      warnings.push(...unknownFieldWarnings(PageBodyInput, value));
      checkLine(value);
      return { n, bytes, page: checkPage(value, maxPageBytes), warnings };
    } catch (error) {
      return { n, bytes, error: toAppError(error) };
    }
  };

  try {
    for await (const lines of readLines(source, maxPageJsonBytes(maxPageBytes))) {
      onStep?.();
      for (const one of lines) {
        const entry = read(one);
        queue.entries.push(entry);
        queue.bytes += entry.bytes;
        // A chunk may hold thousands of lines.
        await slice();
        onStep?.();
        if (isFull(queue)) kick();
        while (queue.draining && isFull(queue)) await queue.draining;
        if (queue.failure) throw queue.failure;
      }
      kick();
    }
  } catch (error) {
    // Nothing is stored after the end, because a later request of the same sender may bring newer versions of
    // the same pages.
    queue.entries = [];
    await queue.draining;
    throw error;
  }
  while (queue.draining) await queue.draining;
  if (queue.failure) throw queue.failure;
}

interface Queue {
  entries: Entry[];
  bytes: number;
  /** The write in progress. */
  draining: Promise<void> | null;
  failure: unknown;
}

interface Stored extends StoredPage {
  job_id: string | null;
}

const isFull = ({ entries, bytes }: Queue): boolean =>
  entries.length >= PAGE_BATCH_SIZE || bytes >= MAX_BATCH_BYTES;

function takeBatch(queue: Queue): Entry[] {
  let bytes = 0;
  let count = 0;
  for (const entry of queue.entries) {
    if (count > 0 && (count >= PAGE_BATCH_SIZE || bytes + entry.bytes > MAX_BATCH_BYTES)) break;
    bytes += entry.bytes;
    count++;
  }
  queue.bytes -= bytes;
  return queue.entries.splice(0, count);
}
