import { describe, expect, test } from 'vitest';
import { evidenceOf, type TestPage } from '../testing/evidence.ts';
import { matchQuestion } from './match.ts';
import { handSetOdds, type Odds } from './odds.ts';
import { rank } from './rank.ts';

const fan: TestPage = {
  title: 'Bilge fan',
  content: `A machine that blows gas out of a ship. Does it hum? The bilge fan hums at night, when everybody sleeps. It hums.

## Parts of a bilge fan

These are the parts of it:

- Blades of brass that turn.
- A motor in a box of its own.

\`\`\`
fan --mode manual --speed 3
\`\`\`

| What | Figure |
|--|--|
| Weight | 40 kilograms with its box |
| Price | 900 crowns without the box |
`,
};

/**
 * What one of the odds adds to each unit of the page, by the unit's text; units to which it adds nothing are
 * left out.
 */
function added(key: keyof Odds, question: string, page = fan): Record<string, number> {
  const evidence = evidenceOf([page]);
  const match = matchQuestion(question, '', evidence, evidence.length);
  const input = { question, background: '', language: 'en', evidence, personaName: 'Ada' };
  const oddsWith = (odds: Odds) =>
    new Map(rank(match, input, odds).map((candidate) => [candidate.unit.text, candidate.odds]));
  const without = oddsWith({ ...handSetOdds, [key]: 0 });
  return Object.fromEntries(
    [...oddsWith(handSetOdds)]
      .map(([text, odds]) => [text, Math.round(1000 * (odds - (without.get(text) ?? 0))) / 1000] as const)
      .filter(([, difference]) => difference !== 0),
  );
}

describe('what a circumstance adds to whom', () => {
  test('the first sentence of the page that a definition is asked of', () => {
    expect(added('definingLead', 'What is a bilge fan?')).toMatchObject({
      'A machine that blows gas out of a ship.': handSetOdds.definingLead,
    });
    expect(added('definingLead', 'Why does a bilge fan hum?')).toEqual({});
  });

  test('the line that explains the term', () => {
    const terms = {
      title: 'Words',
      content: 'Some words:\n\n- Skolder: a wind that brings hail.\n- Haar: a cold fog.\n',
    };
    expect(added('definingLead', 'What is a haar?', terms)).toEqual({
      'Haar: a cold fog.': handSetOdds.definingLead,
    });
  });

  test('the first sentence below a heading that asks the same', () => {
    const section = {
      title: 'Cells',
      content:
        '# Cells\n\nCells are heavy and old.\n\n## Age of a battery\n\nSeven years they say. Then it is changed.\n',
    };
    expect(added('sectionLead', 'Age of a battery?', section)).toEqual({
      'Seven years they say.': handSetOdds.sectionLead,
    });
  });

  test('what announces or begins a list, when one is asked for; what announces it, when none is', () => {
    expect(Object.keys(added('askedList', 'What are the parts of a bilge fan?'))).toEqual(
      expect.arrayContaining(['These are the parts of it:', 'Blades of brass that turn.']),
    );
    expect(added('askedList', 'Who made the bilge fan?')).toEqual({});
    expect(added('announcesList', 'Who made the bilge fan?')).toEqual({
      'These are the parts of it:': handSetOdds.announcesList,
    });
    expect(added('announcesList', 'What are the parts of a bilge fan?')).toEqual({});
  });

  test('questions, and units of a few characters', () => {
    expect(added('question', 'Why does it hum?')).toEqual({ 'Does it hum?': handSetOdds.question });
    expect(added('fewCharacters', 'Why does it hum?')).toEqual({
      'Does it hum?': handSetOdds.fewCharacters,
      'It hums.': handSetOdds.fewCharacters,
    });
  });

  test('code, unless somebody asks how to do a thing', () => {
    const code = 'fan --mode manual --speed 3';
    expect(Object.keys(added('noSentence', 'Who made the bilge fan?')).map((text) => text.trim())).toContain(
      code,
    );
    expect(added('noSentence', 'How do I start the bilge fan?')).toEqual({});
  });

  test('rows and items, but not items when a list is asked for, nor the row that is called what is asked for', () => {
    const [items, rows] = [
      ['Blades of brass that turn.', 'A motor in a box of its own.'],
      ['Weight | 40 kilograms with its box', 'Price | 900 crowns without the box'],
    ];
    expect(Object.keys(added('rowOrItem', 'Who made the bilge fan?'))).toEqual(
      expect.arrayContaining([...items, ...rows]),
    );
    const inList = Object.keys(added('rowOrItem', 'What are the parts of a bilge fan?'));
    for (const item of items) expect(inList).not.toContain(item);
    expect(Object.keys(added('rowOrItem', 'What is the weight of the bilge fan?'))).not.toContain(rows[0]);
    const called = added('labelledRow', 'What is the weight of the bilge fan?');
    expect(Object.keys(called)).toEqual(['Weight | 40 kilograms with its box']);
    expect(called['Weight | 40 kilograms with its box']).toBeGreaterThan(handSetOdds.labelledRow / 2);
  });

  test('units with no word of the question, but for the first of a passage', () => {
    const none = added('noOwnWord', 'Who made the bilge fan?');
    expect(none['It hums.']).toBe(handSetOdds.noOwnWord);
    expect(none['A machine that blows gas out of a ship.']).toBeUndefined();
    expect(none['The bilge fan hums at night, when everybody sleeps.']).toBeUndefined();
  });
});

test('the likeliest come first, headings not at all', () => {
  const evidence = evidenceOf([fan]);
  const question = 'What are the parts of a bilge fan?';
  const match = matchQuestion(question, '', evidence, evidence.length);
  const input = { question, background: '', language: 'en', evidence, personaName: 'Ada' };
  const ranked = rank(match, input, handSetOdds);
  expect(ranked.map(({ odds }) => odds)).toEqual(ranked.map(({ odds }) => odds).toSorted((a, b) => b - a));
  expect(ranked.map(({ unit }) => unit.kind)).not.toContain('heading');
});

describe('where somebody is asked', () => {
  const forge = {
    title: 'My forge',
    content: `I bought my forge from a widow in 1999. My anvil weighs 90 kilograms. My hammers hang by size. Paula taught me to forge. I learned to forge knives slowly.

In this post I will show you my anvil and my hammers. I sell my knives at these markets:

- Leith on Fridays
- Perth in May
`,
  };

  test('a number with the unit of what is asked for', () => {
    expect(added('tellsAsked', 'How heavy is your anvil?', forge)).toEqual({
      'My anvil weighs 90 kilograms.': handSetOdds.tellsAsked,
    });
  });

  test('what lacks the person that is asked for', () => {
    const lacking = added('lacksAsked', 'Who taught you to forge?', forge);
    expect(lacking).toMatchObject({ 'I learned to forge knives slowly.': handSetOdds.lacksAsked });
    expect(lacking).not.toHaveProperty('Paula taught me to forge.');
  });

  test('a sentence that has all by itself', () => {
    expect(added('hasAll', 'What do your hammers hang by?', forge)).toEqual({
      'My hammers hang by size.': handSetOdds.hasAll,
    });
  });

  test('the line that announces the list of all that is asked for', () => {
    expect(added('announcesAsked', 'Which market do you sell knives at?', forge)).toEqual({
      'I sell my knives at these markets:': handSetOdds.announcesAsked,
    });
  });

  test('what speaks of the page itself', () => {
    expect(added('pageTalk', 'What hangs beside your anvil?', forge)).toEqual({
      'In this post I will show you my anvil and my hammers.': handSetOdds.pageTalk,
    });
  });
});
