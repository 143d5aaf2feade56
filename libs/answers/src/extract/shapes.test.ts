import { describe, expect, test } from 'vitest';
import { evidenceOf, type TestPage } from '../testing/evidence.ts';
import { extractAnswer } from './extract.ts';

const ask = (question: string, page: string | TestPage, language = 'en') =>
  extractAnswer({
    question,
    background: '',
    language,
    evidence: evidenceOf([typeof page === 'string' ? { title: 'Page', content: page } : page]),
    personaName: 'Runa Vik',
  }).response;

describe('values and labels', () => {
  const saddlery: TestPage = {
    title: 'Workshop',
    content: `# Prices

## Bridle

Short straps: 40 €

Long straps: 55 €

## Bridle and reins

Short straps: 70 €

Long straps: 90 €

## Girths

Short straps: 20 €
`,
  };

  test('of equal labels, that below the heading which is asked for, and no more', () => {
    expect(ask('How much is a bridle with long straps?', saddlery)).toBe('Long straps: 55 €');
    expect(ask('How much are bridle and reins with long straps?', saddlery)).toBe('Long straps: 90 €');
  });

  test('values below a heading that is called what is asked for', () => {
    expect(ask('How much does a girth cost?', saddlery)).toBe('Short straps: 20 €');
  });

  test('a label that says only the kind of its value, on a page about the thing', () => {
    const fiddle = '# Selling the old fiddle\n\n**Price:** 640 crowns\n\n**Date of sale:** 3 May 2017\n';
    const page = { title: 'Selling the old fiddle', content: fiddle };
    expect(ask('How much did you sell the fiddle for?', page)).toContain('640 crowns');
    expect(ask('When was the sale?', page)).toContain('3 May 2017');
    expect(ask('How much did you sell the accordion for?', page)).not.toContain('640');
  });

  test('in other languages too', () => {
    const bote = {
      title: 'Das alte Boot',
      content: '# Das alte Boot\n\n**Preis:** 900 Kronen\n\n**Länge:** 7 m\n',
    };
    expect(ask('Was kostet das Boot?', bote, 'de')).toContain('900 Kronen');
    const barca = {
      title: 'La barca',
      content:
        '# La barca\n\n**Precio:** 900 coronas\n\n**Eslora:** 7 m\n\nLa tuve durante muchos años y nunca me dejó en el mar.\n',
    };
    expect(ask('¿Cuánto cuesta la barca?', barca, 'es')).toContain('900 coronas');
  });

  test('a row whose name holds what is asked for, and more', () => {
    const list =
      'Soup of the day with bread      6 €\nSmoked trout with horseradish      14 €\nStewed hare in red wine      19 €\n';
    expect(ask('How much is the trout?', list)).toContain('14 €');
  });

  test('a line that has the number and all words, however short it is', () => {
    expect(
      ask(
        'How much does the cloakroom cost?',
        'We are open all day. Cloakroom 1,50 €. Your dogs may come in with you.',
      ),
    ).toBe('Cloakroom 1,50 €.');
  });

  test('the ingredient of the recipe that is asked for, among others', () => {
    const recipes = `# Recipes

## Waffles

**Ingredients:**

- 200 g of flour
- 4 eggs

**Steps:**

1. Beat the eggs.
2. Bake the waffles on both sides.

## Dumplings

**Ingredients:**

- 500 g of flour
- 2 eggs
`;
    expect(ask('How many eggs for the waffles?', recipes)).toBe('4 eggs');
    expect(ask('How many eggs for the dumplings?', recipes)).toBe('2 eggs');
  });
});

describe('questions of the page', () => {
  const interview = `# Who are you, and what are you up to?

I mend nets in a shed by the harbour.

# Do you go out at night?

Never in winter.
`;

  test('the very question is answered, if all its words are of those that say nothing', () => {
    expect(ask('Who are you, and what are you up to?', interview)).toBe(
      'I mend nets in a shed by the harbour.',
    );
  });

  test('behind a rule line nothing answers', () => {
    const faq = '## Do you mend sails?\n\nYes, on Mondays.\n\n---\n\nPrinted by the harbour office.\n';
    expect(ask('Do you mend sails?', faq)).toBe('Yes, on Mondays.');
  });

  test('a question of another kind is no answer to who', () => {
    const chat =
      '01.02.2020, 10:00 - Ola: Shall we paint the old buoy?\n01.02.2020, 10:05 - Runa Vik: It is fine with me.\n01.02.2020, 10:07 - Per: Long time no see.\n';
    expect(ask('Who painted the old buoy?', chat)).not.toContain('fine with me');
    expect(ask('Shall we paint the old buoy?', chat)).toBe('It is fine with me.');
  });
});

describe('no more than is needed', () => {
  test('nothing behind a sentence that has all that is asked', () => {
    const letter =
      'Our mare is called Solveig.\n\nWill you come in spring? I will have seats for the play on 12 April.\n\nYours, Runa\n';
    expect(ask('What is the mare called?', letter)).toBe('Our mare is called Solveig.');
  });

  test('no entry of another day, where why is asked', () => {
    const log =
      '2024-03-04: I stopped baking because the flour made me cough.\n2024-03-09: The roof leaks again.\n2024-03-11: Two herons at the pond.\n';
    expect(ask('Why did you stop baking?', log)).toBe(
      '2024-03-04: I stopped baking because the flour made me cough.',
    );
  });

  test('the header of a mail is no answer', () => {
    const mail =
      'From: Runa Vik <runa@hens.example>\nTo: Per\nSubject: Hens\n\nI feed them twice, at dawn and at noon.\n';
    expect(ask('When do you feed the hens?', mail)).toBe('I feed them twice, at dawn and at noon.');
  });
});

