import { expect, test } from 'vitest';
import { readSidecars } from './read-sidecar.ts';
import { webVtt } from './web-vtt.ts';

const read = (text: string | Buffer, language: string | null = null) =>
  readSidecars([{ language, bytes: Buffer.from(text) }], 60);

test.each([
  [
    'SubRip',
    '1\r\n00:00:01,500 --> 00:00:02,000\r\nHello <i>there</i>\r\n\r\n2\r\n00:00:03,0 --> 00:00:04,0\r\nyou',
  ],
  [
    'WebVTT',
    'WEBVTT\n\nNOTE no words\n\none\n00:01.500 --> 00:02.000 align:start\nHello there\n\n00:03.000 --> 00:04.000\nyou',
  ],
  [
    'JSON of a transcriber',
    '{"text":"…","segments":[{"start":1.5,"end":2,"text":" Hello there"},{"start":3,"end":4,"text":"you"}]}',
  ],
  [
    'JSON with milliseconds',
    '[{"start_ms":1500,"end_ms":2000,"text":"Hello there"},{"start_ms":3000,"end_ms":4000,"text":"you"}]',
  ],
  [
    'JSON with clock times',
    '[{"start":"00:00:01.500","end":"00:00:02.000","text":"Hello there"},{"start":"3","end":"0:04","text":"you"}]',
  ],
])('%s is read', (_name, text) => {
  const { tracks, warnings } = read(text);
  expect(warnings).toEqual([]);
  expect(tracks).toEqual([
    {
      language: null,
      title: null,
      cues: [
        { start: 1.5, end: 2, text: 'Hello there', speaker: null },
        { start: 3, end: 4, text: 'you', speaker: null },
      ],
    },
  ]);
});

test('in another encoding is read with a warning, by its language', () => {
  const cyrillic = Buffer.from('1\n00:00:01,000 --> 00:00:02,000\n\xcf\xf0\xe8\xe2\xe5\xf2\n', 'latin1');
  const { tracks, warnings } = read(cyrillic, 'ru');
  expect(tracks[0]?.cues[0]?.text).toBe('Привет');
  expect(warnings).toMatchObject([{ code: 'captions_encoding' }]);
});

test.each([
  ['no captions at all'],
  ['{"segments": 7}'],
  ['[{"start":1}]'],
  ['1\n00:02:01,000 --> 00:02:02,000\nlate'],
])('%j is left out, and said', (text) => {
  expect(read(text)).toMatchObject({ tracks: [], warnings: [{ code: 'captions_unreadable' }] });
});

test('a chapter is named before its first cue, and the speaker with each', () => {
  const cues = [
    { start: 1, end: 2, text: 'one', speaker: 'Ann <b>' },
    { start: 11, end: 12, text: 'two', speaker: null },
  ];
  const chapters = [
    { start: 0, title: 'First & last' },
    { start: 10, title: 'Second' },
    { start: 40, title: 'Silent' },
  ];
  expect(webVtt(cues, chapters)).toBe(
    'WEBVTT\n\nNOTE Chapter: First &amp; last\n\n00:00:01.000 --> 00:00:02.000\n<v Ann &lt;b&gt;>one\n\nNOTE Chapter: Second\n\n00:00:11.000 --> 00:00:12.000\ntwo\n',
  );
});
