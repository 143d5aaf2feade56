import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../testing/evidence.ts';
import { isSlip, withoutSlips } from './slips.ts';

describe('slips of the keyboard', () => {
  test.each([
    ['taugth', 'taught'],
    ['machien', 'machine'],
    ['geofnet', 'geoffnet'],
    ['lighthuose', 'lighthouse'],
    ['lightouse', 'lighthouse'],
    ['lighthoouse', 'lighthouse'],
    ['lighthouae', 'lighthouse'],
  ])('%s is one of %s', (text, other) => expect(isSlip(text, other)).toBe(true));

  test.each([
    ['paints', 'painter'],
    ['painter', 'painted'],
    ['sails', 'sail'],
    ['shoe', 'shore'],
    ['father', 'lather'],
    ['machine', 'machine'],
    ['sewn', 'sewing'],
  ])('%s is none of %s', (text, other) => expect(isSlip(text, other)).toBe(false));

  const known = (...pages: string[]) => evidenceOf(pages.map((content) => ({ title: '', content })));
  const pages = known('I bought the sewing machine from Marten Holt in Bergen.');

  test('are mended where the evidence has just one word that is meant', () => {
    expect(withoutSlips('Who sold the machien?', 'en', pages)).toBe('Who sold the machine?');
    expect(withoutSlips('Who sold the machines?', 'en', pages)).toBe('Who sold the machines?');
    const twice = known('The staple is old.', 'The stable is old.');
    expect(withoutSlips('Where is the stagle?', 'en', twice)).toBe('Where is the stagle?');
  });

  test('are not seen in names, nor in words that the language has', () => {
    expect(withoutSlips('Who is Matten?', 'en', pages)).toBe('Who is Matten?');
    expect(withoutSlips('What is your price?', 'en', known('The prize was mine.'))).toContain('price');
  });
});
