import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodePage } from '../encode/encode-page.ts';
import { defaultWeights, type SearchWeights } from '../weights.ts';
import { rank } from './rank.ts';
import { queryLanguages, readQuery } from './read-query.ts';
import { createTermIndex } from './term-index.ts';

type Pages = Record<string, string | [title: string, content: string]>;

/** The score of each page that is found, best first; a page is its content, or its title and content. */
function scores(query: string, pages: Pages, changed: Partial<SearchWeights> = {}): Map<string, number> {
  const index = createTermIndex();
  for (const [key, [page_id, page]] of Object.entries(pages).entries()) {
    const [title, content] = typeof page === 'string' ? ['', page] : page;
    index.add({ key, ...encodePage({ page_id, version: 1, title, content }) });
  }
  const words = readQuery(query, queryLanguages(query, index.languages()));
  const found = new Map<string, number>();
  for (const { passage, score } of rank(index, words, 10, { weights: { ...defaultWeights, ...changed } })) {
    const page = index.pages.page_id[index.passages.page[passage] ?? 0] ?? '';
    if (!found.has(page)) found.set(page, score);
  }
  return found;
}

const order = (query: string, pages: Pages, changed: Partial<SearchWeights> = {}): string[] => [
  ...scores(query, pages, changed).keys(),
];

/** By how much page b's score is ahead of page a's. */
function ahead(query: string, pages: Pages, changed: Partial<SearchWeights> = {}): number {
  const found = scores(query, pages, changed);
  return (found.get('b') ?? 0) / (found.get('a') ?? 1);
}

/** Pages that share nothing with any query here, so that words of the other pages are rare. */
const crowd = Object.fromEntries(
  ['gulls nest under cliffs', 'ropes rot when wet', 'tides turn twice daily', 'paint peels off wood'].map(
    (content, i) => [`other${i}`, `Here ${content}, and that is all there is to say.`],
  ),
);
const filler = Array.from({ length: 30 }, (_, i) => `Nothing in line ${i} matters to anybody.`).join(' ');

describe('each kind of evidence counts', () => {
  const cases: [keyof SearchWeights, string, Pages][] = [
    ['title', 'anchor chain', { a: 'It is made of iron links.', b: ['Anchor chain', 'It is made of iron.'] }],
    [
      'lead',
      'lamp paraffin',
      {
        a: `This page is about engines.\n\n${filler}\n\n## More\n\nIt burns paraffin and smells.`,
        b: `This page is about the lamp.\n\n${filler}\n\n## More\n\nIt burns paraffin and smells.`,
      },
    ],
    [
      'pair',
      'stone bridge',
      { a: 'A bridge of wood beside a stone wall.', b: 'A wall of wood beside a stone bridge.' },
    ],
    ['form', 'sell boat', { a: 'The boat is white.', b: 'They sold the boat.' }],
    ['swapped', 'price boat', { a: 'The boat is white.', b: 'The fee of the boat.' }],
    ['fuzzy', 'harbourmaster hill', { a: 'An orchard is on the hill.', b: 'A harbour is below the hill.' }],
    [
      'extra',
      'readFile encoding',
      { a: 'An encoding is named when something is written.', b: 'To read a file an encoding is named.' },
    ],
    ['coverage', 'lamp oil wick', { a: 'Oil for the lamp: lamp oil.', b: 'A lamp burns oil by its wick.' }],
  ];
  test.each(cases)('%s: %s', (piece, query, pages) => {
    const everything = { ...pages, ...crowd };
    expect(order(query, everything)[0]).toBe('b');
    const withIt = ahead(query, everything);
    expect(ahead(query, everything, { [piece]: 0 })).toBeLessThan(withIt);
  });

  test('feedback: what the best passages have in common finds one that shares no word with the query', () => {
    const pages = {
      a: 'Whales sing songs below the surface.',
      b: 'Whales sing songs of the deep.',
      c: 'Songs of the deep below the surface.',
      ...crowd,
    };
    expect(order('whales', pages)).toContain('c');
    expect(order('whales', pages, { feedback: 0 })).not.toContain('c');
  });

  test('a word nobody wrote is looked for by less likeness than one that stands somewhere', () => {
    const pages = { a: 'A Regenwald is green.', ...crowd };
    expect(order('Waldgebiet Regen', { ...pages })).toContain('a');
    expect(order('Wald', pages)).toEqual(['a']);
    const { minLikeness } = defaultWeights;
    expect(order('Wald', pages, { minLikenessUnknown: minLikeness })).toEqual([]);
  });
});

test('a pair counts wherever it stands, and as often', () => {
  const alone = (n: number) => 'A bridge is long. '.repeat(n);
  const pair = 'The stone bridge is old. ';
  const after = (content: string) => ahead('stone bridge', { a: 'Stone is hard. Bridge it.', b: content });
  const without = ahead('stone bridge', { a: 'Stone is hard. Bridge it.', b: alone(3) + pair }, { pair: 0 });
  for (const content of [pair + alone(3), alone(3) + pair, alone(1) + pair + alone(2)])
    expect(after(content)).toBeGreaterThan(without);
  expect(after(alone(3) + pair)).toBeCloseTo(after(pair + alone(3)), 10);
  expect(after(pair + alone(1) + pair)).toBeGreaterThan(after(alone(2) + pair));
});

describe('what is skipped', () => {
  const WORDS = 'lamp oil wick tower stone bridge boat white harbour keeper'.split(' ');
  const someWords = (max: number) => fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: max });

  test('could not have been among the first: they are those of a list of everything', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ title: someWords(2), content: someWords(30) }), { minLength: 2, maxLength: 40 }),
        someWords(4),
        fc.integer({ min: 1, max: 8 }),
        (pages, query, limit) => {
          const index = createTermIndex();
          for (const [key, { title, content }] of pages.entries())
            index.add({
              key,
              ...encodePage({
                page_id: `td_${key}`,
                version: 1,
                title: title.join(' '),
                content: `${content.join(' ')}.`,
              }),
            });
          // Pages that are gone leave their places in the lists.
          index.remove(0);
          const words = readQuery(query.join(' '), ['en']);
          // A list that is never full skips nothing.
          const everything = rank(index, words, pages.length + 1);
          expect(rank(index, words, limit)).toEqual(everything.slice(0, limit));
        },
      ),
    );
  });
});
