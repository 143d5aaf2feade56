import { describe, expect, test } from 'vitest';
import { cutPassages } from '../passages/cut-passages.ts';
import { showBlocks, showUnits } from '../testing/show.ts';
import { readUnits } from '../units/read-units.ts';
import { cueTimes, type CueTimes } from './read-cues.ts';
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
  [
    'what a record with sentences is called',
    '{"date": "2024-05-01", "title": "The lamp", "text": "It went out at two in the morning.\\nI lit it again at half past three."}',
    [
      'row date | 2024-05-01',
      'h1 The lamp',
      'row text | It went out at two in the morning.\nI lit it again at half past three.',
    ],
  ],
  [
    'what one without is called',
    '{"title": "The lamp", "year": 1931}',
    ['row title | The lamp', 'row year | 1931'],
  ],
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

  const posts = [
    {
      date: '2024-05-01',
      title: 'The lamp',
      text: 'It went out at two in the morning. I lit it again at half past three.',
    },
    { date: '2024-06-01', text: 'Nothing went out this month. I painted the door and slept well.' },
  ];

  test('a record has its day, and its title holds for no other', () => {
    const content = posts.map((post) => JSON.stringify(post)).join('\n');
    expect(showUnits(content)).toEqual([
      '@2024-05-01 <date> date | 2024-05-01',
      '# @2024-05-01 The lamp',
      '@2024-05-01 <text> It went out at two in the morning.',
      '@2024-05-01 <text> I lit it again at half past three.',
      '@2024-06-01 <date> date | 2024-06-01',
      '@2024-06-01 <text> Nothing went out this month.',
      '@2024-06-01 <text> I painted the door and slept well.',
    ]);
    const reading = readPage(content);
    const cuts = cutPassages(reading, readUnits(content, reading, 'en'));
    expect(cuts.map(({ headings }) => headings)).toEqual([[], ['The lamp'], []]);
    for (const { units } of cuts)
      for (const { text, start, end, kind } of units)
        if (kind === 'sentence') expect(content.slice(start, end)).toBe(text);
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

  const vtt = (cues: [from: number, to: number, text: string][]): string => {
    const time = (seconds: number): string =>
      `00:${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}.000`;
    return `WEBVTT\n\n${cues.map(([from, to, text]) => `${time(from)} --> ${time(to)}\n${text}\n`).join('\n')}`;
  };
  const passagesOf = (content: string): string[] => {
    const reading = readPage(content);
    return cutPassages(reading, readUnits(content, reading, 'en')).map(({ text }) => text);
  };

  test('a voice is who speaks, though it is named once', () => {
    expect(
      showUnits(
        vtt([
          [1, 2, '<v the guest>I keep bees.'],
          [2, 3, 'Many of them.'],
        ]),
      ),
    ).toEqual(['the guest says: I keep bees.', 'the guest says: Many of them.']);
  });

  test('passages last 30 s at most, begin with a sentence where they can, and hold one speaker', () => {
    const cues = Array.from({ length: 12 }, (_, n): [number, number, string] => [
      n * 7,
      n * 7 + 7,
      n % 2 === 0 ? `Lamp ${n} burns` : `all night.`,
    ]);
    expect(passagesOf(vtt(cues)).map((text) => text.match(/Lamp \d+/g)?.length)).toEqual([2, 2, 2]);
    expect(
      passagesOf(
        vtt([
          [0, 2, '<v Anna>It burns.'],
          [2, 4, 'It shines.'],
          [4, 6, '<v Ben>It is out.'],
        ]),
      ),
    ).toEqual(['Anna: It burns.\nIt shines.', 'Ben: It is out.']);
    // A sentence without an end is cut too, and stays with who says it.
    const endless = Array.from({ length: 8 }, (_, n): [number, number, string] => [
      n * 7,
      n * 7 + 7,
      'and on',
    ]);
    endless[0] = [0, 7, '<v Anna>It goes'];
    expect(passagesOf(vtt(endless))).toEqual([
      'Anna: It goes and on and on and on',
      'Anna: and on and on and on and on',
    ]);
  });

  test('a chapter is a heading, and no passage goes on into the next', () => {
    const content = vtt([
      [0, 2, 'It burns.'],
      [2, 4, 'It shines.'],
    ]).replace('00:00:02.000 -->', 'NOTE Chapter: The tower\n\n00:00:02.000 -->');
    expect(showBlocks(content)).toEqual(['p It burns.', 'h2 The tower', 'p It shines.']);
    expect(passagesOf(content)).toEqual(['It burns.', 'It shines.']);
  });

  test('a stretch of them has the times of its cues and its speaker', () => {
    const content = vtt([
      [1, 2, '<v Anna>It burns.'],
      [65, 67, 'It shines.'],
      [70, 72, '<v Ben>It is out.'],
    ]);
    const times = (words: string): CueTimes | null => {
      const start = content.indexOf(words);
      return cueTimes(content, start, start + words.length);
    };
    expect(times('shines')).toEqual({ startMs: 65_000, endMs: 67_000, speaker: 'Anna' });
    expect(times(content.slice(content.indexOf('burns'), content.indexOf('shines')))).toMatchObject({
      startMs: 1000,
      endMs: 67_000,
    });
    expect(times('WEBVTT')).toBeNull();
  });

  test('are found around a place, however long the page is, and not read from its beginning', () => {
    const cue = (n: number, words: string): string =>
      `00:${String(n % 60).padStart(2, '0')}:01.000 --> 00:${String(n % 60).padStart(2, '0')}:02.000\n${words}\n\n`;
    const many = Array.from({ length: 20_000 }, (_, n) => cue(n, 'And then.')).join('');
    for (const newline of ['\n', '\r\n']) {
      const content = `WEBVTT\n\n${many}${cue(7, '<v Anna>The lamp burns.')}${many}`.replaceAll(
        '\n',
        newline,
      );
      const start = content.indexOf('The lamp');
      expect(cueTimes(content, start, start + 15)).toEqual({
        startMs: 421_000,
        endMs: 422_000,
        speaker: 'Anna',
      });
    }
    // A cue of more lines than are looked through is none.
    const endless = `WEBVTT\n\n00:01.000 --> 00:02.000\n${'a\n'.repeat(20_000)}The lamp burns.\n`;
    expect(cueTimes(endless, endless.length - 16, endless.length)).toBeNull();
  });
});
