import { describe, expect, test } from 'vitest';
import type { DocumentStore } from '../document-store.ts';
import { aBody, aMessage, aPage, ids, newScope } from './documents.ts';

export function describeEdges(store: () => DocumentStore, many: number): void {
  describe('edges', () => {
    test('keys and values of any characters come back as they went in', async () => {
      const scope = newScope();
      const metadata = JSON.parse(
        `{"$set":{"a.b":1,"$gt":""},"a.b.c":"dots","":"empty","__proto__":{"x":1},"constructor":"c","toString":1,"7":"seven","%2e":"%24",
          "emoji 🗼":"👩🏽‍🚀","rtl":"שלום","combining":"e\\u0301","nul\\u0000key":"nul\\u0000value","line":"\\u2028"}`,
      ) as Record<string, unknown>;
      const page = aPage(scope, { metadata, title: '🗼 $where "quoted" \\ \'single\'', external_id: '$ne' });
      await store().pages.insert(scope, [page]);
      const back = await store().pages.get(scope, page.id);
      expect(JSON.stringify(back?.metadata)).toBe(JSON.stringify(metadata));
      expect(back?.title).toBe(page.title);
      expect(await store().pages.count(scope, { external_id: '$ne' })).toBe(1);
      const changed = await store().pages.update(scope, page.id, {
        set: { metadata: { ...metadata, more: 1 } },
      });
      expect(JSON.stringify(changed?.metadata)).toBe(JSON.stringify({ ...metadata, more: 1 }));
    });

    test('numbers, empty things and depth come back as they went in', async () => {
      const scope = newScope();
      let deep: Record<string, unknown> = {};
      for (let i = 0; i < 32; i++) deep = { deep };
      const numbers = [0, -1, 0.1, 2 ** 31, -(2 ** 31) - 1, Number.MAX_SAFE_INTEGER, 1e300, 5e-324];
      const metadata = {
        numbers,
        empty: {},
        none: [],
        nothing: null,
        text: '',
        nested: [[], {}, [[]]],
        deep,
      };
      const page = aPage(scope, { metadata, source: '' });
      await store().pages.insert(scope, [page]);
      expect(await store().pages.get(scope, page.id)).toEqual(page);
    });

    test('a page of 8 MB', async () => {
      const scope = newScope();
      const body = aBody(scope, { content: 'Zürich 東京 "quoted"\n'.repeat(360_000) });
      expect(Buffer.byteLength(body.content)).toBeGreaterThan(8 * 2 ** 20);
      await store().pageBodies.insert(scope, [body]);
      const back = await store().pageBodies.get(scope, body.id);
      expect(back?.content === body.content).toBe(true);
      expect(await store().pageBodies.count(scope, { page_id: body.page_id })).toBe(1);
    });

    test('many documents at once', async () => {
      const scope = newScope();
      const pages = Array.from({ length: many }, () => aPage(scope));
      expect(new Set(await store().pages.insert(scope, pages))).toEqual(new Set(['inserted']));
      const changes = pages.map(({ id }) => ({ id, where: { version: 1 }, inc: { version: 1 } }));
      expect((await store().pages.updateMany(scope, changes)).every((page) => page?.version === 2)).toBe(
        true,
      );
      expect(await store().pages.remove(scope, ids(pages) as string[])).toBe(many);
    });

    test('nothing asked, nothing done', async () => {
      const scope = newScope();
      expect(await store().pages.insert(scope, [])).toEqual([]);
      expect(await store().pages.updateMany(scope, [])).toEqual([]);
      expect(await store().pages.getMany(scope, [])).toEqual([]);
      expect(await store().pages.remove(scope, [])).toBe(0);
      expect(await store().pages.find(scope, { limit: 10 })).toEqual([]);
      expect(await store().pages.count(scope, {})).toBe(0);
      const page = aPage(scope);
      await store().pages.insert(scope, [page]);
      expect(await store().pages.update(scope, page.id, {})).toEqual(page);
      expect(await store().pages.update(scope, page.id, { where: { version: 2 } })).toBeNull();
    });

    test('null takes no place in a unique index', async () => {
      const scope = newScope();
      const messages = [0, 1, 2].map((n) => aMessage(scope, { n }));
      expect(await store().messages.insert(scope, messages)).toEqual(['inserted', 'inserted', 'inserted']);
      const again = [
        aMessage(scope, { n: 3, client_id_sha256: 'a' }),
        aMessage(scope, { n: 4, client_id_sha256: 'a' }),
      ];
      expect(await store().messages.insert(scope, again)).toEqual(['inserted', { conflict: 'client_id' }]);
      expect(await store().messages.insert(scope, [aMessage(scope, { n: 3 })])).toEqual([
        { conflict: 'place' },
      ]);
    });

    test('order is by code point, whatever the script', async () => {
      const scope = newScope();
      // By UTF-16 code units 🗼 would come before the last two.
      const ordered = ['A', 'Z', 'a', 'z', 'é', 'я', '東', '\uE000', '\uFFFD', '🗼'];
      const pages = ordered.map((title_folded) => aPage(scope, { title_folded }));
      await store().pages.insert(scope, pages.toReversed());
      const found = await store().pages.find(scope, { orderBy: 'title_folded', limit: 100 });
      expect(found.map(({ title_folded }) => title_folded)).toEqual(ordered);
      expect(await store().pages.count(scope, { title_folded: { gt: '\uFFFD' } })).toBe(1);
      const tower = pages.at(-1)?.id ?? '';
      const where = { title_folded: { gt: '\uFFFD' } };
      expect(await store().pages.update(scope, tower, { where, set: { source: 'x' } })).not.toBeNull();
    });
  });
}
