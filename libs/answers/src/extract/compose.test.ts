import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../testing/evidence.ts';
import { matchQuestion } from './match.ts';
import { compose } from './compose.ts';

const pages = [
  {
    title: 'Winds',
    content:
      'The haar comes in June. It is cold. It ends at noon.\n\nTwo winds:\n\n- Haar from the east.\n- Skolder from the north.\n\n| Wind | Knots |\n|--|--|\n| Haar | 9 |\n',
  },
  { title: '风', content: '海雾六月来。它很冷。中午就散了。' },
  { title: 'Code', content: 'Start the fan:\n\n```\nfan --on\n  --speed 3\n```\n\nThen wait.' },
];
const evidence = evidenceOf(pages);
const { candidates } = matchQuestion('haar', '', evidence, evidence.length);
const pick = (...texts: string[]) =>
  texts.map((text) => {
    const found = candidates.find(({ unit }) => unit.text.startsWith(text));
    if (!found) throw new Error(`no unit begins with ${text}`);
    return found;
  });

describe('compose', () => {
  test('puts neighbours into reading order and joins them into one quote', () => {
    const { response, citations } = compose(pick('It ends', 'The haar', 'It is cold'), evidence);
    expect(response).toBe('The haar comes in June. It is cold. It ends at noon.');
    expect(citations.map(({ index, quote, spans }) => ({ index, quote, spans }))).toEqual([
      { index: 1, quote: response, spans: [{ start: 0, end: response.length }] },
    ]);
  });

  test('units with something between them are two quotes', () => {
    const { response, citations } = compose(pick('The haar', 'It ends'), evidence);
    expect(response).toBe('The haar comes in June. It ends at noon.');
    expect(citations.map(({ quote }) => quote)).toEqual(['The haar comes in June.', 'It ends at noon.']);
  });

  test('what answers best is said first, wherever it stands', () => {
    const { response, citations } = compose(pick('It ends', 'The haar'), evidence);
    expect(response).toBe('It ends at noon. The haar comes in June.');
    expect(citations.map(({ index, quote }) => [index, quote])).toEqual([
      [1, 'It ends at noon.'],
      [2, 'The haar comes in June.'],
    ]);
  });

  test('the page of the likeliest unit comes first', () => {
    const { citations } = compose(pick('海雾', 'The haar'), evidence);
    expect(citations.map(({ td_id }) => td_id)).toEqual(['td_1', 'td_0']);
  });

  test('Chinese sentences stand together without a space', () => {
    expect(compose(pick('海雾', '它很冷'), evidence).response).toBe('海雾六月来。它很冷。');
  });

  test('items have a mark and a line of their own, a row of two cells says what of what', () => {
    expect(compose(pick('Two winds', 'Haar from', 'Skolder', 'Haar | 9'), evidence).response).toBe(
      'Two winds:\n• Haar from the east.\n• Skolder from the north.\nHaar: 9',
    );
  });

  test('code keeps its lines, with a line break on both sides', () => {
    expect(compose(pick('Start the fan', 'fan --on', 'Then wait'), evidence).response).toMatch(
      /^Start the fan:\nfan --on\n {2}--speed 3\n*Then wait\.$/,
    );
  });

  test('nothing gives nothing', () => {
    expect(compose([], evidence)).toEqual({ response: '', citations: [] });
  });

  test('whatever is chosen: quotes are verbatim, spans follow one another and cover all but separators', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(candidates, { minLength: 1 }), (chosen) => {
        const { response, citations } = compose(chosen, evidence);
        let end = 0;
        for (const [i, { index, td_id, quote, locator, spans }] of citations.entries()) {
          expect(index).toBe(i + 1);
          const content = pages[Number(td_id.slice(3))]?.content;
          expect(content?.slice(locator?.start, locator?.end)).toBe(quote);
          expect(spans).toHaveLength(1);
          expect(response.slice(end, spans[0]?.start)).toMatch(/^[ \n]?$/);
          end = spans[0]?.end ?? 0;
        }
        expect(end).toBe(response.length);
        for (const { unit } of chosen) if (unit.kind !== 'row') expect(response).toContain(unit.text);
      }),
    );
  });
});
