import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText, rawSpan } from './clean-text.ts';

describe('cleanText', () => {
  test.each([
    [
      'emphasis',
      'A **bold** and *soft* and _under_ and ***both*** ~~gone~~ word',
      'A bold and soft and under and both gone word',
    ],
    [
      'signs that are no emphasis',
      '2 * 3 * 4, snake_case_name, *.ts, a_b',
      '2 * 3 * 4, snake_case_name, *.ts, a_b',
    ],
    ['code spans', 'Run `map<T>[*a*]` and ``a`b``', 'Run map<T>[*a*] and a`b'],
    [
      'links and images',
      'See [the *docs*](https://x.y/a_(b) "t") ![alt](i.png) [ref][1] <https://a.b/c>',
      'See the docs alt ref https://a.b/c',
    ],
    ['brackets that are no link', 'an array[0] and [note]', 'an array[0] and [note]'],
    ['soft and hard line breaks', 'one\ntwo  \nthree\n\nfour', 'one two\nthree\nfour'],
    ['lists', '- one\n- two\n  more\n1. three', 'one\ntwo more\nthree'],
    ['quotes', '> said\n> she', 'said\nshe'],
    ['headings', '## Title ##\ntext', 'Title ##\ntext'],
    ['tables', '| a | b |\n|---|:-:|\n| c | d |', 'a | b\nc | d'],
    ['code fences', '```js\nlet *a* = "<b>";\n  x\n```\nafter', 'let *a* = "<b>";\n  x\nafter'],
    ['tags and entities', '<p>Fish &amp; <b>chips</b>&nbsp;&#8364;5<br>now</p>', 'Fish & chips €5\nnow'],
    ['comparisons', 'if a < b and c > d & e', 'if a < b and c > d & e'],
    ['what a page hides', 'a<script>var b = "<p>";</script><!-- c -->d', 'ad'],
    ['escapes', '1\\. not a list \\*', '1. not a list *'],
    ['rules and definitions', 'a\n\n---\n\n[1]: http://x.y\nb', 'a\nb'],
  ])('%s', (_name, raw, clean) => {
    expect(cleanText(raw).text.trim()).toBe(clean);
  });

  test('every stretch leads back to raw text that holds its words', () => {
    const raw = 'The **keeper** of <em>Skerry</em> &amp; [the lamp](x.md), `fs.readFile`.';
    const clean = cleanText(raw);
    const spanOf = (words: string): string => {
      const start = clean.text.indexOf(words);
      const span = rawSpan(clean, { start, end: start + words.length });
      return raw.slice(span.start, span.end);
    };
    expect(spanOf('keeper of')).toBe('keeper** of');
    expect(spanOf('& the lamp')).toBe('&amp; [the lamp');
    expect(spanOf('fs.readFile')).toBe('fs.readFile');
  });

  test('offsets rise, stay inside, and plain units stand for themselves', () => {
    const piece = fc.constantFrom(
      'a',
      'Straße ',
      '**',
      '_',
      '`',
      '[x](y)',
      '<b>',
      '</p>',
      '&lt;',
      '\n',
      '\n- ',
      '```',
      '|',
      '\\',
      '😀',
      '!',
      '[',
      '<',
      '&',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 80, size: 'max' }), (pieces) => {
        const raw = pieces.join('');
        const { text, starts, ends } = cleanText(raw);
        expect(starts.length).toBe(text.length);
        for (let i = 0; i < text.length; i++) {
          expect(ends[i]).toBeGreaterThan(starts[i] ?? -1);
          expect(ends[i]).toBeLessThanOrEqual(raw.length);
          if (i > 0) expect(starts[i]).toBeGreaterThanOrEqual(starts[i - 1] ?? 0);
          if (/[\p{L}]/u.test(text[i] ?? '') && raw[starts[i] ?? 0] !== '&')
            expect(raw[starts[i] ?? 0]).toBe(text[i]);
        }
      }),
    );
  });
});
