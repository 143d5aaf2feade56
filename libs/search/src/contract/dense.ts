import type { Scope } from '@persona/contracts';
import { describe, expect, test } from 'vitest';
import { encodingHash, encodingText } from '../dense/encoding.ts';
import { encodePage } from '../encode/encode-page.ts';
import type { EncodedPage, Hit, Passage, SearchIndex, VectorSpace } from '../search-index.ts';
import { freshInstance, idsOf, page, type Opened } from './index-under-test.ts';

const DIMENSION = 8;
const old: VectorSpace = { model: 'old/model:1', dimension: DIMENSION };
const young: VectorSpace = { model: 'young model', dimension: DIMENSION + 1 };

/** A direction for each subject of a text, whatever words it uses; each space has its own directions. */
function vectorFor({ dimension }: VectorSpace, text: string): Float32Array {
  const subjects = [
    'sea|harbour|tide|water',
    'fire|lamp|oven|heat',
    'bird|gull|tern|feather',
    'price|cost|pay|cheap',
  ];
  const vector = new Float32Array(dimension).fill(0.01);
  for (const [at, words] of subjects.entries())
    if (new RegExp(words, 'i').test(text)) vector[dimension - 1 - at] = 1;
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

const withVectors = (encoded: EncodedPage, space = old): EncodedPage => ({
  ...encoded,
  vectors: {
    space,
    values: encoded.passages.map((passage) =>
      vectorFor(space, encodingText({ ...passage, title: encoded.title })),
    ),
  },
});

const dense = (
  id: string,
  content: string,
  more: Parameters<typeof page>[2] = {},
  space = old,
): EncodedPage => withVectors(page(id, content, more), space);

/** Searches as a caller with an embedding model, and records which spaces were asked for. */
function searcher(index: SearchIndex) {
  const asked: string[] = [];
  const find = (instance: Scope, query: string, more: object = {}): Promise<Hit[]> =>
    index.search(instance, {
      query,
      limit: 9,
      embed: async (space) => {
        asked.push(space.model);
        return vectorFor(space, query);
      },
      ...more,
    });
  return { find, asked };
}

const valuesOf = (space: VectorSpace, passages: readonly Passage[]): Float32Array[] =>
  passages.map((passage) => vectorFor(space, encodingText(passage)));

/** Vectors beside words: what they find, how they are added, and how one model replaces another. */
export function describeDense(opened: Opened): void {
  describe('vectors', () => {
    test('find what no word finds, in one list with what words find', async () => {
      const instance = freshInstance();
      await opened.index.put(instance, [
        dense('td_1', 'At noon the harbour falls dry.'),
        dense('td_2', 'The oven stays warm all night.'),
        dense('td_3', 'Zebras are striped.'),
      ]);
      const { find } = searcher(opened.index);
      expect(idsOf(await opened.index.search(instance, { query: 'sea level', limit: 9 }))).toEqual([]);
      const [first, second] = await find(instance, 'sea level');
      expect(first).toMatchObject({
        page_id: 'td_1',
        text: 'At noon the harbour falls dry.',
        version: 1,
        n: 0,
      });
      expect(first?.score).toBeGreaterThan(second?.score ?? 0);
      // One page matches by its word alone and one by its vector alone: both come before a page that matches
      // neither way.
      expect(
        idsOf(await find(instance, 'are zebras at sea'))
          .slice(0, 2)
          .toSorted(),
      ).toEqual(['td_1', 'td_3']);
      expect(idsOf(await find(instance, 'sea level', { limit: 1 }))).toEqual(['td_1']);
    });

    test('come before words that hold little of the query, where the model knows its language', async () => {
      const instance = freshInstance();
      await opened.index.put(instance, [
        dense('td_1', 'At noon the harbour falls dry.'),
        dense('td_2', 'A stone, and beside it another stone.'),
        dense('td_3', 'The oven stays warm all night.'),
      ]);
      const { find } = searcher(opened.index);
      const first = async (query: string, knowsLanguage: boolean) =>
        (await find(instance, query, { knowsLanguage, limit: 1 }))[0]?.page_id;
      const brushed = 'whose grandfather lost a stone at sea';
      expect(await first(brushed, false)).toBe('td_2');
      expect(await first(brushed, true)).toBe('td_1');
      expect(await first('another stone', true)).toBe('td_2');
    });

    test('leave the order of words to be told', async () => {
      const instance = freshInstance();
      await opened.index.put(instance, [
        dense('td_1', 'At noon the harbour falls dry.'),
        dense('td_2', 'A lamp, and beside it another lamp.'),
        dense('td_3', 'The lamp of the lighthouse turns above the long stone wall of the bay.'),
      ]);
      const { find } = searcher(opened.index);
      const byWords = idsOf(await opened.index.search(instance, { query: 'lamp at sea', limit: 9 }));
      const found = (await find(instance, 'lamp at sea')).filter(({ wordPlace }) => wordPlace !== undefined);
      expect(idsOf(found.toSorted((a, b) => (a.wordPlace ?? 0) - (b.wordPlace ?? 0)))).toEqual(byWords);
    });

    test('keep what words alone would find, where that is asked for', async () => {
      const instance = freshInstance();
      await opened.index.put(instance, [
        dense('td_1', 'The long grey stone that lies before the harbour.'),
        dense('td_2', 'A wall of stone upon stone.'),
        dense('td_3', 'The oven stays warm.'),
      ]);
      const { find } = searcher(opened.index);
      const query = 'stone at sea';
      expect(idsOf(await opened.index.search(instance, { query, limit: 1 }))).toEqual(['td_2']);
      expect(idsOf(await find(instance, query, { limit: 1 }))).toEqual(['td_1']);
      expect(idsOf(await find(instance, query, { limit: 1, alsoByWords: true }))).toEqual(['td_1', 'td_2']);
    });

    test('without a vector of the query, words alone decide; an empty one is not asked for', async () => {
      const instance = freshInstance();
      await opened.index.put(instance, [dense('td_1', 'The harbour.'), dense('td_2', 'The lamp.')]);
      const { find, asked } = searcher(opened.index);
      const byWords = await opened.index.search(instance, { query: 'lamp', limit: 9 });
      expect(await find(instance, 'lamp', { embed: async () => undefined })).toEqual(byWords);
      expect(await find(instance, ' \n')).toEqual([]);
      expect(await find(freshInstance(), 'lamp')).toEqual([]);
      const lexical = freshInstance();
      await opened.index.put(lexical, [page('td_1', 'The lamp.')]);
      expect(idsOf(await find(lexical, 'lamp'))).toEqual(['td_1']);
      expect(asked).toEqual([]);
    });

    test('keep to filters, versions and removals', async () => {
      const instance = freshInstance();
      await opened.index.put(instance, [
        dense('td_1', 'The harbour of the north.', { metadata: { part: 'north' } }),
        dense('td_2', 'The harbour of the south.', { metadata: { part: 'south' } }),
        dense('td_2', 'The tide of the south.', { metadata: { part: 'south' }, version: 2 }),
        dense('td_3', 'An oven.', { metadata: { part: 'south' } }),
      ]);
      const { find } = searcher(opened.index);
      const shown = async (filters = {}): Promise<string[]> =>
        (await find(instance, 'sea', { filters })).map(({ page_id, version }) => `${page_id} v${version}`);
      expect((await shown()).slice(0, 3)).toEqual(['td_1 v1', 'td_2 v2', 'td_2 v1']);
      expect(await shown({ 'metadata.part': 'south' })).toEqual(['td_2 v2', 'td_2 v1', 'td_3 v1']);
      await opened.index.removeVersions(instance, [{ page_id: 'td_2', version: 1 }]);
      expect(await shown()).toEqual(['td_1 v1', 'td_2 v2', 'td_3 v1']);
      await opened.index.removePages(instance, ['td_1']);
      expect(await shown()).toEqual(['td_2 v2', 'td_3 v1']);
      await opened.index.removeInstance(instance);
      expect(await shown()).toEqual([]);
    });

    test('of one instance are nothing to another', async () => {
      const [mine, theirs] = [freshInstance(), freshInstance()];
      const secret = dense('td_1', 'Their secret harbour.');
      await opened.index.put(theirs, [secret]);
      await opened.index.put(mine, [page('td_1', 'Their secret harbour.'), dense('td_2', 'My oven.')]);
      const { find } = searcher(opened.index);
      const hash = encodingHash({ ...(secret.passages[0] as EncodedPage['passages'][number]), title: '' });
      expect(await opened.index.vectors(mine, old, [hash])).toEqual(new Map());
      expect(idsOf(await find(mine, 'sea'))).toEqual(['td_2']);
      const [passage] = await opened.index.withoutVector(mine, old, 9);
      // Ids are derived from the instance, so those of one name nothing of another, whatever is sent with
      // them.
      const foreign = {
        ...(passage as Passage),
        id: (await find(theirs, 'sea'))[0]?.id ?? '',
        page_id: 'td_9',
      };
      await opened.index.addVectors(mine, old, [foreign], [vectorFor(old, 'bird')]);
      await opened.index.activateVectorSpace(mine, young);
      expect(await opened.index.vectorStats(theirs, old)).toEqual({ space: old, passages: 1, missing: 0 });
      expect([...(await opened.index.vectors(theirs, old, [hash])).keys()]).toEqual([hash]);
      expect(idsOf(await find(theirs, 'sea'))).toEqual(['td_1']);
      expect((await opened.index.vectors(theirs, old, [hash])).get(hash)?.[0]).toBeCloseTo(
        vectorFor(old, 'harbour')[0] ?? 0,
        2,
      );
    });

    test('are found again by what was encoded and the space', async () => {
      const instance = freshInstance();
      const encoded = dense('td_1', '# One\n\nThe harbour.\n\n# Two\n\nThe lamp.', { title: 'Skerry' });
      await opened.index.put(instance, [encoded]);
      const hashes = encoded.passages.map((passage) => encodingHash({ ...passage, title: 'Skerry' }));
      const known = await opened.index.vectors(instance, old, [...hashes, 'unknown']);
      expect([...known.keys()].toSorted()).toEqual(hashes.toSorted());
      for (const [i, hash] of hashes.entries())
        for (const [at, value] of (known.get(hash) ?? []).entries())
          expect(value).toBeCloseTo(encoded.vectors?.values[i]?.[at] ?? 2, 2);
      expect(await opened.index.vectors(instance, young, hashes)).toEqual(new Map());
      expect(await opened.index.vectors(instance, old, [])).toEqual(new Map());
      expect(await opened.index.vectors(freshInstance(), old, hashes)).toEqual(new Map());
    });

    test('of another dimension than their space are refused', async () => {
      const instance = freshInstance();
      for (const values of [[], [new Float32Array(3)], [new Float32Array(DIMENSION).fill(NaN)]])
        await expect(
          opened.index.put(instance, [{ ...page('td_1', 'Gull.'), vectors: { space: old, values } }]),
        ).rejects.toThrow(/vector/);
      await opened.index.put(instance, [dense('td_1', 'Gull.')]);
      const passages = [{ ...(await searcher(opened.index).find(instance, 'gull'))[0] } as Passage];
      await expect(
        opened.index.addVectors(instance, old, passages, [new Float32Array(DIMENSION + 1)]),
      ).rejects.toThrow(/vector/);
      await expect(
        opened.index.search(instance, { query: 'gull', limit: 1, embed: async () => new Float32Array(2) }),
      ).rejects.toThrow(/vector/);
    });

    test('come to pages that were there without them, and are searched from when it is said', async () => {
      const instance = freshInstance();
      await opened.index.put(instance, [page('td_1', 'The harbour.'), page('td_2', 'A gull.')]);
      const reader = opened.store.open();
      const { find, asked } = searcher(reader);
      expect(await opened.index.vectorStats(instance, old)).toEqual({ space: null, passages: 2, missing: 2 });
      const [one] = await opened.index.withoutVector(instance, old, 1);
      const both = await opened.index.withoutVector(instance, old, 9);
      expect(idsOf(both as Hit[]).toSorted()).toEqual(['td_1', 'td_2']);
      expect(both).toContainEqual(one);
      await opened.index.addVectors(instance, old, both, valuesOf(old, both));
      await opened.index.addVectors(instance, old, both, valuesOf(old, both));
      expect(await opened.index.withoutVector(instance, old, 9)).toEqual([]);
      expect(await find(instance, 'sea')).toEqual([]);
      await opened.index.activateVectorSpace(instance, old);
      expect(await opened.index.vectorStats(instance, old)).toEqual({ space: old, passages: 2, missing: 0 });
      expect(idsOf(await find(instance, 'sea'))).toEqual(['td_1', 'td_2']);
      expect(asked).toEqual([old.model]);
      // The same pages are put again, now with vectors, and nothing is stored twice.
      await opened.index.put(instance, [dense('td_1', 'The harbour.')]);
      expect(idsOf(await find(instance, 'sea'))).toEqual(['td_1', 'td_2']);
      await reader.close();
    });

    test('of a new model are made while answers go by the old one’s, then all are new at once', async () => {
      const instance = freshInstance();
      await opened.index.put(instance, [dense('td_1', 'The harbour.'), dense('td_2', 'A gull.')]);
      const reader = opened.store.open();
      const { find, asked } = searcher(reader);
      // A page that is put meanwhile has no vector of the old model, but is found by its words.
      await opened.index.put(instance, [dense('td_3', 'The tide comes in.', {}, young)]);
      const missing = await opened.index.withoutVector(instance, young, 1);
      await opened.index.addVectors(instance, young, missing, valuesOf(young, missing));
      expect(await opened.index.vectorStats(instance, young)).toEqual({
        space: old,
        passages: 3,
        missing: 1,
      });
      expect(idsOf(await find(instance, 'sea'))).toEqual(['td_1', 'td_2']);
      expect(idsOf(await find(instance, 'tide'))).toContain('td_3');
      const rest = await opened.index.withoutVector(instance, young, 9);
      await opened.index.addVectors(instance, young, rest, valuesOf(young, rest));
      expect(new Set(asked)).toEqual(new Set([old.model]));
      await opened.index.activateVectorSpace(instance, young);
      expect(idsOf(await find(instance, 'sea'))).toEqual(['td_1', 'td_3', 'td_2']);
      expect(asked.at(-1)).toBe(young.model);
      expect(await opened.index.vectorStats(instance, old)).toEqual({
        space: young,
        passages: 3,
        missing: 3,
      });
      // The model changes back, because another process may still have the old configuration.
      const again = await opened.index.withoutVector(instance, old, 9);
      await opened.index.addVectors(instance, old, again, valuesOf(old, again));
      await opened.index.activateVectorSpace(instance, old);
      expect(idsOf(await find(instance, 'sea'))).toEqual(['td_1', 'td_3', 'td_2']);
      await reader.close();
    });

    test('are searched from in the end, however many say so at once', async () => {
      const handles = Array.from({ length: 6 }, () => opened.store.open());
      for (let round = 0; round < 5; round++) {
        const instance = freshInstance();
        // No other persona has vectors of this space, so the first call removes the space itself.
        const leaving = { ...old, model: `leaving-${instance}` };
        await opened.index.put(instance, [dense('td_1', 'The harbour.', {}, leaving)]);
        const passages = await opened.index.withoutVector(instance, young, 9);
        await opened.index.addVectors(instance, young, passages, valuesOf(young, passages));
        await Promise.all(handles.map((handle) => handle.activateVectorSpace(instance, young)));
        expect(await opened.index.vectorStats(instance, leaving)).toEqual({
          space: young,
          passages: 1,
          missing: 1,
        });
      }
      for (const handle of handles) await handle.close();
    });

    test('for passages that are gone or have changed are dropped', async () => {
      const instance = freshInstance();
      await opened.index.put(instance, [page('td_1', 'The harbour.'), page('td_2', 'The tide.')]);
      const late = await opened.index.withoutVector(instance, old, 9);
      await opened.index.removePages(instance, ['td_1']);
      await opened.index.put(instance, [page('td_2', 'An oven.')]);
      await opened.index.addVectors(instance, old, late, valuesOf(old, late));
      expect(await opened.index.vectorStats(instance, old)).toMatchObject({ passages: 1, missing: 1 });
      await opened.index.removeInstance(instance);
      await opened.index.addVectors(instance, old, late, valuesOf(old, late));
      await opened.index.activateVectorSpace(instance, old);
      expect(await opened.index.vectorStats(instance, old)).toEqual({ space: null, passages: 0, missing: 0 });
    });

    test('give the same lists whatever the order they came in', async () => {
      const [straight, winding] = [freshInstance(), freshInstance()];
      const texts = Array.from(
        { length: 12 },
        (_, i) => `${['The tide', 'A gull', 'An oven'][i % 3]} number ${i % 4}.`,
      );
      const pages = texts.map((text, i) => dense(`td_${String(i).padStart(2, '0')}`, text));
      await opened.index.put(straight, pages);
      await opened.index.put(winding, [dense('td_00', 'Something else.'), dense('td_99', 'A tern.')]);
      for (const one of pages.toReversed()) await opened.index.put(winding, [one]);
      await opened.index.removePages(winding, ['td_99']);
      const { find } = searcher(opened.index);
      for (const query of ['sea', 'bird number 2', 'oven']) {
        const lists = await Promise.all(
          [straight, winding].map(async (instance) =>
            (await find(instance, query, { limit: 5 })).map(({ page_id, score }) => [page_id, score]),
          ),
        );
        expect(lists[0]).toEqual(lists[1]);
      }
    });
  });

  describe('reading back', () => {
    const sentence = (n: number): string =>
      `Paragraph ${n} tells how ${'the keeper counts ships and '.repeat(5 + (n % 4))} sleeps after watch ${n * 7}. `;
    const content = (changed?: number): string =>
      `# Watches\n\n${Array.from({ length: 120 }, (_, n) => sentence(n) + (n === changed ? 'One sentence more.' : '')).join('\n\n')}`;

    test('a page comes back as it was analysed; others are left out', async () => {
      const instance = freshInstance();
      const encoded = page(
        'td_1',
        '---\ntitle: Kelp\n---\n# Hörner\n\nA 😀 gull.\n\n# 灯塔\n\n灯塔建于一九二三年。',
        { version: 3 },
      );
      await opened.index.put(instance, [encoded]);
      const { page_id, version, language, terms, passages } = encoded;
      const asked = [
        { page_id, version },
        { page_id, version: 2 },
        { page_id: 'td_2', version },
      ];
      expect(await opened.index.read(instance, asked)).toEqual([
        { page_id, version, language, terms, passages },
      ]);
      expect(await opened.index.read(freshInstance(), asked)).toEqual([]);
    });

    test('what a new version says again is not analysed again, and nothing else comes of it', async () => {
      const instance = freshInstance();
      await opened.index.put(instance, [page('td_1', content())]);
      const [previous] = await opened.index.read(instance, [{ page_id: 'td_1', version: 1 }]);
      expect(previous?.passages.length).toBeGreaterThanOrEqual(20);
      const input = { page_id: 'td_1', version: 2, title: 'Watches', content: content(11) };
      const again = encodePage({ ...input, ...(previous && { previous }) });
      const anew = encodePage(input);
      expect(again).toEqual({ ...anew, analysed: again.analysed });
      expect(anew.analysed).toBe(anew.passages.length);
      expect(again.analysed).toBeGreaterThan(0);
      expect(again.analysed).toBeLessThanOrEqual(3);
    });
  });
}
