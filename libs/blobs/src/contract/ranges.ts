import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blobKey } from '../blob-key.ts';
import type { BlobStore } from '../blob-store.ts';
import { newOwner, source } from './blobs.ts';

export function describeRanges(store: () => BlobStore): void {
  describe('ranges', () => {
    test('yield exactly their bytes', async () => {
      const key = blobKey(newOwner(), 'a.bin');
      const bytes = randomBytes(5000);
      await store().put(key, source(bytes));
      await fc.assert(
        fc.asyncProperty(fc.nat(4999), fc.option(fc.nat(6000), { nil: undefined }), async (start, length) => {
          const end = length === undefined ? undefined : start + length;
          const reader = await store().get(key, end === undefined ? { start } : { start, end });
          expect(reader).toMatchObject({
            bytes: 5000,
            range: { start, end: Math.min(end ?? 4999, 4999) },
          });
          expect(reader && (await buffer(reader.stream))).toEqual(
            bytes.subarray(start, end === undefined ? undefined : end + 1),
          );
        }),
        { numRuns: 30 },
      );
    });

    test('that begin after the end are refused', async () => {
      const key = blobKey(newOwner(), 'a.bin');
      await store().put(key, source(Buffer.from('abc')));
      await expect(store().get(key, { start: 3 })).rejects.toMatchObject({ code: 'validation_error' });
    });
  });
}
