import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { grantScope, type Scope } from '@persona/contracts';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { encodePage } from '../encode/encode-page.ts';
import { describeSearchIndex } from '../search-index.contract.ts';
import type { IndexDamage } from './persona-pool.ts';
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

  test('a closed index is one clear error', async () => {
    const index = createSqliteSearchIndex({ folder });
    await index.close();
    await expect(index.search(grantScope('ins_closed'), { query: 'text', limit: 1 })).rejects.toMatchObject({
      code: 'not_ready',
    });
  });
});

describe('SQLite, a persona whose file is damaged', () => {
  const content = (n: number) =>
    `A dunlin in the sand of bay ${n}. ${'It runs along the edge of the water. '.repeat(40)}`;
  const pages = Array.from({ length: 60 }, (_, n) =>
    encodePage({ page_id: `td_${String(n).padStart(2, '0')}`, version: 1, title: '', content: content(n) }),
  );
  const query = { query: 'dunlin in the sand', limit: 5 };

  /** A filled index of one persona, closed; `file` is its file. */
  const filled = async () => {
    const folder = await temporary();
    onTestFinished(() => rm(folder, { recursive: true }));
    const scope = grantScope('ins_damaged');
    const index = createSqliteSearchIndex({ folder });
    await index.put(scope, pages);
    await index.close();
    const [name = ''] = await readdir(folder);
    return { folder, scope, file: path.join(folder, name) };
  };

  /** Uses everything that the sweeps and a question use, until the damage is found. */
  const useAll = async (index: ReturnType<typeof createSqliteSearchIndex>, scope: Scope) => {
    await index.stats(scope);
    await index.search(scope, query);
    await index.versions(scope, { limit: 100 });
    await index.read(scope, pages);
  };

  const noise = (bytes: Buffer, from: number, to: number): Buffer => {
    for (let at = from; at < to; at++) bytes[at] = (at * 7919) % 251;
    return bytes;
  };
  const damages: Record<string, (file: string) => Promise<void>> = {
    'not a database': (file) =>
      writeFile(file, 'not a database, but long enough to look like one'.repeat(100)),
    'cut in the middle': async (file) => truncate(file, Math.floor((await readFile(file)).length / 2)),
    'cut inside its first page': (file) => truncate(file, 700),
    'noise in its first page': async (file) => writeFile(file, noise(await readFile(file), 100, 4096)),
    'noise in every page but the first': async (file) => {
      const bytes = await readFile(file);
      await writeFile(file, noise(bytes, 4096, bytes.length));
    },
    'another program’s database': async (file) => {
      await rm(file);
      const db = new DatabaseSync(file);
      db.exec('CREATE TABLE other (a); PRAGMA user_version=5;');
      db.close();
    },
    'a folder in its place': async (file) => {
      await rm(file);
      await mkdir(file);
    },
    'a page that can’t be decoded': async (file) => {
      const db = new DatabaseSync(file);
      db.exec(`UPDATE features SET packed = x'ff00ff'; UPDATE passage SET units = '{', headings = '[';`);
      db.close();
    },
    'a table that is gone': async (file) => {
      const db = new DatabaseSync(file);
      db.exec('DROP TABLE features');
      db.close();
    },
  };

  test.each(Object.entries(damages))(
    '%s: it is moved aside, and can be filled again',
    async (_name, damage) => {
      const { folder, scope, file } = await filled();
      await damage(file);
      const found: IndexDamage[] = [];
      const index = createSqliteSearchIndex({ folder, onDamage: (one) => found.push(one) });
      await useAll(index, scope);
      expect(found).toEqual([
        { instance_id: scope, movedTo: `${file}.unreadable`, cause: expect.any(Error) },
      ]);
      expect(await index.stats(scope)).toEqual({ pages: 0, passages: 0, languages: {} });
      await index.put(scope, pages);
      expect(await index.search(scope, query)).toHaveLength(5);
      expect(await index.stats(scope)).toMatchObject({ pages: 60 });
      // What is removed is not kept in the damaged file either.
      expect(await readdir(folder)).toContain(`${path.basename(file)}.unreadable`);
      await index.removePages(scope, ['td_00']);
      expect((await readdir(folder)).filter((name) => name.includes('unreadable'))).toEqual([]);
      expect(found).toHaveLength(1);
      await index.close();
    },
  );

  test('for one who only looks, it stays where it is, and is named', async () => {
    const { folder, scope, file } = await filled();
    await damages['not a database']?.(file);
    const index = createSqliteSearchIndex({ folder, keepDamaged: true });
    await expect(index.stats(scope)).rejects.toMatchObject({ code: 'not_ready' });
    expect(await readdir(folder)).toEqual([path.basename(file)]);
    await index.close();
  });

  test('an index that was moved aside, or removed, beneath a process that has it open is empty to that process', async () => {
    const { folder, scope, file } = await filled();
    const open = createSqliteSearchIndex({ folder });
    expect(await open.search(scope, query)).toHaveLength(5);
    await rename(file, `${file}.unreadable`);
    expect(await open.stats(scope)).toMatchObject({ pages: 0 });
    expect(await open.search(scope, query)).toEqual([]);
    const other = createSqliteSearchIndex({ folder });
    await other.put(scope, pages.slice(0, 3));
    const hits = await open.search(scope, query);
    expect(new Set(hits.map(({ page_id }) => page_id))).toEqual(new Set(['td_00', 'td_01', 'td_02']));
    await other.close();
    // The process that had the former file open leaves the new one whole when it closes.
    await open.close();
    const last = createSqliteSearchIndex({ folder });
    expect(await last.stats(scope)).toMatchObject({ pages: 3 });
    await last.close();
  });

  test('calls under way while the damage is found end well', async () => {
    const { folder, scope, file } = await filled();
    const index = createSqliteSearchIndex({ folder });
    await damages['noise in every page but the first']?.(file);
    const calls = Array.from({ length: 8 }, (_, n) =>
      n % 2 ? index.search(scope, query) : index.read(scope, pages),
    );
    expect(await Promise.all(calls)).toEqual(calls.map(() => []));
    await index.close();
  });
});
