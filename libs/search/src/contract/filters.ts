import { beforeAll, describe, expect, test } from 'vitest';
import type { SearchIndex } from '../search-index.ts';
import { freshInstance, idsOf, page, type Opened } from './index-under-test.ts';

/** Conditions on pages, and limits on the number of hits. */
export function describeFilters(opened: Opened): void {
  describe('filters and limits', () => {
    const instance = freshInstance();
    beforeAll(async () => {
      await opened.index.put(instance, [
        page('td_1', 'A boat story.', {
          source: 'import',
          metadata: { tag: ['red', 'old'], year: 1999, draft: false },
        }),
        page('td_2', 'A boat tale.', {
          source: 'import',
          metadata: { tag: 'blue', year: 2005, 'odd key."': 'x' },
        }),
        page('td_3', 'A boat song.', {
          source: 'manual',
          metadata: { tag: 'red', author: { name: "O'Brien" }, year: '1999', long: 'y'.repeat(600) },
        }),
      ]);
    });
    const found = async (
      filters: NonNullable<Parameters<SearchIndex['search']>[1]['filters']>,
    ): Promise<string[]> =>
      idsOf(await opened.index.search(instance, { query: 'boat', limit: 9, filters })).toSorted();

    const long = 'y'.repeat(600);
    test.each([
      [{ source: 'import' }, ['td_1', 'td_2']],
      [{ source: ['manual', 'nowhere'] }, ['td_3']],
      [{ td_id: ['td_2', 'td_3'] }, ['td_2', 'td_3']],
      [{ 'metadata.tag': 'red' }, ['td_1', 'td_3']],
      [{ 'metadata.tag': 'red', source: 'import' }, ['td_1']],
      [{ 'metadata.year': 1999 }, ['td_1']],
      [{ 'metadata.year': '1999' }, ['td_3']],
      [{ 'metadata.year': [1999, 2005] }, ['td_1', 'td_2']],
      [{ 'metadata.draft': false }, ['td_1']],
      [{ 'metadata.author.name': "O'Brien" }, ['td_3']],
      [{ 'metadata.odd key."': 'x' }, ['td_2']],
      [{ 'metadata.long': long }, ['td_3']],
      [{ 'metadata.long': long.slice(1) }, []],
      [{ 'metadata.none': 'x' }, []],
      [{ source: [] }, []],
      [{}, ['td_1', 'td_2', 'td_3']],
    ])('filter %#', async (filters, expected) => {
      expect(await found(filters)).toEqual(expected);
    });

    test('an unknown filter is refused, not ignored', async () => {
      await expect(found({ colour: 'red' })).rejects.toMatchObject({
        code: 'validation_error',
        param: 'filters.colour',
      });
      await expect(found({ stream_id: 'str_1' })).rejects.toMatchObject({ code: 'validation_error' });
      await expect(found({ source: { $ne: 1 } as unknown as string })).rejects.toMatchObject({
        code: 'validation_error',
      });
    });

    test('gives at most as many as asked, and the best of them', async () => {
      const all = await opened.index.search(instance, { query: 'boat story', limit: 9 });
      expect(all).toHaveLength(3);
      for (const limit of [1, 2])
        expect(await opened.index.search(instance, { query: 'boat story', limit })).toEqual(
          all.slice(0, limit),
        );
    });
  });
}
