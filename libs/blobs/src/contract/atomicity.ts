import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { BlobKey } from '@persona/contracts';
import { describe, expect, test } from 'vitest';
import { blobFolder, blobKey } from '../blob-key.ts';
import type { BlobStore } from '../blob-store.ts';
import { newOwner, read, source } from './blobs.ts';

export function describeAtomicity(store: () => BlobStore): void {
  describe('whole or not at all', () => {
    const kept = Buffer.from('what was there before');

    const failing: [string, (key: BlobKey) => Promise<unknown>, object][] = [
      [
        'a source that breaks',
        async (key) =>
          store().put(
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
        async (key) => store().put(key, source(randomBytes(60), randomBytes(60)), { maxBytes: 100 }),
        { code: 'payload_too_large' },
      ],
      [
        'an abort while the source waits',
        async (key) => {
          const stop = new AbortController();
          const silent = new Readable({ read() {} });
          silent.push(randomBytes(1000));
          setImmediate(() => stop.abort(new Error('stopped')));
          return store().put(key, silent, { signal: stop.signal });
        },
        { message: 'stopped' },
      ],
      [
        'an abort before it began',
        async (key) => store().put(key, source(kept), { signal: AbortSignal.abort(new Error('stopped')) }),
        { message: 'stopped' },
      ],
    ];

    test.each(failing)('%s leaves what was there', async (_case, put, error) => {
      const folder = newOwner();
      const key = blobKey(folder, 'a.bin');
      await expect(put(key)).rejects.toMatchObject(error);
      expect(await store().list(blobFolder(folder))).toEqual({ blobs: [], nextCursor: null });
      await store().put(key, source(kept));
      await expect(put(key)).rejects.toMatchObject(error);
      expect(await read(store(), key)).toEqual(kept);
    });

    test('a source that is refused is destroyed', async () => {
      const stream = Readable.from([randomBytes(60), randomBytes(60)], { objectMode: true });
      await expect(store().put(blobKey(newOwner(), 'a.bin'), stream, { maxBytes: 10 })).rejects.toThrow();
      expect(stream.destroyed).toBe(true);
    });

    test('a blob of exactly the cap is taken', async () => {
      await expect(
        store().put(blobKey(newOwner(), 'a.bin'), source(randomBytes(100)), { maxBytes: 100 }),
      ).resolves.toMatchObject({ bytes: 100 });
    });

    test('of many writers of one key, one wins whole', async () => {
      const key = blobKey(newOwner(), 'deep', 'er', 'a.bin');
      const candidates = Array.from({ length: 8 }, () => randomBytes(50_000));
      await Promise.all(
        candidates.map(async (bytes) => store().put(key, source(bytes.subarray(0, 9), bytes.subarray(9)))),
      );
      const winner = await read(store(), key);
      expect(candidates.filter((bytes) => winner?.equals(bytes))).toHaveLength(1);
    });
  });
}
