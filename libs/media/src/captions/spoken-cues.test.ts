import { expect, test } from 'vitest';
import { cuesOfTranscript } from './spoken-cues.ts';
import { webVtt, withoutWordTimes } from './web-vtt.ts';

/** A word each half second from a time on. */
const wordsFrom = (start: number, ...texts: string[]) =>
  texts.map((text, n) => ({ text, start: start + n * 0.5, end: start + n * 0.5 + 0.4 }));

test('a segment is cut into its sentences, and its words keep their times', () => {
  const segments = [
    { start: 0, end: 6, text: ' The lamp burns whale oil.  I light it at six!' },
    { start: 6, end: 8, text: 'Every night.' },
  ];
  // Without the marks and in other letters, as some servers write them.
  const words = [
    ...wordsFrom(0.5, 'the', 'lamp', 'burns', 'whale', 'oil', 'I', 'light', 'it', 'at', 'six'),
    ...wordsFrom(6.5, 'Every', 'night'),
  ];
  const cues = cuesOfTranscript({ segments, words }, 100, 120);
  expect(cues.map(({ start, end, text }) => [start, end, text])).toEqual([
    [100.5, 102.9, 'The lamp burns whale oil.'],
    [103, 105.4, 'I light it at six!'],
    [106.5, 107.4, 'Every night.'],
  ]);
  const vtt = webVtt(cues);
  expect(vtt).toContain(
    '00:01:40.500 --> 00:01:42.900\nThe <00:01:41.000>lamp <00:01:41.500>burns <00:01:42.000>whale <00:01:42.500>oil.\n',
  );
  expect(withoutWordTimes(vtt)).toBe(webVtt(cues.map(({ start, end, text }) => ({ start, end, text }))));
});

test('a word is not looked for inside of another', () => {
  const segments = [{ start: 0, end: 3, text: 'Bright items glow. It is so.' }];
  const words = [...wordsFrom(0, 'it'), ...wordsFrom(2, 'is', 'so')];
  const [first] = cuesOfTranscript({ segments, words }, 0, 10);
  expect(first?.words?.map(({ text }) => text)).toEqual(['Bright items glow. It ', 'is ', 'so.']);
});

test('words of a writing without spaces stay together, and markup is none', () => {
  const segments = [{ start: 0, end: 3, text: '灯塔燃烧<鲸油>。' }];
  const words = wordsFrom(0, '灯塔', '燃烧', '鲸油');
  const [cue] = cuesOfTranscript({ segments, words }, 0, 10);
  expect(webVtt(cue ? [cue] : [])).toContain('灯塔<00:00:00.500>燃烧&lt;<00:00:01.000>鲸油&gt;。\n');
});

test('without times of words a segment is a cue, and one without an end lasts as long as its piece', () => {
  const segments = [
    { start: 0, end: 2, text: 'One.' },
    { start: 2, end: null, text: ' Two. ' },
  ];
  expect(cuesOfTranscript({ segments, words: [] }, 30, 45)).toEqual([
    { start: 30, end: 32, text: 'One.' },
    { start: 32, end: 45, text: 'Two.' },
  ]);
});

test('words that stand in no segment are left out, and no cue is longer than can be read', () => {
  const texts = Array.from({ length: 40 }, (_, n) => `word${n}x`);
  const segments = [{ start: 0, end: 20, text: texts.join(' ') }];
  const cues = cuesOfTranscript({ segments, words: wordsFrom(0, ...texts) }, 0, 20);
  expect(cues.map(({ text }) => text).join(' ')).toBe(texts.join(' '));
  for (const { start, end } of cues) expect(end - start).toBeLessThanOrEqual(7);
  const odd = cuesOfTranscript({ segments, words: wordsFrom(0, 'something', 'else') }, 0, 20);
  expect(odd).toEqual([{ start: 0, end: 20, text: texts.join(' ') }]);
});
