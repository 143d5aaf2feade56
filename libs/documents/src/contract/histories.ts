import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Page, Scope } from '@persona/contracts';
import { compare, parseConditions, passes } from '../conditions.ts';
import { aPage, newScope } from './documents.ts';
import type { DocumentStore, Query, Where } from '../document-store.ts';

/**
 * Random histories over two personas, applied to the store and to a plain Map beside it. The store must
 * answer as the Map does.
 */
export function describeHistories(store: () => DocumentStore, histories: number): void {
  describe('any history', () => {
    test('gives what a plain Map gives', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
          const world = createWorld();
          for (const one of steps) await one(store(), world);
        }),
        { numRuns: histories },
      );
    });
  });
}

interface World {
  scopes: Scope[];
  pages: Map<string, Page>;
  /** Short names of a history become unique ids. */
  idOf(name: number): string;
}

function createWorld(): World {
  const scopes = [newScope(), newScope()];
  return { scopes, pages: new Map(), idOf: (name) => `td_${scopes[0]}_${name}` };
}

const text = fc.constantFrom('', 'a', 'b', 'ab', 'É', '\uE000', '🗼');
const nullable = fc.option(text, { nil: null });
const status = fc.constantFrom('queued', 'live', 'failed');
const round = fc.integer({ min: 0, max: 3 });
const name = fc.integer({ min: 0, max: 5 });
const persona = fc.constantFrom(0, 1);

const fields = fc.record(
  { external_id: nullable, source: text, title_folded: text, status, stream_round: round, identity: text },
  { requiredKeys: [] },
);

const conditionOver = <T extends string | number>(values: fc.Arbitrary<T>) =>
  fc.oneof(
    values,
    values.map((value) => ({ ne: value })),
    fc.array(values, { maxLength: 3 }).map((list) => ({ in: list })),
    fc.tuple(fc.constantFrom('lt', 'lte', 'gt', 'gte'), values).map(([op, value]) => ({ [op]: value })),
  );
const where = fc.record(
  {
    external_id: fc.oneof(
      fc.constantFrom(null, { ne: null }, { in: [null, 'a'] }, { in: [] }),
      conditionOver(text),
      text.map((value) => ({ contains: value })),
    ),
    source: conditionOver(text),
    status: conditionOver(status),
    stream_round: conditionOver(round),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Where<Page>>;

type Step = (store: DocumentStore, world: World) => Promise<void>;

const inserting: fc.Arbitrary<Step> = fc
  .tuple(
    persona,
    fc.uniqueArray(fc.tuple(name, fields), { minLength: 1, maxLength: 4, selector: ([name]) => name }),
  )
  .map(([who, documents]) => async (store, { scopes, pages, idOf }) => {
    const scope = scopes[who] as Scope;
    const inserted = documents.map(([name, given]) =>
      aPage(scope, { ...(given as Partial<Page>), id: idOf(name) }),
    );
    const expected = inserted.map((page) => {
      if (pages.has(page.id)) return { conflict: 'id' };
      if (identityTaken(pages, page)) return { conflict: 'identity' };
      pages.set(page.id, page);
      return 'inserted';
    });
    expect(await store.pages.insert(scope, inserted)).toEqual(expected);
  });

const identityTaken = (pages: Map<string, Page>, page: Page) =>
  pages
    .values()
    .some(
      (other) =>
        other.id !== page.id && other.instance_id === page.instance_id && other.identity === page.identity,
    );

const changing: fc.Arbitrary<Step> = fc
  .tuple(persona, name, fields, where, fc.integer({ min: -2, max: 2 }))
  .map(([who, name, given, where, starts]) => async (store, { scopes, pages, idOf }) => {
    const [scope, id] = [scopes[who] as Scope, idOf(name)];
    const before = pages.get(id);
    const set = given as Partial<Page>;
    const change = () => store.pages.update(scope, id, { where, set, inc: { starts } });
    const matches = before && before.instance_id === scope && passes(before, parseConditions(where));
    const after = before && { ...before, ...set, starts: before.starts + starts };
    if (!matches || !after) expect(await change()).toBeNull();
    else if (identityTaken(pages, after))
      await expect(change()).rejects.toMatchObject({ code: 'version_conflict' });
    else {
      pages.set(id, after);
      expect(await change()).toEqual(after);
    }
  });

const removing: fc.Arbitrary<Step> = fc
  .tuple(persona, fc.uniqueArray(name, { maxLength: 3 }))
  .map(([who, names]) => async (store, { scopes, pages, idOf }) => {
    const scope = scopes[who] as Scope;
    const mine = names.map(idOf).filter((id) => pages.get(id)?.instance_id === scope);
    for (const id of mine) pages.delete(id);
    expect(await store.pages.remove(scope, names.map(idOf))).toBe(mine.length);
  });

const asking: fc.Arbitrary<Step> = fc
  .tuple(
    persona,
    where,
    fc.constantFrom('id', 'title_folded', 'stream_round', 'status'),
    fc.constantFrom('asc', 'desc'),
    fc.integer({ min: 0, max: 4 }),
    fc.option(fc.tuple(name, text, round), { nil: undefined }),
  )
  .map(([who, where, orderBy, direction, limit, place]) => async (store, { scopes, pages, idOf }) => {
    const scope = scopes[who] as Scope;
    const after = place && { id: idOf(place[0]), value: orderBy === 'stream_round' ? place[2] : place[1] };
    const found = pages
      .values()
      .filter((page) => page.instance_id === scope && passes(page, parseConditions(where)))
      .toArray();
    expect(await store.pages.count(scope, where)).toBe(found.length);
    const valueOf = (page: Page) => (orderBy === 'id' ? page.id : page[orderBy as 'stream_round']);
    const sign = direction === 'asc' ? 1 : -1;
    const expected = found
      .sort((a, b) => sign * (compare(valueOf(a), valueOf(b)) || compare(a.id, b.id)))
      .filter((page) => {
        if (!after) return true;
        const first = orderBy === 'id' ? 0 : compare(valueOf(page), after.value);
        return sign * (first || compare(page.id, after.id)) > 0;
      });
    const query = { where, orderBy, direction, limit, after } as Query<Page>;
    expect(await store.pages.find(scope, query)).toEqual(expected.slice(0, limit));
  });

const reading: fc.Arbitrary<Step> = fc.tuple(persona, name).map(([who, name]) => async (store, world) => {
  const page = world.pages.get(world.idOf(name));
  const mine = page?.instance_id === world.scopes[who] ? page : null;
  expect(await store.pages.get(world.scopes[who] as Scope, world.idOf(name))).toEqual(mine);
  expect(await store.pages.locate(world.idOf(name))).toBe(page?.instance_id ?? null);
});

const step = fc.oneof(
  { weight: 3, arbitrary: inserting },
  { weight: 3, arbitrary: changing },
  { weight: 1, arbitrary: removing },
  { weight: 3, arbitrary: asking },
  { weight: 1, arbitrary: reading },
);
