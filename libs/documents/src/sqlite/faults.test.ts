import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { StartupError, StoreDamagedError, type Scope } from '@persona/contracts';
import { eventually, tempFolder, type TempFolder } from '@persona/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aBody, aPage, newScope } from '../contract/documents.ts';
import type { DocumentStore } from '../document-store.ts';
import { openConnection } from './connection.ts';
import { createSqliteDocumentStore } from './sqlite-document-store.ts';
import { olderThan, prepareFile } from './schema.ts';

let folder: TempFolder;
let file: string;
let stores: DocumentStore[] = [];
beforeEach(() => {
  folder = tempFolder();
  file = path.join(folder.path, 'documents.db');
});
afterEach(async () => {
  for (const store of stores) await store.close();
  stores = [];
  folder.remove();
});

function open(options: { lockTimeoutMs?: number } = {}): DocumentStore {
  const store = createSqliteDocumentStore({ file, ...options });
  stores.push(store);
  return store;
}

interface Said {
  scope: Scope;
  id: string;
  version: number;
  code: string;
  readiness: string;
  stored: string[];
  readable: number;
}

/** Runs a task of sqlite-process.ts; `said` grows with each line that it prints. */
function run(task: string, limits = ''): { child: ChildProcess; said: Said[]; gone: Promise<unknown> } {
  const program = path.join(import.meta.dirname, '../testing/sqlite-process.ts');
  const command = `${limits} exec "$0" "$@"`;
  const child = spawn('sh', ['-c', command, process.execPath, program, task, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: Said[] = [];
  const lines = createInterface({ input: child.stdout });
  // A line cut in two by the kill does not count.
  lines.on('line', (line) => line.endsWith('}') && said.push(JSON.parse(line) as Said));
  return { child, said, gone: Promise.all([once(child, 'exit'), once(lines, 'close')]) };
}

describe('what was acknowledged', () => {
  test('is there after kill -9 of two processes in the middle of writing', async () => {
    for (let round = 0; round < 2; round++) {
      const writers = [run('writeForEver'), run('writeForEver')];
      await eventually(() => writers.every(({ said }) => said.length > 100 * (round + 1)));
      for (const { child } of writers) child.kill('SIGKILL');
      await Promise.all(writers.map(({ gone }) => gone));
      const store = open();
      for (const { said } of writers) {
        const versions = new Map(said.map(({ id, version }) => [id, version]));
        const pages = await store.pages.getMany(said[0]?.scope as Scope, [...versions.keys()]);
        expect(pages).toHaveLength(versions.size);
        for (const { id, version } of pages) expect(version).toBeGreaterThanOrEqual(versions.get(id) ?? 0);
      }
      await store.close();
    }
  });

  test('is there when the disk was full, which is not_ready, not a lie; reading goes on', async () => {
    // In blocks of 512 or 1024 bytes; a write past the limit fails as on a full disk.
    const filler = run('fillDisk', `trap '' XFSZ; ulimit -f 4000;`);
    await filler.gone;
    const [told] = filler.said;
    expect(told).toMatchObject({ code: 'not_ready', readiness: 'not_ready' });
    expect(told?.stored.length).toBeGreaterThan(5);
    expect(told?.readable).toBe(told?.stored.length);
    const store = open();
    expect(await store.pageBodies.count(told?.scope as Scope, {})).toBe(told?.stored.length);
    await store.ready();
  });

  test('a process that ends by itself first writes what it was asked to', async () => {
    const writer = run('writeAndLeave');
    await writer.gone;
    const [told] = writer.said;
    expect(await open().pages.get(told?.scope as Scope, told?.id ?? '')).not.toBeNull();
  });
});

describe('several at one file', () => {
  test('may make it at the same moment', async () => {
    const db = new DatabaseSync(file);
    db.exec('PRAGMA journal_mode=WAL; BEGIN IMMEDIATE');
    const openers = Array.from({ length: 4 }, () => run('openAndClose'));
    await eventually(() => openers.every(({ said }) => said.length > 0));
    // All four find an empty file and wait for this lock, or are about to.
    await new Promise((done) => setTimeout(done, 200));
    db.close();
    await Promise.all(openers.map(({ gone }) => gone));
    const store = open();
    for (const { said } of openers) expect(await store.pages.count(said[0]?.scope as Scope, {})).toBe(1);
  });

  test('while one waits for another’s commit, its process goes on', async () => {
    const store = open();
    const scope = newScope();
    const page = aPage(scope);
    await store.pages.insert(scope, [page]);
    const other = new DatabaseSync(file);
    try {
      other.exec('BEGIN IMMEDIATE');
      let written = false;
      const writing = store.pages
        .update(scope, page.id, { set: { title: 'x' } })
        .then(() => (written = true));
      for (let turn = 0; turn < 20; turn++) {
        await new Promise((done) => setTimeout(done, 1));
        expect(await store.pages.get(scope, page.id)).toEqual(page);
      }
      expect(written).toBe(false);
      other.exec('COMMIT');
      expect(await writing).toBe(true);
    } finally {
      other.close();
    }
  });

  test('a lock that is never given back is not_ready, and passes', async () => {
    const store = open({ lockTimeoutMs: 50 });
    const scope = newScope();
    await store.ready();
    const other = new DatabaseSync(file);
    try {
      other.exec('BEGIN IMMEDIATE');
      await expect(store.pages.insert(scope, [aPage(scope)])).rejects.toMatchObject({ code: 'not_ready' });
      await expect(store.ready()).rejects.toMatchObject({ code: 'not_ready' });
    } finally {
      other.close();
    }
    expect(await store.pages.count(scope, {})).toBe(0);
    expect(await store.pages.insert(scope, [aPage(scope)])).toEqual(['inserted']);
  });

  test('writes that wait together share one commit', async () => {
    const store = open();
    const scope = newScope();
    const pages = Array.from({ length: 200 }, () => aPage(scope));
    await store.pages.insert(scope, pages);
    await store.compact();
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    const writing = Promise.all(
      pages.map(({ id }) => store.pages.update(scope, id, { set: { status: 'live' } })),
    );
    // The first write already waits for the lock, alone or with others; all the rest follow in one commit.
    other.close();
    await writing;
    const logged = statSync(`${file}-wal`).size;
    // One commit per update would log at least two pages of 4 KB for each.
    expect(logged).toBeLessThan(200 * 2 * 4096 * 0.75);
  });
});

describe('what was deleted', () => {
  test('stands in no file of the folder after compaction', async () => {
    const store = open();
    const [kept, gone] = [newScope(), newScope()];
    const canary = 'CANARY-7f3a';
    const inFiles = () =>
      readdirSync(folder.path).filter((name) => readFileSync(path.join(folder.path, name)).includes(canary));
    const doomed = [];
    for (let round = 0; round < 12; round++) {
      const pages = Array.from({ length: 30 }, (_, i) =>
        aPage(gone, {
          title: canary.repeat(i),
          external_id: canary + i,
          metadata: { long: canary.repeat(i * 20) },
        }),
      );
      await store.pages.insert(kept, [aPage(kept, { metadata: { long: 'x'.repeat(round * 100) } })]);
      await store.pages.insert(gone, pages);
      await store.pageBodies.insert(gone, [aBody(gone, { content: `${canary} `.repeat(20_000) })]);
      await store.pages.updateMany(
        gone,
        pages.map(({ id }, i) => ({ id, set: { url: canary.repeat(30 - i) } })),
      );
      doomed.push(...pages.map(({ id }) => id));
    }
    expect(inFiles()).not.toEqual([]);
    const bodies = await store.pageBodies.find(gone, { limit: 100 });
    await store.pageBodies.remove(
      gone,
      bodies.map(({ id }) => id),
    );
    await store.pages.remove(gone, doomed);
    await store.compact();
    expect(inFiles()).toEqual([]);
    expect(await store.pages.count(kept, {})).toBe(12);
  });
});

describe('opening', () => {
  const opening = () => expect(() => createSqliteDocumentStore({ file }));

  test('refuses a folder that can not be written, in one sentence with the remedy', () => {
    writeFileSync(path.join(folder.path, 'not-a-folder'), '');
    file = path.join(folder.path, 'not-a-folder', 'documents.db');
    opening().toThrow(StartupError);
    opening().toThrow(
      /not-a-folder.*can't be used: a file stands where a folder.*set PERSONA_DATA_DIR or DOCUMENTS_URL to another place\.$/,
    );
    file = folder.path;
    opening().toThrow(StartupError);
  });

  test('refuses a file that is something else', () => {
    writeFileSync(file, 'a letter to my grandmother, which is not a database'.repeat(100));
    opening().toThrow(/is not a SQLite database/);
    expect(readFileSync(file, 'utf8')).toContain('grandmother');
  });

  test('a file that is damaged inside is named, is not ready, and stays what it is', async () => {
    const damages: unknown[] = [];
    const filled = open();
    const scope = newScope();
    await filled.pageBodies.insert(
      scope,
      Array.from({ length: 400 }, (_, n) =>
        aBody(scope, { content: `A word about plover ${n}. `.repeat(60) }),
      ),
    );
    await filled.close();
    const bytes = readFileSync(file);
    // The first pages say which tables there are and where they begin; the second half is noise.
    const kept = 4096 * Math.ceil(bytes.length / 4096 / 2);
    expect(kept).toBeGreaterThan(8 * 4096);
    for (let at = kept; at < bytes.length; at++) bytes[at] = (at * 7919) % 251;
    writeFileSync(file, bytes);
    const store = createSqliteDocumentStore({ file, onDamage: (damage) => damages.push(damage) });
    await expect(store.pageBodies.find(scope, { limit: 500 })).rejects.toThrow(StoreDamagedError);
    await expect(store.pageBodies.find(scope, { limit: 500 })).rejects.toMatchObject({ code: 'not_ready' });
    await expect(store.ready()).rejects.toThrow(StoreDamagedError);
    expect(damages).toEqual([{ file, cause: expect.any(Error) }]);
    expect(await store.verify()).not.toEqual([]);
    await store.close();
    expect(
      readFileSync(file)
        .subarray(8 * 4096)
        .equals(bytes.subarray(8 * 4096)),
    ).toBe(true);
  });

  test('a document that is no JSON any more is damage too', async () => {
    const filled = open();
    const scope = newScope();
    await filled.pageBodies.insert(scope, [aBody(scope, { content: 'A word.' })]);
    await filled.close();
    const db = new DatabaseSync(file);
    db.exec(`UPDATE pageBodies SET doc = '{"id": ~'`);
    db.close();
    let damages = 0;
    const store = createSqliteDocumentStore({ file, onDamage: () => damages++ });
    await expect(store.pageBodies.find(scope, { limit: 5 })).rejects.toThrow(StoreDamagedError);
    await expect(store.ready()).rejects.toThrow(StoreDamagedError);
    expect(damages).toBe(1);
    await store.close();
  });

  test.each([
    ['cut in the middle', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    [
      'noise in its first page',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 100), Buffer.alloc(bytes.length - 100, 171)]),
    ],
  ])('refuses a file that is %s, and leaves it', async (_name, damage) => {
    const filled = open();
    const scope = newScope();
    await filled.pageBodies.insert(
      scope,
      Array.from({ length: 50 }, () => aBody(scope, { content: 'A word. '.repeat(400) })),
    );
    await filled.close();
    writeFileSync(file, damage(readFileSync(file)));
    const before = readFileSync(file);
    opening().toThrow(StartupError);
    opening().toThrow(/documents\.db is not a SQLite database, or is damaged .*restore the last back-up/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('keeps a copy of the documents before it rewrites them for a newer version, once', async () => {
    const scope = newScope();
    const body = aBody(scope, { content: 'As it was.' });
    const filled = open();
    await filled.pageBodies.insert(scope, [body]);
    await filled.close();
    prepareFile(file);
    expect(readdirSync(folder.path).filter((name) => name.includes('before'))).toEqual([]);
    // An interrupted attempt left half of a copy.
    writeFileSync(`${file}.before-v2`, 'half');
    prepareFile(file, 2);
    const copy = createSqliteDocumentStore({ file: `${file}.before-v2` });
    expect(await copy.pageBodies.get(scope, body.id)).toEqual(body);
    await copy.close();
    const kept = statSync(`${file}.before-v2`).mtimeMs;
    prepareFile(file, 2);
    expect(statSync(`${file}.before-v2`).mtimeMs).toBe(kept);
    // The version before refuses what was written since, and says what to do.
    opening().toThrow(/was written by a newer Persona; start that one, or restore a back-up of before/);
  });

  test('refuses a file of a newer version', async () => {
    await open().close();
    const db = new DatabaseSync(file);
    db.exec('PRAGMA user_version=999');
    db.close();
    opening().toThrow(/newer Persona/);
  });

  test('makes the folder, readable for its owner only', async () => {
    mkdirSync(path.join(folder.path, 'deep'));
    file = path.join(folder.path, 'deep', 'er', 'documents.db');
    await open().ready();
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  });

  test('brings an older file up to what the catalogue says', async () => {
    const scope = newScope();
    const store = open();
    const pages = ['a', null].map((external_id) => aPage(scope, { external_id }));
    await store.pages.insert(scope, pages);
    await store.close();
    const db = new DatabaseSync(file);
    db.exec(`DROP INDEX pages_by_instance_id_external_id_id; ALTER TABLE pages DROP COLUMN external_id;
             DROP INDEX pages_one_instance_id_identity; DROP TABLE settings; CREATE INDEX pages_newer ON pages (title_folded);`);
    db.close();
    const again = open();
    expect(await again.pages.find(scope, { where: { external_id: 'a' }, limit: 10 })).toEqual([pages[0]]);
    expect(await again.pages.count(scope, { external_id: null })).toBe(1);
    expect(await again.pages.insert(scope, [aPage(scope, { identity: pages[0]?.identity ?? '' })])).toEqual([
      { conflict: 'identity' },
    ]);
    await again.ready();
    const check = new DatabaseSync(file, { readOnly: true });
    // A newer version beside this one may have made it.
    expect(check.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'pages_newer'`).get()).toBeDefined();
    expect(check.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    check.close();
  });

  test('writes past the cache of the disk', () => {
    const db = openConnection(file, 'write');
    expect(db.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    db.close();
  });

  test('knows versions as numbers, not as text', () => {
    expect(olderThan('3.51.2', '3.51.3')).toBe(true);
    expect(olderThan('3.9.0', '3.51.3')).toBe(true);
    expect(olderThan('3.51.3', '3.51.3')).toBe(false);
    expect(olderThan('3.53.0', '3.51.3')).toBe(false);
    expect(olderThan('4.0', '3.51.3')).toBe(false);
  });
});
