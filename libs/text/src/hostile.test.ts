import { describe, expect, test } from 'vitest';
import { cutPassages } from './passages/cut-passages.ts';
import { MAX_SIZE, sizeOf } from './passages/size.ts';
import { readPage } from './reading/read-page.ts';
import { readUnits } from './units/read-units.ts';

const mdx = "import A from 'a'\n\n# x\n\n";

/** What a page may hold to make a reader of it run for hours or out of stack. */
const pages: readonly (readonly [name: string, content: string])[] = [
  ['one word without end', 'a'.repeat(1_000_000)],
  ['Chinese without a full stop', '漢'.repeat(500_000)],
  ['marks on one letter', `a${'\u0301'.repeat(500_000)}`],
  ['surrogate pairs', '😀'.repeat(300_000)],
  ['lone surrogates', '\ud800'.repeat(300_000)],
  ['full stops', '. '.repeat(300_000)],
  ['sentences in one paragraph', 'One. '.repeat(200_000)],
  ['line breaks', '\n'.repeat(1_000_000)],
  ['carriage returns', 'a\r'.repeat(100_000)],
  ['spaces', `a${' '.repeat(1_000_000)}b`],
  ['invisible characters', 'a\u200b'.repeat(200_000)],
  ['opening brackets', '['.repeat(300_000)],
  ['brackets in brackets', `# x\n\n${'['.repeat(80_000)}${']'.repeat(80_000)}`],
  ['links', '[a](b) '.repeat(80_000)],
  ['links without an end', `# x\n\n${'[a]('.repeat(80_000)}`],
  ['pictures in pictures', `# x\n\n${'!['.repeat(80_000)}${'](a)'.repeat(80_000)}`],
  ['pictures in pictures, fewer', `# x\n\n${'!['.repeat(3_000)}${'](a)'.repeat(3_000)}`],
  ['targets', '[a]: b\n'.repeat(50_000)],
  ['targets of links', '[a]: http://b\n'.repeat(50_000)],
  ['links to one target', `[a]: http://b\n\n${'[a] '.repeat(100_000)}`],
  ['footnotes', '[^a]: b\n'.repeat(50_000)],
  ['a table of contents', '- [a](#b)\n'.repeat(30_000)],
  ['comments without an end', '<!--\n'.repeat(100_000)],
  ['comments with one end', `${'<!-- x\n'.repeat(50_000)}-->`],
  ['tags in tags', '<div>'.repeat(150_000)],
  ['tags without an end', `<p>${'<b '.repeat(150_000)}`],
  ['closing tags', `<p>${'</x>'.repeat(150_000)}`],
  ['quotes in quotes of HTML', `${'<blockquote>'.repeat(50_000)}a`],
  ['lists in lists of HTML', '<ul><li>'.repeat(50_000)],
  ['tables in tables', '<table><tr><td>'.repeat(20_000)],
  ['spans in spans', `<p>${'<span>'.repeat(100_000)}a`],
  ['bold in bold', `<p>${'<b>'.repeat(50_000)}a`],
  ['names in names', `<dl>${'<div>'.repeat(50_000)}a`],
  ['disclosures in disclosures', '<details><summary>'.repeat(30_000)],
  ['spans in a cell', `<table><tr><td>${'<span>'.repeat(50_000)}a</td></tr></table>`],
  ['paragraphs', '<p>a'.repeat(50_000)],
  ['text that has no place in a table', `<table>${'a<tr>'.repeat(50_000)}`],
  ['bold words of HTML', `<p>${'<b>a</b> b<br>'.repeat(30_000)}`],
  ['hidden elements without an end', `# x\n\n${'a <svg>c '.repeat(30_000)}`],
  ['HTML in quotes', '> <div>\n> a\n'.repeat(20_000)],
  ['ampersands', `<p>${'&'.repeat(300_000)}</p>`],
  ['less than', `# x\n\n${'<'.repeat(200_000)}`],
  ['headings', '# a\n'.repeat(50_000)],
  ['fences', '```\n'.repeat(100_000)],
  ['emphasis', '*a _b '.repeat(100_000)],
  ['emphasis in emphasis', `# x\n\n${'*a **b '.repeat(3_000)}${'b** c*'.repeat(3_000)}`],
  ['ends of emphasis', `# x\n\n${'b* '.repeat(100_000)}`],
  [
    'code without an end',
    `# x\n\n${Array.from({ length: 500 }, (_, n) => `${'`'.repeat(n + 1)}a`).join('')}`,
  ],
  ['words of one paragraph', `# x\n\n${'word word '.repeat(50_000)}`],
  ['bars', '|'.repeat(300_000)],
  ['a wide table', `${'|a'.repeat(10_000)}|\n${'|-'.repeat(10_000)}|\n${'|b'.repeat(10_000)}|\n`],
  ['quotes in quotes', '> '.repeat(100_000)],
  ['quotes in quotes of Markdown', `# x\n\n${'> '.repeat(3_000)}a`],
  ['items in items', `# x\n\n${'- '.repeat(3_000)}a`],
  [
    'items in items, line by line',
    `# x\n\n${Array.from({ length: 400 }, (_, n) => `${'  '.repeat(n)}- a\n`).join('')}`,
  ],
  ['items', `# x\n\n${'- a\n'.repeat(50_000)}`],
  ['mails in mails', 'On Monday Bob wrote:\n> a\n'.repeat(30_000)],
  ['braces in MDX', `${mdx}${'{'.repeat(100_000)}`],
  ['tags in MDX', `${mdx}${'<A b='.repeat(50_000)}`],
  ['backquotes in MDX', `${mdx}${'{`'.repeat(30_000)}`],
  ['exports in MDX', `${mdx}${'export const a = {\n'.repeat(20_000)}`],
  ['shortcodes', `# x\n\n${'{{<'.repeat(50_000)}`],
  ['templates', `# x\n\n${'{% '.repeat(50_000)}`],
  ['programs', '<%'.repeat(100_000)],
  ['front matter without an end', `---\n${'x: y\n'.repeat(100_000)}`],
  ['a picture in letters', `# x\n\n![a](data:image/png;base64,${'iVBORw0KGgo'.repeat(50_000)})`],
  ['beginnings of pictures', 'data:image/png;base64,'.repeat(20_000)],
  ['quotes in CSV', `a,b\n1,2\n"x",y\n${'"'.repeat(300_000)}`],
  ['rows of CSV', `a,b\n${'x,1\n'.repeat(50_000)}`],
  ['lists in lists of JSON', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['objects in objects', `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`],
  ['escapes of JSON', JSON.stringify({ a: '\n"\\'.repeat(50_000) })],
  ['cues', `WEBVTT\n\n${'00:01.000 --> 00:02.000\na b\n\n'.repeat(20_000)}`],
  ['fields', 'x: y\n'.repeat(100_000)],
  ['questions', 'Q: a?\n'.repeat(50_000)],
  ['questions and answers', 'Q: a?\nA: b.\n'.repeat(30_000)],
  ['speakers', 'Ann: It is so that I said it.\nBen: It is not so.\n'.repeat(20_000)],
  [
    'many speakers',
    Array.from(
      { length: 20_000 },
      (_, n) => `N${n.toString(26).replace(/\d/g, 'x')}: It is so that I said it.\n`,
    ).join(''),
  ],
  ['names under quotations', '> a\n\n— Bob\n\n'.repeat(20_000)],
  ['names under one quotation', `> “a”\n${'> — Bob Ross\n'.repeat(20_000)}`],
  ['dates', '2024-05-01: a\n'.repeat(30_000)],
  ['garbled letters', 'fÃ¼r dich â€™ \n\n'.repeat(20_000)],
  ['words parted at the end of a line', 'some-\nthing '.repeat(30_000)],
  ['dots to a price', `Honey ${'. '.repeat(100_000)}12`],
];

describe('a page is read in linear time, however it is made', () => {
  // Quadratic work would take minutes, so the test's own time limit is the check.
  test.each(pages)('%s', (_name, content) => {
    const reading = readPage(content);
    const units = readUnits(content, reading, 'en');
    for (const { at } of units) expect(sizeOf(reading.text, at)).toBeLessThanOrEqual(MAX_SIZE);
    // With the marks between its words a passage is longer than what it says.
    for (const { text } of cutPassages(reading, units)) expect(text.length).toBeLessThanOrEqual(4_000);
  });
});
