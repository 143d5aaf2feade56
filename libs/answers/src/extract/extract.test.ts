import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractAnswer } from './extract.ts';
import { evidenceOf, type TestPage } from '../testing/evidence.ts';

const ask = (question: string, pages: readonly TestPage[], background = '') =>
  extractAnswer({ question, background, language: 'en', evidence: evidenceOf(pages), personaName: 'Ada' });

const guide: TestPage = {
  title: 'Looking after a battery room',
  content: `---
title: Looking after a battery room
---

# Looking after a battery room

A battery room wants [three things](https://example.org): *cool air*, dry feet and nobody in a hurry. It has \`two doors\`.

## What to check each morning

These are the checks, in order:

1. Read the thermometer at both ends of the room.
2. Smell the air before the fan runs.
3. Write the voltage of every string into the log.

## Starting the fan by hand

Use the panel beside the door:

\`\`\`
fan --mode manual
fan --speed 3
\`\`\`

The fan then runs for ninety minutes.

## Who may enter?

Only the engineer on duty and one apprentice may enter while the ferry sails.
`,
};
const ferry: TestPage = {
  title: 'Morag Teale',
  content:
    'Morag Teale is the captain of the Petrel. She was born on the island in 1961. She plays the accordion at every launch, and she has never missed one.',
};
const pages = [guide, ferry];

