import { expect, test } from 'vitest';
import { fuse, FUSED } from './fuse.ts';

const list = (scores: Record<string, number>) =>
  Object.entries(scores).map(([page, score]) => ({ page, n: 0, score }));
const fused = (words: Record<string, number>, vectors: Record<string, number>, limit = 9) =>
  fuse(list(words), list(vectors), { limit }).map(({ page }) => page);

test('what both find comes first, then what either is surest of', () => {
  expect(fused({ a: 10, b: 9, c: 1 }, { d: 0.9, b: 0.8, e: 0.3 })).toEqual(['b', 'a', 'd', 'c', 'e']);
  expect(fused({ a: 10, b: 9, c: 1 }, { d: 0.9, b: 0.8, e: 0.3 }, 2)).toEqual(['b', 'a']);
});

test('words count less where even their best passage holds little of the query, if meaning is known', () => {
  const words = (covered: number) => [
    { page: 'chance', n: 0, score: 10, covered },
    { page: 'too', n: 0, score: 9, covered },
  ];
  const vectors = list({ meant: 0.7, other: 0.2 });
  const first = (covered: number, knowsLanguage: boolean) =>
    fuse(words(covered), vectors, { limit: 1, knowsLanguage })[0]?.page;
  expect(first(1, true)).toBe('chance');
  expect(first(0.4, true)).toBe('meant');
  expect(first(0.4, false)).toBe('chance');
  // Alone they keep their order.
  expect(fuse(words(0), [], { limit: 2, knowsLanguage: true }).map(({ page }) => page)).toEqual([
    'chance',
    'too',
  ]);
});

test('either list alone keeps its order', () => {
  expect(fused({ a: 3, b: 2, c: 2 }, {})).toEqual(['a', 'b', 'c']);
  expect(fused({}, { a: 0.9, b: 0.5, c: 0.5 })).toEqual(['a', 'b', 'c']);
  expect(fused({}, { a: 1, b: 1 })).toEqual(['a', 'b']);
  expect(fused({}, {})).toEqual([]);
});

test('a model to which all passages are about as near does not displace what words find', () => {
  const strangers = Object.fromEntries(
    Array.from({ length: FUSED }, (_, n) => [`stranger ${n}`, 0.82 - 0.0001 * n]),
  );
  expect(fused({ a: 9, b: 7, c: 5 }, strangers, 3)).toEqual(['a', 'b', 'c']);
});

test('what is farther than the passages that are compared counts no less than they do', () => {
  const near = Object.fromEntries(Array.from({ length: FUSED + 50 }, (_, n) => [`p${n}`, 0.9 - 0.003 * n]));
  const scores = fuse([], list(near), { limit: 1000 }).map(({ score }) => score);
  expect(scores).toHaveLength(FUSED + 50);
  expect(Math.min(...scores)).toBe(0);
});
