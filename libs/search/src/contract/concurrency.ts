import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Scope } from '@persona/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EncodedPage, SearchIndex } from '../search-index.ts';
import { freshInstance, page, type Opened } from './index-under-test.ts';

/** Several handles at once, and stores with a history beside a store without one. */
export function describeConcurrency(opened: Opened): void {
  describe('concurrency', () => {
    test('writers and readers at once, on several handles: every version whole or absent, all there in the end', async () => {
      const instance = freshInstance();
      const handles = [opened.store.open(), opened.store.open(), opened.store.open()];
      const content = (n: number): string => `# One\n\nPlover ${n} first.\n\n# Two\n\nPlover ${n} second.`;
      const done = new AbortController();
      const writers = handles.slice(0, 2).map(async (handle, w) => {
        for (let i = 0; i < 30; i++) {
          await handle.put(instance, [
            page(`td_${w}_${i}`, content(i)),
            page(`td_${w}_${i}`, content(i), { version: 2 }),
          ]);
          await handle.removeVersions(instance, [{ page_id: `td_${w}_${i}`, version: 1 }]);
        }
      });
      const reader = (async () => {
        while (!done.signal.aborted) {
          await othersTurn();
          const hits = await (handles[2] as SearchIndex).search(instance, {
            query: 'plover',
            limit: 1_000,
          });
          const whole = new Map<string, number>();
          for (const { page_id, version } of hits)
            whole.set(`${page_id} ${version}`, (whole.get(`${page_id} ${version}`) ?? 0) + 1);
          expect([...whole.values()].every((count) => count === 2)).toBe(true);
        }
      })();
      await Promise.all(writers);
      done.abort();
      await reader;
      for (const handle of handles) {
        const hits = await handle.search(instance, { query: 'plover', limit: 1_000 });
        expect(hits).toHaveLength(120);
        expect(hits.every(({ version }) => version === 2)).toBe(true);
      }
      await Promise.all(handles.map((handle) => handle.close()));
    });

    test('an instance removed and filled again under readers', async () => {
      const instance = freshInstance();
      const other = opened.store.open();
      for (let round = 0; round < 4; round++) {
        await opened.index.put(instance, [page('td_1', `Round ${round} of the puffin.`)]);
        expect((await other.search(instance, { query: 'puffin', limit: 9 })).map(({ text }) => text)).toEqual(
          [`Round ${round} of the puffin.`],
        );
        await (round % 2 ? other : opened.index).removeInstance(instance);
        expect(await other.search(instance, { query: 'puffin', limit: 9 })).toEqual([]);
        expect(await opened.index.search(instance, { query: 'puffin', limit: 9 })).toEqual([]);
      }
      await other.close();
    });
  });

  test('results do not depend on the history of writes', async () => {
    const words = ['cod', 'gull', 'tide', 'lamp', 'fog', 'oil', 'rope', 'mast'];
    const text = fc
      .array(fc.constantFrom(...words), { minLength: 1, maxLength: 12 })
      .map((list) => `${list.join(' ')}.`);
    const step = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({
          do: fc.constant('put' as const),
          id: fc.nat(5),
          version: fc.integer({ min: 1, max: 2 }),
          text,
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          do: fc.constant('removeVersion' as const),
          id: fc.nat(5),
          version: fc.integer({ min: 1, max: 2 }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('removePage' as const), id: fc.nat(5) }) },
      { weight: 1, arbitrary: fc.constant({ do: 'search' as const }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const instance = freshInstance();
        const left = new Map<string, EncodedPage>();
        for (const action of steps) {
          if (action.do === 'search')
            await opened.index.search(instance, { query: words.join(' '), limit: 100 });
          else {
            const id = `td_${action.id}`;
            if (action.do === 'put') {
              const encoded = page(id, action.text, { version: action.version });
              left.set(`${id} ${action.version}`, encoded);
              await opened.index.put(instance, [encoded]);
            } else if (action.do === 'removeVersion') {
              left.delete(`${id} ${action.version}`);
              await opened.index.removeVersions(instance, [{ page_id: id, version: action.version }]);
            } else {
              for (const version of [1, 2]) left.delete(`${id} ${version}`);
              await opened.index.removePages(instance, [id]);
            }
          }
        }
        const clean = freshInstance();
        await opened.index.put(clean, [...left.values()].toReversed());
        const shown = async (of: Scope): Promise<unknown[]> =>
          (await opened.index.search(of, { query: words.join(' '), limit: 100 })).map(
            ({ page_id, version, n, score }) => [page_id, version, n, score],
          );
        expect(await shown(instance)).toEqual(await shown(clean));
        await opened.index.removeInstance(instance);
        await opened.index.removeInstance(clean);
      }),
      { numRuns: 12 },
    );
  });
}
