import { AppError, type Page } from '@persona/contracts';
import { describe, expect, test } from 'vitest';
import type { DocumentStore, Query } from '../document-store.ts';
import { aPage, newScope, TIME } from './documents.ts';

export function describeErrors(store: () => DocumentStore, open: () => Promise<DocumentStore>): void {
  describe('errors', () => {
    const scope = newScope();
    const find = (query: unknown) => store().pages.find(scope, query as Query<Page>);

    test.each<[string, unknown]>([
      ['an undeclared field', { where: { content_sha256: 'x' } }],
      ['a field of no schema', { where: { $where: 'sleep(1)' } }],
      ['an unknown operator', { where: { status: { $ne: null } } }],
      ['two operators', { where: { status: { gt: 'a', lt: 'z' } } }],
      ['an operator over an object', { where: { status: { ne: { $gt: '' } } } }],
      ['a list as a value', { where: { status: ['live'] } }],
      ['a value of another kind', { where: { status: 1 } }],
      ['an object in a list', { where: { status: { in: [{ $gt: '' }] } } }],
      ['an undefined condition', { where: { status: undefined } }],
      ['an undeclared order', { orderBy: 'content_sha256' }],
      ['an order by what may be null', { orderBy: 'external_id' }],
      ['no number as limit', { limit: Number.NaN }],
      ['a negative limit', { limit: -1 }],
      ['an object as place', { after: { value: { $gt: '' }, id: 'x' } }],
    ])('a query with %s is refused', async (_, query) => {
      await expect(find({ limit: 1, ...(query as object) })).rejects.toBeInstanceOf(TypeError);
    });

    test('a query across scopes needs an index made for it, or walks by id', async () => {
      const { acrossScopes } = store().pages;
      await expect(acrossScopes.find({ where: { title_folded: 'x' }, limit: 1 })).rejects.toBeInstanceOf(
        TypeError,
      );
      await expect(acrossScopes.find({ orderBy: 'title_folded', limit: 1 })).rejects.toBeInstanceOf(
        TypeError,
      );
      await expect(acrossScopes.count({ source: 'x' })).rejects.toBeInstanceOf(TypeError);
      await acrossScopes.find({ limit: 1 });
    });

    test.each<[string, object]>([
      ['the id', { set: { id: 'other' } }],
      ['the time of creation', { set: { created_at: TIME } }],
      ['a field of no schema', { set: { $set: {} } }],
      ['a value the schema refuses', { set: { status: 'gone' } }],
      ['adding to text', { inc: { title: 1 } }],
      ['adding no number', { inc: { starts: '1' } }],
      ['setting and adding at once', { set: { starts: 1 }, inc: { starts: 1 } }],
      ['comparing a field of no schema', { where: { $or: [] } }],
      ['comparing with an object', { where: { version: { $gt: 0 } }, set: { title: 'x' } }],
    ])('a change with %s is refused, and nothing happens', async (_, change) => {
      const page = aPage(scope);
      await store().pages.insert(scope, [page]);
      await expect(store().pages.update(scope, page.id, change)).rejects.toBeInstanceOf(TypeError);
      expect(await store().pages.get(scope, page.id)).toEqual(page);
    });

    test.each<[string, object]>([
      ['of another scope', { instance_id: 'ins_other' }],
      ['without an id', { id: '' }],
      ['with a field of no schema', { $where: '1' }],
      ['with a value the schema refuses', { version: 0 }],
    ])('an insert %s is refused', async (_, fields) => {
      const page: Page = { ...aPage(scope), ...fields };
      await expect(store().pages.insert(scope, [page])).rejects.toBeInstanceOf(TypeError);
      expect(await store().pages.locate(page.id)).toBeNull();
    });

    test('a document that lacks a field is refused', async () => {
      const { status: _, ...page } = aPage(scope);
      await expect(store().pages.insert(scope, [page as Page])).rejects.toThrow(/lacks status/);
    });

    test('after close everything is not_ready, and closing again is nothing', async () => {
      const closed = await open();
      const page = aPage(scope);
      const inserting = closed.pages.insert(scope, [page]);
      await closed.close();
      await closed.close();
      expect(await inserting).toEqual(['inserted']);
      const attempts = [
        () => closed.ready(),
        () => closed.pages.get(scope, page.id),
        () => closed.pages.find(scope, { limit: 1 }),
        () => closed.pages.insert(scope, [aPage(scope)]),
        () => closed.pages.update(scope, page.id, { set: { title: 'x' } }),
      ];
      for (const attempt of attempts) {
        const error = await attempt().catch((error: unknown) => error);
        expect(error).toBeInstanceOf(AppError);
        expect(error).toMatchObject({ code: 'not_ready' });
      }
      expect(await store().pages.get(scope, page.id)).toEqual(page);
    });
  });
}
