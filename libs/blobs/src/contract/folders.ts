import { randomBytes } from 'node:crypto';
import { grantScope } from '@persona/contracts';
import { describe, expect, test } from 'vitest';
import { blobFolder, blobKey } from '../blob-key.ts';
import type { BlobStore } from '../blob-store.ts';
import { newOwner, source } from './blobs.ts';

export function describeFolders(store: () => BlobStore): void {
  describe('folders', () => {
    test('list their blobs in order, page by page', async () => {
      const folder = newOwner();
      const names = ['b.bin', 'a/z.bin', 'a-b/c.bin', 'a/a/a.bin', 'a_/c.bin', 'a0.bin', 'a/b.bin', 'B.bin'];
      const keys = names.map((name) => blobKey(folder, name));
      for (const key of keys) await store().put(key, source(Buffer.from(key)));
      await store().put(blobKey(grantScope(`${folder}0`), 'other.bin'), source(Buffer.of(1)));

      for (const limit of [1, 3, 1000]) {
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await store().list(blobFolder(folder), { limit, cursor });
          expect(page.blobs.length).toBeLessThanOrEqual(limit);
          seen.push(...page.blobs.map((blob) => blob.key));
          cursor = page.nextCursor ?? undefined;
        } while (cursor);
        expect(seen).toEqual([...keys].sort());
      }
      expect((await store().list(blobFolder(folder, 'a'))).blobs.map((blob) => blob.key)).toEqual(
        ['a/a/a.bin', 'a/b.bin', 'a/z.bin'].map((name) => blobKey(folder, name)),
      );
    });

    test('go with everything in them and nothing beside them', async () => {
      const folder = newOwner();
      const inside = [blobKey(folder, 'voi_1', 'a.bin'), blobKey(folder, 'voi_1', 'deep', 'b.bin')];
      const beside = [
        blobKey(folder, 'voi_11', 'a.bin'),
        blobKey(folder, 'c.bin'),
        blobKey(grantScope(`${folder}1`), 'a.bin'),
      ];
      for (const key of [...inside, ...beside]) await store().put(key, source(Buffer.from(key)));
      await store().removePrefix(blobFolder(folder, 'voi_1'));
      await store().removePrefix(blobFolder(folder, 'voi_1'));
      for (const key of inside) expect(await store().stat(key)).toBeNull();
      for (const key of beside) expect(await store().stat(key)).not.toBeNull();
    });

    test('can be written to while they are being removed', async () => {
      const folder = newOwner();
      const puts = Array.from({ length: 20 }, async (_, n) =>
        store().put(blobKey(folder, 'voi_1', `n${n}.bin`), source(randomBytes(100))),
      );
      await Promise.all([...puts, store().removePrefix(blobFolder(folder))]);
      await store().removePrefix(blobFolder(folder));
      expect((await store().list(blobFolder(folder))).blobs).toEqual([]);
    });
  });
}
