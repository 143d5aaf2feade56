import { describe, expect, test } from 'vitest';
import { showBlocks } from '../../testing/show.ts';
import { rawSpan } from '../reading.ts';
import { readPage } from '../read-page.ts';

const pages: readonly (readonly [name: string, content: string, blocks: string[]])[] = [
  [
    'headings, lists, quotes, code',
    '# A\n\none\n\n- b\n  - c\n\n> d\n\n```js\ne\n```',
    ['h1 A', 'p one', 'li1 b', 'li2 c', '> p d', 'code e'],
  ],
  ['numbers as they are shown', '# A\n\n3. x\n1. y\n1. z', ['h1 A', 'li1 3. x', 'li1 4. y', 'li1 5. z']],
  [
    'a sentence over a line of dashes is no heading',
    '**Yes.** It was so in all these years.\n---\nThen it was not.',
    ['p Yes. It was so in all these years.', 'p Then it was not.'],
  ],
  ['a star between digits multiplies', '# A\n\n4*8*15 is 480.', ['h1 A', 'p 4*8*15 is 480.']],
  [
    'links and pictures',
    'See [the *house*](/a "b"), ![a lamp](l.png) and <https://example.org/x>.',
    ['p See the house, a lamp and https://example.org/x.'],
  ],
  [
    'brackets without a target are text',
    '**He** said [sic] and [10:32] and [a][b].',
    ['p He said [sic] and [10:32] and [a][b].'],
  ],
  [
    'a time before what is said is no target',
    'The **log** of it.\n\n[10:32]: The ferry leaves.',
    ['p The log of it.', 'p [10:32]: The ferry leaves.'],
  ],
  ['footnotes', 'It is **old**[^1].\n\n[^1]: Of 1923.', ['p It is old.', 'p Of 1923.']],
  ['entities and escapes', '**Fish** &amp; chips, 5\\*3, &copy; 2024', ['p Fish & chips, 5*3, © 2024']],
  ['HTML within', 'It is **old**<br>and <span style="x">good</span><!-- no -->.', ['p It is old\nand good.']],
  ['hidden HTML within', '**One** <script>no()</script>two', ['p One two']],
  ['tables', '| What | Price |\n|---|---:|\n| Honey | 12 € |', ['row! What | Price', 'row Honey | 12 €']],
  ['tasks', '- [x] call Anna\n- [ ] buy rope', ['li1 call Anna', 'li1 buy rope']],
  [
    'disclosures',
    '# FAQ\n\n<details>\n<summary>Why?</summary>\n\nBecause **so**.\n\n</details>',
    ['h1 FAQ', 'dt Why?', 'p Because so.'],
  ],
  ['carriage returns', '# A\r\rone\r\rtwo', ['h1 A', 'p one', 'p two']],
  ['a byte order mark', '\ufeff# A\n\none', ['h1 A', 'p one']],
  ['shortcodes', '# A\n\n{{< figure src="x" >}}\n\none {{% ref "b" %}} two', ['h1 A', 'p one two']],
  ['templates', '# A\n\n{% include x.html %}\n\nThe {{ site.title }} is here.', ['h1 A', 'p The is here.']],
  [
    'a template before a text makes no code of it',
    '# A\n\n{% include x.html %} one\n\n- {{< b >}} two',
    ['h1 A', 'p one', 'li1 two'],
  ],
  [
    'templates in code are shown',
    '# A\n\nWrite `{{ x }}`:\n\n```\n{% raw %}\n```',
    ['h1 A', 'p Write {{ x }}:', 'code {% raw %}'],
  ],
  [
    'MDX: imports, exports, components, expressions',
    "import Box from './box'\nimport { A } from 'a'\n\nexport const meta = {\n  title: 'x',\n}\n\n# Lamp\n\n<Box kind=\"note\" on={() => { go() }}>\n\nIt burns **all** night.\n\n</Box>\n\nThere are {count} of them.",
    ['h1 Lamp', 'p It burns all night.', 'p There are of them.'],
  ],
  [
    'a picture in letters',
    `# A\n\none ![](data:image/png;base64,${'iVBORw0KGgoAAAANSUhEUg'.repeat(20)}) two`,
    ['h1 A', 'p one two'],
  ],
  ['letters of no sense', `# A\n\none ${'aB3'.repeat(90)} two`, ['h1 A', 'p one two']],
  ['invisible characters', '# A\n\nThe light\u00adhouse\u200b.', ['h1 A', 'p The lighthouse.']],
];

