import { expect, test } from 'vitest';
import { createLimitedText } from './limit-text.ts';

const TEXT = 'It was built in 1871. The stairs have 164 steps. I like it there.';

/** The text that is shown of pieces of `size` characters, and why it ended. */
const limited = (options: { maxCharacters?: number; stop?: string[] }, size = 7, text = TEXT) => {
  const out = createLimitedText({ stop: [], maxCharacters: undefined, ...options });
  const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
  const shown = [...pieces.map((piece) => out.push(piece)), out.end()].join('');
  expect(out.text).toBe(shown);
  return [shown, out.ended];
};

test('without limits it is the text', () => {
  expect(limited({})).toEqual([TEXT, null]);
});

test.each([1, 3, 7, 100])('it ends before a stop sequence, in pieces of %i', (size) => {
  expect(limited({ stop: ['164', 'steps'] }, size)).toEqual([
    'It was built in 1871. The stairs have ',
    'stop',
  ]);
  expect(limited({ stop: ['nowhere'] }, size)).toEqual([TEXT, null]);
});

test('it ends behind the last whole sentence that fits, or else the last word', () => {
  expect(limited({ maxCharacters: 60 }, 100)).toEqual([
    'It was built in 1871. The stairs have 164 steps.',
    'length',
  ]);
  expect(limited({ maxCharacters: 14 }, 100)).toEqual(['It was built', 'length']);
  expect(limited({ maxCharacters: 4 }, 100, '灯台は岬にあります')).toEqual(['灯台は岬', 'length']);
  expect(limited({ maxCharacters: TEXT.length })).toEqual([TEXT, null]);
});

test('what came in whole sentences ends with one', () => {
  const out = createLimitedText({ stop: [], maxCharacters: 50 });
  const shown = ['It was built in 1871.', ' The stairs have 164 steps.', ' I like it there.'].map((piece) =>
    out.push(piece),
  );
  expect([...shown, out.end()]).toEqual(['It was built in 1871.', ' The stairs have 164 steps.', '', '']);
  expect(out.ended).toBe('length');
});
