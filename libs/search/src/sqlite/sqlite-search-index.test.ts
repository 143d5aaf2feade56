import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { grantScope } from '@persona/contracts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { encodePage } from '../encode/encode-page.ts';
import { describeSearchIndex } from '../search-index.contract.ts';
import { createSqliteSearchIndex } from './sqlite-search-index.ts';

const temporary = (): Promise<string> => mkdtemp(path.join(tmpdir(), 'persona-search-'));
const bytesOf = async (folder: string): Promise<string> => {
  const files = await readdir(folder);
  return Buffer.concat(await Promise.all(files.map((file) => readFile(path.join(folder, file))))).toString(
    'latin1',
  );
};

describeSearchIndex('SQLite', async () => {
  const folder = await temporary();
  return {
    open: () => createSqliteSearchIndex({ folder }),
    bytes: async () => Buffer.from(await bytesOf(folder), 'latin1'),
    remove: () => rm(folder, { recursive: true }),
  };
});

describe('SQLite, several processes at one folder', () => {
  let folder: string;
  const children: ChildProcess[] = [];
  const start = (instance: string, name: string) => {
    const child = spawn(
      process.execPath,
      [path.join(import.meta.dirname, '../testing/sqlite-writer.ts'), folder, instance, name],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    children.push(child);
    return {
      child,
      lines: createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator](),
    };
  };

  beforeAll(async () => {
    folder = await temporary();
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });

  test('writers killed in the middle lose nothing they were told is written, and leave nothing in part', async () => {
    const instance = grantScope('ins_killed');
    const index = createSqliteSearchIndex({ folder });
    const writers = ['a', 'b'].map((name) => ({ name, ...start(instance, name), told: -1 }));
    const reading = writers.map(async (writer) => {
      for (;;) {
        const { value, done } = await writer.lines.next();
        if (done) return;
        writer.told = Number(value);
      }
    });
    await vi.waitUntil(() => writers.every(({ told }) => told >= 15), { timeout: 120_000, interval: 10 });
    for (const { child } of writers) child.kill('SIGKILL');
    await Promise.all(reading);
    const versions = await index.versions(instance, { limit: 100_000 });
    expect(versions.every(({ passages }) => passages === 2)).toBe(true);
    const there = new Set(versions.map(({ page_id }) => page_id));
    for (const { name, told } of writers)
      for (let n = 0; n <= told; n++)
        for (const i of [1, 2, 3]) expect(there.has(`td_${name}_${n}_${i}`)).toBe(true);
    expect(await index.stats(instance)).toMatchObject({ passages: versions.length * 2 });
    const hits = await index.search(instance, { query: 'plover second', limit: 1_000 });
    expect(hits).toHaveLength(Math.min(1_000, versions.length * 2));
    await index.close();
  });

  test('an instance that another process has open is emptied at once, and its file goes when that process lets go', async () => {
    const instance = grantScope('ins_held');
    const index = createSqliteSearchIndex({ folder });
    await index.put(instance, [
      encodePage({ page_id: 'td_1', version: 1, title: '', content: 'Canarybird in the mine.' }),
    ]);
    const holder = start(instance, 'holder');
    const ask = async (query: string): Promise<string> => {
      holder.child.stdin?.write(`${query}\n`);
      return String((await holder.lines.next()).value);
    };
    expect(await ask('canarybird')).toBe('1');
    await index.removeInstance(instance);
    expect(await bytesOf(folder)).not.toMatch(/canarybird/i);
    expect(await ask('canarybird')).toBe('0');
    const ofInstance = async (): Promise<string[]> =>
      (await readdir(folder)).filter((file) => file.startsWith('ins_held'));
    expect(await ofInstance()).not.toEqual([]);
    holder.child.stdin?.end();
    await once(holder.child, 'exit');
    await vi.waitUntil(async () => (await ofInstance()).length === 0, { timeout: 120_000, interval: 50 });
    await index.close();
  });

  test('old versions leave no bytes once housekeeping has been', async () => {
    const instance = grantScope('ins_swept');
    const index = createSqliteSearchIndex({ folder });
    await index.put(instance, [
      encodePage({ page_id: 'td_1', version: 1, title: '', content: 'Sweptbird one.' }),
    ]);
    await index.put(instance, [
      encodePage({ page_id: 'td_1', version: 2, title: '', content: 'Another text.' }),
    ]);
    await index.removeVersions(instance, [{ page_id: 'td_1', version: 1 }]);
    await vi.waitUntil(async () => !/sweptbird/i.test(await bytesOf(folder)), {
      timeout: 120_000,
      interval: 50,
    });
    await index.close();
  });

  test('a small memory and few open files change nothing but speed', async () => {
    const index = createSqliteSearchIndex({ folder, memoryBytes: 1, maxFiles: 1, idleTimeoutMs: 1 });
    const instances = ['ins_m1', 'ins_m2', 'ins_m3'].map(grantScope);
    for (let round = 0; round < 3; round++) {
      for (const instance of instances) {
        await index.put(instance, [
          encodePage({
            page_id: `td_${round}`,
            version: 1,
            title: '',
            content: `Petrel ${round} of ${instance}.`,
          }),
        ]);
        expect(await index.search(instance, { query: 'petrel', limit: 9 })).toHaveLength(round + 1);
      }
      // This is long enough for housekeeping to close and drop the files.
      if (round === 0) await sleep(1_200);
    }
    await index.close();
  });

  test('other weights are those of one handle alone, and change no file', async () => {
    const instance = grantScope('ins_weighed');
    const index = createSqliteSearchIndex({ folder });
    const without = createSqliteSearchIndex({ folder, weights: { title: 0 } });
    const title = 'Anchor chain';
    await index.put(instance, [encodePage({ page_id: 'td_1', version: 1, title, content: 'Made of iron.' })]);
    const found = (at: typeof index) => at.search(instance, { query: 'anchor chain', limit: 9 });
    expect(await found(without)).toEqual([]);
    expect(await found(index)).toHaveLength(1);
    await Promise.all([index.close(), without.close()]);
  });

  test('a file of the format before is empty to every reader, and taken over by the first write', async () => {
    const instance = grantScope('ins_older');
    const content = (n: number) => `# Part ${n}\n\nA dunlin in the sand of part ${n}.`;
    const pages = [1, 2].map((n) =>
      encodePage({ page_id: `td_${n}`, version: 1, title: '', content: content(n) }),
    );
    const before = createSqliteSearchIndex({ folder });
    await before.put(instance, pages);
    await before.close();
    const file = (await readdir(folder)).find((name) => /^ins_?older.*\.sqlite$/.test(name)) ?? '';
    const db = new DatabaseSync(path.join(folder, file));
    db.exec('ALTER TABLE passage DROP COLUMN units; PRAGMA user_version=3;');
    db.close();

    // What the sweep that fills an index again looks at.
    const index = createSqliteSearchIndex({ folder });
    expect(await index.stats(instance)).toEqual({ pages: 0, passages: 0, languages: {} });
    expect(await index.versions(instance, { limit: 9 })).toEqual([]);
    expect(await index.search(instance, { query: 'dunlin', limit: 9 })).toEqual([]);
    expect(await index.read(instance, [{ page_id: 'td_1', version: 1 }])).toEqual([]);

    await index.put(instance, pages.slice(1));
    const hits = await index.search(instance, { query: 'dunlin', limit: 9 });
    expect(hits.map(({ page_id }) => page_id)).toEqual(['td_2']);
    expect(hits[0]?.units.map(({ text }) => text)).toEqual(['A dunlin in the sand of part 2.']);
    await index.put(instance, pages);
    expect(await index.stats(instance)).toMatchObject({ pages: 2, passages: 2 });
    await index.close();
  });

  test('a file that is no index is one clear error', async () => {
    const index = createSqliteSearchIndex({ folder });
    await index.put(grantScope('ins_broken'), [
      encodePage({ page_id: 'td_1', version: 1, title: '', content: 'Text.' }),
    ]);
    await index.close();
    const file = (await readdir(folder)).find((name) => name.startsWith('ins_broken')) ?? '';
    await writeFile(
      path.join(folder, file),
      'not a database, but long enough to be looked at as one'.repeat(100),
    );
    const again = createSqliteSearchIndex({ folder });
    await expect(again.search(grantScope('ins_broken'), { query: 'text', limit: 1 })).rejects.toMatchObject({
      code: 'not_ready',
    });
    await again.close();
    await expect(again.search(grantScope('ins_broken'), { query: 'text', limit: 1 })).rejects.toMatchObject({
      code: 'not_ready',
    });
  });
});
