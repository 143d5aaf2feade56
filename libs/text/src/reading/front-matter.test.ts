import { describe, expect, test } from 'vitest';
import { showBlocks } from '../testing/show.ts';
import { readFrontMatter } from './front-matter.ts';
import { readPage } from './read-page.ts';

describe('front matter', () => {
  test('YAML: fields, quotes, lists and blocks, comments', () => {
    const content =
      '---\n# of the site\ntitle: "Fog horns"\nTags:\n  - sea\n  - sound\ndescription: |\n  How they\n  sound\ndate: 2024-05-01\n---\nText.';
    const { end, fields, about } = readFrontMatter(content);
    expect(content.slice(end)).toBe('\nText.');
    expect(Object.fromEntries(fields)).toMatchObject({ title: 'Fog horns', date: '2024-05-01' });
    expect(fields.get('tags')).toMatch(/sea[^]*sound/);
    expect(about).toMatch(/Fog horns[^]*sea[^]*How they[^]*sound/);
    expect(about).not.toContain('2024');
  });

  test('TOML', () => {
    const { fields } = readFrontMatter(
      '+++\ntitle = "Fog horns"\ndraft = false\n[params]\nlang = "en"\n+++\nText.',
    );
    expect(fields.get('title')).toBe('Fog horns');
  });

  test.each([
    ['carriage returns and line feeds', '---\r\ntitle: Lamp\r\n---\r\nText.'],
    ['carriage returns alone', '---\rtitle: Lamp\r---\rText.'],
    ['a byte order mark', '\ufeff---\ntitle: Lamp\n---\nText.'],
    ['three dots at its end', '---\ntitle: Lamp\n...\nText.'],
  ])('%s', (_name, content) => {
    const { about, blocks, text } = readPage(content);
    expect(about).toBe('Lamp');
    expect(blocks.map(({ start, end }) => text.slice(start, end))).toEqual(['Text.']);
  });

  test.each([
    [
      'a card with a question',
      '---\nQ: Who built it?\nA: The fishermen.\n---\nMore.',
      ['Who built it?', 'The fishermen.', 'More.'],
    ],
    ['a rule at its beginning', '---\nHello there.\n---\nBye.', ['Hello there.', 'Bye.']],
    ['a form of facts', '---\nName: Anna\nPhone: 12 34\n---\n', ['Name: Anna', 'Phone: 12 34']],
    [
      'an opening without an end',
      '---\ntitle: Lamp\nIt burns paraffin.',
      ['title: Lamp', 'It burns paraffin.'],
    ],
    [
      'what stands later',
      'It is old.\n\n---\ntitle: Lamp\n---\nText.',
      ['It is old.', 'title: Lamp', 'Text.'],
    ],
    [
      'a sentence among the fields',
      '---\ntitle: Lamp\nIt burns paraffin all night.\n---\nText.',
      ['title: Lamp', 'burns paraffin'],
    ],
  ])('%s is the page itself', (_name, content, words) => {
    const { text, about } = readPage(content);
    for (const word of words) expect(text).toContain(word);
    expect(about).toBe('');
  });

  test('its text is shown nowhere', () => {
    expect(showBlocks('---\ntitle: Lamp\nweight: 3\n---\n\n# Lamp\n\nIt burns.')).toEqual([
      'h1 Lamp',
      'p It burns.',
    ]);
  });
});
