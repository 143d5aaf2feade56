import { describe, expect, test } from 'vitest';
import { showBlocks } from '../testing/show.ts';
import { rawSpan } from './reading.ts';
import { readPage } from './read-page.ts';

const pages: readonly (readonly [name: string, content: string, blocks: string[]])[] = [
  [
    'lines that were broken to fit a width are one paragraph',
    'The lighthouse was built in 1923 by the fishermen of the village, after\nthree ships had been lost on the rocks in a single winter, and nobody had\nseen them.',
    [
      'p The lighthouse was built in 1923 by the fishermen of the village, after three ships had been lost on the rocks in a single winter, and nobody had seen them.',
    ],
  ],
  [
    'a number at the beginning of a broken line is of its sentence',
    'The lighthouse has been standing on this rock for the whole of a hundred and\n3. In all this time nobody has painted it, and nobody knows what it would cost.',
    [
      'p The lighthouse has been standing on this rock for the whole of a hundred and 3. In all this time nobody has painted it, and nobody knows what it would cost.',
    ],
  ],
  [
    'paragraphs are parted by blank lines',
    'One.\n\n \t\nTwo.\r\n\r\nThree.',
    ['p One.', 'p Two.', 'p Three.'],
  ],
  ['short lines stay lines', 'Roses are red\nViolets are blue', ['p Roses are red\nViolets are blue']],
  [
    'what stands farther out than a list does not go on with it',
    'work:\n  - 2012 to now: own practice in Drumshanbo, with two rooms and a yard\n  - 2006 to 2012: clinic in Dublin, for small animals\nlanguages: English, Irish',
    [
      'p work:',
      'li1 2012 to now: own practice in Drumshanbo, with two rooms and a yard',
      'li1 2006 to 2012: clinic in Dublin, for small animals',
      'p languages: English, Irish',
    ],
  ],
  ['bullets', 'Bring:\n- a rope\n- a lamp\n- bread', ['p Bring:', 'li1 a rope', 'li1 a lamp', 'li1 bread']],
  ['bullets of other kinds', '• a rope\n• a lamp', ['li1 a rope', 'li1 a lamp']],
  [
    'numbers are the markers of items',
    '1. Open it.\n2. Wait.\n3) Close it.',
    ['li1 1. Open it.', 'li1 2. Wait.', 'li1 3) Close it.'],
  ],
  [
    'an item that goes on in the next line',
    '- a rope that is long enough to reach from the\n  boat to the pier\n- a lamp',
    ['li1 a rope that is long enough to reach from the boat to the pier', 'li1 a lamp'],
  ],
  [
    'a minus sign is one',
    'In winter it is cold here:\n-12 degrees at night.',
    ['p In winter it is cold here:\n-12 degrees at night.'],
  ],
  [
    'signs are what they are',
    'Use 5 * 3 and _this_name_ and #tag and <b> and [x](y z) and a | b.',
    ['p Use 5 * 3 and _this_name_ and #tag and <b> and [x](y z) and a | b.'],
  ],
  ['quotes of mail', '> Are you there?\n> I am.', ['> p Are you there?\nI am.']],
  [
    'columns',
    'They are:\n\nAnna\t31\nBen\t42\n\nNow.',
    ['p They are:', 'row Anna | 31', 'row Ben | 42', 'p Now.'],
  ],
  ['columns by wide gaps', 'Mon–Fri     9–17\nSat         10–14', ['row Mon–Fri | 9–17', 'row Sat | 10–14']],
  ['a title in capitals', 'OPENING HOURS\n\nAlways.', ['h2 OPENING HOURS', 'p Always.']],
  ['a title that is underlined', 'Opening hours\n=============\nAlways.', ['h1 Opening hours', 'p Always.']],
  ['a rule parts', 'One.\n* * *\nTwo.\n-----\nThree.', ['p One.', 'p Two.', 'p Three.']],
  ['entries on lines of their own', 'Phone: 12 34\nFax: 56 78', ['p Phone: 12 34', 'p Fax: 56 78']],
  ['carriage returns end lines', 'One.\r\rTwo.\rThree.', ['p One.', 'p Two.\nThree.']],
  ['a byte order mark is none of the text', '\ufeffOne.', ['p One.']],
  [
    'invisible characters part no word',
    'The light\u00adhouse\u200b is\u2060 old.',
    ['p The lighthouse is old.'],
  ],
  ['characters of no use', 'a\u0000b', ['p ab']],
  ['an emoji of several is whole', 'The 👩‍👩‍👧 came.', ['p The 👩‍👩‍👧 came.']],
];

describe('plain text', () => {
  test.each(pages)('%s', (_name, content, blocks) => {
    expect(showBlocks(content)).toEqual(blocks);
  });

  test('a word that the end of a line parts is one, a compound is not', () => {
    const parted =
      'At night they all went up to the light-\nhouse, for it was dark, and cold, and they were well-known there.';
    expect(readPage(parted).text).toContain('the lighthouse, for');
    const compound =
      'They were well-known here, and everybody said that they were really well-\nknown there, and then they went home, as it was dark.';
    expect(readPage(compound).text).toContain('really well-known there');
  });

  test('a part that is left out keeps its hyphen', () => {
    const content =
      'Wir haben lange über alles gesprochen, über den Turm, das Meer, die Vor-\nund Nachteile des Lebens auf der Insel.';
    expect(readPage(content).text).toContain('die Vor- und Nachteile');
  });

  test('what was put together leads back to all it was', () => {
    const content =
      'At night they all went up to the light-\nhouse, for it was dark, and cold, and there was a storm.';
    const { text, map } = readPage(content);
    const start = text.indexOf('lighthouse');
    const raw = rawSpan(map, { start, end: start + 'lighthouse'.length });
    expect(content.slice(raw.start, raw.end)).toBe('light-\nhouse');
  });
});
