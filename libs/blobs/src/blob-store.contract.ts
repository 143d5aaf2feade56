import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blobFolder, blobKey } from './blob-key.ts';
import type { BlobStore } from './blob-store.ts';

/** What every adapter must pass. `open` gives a store of its own; keys are fresh, so it may be one that is in use. */
export function describeBlobStore(name: string, open: () => Promise<BlobStore>): void {
  describe(`${name} is a blob store`, () => {
    let store: BlobStore;
    const owner = (): string => `ins_${randomBytes(8).toString('hex').toUpperCase()}`;
    const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
    const source = (...chunks: Uint8Array[]): Readable => Readable.from(chunks, { objectMode: true });
    const read = async (key: string, range?: { start: number; end?: number }): Promise<Buffer | null> => {
      const reader = await store.get(key, range);
      return reader && buffer(reader.stream);
    };

    beforeAll(async () => {
      store = await open();
      await store.ready();
    });
    afterAll(async () => {
      await store.close();
    });

    describe('basic', () => {
      test('gives back the bytes, their number and their hash', async () => {
        const key = blobKey(owner(), 'voi_1', 'original.bin');
        const bytes = randomBytes(300_000);
        const put = await store.put(
          key,
          source(bytes.subarray(0, 7), bytes.subarray(7, 200_000), bytes.subarray(200_000)),
        );
        expect(put).toEqual({ bytes: 300_000, sha256: sha256(bytes) });
        expect(await read(key)).toEqual(bytes);
        expect(await store.stat(key)).toMatchObject({ key, bytes: 300_000 });
      });

      test('takes any async iterable, and an empty one', async () => {
        const key = blobKey(owner(), 'empty.bin');
        const put = await store.put(key, (async function* (): AsyncGenerator<Uint8Array> {})());
        expect(put).toEqual({ bytes: 0, sha256: sha256(Buffer.of()) });
        const reader = await store.get(key);
        expect(reader).toMatchObject({ bytes: 0, range: { start: 0, end: -1 } });
        expect(reader && (await buffer(reader.stream))).toHaveLength(0);
      });

      test('replaces a blob; a reader that has begun keeps what it began', async () => {
        const key = blobKey(owner(), 'a.bin');
        const [first, second] = [randomBytes(200_000), randomBytes(1000)];
        await store.put(key, source(first));
        const reader = await store.get(key);
        await store.put(key, source(second));
        expect(reader && (await buffer(reader.stream))).toEqual(first);
        expect(await read(key)).toEqual(second);
      });

      test('knows nothing of what is not there', async () => {
        const key = blobKey(owner(), 'x', 'nothing.bin');
        expect(await store.get(key)).toBeNull();
        expect(await store.stat(key)).toBeNull();
        expect(await store.remove(key)).toBe(false);
        await expect(store.useLocalFile(key, async () => 1)).rejects.toMatchObject({ code: 'not_found' });
      });

      test('removes one blob, twice without complaint', async () => {
        const [key, other] = [blobKey(owner(), 'a.bin'), blobKey(owner(), 'a.bin')];
        await store.put(key, source(Buffer.from('a')));
        await store.put(other, source(Buffer.from('b')));
        expect(await store.remove(key)).toBe(true);
        expect(await store.remove(key)).toBe(false);
        expect(await store.get(key)).toBeNull();
        expect(await read(other)).toEqual(Buffer.from('b'));
      });

      test('lends a local file', async () => {
        const key = blobKey(owner(), 'a.bin');
        await store.put(key, source(Buffer.from('local')));
        expect(await store.useLocalFile(key, async (path) => readFile(path, 'utf8'))).toBe('local');
      });

      test('signs an address', async () => {
        const key = blobKey(owner(), 'a.bin');
        await store.put(key, source(Buffer.from('a')));
        expect(await store.signedUrl(key, { ttlSeconds: 60, contentType: 'audio/webm' })).toContain(key);
      });
    });

    describe('ranges', () => {
      test('yield exactly their bytes', async () => {
        const key = blobKey(owner(), 'a.bin');
        const bytes = randomBytes(5000);
        await store.put(key, source(bytes));
        await fc.assert(
          fc.asyncProperty(
            fc.nat(4999),
            fc.option(fc.nat(6000), { nil: undefined }),
            async (start, length) => {
              const end = length === undefined ? undefined : start + length;
              const reader = await store.get(key, end === undefined ? { start } : { start, end });
              expect(reader).toMatchObject({
                bytes: 5000,
                range: { start, end: Math.min(end ?? 4999, 4999) },
              });
              expect(reader && (await buffer(reader.stream))).toEqual(
                bytes.subarray(start, end === undefined ? undefined : end + 1),
              );
            },
          ),
          { numRuns: 30 },
        );
      });

      test('that begin after the end are refused', async () => {
        const key = blobKey(owner(), 'a.bin');
        await store.put(key, source(Buffer.from('abc')));
        await expect(store.get(key, { start: 3 })).rejects.toMatchObject({ code: 'validation_error' });
      });
    });

    describe('whole or not at all', () => {
      const kept = Buffer.from('what was there before');

      const failing: [string, (key: string) => Promise<unknown>, object][] = [
        [
          'a source that breaks',
          async (key) =>
            store.put(
              key,
              (async function* () {
                yield randomBytes(100_000);
                throw new Error('the line went dead');
              })(),
            ),
          { message: 'the line went dead' },
        ],
        [
          'a source over the cap',
          async (key) => store.put(key, source(randomBytes(60), randomBytes(60)), { maxBytes: 100 }),
          { code: 'payload_too_large' },
        ],
        [
          'an abort while the source waits',
          async (key) => {
            const stop = new AbortController();
            const silent = new Readable({ read() {} });
            silent.push(randomBytes(1000));
            setImmediate(() => stop.abort(new Error('stopped')));
            return store.put(key, silent, { signal: stop.signal });
          },
          { message: 'stopped' },
        ],
        [
          'an abort before it began',
          async (key) => store.put(key, source(kept), { signal: AbortSignal.abort(new Error('stopped')) }),
          { message: 'stopped' },
        ],
      ];

      test.each(failing)('%s leaves what was there', async (_case, put, error) => {
        const folder = owner();
        const key = blobKey(folder, 'a.bin');
        await expect(put(key)).rejects.toMatchObject(error);
        expect(await store.list(blobFolder(folder))).toEqual({ blobs: [], nextCursor: null });
        await store.put(key, source(kept));
        await expect(put(key)).rejects.toMatchObject(error);
        expect(await read(key)).toEqual(kept);
      });

      test('a source that is refused is destroyed', async () => {
        const stream = Readable.from([randomBytes(60), randomBytes(60)], { objectMode: true });
        await expect(store.put(blobKey(owner(), 'a.bin'), stream, { maxBytes: 10 })).rejects.toThrow();
        expect(stream.destroyed).toBe(true);
      });

      test('a blob of exactly the cap is taken', async () => {
        await expect(
          store.put(blobKey(owner(), 'a.bin'), source(randomBytes(100)), { maxBytes: 100 }),
        ).resolves.toMatchObject({ bytes: 100 });
      });

      test('of many writers of one key, one wins whole', async () => {
        const key = blobKey(owner(), 'deep', 'er', 'a.bin');
        const candidates = Array.from({ length: 8 }, () => randomBytes(50_000));
        await Promise.all(
          candidates.map(async (bytes) => store.put(key, source(bytes.subarray(0, 9), bytes.subarray(9)))),
        );
        const winner = await read(key);
        expect(candidates.filter((bytes) => winner?.equals(bytes))).toHaveLength(1);
      });
    });

    describe('folders', () => {
      test('list their blobs in order, page by page', async () => {
        const folder = owner();
        const names = [
          'b.bin',
          'a/z.bin',
          'a-b/c.bin',
          'a/a/a.bin',
          'a_/c.bin',
          'a0.bin',
          'a/b.bin',
          'B.bin',
        ];
        const keys = names.map((name) => blobKey(folder, name));
        for (const key of keys) await store.put(key, source(Buffer.from(key)));
        await store.put(blobKey(`${folder}0`, 'other.bin'), source(Buffer.of(1)));

        for (const limit of [1, 3, 1000]) {
          const seen: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await store.list(blobFolder(folder), { limit, cursor });
            expect(page.blobs.length).toBeLessThanOrEqual(limit);
            seen.push(...page.blobs.map((blob) => blob.key));
            cursor = page.nextCursor ?? undefined;
          } while (cursor);
          expect(seen).toEqual([...keys].sort());
        }
        expect((await store.list(blobFolder(folder, 'a'))).blobs.map((blob) => blob.key)).toEqual(
          ['a/a/a.bin', 'a/b.bin', 'a/z.bin'].map((name) => blobKey(folder, name)),
        );
      });

      test('go with everything in them and nothing beside them', async () => {
        const folder = owner();
        const inside = [blobKey(folder, 'voi_1', 'a.bin'), blobKey(folder, 'voi_1', 'deep', 'b.bin')];
        const beside = [
          blobKey(folder, 'voi_11', 'a.bin'),
          blobKey(folder, 'c.bin'),
          blobKey(`${folder}1`, 'a.bin'),
        ];
        for (const key of [...inside, ...beside]) await store.put(key, source(Buffer.from(key)));
        await store.removePrefix(blobFolder(folder, 'voi_1'));
        await store.removePrefix(blobFolder(folder, 'voi_1'));
        for (const key of inside) expect(await store.stat(key)).toBeNull();
        for (const key of beside) expect(await store.stat(key)).not.toBeNull();
      });

      test('can be written to while they are being removed', async () => {
        const folder = owner();
        const puts = Array.from({ length: 20 }, async (_, n) =>
          store.put(blobKey(folder, 'voi_1', `n${n}.bin`), source(randomBytes(100))),
        );
        await Promise.all([...puts, store.removePrefix(blobFolder(folder))]);
        await store.removePrefix(blobFolder(folder));
        expect((await store.list(blobFolder(folder))).blobs).toEqual([]);
      });
    });

    describe('the wall', () => {
      const hostile = [
        '', '/', '.', '..', 'a.bin', '/a/b.bin', 'a//b.bin', 'a/../b/c.bin', '../etc/passwd.bin', 'a/..', 'a/.hidden', 'a/b.bin/', 'a/b', 'a/b.bin\0',
        'a\\b/c.bin', 'a/b.bin?x', 'a/é.bin', 'a/b.b.b.b', `a/${'x'.repeat(200)}.bin`, '.writing/a.bin', 'a/b/c/d/e/f/g/h/i.bin',
      ]; // prettier-ignore

      test.each(hostile)('refuses the key %j', async (key) => {
        await expect(store.put(key, source(Buffer.of(1)))).rejects.toThrow(TypeError);
        await expect(store.get(key)).rejects.toThrow(TypeError);
        await expect(store.remove(key)).rejects.toThrow(TypeError);
        await expect(store.signedUrl(key, { ttlSeconds: 1 })).rejects.toThrow(TypeError);
      });

      test.each(['', '/', '../', 'a', 'a//', 'a/../', './', '*/', 'a/b.bin'])(
        'refuses the prefix %j',
        async (prefix) => {
          await expect(store.removePrefix(prefix)).rejects.toThrow(TypeError);
          await expect(store.list(prefix)).rejects.toThrow(TypeError);
        },
      );
    });
  });
}
