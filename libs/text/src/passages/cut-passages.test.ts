import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { insideCharacter, insideWord } from '../analysis/characters.ts';
import { rawSpan, type Reading } from '../reading/reading.ts';
import { readPage } from '../reading/read-page.ts';
import type { PlacedUnit } from '../units/page-state.ts';
import { readUnits } from '../units/read-units.ts';
import { cutPassages, type Cut } from './cut-passages.ts';
import { MAX_SIZE, sizeOf } from './size.ts';

/** A page as the index gets it: read, in units, cut. */
function read(content: string): { reading: Reading; units: PlacedUnit[]; cuts: Cut[] } {
  const reading = readPage(content);
  const units = readUnits(content, reading, 'en');
  return { reading, units, cuts: cutPassages(reading, units) };
}

/** What of a text is words: letters and digits, in order. */
const wordsOf = (text: string): string => text.match(/[\p{L}\p{N}]/gu)?.join('') ?? '';

const word = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.constantFrom(
    'the',
    'Straße',
    'naïve',
    'हिन्दी',
    '東京タワー',
    'ภาษาไทย',
    '👩‍👩‍👧',
    'e\u0301',
    '𠀀𠀁',
    'العربية',
    '1.5',
    'max_connections',
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const glue = fc.constantFrom(
  ' ',
  ' ',
  ' ',
  '\n',
  '\n\n',
  '. ',
  '。',
  '\n# ',
  '\n- ',
  '\n```\n',
  ' | ',
  '<p>',
  '</p>',
  '<br>',
  '<!--',
  '-->',
  '&amp;',
  '\r\n\r\n',
  '\n---\n',
  '\t',
  '{{ x }}',
  '**',
  '`',
  '[a](b)',
  '\n> ',
  '\n1. ',
  '<b>',
  '</td><td>',
  ': ',
  '? ',
  '\r',
  '\u200b',
);
const content = fc
  .array(fc.tuple(word, glue), { maxLength: 400, size: 'max' })
  .map((pairs) => pairs.map(([a, b]) => a + b).join(''));

/** Whether the letters of one text stand in another in the same order. */
function holds(whole: string, part: string): boolean {
  let at = 0;
  for (const character of part) {
    at = whole.indexOf(character, at) + character.length;
    if (at < character.length) return false;
  }
  return true;
}

describe('any content', () => {
  test('passages are in order, apart, trimmed slices that cut no word and no character', () => {
    fc.assert(
      fc.property(content, (text) => {
        let last = 0;
        for (const { start, end, headings } of read(text).cuts) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(text.slice(start, end).trim()).toBe(text.slice(start, end));
          expect(insideCharacter(text, start) || insideCharacter(text, end)).toBe(false);
          expect(insideWord(text, start) || insideWord(text, end)).toBe(false);
          for (const heading of headings) expect(heading).not.toBe('');
          last = end;
        }
      }),
      { numRuns: 120 },
    );
  });

  test('the way back to the content: in it, in order, the same characters where it says so', () => {
    fc.assert(
      fc.property(content, (text) => {
        const { reading } = read(text);
        const { map } = reading;
        let last = 0;
        for (const [n, at] of map.at.entries()) {
          const [from, to, end] = [map.from[n] ?? 0, map.to[n] ?? 0, map.at[n + 1] ?? reading.text.length];
          expect(from).toBeGreaterThanOrEqual(last);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(to).toBeLessThanOrEqual(text.length);
          // Templates are blanked out letter for letter, and old line ends are new ones.
          if (map.verbatim[n] === 1) {
            const own = reading.text.slice(at, end);
            expect(
              text
                .slice(from, to)
                .split('')
                .map((unit, i) => (own[i]?.trim() === '' ? own[i] : unit))
                .join(''),
            ).toBe(own);
          }
          last = from;
        }
      }),
      { numRuns: 120 },
    );
  });

  test('units are in order, apart, in their passage, no longer than one, and where they say they are', () => {
    fc.assert(
      fc.property(content, (text) => {
        const { reading, units, cuts } = read(text);
        let last = 0;
        for (const { at, text: own } of units) {
          expect(at.start).toBeGreaterThanOrEqual(last);
          expect(own).toBe(reading.text.slice(at.start, at.end));
          expect(sizeOf(reading.text, at)).toBeLessThanOrEqual(MAX_SIZE);
          const raw = rawSpan(reading.map, at);
          // What the content has in this place holds the unit's letters, decoded or not.
          if (!/[&\\]/.test(text)) expect(holds(text.slice(raw.start, raw.end), wordsOf(own))).toBe(true);
          last = at.end;
        }
        for (const { start, end, units: own } of cuts) {
          for (const unit of own) {
            expect(unit.start).toBeGreaterThanOrEqual(start);
            expect(unit.end).toBeLessThanOrEqual(end);
            expect(unit.end).toBeGreaterThan(unit.start);
          }
        }
      }),
      { numRuns: 120 },
    );
  });

  test('every word that is shown is in a unit, and outside of headings in a unit of a passage', () => {
    fc.assert(
      fc.property(content, (text) => {
        const { reading, units, cuts } = read(text);
        const shown = reading.blocks.map(({ start, end }) => wordsOf(reading.text.slice(start, end)));
        expect(holds(shown.join(''), units.map((unit) => wordsOf(unit.text)).join(''))).toBe(true);
        const inHeadings = reading.blocks.filter(({ kind }) => kind === 'heading');
        if (inHeadings.length > 0) return;
        expect(cuts.flatMap((cut) => cut.units.map((unit) => unit.text))).toEqual(
          units.map((unit) => unit.text),
        );
      }),
      { numRuns: 120 },
    );
  });

  const plain = fc
    .array(fc.stringMatching(/^[a-zäöüß]{1,9}[.,;?]?$/), { minLength: 1, maxLength: 900, size: 'max' })
    // One letter with a point would number an item.
    .map((words) => `The ${words.join(' ')}`);

  test('every word of a plain text is in a passage', () => {
    fc.assert(
      fc.property(plain, (text) => {
        const joined = read(text)
          .cuts.map(({ start, end }) => text.slice(start, end))
          .join(' ');
        expect(joined.split(/\s+/)).toEqual(text.split(/\s+/));
      }),
      { numRuns: 60 },
    );
  });

  test('every word of a plain text is in a unit', () => {
    fc.assert(
      fc.property(plain, (text) => {
        const joined = read(text)
          .units.map((unit) => text.slice(unit.start, unit.end))
          .join(' ');
        expect(wordsOf(joined)).toBe(wordsOf(text));
      }),
      { numRuns: 60 },
    );
  });
});

