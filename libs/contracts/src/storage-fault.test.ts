import { constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storageFault, type IsAllowed } from './storage-fault.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'persona-fault-'));
  mkdirSync(path.join(folder, 'data', 'blobs'), { recursive: true });
  writeFileSync(path.join(folder, 'data', 'documents.db'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

const allExcept =
  (...blocked: string[]): IsAllowed =>
  (place) =>
    !blocked.includes(place);

test.each([
  { code: 'ENOSPC', message: 'no space left on device' },
  { code: 'EDQUOT', message: 'quota exceeded' },
  { code: 'ERR_SQLITE_ERROR', errcode: 13, message: 'database or disk is full' },
])('no room ($code) is called that, with how much is free', (cause) => {
  expect(storageFault(path.join(folder, 'data', 'new', 'lock'), cause)).toMatch(
    /^There is no room left on the disk of .*lock \([\d.]+ MB free\): make room there/,
  );
});

test('the part of the path that belongs to somebody else is the one that is named, with what to do', () => {
  const data = path.join(folder, 'data');
  const cause = { code: 'EACCES', message: 'permission denied' };
  const file = path.join(data, 'documents.db');
  expect(storageFault(file, cause, 'DOCUMENTS_URL', allExcept(file))).toMatch(
    /documents\.db (belongs to user \d+|can't be read and written by its own owner).*(chown|chmod).*, or set DOCUMENTS_URL to another place\.$/,
  );
  // A new file is made in the folder above it; a folder is passed only with its x bit.
  for (const place of [path.join(data, 'absent', 'lock'), file])
    expect(storageFault(place, cause, 'X', allExcept(data))).toContain(`${data} `);
  const readOnly: IsAllowed = (place, mode) => place !== data || (mode & constants.W_OK) === 0;
  expect(storageFault(path.join(data, 'absent'), cause, 'X', readOnly)).toContain(`${data} `);
  expect(storageFault(file, { message: 'odd' }, 'X', readOnly)).toMatch(/can't be used \(odd\)/);
});

test('a read-only disk, and a file in the place of a folder, are named as such', () => {
  expect(storageFault(folder, { code: 'EROFS' })).toMatch(/mounted read-only: mount it for writing/);
  expect(storageFault(path.join(folder, 'data', 'documents.db', 'x'), { code: 'ENOTDIR' })).toMatch(
    /a file stands where a folder has to be/,
  );
});
