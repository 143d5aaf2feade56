import { describe, expect, test } from 'vitest';
import { showBlocks } from '../testing/show.ts';
import { rawSpan } from './reading.ts';
import { readPage } from './read-page.ts';

const csv: readonly (readonly [name: string, content: string, blocks: string[]])[] = [
  ['names of columns', 'name,age\nAnna,31\nBen,42\n', ['row! name | age', 'row Anna | 31', 'row Ben | 42']],
  [
    'no names of columns',
    'Anna,1931\nBen,1942\nEva,1950\n',
    ['row Anna | 1931', 'row Ben | 1942', 'row Eva | 1950'],
  ],
  [
    'semicolons',
    'Name;Preis\nHonig;12,50 €\nTee;3,00 €',
    ['row! Name | Preis', 'row Honig | 12,50 €', 'row Tee | 3,00 €'],
  ],
  [
    'quotes',
    'q,a\n"Who, when?","She said ""now""."\n"Where?",Here',
    ['row! q | a', 'row Who, when? | She said "now".', 'row Where? | Here'],
  ],
  [
    'a field of several lines',
    'q,a\n"Who?","One\ntwo"\n"Where?","Here"\n"When?","Now"',
    ['row! q | a', 'row Who? | One two', 'row Where? | Here', 'row When? | Now'],
  ],
  ['empty fields and lines', 'a,b,c\n1,,3\n\n,2,\n', ['row! a | b | c', 'row 1 |  | 3', 'row | 2 |']],
  ['carriage returns', 'a,b\r\n1,2\r\n3,4\r\n', ['row! a | b', 'row 1 | 2', 'row 3 | 4']],
  [
    'a byte order mark',
    '\ufeffname,age\nAnna,31\nBen,42',
    ['row! name | age', 'row Anna | 31', 'row Ben | 42'],
  ],
];

const json: readonly (readonly [name: string, content: string, blocks: string[]])[] = [
  [
    'named values',
    '{"name": "Anna", "age": 31, "retired": false}',
    ['row name | Anna', 'row age | 31', 'row retired | false'],
  ],
  [
    'names as people say them',
    '{"phoneNumber": "12", "opening_hours": "9–17"}',
    ['row phone Number | 12', 'row opening hours | 9–17'],
  ],
  ['lists', '{"tools": ["rope", "lamp"]}', ['p rope', 'p lamp']],
  [
    'records',
    '[{"q": "Why?", "a": "So."}, {"q": "How?", "a": "Thus."}]',
    ['row q | Why?', 'row a | So.', 'row q | How?', 'row a | Thus.'],
  ],
  ['escapes', String.raw`{"a": "one\ntwo \"three\" \u00e9 \\ \/"}`, ['row a | one two "three" é \\ /']],
  ['a record a line', '{"q": "Why?"}\n\n{"q": "How?"}\n', ['row q | Why?', 'row q | How?']],
];

describe('CSV', () => {
  test.each(csv)('%s', (_name, content, blocks) => {
    expect(showBlocks(content)).toEqual(blocks);
  });

  test('a doubled quote leads back to what is written', () => {
    const content = 'q,a\n"Who?","She said ""now"" twice."\n"Where?",Here';
    const { text, map } = readPage(content);
    const start = text.indexOf('She');
    const raw = rawSpan(map, { start, end: text.indexOf('twice.') + 6 });
    expect(content.slice(raw.start, raw.end)).toBe('She said ""now"" twice.');
  });
});

describe('JSON', () => {
  test.each(json)('%s', (_name, content, blocks) => {
    expect(showBlocks(content)).toEqual(blocks);
  });

  test('an escape leads back to what is written', () => {
    const content = String.raw`{"a": "caf\u00e9 here"}`;
    const { text, map } = readPage(content);
    const start = text.indexOf('caf');
    const raw = rawSpan(map, { start, end: start + 4 });
    expect(content.slice(raw.start, raw.end)).toBe(String.raw`caf\u00e9`);
  });
});

describe('subtitles', () => {
  test('WebVTT: notes, styles, names of cues, voices, tags', () => {
    const content = `WEBVTT - A title

NOTE about it

STYLE
::cue { color: red }

intro
00:01.000 --> 00:02.000 align:start
<v Anna>The <i>lamp</i> burns

00:02.000 --> 00:03.000
all night.

00:00:03.000 --> 00:00:04.000
<v Ben>Does it?
`;
    expect(showBlocks(content)).toEqual(['p Anna: The lamp burns all night.', 'p Ben: Does it?']);
  });

  test('SubRip', () => {
    const content =
      '1\r\n00:00:01,000 --> 00:00:02,000\r\nThe lamp\r\nburns.\r\n\r\n2\r\n00:00:02,000 --> 00:00:03,000\r\n- Does it?\r\n- Yes.\r\n';
    expect(showBlocks(content)).toEqual(['p The lamp burns.', 'p - Does it?', 'p - Yes.']);
  });
});
