import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { insideCharacter, insideWord } from '../analysis/characters.ts';
import { cutPassages } from './cut.ts';

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
);
const content = fc
  .array(fc.tuple(word, glue), { maxLength: 400, size: 'max' })
  .map((pairs) => pairs.map(([a, b]) => a + b).join(''));

describe('any content', () => {
  test('passages are in order, apart, trimmed slices that cut no word and no character', () => {
    fc.assert(
      fc.property(content, (text) => {
        let last = 0;
        for (const { start, end, headings } of cutPassages(text).cuts) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(text.slice(start, end).trim()).toBe(text.slice(start, end));
          expect(insideCharacter(text, start) || insideCharacter(text, end)).toBe(false);
          expect(insideWord(text, start) || insideWord(text, end)).toBe(false);
          for (const heading of headings) expect(heading.end).toBeGreaterThan(heading.start);
          last = end;
        }
      }),
      { numRuns: 300 },
    );
  });

  test('every word of a plain text is in a passage', () => {
    const plain = fc
      .array(fc.stringMatching(/^[a-zäöüß]{1,9}[.,;?]?$/), { minLength: 1, maxLength: 900, size: 'max' })
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(plain, (text) => {
        const joined = cutPassages(text)
          .cuts.map(({ start, end }) => text.slice(start, end))
          .join(' ');
        expect(joined.split(/\s+/)).toEqual(text.split(/\s+/));
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ['one word without end', 'a'.repeat(1_000_000)],
    ['Chinese without a full stop', '漢'.repeat(500_000)],
    ['marks on one letter', `a${'\u0301'.repeat(500_000)}`],
    ['surrogate pairs', '😀'.repeat(300_000)],
    ['lone surrogates', '\ud800'.repeat(300_000)],
    ['opening brackets', '['.repeat(300_000)],
    ['unclosed comments', '<!--\n'.repeat(100_000)],
    ['closed comments', `${'<!-- x\n'.repeat(50_000)}-->`],
    ['nested tags', '<div>'.repeat(150_000)],
    ['unclosed tags', `<p>${'<b '.repeat(150_000)}`],
    ['closing tags', `<p>${'</x>'.repeat(150_000)}`],
    ['ampersands', `<p>${'&'.repeat(300_000)}</p>`],
    ['headings', '# a\n'.repeat(100_000)],
    ['fences', '```\n'.repeat(100_000)],
    ['emphasis', '*a _b '.repeat(100_000)],
    ['full stops', '. '.repeat(300_000)],
    ['line breaks', '\n'.repeat(1_000_000)],
    ['spaces', `a${' '.repeat(1_000_000)}b`],
    ['table bars', '|'.repeat(300_000)],
  ])('%s is cut in linear time', (_name, text) => {
    // Quadratic work would take hours here, so the test's own time limit is the check.
    const { cuts } = cutPassages(text);
    for (const { start, end } of cuts) expect(end - start).toBeLessThanOrEqual(4_000);
  });
});

describe('structure', () => {
  const show = (text: string): string[][] =>
    cutPassages(text).cuts.map(({ start, end, headings }) => [
      headings.map((heading) => text.slice(heading.start, heading.end)).join(' > '),
      text.slice(start, end),
    ]);

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
    const { cuts, about } = cutPassages(
      '---\ntitle: Fog horns\nweight: 3\ndescription: |\n  How they sound\n---\nText.',
    );
    expect(about).toMatch(/Fog horns[^]*How they sound/);
    expect(about).not.toContain('3');
    expect(cuts).toHaveLength(1);
  });

  test('a thematic break at the start is not front matter', () => {
    expect(show('---\nHello there.\n---\nBye.').join(' ')).toContain('Hello there.');
  });

  test('code, tables and lists that fit stay whole', () => {
    const code = `\`\`\`sh\n${'redis-cli ping\n\n'.repeat(50)}\`\`\``;
    const table = `| a | b |\n|---|---|\n${'| one | two |\n'.repeat(60)}`.trim();
    const list = '- an item that goes on\n  over two lines\n\n'.repeat(20).trim();
    for (const block of [code, table, list]) {
      const text = `${'Before it. '.repeat(60)}\n\n${block}\n\n${'After it. '.repeat(60)}`;
      expect(show(text).filter(([, passage]) => passage?.includes(block))).toHaveLength(1);
    }
  });

  test('a hash inside a code fence is no heading', () => {
    expect(show('```\n# comment\n```\n').map(([path]) => path)).toEqual(['']);
  });

  test('HTML: headings, blocks, entities; script and style are no content', () => {
    const html = `<html><head><title>Lamp</title><style>p{}</style><meta name="description" content="About lamps"></head>
      <body><script>var x = "<p>no</p>"</script><h1>The <b>lamp</b></h1><p>It burns &amp; turns.</p><h2>Oil</h2><ul><li>whale<li>seed</ul></body></html>`;
    const { about } = cutPassages(html);
    expect(about).toContain('Lamp');
    expect(about).toContain('About lamps');
    const shown = show(html);
    expect(shown.map(([path]) => path)).toEqual(['The <b>lamp', 'The <b>lamp > Oil']);
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
