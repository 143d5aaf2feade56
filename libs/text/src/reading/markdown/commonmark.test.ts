import { tests } from 'commonmark-spec';
import { parseFragment, type DefaultTreeAdapterTypes } from 'parse5';
import { describe, expect, test } from 'vitest';
import { hiddenElements, lineElements } from '../html/elements.ts';
import { readMarkdown } from './read-markdown.ts';
import { createTextBuilder } from '../text-builder.ts';

/** Examples that are read otherwise than the specification says, each with the reason. */
const exceptions: ReadonlyMap<number, string> = new Map([
  [173, 'a style element that is never closed hides nothing: the text behind it would be lost'],
  [182, 'what stands in a CDATA section is shown: people who write one mean its text'],
  [201, 'a word in angle brackets that no element is called and nothing closes is a gap to be filled: text'],
  [356, 'a star between digits multiplies: a lost number is a lie'],
  [613, 'as 201'],
  [
    629,
    'a CDATA section within a line is no text, as the specification says; a browser shows the half of it',
  ],
]);

/**
 * GFM's extensions, in the spirit of its specification, which no package carries; here a browser's text is
 * written down.
 */
const extensions: readonly (readonly [name: string, markdown: string, text: string])[] = [
  ['a table', '| foo | bar |\n| --- | --- |\n| baz | bim |', 'foo | bar\nbaz | bim'],
  [
    'a table of aligned columns without outer bars',
    'abc | defghi\n:-: | -----------:\nbar | baz',
    'abc | defghi\nbar | baz',
  ],
  [
    'an escaped bar in a cell, in code too',
    '| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |',
    'f|oo\nb | az\nb | im',
  ],
  [
    'a table that another block ends',
    '| abc | def |\n| --- | --- |\n| bar | baz |\n> bar',
    'abc | def\nbar | baz\nbar',
  ],
  [
    'a table that a blank line ends, and a row without bars in it',
    '| abc | def |\n| --- | --- |\n| bar | baz |\nbar\n\nbar',
    'abc | def\nbar | baz\nbar\nbar',
  ],
  [
    'no table: its headings are more than its marks',
    '| abc | def |\n| --- |\n| bar |',
    '| abc | def | | --- | | bar |',
  ],
  [
    'cells that are missing, and cells beyond the last heading',
    '| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo |',
    'abc | def\nbar\nbar | baz',
  ],
  ['a table without rows', '| abc | def |\n| --- | --- |', 'abc | def'],
  ['an empty cell', '| abc | def |\n| --- | --- |\n|  | baz |', 'abc | def\n | baz'],
  ['marks within cells', '| *a* | [b](/u) |\n| --- | --- |\n| ~~c~~ | `d` |', 'a | b\nc | d'],
  ['a table in a quote', '> | abc | def |\n> | --- | --- |\n> | bar | baz |', 'abc | def\nbar | baz'],
  [
    'a table in an item',
    '- x\n\n  | abc | def |\n  | --- | --- |\n  | bar | baz |',
    'x\nabc | def\nbar | baz',
  ],
  ['struck words', '~~Hi~~ Hello, ~~there~~ world!', 'Hi Hello, there world!'],
  ['no struck words over a blank line', 'This ~~has a\n\nnew paragraph~~.', 'This ~~has a\nnew paragraph~~.'],
  ['three tildes strike nothing', 'This will ~~~not~~~ strike.', 'This will ~~~not~~~ strike.'],
  ['struck words within others', '**a ~~b *c*~~ d**', 'a b c d'],
  ['tasks', '- [ ] foo\n- [x] bar', 'foo\nbar'],
  ['tasks in tasks', '- [x] foo\n  - [ ] bar\n  - [x] baz\n- [ ] bim', 'foo\nbar\nbaz\nbim'],
  ['numbered tasks', '1. [X] foo\n2. [ ] bar', 'foo\nbar'],
  ['no task: nothing stands between the brackets', '- []foo\n- [y] bar', '[]foo\n[y] bar'],
  [
    'an address without marks',
    'See www.example.org/a?b=c and https://example.org.',
    'See www.example.org/a?b=c and https://example.org.',
  ],
];

/** What the reader shows of a Markdown source, whatever format a page with it would be taken for. */
function read(markdown: string): string {
  const builder = createTextBuilder(markdown);
  let groups = 0;
  readMarkdown(markdown, builder, () => ++groups);
  return builder.finish().text;
}

/** What a browser shows of the HTML that the specification asks for. */
function shown(html: string): string {
  const textOf = (node: DefaultTreeAdapterTypes.Node, pre: boolean): string => {
    if ('value' in node) return pre ? node.value : node.value.replace(/\s+/g, ' ');
    if (!('childNodes' in node)) return '';
    const inside = (pre: boolean) => node.childNodes.map((child) => textOf(child, pre)).join('');
    if (!('tagName' in node)) return inside(pre);
    if (hiddenElements.has(node.tagName)) return '';
    if (node.tagName === 'img') return node.attrs.find(({ name }) => name === 'alt')?.value ?? '';
    const text = inside(pre || node.tagName === 'pre');
    if (node.tagName === 'code') return text;
    return lineElements.has(node.tagName)
      ? `\n${pre || node.tagName === 'pre' ? text : text.replace(/^ +| +$|(?<=\n) +| +(?=\n)/g, '')}\n`
      : text;
  };
  return textOf(parseFragment(html), false);
}

const wordsOf = (text: string): string => (text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join(' ');
const charactersOf = (text: string): string => text.replace(/\s+/g, '');
const tabs = (text: string): string => text.replaceAll('→', '\t');

describe('CommonMark 0.31.2', () => {
  const results = tests.map(({ number, section, markdown, html }) => {
    const [own, theirs] = [read(tabs(markdown)), shown(tabs(html))];
    return {
      number,
      section,
      words: wordsOf(own) === wordsOf(theirs),
      characters: charactersOf(own) === charactersOf(theirs),
    };
  });

  test('all examples are there', () => {
    expect(tests.length).toBe(652);
  });

  test('every example shows the same words and the same characters, but for the exceptions', () => {
    const differing = results.filter(({ words, characters }) => !words || !characters);
    expect(differing.map(({ number }) => number)).toEqual([...exceptions.keys()]);
  });

  test('the exceptions are few', () => {
    const share = (same: boolean[]): number => same.filter(Boolean).length / same.length;
    expect(share(results.map(({ words }) => words))).toBeGreaterThanOrEqual(0.99);
    expect(share(results.map(({ characters }) => characters))).toBeGreaterThanOrEqual(0.97);
  });

  test('every example breaks lines where a browser does', () => {
    const lines = (text: string): string[] =>
      text
        .split('\n')
        .map((line) => line.trim().replace(/\s+/g, ' '))
        .filter(Boolean);
    // A line break that is written as a character reference is one here.
    const pick = tests.filter(({ number }) => !exceptions.has(number) && number !== 39);
    expect(pick.map(({ number, markdown }) => [number, lines(read(tabs(markdown)))])).toEqual(
      pick.map(({ number, html }) => [number, lines(shown(tabs(html)))]),
    );
  });
});

describe('GFM', () => {
  test.each(extensions)('%s', (_name, markdown, text) => {
    expect(
      read(markdown)
        .split('\n')
        .map((line) => line.trimEnd())
        .join('\n'),
    ).toBe(text);
  });
});
