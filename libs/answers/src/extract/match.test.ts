import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../testing/evidence.ts';
import { matchQuestion } from './match.ts';

const fog = {
  title: 'Fog',
  content: 'Fog came in from the sea. The horn sounded twice. Nobody saw the quay.',
};
const lamp = {
  title: 'The lamp of Skerrow',
  content:
    '# The lamp of Skerrow\n\n## Its height\n\nIt stands 46 metres above the water. It was lit in 1871.',
};
const match = (question: string, pages = [fog, lamp], depth = 8, background = '') =>
  matchQuestion(question, background, evidenceOf(pages), depth);
const candidate = (found: ReturnType<typeof match>, begin: string) => {
  const one = found.candidates.find(({ unit }) => unit.text.startsWith(begin));
  if (!one) throw new Error(`no unit begins with ${begin}`);
  return one;
};

describe('matchQuestion', () => {
  test('a sentence counts its own words fully, those of its headings and of the sentence before in part', () => {
    const found = match('What height has the lamp of Skerrow above water?');
    const stands = candidate(found, 'It stands');
    expect(stands.own).toBeGreaterThan(0);
    expect(stands.covered).toBeGreaterThan(stands.own);
    expect(stands.covered).toBeLessThan(1);
    const lit = candidate(found, 'It was lit');
    expect(lit.own).toBe(0);
    expect(lit.covered).toBeGreaterThan(0);
  });

  test('another form of a word is the word, and one that people say for it nearly so', () => {
    const own = (content: string) =>
      candidate(match('What did you sell at what price?', [{ title: 'A', content }]), 'We').own;
    const same = own('We sell at a price.');
    expect(own('We sold at a price.')).toBe(same);
    const swapped = own('We sold at a cost.');
    expect(swapped).toBeLessThan(same);
    expect(swapped).toBeGreaterThan(own('We sold at a loss.'));
  });

  test('a passage counts a word that is said for another for a part of it', () => {
    const relevance = (content: string) => match('the price', [{ title: 'A', content }]).signals.relevance;
    expect(relevance('It has a cost.')).toBeGreaterThan(0);
    expect(relevance('It has a cost.')).toBeLessThan(relevance('It has a price.'));
  });

  test('words that stand together are a phrase, the same words apart are none', () => {
    const together = match('fog horn', [{ title: 'A', content: 'The fog horn sounds at night.' }]);
    const apart = match('fog horn', [{ title: 'A', content: 'The horn sounds in any fog.' }]);
    expect(together.signals.phrases).toBe(1);
    expect(apart.signals.phrases).toBe(0);
  });

  test('says which share of a heading asks the same', () => {
    expect(candidate(match('Its height?'), 'It stands').headingShare).toBe(1);
    expect(candidate(match('Its height?'), 'Fog came').headingShare).toBe(0);
  });

  test('the passage that answers has the most relevance, 1', () => {
    const { relevance } = match('Who saw the quay in the fog?');
    expect(relevance[0]).toBe(1);
    expect(Math.max(...relevance.slice(1))).toBeLessThan(1);
  });

  test.each([
    ['de', 'Wie hoch ist der Leuchtturm?', 'Der Leuchtturmwärter steht auf der Leiter und putzt die Lampe.'],
    ['nl', 'Hoe oud is de vuurtoren?', 'De vuurtorenwachter klimt elke avond op de trap van de toren.'],
  ])('finds a word inside a compound (%s)', (_, question, content) => {
    const { signals } = match(question, [{ title: 'Bericht', content }]);
    expect(signals.words).toBeGreaterThan(0);
    expect(
      match('Where is the harbour?', [{ title: 'A', content: 'A harbourmaster sleeps.' }]).signals.words,
    ).toBe(0);
  });

  test('what no passage holds is absent, and a name counts only as it is written', () => {
    const { signals } = match('Does the lamp of Skerrow sing?');
    expect(signals).toMatchObject({ named: 1 });
    expect(signals.absent).toBeGreaterThan(0);
    expect(match('Does the lamp of Ellery stand?').signals.named).toBe(0);
    expect(match('does the lamp stand?').signals.named).toBe(-1);
  });

  test('reads only so many passages sentence by sentence, and the one that the question names', () => {
    const places = (question: string) => [
      ...new Set(match(question, [fog, lamp], 1).candidates.map(({ passage }) => passage)),
    ];
    expect(places('Who saw the quay?')).toEqual([0]);
    expect(places('the lamp of Skerrow')).toEqual([0, 1]);
  });

  test('an earlier question counts too, but less than the question itself', () => {
    const [alone, before, itself] = [
      match('and when?'),
      match('and when?', [fog, lamp], 8, 'the lamp was lit'),
      match('and when was the lamp lit?'),
    ].map((found) => candidate(found, 'It was lit').own);
    expect(alone).toBe(0);
    expect(before).toBeGreaterThan(0);
    expect(itself).toBeGreaterThan(0);
  });

  test('whatever is asked of whatever: shares lie between 0 and 1', () => {
    const word = fc.constantFrom(
      'lamp',
      'Skerrow',
      '1871',
      'der',
      'Leuchtturm',
      '灯塔',
      'प्रकाश',
      'x_y',
      '?',
      '😀',
    );
    const text = fc.array(word, { maxLength: 10 }).map((words) => words.join(' '));
    const page = fc.record({ title: text, content: text.map((words) => `${words}. ${words}`) });
    fc.assert(
      fc.property(text, text, fc.array(page, { maxLength: 4 }), (question, background, pages) => {
        const { candidates, relevance, signals } = match(question, pages, 2, background);
        const shares = [
          ...relevance,
          ...candidates.flatMap(({ own, covered, phrases, headingShare }) => [
            own,
            covered,
            phrases,
            headingShare,
          ]),
          signals.relevance,
          signals.words,
          signals.absent,
          signals.phrases,
          signals.ahead,
          ...(signals.named === -1 ? [] : [signals.named]),
        ];
        for (const share of shares) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });
});
