import { describe, expect, test } from 'vitest';
import { answer } from '../../answer.ts';
import { evidenceOf } from '../../testing/evidence.ts';

const pages = [
  {
    title: 'Start',
    content: '- [Selling the skiff](/skiff)\n- [My first year](/first)\n- [Pancakes](/pancakes)\n',
  },
  {
    title: 'About',
    content:
      'I run a small bakery in Wexcombe with my brother Tom. Before that I taught chemistry for eleven years.',
  },
  {
    title: 'My first year',
    content:
      'We opened in March 2018 with one oven and no customers.\n\n## Spring\n\nThe inspector came twice and liked the cellar.\n\n## Autumn\n\nBy October we sold three hundred loaves a day.',
  },
  {
    title: 'Pancakes',
    content:
      'My aunt Hilda made these every Sunday.\n\n## Ingredients\n\n- 250 g flour\n- 4 eggs\n- a pinch of salt\n\n## Method\n\n1. Whisk the eggs with the salt.\n2. Stir in the flour and let it stand.\n3. Bake them thin, in hot butter.',
  },
  {
    title: 'Selling the skiff',
    content:
      'In May I sold the skiff to a man from Porlock. I did it because the repairs had eaten two summers. He brought his daughter to see her.\n\nI row the club boats now, three times a week. My neighbour Pauline comes along when it is dry.',
  },
  {
    title: 'Ovens I have known',
    content:
      'The deck oven weighs two tonnes. It is heavy, slow and honest, and I love it. The convection oven has a fan of forty watts. I would never buy a steam oven again.\n\nIf you are starting out, buy second-hand. Always check the door seals first.',
  },
  {
    title: 'Why sourdough',
    content: 'I switched to it in 2016. Yeast made me ill. The starter is called Ernest.',
  },
  {
    title: 'Notes',
    content: '## Hobbies\n\nI knit, row and sing badly.\n\n## Tools\n\n- a peel\n- a lame\n',
  },
  {
    title: 'The flood',
    content:
      'On 12 January the river came into the cellar at four in the morning. We carried two tonnes of flour up the stairs in the dark. By noon half the village was sweeping with us.',
  },
  {
    title: 'Fågelåret',
    content:
      'Jag heter inte Nora här. Tranorna kom i april. Jag gillar tranor, för de är högljudda. Du bör aldrig gå nära boet.',
  },
  {
    title: 'Мастерская',
    content:
      'Мастерская стоит у реки. Я открыла её в 2012 году. Летом я работаю там каждый день, вместе с сестрой.',
  },
  {
    title: '我的菜园',
    content: '菜园在屋后。我很喜欢番茄，因为它们最甜。初学者应该先种豆子。',
  },
];
const evidence = evidenceOf(pages);
const names = pages.map(({ title }, i) => ({ td_id: `td_${i}`, title }));

/** The passages with most of the query's words first, as a search would have them. */
function found(query: string) {
  const words = query.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
  const score = ({ title, headings, text }: (typeof evidence)[number]): number => {
    const all = [title, ...headings, text].join(' ').toLowerCase();
    return words.reduce((sum, word) => sum + (all.includes(word.slice(0, 4)) ? word.length : 0), 0);
  };
  return evidence.filter((one) => score(one) > 0).toSorted((a, b) => score(b) - score(a));
}

const ask = async (message: string) => {
  const { response, answer_type, citations } = await answer({
    persona: { name: 'Nora Beck', description: 'Baker and rower.', configuration: {} },
    message,
    history: [],
    context: null,
    model: undefined,
    retrieve: (query) => Promise.resolve(found(query)),
    readPage: (id) => Promise.resolve(evidence.filter(({ td_id }) => td_id === id)),
    pages: () => Promise.resolve(names),
  });
  for (const { quote, td_id } of citations) expect(pages[Number(td_id.slice(3))]?.content).toContain(quote);
  if (answer_type === 'grounded') expect(citations.length).toBeGreaterThan(0);
  return response;
};

