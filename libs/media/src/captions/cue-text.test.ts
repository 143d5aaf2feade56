import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCueText } from './cue-text.ts';
import { isTelemetry, readCues } from './cues.ts';
import { decodeTexts } from './decode-text.ts';

describe('a cue says', () => {
  test.each([
    ['its words without tags', '<i>Hello</i> {\\an8}<font color="red">there</font>', 'Hello there'],
    ['what only looks like a tag', '3 < 5 & more, <b>really</b> > 2', '3 < 5 & more, really > 2'],
    ['what an entity stands for', 'AT&amp;T &#8211; &nbsp;here &unknown;', 'AT&T – here &unknown;'],
  ])('%s, in SubRip', (_name, text, expected) => {
    expect(readCueText(text, 'subrip')).toEqual([{ text: expected, speaker: null }]);
  });

  test('who speaks, in WebVTT', () => {
    expect(
      readCueText(
        '<v.loud Mary &amp; Joe>He keeps &lt;seventeen&gt; <00:01.000>bees</v> <v Oduya>I do',
        'webvtt',
      ),
    ).toEqual([
      { text: 'He keeps <seventeen> bees', speaker: 'Mary & Joe' },
      { text: 'I do', speaker: 'Oduya' },
    ]);
  });

  test('its words and no drawings, in ASS', () => {
    const event = (words: string): string => `3,0,Default,Oduya,0,0,0,,${words}`;
    expect(readCueText(event('{\\p1}m 0 0 l 100 0 100 100{\\p0}'), 'ass')).toEqual([]);
    expect(readCueText(event('{\\i1}One{\\i0}, two\\Nthree {\\p1}m 0 0{\\p0}four'), 'ass')).toEqual([
      { text: 'One, two three four', speaker: 'Oduya' },
    ]);
  });

  test('nothing that turns or controls the text, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('subrip', 'webvtt', 'ass'), (text, form) => {
        for (const said of readCueText(text, form))
          expect(said.text + (said.speaker ?? '')).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
      }),
    );
  });
});

describe('the cues of a track', () => {
  test('lie within the recording and have a length and words', () => {
    const raw = [
      { start: 4, end: 9, text: 'over the end' },
      { start: -1, end: 0.5, text: 'from before' },
      { start: 1.9, end: 1.9, text: 'no length' },
      { start: 3, end: 2, text: 'turned round' },
      { start: 1, end: 2, text: ' \u200b … ' },
      { start: 2, end: null, text: 'until the next' },
      { start: 7, end: 8, text: 'past it' },
    ];
    expect(readCues(raw, 'plain', 5)).toEqual([
      { start: 0, end: 0.5, text: 'from before', speaker: null },
      { start: 2, end: 3, text: 'until the next', speaker: null },
      { start: 4, end: 5, text: 'over the end', speaker: null },
    ]);
  });

  test('are no telemetry because they hold figures', () => {
    const cue = (text: string) => ({ start: 0, end: 1, text });
    expect(isTelemetry([cue('F/2.8, SS 206.14, ISO 150, EV 0, GPS (47.6, 9.2, 15)')])).toBe(true);
    expect(isTelemetry([cue('In 1984 we sold 12,500 boats, 3,000 more than in 1983.')])).toBe(false);
    expect(isTelemetry([])).toBe(false);
  });
});

describe('bytes become text', () => {
  test.each([
    ['UTF-8', Buffer.from('Odúya'), null, 'Odúya', null],
    ['UTF-8 with a mark', Buffer.from('\uFEFFOdúya'), null, 'Odúya', null],
    ['UTF-16', Buffer.from('\uFEFFOdúya', 'utf16le'), null, 'Odúya', null],
    ['UTF-16 without a mark', Buffer.from('Oduya keeps bees', 'utf16le'), null, 'Oduya keeps bees', null],
    ['Western Europe', Buffer.from('caf\xe9', 'latin1'), null, 'café', 'windows-1252'],
    ['Cyrillic', Buffer.from('\xcf\xf0\xe8\xe2\xe5\xf2', 'latin1'), 'ru', 'Привет', 'windows-1251'],
    ['Greek', Buffer.from('\xc3\xe5\xe9\xdc', 'latin1'), 'el-GR', 'Γειά', 'windows-1253'],
    ['Japanese', Buffer.from('\x83\x6e\x83\x60', 'latin1'), 'ja', 'ハチ', 'shift_jis'],
  ])('of %s', (_name, bytes, language, text, guessed) => {
    expect(decodeTexts([bytes], language)).toEqual({ texts: [text], guessed });
  });
});
