import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../testing/evidence.ts';
import { createProver } from './prove.ts';

const pages = [
  {
    title: 'The light at Skerrow Head',
    content: [
      '# Where my father came from',
      'The lighthouse at Skerrow Head was built in 1871. Its lamp stands 46 metres above the water and the stairs have 164 steps. The lens weighs 1.4 tonnes. Joren Vik once wrote: "Three flashes saved seven people." I never slept during a storm. We did not use the foghorn in winter.',
    ].join('\n\n'),
  },
  {
    title: 'The ferry Petrel',
    content:
      'The Petrel carries 120 passengers. Morag Teale is her captain since March 2019. Tickets are sold at https://petrel.example/tickets on board. In summer I bake bread for the crew, and in winter I repair nets.',
  },
  {
    title: 'Interview',
    content:
      '**Paul:** My daughter sings in the choir of Brannock.\n\n**Ada:** And I keep four hives behind the barn.\n\n**Paul:** We were six at home.\n\n**Ada:** The bees are quiet.',
  },
  { title: 'Preise', content: 'Die Fahrt kostet neun Kronen. Kinder fahren ohne Fahrschein.' },
  { title: '灯塔', content: '灯塔建于1871年。它有164级台阶。冬天我不出海。' },
];
const evidence = evidenceOf(pages);
const prove = createProver(evidence, ['Ada Moreau']);
const answering = (question: string) => createProver(evidence, ['Ada Moreau'], question);
const quotesOf = (sentence: string, cited: number[], language = 'en') => {
  const proof = prove(sentence, cited, language);
  if ('reason' in proof) return proof.reason;
  return proof.supports.map(({ number, quote: { start, end } }) => {
    const { text, start: from } = evidence[number - 1] as (typeof evidence)[number];
    return text.slice(start - from, end - from);
  });
};

