import mongoose from 'mongoose';
import { storeNotReady } from '../store-errors.ts';

export const INTERNAL_ERROR = 1;
export const DUPLICATE_KEY = 11_000;
export const NOT_IMPLEMENTED = 238;

/**
 * Codes of a MongoDB server that is reachable but stops, starts, elects, fails itself, or has no space
 * (https://www.mongodb.com/docs/manual/reference/error-codes/).
 */
const PASSING = new Set([
  INTERNAL_ERROR,
  6,
  7,
  50,
  64,
  89,
  91,
  189,
  262,
  317,
  358,
  9001,
  10_058,
  10_107,
  11_600,
  11_602,
  13_435,
  13_436,
  14_031,
]);
const AUTHENTICATION = new Set([13, 18]);

export const codeOf = (error: unknown): number | undefined =>
  error instanceof mongoose.mongo.MongoServerError && typeof error.code === 'number' ? error.code : undefined;

/** The URL is invalid, or its user lacks the rights that are needed: waiting does not help. */
export const isRefusal = (error: unknown): boolean =>
  AUTHENTICATION.has(codeOf(error) ?? 0) || (error as Error).name === 'MongoParseError';

/** What the driver says of a server whose versions of the protocol are not its own, or undefined. */
export const incompatibilityOf = (error: unknown): string | undefined =>
  /Server at \S+ reports (?:max|min)imum wire version.*/.exec((error as Error).message)?.[0];

/** Codes of Node's own errors, which the driver passes on when a connection ends during a call. */
const LOST_CONNECTION = new Set([
  'EPIPE',
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EHOSTUNREACH',
]);

/**
 * Translates the driver's errors. Faults of the network and of a server that changes state are temporary;
 * what MongoDB refuses is a mistake of ours. No vendor's error passes this function.
 */
export function toStoreError(error: unknown): unknown {
  const { MongoError, MongoServerError } = mongoose.mongo;
  if (error instanceof MongoServerError) {
    const code = codeOf(error);
    // At the start this is refused by name; later the password was changed, and may be changed back.
    if (isRefusal(error)) return storeNotReady(summary(error));
    // A bulk write that lost its connection is a server error without a code.
    const passes = code === undefined || PASSING.has(code) || error.hasErrorLabel('RetryableWriteError');
    return passes
      ? storeNotReady(summary(error))
      : new Error('MongoDB refused a command', { cause: summary(error) });
  }
  if (error instanceof MongoError || error instanceof mongoose.Error.MongooseServerSelectionError)
    return storeNotReady(summary(error));
  if (error instanceof Error && LOST_CONNECTION.has(String((error as { code?: unknown }).code)))
    return storeNotReady(summary(error));
  return error instanceof mongoose.Error ? new TypeError(error.message) : error;
}

/** Makes an error safe to log: errors of MongoDB carry whole documents, and their texts repeat values. */
function summary(error: Error): Error {
  const { name, message } = error;
  const { codeName } = error as { codeName?: string };
  const code = codeOf(error);
  return new Error(
    code === undefined ? `${name}: ${message}` : [name, code, codeName].filter(Boolean).join(' '),
  );
}
