import { describe, expect, test } from 'vitest';
import type { BlobStore } from '../blob-store.ts';
import { source } from './blobs.ts';

export function describeIsolation(store: () => BlobStore): void {
  describe('isolation between personas', () => {
    const hostile = [
      '', '/', '.', '..', 'a.bin', '/a/b.bin', 'a//b.bin', 'a/../b/c.bin', '../etc/passwd.bin', 'a/..', 'a/.hidden', 'a/b.bin/', 'a/b', 'a/b.bin\0',
      'a\\b/c.bin', 'a/b.bin?x', 'a/é.bin', 'a/b.b.b.b', `a/${'x'.repeat(200)}.bin`, '.writing/a.bin', 'a/b/c/d/e/f/g/h/i.bin',
    ]; // prettier-ignore

    test.each(hostile)('refuses the key %j', async (key) => {
      await expect(store().put(key, source(Buffer.of(1)))).rejects.toThrow(TypeError);
      await expect(store().get(key)).rejects.toThrow(TypeError);
      await expect(store().remove(key)).rejects.toThrow(TypeError);
      await expect(store().signedUrl(key, { ttlSeconds: 1 })).rejects.toThrow(TypeError);
    });

    test.each(['', '/', '../', 'a', 'a//', 'a/../', './', '*/', 'a/b.bin'])(
      'refuses the prefix %j',
      async (prefix) => {
        await expect(store().removePrefix(prefix)).rejects.toThrow(TypeError);
        await expect(store().list(prefix)).rejects.toThrow(TypeError);
      },
    );
  });
}
