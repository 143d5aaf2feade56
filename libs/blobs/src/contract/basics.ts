import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { blobKey } from '../blob-key.ts';
import type { BlobStore } from '../blob-store.ts';
import { newOwner, read, sha256, source } from './blobs.ts';

export function describeBasics(store: () => BlobStore): void {
  describe('basics', () => {
    test('gives back the bytes, their number and their hash', async () => {
      const key = blobKey(newOwner(), 'voi_1', 'original.bin');
      const bytes = randomBytes(300_000);
      const put = await store().put(
        key,
        source(bytes.subarray(0, 7), bytes.subarray(7, 200_000), bytes.subarray(200_000)),
      );
      expect(put).toEqual({ bytes: 300_000, sha256: sha256(bytes) });
      expect(await read(store(), key)).toEqual(bytes);
      expect(await store().stat(key)).toMatchObject({ key, bytes: 300_000 });
    });

    test('takes any async iterable, and an empty one', async () => {
      const key = blobKey(newOwner(), 'empty.bin');
      const put = await store().put(key, (async function* (): AsyncGenerator<Uint8Array> {})());
      expect(put).toEqual({ bytes: 0, sha256: sha256(Buffer.of()) });
      const reader = await store().get(key);
      expect(reader).toMatchObject({ bytes: 0, range: { start: 0, end: -1 } });
      expect(reader && (await buffer(reader.stream))).toHaveLength(0);
    });

    test('replaces a blob; a reader that has begun keeps what it began', async () => {
      const key = blobKey(newOwner(), 'a.bin');
      const [first, second] = [randomBytes(200_000), randomBytes(1000)];
      await store().put(key, source(first));
      const reader = await store().get(key);
      await store().put(key, source(second));
      expect(reader && (await buffer(reader.stream))).toEqual(first);
      expect(await read(store(), key)).toEqual(second);
    });

    test('knows nothing of what is not there', async () => {
      const key = blobKey(newOwner(), 'x', 'nothing.bin');
      expect(await store().get(key)).toBeNull();
      expect(await store().stat(key)).toBeNull();
      expect(await store().remove(key)).toBe(false);
      await expect(store().useLocalFile(key, async () => 1)).rejects.toMatchObject({ code: 'not_found' });
    });

    test('removes one blob, twice without complaint', async () => {
      const [key, other] = [blobKey(newOwner(), 'a.bin'), blobKey(newOwner(), 'a.bin')];
      await store().put(key, source(Buffer.from('a')));
      await store().put(other, source(Buffer.from('b')));
      expect(await store().remove(key)).toBe(true);
      expect(await store().remove(key)).toBe(false);
      expect(await store().get(key)).toBeNull();
      expect(await read(store(), other)).toEqual(Buffer.from('b'));
    });

    test('lends a local file', async () => {
      const key = blobKey(newOwner(), 'a.bin');
      await store().put(key, source(Buffer.from('local')));
      expect(await store().useLocalFile(key, async (path) => readFile(path, 'utf8'))).toBe('local');
    });

    test('signs an address', async () => {
      const key = blobKey(newOwner(), 'a.bin');
      await store().put(key, source(Buffer.from('a')));
      expect(await store().signedUrl(key, { ttlSeconds: 60, contentType: 'audio/webm' })).toContain(key);
    });
  });
}
