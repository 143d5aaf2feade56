import type { Scope } from '@persona/contracts';
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { SearchIndex } from '../search-index.ts';
import { freshInstance, page, type Opened } from './index-under-test.ts';

/** Personas are separate, and nothing is left of what was removed. */
export function describeIsolation(opened: Opened): void {
  describe('isolation between personas', () => {
    test('every method that touches a persona takes its scope, for which no string does', () => {
      type Scoped = Exclude<keyof SearchIndex, 'ready' | 'close'>;
      expectTypeOf<Parameters<SearchIndex[Scoped]>[0]>().toEqualTypeOf<Scope>();
      expectTypeOf<string>().not.toExtend<Scope>();
    });

    test('nothing of one is seen, changed or removed through another', async () => {
      const [mine, theirs] = [freshInstance(), freshInstance()];
      await opened.index.put(mine, [page('td_1', 'My secret harbour.')]);
      await opened.index.put(theirs, [
        page('td_1', 'Their secret harbour.', { version: 2 }),
        page('td_2', 'Their other secret.'),
      ]);
      expect(
        (await opened.index.search(mine, { query: 'secret harbour', limit: 9 })).map(({ text }) => text),
      ).toEqual(['My secret harbour.']);
      expect(await opened.index.versions(mine, { limit: 9 })).toEqual([
        { page_id: 'td_1', version: 1, passages: 1 },
      ]);
      await opened.index.removePages(mine, ['td_1', 'td_2']);
      expect(await opened.index.stats(theirs)).toMatchObject({ pages: 2 });
      expect(await opened.index.countPages(theirs)).toBe(2);
      await opened.index.removeInstance(mine);
      expect((await opened.index.search(theirs, { query: 'secret', limit: 9 })).length).toBe(2);
    });

    test('what another persona holds changes no score', async () => {
      const [alone, beside] = [freshInstance(), freshInstance()];
      const pages = [page('td_1', 'Cod and herring.'), page('td_2', 'Herring only.')];
      await opened.index.put(alone, pages);
      await opened.index.put(beside, pages);
      await opened.index.put(freshInstance(), [page('td_1', 'Herring herring herring.')]);
      const scores = async (instance: Scope): Promise<number[]> =>
        (await opened.index.search(instance, { query: 'cod herring', limit: 9 })).map(({ score }) => score);
      expect(await scores(alone)).toEqual(await scores(beside));
    });
  });

  describe('removal', () => {
    test('nothing of a removed page, version or instance remains', async () => {
      if (!opened.store.bytes) return;
      const [instance, gone] = [freshInstance(), freshInstance()];
      const canary = (n: number): string => `Canarybird${n}x${'abcdefgh'.repeat(3)}`;
      const holds = async (n: number): Promise<boolean> =>
        (await (opened.store.bytes as () => Promise<Buffer>)())
          .toString('latin1')
          .toLowerCase()
          .includes(canary(n).toLowerCase());
      const filler = Array.from({ length: 60 }, (_, i) =>
        page(`td_f${i}`, `Filler page ${i} about kelp. `.repeat(40)),
      );
      await opened.index.put(instance, [
        ...filler,
        page('td_1', canary(1), { metadata: { tag: canary(1) } }),
        page('td_2', canary(2)),
        page('td_3', canary(3)),
      ]);
      await opened.index.put(gone, [page('td_1', canary(4), { title: canary(4) })]);
      await opened.index.search(instance, { query: 'kelp', limit: 1 });
      for (const n of [1, 2, 3, 4]) expect([n, await holds(n)]).toEqual([n, true]);
      await opened.index.removeVersions(instance, [{ page_id: 'td_1', version: 1 }]);
      await opened.index.removePages(instance, ['td_2']);
      await opened.index.removeInstance(gone);
      for (const [n, there] of [
        [1, false],
        [2, false],
        [3, true],
        [4, false],
      ] as const)
        expect([n, await holds(n)]).toEqual([n, there]);
    });
  });
}
