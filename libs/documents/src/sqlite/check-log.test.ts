import { copyFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupError } from '@persona/contracts';
import { tempFolder, type TempFolder } from '@persona/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aBody, newScope } from '../contract/documents.ts';
import { damageOfLog } from './check-log.ts';
import { createSqliteDocumentStore } from './sqlite-document-store.ts';

const COMMITS = 12;
const scope = newScope();
let folder: TempFolder;
let killed: string;

/** The files that a process leaves that is killed after some commits. */
beforeEach(async () => {
  folder = tempFolder();
  const live = path.join(folder.path, 'live.db');
  const store = createSqliteDocumentStore({ file: live });
  for (let n = 0; n < COMMITS; n++)
    await store.pageBodies.insert(scope, [aBody(scope, { content: `Plover ${n}. `.repeat(1500) })]);
  killed = path.join(folder.path, 'documents.db');
  copy(live, killed);
  await store.close();
});
afterEach(() => folder.remove());

function copy(from: string, to: string): void {
  for (const part of ['', '-wal', '-shm']) if (existsSync(from + part)) copyFileSync(from + part, to + part);
}

const log = () => `${killed}-wal`;
const index = () => `${killed}-shm`;
/** Pages with their headers begin behind the header of the log. */
const frameAt = (n: number) => 32 + n * (24 + 4096);
const frames = () => (readFileSync(log()).length - 32) / (24 + 4096);

function spoil(file: string, from: number, to: number): void {
  const bytes = readFileSync(file);
  for (let at = from; at < Math.min(to, bytes.length); at++) bytes[at] = (at * 7919 + 13) % 251;
  writeFileSync(file, bytes);
}

const damages: [name: string, damage: () => void][] = [
  ['cut in the middle', () => truncateSync(log(), frameAt(Math.floor(frames() / 2)) + 100)],
  ['cut before its last page', () => truncateSync(log(), frameAt(frames() - 1))],
  ['emptied', () => truncateSync(log(), 0)],
  ['removed', () => rmSync(log())],
  ['noise in the middle', () => spoil(log(), frameAt(10), frameAt(12))],
  ['one other byte', () => spoil(log(), frameAt(5) + 2000, frameAt(5) + 2001)],
  ['noise from the middle to the end', () => spoil(log(), frameAt(10), Infinity)],
  ['all noise', () => spoil(log(), 0, Infinity)],
  [
    'noise in the middle, and no index',
    () => {
      rmSync(index());
      spoil(log(), frameAt(10), frameAt(12));
    },
  ],
];

describe('a damaged log is named, and stays what it is', () => {
  test.each(damages)('%s', (_, damage) => {
    damage();
    const before = existsSync(log()) && readFileSync(log());
    const opening = () => createSqliteDocumentStore({ file: killed });
    expect(opening).toThrow(StartupError);
    expect(opening).toThrow(/documents\.db-wal, which holds the last writes.*is damaged:.*restore/);
    expect(existsSync(log()) && readFileSync(log())).toEqual(before);
  });
});

const harmless: [name: string, change: () => void, kept: number][] = [
  ['as the kill left it', () => {}, COMMITS],
  ['without an index', () => rmSync(index()), COMMITS],
  ['with an index that was half written', () => spoil(index(), 20, 24), COMMITS],
  [
    'with the torn end of a commit that nobody was told of',
    () => {
      rmSync(index());
      truncateSync(log(), frameAt(frames() - 1) + 1000);
    },
    COMMITS - 1,
  ],
  [
    'with the index of an older log, as a power cut can leave it',
    () => {
      const old = readFileSync(index());
      const db = new DatabaseSync(killed);
      db.exec('PRAGMA wal_checkpoint(RESTART); CREATE TABLE newer (id)');
      copy(killed, `${killed}.copy`);
      db.close();
      copy(`${killed}.copy`, killed);
      writeFileSync(index(), old);
    },
    COMMITS,
  ],
  [
    'removed when all of it was in the file',
    () => {
      const db = new DatabaseSync(killed);
      db.exec('PRAGMA wal_checkpoint(FULL)');
      copy(killed, `${killed}.copy`);
      db.close();
      copy(`${killed}.copy`, killed);
      rmSync(log());
    },
    COMMITS,
  ],
];

describe('a log that holds all that was committed is none the less read', () => {
  test.each(harmless)('%s', async (_, change, kept) => {
    change();
    expect(damageOfLog(killed)).toBeNull();
    const store = createSqliteDocumentStore({ file: killed });
    expect(await store.pageBodies.count(scope, {})).toBe(kept);
    await store.close();
  });
});

test('while others write, opening the file tells no damage', async () => {
  const file = path.join(folder.path, 'busy.db');
  const store = createSqliteDocumentStore({ file });
  const told = new Set<string | null>();
  for (let n = 0; n < 60; n++) {
    const writing = store.pageBodies.insert(scope, [aBody(scope, { content: 'x'.repeat(100_000) })]);
    told.add(damageOfLog(file));
    await new Promise((done) => setImmediate(done));
    told.add(damageOfLog(file));
    await writing;
    if (n % 10 === 0) await store.compact();
  }
  await store.close();
  expect([...told]).toEqual([null]);
});
