import type { Scope } from '@persona/contracts';
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { DocumentStore } from '../document-store.ts';
import { aPage, newScope } from './documents.ts';

export function describeIsolation(store: () => DocumentStore): void {
  describe('isolation between personas', () => {
    test('every method that touches documents takes their scope, for which no string does', () => {
      type Pages = DocumentStore['pages'];
      type Scoped = Exclude<keyof Pages, 'locate' | 'acrossScopes'>;
      expectTypeOf<Parameters<Pages[Scoped]>[0]>().toEqualTypeOf<Scope>();
      expectTypeOf<string>().not.toExtend<Scope>();
    });

    test('a document of another scope does not exist', async () => {
      const [mine, theirs] = [newScope(), newScope()];
      const page = aPage(theirs, { identity: 'ext:same' });
      await store().pages.insert(theirs, [page]);
      expect(await store().pages.get(mine, page.id)).toBeNull();
      expect(await store().pages.getMany(mine, [page.id])).toEqual([]);
      expect(await store().pages.find(mine, { limit: 100 })).toEqual([]);
      expect(await store().pages.find(mine, { where: { identity: 'ext:same' }, limit: 100 })).toEqual([]);
      expect(await store().pages.find(mine, { where: { instance_id: theirs }, limit: 100 })).toEqual([]);
      expect(await store().pages.count(mine, {})).toBe(0);
      expect(await store().pages.update(mine, page.id, { set: { title: 'stolen' } })).toBeNull();
      expect(await store().pages.updateMany(mine, [{ id: page.id, set: { title: 'stolen' } }])).toEqual([
        null,
      ]);
      expect(await store().pages.remove(mine, [page.id])).toBe(0);
      expect(await store().pages.insert(mine, [{ ...aPage(mine), id: page.id }])).toEqual([
        { conflict: 'id' },
      ]);
      expect(await store().pages.get(theirs, page.id)).toEqual(page);
    });

    test('a unique place is one in each persona', async () => {
      const [mine, theirs] = [newScope(), newScope()];
      expect(await store().pages.insert(mine, [aPage(mine, { identity: 'ext:1' })])).toEqual(['inserted']);
      expect(await store().pages.insert(theirs, [aPage(theirs, { identity: 'ext:1' })])).toEqual([
        'inserted',
      ]);
    });

    test('a document can move to another scope, whole', async () => {
      const [mine, theirs] = [newScope(), newScope()];
      const page = aPage(mine);
      await store().pages.insert(mine, [page]);
      await store().pages.update(mine, page.id, {
        where: { instance_id: mine },
        set: { instance_id: theirs },
      });
      expect(await store().pages.get(mine, page.id)).toBeNull();
      expect(await store().pages.get(theirs, page.id)).toEqual({ ...page, instance_id: theirs });
      expect(await store().pages.find(theirs, { limit: 10 })).toHaveLength(1);
      expect(await store().pages.locate(page.id)).toBe(theirs);
    });
  });
}
