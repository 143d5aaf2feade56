import { describe, expect, test } from 'vitest';
import { freshInstance, page, type Opened } from './index-under-test.ts';

/** Versions of one page at the same time, and the method that lists them. */
export function describeVersions(opened: Opened): void {
  describe('versions', () => {
    test('versions stand beside each other until one is removed', async () => {
      const instance = freshInstance();
      await opened.index.put(instance, [page('td_1', 'The tide turns at noon.')]);
      await opened.index.put(instance, [page('td_1', 'The tide turns at midnight.', { version: 2 })]);
      const versionsFound = async (): Promise<number[]> =>
        (await opened.index.search(instance, { query: 'tide', limit: 5 }))
          .map(({ version }) => version)
          .toSorted((a, b) => a - b);
      expect(await versionsFound()).toEqual([1, 2]);
      await opened.index.removeVersions(instance, [
        { page_id: 'td_1', version: 1 },
        { page_id: 'td_1', version: 7 },
        { page_id: 'td_9', version: 1 },
      ]);
      expect(await versionsFound()).toEqual([2]);
      await opened.index.removePages(instance, ['td_1', 'td_9']);
      expect(await versionsFound()).toEqual([]);
    });

    test('putting a version again changes nothing; putting it otherwise replaces it', async () => {
      const instance = freshInstance();
      const pages = [page('td_1', 'One gull.\n\n# Two\n\nTwo gulls.')];
      await opened.index.put(instance, pages);
      const before = await opened.index.search(instance, { query: 'gull', limit: 9 });
      await opened.index.put(instance, pages);
      expect(await opened.index.search(instance, { query: 'gull', limit: 9 })).toEqual(before);
      expect(await opened.index.stats(instance)).toMatchObject({ pages: 1, passages: 2 });
      expect(await opened.index.countPages(instance)).toBe(1);
      await opened.index.put(instance, [page('td_1', 'One tern.')]);
      expect(await opened.index.search(instance, { query: 'gull', limit: 9 })).toEqual([]);
      expect(await opened.index.stats(instance)).toMatchObject({ pages: 1, passages: 1 });
    });

    test('lists what is there, page by page', async () => {
      const instance = freshInstance();
      const pages = Array.from({ length: 23 }, (_, i) =>
        page(`td_${String(i % 12).padStart(2, '0')}`, `Text ${i}.`, { version: i < 12 ? 1 : 2 }),
      );
      await opened.index.put(instance, pages);
      const expected = pages
        .map(({ page_id, version }) => ({ page_id, version, passages: 1 }))
        .toSorted((a, b) =>
          a.page_id === b.page_id ? a.version - b.version : a.page_id < b.page_id ? -1 : 1,
        );
      const listed: { page_id: string; version: number; passages: number }[] = [];
      for (;;) {
        const after = listed.at(-1);
        const more = await opened.index.versions(instance, { ...(after ? { after } : {}), limit: 5 });
        expect(more.length).toBeLessThanOrEqual(5);
        if (more.length === 0) break;
        listed.push(...more);
      }
      expect(listed).toEqual(expected);
    });
  });
}