describe('what a label is called', () => {
  const card = 'Home: Burravoe, behind the kirk\n\nTrade: spinner\n\nTea: always\n';

  test('in other words than the question has', () => {
    expect(ask('Where do you live?', card)).toBe('Home: Burravoe, behind the kirk');
  });

  test('a name is told by no label that has another thing', () => {
    const cv = '## Education\n\n- 1980 – 1984: nautical college, Lerwick\n\n**Languages**: Norn, Scots\n';
    expect(ask('Where did you study?', cv)).not.toContain('Norn');
  });
});

describe('dates', () => {
  const diary = `3 June 1994
Rain. We stayed in the hut.

4 June 1994
Launched the dinghy. Everybody came.

9 June 1994
Home again.
`;

  test('asked for a day, the entry of that day', () => {
    expect(ask('What did you do on 4 June 1994?', diary)).toMatch(/Launched the dinghy\. Everybody came\.$/);
    expect(ask('What did you do on 5 June 1994?', diary)).not.toContain('dinghy');
    expect(ask('What happened on 4 June?', diary)).toBe('Launched the dinghy. Everybody came.');
    expect(ask('Are you at home on 9 June to talk of rain?', diary)).not.toContain('Home again');
  });

  test("asked when, an entry comes with its date, and a page's date is not what happened", () => {
    expect(ask('When was the dinghy launched?', diary)).toBe('1994-06-04: Launched the dinghy.');
    const page = '---\ndate: 2015-06-09\n---\n\nIn the nineties I began to carve spoons.\n';
    expect(ask('When did you begin to carve spoons?', page)).toBe('In the nineties I began to carve spoons.');
  });
});

describe('what is told beside it', () => {
  test('a count is no answer to which', () => {
    const table = '| | |\n|--|--|\n| Lorries | 14 |\n| Crew | 3 |\n';
    expect(ask('How many lorries are there?', table)).toContain('14');
    expect(ask('Which lorry do you drive?', table)).not.toContain('14');
  });

  test('who is what of a thing, by the name beside it', () => {
    const page =
      'At noon the ferry Solveig struck the Old Pier of Hamn, with nine aboard. Her cook, Berit Lund, rang the bell until we came.\n';
    expect(ask('Who was the cook of the ferry Solveig?', page)).toContain('Berit Lund');
  });

  test('what came of a plan is said with it', () => {
    const page =
      'I packed four ration boxes for the hut. The ration boxes were to last six days. I ate half of each, and they lasted eleven.\n';
    expect(ask('How long did the four ration boxes last?', page)).toContain('lasted eleven');
  });

  test('a question that is asked for another reason does not lend its words to what stands below', () => {
    const page =
      '# Solveig\n\n## Why "Solveig"?\n\nMy aunt had a song of that name, and I thought that it was fitting for a small grey mare.\n\n## Year\n\nOn 3 May 2019, I bought Solveig from a farmer in Hamn.\n';
    expect(ask('When did you buy Solveig?', page)).toContain('3 May 2019');
  });

  test('a list that gives the reasons comes with what announces it', () => {
    const page =
      '# The mill\n\nIt ran for years. I closed the mill because:\n\n+ The dam leaked every spring.\n+ Nobody bought rye any more.\n';
    expect(ask('Why did you close the mill?', page)).toMatch(/because:\n.*dam leaked.*\n.*rye/u);
  });
});

describe('sentences in records and tables', () => {
  const hobbies = JSON.stringify({
    chess: 'I play for the harbour club, board four in the third team. My rating is 1893.',
    bread: 'Rye, with seeds from the heath. I bake on Fridays, when the fire of the smokehouse is out.',
  });

  test('one of them answers alone, and all where no more is asked than the label says', () => {
    expect(ask('What is your chess rating?', hobbies)).toBe('My rating is 1893.');
    expect(ask('Chess?', hobbies)).toBe(
      'I play for the harbour club, board four in the third team. My rating is 1893.',
    );
  });

  const shop =
    'item,price,note\nLace yarn,£14,"Spun by hand, so no two skeins are the same. Wash it at thirty degrees."\n' +
    'Hap shawl,£240,"Made to order. It takes about ten weeks, and I ask for half of it before I begin."\n' +
    'Spindle,£18,Driftwood\n';

  test('of the row that is asked for', () => {
    expect(ask('How long does a hap shawl take?', shop)).toContain('ten weeks');
    expect(ask('How do I wash the lace yarn?', shop)).toContain('thirty degrees');
    expect(ask('How much is a hap shawl?', shop)).toContain('£240');
  });

  test('whose cells have the value that the sentence lacks', () => {
    expect(ask('What does a shawl made to order cost?', shop)).toContain('£240');
  });
});
