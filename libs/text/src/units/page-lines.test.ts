import { expect, test } from 'vitest';
import { readPage } from '../reading/read-page.ts';
import { linesOf } from './page-lines.ts';

const leadsOf = (content: string) =>
  linesOf(readPage(content)).map(({ text, lead }) => [text.slice(0, lead), text.slice(lead)]);

test('a line begins in bold up to where its bold ends, over breaks and bold in bold', () => {
  expect(leadsOf('<p><b>Ann</b> a <b>b</b><br>c <b>d</b><br><b>Be<b>n</b></b>: e</p>')).toEqual([
    ['Ann', ' a b'],
    ['', 'c d'],
    ['Ben', ': e'],
  ]);
  expect(leadsOf('<p>a<br><b>b <b>c</b> <b>d</b><br>e</b> f</p>')).toEqual([
    ['', 'a'],
    ['b c d', ''],
    ['e', ' f'],
  ]);
});

test('the stretches of bold of a block are gone through once, however many lines it has', () => {
  const reading = readPage(`<p>${'<b>a</b> b<br>'.repeat(1000)}`);
  let looks = 0;
  for (const block of reading.blocks)
    if (block.bold)
      block.bold = new Proxy(block.bold, {
        get(stretches, name) {
          looks++;
          return Reflect.get(stretches, name) as unknown;
        },
      });
  expect(linesOf(reading)).toHaveLength(1000);
  expect(looks).toBeLessThan(20_000);
});
