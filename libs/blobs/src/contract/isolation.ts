import type { BlobKey, Scope } from '@persona/contracts';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { blobFolder, blobKey, siblingKey, type BlobFolder } from '../blob-key.ts';
import type { BlobStore } from '../blob-store.ts';
import { newOwner, read, source } from './blobs.ts';

export function describeIsolation(store: () => BlobStore): void {
  describe('isolation between personas', () => {
    test('every method that touches a file takes a key or folder, which only a scope makes', () => {
      type Keyed = 'put' | 'get' | 'stat' | 'remove' | 'useLocalFile' | 'signedUrl';
      type Foldered = Exclude<keyof BlobStore, Keyed | 'ready' | 'close'>;
      expectTypeOf<Parameters<BlobStore[Keyed]>[0]>().toEqualTypeOf<BlobKey>();
      expectTypeOf<Parameters<BlobStore[Foldered]>[0]>().toEqualTypeOf<BlobFolder>();
      expectTypeOf<Parameters<typeof blobKey>[0]>().toEqualTypeOf<Scope>();
      expectTypeOf<Parameters<typeof blobFolder>[0]>().toEqualTypeOf<Scope>();
      expectTypeOf<string>().not.toExtend<BlobKey>();
      expectTypeOf<string>().not.toExtend<BlobFolder>();
    });

    test('files of one are neither listed nor removed with those of another', async () => {
      const [mine, theirs] = [newOwner(), newOwner()];
      const [own, other] = [blobKey(mine, 'voi_1', 'a.bin'), blobKey(theirs, 'voi_1', 'a.bin')];
      await store().put(own, source(Buffer.from('mine')));
      await store().put(other, source(Buffer.from('theirs')));
      expect((await store().list(blobFolder(mine))).blobs.map(({ key }) => key)).toEqual([own]);
      await store().removePrefix(blobFolder(mine));
      expect(await store().stat(own)).toBeNull();
      expect(await read(store(), other)).toEqual(Buffer.from('theirs'));
    });

    test('no part of a key leads out of its scope', () => {
      const mine = newOwner();
      for (const part of ['..', '../ins_A', 'ins_A/..', '/ins_A', '']) {
        expect(() => blobKey(mine, part, 'a.bin')).toThrow(TypeError);
        expect(() => blobFolder(mine, part)).toThrow(TypeError);
      }
      expect(() => siblingKey(blobKey(mine, 'a.bin'), '../ins_A/a.bin')).toThrow(TypeError);
    });

    const hostile = [
      '', '/', '.', '..', 'a.bin', '/a/b.bin', 'a//b.bin', 'a/../b/c.bin', '../etc/passwd.bin', 'a/..', 'a/.hidden', 'a/b.bin/', 'a/b', 'a/b.bin\0',
      'a\\b/c.bin', 'a/b.bin?x', 'a/é.bin', 'a/b.b.b.b', `a/${'x'.repeat(200)}.bin`, '.writing/a.bin', 'a/b/c/d/e/f/g/h/i.bin',
    ]; // prettier-ignore

    test.each(hostile as BlobKey[])('refuses the key %j', async (key) => {
      await expect(store().put(key, source(Buffer.of(1)))).rejects.toThrow(TypeError);
      await expect(store().get(key)).rejects.toThrow(TypeError);
      await expect(store().remove(key)).rejects.toThrow(TypeError);
      await expect(store().signedUrl(key, { ttlSeconds: 1 })).rejects.toThrow(TypeError);
    });

    test.each(['', '/', '../', 'a', 'a//', 'a/../', './', '*/', 'a/b.bin'] as BlobFolder[])(
      'refuses the prefix %j',
      async (prefix) => {
        await expect(store().removePrefix(prefix)).rejects.toThrow(TypeError);
        await expect(store().list(prefix)).rejects.toThrow(TypeError);
      },
    );
  });
}
