import { describe, expect, test } from 'vitest';
import type { DocumentStore } from '../document-store.ts';
import { aPage, newScope } from './documents.ts';

export function describeConcurrency(store: () => DocumentStore, open: () => Promise<DocumentStore>): void {
  describe('concurrency', () => {
    test('of 100 changes of one version exactly one wins, round after round, over two handles', async () => {
      const other = await open();
      try {
        const scope = newScope();
        const page = aPage(scope);
        await store().pages.insert(scope, [page]);
        for (let version = 1; version <= 3; version++) {
          const results = await Promise.all(
            Array.from({ length: 100 }, (_, i) =>
              (i % 2 === 0 ? store() : other).pages.update(scope, page.id, {
                where: { version },
                set: { title: `by ${i}` },
                inc: { version: 1 },
              }),
            ),
          );
          const winners = results.filter((result) => result !== null);
          expect(winners).toHaveLength(1);
          expect(await other.pages.get(scope, page.id)).toEqual(winners[0]);
        }
      } finally {
        await other.close();
      }
    });

    test('of 50 inserts for one place exactly one is in', async () => {
      const other = await open();
      try {
        const scope = newScope();
        const results = await Promise.all(
          Array.from({ length: 50 }, (_, i) =>
            (i % 2 === 0 ? store() : other).pages.insert(scope, [aPage(scope, { identity: 'ext:same' })]),
          ),
        );
        expect(results.flat().filter((result) => result === 'inserted')).toHaveLength(1);
        expect(await store().pages.count(scope, { identity: 'ext:same' })).toBe(1);
      } finally {
        await other.close();
      }
    });

    test('no addition is lost', async () => {
      const other = await open();
      try {
        const scope = newScope();
        const page = aPage(scope);
        await store().pages.insert(scope, [page]);
        await Promise.all(
          Array.from({ length: 100 }, (_, i) =>
            (i % 2 === 0 ? store() : other).pages.update(scope, page.id, { inc: { starts: 1 } }),
          ),
        );
        expect(await store().pages.get(scope, page.id)).toMatchObject({ starts: 100 });
      } finally {
        await other.close();
      }
    });
  });
}
