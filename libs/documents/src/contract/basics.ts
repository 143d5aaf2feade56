import type { Page } from '@persona/contracts';
import { describe, expect, test } from 'vitest';
import type { DocumentStore } from '../document-store.ts';
import { aPage, ids, newScope, TIME } from './documents.ts';

export function describeBasics(store: () => DocumentStore): void {
  describe('basics', () => {
    test('what was put in comes back', async () => {
      const scope = newScope();
      const page = aPage(scope, { metadata: { tags: ['a', null, { b: 1.5 }], on: true }, external_id: 'x' });
      expect(await store().pages.insert(scope, [page])).toEqual(['inserted']);
      expect(await store().pages.get(scope, page.id)).toEqual(page);
      expect(await store().pages.get(scope, 'td_unknown')).toBeNull();
    });

    test('getMany keeps the order of the ids and leaves out what is not there', async () => {
      const scope = newScope();
      const [a, b, c] = [aPage(scope), aPage(scope), aPage(scope)];
      await store().pages.insert(scope, [a, b, c]);
      expect(ids(await store().pages.getMany(scope, [c.id, 'td_unknown', a.id]))).toEqual([c.id, a.id]);
    });

    test('an insert tells of each document whether its place was free, and which was not', async () => {
      const scope = newScope();
      const first = aPage(scope, { identity: 'ext:1' });
      await store().pages.insert(scope, [first]);
      const other = aPage(scope);
      const results = await store().pages.insert(scope, [
        { ...aPage(scope), id: first.id },
        aPage(scope, { identity: 'ext:1' }),
        other,
        other,
      ]);
      expect(results).toEqual([{ conflict: 'id' }, { conflict: 'identity' }, 'inserted', { conflict: 'id' }]);
      expect(await store().pages.get(scope, first.id)).toEqual(first);
      expect(await store().pages.count(scope, {})).toBe(2);
    });

    test('a change happens where its comparison holds, and nowhere else', async () => {
      const scope = newScope();
      const page = aPage(scope);
      await store().pages.insert(scope, [page]);
      const change = {
        where: { version: 1, title: 'Lighthouse' },
        set: { title: 'Ferry' },
        inc: { version: 1, starts: 2 },
      };
      const changed = { ...page, title: 'Ferry', version: 2, starts: 2 };
      expect(await store().pages.update(scope, page.id, change)).toEqual(changed);
      expect(await store().pages.update(scope, page.id, change)).toBeNull();
      expect(await store().pages.get(scope, page.id)).toEqual(changed);
      expect(await store().pages.update(scope, 'td_unknown', { set: { title: 'x' } })).toBeNull();
    });

    test('what changed is found by its new values and no more by its old ones', async () => {
      const scope = newScope();
      const page = aPage(scope, { external_id: 'old', status: 'queued' });
      await store().pages.insert(scope, [page]);
      await store().pages.update(scope, page.id, {
        set: { external_id: null, status: 'live', deleted_at: TIME },
      });
      expect(await store().pages.count(scope, { status: 'queued' })).toBe(0);
      expect(await store().pages.count(scope, { external_id: 'old' })).toBe(0);
      expect(await store().pages.count(scope, { status: 'live', external_id: null, deleted_at: TIME })).toBe(
        1,
      );
    });

    test('many changes are each on their own', async () => {
      const scope = newScope();
      const pages = [aPage(scope), aPage(scope, { version: 7 }), aPage(scope)];
      await store().pages.insert(scope, pages);
      const changes = pages.map(({ id }) => ({
        id,
        where: { version: 1 },
        set: { status: 'live' as const },
      }));
      const results = await store().pages.updateMany(scope, changes);
      expect(ids(results)).toEqual([pages[0]?.id, undefined, pages[2]?.id]);
      expect(await store().pages.count(scope, { status: 'live' })).toBe(2);
    });

    test('many changes tell which of them took effect: all, some, or none', async () => {
      const scope = newScope();
      const pages = [aPage(scope), aPage(scope), aPage(scope)];
      await store().pages.insert(scope, pages);
      const start = (version: number) =>
        store().pages.applyMany(
          scope,
          pages.map(({ id }) => ({ id, where: { version }, inc: { starts: 1, version: 1 } })),
        );
      expect(await start(1)).toEqual([true, true, true]);
      await store().pages.update(scope, pages[1]?.id ?? '', { set: { version: 9 } });
      expect(await start(2)).toEqual([true, false, true]);
      expect(await start(2)).toEqual([false, false, false]);
      const gone = { id: aPage(scope).id, set: { title: 'No such page' } };
      expect(await store().pages.applyMany(scope, [gone])).toEqual([false]);
      expect(await store().pages.applyMany(scope, [])).toEqual([]);
      const now = await store().pages.getMany(
        scope,
        pages.map(({ id }) => id),
      );
      expect(now.map(({ starts, version }) => [starts, version])).toEqual([
        [2, 3],
        [1, 9],
        [2, 3],
      ]);
    });

    test('a change that wants a taken place is refused by its name, the others are carried out', async () => {
      const scope = newScope();
      const [a, b, c] = [aPage(scope, { identity: 'ext:a' }), aPage(scope), aPage(scope)];
      await store().pages.insert(scope, [a, b, c]);
      const changing = store().pages.updateMany(scope, [
        { id: b.id, set: { identity: 'ext:a' } },
        { id: c.id, set: { status: 'live' } },
      ]);
      await expect(changing).rejects.toMatchObject({ code: 'version_conflict', param: 'identity' });
      expect(await store().pages.get(scope, b.id)).toEqual(b);
      expect(await store().pages.get(scope, c.id)).toMatchObject({ status: 'live' });
      expect(
        await store().pages.update(scope, a.id, { set: { identity: 'ext:a', title: 'Still mine' } }),
      ).toMatchObject({
        title: 'Still mine',
      });
    });

    test('what is removed is gone, and its place is free', async () => {
      const scope = newScope();
      const [a, b] = [aPage(scope, { identity: 'ext:a' }), aPage(scope)];
      await store().pages.insert(scope, [a, b]);
      expect(await store().pages.remove(scope, [a.id, 'td_unknown'])).toBe(1);
      expect(await store().pages.remove(scope, [a.id])).toBe(0);
      expect(await store().pages.get(scope, a.id)).toBeNull();
      expect(await store().pages.insert(scope, [aPage(scope, { identity: 'ext:a' })])).toEqual(['inserted']);
      expect(await store().pages.get(scope, b.id)).toEqual(b);
    });

    test('locate tells where an id lives', async () => {
      const scope = newScope();
      const page = aPage(scope);
      await store().pages.insert(scope, [page]);
      expect(await store().pages.locate(page.id)).toBe(scope);
      expect(await store().pages.locate('td_unknown')).toBeNull();
    });

    test('documents share nothing with what a caller holds', async () => {
      const scope = newScope();
      const page = aPage(scope, { metadata: { tags: ['a'] } });
      const inserting = store().pages.insert(scope, [page]);
      page.title = 'changed after the call';
      await inserting;
      const set = { metadata: { tags: ['b'] } };
      const changed = await store().pages.update(scope, page.id, { set });
      (changed as Page).metadata['tags'] = 'mine';
      expect(set.metadata.tags).toEqual(['b']);
      expect(await store().pages.get(scope, page.id)).toMatchObject({
        title: 'Lighthouse',
        metadata: { tags: ['b'] },
      });
    });

    test('a store that works is ready, and can be compacted', async () => {
      await store().ready();
      await store().compact();
    });
  });
}
