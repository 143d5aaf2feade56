import { readdirSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { eventually, tempFolder } from '@persona/testing';
import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { createSpill } from './spill.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

const write = (spill: ReturnType<typeof createSpill>, bytes: Buffer): Promise<void> =>
  new Promise((resolve, reject) => spill.write(bytes, (error) => (error ? reject(error) : resolve())));

test('takes what nobody reads, holds little of it, leaves no file, and gives it back in order', async () => {
  const spill = createSpill({ folder: folder.path });
  const chunks = Array.from({ length: 300 }, (_, n) => Buffer.alloc(20_000, n));
  for (const chunk of chunks) await write(spill, chunk);
  expect(spill.readableLength + spill.writableLength).toBeLessThan(200_000);
  expect(readdirSync(folder.path)).toEqual([]);
  spill.end();
  expect((await buffer(spill)).equals(Buffer.concat(chunks))).toBe(true);
});

test('whoever is faster, nothing is lost or turned round', async () => {
  const step = fc.record({ bytes: fc.nat(100_000), reads: fc.nat(3) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 12 }),
      fc.constantFrom(50_000, 1e9),
      async (steps, maxBytes) => {
        const spill = createSpill({ folder: folder.path, maxBytes });
        const written: Buffer[] = [];
        const read: Buffer[] = [];
        const writes: Promise<void>[] = [];
        for (const [n, { bytes, reads }] of steps.entries()) {
          const chunk = Buffer.alloc(bytes, n + 1);
          written.push(chunk);
          writes.push(write(spill, chunk));
          for (let r = 0; r < reads; r++) {
            const some = spill.read() as Buffer | null;
            if (some) read.push(some);
            await new Promise(setImmediate);
          }
        }
        spill.end();
        read.push(await buffer(spill));
        await Promise.all(writes);
        expect(Buffer.concat(read).equals(Buffer.concat(written))).toBe(true);
      },
    ),
    { numRuns: 50 },
  );
});

test('a full file makes the writer wait for the reader', async () => {
  const spill = createSpill({ folder: folder.path, maxBytes: 300_000 });
  let taken = 0;
  const writing = (async () => {
    for (let n = 0; n < 50; n++) {
      await write(spill, Buffer.alloc(20_000));
      taken++;
    }
    spill.end();
  })();
  await eventually(() => taken >= 15);
  for (let n = 0; n < 100; n++) await new Promise(setImmediate);
  expect(taken).toBeLessThan(25);
  expect((await buffer(spill)).length).toBe(1_000_000);
  await writing;
});

test('a reader that goes ends it', async () => {
  const spill = createSpill({ folder: folder.path });
  for (let n = 0; n < 10; n++) await write(spill, Buffer.alloc(50_000));
  spill.destroy();
  await new Promise((resolve) => spill.once('close', resolve));
  await expect(write(spill, Buffer.alloc(1))).rejects.toThrow();
});
