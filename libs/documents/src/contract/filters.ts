import { grantScope, type Page } from '@persona/contracts';
import { beforeAll, describe, expect, test } from 'vitest';
import { compare } from '../conditions.ts';
import type { DocumentStore, Query, Where } from '../document-store.ts';
import { aChat, aPage, ids, newScope } from './documents.ts';

export function describeFilters(store: () => DocumentStore): void {
  describe('filters and paging', () => {
    const scope = newScope();
    const pages = ['b', 'a', null, 'c', null, 'B'].map((external_id, i) =>
      aPage(scope, {
        external_id,
        status: i % 2 === 0 ? 'queued' : 'live',
        stream_id: 'str_1',
        stream_round: i,
        source: `source ${i >> 1}`,
      }),
    );
    beforeAll(async () => {
      await store().pages.insert(scope, pages);
    });
    const found = async (where: Where<Page>) => {
      const documents = await store().pages.find(scope, { where, limit: 100 });
      expect(await store().pages.count(scope, where)).toBe(documents.length);
      return documents.map(({ external_id }) => external_id);
    };

    test.each<[string, Where<Page>, (string | null)[]]>([
      ['a value', { external_id: 'a' }, ['a']],
      ['null', { external_id: null }, [null, null]],
      ['anything but a value', { external_id: { ne: 'a' } }, ['b', null, 'c', null, 'B']],
      ['anything but null', { external_id: { ne: null } }, ['b', 'a', 'c', 'B']],
      ['one of', { external_id: { in: ['a', 'c', 'nowhere'] } }, ['a', 'c']],
      ['one of, null among them', { external_id: { in: ['a', null] } }, ['a', null, null]],
      ['one of none', { external_id: { in: [] } }, []],
      ['less', { external_id: { lt: 'b' } }, ['a', 'B']],
      ['at most', { external_id: { lte: 'b' } }, ['b', 'a', 'B']],
      ['greater', { external_id: { gt: 'a' } }, ['b', 'c']],
      ['at least', { external_id: { gte: 'b' } }, ['b', 'c']],
      ['numbers', { stream_round: { gte: 3 }, external_id: { ne: null } }, ['c', 'B']],
      ['contained text', { source: { contains: 'ce 1' } }, [null, 'c']],
      ['contained pattern characters, which mean themselves', { source: { contains: '.*' } }, []],
      ['several conditions', { status: 'live', external_id: { lt: 'c' } }, ['a', 'B']],
      ['a version', { version: 1, external_id: 'a' }, ['a']],
    ])('%s', async (_, where, expected) => {
      expect(await found(where)).toEqual(expected);
    });

    test('the default order is by id', async () => {
      const sorted = pages.map(({ id }) => id).sort(compare);
      expect(ids(await store().pages.find(scope, { limit: 100 }))).toEqual(sorted);
      const backwards = await store().pages.find(scope, { limit: 2, direction: 'desc' });
      expect(ids(backwards)).toEqual(sorted.slice(-2).toReversed());
      expect(await store().pages.find(scope, { limit: 0 })).toEqual([]);
    });

    test.each(['asc', 'desc'] as const)(
      'paging %s by a field with ties visits each document once',
      async (direction) => {
        const scope = newScope();
        const chats = Array.from({ length: 25 }, (_, i) =>
          aChat(scope, {
            updated_at: `2026-11-23T08:00:0${i % 4}.000Z`,
            user_id: i % 5 === 0 ? 'other' : 'user',
          }),
        );
        await store().chats.insert(scope, chats);
        const wanted = chats
          .filter(({ user_id }) => user_id === 'user')
          .sort((a, b) => (a.updated_at + a.id < b.updated_at + b.id ? -1 : 1));
        if (direction === 'desc') wanted.reverse();
        const seen: (string | undefined)[] = [];
        let after: Query<Page>['after'];
        for (;;) {
          const where = { deleted_at: null, user_id: 'user' };
          const page = await store().chats.find(scope, {
            where,
            orderBy: 'updated_at',
            direction,
            after,
            limit: 3,
          });
          seen.push(...ids(page));
          const last = page.at(-1);
          if (!last) break;
          after = { value: last.updated_at, id: last.id };
        }
        expect(seen).toEqual(ids(wanted));
      },
    );

    test('a range is what lies between its ends, with the first and without the last', async () => {
      const scope = newScope();
      const chats = ['01', '02', '03', '04'].map((day) =>
        aChat(scope, { updated_at: `2026-11-${day}T00:00:00.000Z` }),
      );
      await store().chats.insert(scope, chats);
      const between = { gte: '2026-11-02T00:00:00.000Z', lt: '2026-11-04T00:00:00.000Z' };
      const where = { updated_at: between, deleted_at: null };
      expect(await store().chats.count(scope, where)).toBe(2);
      const found = await store().chats.find(scope, { where, orderBy: 'updated_at', limit: 10 });
      expect(ids(found)).toEqual(ids(chats.slice(1, 3)));
    });

    test('a count can stop early', async () => {
      expect(await store().pages.count(scope, {}, 4)).toBe(4);
      expect(await store().pages.count(scope, {}, 100)).toBe(6);
    });

    test('a count by the values of a field', async () => {
      const own = newScope();
      const statuses = ['live', 'live', 'queued', 'failed'] as const;
      const pages = statuses.map((status) => aPage(own, { status, job_id: 'job_1' }));
      await store().pages.insert(own, [...pages, aPage(own, { status: 'live', job_id: 'job_2' })]);
      const another = newScope();
      await store().pages.insert(another, [aPage(another, { status: 'live', job_id: 'job_1' })]);
      const counted = await store().pages.countBy(own, 'status', { job_id: 'job_1' });
      expect(Object.fromEntries(counted)).toEqual({ live: 2, queued: 1, failed: 1 });
      expect((await store().pages.countBy(own, 'status', { job_id: 'job_3' })).size).toBe(0);
      await expect(store().pages.countBy(own, 'error', {})).rejects.toThrow(TypeError);
    });

    test('across scopes: the sweeper sees every persona', async () => {
      const scopes = [newScope(), newScope()];
      const enqueued_at = `1999-01-01T00:00:00.${scopes[0]?.charCodeAt(12)}Z`;
      const mine = scopes.map((scope) =>
        aPage(scope, { status: 'indexing', enqueued_at, job_id: `job_${scopes[0]}` }),
      );
      for (const page of mine) await store().pages.insert(grantScope(page.instance_id), [page]);
      const where = { status: 'indexing', enqueued_at, job_id: `job_${scopes[0]}` } as const;
      expect(
        ids(await store().pages.acrossScopes.find({ where, orderBy: 'enqueued_at', limit: 10 })),
      ).toEqual(ids(mine));
      expect(await store().pages.acrossScopes.count(where)).toBe(2);
      expect(await store().pages.acrossScopes.count(where, 1)).toBe(1);
    });
  });
}
