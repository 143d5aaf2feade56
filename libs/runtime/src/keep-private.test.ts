import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { keepPrivate } from './keep-private.ts';

test('what is written is for this user alone, and an open data folder is closed', () => {
  const before = process.umask();
  onTestFinished(() => void process.umask(before));
  const folder = mkdtempSync(path.join(tmpdir(), 'private-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  chmodSync(folder, 0o755);
  keepPrivate(folder);
  keepPrivate(path.join(folder, 'not there'));
  const file = path.join(folder, 'documents.db');
  writeFileSync(file, '');
  expect([statSync(folder).mode & 0o777, statSync(file).mode & 0o777]).toEqual([0o700, 0o600]);
});
