import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { AppError, MiB } from '@persona/contracts';
import type { PageInput } from '@persona/domain';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countTurns } from '../testing/turns.ts';
import { readLines } from './ndjson.ts';
import { storePageLines } from './page-lines.ts';

const line = (n: number): string => `${JSON.stringify({ title: `Page ${n}`, content: `Text ${n}` })}\n`;
const stored = (pages: readonly PageInput[]) =>
  pages.map(({ title }) => ({
    id: `td ${title}`,
    external_id: null,
    result: 'created' as const,
    version: 1,
  }));

/** Chunks of a stream, and how many of them were read. */
function chunks(count: number, perChunk = 10) {
  const taken = { chunks: 0 };
  async function* source(): AsyncGenerator<Buffer> {
    for (let p = 0; p < count; p++) {
      taken.chunks++;
      yield Buffer.from(Array.from({ length: perChunk }, (_, i) => line(p * perChunk + i)).join(''));
    }
  }
  return { source: source(), taken };
}
const turns = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n++) await turn();
};
const options = { maxPageBytes: MiB, requestId: 'req_1', room: async () => undefined };

describe('lines', () => {
  test('however the bytes are cut, the lines are the same', async () => {
    const text = fc.array(
      fc.string({ unit: 'binary', maxLength: 20 }).map((one) => one.replaceAll('\n', ' ')),
    );
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(), { maxLength: 8 }), async (lines, cuts) => {
        const bytes = Buffer.from(lines.join('\n'));
        const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
        async function* source() {
          for (let i = 1; i < at.length; i++) yield bytes.subarray(at[i - 1], at[i]);
        }
        const read = [];
        for await (const some of readLines(source(), 1000)) read.push(...some);
        const wanted = lines
          .map((one, n) => ({ n: n + 1, text: one.toWellFormed() }))
          .filter((one) => one.text.trim() !== '');
        expect(read).toEqual(wanted);
      }),
    );
  });

  test('a line over the limit is dropped without being held, and the next one is read', async () => {
    async function* source() {
      yield Buffer.from('short\n');
      for (let n = 0; n < 1000; n++) yield Buffer.alloc(1000, 'x');
      yield Buffer.from('\nshort again');
    }
    const read = [];
    for await (const some of readLines(source(), 2000)) read.push(...some);
    expect(read).toEqual([
      { n: 1, text: 'short' },
      { n: 2, text: null },
      { n: 3, text: 'short again' },
    ]);
  });
});

