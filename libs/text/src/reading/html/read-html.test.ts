import { describe, expect, test } from 'vitest';
import { showBlocks } from '../../testing/show.ts';
import { rawSpan } from '../reading.ts';
import { readPage } from '../read-page.ts';

const body = (html: string): string => `<!doctype html><html><body>${html}</body></html>`;

const pages: readonly (readonly [name: string, html: string, blocks: string[]])[] = [
  [
    'paragraphs, headings, inline elements',
    '<h1>The <b>lamp</b></h1><p>It <i>burns</i> all<br>night.</p>',
    ['h1 The lamp', 'p It burns all\nnight.'],
  ],
  ['white space', '<p>  One\n   two\t three </p>\n<p>\n</p>', ['p One two three']],
  [
    'entities',
    '<p>Fish &amp; chips&nbsp;&mdash; 5&euro; &lt;b&gt; &#65;&#x42; &notit; &unknown;</p>',
    ['p Fish & chips — 5€ <b> AB ¬it; &unknown;'],
  ],
  ['a reference without its end', '<p>AT&ampT and R&D, a &copy 2024</p>', ['p AT&T and R&D, a © 2024']],
  ['comments', '<p>One<!-- no --> two</p><!-- <p>no</p> -->', ['p One two']],
  ['a comment without an end', '<p>One</p><!-- oh <p>Two</p>', ['p One', 'p oh', 'p Two']],
  [
    'scripts, styles, templates',
    '<script>no()</script><style>p{}</style><template><p>no</p></template><p>Yes</p>',
    ['p Yes'],
  ],
  ['a script without an end', '<p>One</p><script><p>Two</p>', ['p One', 'p Two']],
  ['an iframe that closes itself', '<iframe src="x"/><p>Two</p>', ['p Two']],
  ['a text area and a title in the page', '<p>One</p><textarea>no</textarea><p>Two</p>', ['p One', 'p Two']],
  ['hidden elements', '<p hidden>no</p><div style="display: none">no</div><p>Yes</p>', ['p Yes']],
  ['CDATA', '<p>One <![CDATA[two]]> three</p>', ['p One two three']],
  ['lists', '<ul><li>whale<li>seed</ul>', ['li1 whale', 'li1 seed']],
  [
    'lists in lists',
    '<ul><li>oil<ul><li>whale</li><li>seed</li></ul></li><li>gas</li></ul>',
    ['li1 oil', 'li2 whale', 'li2 seed', 'li1 gas'],
  ],
  ['numbers', '<ol><li>one</li><li>two</li></ol>', ['li1 1. one', 'li1 2. two']],
  [
    'numbers that begin later or jump',
    '<ol start="3"><li>a</li><li value="7">b</li><li>c</li></ol>',
    ['li1 3. a', 'li1 7. b', 'li1 8. c'],
  ],
  [
    'an item that begins with a paragraph',
    '<ul><li><p>One.</p><p>Two.</p></li></ul>',
    ['li1 One.', 'p Two.'],
  ],
  [
    'definitions',
    '<dl><dt>Oil</dt><dd>From whales.</dd><div><dt>Gas</dt><dd>From coal.</dd></div></dl>',
    ['dt Oil', 'dd From whales.', 'dt Gas', 'dd From coal.'],
  ],
  ['disclosures', '<details><summary>Why?</summary><p>Because.</p></details>', ['dt Why?', 'p Because.']],
  [
    'a table of data',
    '<table><caption>Prices</caption><thead><tr><th>What</th><th>Price</th></tr></thead><tbody><tr><td>Honey</td><td>12&nbsp;€</td></tr></tbody></table>',
    ['p Prices', 'row! What | Price', 'row Honey | 12 €'],
  ],
  [
    'a table without a head',
    '<table><tr><td>Mon</td><td>9–17</td></tr><tr><td>Sat</td><td>closed</td></tr></table>',
    ['row Mon | 9–17', 'row Sat | closed'],
  ],
  ['headings of rows', '<table><tr><th>Mon</th><td>9–17</td></tr></table>', ['row Mon | 9–17']],
  [
    'a cell of several lines is one',
    '<table><tr><td>a<br>b</td><td><p>c</p><p>d</p></td></tr></table>',
    ['row a b | c d'],
  ],
  [
    'a table that only places things',
    '<table><tr><td><h2>News</h2><p>One.</p></td><td><ul><li>Two</li></ul></td></tr></table>',
    ['h2 News', 'p One.', 'li1 Two'],
  ],
  ['ruby', '<p><ruby>灯台<rp>(</rp><rt>とうだい</rt><rp>)</rp></ruby>です。</p>', ['p 灯台です。']],
  ['preformatted text', '<pre>a\n  b\n\nc</pre>', ['code a\n  b\n\nc']],
  [
    'quotes',
    '<blockquote><p>Once.</p><blockquote>Twice.</blockquote></blockquote><p>No.</p>',
    ['> p Once.', '>> p Twice.', 'p No.'],
  ],
  [
    'what is of the site',
    '<nav><a href="/">Home</a></nav><p>Text.</p><footer>© 2024</footer>',
    ['~ p Home', 'p Text.', '~ p © 2024'],
  ],
  ['text beside blocks', 'One<p>Two</p>three<div>four</div>', ['p One', 'p Two', 'p three', 'p four']],
  [
    'elements that are closed the wrong way',
    '<p><b>One <i>two</b> three</i></p><p>Four',
    ['p One two three', 'p Four'],
  ],
  ['invisible characters', '<p>The light&shy;house&#8203; is old&#65279;.</p>', ['p The lighthouse is old.']],
  ['a word break', '<p>Donaudampf<wbr>schiff</p>', ['p Donaudampfschiff']],
];

describe('HTML', () => {
  test.each(pages)('%s', (_name, html, blocks) => {
    expect(showBlocks(body(html))).toEqual(blocks);
  });

  test('what a document says about itself', () => {
    const { about, fields, text } = readPage(
      '<html><head><title>Lamp &amp; oil</title><meta name="description" content="About lamps"><meta property="article:published_time" content="2024-05-01"></head><body><p>x</p></body></html>',
    );
    expect(about).toBe('Lamp & oil\nAbout lamps');
    expect(fields.get('article:published_time')).toBe('2024-05-01');
    expect(text).toBe('x');
  });

  test.each(['12&nbsp;€', 'Fish &amp; chips', 'a&lt;b', '&#128512; end', 'caf&eacute;', 'AT&ampT'])(
    '%s leads back to what is written',
    (written) => {
      const content = body(`<p>Before ${written} behind</p>`);
      const { text, map } = readPage(content);
      const start = text.indexOf('Before ') + 'Before '.length;
      const raw = rawSpan(map, { start, end: text.indexOf(' behind') });
      expect(content.slice(raw.start, raw.end)).toBe(written);
    },
  );

  test('what is nested deeper than anybody writes keeps its words and their order', () => {
    const nested = `${'<div>'.repeat(400)}one<b>two</b><div>three</div>four${'</div>'.repeat(400)}five`;
    expect(readPage(body(nested)).text.split(/\s+/)).toEqual(['onetwo', 'three', 'four', 'five']);
  });
});
