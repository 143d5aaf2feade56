import { describe, expect, test } from 'vitest';
import { readPage } from '../reading/read-page.ts';
import { showUnits } from '../testing/show.ts';
import { readUnits } from './read-units.ts';

const html = (body: string): string => `<!doctype html><html><body>${body}</body></html>`;

const labelled: readonly (readonly [name: string, content: string, units: string[]])[] = [
  [
    'a contact card',
    'Phone: 12 34 56\nE-mail: anna@example.org\nAddress: Harbour Lane 3',
    ['<Phone> Phone: 12 34 56', '<E-mail> E-mail: anna@example.org', '<Address> Address: Harbour Lane 3'],
  ],
  [
    'a contact card in German',
    'Telefon: 12 34 56\nAdresse: Hafenstraße 3',
    ['<Telefon> Telefon: 12 34 56', '<Adresse> Adresse: Hafenstraße 3'],
  ],
  [
    'a contact card in Chinese',
    '电话：12 34 56\n地址：港口路3号',
    ['<电话> 电话：12 34 56', '<地址> 地址：港口路3号'],
  ],
  [
    'bold labels of a list',
    '# Anna\n\n- **Born:** 1931\n- **Job**: keeper',
    ['# Anna', '<Born> Born: 1931', '<Job> Job: keeper'],
  ],
  [
    'bold labels without a colon',
    '**Born** 1931 in Kiel.\n\n**Job** keeper of the light.',
    ['<Born> Born 1931 in Kiel.', '<Job> Job keeper of the light.'],
  ],
  [
    'labels of HTML',
    html('<p><b>Born:</b> 1931<br><b>Job:</b> keeper</p>'),
    ['<Born> Born: 1931', '<Job> Job: keeper'],
  ],
  [
    'a definition list',
    html('<dl><dt>Born</dt><dd>1931</dd><dt>Job:</dt><dd>Keeper.</dd></dl>'),
    ['# Born', '<Born> 1931', '# Job:', '<Job> Keeper.'],
  ],
  [
    'a table with a head',
    '| What | Price | Size |\n|---|---|---|\n| Honey | 12 € | 500 g |',
    ['# What | Price | Size', '<Honey | Price | Size> Honey | 12 € | 500 g'],
  ],
  [
    'a table without a head',
    html('<table><tr><td>Mon</td><td>9–17</td></tr><tr><td>Sat</td><td>closed</td></tr></table>'),
    ['<Mon> Mon | 9–17', '<Sat> Sat | closed'],
  ],
  [
    'CSV',
    'name,price\nHoney,12\nTea,3',
    ['# name | price', '<Honey | price> Honey | 12', '<Tea | price> Tea | 3'],
  ],
  ['JSON', '{"name": "Anna", "birthYear": 1931}', ['<name> name | Anna', '<birth Year> birth Year | 1931']],
  [
    'what somebody wrote of a record, sentence by sentence',
    '{"name": "Anna", "about": "I keep the light of Skerry. It burns all night, and so do I.", "born": 1931}',
    [
      '<name> name | Anna',
      '<about> I keep the light of Skerry.',
      '<about> It burns all night, and so do I.',
      '<born> born | 1931',
    ],
  ],
  [
    'what somebody wrote of a row, and the cells around it',
    'item,price,note,size\nHoney,12,"It is from the heath behind the house. Keep it in the dark, never cold.",500 g\nTea,3,Green,50 g',
    [
      '# item | price | note | size',
      '<Honey | price> Honey | 12',
      '<Honey | note> It is from the heath behind the house.',
      '<Honey | note> Keep it in the dark, never cold.',
      '<Honey | size> 500 g',
      '<Tea | price | note | size> Tea | 3 | Green | 50 g',
    ],
  ],
  [
    'a row that begins with its day',
    'date,place,text\n2024-05-01,Skerry,"The lamp went out at two in the morning. I lit it again at three."\n2024-05-02,Ness,Nothing\n2024-05-03,Ness,Nothing',
    [
      '# date | place | text',
      '# @2024-05-01 2024-05-01 | Skerry',
      '@2024-05-01 <Skerry | text> The lamp went out at two in the morning.',
      '@2024-05-01 <Skerry | text> I lit it again at three.',
      '<2024-05-02 | place | text> 2024-05-02 | Ness | Nothing',
      '<2024-05-03 | place | text> 2024-05-03 | Ness | Nothing',
    ],
  ],
  [
    'prices with dots',
    'Honey ........ 12 €\nTea …… 3 €',
    ['<Honey> Honey ........ 12 €', '<Tea> Tea …… 3 €'],
  ],
  ['prices with dashes', 'Honey – 12 €\nTea - 3 €', ['<Honey> Honey – 12 €', '<Tea> Tea - 3 €']],
  [
    'columns',
    'They are:\n\nMon–Fri     9–17\nSat         10–14',
    ['They are:', '<Mon–Fri> Mon–Fri | 9–17', '<Sat> Sat | 10–14'],
  ],
  [
    'a label over a list',
    'Ingredients:\n- flour\n- water\n\nThen bake it.',
    ['Ingredients:', '<Ingredients> flour', '<Ingredients> water', 'Then bake it.'],
  ],
  [
    'what is remarked',
    'Note: The ferry does not run. Call before.',
    ['<Note> Note: The ferry does not run.', 'Call before.'],
  ],
];

const unlabelled: readonly (readonly [name: string, content: string])[] = [
  ['an address of the web', 'https://example.org/a: it is good'],
  ['an address of the web alone', 'http://example.org'],
  ['a time', '10:30 we leave'],
  ['a ratio', 'The ratio is 3:1 here'],
  ['a time in a sentence', 'We met at 12:45 and ate.'],
  [
    'a long beginning of a sentence',
    'There is one thing that everybody on the whole island knows: it rains.',
  ],
  ['a sentence with a dash', 'He left – nobody knows why – and never came back.'],
  ['a minus sign', 'It was -12 degrees'],
  ['dots of hesitation', 'Well ... I do not know.'],
  ['a bold sentence', '**He never came back.** Nobody knows why.'],
  ['a time with a wide colon', '10：30 we leave'],
];

describe('labels', () => {
  test.each(labelled)('%s', (_name, content, units) => {
    expect(showUnits(content)).toEqual(units);
  });

  test.each(unlabelled)('%s has none', (_name, content) => {
    for (const { label } of readUnits(content, readPage(content), 'en')) expect(label).toBeUndefined();
  });

  test('where the label is part of the text, the value is behind it', () => {
    for (const [, content] of labelled) {
      for (const { text, label, value } of readUnits(content, readPage(content), 'en')) {
        if (value === undefined || value === 0) continue;
        expect(text.slice(0, value)).toContain(label?.split(' | ')[0]);
        expect(text.slice(value).trim()).not.toBe('');
      }
    }
  });

  test('numbers of items are kept as they are shown', () => {
    const content = '# How\n\n3. Open it.\n3. Wait.';
    expect(readUnits(content, readPage(content), 'en').map(({ marker }) => marker)).toEqual([
      undefined,
      '3.',
      '4.',
    ]);
  });

  test('what is of the site says so', () => {
    const content = html('<nav><ul><li><a href="/">Home</a></li></ul></nav><p>Text.</p>');
    expect(showUnits(content)).toEqual(['~ Home', 'Text.']);
  });
});
