import { Readable } from 'node:stream';
import { text as read } from 'node:stream/consumers';
import type { Citation } from '@persona/contracts';
import { expect, test } from 'vitest';
import { presentEvents } from './answer-events.ts';
import { presentAnswer } from './present-answer.ts';

const response = 'It was built in 1871. The stairs have 164 steps.';
const cite = (index: number, quoted: string[], url?: string): Citation => ({
  index,
  td_id: `td_${index}`,
  version: 1,
  title: `Page\n${index}`,
  quote: 'Q',
  score: 1,
  spans: quoted.map((text) => ({ start: response.indexOf(text), end: response.indexOf(text) + text.length })),
  metadata: {},
  ...(url === undefined ? {} : { url }),
});
const [first, second] = ['It was built in 1871.', 'The stairs have 164 steps.'];
const answer = { response, citations: [cite(1, [first, second]), cite(2, [second], 'https://a.example/2')] };
const addressOf = ({ index, url }: Citation) => url ?? `https://p.example/${index}`;

test('each citation has an address; the text is as it was', () => {
  const shown = presentAnswer(answer, { inline: false, addressOf });
  expect(shown.response).toBe(response);
  expect(shown.citations.map(({ url }) => url)).toEqual(['https://p.example/1', 'https://a.example/2']);
});

test('inline, marks stand behind what is cited, sources behind the text, and spans still hold it', () => {
  const shown = presentAnswer(answer, { inline: true, addressOf });
  expect(shown.response).toBe(
    'It was built in 1871. [1] The stairs have 164 steps. [1][2]\n\n- [1] Page 1: https://p.example/1\n- [2] Page 2: https://a.example/2',
  );
  expect(
    shown.citations.map(({ spans }) => spans.map(({ start, end }) => shown.response.slice(start, end))),
  ).toEqual([[first, second], [second]]);
  const none = { response: 'I do not know.', citations: [] };
  expect(presentAnswer(none, { inline: true, addressOf })).toEqual(none);
});

const block = (event: string, data: object, id: number) =>
  `id: m.${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
const events = (chunkSize: number) => {
  const all = [
    block('start', { chat_id: 'c' }, 1),
    ': ping\n\n',
    block('delta', { text: first }, 2),
    block('delta', { text: ` ${second}` }, 3),
    ...answer.citations.map((citation, n) => block('citation', citation, 4 + n)),
    block('done', { status: 'success', ...answer, warnings: ['theirs'] }, 6),
  ].join('');
  return Readable.from(all.match(new RegExp(`[^]{1,${chunkSize}}`, 'g')) ?? []);
};
const dataOf = (text: string, event: string) =>
  [...text.matchAll(new RegExp(`event: ${event}\ndata: (.*)`, 'g'))].map(
    ([, data]) => JSON.parse(data!) as Record<string, unknown>,
  );

test.each([1, 50, 10_000])('events in pieces of %i are shown alike', async (size) => {
  const plain = await read(presentEvents(events(size), { inline: false, addressOf }, ['ours']));
  expect(plain).toContain(': ping\n\n');
  expect(dataOf(plain, 'delta').map(({ text }) => text)).toEqual([first, ` ${second}`]);
  expect(dataOf(plain, 'citation').map(({ url }) => url)).toEqual([
    'https://p.example/1',
    'https://a.example/2',
  ]);
  expect(dataOf(plain, 'done')).toMatchObject([{ response, warnings: ['ours', 'theirs'] }]);

  const inline = await read(presentEvents(events(size), { inline: true, addressOf }));
  const shown = presentAnswer(answer, { inline: true, addressOf });
  expect(dataOf(inline, 'delta')).toEqual([{ text: shown.response }]);
  expect(dataOf(inline, 'citation')).toEqual(shown.citations);
  expect(dataOf(inline, 'done')).toMatchObject([shown]);
});
