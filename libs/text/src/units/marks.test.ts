import { known, languages } from '@persona/languages';
import { describe, expect, test } from 'vitest';
import { showUnits } from '../testing/show.ts';
import { marksIn } from './marks.ts';

const withMarks = languages.flatMap(({ code, pageMarks }) => {
  const marks = known(pageMarks);
  return marks ? [{ code, marks }] : [];
});

/** The words of a source of a regular expression that are written as they are. */
const wordsOf = (source: string): string[] =>
  source
    .replace(/[^|]*\([^|)]*\|[^)]*\)[^|]*/g, '')
    .split('|')
    .filter((word) => /^[\p{L}\p{M} ]+$/u.test(word));

describe('marks', () => {
  test.each(withMarks)('$code: its own are known in its pages', ({ code, marks }) => {
    const read = marksIn(code);
    const [question, answer] = [wordsOf(marks.question)[0], wordsOf(marks.answer)[0]];
    expect(read.questionMarkOf(`${question}: x`)).toBe(`${question}: `);
    expect(read.answerMarkOf(`${answer} 2: x`)).toBe(`${answer} 2: `);
    for (const name of wordsOf(marks.asker)) expect(read.isAsker(name), name).toBe(true);
    for (const name of wordsOf(marks.self)) expect(read.isSelf(name), name).toBe(true);
    for (const label of wordsOf(marks.label)) expect(read.isCommonLabel(label), label).toBe(true);
    for (const remark of wordsOf(marks.remark)) expect(read.beginsRemark(`${remark}: x`), remark).toBe(true);
    for (const now of wordsOf(marks.untilNow)) expect(read.beginsWithNow(now), now).toBe(true);
    for (const verb of wordsOf(marks.wrote))
      expect(read.writerIn(`Ada Lind ${verb}:`), verb).toBe('Ada Lind');
    expect(read.questionMarkOf('Q: x')).toBe('Q: ');
  });

  test('a letter that marks something in one language is none in another', () => {
    const page = 'K: Missä majakka on?\n\nV: Niemen kärjessä.\n';
    expect(showUnits(page, 'fi')).toEqual(['? Missä majakka on?', '<Missä majakka on?> Niemen kärjessä.']);
    expect(marksIn('de').answerMarkOf('V: x')).toBeUndefined();
  });

  test('where the language is unknown, the marks of all are', () => {
    expect(marksIn('und').questionMarkOf('Frage: x')).toBe('Frage: ');
    expect(marksIn('und').questionMarkOf('質問：x')).toBe('質問：');
    expect(marksIn('am').isSelf('ich')).toBe(true);
  });
});
