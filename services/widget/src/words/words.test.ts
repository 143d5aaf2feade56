import { expect, test } from 'vitest';
import { chooseLanguage, LANGUAGES } from './choose.ts';
import { en } from './en.ts';
import { allWords } from './index.ts';

const places = (text: string): number => text.split('{}').length - 1;

test.each(Object.entries(allWords))(
  '%s says all that English says, with the same places',
  (language, words) => {
    expect(words.language).toBe(language);
    expect(Object.keys(words)).toEqual(Object.keys(en));
    for (const [name, text] of Object.entries(words)) {
      expect(text.trim(), name).not.toBe('');
      expect(places(text), name).toBe(places(en[name as keyof typeof en]));
    }
  },
);

test('the twelve languages are chosen by what the page and the reader want', () => {
  expect(Object.keys(allWords).toSorted()).toEqual([...LANGUAGES]);
  expect(LANGUAGES).toHaveLength(12);
  expect(chooseLanguage([undefined, '', 'de-AT', 'fr'])).toBe('de');
  expect(chooseLanguage(['xx', 'ZH-Hant-TW'])).toBe('zh');
  expect(chooseLanguage([false, 'xx'])).toBe('en');
});
