import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { grantScope, type BlobKey, type Scope } from '@persona/contracts';
import type { BlobStore, ByteRange } from '../blob-store.ts';

/** Returns a fresh owner, so that a suite may run on a store that is in use. */
export const newOwner = (): Scope => grantScope(`ins_${randomBytes(8).toString('hex').toUpperCase()}`);

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const source = (...chunks: Uint8Array[]): Readable => Readable.from(chunks, { objectMode: true });

export const read = async (store: BlobStore, key: BlobKey, range?: ByteRange): Promise<Buffer | null> => {
  const reader = await store.get(key, range);
  return reader && buffer(reader.stream);
};
