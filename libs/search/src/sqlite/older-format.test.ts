import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { grantScope } from '@persona/contracts';
import { ageIndexes } from '@persona/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { encodingHash } from '../dense/encoding.ts';
import { encodePage } from '../encode/encode-page.ts';
import type { SearchIndex } from '../search-index.ts';
import { createSqliteSearchIndex } from './sqlite-search-index.ts';

const temporary = (): Promise<string> => mkdtemp(path.join(tmpdir(), 'persona-search-'));
const bytesOf = async (folder: string): Promise<string> => {
  const files = await readdir(folder);
  return Buffer.concat(await Promise.all(files.map((file) => readFile(path.join(folder, file))))).toString(
    'latin1',
  );
};

describe('SQLite, beside an index of an older format', () => {
  const scope = grantScope('ins_older');
  const page = (n: number, version = 1) =>
    encodePage({
      page_id: `td_${n}`,
      version,
      title: '',
      content: `# Part ${n}\n\nA dunlin in the sand of part ${n}, version ${version}.`,
    });
  const query = { query: 'dunlin', limit: 9 };
  const idsIn = async (index: SearchIndex, older: boolean) =>
    (await index.search(scope, { ...query, older }))
      .map(({ page_id, version }) => `${page_id} ${version}`)
      .toSorted();
  const space = { model: 'm', dimension: 2 };

  /** An index of today whose folder has one of an older version with pages 1 to 3, these with vectors. */
  const open = async () => {
    const folder = await temporary();
    const before = createSqliteSearchIndex({ folder });
    const pages = [1, 2, 3].map((n) => ({
      ...page(n),
      vectors: { space, values: [Float32Array.of(0, 1)] },
    }));
    await before.put(scope, pages);
    await before.close();
    ageIndexes(folder);
    const index = createSqliteSearchIndex({ folder });
    onTestFinished(async () => {
      await index.close();
      await rm(folder, { recursive: true });
    });
    return { folder, index };
  };

  test('it is no part of today’s, and is left as it is by what is written there', async () => {
    const { folder, index } = await open();
    expect(await index.countPages(scope)).toBe(0);
    expect(await index.versions(scope, { limit: 9 })).toEqual([]);
    expect(await idsIn(index, false)).toEqual([]);
    const [name = ''] = await readdir(folder);
    const file = await readFile(path.join(folder, name));
    await index.put(scope, [page(2)]);
    expect(await index.countPages(scope)).toBe(1);
    expect((await readFile(path.join(folder, name))).equals(file)).toBe(true);
  });

  test('a search that asks for it finds what either holds, a page version once', async () => {
    const { index } = await open();
    expect(await idsIn(index, true)).toEqual(['td_1 1', 'td_2 1', 'td_3 1']);
    await index.put(scope, [page(2), page(3, 2), page(4)]);
    expect(await idsIn(index, true)).toEqual(['td_1 1', 'td_2 1', 'td_3 1', 'td_3 2', 'td_4 1']);
    const hits = await index.search(scope, { ...query, older: true });
    for (const { page_id, version, older, units } of hits) {
      const isOld = page_id !== 'td_4' && version === 1;
      expect([page_id, older ?? false, units.length > 0]).toEqual([page_id, isOld, !isOld]);
    }
    expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).toSorted((a, b) => b - a));
    expect(await index.search(scope, { ...query, limit: 2, older: true })).toHaveLength(2);
    // Newer pages of today's index count; a newer version of the same page may be one of them.
    expect(await index.countWithOlder(scope)).toBe(4);
  });

  test('it leaves what words alone would find, where that is asked for', async () => {
    const { index } = await open();
    const dense = (n: number, content: string, value: Float32Array) => ({
      ...encodePage({ page_id: `td_${n}`, version: 1, title: '', content }),
      vectors: { space, values: [value] },
    });
    await index.put(scope, [
      dense(4, 'The long grey stone that lies before the harbour.', Float32Array.of(1, 0)),
      dense(5, 'A wall of stone upon stone.', Float32Array.of(0, 1)),
      dense(6, 'The oven stays warm.', Float32Array.of(0, 1)),
    ]);
    const request = { query: 'stone', limit: 1, older: true, embed: async () => Float32Array.of(1, 0) };
    const found = async (alsoByWords: boolean) =>
      (await index.search(scope, { ...request, alsoByWords })).map(({ page_id }) => page_id);
    expect(await found(false)).toEqual(['td_4']);
    expect(await found(true)).toEqual(['td_4', 'td_5']);
  });

  test('a page that is new in today’s is not below the others because that one is small', async () => {
    const { folder, index } = await open();
    const many = createSqliteSearchIndex({ folder });
    await many.put(
      scope,
      Array.from({ length: 60 }, (_, n) => page(n + 10)),
    );
    await many.close();
    await rm(path.join(folder, (await readdir(folder)).find((name) => !/\.v\d/.test(name)) ?? ''));
    ageIndexes(folder);
    const fresh = 'The curlew of the Skerry lamp, and a dunlin.';
    await index.put(scope, [encodePage({ page_id: 'td_new', version: 1, title: '', content: fresh })]);
    const [first] = await index.search(scope, { query: 'the dunlin and the curlew', limit: 9, older: true });
    expect(first?.page_id).toBe('td_new');
  });

  test('what is removed is removed from both, and its bytes are gone', async () => {
    const { folder, index } = await open();
    await index.put(scope, [page(1), page(2)]);
    await index.removeVersions(scope, [{ page_id: 'td_1', version: 1 }]);
    expect(await idsIn(index, true)).toEqual(['td_2 1', 'td_3 1']);
    await index.removePages(scope, ['td_3']);
    expect(await idsIn(index, true)).toEqual(['td_2 1']);
    expect(await bytesOf(folder)).not.toContain('of part 3');
    await index.removeInstance(scope);
    expect(await readdir(folder)).toEqual([]);
  });

  test('the vectors in it need not be made again', async () => {
    const { index } = await open();
    const [passage] = page(1).passages;
    const hash = encodingHash({ title: '', headings: passage?.headings ?? [], text: passage?.text ?? '' });
    const vectors = await index.vectors(scope, space, [hash, 'unknown']);
    expect([...vectors]).toEqual([[hash, Float32Array.of(0, 1)]]);
  });

  test('it goes alone, and may be damaged', async () => {
    const { folder, index } = await open();
    await index.put(scope, [page(1)]);
    const older = (await readdir(folder)).find((name) => !/\.v\d/.test(name)) ?? '';
    await writeFile(path.join(folder, older), 'no database, but long enough to be one'.repeat(100));
    expect(await idsIn(index, true)).toEqual(['td_1 1']);
    expect(await index.countWithOlder(scope)).toBeNull();

    const second = await open();
    await second.index.put(scope, [page(1)]);
    await second.index.removeOlder(scope);
    expect(await second.index.countWithOlder(scope)).toBeNull();
    expect(await idsIn(second.index, true)).toEqual(['td_1 1']);
    expect(await second.index.countPages(scope)).toBe(1);
  });
});
