import mongoose from 'mongoose';
import { storeNotReady } from '../store-errors.ts';
import { DUPLICATE_KEY, INTERNAL_ERROR } from './errors.ts';
import { MARK } from './shape.ts';

/** A bulk write: its mark, how many changes found their document, and which ones may have been refused. */
export interface Sent {
  mark: string;
  matched: number;
  isRefused: (n: number) => boolean;
}

export const markedWith = (mark: string, update: Record<string, unknown> = {}) => ({
  ...update,
  $set: { ...(update['$set'] as object | undefined), [MARK]: mark },
});

/** How many changes of an unordered bulk write found their document, and whether one was refused. */
export function refusedOf(error: unknown): { matched: number; isRefused: (n: number) => boolean } {
  const { MongoBulkWriteError } = mongoose.mongo;
  if (!(error instanceof MongoBulkWriteError)) throw error;
  // FerretDB 1.x stops at a taken place, and does not say which one it was.
  if (error.code === INTERNAL_ERROR) return { matched: 0, isRefused: () => true };
  const refused = new Set([error.writeErrors].flat().map(({ index }) => index));
  if (refused.size === 0) throw error;
  // The others have taken effect, but perhaps not with the majority.
  if (error.result.getWriteConcernError()) throw storeNotReady();
  return { matched: error.result.matchedCount, isRefused: (n) => refused.has(n) };
}

/** Returns which documents of an unordered insert found their places taken, when that was the only error. */
export function duplicates(error: unknown): { index: number; errmsg?: string | undefined }[] {
  const { MongoBulkWriteError } = mongoose.mongo;
  if (!(error instanceof MongoBulkWriteError)) throw error;
  const failures = [error.writeErrors].flat();
  if (failures.length === 0 || failures.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
  // The others are in, but perhaps not with the majority.
  if (error.result.getWriteConcernError()) throw storeNotReady();
  return failures;
}
