import { AppError } from '@persona/contracts';
import mongoose from 'mongoose';
import { expect, test } from 'vitest';
import { incompatibilityOf, toStoreError } from './errors.ts';

const { MongoServerError } = mongoose.mongo;

test.each([
  ['its disk is full, in the words of FerretDB', 1, 'database or disk is full (13)'],
  ['its disk is full', 14_031, 'not enough disk space'],
  ['it stops', 91, 'ShutdownInProgress'],
  ['its password was changed', 18, 'AuthenticationFailed'],
  ['it asks for a password now', 13, 'Unauthorized'],
])('a server’s own fault passes: %s', (_name, code, message) => {
  expect(toStoreError(new MongoServerError({ code, message }))).toMatchObject({ code: 'not_ready' });
});

test('what a server refuses is our mistake, and its words are not passed on', () => {
  const error = toStoreError(new MongoServerError({ code: 2, message: 'BadValue: "secret"' }));
  expect(error).not.toBeInstanceOf(AppError);
  expect(String((error as Error).cause)).not.toContain('secret');
});

test('a server that is too old is told from one that does not answer', () => {
  const { MongoCompatibilityError } = mongoose.mongo;
  const words =
    'Server at db:27017 reports maximum wire version 4, but this version of the Node.js Driver requires at least 9 (MongoDB 4.4)';
  expect(incompatibilityOf(new MongoCompatibilityError(words))).toBe(words);
  expect(incompatibilityOf(new Error('connect ECONNREFUSED 127.0.0.1:27017'))).toBeUndefined();
});
