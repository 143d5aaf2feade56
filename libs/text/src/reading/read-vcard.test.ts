import { expect, test } from 'vitest';
import { showBlocks } from '../testing/show.ts';
import { rawSpan } from './reading.ts';
import { readPage } from './read-page.ts';

const card = [
  'BEGIN:VCARD',
  'VERSION:3.0',
  'N:Okafor;Ruth;;Dr.;',
  'FN:Ruth Okafor',
  'item1.TEL;TYPE="work,voice":+44 20 7946 0000',
  'TEL;TYPE=CELL:+44 7700 900123',
  'EMAIL;type=INTERNET:ruth@bees.example',
  'ADR;TYPE=home:;;5 Mill Lane;Hay-on-Wye;;HR3 5AB;Wales',
  'ORG:Okafor\\, Sons & Bees;Honey',
  'NOTE:Calls are best in the eve',
  ' ning\\; never on Sundays.\\nSecond line.',
  'PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD',
  'REV:20240101T000000Z',
  'END:VCARD',
];

test.each(['\n', '\r\n'])('a contact card is rows of what people ask for, line ends %j', (lineEnd) => {
  expect(showBlocks(card.join(lineEnd))).toEqual([
    'h2 Ruth Okafor',
    'row Phone (work) | +44 20 7946 0000',
    'row Phone (mobile) | +44 7700 900123',
    'row Email | ruth@bees.example',
    'row Address (home) | 5 Mill Lane, Hay-on-Wye, HR3 5AB, Wales',
    'row Organisation | Okafor, Sons & Bees, Honey',
    'row Note | Calls are best in the evening; never on Sundays. Second line.',
  ]);
});

test('what is shown of a card leads back to its place', () => {
  const content = card.join('\r\n');
  const { text, map } = readPage(content);
  const start = text.indexOf('+44 7700');
  const span = rawSpan(map, { start, end: start + '+44 7700 900123'.length });
  expect(content.slice(span.start, span.end)).toBe('+44 7700 900123');
});

test('several cards are several people', () => {
  const two = ['Anna Berg', 'Ben Ek'].map((name, n) => `BEGIN:VCARD\nFN:${name}\nTEL:55512${n}\nEND:VCARD\n`);
  expect(showBlocks(two.join(''))).toEqual([
    'h2 Anna Berg',
    'row Phone | 555120',
    'h2 Ben Ek',
    'row Phone | 555121',
  ]);
});
