import type { ChatModel } from '@persona/models';
import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../testing/evidence.ts';
import { contradictions, excerpt } from './contradictions.ts';

const live = evidenceOf([
  {
    title: 'The light',
    content: 'The lamp of Skerrow stands 46 metres above the water and was lit in 1871.',
  },
  { title: 'Der Turm', content: 'Der Leuchtturm von Skerrow ist 30 Meter hoch und hat zwei Türen.' },
]);
const find = (text: string, model?: ChatModel, retrieved = live) =>
  contradictions(text, () => Promise.resolve(retrieved), model);
const replying = (reply: string, seen: string[] = []): ChatModel => ({
  name: 'scripted',
  async *stream({ messages }) {
    await Promise.resolve();
    seen.push(messages.map(({ content }) => content).join('\n'));
    yield { type: 'text', text: reply };
  },
});

describe('contradictions', () => {
  test('another number of the same thing, with both sentences shown', async () => {
    const [found, ...others] = await find('The lamp of Skerrow stands 52 metres above the water.');
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'contradiction', td_id: 'td_0' });
    expect(found?.quote).toBe('The lamp of Skerrow stands 52 metres above the water.');
    expect(found?.message).toContain('46 metres');
  });

  test('in German too', async () => {
    const [found] = await find('Der Leuchtturm von Skerrow ist 40 Meter hoch und steht am Hafen.');
    expect(found).toMatchObject({ td_id: 'td_1' });
  });

  test.each([
    'The lamp of Skerrow stands 46 metres above the water.',
    'The keeper walks 52 metres to the hens.',
    'Skerrow 52.',
    '',
  ])('none: %s', async (text) => {
    expect(await find(text)).toEqual([]);
  });

  test('looks up nothing for sentences without numbers when there is no model', async () => {
    let asked = 0;
    const retrieve = () => Promise.resolve((asked++, live));
    await contradictions('The lamp of Skerrow stands above the water.', retrieve, undefined);
    expect(asked).toBe(0);
    await contradictions('The lamp of Skerrow stands above the water.', retrieve, replying('NONE'));
    expect(asked).toBe(1);
  });

  test('asks a model only about sentences of the same thing, and takes only numbers that it was given', async () => {
    const seen: string[] = [];
    const text = 'The lamp of Skerrow never stands above the water. My hens like oats from the shop.';
    expect(await find(text, replying('2, 0, 17', seen))).toEqual([]);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toContain('B: The lamp of Skerrow stands 46 metres');
    expect(seen[0]).not.toContain('hens');
    expect(await find(text, replying('1'))).toMatchObject([{ td_id: 'td_0' }]);
  });

  test('one finding a sentence, at most five', async () => {
    const copies = evidenceOf(
      Array.from({ length: 3 }, (_, i) => ({
        title: `Copy ${i}`,
        content: 'The lamp of Skerrow stands 46 metres above the water.',
      })),
    );
    const claims = Array.from(
      { length: 8 },
      (_, i) => `The lamp of Skerrow stands ${60 + i} metres above the water.`,
    );
    expect(await find(claims[0] ?? '', undefined, copies)).toHaveLength(1);
    expect(await find(claims.join(' '), undefined, copies)).toHaveLength(5);
  });

  test('an excerpt is short and never ends in half a character', () => {
    const cut = excerpt(`${'x'.repeat(299)}😀`);
    expect(cut.length).toBeLessThanOrEqual(300);
    expect(cut.isWellFormed()).toBe(true);
    expect(excerpt('short')).toBe('short');
  });
});