describe('a request is answered in the way of its kind', () => {
  test.each([
    ['of itself, what a page about it says', 'Tell me about yourself', ['bakery in Wexcombe', 'chemistry']],
    ['a page of its name, part by part', 'Summarise your first year', ['2018', 'inspector', 'October']],
    [
      'where a page begins that is named after it',
      'Tell me about the flood',
      ['12 January', 'two tonnes of flour'],
    ],
    ['a list of what is needed, whole', 'What do I need for the pancakes?', ['flour', '4 eggs', 'salt']],
    ['the steps, whole', 'How do I make pancakes?', ['1. Whisk', '2. Stir', '3. Bake']],
    ['a list that is a sentence', 'What are your hobbies?', ['knit, row and sing']],
    ['a list', 'List your tools', ['a peel', 'a lame']],
    ['a verdict', 'What do you think of the deck oven?', ['I love it']],
    ['advice', 'Would you recommend a steam oven?', ['I would never buy a steam oven again.']],
    ['advice to whom it concerns', 'Any advice for somebody starting out?', ['buy second-hand']],
    ['the reason, with what it is the reason of', 'Why did you sell the skiff?', ['because the repairs']],
    ['what stands under a heading that asks the same', 'Why do you bake sourdough?', ['Yeast made me ill']],
    ['how often', 'How often do you row?', ['three times a week']],
    ['with whom, from the next sentence', 'Who do you row with?', ['Pauline']],
    [
      'what happened, as it went on',
      'What happened when the river came?',
      ['river came', 'up the stairs', 'By noon'],
    ],
    [
      'one of each of two things',
      'Compare the deck oven and the convection oven',
      ['two tonnes', 'forty watts'],
    ],
    ['each of two things', 'Tell me about the pancakes and the flood', ['aunt Hilda', '12 January']],
    ['Swedish', 'Vad tycker du om tranor?', ['Jag gillar tranor']],
    ['Swedish', 'Har du några tips om boet?', ['aldrig gå nära boet']],
    ['Russian', 'Расскажи о мастерской', ['у реки']],
    ['Russian', 'С кем ты работаешь?', ['вместе с сестрой']],
    ['Chinese', '你觉得番茄怎么样？', ['喜欢番茄']],
    ['Chinese', '你对初学者有什么建议？', ['先种豆子']],
  ])('%s: %s', async (_, message, expected) => {
    const response = await ask(message);
    for (const part of expected) expect(response).toContain(part);
    expect(response.length).toBeLessThanOrEqual(700);
  });

  test.each([
    ['Tell me about your cat', /can't find/],
    ['What do you think of Paris?', /can't find/],
    ['Any tips for a divorce?', /can't find/],
    ['What do I need for a wedding?', /can't find/],
    ['What happened at the regatta?', /can't find/],
    ['Compare Sweden and Norway', /can't find/],
    ['Was hältst du von Elefanten?', /leider/],
  ])('of what is not known nothing is said: %s', async (message, silence) => {
    expect(await ask(message)).toMatch(silence);
  });

  test('a link to another page is no answer', async () => {
    expect(await ask('Why did you sell the skiff?')).not.toBe('Selling the skiff');
    expect(await ask('Tell me about the skiff')).toContain('Porlock');
  });

  test('what may be asked is told from the pages', async () => {
    const said = await ask('What can I ask you?');
    expect(said).toContain('Selling the skiff');
    expect(said).not.toContain('About');
    expect(await ask('Worüber schreibst du?')).toContain('The flood');
  });

  test('two questions are both answered', async () => {
    const said = await ask('How often do you row and why did you sell the skiff?');
    expect(said).toContain('three times a week');
    expect(said).toContain('because the repairs');
  });

  test('who asks without words is asked for some', async () => {
    for (const message of ['?', '👍', '…!?']) expect(await ask(message)).toContain('words');
  });
});