describe('storing', () => {
  test('a store that is slow stops the reading', async () => {
    const { source, taken } = chunks(1000);
    let goOn = (): void => {};
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const out = new PassThrough();
    out.resume();
    const store = async (pages: readonly PageInput[]) => {
      await held;
      return { pages: stored(pages), job_id: null };
    };
    const work = storePageLines({ ...options, source, out, store });
    await turns(500);
    // Two batches of 200 pages at most, ten in a chunk.
    expect(taken.chunks).toBeLessThanOrEqual(41);
    goOn();
    await work;
    expect(taken.chunks).toBe(1000);
  });

  test('thousands of bad lines in one chunk do not hold the event loop', async () => {
    async function* source() {
      yield Buffer.from('{\n'.repeat(20_000));
    }
    const out = new PassThrough();
    out.resume();
    const store = async (pages: readonly PageInput[]) => ({ pages: stored(pages), job_id: null });
    expect(
      await countTurns(() => storePageLines({ ...options, source: source(), out, store })),
    ).toBeGreaterThan(10);
  });

  test('a line of very many values is refused before it is parsed, whatever its texts hold', async () => {
    const page = (fields: object): string => `${JSON.stringify({ title: 'T', content: 'c', ...fields })}\n`;
    const texts = '[{,"\\'.repeat(50_000);
    const lines = [
      page({ metadata: { a: Array.from({ length: 50_000 }, () => 1) } }),
      page({ content: texts }),
      `{"title":"T","content":"c","metadata":{"a":[${'[],'.repeat(30_000)}1]}}\n`,
      page({}),
    ];
    const out = new PassThrough();
    const store = async (pages: readonly PageInput[]) => ({ pages: stored(pages), job_id: 'job_1' });
    const reading = storePageLines({
      ...options,
      store,
      out,
      source: (async function* () {
        yield Buffer.from(lines.join(''));
      })(),
    });
    let said = '';
    out.on('data', (chunk) => (said += String(chunk)));
    await reading;
    const codes = said
      .trim()
      .split('\n')
      .map((one) => {
        const { status, error } = JSON.parse(one) as {
          status: string;
          error?: { details?: { code: string }[] };
        };
        return error?.details?.[0]?.code ?? status;
      });
    expect(codes).toEqual(['too_many_values', 'success', 'too_many_values', 'success']);
  });

  test('acknowledgements that find no room stop the reading, and all come when there is', async () => {
    const { source, taken } = chunks(1000);
    const out = new PassThrough();
    const store = async (pages: readonly PageInput[]) => ({ pages: stored(pages), job_id: null });
    const work = storePageLines({ ...options, source, out, store }).finally(() => out.end());
    await turns(2000);
    expect(taken.chunks).toBeLessThan(200);
    let text = '';
    for await (const chunk of out) text += String(chunk);
    await work;
    const acks = text
      .trimEnd()
      .split('\n')
      .map((one) => JSON.parse(one) as { line: number; id: string });
    expect(acks.map(({ line: n, id }) => [n, id])).toEqual(
      Array.from({ length: 10_000 }, (_, n) => [n + 1, `td Page ${n}`]),
    );
  });

  type Ack = { line: number; error?: { code: string } };
  const acksOf = async (
    store: (pages: readonly PageInput[]) => ReturnType<typeof stored>,
  ): Promise<Ack[]> => {
    const { source } = chunks(60);
    const out = new PassThrough();
    const storing = async (pages: readonly PageInput[]) => ({ pages: store(pages), job_id: 'job_1' });
    const work = storePageLines({ ...options, source, out, store: storing }).finally(() => out.end());
    let text = '';
    for await (const chunk of out) text += String(chunk);
    await work;
    const acks = text
      .trimEnd()
      .split('\n')
      .map((one) => JSON.parse(one) as Ack);
    expect(acks.map(({ line: n }) => n)).toEqual(Array.from({ length: 600 }, (_, n) => n + 1));
    return acks;
  };

  test('a page that the store refuses fails alone', async () => {
    const acks = await acksOf((pages) => {
      if (pages.some(({ title }) => title === 'Page 333')) throw new AppError('validation_error', 'no');
      return stored(pages);
    });
    expect(acks.filter(({ error }) => error).map(({ line: n, error }) => [n, error?.code])).toEqual([
      [334, 'validation_error'],
    ]);
  });

  test('a store that is unavailable fails what it was given, and the rest goes on', async () => {
    let calls = 0;
    const acks = await acksOf((pages) => {
      if (++calls === 1) throw new AppError('not_ready', 'away');
      return stored(pages);
    });
    expect([acks[0]?.error?.code, acks.at(-1)?.error]).toEqual(['not_ready', undefined]);
  });

  test('nothing is stored after a sender’s connection has broken but what was being stored', async () => {
    const held = Promise.withResolvers<void>();
    async function* source(): AsyncGenerator<Buffer> {
      yield Buffer.from(line(1));
      await turns(20);
      yield Buffer.from(line(2));
      throw new Error('the connection broke');
    }
    const seen: string[] = [];
    const store = async (pages: readonly PageInput[]) => {
      await held.promise;
      seen.push(...pages.map(({ title }) => title));
      return { pages: stored(pages), job_id: null };
    };
    const out = new PassThrough();
    out.resume();
    const work = storePageLines({ ...options, source: source(), out, store }).catch(() => seen.push('ended'));
    await turns(100);
    held.resolve();
    await work;
    await turns(100);
    expect(seen).toEqual(['Page 1', 'ended']);
  });

  test('a reader that has gone ends the work', async () => {
    const { source } = chunks(1000);
    const out = new PassThrough();
    const store = async (pages: readonly PageInput[]) => ({ pages: stored(pages), job_id: null });
    const work = storePageLines({ ...options, source, out, store });
    await turns(50);
    out.destroy();
    await expect(work).rejects.toThrow();
  });
});
