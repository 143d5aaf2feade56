import { expect, test } from 'vitest';
import { evidenceOf } from '../testing/evidence.ts';
import { createProver } from './prove.ts';

/** Pages that say one thing of one and the opposite of another, and what is near to it. */
const evidence = evidenceOf([
  {
    title: 'The bakery in Rue Verte',
    content:
      'I bake sourdough in a wood-fired oven from 1932. The loaves rest for eighteen hours before they go in. My sister Colette keeps the books, and my nephew Bastien delivers by bicycle every morning at six. We close on Mondays. I do not use any yeast. A large loaf costs 4.80 euros.',
  },
  {
    title: 'How I learnt',
    content:
      'My grandmother taught me to shape a loaf when I was nine. I went to the school in Lyon but left it after two months, because the flour there was dead. She used to say: "Bread forgives nothing." In 2011 a flood filled the cellar and we lost the rye starter, but not the wheat one.',
  },
  {
    title: 'Visitors',
    content:
      'Visitors may watch from the gallery on Saturdays. Children are welcome, dogs are not. The tour takes forty minutes and ends with a tasting.',
  },
  {
    title: 'Besuch',
    content: 'Kinder sind willkommen, Hunde nicht. Am Samstag darf man von der Empore aus zusehen.',
  },
]);
const prove = createProver(evidence, ['Marin Roche']);

test.each([
  ['name', 'They are then soaked in beer from Bruges.', 1],
  ['unrelated', 'She was a famous opera singer.', 2],
  ['name', 'On Sundays we give bread away for free.', 1],
  ['unrelated', 'The insurance paid for everything.', 2],
  ['unrelated', 'The bakery in Rue Verte.', 1],
  ['unrelated', 'How I learnt', 2],
  ['unrelated', 'The oven is heated with gas.', 1],
  ['name', 'I then opened a shop in Paris.', 2],
  ['unrelated', 'My sister keeps the books and my brother drives the van.', 1],
  ['number', 'A large loaf costs 6.20 euros.', 1],
  ['unrelated', 'Colette delivers by bicycle.', 1],
  ['unrelated', 'Bastien keeps the books.', 1],
  ['negation', 'I use yeast.', 1],
  ['negation', 'Visitors may not watch from the gallery on Saturdays.', 3],
  ['negation', 'Children are not welcome.', 3],
  ['negation', 'Dogs are welcome.', 3],
  ['negation', 'We lost the wheat starter.', 2],
  ['unrelated', 'Visitors may bake in the gallery on Saturdays.', 3],
  ['quote', 'My grandmother used to say: "Bread forgives everything."', 2],
  ['name', 'As Colette says, "bread forgives nothing".', 1],
  ['name', 'My grandmother taught Bastien to shape a loaf.', 2],
  ['number', 'The tour ends at six.', 3],
  ['name', 'We close on Mondays and Tuesdays.', 1],
  ['unrelated', 'I left the school because of the flood in 2011.', 2],
] as const)('%s: "%s" is not said', (reason, lie, cited) => {
  expect(prove(lie, [cited], 'en')).toEqual({ reason });
});

test('what is said of one is not said of the other in German either', () => {
  expect(prove('Hunde sind willkommen.', [4], 'de')).toEqual({ reason: 'negation' });
  expect(prove('Kinder sind willkommen.', [4], 'de')).toHaveProperty('supports');
});

test.each([
  'The loaves rest for eighteen hours.',
  'We close on Mondays.',
  'A large loaf costs 4.80 euros.',
  'Children are welcome.',
  'Dogs are not welcome.',
  'We lost the rye starter.',
  'I left the school in Lyon after two months.',
  'My nephew Bastien delivers by bicycle at six every morning.',
])('"%s" is said', (sentence) => {
  expect(prove(sentence, [], 'en')).toHaveProperty('supports');
});
