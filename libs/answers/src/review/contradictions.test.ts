import type { ChatModel } from '@persona/models';
import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../testing/evidence.ts';
import type { Evidence } from '../evidence.ts';
import { contradictions, excerpt } from './contradictions.ts';
import { readProposed } from './read-proposed.ts';

const live = evidenceOf([
  {
    title: 'The light',
    content: 'The lamp of Skerrow stands 46 metres above the water and was lit in 1871.',
  },
  { title: 'Der Turm', content: 'Der Leuchtturm von Skerrow ist 30 Meter hoch und hat zwei Türen.' },
]);
const names = ['Maria Lind'];
const pause = () => Promise.resolve();
const find = async (
  text: string,
  model?: ChatModel,
  retrieved: Evidence[] = live,
  retrieve = () => Promise.resolve(retrieved),
) => {
  const proposed = await readProposed(text, names, pause);
  return contradictions({ proposed, names, near: [], retrieve, model, pause });
};
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
    await find('The lamp of Skerrow stands above the water.', undefined, live, retrieve);
    expect(asked).toBe(0);
    await find('The lamp of Skerrow stands above the water.', replying('NONE'), live, retrieve);
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

describe('figures of every kind', () => {
  const about = (content: string, title = 'My years') => evidenceOf([{ title, content }]);
  const contradicts = async (said: string, claim: string, title?: string) =>
    (await find(claim, undefined, about(said, title))).map(({ quote }) => quote);

  test.each([
    ['In 2017 we moved to the island with two goats.', 'In 2019 we moved to the island.'],
    ['I left the bank in 2008.', 'I left the bank in 2010, by the way.'],
    ['A night in the cabin costs $120.40.', 'A night in the cabin costs $20.40.'],
    ['The course costs 450 € with lunch.', 'The course costs 540 € with lunch.'],
    ['The course costs CHF 90 with lunch.', 'The course with lunch costs CHF 95.'],
    ['The choir sings on Mondays in the church.', 'The choir sings on Tuesdays in the church.'],
    ['The choir sings at 7 pm in the church.', 'The choir sings at 7:30 pm in the church.'],
    ['The shop on the quay is open from 9:00 to 17:00.', 'The shop on the quay is open from 9:00 to 18:00.'],
    ['Our wedding was on 5 May at the lake.', 'Our wedding was on May 15 at the lake.'],
    ['We keep three goats behind the house.', 'We keep five goats behind the house.'],
    ['The roof was paid with 12,400 in spring.', 'The roof was paid with 14,200 in spring.'],
    ['Der Chor probt montags um 19 Uhr im Saal.', 'Der Chor probt dienstags um 19 Uhr im Saal.'],
    ['Nous avons quitté Lyon en 2011 pour la mer.', 'Nous avons quitté Lyon en 2014 pour la mer.'],
    ['我在2015年搬到岛上住了下来。', '我在2018年搬到岛上住了下来。'],
  ])('"%s" and "%s"', async (said, claim) => {
    expect(await contradicts(said, claim)).toEqual([claim]);
  });

  test.each([
    ['In 2017 we moved to the island.', 'In 2017 we moved to the island.'],
    ['A night in the cabin costs $120.40.', 'A night in the cabin costs $120.4.'],
    ['The choir sings at 7 pm in the church.', 'The choir sings at 19:00 in the church.'],
    ['We keep three goats behind the house.', 'We keep 3 goats behind the house.'],
    ['It has 1,200 seats and two stages.', 'It has 1200 seats and 2 stages.'],
    // Two events, two numbers of other things, two people.
    ['In 2017 we moved to the island.', 'In 2019 we built a barn on the island for the goats.'],
    ['The boat is 9 metres long.', 'The boat has 4 berths and 2 masts.'],
    ['Ann’s boat is 9 metres long and has two masts.', 'My boat is 12 metres long and has two masts.'],
  ])('not "%s" and "%s"', async (said, claim) => {
    expect(await contradicts(said, claim)).toEqual([]);
  });

  test('a figure that somebody else tells contradicts nobody, on either side', async () => {
    const interview =
      '**Ann Berg:** I keep 30 goats on the island.\n\n**Maria Lind:** I keep bees.\n\n**Ann Berg:** They swarm in May.\n\n**Maria Lind:** In June they rest.';
    expect(await contradicts(interview, 'I keep 12 goats on the island.', 'Interview')).toEqual([]);
    expect(await contradicts('I keep 12 goats on the island.', interview)).toEqual([]);
    const own = interview.replaceAll('Maria Lind', 'Bo').replaceAll('Ann Berg', 'Maria Lind');
    expect(await contradicts(own, 'I keep 12 goats on the island.')).toHaveLength(1);
  });

  test('a changed sum is found in a long text that nearly repeats a page, behind forty others', async () => {
    const lines = Array.from(
      { length: 80 },
      (_, n) => `Invoice ${n}: the joiner got ${100 + n}.40 for door ${n}.`,
    );
    const page = about(lines.join('\n'), 'Bills');
    const changed = lines.with(70, 'Invoice 70: the joiner got 20.40 for door 70.').join('\n');
    const proposed = await readProposed(changed, names, pause);
    const checks = await contradictions({
      proposed,
      names,
      near: page,
      retrieve: () => Promise.resolve([]),
      model: undefined,
      pause,
    });
    expect(checks.map(({ quote }) => quote)).toContain('Invoice 70: the joiner got 20.40 for door 70.');
  });
});
