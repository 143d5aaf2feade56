import { AppError } from '@persona/contracts';
import mongoose from 'mongoose';
import { expect, test } from 'vitest';
import { toStoreError } from './errors.ts';

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