describe('extractAnswer', () => {
  test('answers with clean text and quotes the markup it was read from', () => {
    const { response, citations } = ask('What three things does a battery room want?', pages);
    expect(response).toContain(
      'A battery room wants three things: cool air, dry feet and nobody in a hurry.',
    );
    expect(citations[0]?.quote).toContain('[three things](https://example.org): *cool air*');
  });

  test('keeps a list whole with the sentence that announces it', () => {
    const { response } = ask('What are the checks each morning?', pages);
    expect(response).toContain('These are the checks, in order:\n1. Read the thermometer');
    expect(response).toContain('3. Write the voltage of every string into the log.');
  });

  const storms: TestPage = {
    title: 'Storms',
    content: `# Storms at the light

Before a storm I close the shutters and bring in the hens. Storm shutters have advantages that nobody sees in summer.

## Advantages of iron shutters

* They last for a lifetime. Mine are from 1902.
* They keep out sparks.
* No wind has ever lifted one.

## Advantages of wooden shutters

* They are light.
* They do not sing in the wind.

## Names of the winds

* **Haar**: a cold fog that comes in from the sea.
* **Skolder**: a wind from the north that brings hail.
`,
  };

  test('gives the whole list below the heading that asks for it, and nothing else', () => {
    const { response, citations } = ask('What are the advantages of wooden shutters?', [guide, storms]);
    expect(response).toBe('• They are light.\n• They do not sing in the wind.');
    expect(citations).toHaveLength(1);
    expect(ask('What are the advantages of iron shutters?', [storms, guide]).response).toBe(
      '• They last for a lifetime. Mine are from 1902.\n• They keep out sparks.\n• No wind has ever lifted one.',
    );
  });

  test('finds what a term means in a list of terms', () => {
    expect(ask('What does Skolder mean?', [storms, guide]).response).toBe(
      'Skolder: a wind from the north that brings hail.',
    );
  });

  test('says little when it is sure, and more when the answer may stand in any of several places', () => {
    const lamps = [
      ['north', 'is lit by a boy at dusk, and nobody pays him for it'],
      ['south', 'is lit before supper whenever a ship has been announced'],
      ['east', 'has been lit by electricity for years, ten minutes after sunset'],
    ].map(([side, how]) => ({ title: `The ${side} pier`, content: `The lamp of the ${side} pier ${how}.` }));
    const sure = ask('When is the lamp of the east pier lit?', lamps);
    expect(sure.response).toBe(lamps[2]?.content);
    const unsure = ask('When is the lamp of the pier lit?', lamps);
    expect(new Set(unsure.citations.map(({ td_id }) => td_id)).size).toBeGreaterThan(1);
  });

  test('keeps code whole, with its line breaks', () => {
    expect(ask('How do I start the fan by hand?', pages).response).toContain(
      'fan --mode manual\nfan --speed 3',
    );
  });

  test('answers a question that a heading asks with what stands below it', () => {
    expect(ask('Who may enter the battery room?', pages).response).toMatch(/^Only the engineer on duty/);
  });

  test('goes on below a heading that asks the same, where the first sentence says little', () => {
    const cells: TestPage = {
      title: 'Cells',
      content: `# Cells

## How long a battery lasts

The maker promised ten years. After seven years ours holds 91 percent, and I expect to change it in 2031.
`,
    };
    expect(ask('How long does a battery last?', [ferry, cells]).response).toBe(
      'The maker promised ten years. After seven years ours holds 91 percent, and I expect to change it in 2031.',
    );
  });

  test('does not leave a pronoun hanging', () => {
    const { response } = ask('When was Morag Teale born?', pages);
    expect(response).toMatch(
      /^Morag Teale is the captain of the Petrel\. She was born on the island in 1961\./,
    );
  });

  test('tells what a thing is by the first sentence of its own page', () => {
    const manual = [
      {
        title: 'ACL',
        content:
          'The ACL CAT and ACL LIST commands are described elsewhere. See ACL CAT for the categories that ACL CAT knows.',
      },
      {
        title: 'ACL CAT',
        content:
          'The command shows the available categories if called without arguments. Otherwise it shows one.',
      },
    ];
    expect(ask('What does ACL CAT do?', manual).response).toMatch(
      /^The command shows the available categories/,
    );
  });

  test('tells how a thing is done by the first list of the page that is called so', () => {
    const howTo: TestPage = {
      title: 'Painting a hull',
      content: `# Painting a hull

Everybody asks me for the colour of a hull first. It matters least.

## In this order

- Wash off the salt.
- Let it dry for two days.

## What I think of the colour of a painted hull

- Red looks best in fog.
`,
    };
    expect(ask('How do I paint a hull?', [ferry, howTo]).response).toBe(
      'Everybody asks me for the colour of a hull first.\n• Wash off the salt.\n• Let it dry for two days.',
    );
  });

  test('says what a thing is in sentences, and leaves a list that nobody asked for', () => {
    const engines: TestPage = {
      title: 'docs/ships/engines.md',
      content: `A machine that blows gas out of the lowest part of a ship: that is what a bilge fan of any make is.

## Learn more

- The bilge fans tutorial explains bilge fans with many examples.
- Bilge fans explained is an introduction to bilge fans.
`,
    };
    const { response } = ask('What are bilge fans?', [ferry, engines]);
    expect(response).toBe(
      'A machine that blows gas out of the lowest part of a ship: that is what a bilge fan of any make is.',
    );
  });

  test('answers with the row of a table that is called what is asked for, and with no other', () => {
    const figures: TestPage = {
      title: 'The Petrel in figures',
      content: `# The Petrel in figures

| What | Figure |
|--|--|
| Passengers | 240 |
| Cars | 32 |
| Charging power | 3.6 MW |

In fog the Petrel sails at 9 knots and takes 55 minutes.
`,
    };
    const { response, citations } = ask('How many passengers does the Petrel take?', [ferry, figures]);
    expect(response).toBe('Passengers: 240');
    expect(citations.map(({ quote }) => quote)).toEqual(['Passengers | 240']);
    expect(ask('What is the charging power of the Petrel?', [ferry, figures]).response).toBe(
      'Charging power: 3.6 MW',
    );
    expect(ask('How many crew does the Petrel take?', [ferry, figures]).response).not.toContain('Charging');
  });

  test('understands a slip of the keyboard, another form and another word', () => {
    const boat = {
      title: 'The boat',
      content:
        'We sold the sewing machine to a postman. The price of the machine was 90 pounds. Gulls nest under the cliffs.',
    };
    expect(ask('Did you sell the sewing machien?', [boat]).response).toContain('postman');
    expect(ask('What did you sell to a postman?', [boat]).response).toContain('sewing machine');
    expect(ask('How much did the sewing machine cost?', [boat]).response).toContain('90 pounds');
  });

  test('counts the words of the question a follow-up leans on', () => {
    const alone = ask('And when was she born?', pages);
    const together = ask('And when was she born?', pages, 'Who is Morag Teale?');
    expect(together.response).toContain('1961');
    expect(together.confidence).toBeGreaterThan(alone.confidence);
  });

  test.each([
    'How do I cook spaghetti carbonara?',
    'Who won the cup in 1998?',
    'What is the capital of Mongolia?',
    '',
  ])('knows nothing of %j', (question) => {
    expect(ask(question, pages)).toMatchObject({ answer_type: 'no_answer', citations: [] });
  });

  test('does not take the words of a name, spelt otherwise, for the name', () => {
    const units: TestPage[] = [
      { title: 'Distances', content: 'The distance is told in the specified unit, and its state is kept.' },
      { title: 'Tests', content: 'The state is reset before every unit test. A unit test has no state.' },
    ];
    const named = (question: string) => ask(question, units).signals.named;
    expect(named('Where do the United Kingdoms lie?')).toBe(0);
    expect(named('Where does the Unit State lie?')).toBe(1);
  });

  test('does not answer a short question with sentences that name nobody it could mean', () => {
    const logs = Array.from({ length: 6 }, (_, day) => ({
      title: `Petrel, day ${day}`,
      content: `The Petrel sailed on day ${day}.${day === 3 ? ' We wrote the log of the Petrel late.' : ''}`,
    }));
    expect(ask('Who wrote the log of the Petrel?', logs).answer_type).toBe('no_answer');
    // What goes on with the name that was asked about is no other name.
    const towed = [
      ...logs,
      { title: 'Petrel, the tug', content: 'They wrote in the log of the Petrel Tug.' },
    ];
    expect(ask('Who wrote the log of the Petrel?', towed).answer_type).toBe('no_answer');
    const signed = [
      ...logs,
      { title: 'Petrel, the log', content: 'It was Morag who wrote the log of the Petrel.' },
    ];
    expect(ask('Who wrote the log of the Petrel?', signed).response).toContain('Morag');
  });

  test('without evidence it says so in the language of the question', () => {
    const silent = extractAnswer({
      question: 'Wo?',
      background: '',
      language: 'de',
      evidence: [],
      personaName: 'Ada',
    });
    expect(silent).toMatchObject({ answer_type: 'no_answer', response: expect.stringContaining('leider') });
  });

  test('whatever pages and questions are: quotes are verbatim, spans lie in the response, the answer is short', () => {
    const words = [
      'lamp',
      'tower',
      'fan',
      'Ada',
      '1871',
      '46',
      'der',
      'Leuchtturm',
      '灯塔',
      'प्रकाश',
      '😀',
      'x_y',
      'a.b',
      '<b>',
      '&amp;',
      '*',
      '`c`',
      '[l](u)',
    ];
    const sentence = fc
      .array(fc.constantFrom(...words), { minLength: 1, maxLength: 12 })
      .map((list) => `${list.join(' ')}.`);
    const block = fc.oneof(
      sentence,
      fc.array(sentence, { minLength: 1, maxLength: 4 }).map((list) => list.join(' ')),
      fc
        .array(sentence, { minLength: 1, maxLength: 5 })
        .map((list) => list.map((item) => `- ${item}`).join('\n')),
      sentence.map((text) => `## ${text}`),
      sentence.map((text) => `\`\`\`\n${text}\n  ${text}\n\`\`\``),
      fc
        .array(fc.constantFrom(...words), { minLength: 2, maxLength: 4 })
        .map((row) => `| ${row.join(' | ')} |`),
      sentence.map((text) => `<p>${text}</p>`),
    );
    const page = fc.record({
      title: fc.constantFrom('Lamp', 'The tower', '灯塔', ''),
      content: fc.array(block, { minLength: 1, maxLength: 8 }).map((blocks) => blocks.join('\n\n')),
    });
    const question = fc
      .array(fc.constantFrom(...words, 'what', 'how', 'when', '?'), { maxLength: 6 })
      .map((list) => list.join(' '));
    let grounded = 0;
    fc.assert(
      fc.property(fc.array(page, { minLength: 1, maxLength: 3 }), question, (written, asked) => {
        const { response, citations, answer_type } = ask(asked, written);
        if (answer_type === 'grounded') grounded++;
        expect(response.length).toBeGreaterThan(0);
        expect(response.length).toBeLessThan(1600);
        expect(citations.length > 0).toBe(answer_type === 'grounded');
        for (const { td_id, quote, locator, spans } of citations) {
          const { content } = written[Number(td_id.slice(3))] as TestPage;
          expect(content.slice(locator?.start, locator?.end)).toBe(quote);
          expect(quote).not.toBe('');
          for (const { start, end } of spans) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(response.length);
          }
        }
      }),
      { numRuns: 300 },
    );
    // A property of answers that never came would say nothing.
    expect(grounded).toBeGreaterThan(50);
  });
});

test('a time of another part of the day does not answer', () => {
  const ask = (question: string) =>
    extractAnswer({
      question,
      background: '',
      language: 'en',
      evidence: evidenceOf([
        { title: 'The mail boat', content: 'The mail boat came on Tuesdays. It left the pier at 19:30.' },
      ]),
      personaName: 'Ada',
    });
  expect(ask('When did the mail boat leave the pier in the evening?').response).toContain('19:30');
  expect(ask('When did the mail boat leave the pier in the morning?').answer_type).toBe('no_answer');
});
