import { describe, expect, test } from 'vitest';
import { detectFormat } from './detect-format.ts';
import type { Format } from './reading.ts';

const pages: readonly (readonly [format: Format, name: string, content: string])[] = [
  ['plain', 'nothing', ''],
  ['plain', 'a sentence', 'The lighthouse was built in 1923.'],
  ['plain', 'stars and underlines between letters', 'Use 5 * 3 = 15 and call max_size or my_file_name.'],
  ['plain', 'two stars with a footnote', 'The price* is 5 euros.\n\n* without tax'],
  ['plain', 'less and more', 'If a < b and c > d, then x<y too.'],
  ['plain', 'an ampersand and a reference', 'Fish &amp; chips, R&D and AT&T.'],
  ['plain', 'hyphens before items', 'Things to bring:\n- a rope\n- a lamp'],
  ['plain', 'numbers before items', '1. Open the tap.\n2. Wait.'],
  ['plain', 'a hash before a word', '#lighthouse #sea\n\nWhat a day!'],
  ['plain', 'brackets with a remark', 'He said [sic] that it was so [laughs].'],
  ['plain', 'a time in brackets', '[10:32] Maria: The ferry leaves.'],
  ['plain', 'braces', 'The set {1, 2, 3} and the name {name}.'],
  ['plain', 'a line of dashes below a sentence', 'That was the first part.\n---\nThis is the second.'],
  ['plain', 'prose with commas', 'First, the sea.\nThen, the land.\nLast, the sky.'],
  ['plain', 'a tag that is only named', 'Write <b> before a word to make it bold.'],
  ['plain', 'an object that is no JSON', '{name: value, other}'],
  ['plain', 'a quote of mail', '> Are you there?\nYes, I am.'],
  ['markdown', 'a heading', '# Lamp\n\nIt burns.'],
  ['markdown', 'a heading that is underlined', 'Lamp\n====\n\nIt burns.'],
  ['markdown', 'a link', 'See [the house](https://example.org/a).'],
  ['markdown', 'a link by reference', 'See [the house][1].\n\n[1]: https://example.org'],
  ['markdown', 'bold', 'It is **very** old.'],
  ['markdown', 'emphasis', 'It is *very* old.'],
  ['markdown', 'emphasis by underlines', 'It is _very_ old.'],
  ['markdown', 'code', 'Call `main()` first.'],
  ['markdown', 'a fence', 'So:\n\n```\nx = 1\n```'],
  ['markdown', 'a table', 'a | b\n--|--\n1 | 2'],
  ['markdown', 'a task', '- [ ] call Anna\n- [x] buy rope'],
  ['markdown', 'struck words', 'It is ~~not~~ old.'],
  ['markdown', 'a footnote', 'It is old[^1].\n\n[^1]: Very.'],
  ['markdown', 'a disclosure in it', '# FAQ\n\n<details><summary>Why?</summary>\n\nBecause.\n\n</details>'],
  ['html', 'a document', '<!doctype html><html><body><p>x</p></body></html>'],
  ['html', 'a document after a byte order mark and blanks', '\ufeff\n <html lang="en"><p>x</p></html>'],
  ['html', 'XHTML', '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">\n<html><p>x</p></html>'],
  ['html', 'a fragment', '<p>One.</p><p>Two.</p>'],
  ['html', 'a fragment of an editor', '<div><strong>Hours</strong><br>Mon–Fri</div>'],
  ['html', 'a fragment that begins with text', 'Hello<br>there<br>and <b>welcome</b> to <i>it</i>'],
  ['csv', 'commas', 'name,age\nAnna,31\nBen,42'],
  ['csv', 'semicolons', 'Name;Alter\nAnna;31\nBen;42'],
  ['csv', 'tabs', 'name\tage\nAnna\t31\nBen\t42'],
  ['csv', 'quotes with commas in them', 'q,a\n"Who, when?","Me, now."\n"Where?","Here."'],
  ['json', 'an object', '{"name": "Anna", "age": 31}'],
  ['json', 'a list', '[{"q": "Why?", "a": "So."}]'],
  ['json', 'a byte order mark before it', '\ufeff{"name": "Anna"}'],
  ['json', 'a value a line', '{"q": "Why?"}\n{"q": "How?"}\n'],
  ['cues', 'WebVTT', 'WEBVTT\n\n00:01.000 --> 00:02.000\nHello.'],
  ['cues', 'SubRip', '1\n00:00:01,000 --> 00:00:02,000\nHello.\n'],
  ['plain', 'a page about subtitles', 'A cue has times like 00:01.000 --> 00:02.000 before it.'],
];

describe('the format of a page', () => {
  test.each(pages)('%s: %s', (format, _name, content) => {
    expect(detectFormat(content)).toBe(format);
  });

  test('JSON nested too deep to mean something is not read as such', () => {
    expect(detectFormat(`${'['.repeat(40)}1${']'.repeat(40)}`)).not.toBe('json');
    expect(detectFormat(`${'['.repeat(30)}1${']'.repeat(30)}`)).toBe('json');
  });
});