describe('structure', () => {
  const show = (text: string): string[][] =>
    read(text).cuts.map(({ start, end, headings }) => [headings.join(' > '), text.slice(start, end)]);

  test('passages stand under their path of headings; a heading with nothing under it is kept as text', () => {
    expect(show('Intro.\n\n# A #\none\n## B\ntwo\n\nC\n===\nthree\n## Empty\n')).toEqual([
      ['', 'Intro.'],
      ['A', 'one'],
      ['A > B', 'two'],
      ['C', 'three'],
      ['C', 'Empty'],
    ]);
  });

  test('front matter is not content, but what it says about the page is kept', () => {
    const { reading, cuts } = read(
      '---\ntitle: Fog horns\nweight: 3\ndescription: |\n  How they sound\n---\nText.',
    );
    const { about } = reading;
    expect(about).toMatch(/Fog horns[^]*How they sound/);
    expect(about).not.toContain('3');
    expect(cuts).toHaveLength(1);
  });

  test('a thematic break at the start is not front matter', () => {
    expect(show('---\nHello there.\n---\nBye.').join(' ')).toContain('Hello there.');
  });

  test('code that fits stays whole, and so does every row and item', () => {
    const code = 'redis-cli ping\n\n'.repeat(50).trim();
    const fenced = `${'Before it. '.repeat(60)}\n\n\`\`\`sh\n${code}\n\`\`\`\n\n${'After it. '.repeat(60)}`;
    expect(show(fenced).filter(([, passage]) => passage?.includes(code))).toHaveLength(1);
    const table = `| a | b |\n|---|---|\n${'| one of them | two of them |\n'.repeat(120)}`;
    const list = '- an item that goes on\n  over two lines\n\n'.repeat(80);
    for (const [block, last] of [
      [table, 'two of them'],
      [list, 'over two lines'],
    ] as const) {
      const passages = show(block).map(([, passage]) => passage ?? '');
      expect(passages.length).toBeGreaterThan(1);
      for (const passage of passages) {
        expect(passage).toMatch(/^(?:a \||one of them|an item)/);
        expect(passage.endsWith(last)).toBe(true);
      }
    }
  });

  test('a hash inside a code fence is no heading', () => {
    expect(show('```\n# comment\n```\n').map(([path]) => path)).toEqual(['']);
  });

  test('HTML: headings, blocks, entities; script and style are no content', () => {
    const html = `<html><head><title>Lamp</title><style>p{}</style><meta name="description" content="About lamps"></head>
      <body><script>var x = "<p>no</p>"</script><h1>The <b>lamp</b></h1><p>It burns &amp; turns.</p><h2>Oil</h2><ul><li>whale<li>seed</ul></body></html>`;
    const { about } = read(html).reading;
    expect(about).toContain('Lamp');
    expect(about).toContain('About lamps');
    const shown = show(html);
    expect(shown.map(([path]) => path)).toEqual(['The lamp', 'The lamp > Oil']);
    expect(shown[0]?.[1]).toBe('It burns &amp; turns.');
    expect(shown[1]?.[1]).toContain('seed');
  });

  test('an edit moves only the cuts around it', () => {
    const paragraph = (n: number): string =>
      `Paragraph ${n} tells how ${'the keeper counts ships and '.repeat(5 + (n % 4))} sleeps after watch ${n * 7}.`;
    const paragraphs = Array.from({ length: 120 }, (_, n) => paragraph(n));
    const before = new Set(show(paragraphs.join('\n\n')).map(([, text]) => text));
    paragraphs[11] = `${paragraphs[11]} One sentence more.`;
    const after = show(paragraphs.join('\n\n')).map(([, text]) => text);
    expect(after.length).toBeGreaterThan(20);
    expect(after.filter((text) => !before.has(text)).length).toBeLessThanOrEqual(3);
  });
});
