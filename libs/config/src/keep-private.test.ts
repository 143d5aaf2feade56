import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { keepPrivate } from './keep-private.ts';

let folder: string;
beforeEach(() => {
  const before = process.umask();
  folder = mkdtempSync(path.join(tmpdir(), 'private-'));
  return () => {
    process.umask(before);
    rmSync(folder, { recursive: true });
  };
});

const configOf = (dataDir: string) => ({
  PERSONA_DATA_DIR: dataDir,
  DOCUMENTS_URL: `sqlite:${path.join(dataDir, 'documents.db')}`,
});
const put = (name: string, mode: number): string => {
  const file = path.join(folder, name);
  writeFileSync(file, '');
  chmodSync(file, mode);
  return file;
};
const modeOf = (place: string): number => statSync(place).mode & 0o777;

test('what is written is for this user alone, and an open data folder is closed', () => {
  chmodSync(folder, 0o755);
  expect(keepPrivate(configOf(folder))).toEqual([folder]);
  expect(keepPrivate(configOf(path.join(folder, 'not there')))).toEqual([]);
  const file = path.join(folder, 'documents.db');
  writeFileSync(file, '');
  expect([modeOf(folder), modeOf(file)]).toEqual([0o700, 0o600]);
});

test('each file with a secret is closed, also one of another place', () => {
  chmodSync(folder, 0o700);
  const files = ['admin.key', 'documents.db', 'documents.db-wal', 'documents.db-shm'];
  const open = files.map((name) => put(name, 0o644));
  const env = put('.env', 0o640);
  const other = put('other', 0o644);
  expect(keepPrivate(configOf(folder), [env])).toEqual([...open, env]);
  expect([...open, env].map(modeOf)).toEqual([0o600, 0o600, 0o600, 0o600, 0o600]);
  expect(modeOf(other)).toBe(0o644);
  expect(keepPrivate(configOf(folder), [env])).toEqual([]);
});

test('one that only somebody else can close is named, and its folder left as it is', () => {
  const somebody = (process.getuid?.() ?? 0) + 1;
  chmodSync(folder, 0o1777);
  expect(keepPrivate(configOf(folder), [], somebody)).toEqual([]);
  expect(modeOf(folder)).toBe(0o777);
  const key = put('admin.key', 0o604);
  expect(() => keepPrivate(configOf(folder), [], somebody)).toThrow(`${key} holds a secret`);
  chmodSync(key, 0o600);
  expect(keepPrivate(configOf(folder), [], somebody)).toEqual([]);
});