describe('createProver', () => {
  test.each([
    ['The lighthouse was built in 1871.', [1]],
    ['It was built in 1871.', []],
    ['It was built in 1,871.', [1]],
    ['My lamp stands 46 metres above the sea.', [1]],
    ['The lens weighs 1.4 tonnes.', [9]],
    ['I did not sleep when there was a storm.', [1]],
    ['1. The stairs have 164 steps', [1]],
    ['I am Ada Moreau, and the lamp stands 46 metres above the water.', [1]],
    ['Three flashes saved seven people, as Joren Vik wrote.', [1]],
    ['In the summer months I bake bread for my crew.', [2]],
    ['Each winter, nets are repaired by me.', []],
    ['The Petrel takes 120 passengers, and Morag Teale has been its captain since March 2019.', [2]],
    ['You can buy tickets at https://petrel.example/tickets on board.', [2]],
    ['I keep four hives.', [3]],
  ])('a sentence that a passage says is proven, whatever it cites: %s', (sentence, cited) => {
    expect(quotesOf(sentence, cited)).toHaveLength(1);
  });

  test.each([
    ['Skerrow Head has a lighthouse of 1871 and the Petrel a captain, Morag Teale.', [1, 2], 'en', 2],
    ['The trip costs nine crowns.', [4], 'en', 1],
    ['Die Fahrt kostet neun Kronen.', [4], 'de', 1],
    ['Kinder brauchen keinen Fahrschein, sie fahren ohne.', [], 'de', 1],
    ['灯塔有164级台阶。', [], 'zh', 1],
  ])('by two passages together, and in other languages: %s', (sentence, cited, language, quotes) => {
    expect(quotesOf(sentence, cited, language)).toHaveLength(quotes);
  });

  test.each([
    ['number', 'The lens weighs 1.5 tonnes.', [1]],
    ['number', 'The lens weighs 4 tonnes.', [1]],
    ['number', 'The lamp stands 164 metres above the water.', [1]],
    ['number', 'The Petrel carries 120 cars.', [2]],
    ['name', 'It was made in Vienna by Swarovski.', [1]],
    ['name', 'Morag Teale built the lighthouse.', [1]],
    ['quote', 'Joren Vik wrote: "Five flashes saved nine people."', [1]],
    ['link', 'Tickets are sold at https://evil.example/login on board.', [2]],
    ['link', 'Write to ada@evil.example for tickets.', [2]],
    ['markup', '<script>alert(1)</script>', [1]],
    ['markup', 'The lens weighs <img src=x onerror=alert(1)> 1.4 tonnes.', [1]],
    ['negation', 'I slept during every storm.', [1]],
    ['negation', 'We used the foghorn in winter.', [1]],
    ['negation', 'The Petrel does not carry 120 passengers.', [2]],
    ['unrelated', 'Where my father came from.', [1]],
    ['unrelated', 'My father came from the light.', [1]],
    ['name', 'My daughter sings in the choir of Brannock.', [3]],
    ['unrelated', 'I like it there.', []],
    ['unrelated', 'The lens weighs 1.4 tonnes and was polished by hand every single week.', [1]],
    ['unrelated', 'In summer I repair nets and in winter I bake bread.', [2]],
    ['name', 'Captain Morag Teale retired in March 2019.', [2]],
  ])('%s: not said is "%s"', (reason, sentence, cited) => {
    expect(quotesOf(sentence, cited)).toBe(reason);
  });

  test.each([
    ['number', 'Die Fahrt kostet zwölf Kronen.', 'de'],
    ['negation', 'Kinder fahren mit Fahrschein.', 'de'],
    ['negation', '冬天我出海。', 'zh'],
    ['number', '灯塔建于1781年。', 'zh'],
  ])('%s, in other languages: not said is "%s"', (reason, sentence, language) => {
    expect(quotesOf(sentence, [4, 5], language)).toBe(reason);
  });

  test('what is only a figure or a name is proven as the answer to the question', () => {
    expect(answering('When was the lighthouse built?')('1871.', [], 'en')).toHaveProperty('supports');
    expect(answering('Who is the captain?')('Morag Teale', [2], 'en')).toHaveProperty('supports');
    expect(answering('How many brothers do you have?')('164', [1], 'en')).toHaveProperty('reason');
    expect(answering('Who sold the lamp?')('Morag Teale', [2], 'en')).toHaveProperty('reason');
  });

  test('the headings that the model was shown are no statement, whatever other pages hold', () => {
    const twice = evidenceOf([
      { title: 'The lamp and the lens', content: 'They shine.' },
      { title: 'Parts', content: 'The lamp and the lens are cleaned on Mondays.' },
    ]);
    const proving = createProver(twice, ['Ada']);
    expect(proving('The lamp and the lens', [1], 'en')).toEqual({ reason: 'unrelated' });
    expect(proving('The lamp and the lens are cleaned on Mondays.', [2], 'en')).toHaveProperty('supports');
  });

  test('of another language only what it cites is proven, by its facts', () => {
    expect(quotesOf('The trip costs ten crowns.', [4])).toBe('number');
    expect(quotesOf('Children are fond of the trip.', [4])).toBe('unrelated');
    expect(quotesOf('The trip costs nine crowns.', [])).not.toHaveLength(1);
  });

  test('what the persona says proves itself, and is quoted as it stands', () => {
    const said = evidence.flatMap(({ units, language }) =>
      units
        .filter(({ kind, speaker }) => kind === 'sentence' && speaker !== 'Paul')
        .map(({ text }) => ({ text, language })),
    );
    expect(said.length).toBeGreaterThan(10);
    fc.assert(
      fc.property(
        fc.constantFrom(...said),
        fc.array(fc.nat(9), { maxLength: 3 }),
        ({ text, language }, cited) => {
          const proof = prove(text, cited, language);
          expect(proof).toHaveProperty('supports');
          if ('reason' in proof) return;
          for (const { number, quote } of proof.supports) {
            const { start, end } = evidence[number - 1] as (typeof evidence)[number];
            expect(quote.start).toBeGreaterThanOrEqual(start);
            expect(quote.end).toBeLessThanOrEqual(end);
          }
        },
      ),
    );
  });
});
