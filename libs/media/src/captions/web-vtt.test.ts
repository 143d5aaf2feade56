import { expect, test } from 'vitest';
import { webVtt } from './web-vtt.ts';

test('cues become WebVTT in order, their text as it is', () => {
  const cues = [
    { start: 3661.5, end: 3662.25, text: 'later' },
    { start: 0, end: 1.9996, text: ' Fish & <b>chips</b>\n\n00:00:09.000 --> 00:00:10.000\nno cue ' },
    { start: 2, end: 2, text: 'never shown' },
    { start: 2, end: 3, text: ' \n ' },
  ];
  expect(webVtt(cues)).toBe(
    'WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nFish &amp; &lt;b&gt;chips&lt;/b&gt; 00:00:09.000 --&gt; 00:00:10.000 no cue\n\n01:01:01.500 --> 01:01:02.250\nlater\n',
  );
  expect(webVtt([])).toBe('WEBVTT\n');
});
