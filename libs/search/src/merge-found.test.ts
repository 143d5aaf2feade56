import { expect, test } from 'vitest';
import { mergeFound } from './merge-found.ts';
import type { Hit } from './search-index.ts';

const hitOf = (page_id: string, score: number, more: Partial<Hit> = {}): Hit => ({
  id: page_id,
  page_id,
  version: 1,
  n: 0,
  title: '',
  headings: [],
  text: page_id,
  start: 0,
  end: 1,
  language: 'en',
  units: [],
  score,
  ...more,
});
/** A hit of an index that was asked by words and by a vector. */
const fusedHit = (page_id: string, score: number, wordPlace?: number, wordScore?: number): Hit =>
  hitOf(page_id, score, wordPlace === undefined ? {} : { wordPlace, wordScore });
const isNew = ({ page_id }: { page_id: string }) => page_id.startsWith('new');
const idsOf = (hits: readonly Hit[]) => hits.map(({ page_id }) => page_id);

test('what words alone would find stays beyond the limit, whichever index has found it', () => {
  const before = {
    isFused: true,
    hits: [fusedHit('near', 0.9), fusedHit('said', 0.2, 0, 8), fusedHit('said too', 0.1, 1, 4)],
  };
  const found = { isFused: true, hits: [fusedHit('new', 0.3, 0, 3), fusedHit('held', 0.2, 1, 2)], isNew };
  const merged = (limit: number, alsoByWords: boolean) =>
    idsOf(mergeFound(before, found, { limit, alsoByWords, rarity: 2 }));
  expect(merged(1, false)).toEqual(['near']);
  expect(merged(1, true)).toEqual(['near', 'said']);
  expect(merged(2, true)).toEqual(['near', 'new', 'said']);
  expect(merged(9, true)).toEqual(['near', 'new', 'said', 'said too']);
});

test('places by words count through both, a word of the smaller index by its rarity in the larger one', () => {
  const before = { isFused: true, hits: [fusedHit('a', 0.9, 0, 8), fusedHit('b', 0.8, 1, 4)] };
  const found = { isFused: true, hits: [fusedHit('new', 0.5, 0, 3)], isNew };
  const places = (rarity: number) =>
    Object.fromEntries(
      mergeFound(before, found, { limit: 9, rarity }).map(({ page_id, wordPlace }) => [page_id, wordPlace]),
    );
  expect(places(1)).toEqual({ a: 0, b: 1, new: 2 });
  expect(places(2)).toEqual({ a: 0, new: 1, b: 2 });
  expect(places(3)).toEqual({ new: 0, a: 1, b: 2 });
});

test('shares of the best are compared as they are, sums of words by rarity', () => {
  const words = { isFused: false, hits: [hitOf('a', 9), hitOf('b', 5)] };
  const few = { isFused: false, hits: [hitOf('new', 3)], isNew };
  expect(idsOf(mergeFound(words, few, { limit: 9, rarity: 2 }))).toEqual(['a', 'new', 'b']);
  expect(mergeFound(words, few, { limit: 9, rarity: 2 }).map(({ wordPlace }) => wordPlace)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  const fused = { isFused: true, hits: [fusedHit('a', 0.9, 0, 9), fusedHit('b', 0.5, 1, 5)] };
  const near = { isFused: true, hits: [fusedHit('new', 0.6, 0, 3)], isNew };
  expect(idsOf(mergeFound(fused, near, { limit: 9, rarity: 12 }))).toEqual(['a', 'new', 'b']);
});

test('where only one of them has vectors, the other one’s scores become shares as well', () => {
  const fused = { isFused: true, hits: [fusedHit('a', 0.9, 0, 9), fusedHit('b', 0.5, 1, 5)] };
  const words = { isFused: false, hits: [hitOf('new', 30), hitOf('new too', 21)], isNew };
  expect(idsOf(mergeFound(fused, words, { limit: 9, rarity: 1 }))).toEqual(['new', 'a', 'new too', 'b']);
});
