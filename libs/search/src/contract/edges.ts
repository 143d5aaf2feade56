import { describe, expect, test } from 'vitest';
import { freshInstance, idsOf, page, type Opened } from './index-under-test.ts';

/** Empty, odd and hostile input. */
export function describeEdges(opened: Opened): void {
  describe('edges', () => {
    test('what cannot match matches nothing', async () => {
      const instance = freshInstance();
      await opened.index.put(instance, [page('td_1', 'A plain page about barnacles.')]);
      for (const query of [
        '',
        ' \n',
        '???',
        '"',
        '* OR NEAR(',
        'qqqqqqqq',
        '\u0000',
        '\ud800',
        ')('.repeat(5_000),
      ])
        expect([query.slice(0, 9), await opened.index.search(instance, { query, limit: 5 })]).toEqual([
          query.slice(0, 9),
          [],
        ]);
      expect(await opened.index.search(freshInstance(), { query: 'barnacles', limit: 5 })).toEqual([]);
    });

    test('a query of function words finds the page with that title', async () => {
      const instance = freshInstance();
      await opened.index.put(instance, [
        page('td_1', 'We build boats.', { title: 'Who we are' }),
        page('td_2', 'We sell boats.', { title: 'Prices' }),
      ]);
      expect(idsOf(await opened.index.search(instance, { query: 'who are you?', limit: 1 }))).toEqual([
        'td_1',
      ]);
    });

    test('odd ids, texts and sizes', async () => {
      const instance = freshInstance();
      const ids = ['td_"x\'; DROP TABLE page;--', 'td_ü/../x', 'td_' + 'z'.repeat(300), 'td_日本'];
      await opened.index.put(
        instance,
        ids.map((id, i) => page(id, `Curlew number ${i} 😀 e\u0301 \ud800 \u0000`)),
      );
      expect(idsOf(await opened.index.search(instance, { query: 'curlew', limit: 9 })).toSorted()).toEqual(
        ids.toSorted(),
      );
      await opened.index.removePages(instance, ids);
      expect(await opened.index.stats(instance)).toMatchObject({ pages: 0, passages: 0 });
      await opened.index.put(instance, []);
      await opened.index.removePages(instance, []);
      await opened.index.removeVersions(instance, []);
    });

    test('a page of only markup or only a title can be put, found by its title, and removed', async () => {
      const instance = freshInstance();
      await opened.index.put(instance, [
        page('td_1', '---\ntitle: Kelp\nweight: 3\n---\n', { title: 'Kelp' }),
        page('td_2', '<div></div>'),
      ]);
      expect((await opened.index.versions(instance, { limit: 9 })).map(({ page_id }) => page_id)).toEqual([
        'td_1',
        'td_2',
      ]);
      expect(idsOf(await opened.index.search(instance, { query: 'kelp', limit: 9 }))).toEqual(['td_1']);
      await opened.index.removePages(instance, ['td_1', 'td_2']);
      expect(await opened.index.versions(instance, { limit: 9 })).toEqual([]);
    });

    test('removing what is not there, and the instance twice, is no error', async () => {
      const instance = freshInstance();
      await opened.index.removePages(instance, ['td_1']);
      await opened.index.removeVersions(instance, [{ page_id: 'td_1', version: 1 }]);
      await opened.index.removeInstance(instance);
      await opened.index.put(instance, [page('td_1', 'Something.')]);
      await opened.index.removeInstance(instance);
      await opened.index.removeInstance(instance);
      expect(await opened.index.versions(instance, { limit: 9 })).toEqual([]);
    });
  });
}