describe('Markdown as people write it', () => {
  test.each(pages)('%s', (_name, content, blocks) => {
    expect(showBlocks(content)).toEqual(blocks);
  });

  test('braces in a page without components are text', () => {
    expect(readPage('**The** set {1, 2, 3} and f(x) = {x}.').text).toBe('The set {1, 2, 3} and f(x) = {x}.');
  });

  test('what is read leads back to the content with the marks between', () => {
    const content = '# A\n\nIt *burns* [all](/x) ~~no~~ night &amp; day.';
    const { text, map } = readPage(content);
    const start = text.indexOf('burns');
    const raw = rawSpan(map, { start, end: text.indexOf(' day') });
    expect(content.slice(raw.start, raw.end)).toBe('burns* [all](/x) ~~no~~ night &amp;');
  });

  test('what is nested deeper than anybody writes keeps its words', () => {
    expect(readPage(`# A\n\n${'> '.repeat(300)}deep`).text).toContain('deep');
    const emphasis = `# A\n\n${'*a **b '.repeat(150)}deep${' b** a*'.repeat(150)}`;
    expect(readPage(emphasis).text).toContain('deep');
  });
});

describe('what makes a page useless', () => {
  test.each([
    ['no_text', '<div></div>'],
    ['no_text', '* * *\n\n***'],
    ['mostly_markup', `<div>${'<span class="a very long name of a class"></span>'.repeat(60)}Hello</div>`],
    ['gallery', Array.from({ length: 6 }, (_, n) => `![The quay, ${n}](quay-${n}.jpg)`).join('\n\n')],
    [
      'gallery',
      `<h1>Summer</h1>${'<figure><img src="a.jpg"><figcaption>At sea</figcaption></figure>'.repeat(5)}`,
    ],
    ['gallery', `---\ntitle: Summer\n---\n${'{{< figure src="a.jpg" >}}\n'.repeat(8)}Ten days on the water.`],
    ['garbled', 'The caf\ufffd at the quay.'],
    ['garbled', 'It reads fÃ¼r here.'],
  ])('%s', (warning, content) => {
    expect(readPage(content).warnings).toEqual([warning]);
  });

  test.each([
    '# Lamp\n\nIt burns.',
    `# A day at sea\n\n${`![The quay](quay.jpg)\n\n${'We sailed along the coast and saw the light. '.repeat(6)}\n\n`.repeat(5)}`,
    'Write `![](a.png)` for a picture: ![](a.png)',
    'Ele disse “IRMÔ e “MAÇÔ.',
  ])('nothing for a page that says something: %.40j', (content) => {
    expect(readPage(content).warnings).toEqual([]);
  });
});

test.each([
  ['**Put** it in C:\\_work\\backup_2020.', 'Put it in C:\\_work\\backup_2020.'],
  ['**Never** write to (D:\\*temp\\_x).', 'Never write to (D:\\*temp\\_x).'],
  ['**The** share \\\\nas\\_media is full.', 'The share \\\\nas\\_media is full.'],
  [
    '**Escaped** C:\\\\Users is what its writer meant, and \\_this\\_ too.',
    'Escaped C:\\Users is what its writer meant, and _this_ too.',
  ],
])('a backslash in a path of Windows is one: %s', (content, text) => {
  expect(readPage(content).text).toBe(text);
});

test.each([
  ['**Write** to <name>, not <your boss>.', 'Write to <name>, not <your boss>.'],
  ['# Rules\n\n<city>\n\nis where you live.', 'Rules\n<city>\nis where you live.'],
  ['**An** <x-note>element</x-note>, <b>bold</b>, <em>, <x-y a="b">, <z/>.', 'An element, bold, , , .'],
])('a gap to be filled is text, an element is not: %s', (content, text) => {
  expect(readPage(content).text).toBe(text);
});
