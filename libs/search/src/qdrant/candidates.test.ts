import { grantScope } from '@persona/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { page } from '../contract/index-under-test.ts';
import { rank } from '../ranking/rank.ts';
import { queryLanguages, readQuery } from '../ranking/read-query.ts';
import { createTermIndex } from '../ranking/term-index.ts';
import type { EncodedPage } from '../search-index.ts';
import { planSearch, rankCandidates } from './candidates.ts';
import { pointsOf, unpackFeatures } from './points.ts';
import { createStatistics, type Statistics } from './statistics.ts';
import { termHash } from './term-hash.ts';

const words = [
  'lamp',
  'lamps',
  'light',
  'lighthouse',
  'fog',
  'foghorn',
  'horn',
  'Leuchtturm',
  'readFile',
  '灯台',
];
const text = fc
  .array(fc.constantFrom(...words), { minLength: 1, maxLength: 40 })
  .map((list) => `${list.join(' ')}.`);
const somePages = fc
  .array(fc.record({ title: text, sections: fc.array(text, { maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((list) =>
    list.map(({ title, sections }, i) =>
      page(`td_${i}`, sections.map((section, n) => `# Part ${n}\n\n${section}`).join('\n\n'), { title }),
    ),
  );

const take = (statistics: Statistics, { page: { id, payload } }: ReturnType<typeof pointsOf>): void =>
  statistics.add(
    id,
    { page_id: payload.page_id, version: payload.version, stamp: '', round: 1 },
    Buffer.from(payload.features, 'base64'),
  );

describe('ranking of candidates', () => {
  test('is the ranking of the SQLite index, whatever came and went before', () => {
    fc.assert(
      fc.property(somePages, somePages, text, (pages, gone, query) => {
        const statistics = createStatistics();
        const former = gone.map((one: EncodedPage) => pointsOf(grantScope('ins_1'), { ...one, version: 9 }));
        for (const points of former) take(statistics, points);
        const all = pages.map((one) => pointsOf(grantScope('ins_1'), one));
        for (const points of all.toReversed()) take(statistics, points);
        for (const { page: point } of former) statistics.remove(point.id);

        const exact = createTermIndex();
        for (const [key, one] of pages.entries()) exact.add({ key, ...one });
        const read = readQuery(query, queryLanguages(query, exact.languages()));
        const expected = rank(exact, read, 10);
        const plan = planSearch(statistics, { query, limit: 10 });
        const found = plan
          ? rankCandidates(
              statistics,
              plan,
              all.flatMap(({ passages }) => passages.map(({ payload }) => payload)),
              10,
            )
          : [];
        expect(found.map(({ page: key, n }) => [statistics.get(key)?.page_id, n])).toEqual(
          expected.map(({ passage }) => [
            exact.pages.page_id[exact.passages.page[passage] ?? 0],
            exact.passages.n[passage],
          ]),
        );
        for (const [i, { score }] of found.entries()) expect(score).toBeCloseTo(expected[i]?.score ?? 0, 9);
      }),
      { numRuns: 60 },
    );
  });

  test('counts nothing of pages that are gone', () => {
    const statistics = createStatistics();
    const points = pointsOf(grantScope('ins_1'), page('td_1', 'A lamp in the fog.', { title: 'Lamps' }));
    take(statistics, points);
    statistics.remove(points.page.id);
    expect([statistics.pages(), statistics.passages(), statistics.languages()]).toEqual([0, 0, {}]);
    expect(statistics.frequency(statistics.vocabulary.find('lamp') ?? 0)).toBe(0);
    expect(statistics.averageTitleLength()).toBe(1);
  });
});

describe('points', () => {
  test('the same page gives the same points; another text gives the version another point of its own', () => {
    const [first, again, other] = ['A lamp.', 'A lamp.', 'A light.'].map((content) =>
      pointsOf(grantScope('ins_1'), page('td_1', content)),
    );
    expect(again).toEqual(first);
    expect(other?.page.id).not.toBe(first?.page.id);
    expect(other?.passages[0]?.id).toBe(first?.passages[0]?.id);
    expect(pointsOf(grantScope('ins_2'), page('td_1', 'A lamp.')).page.id).not.toBe(first?.page.id);
  });

  test('token streams come back as they went in', () => {
    const encoded = page('td_1', '# Fog horns\n\nCall readFile twice, then max_connections.');
    const [passage] = encoded.passages;
    const [point] = pointsOf(grantScope('ins_1'), encoded).passages;
    const streams = unpackFeatures(point?.payload.features ?? '');
    const hashes = (tokens?: Uint32Array): number[] =>
      Array.from(tokens ?? [], (token) => termHash(encoded.terms[token] ?? ''));
    expect(Array.from(streams.tokens)).toEqual(hashes(passage?.tokens));
    expect(Array.from(streams.extra_tokens)).toEqual(hashes(passage?.extra_tokens));
    expect(Array.from(streams.heading_tokens)).toEqual(hashes(passage?.heading_tokens));
  });
});
