import { describe, expect, test } from 'vitest';
import { showUnits } from '../testing/show.ts';
import { dateAt, dayAt } from './dates.ts';

describe('the date that a line begins with', () => {
  test.each([
    ['2024-05-01', '2024-05-01'],
    ['2024-05', '2024-05'],
    ['[2024-05-01 10:32]', '2024-05-01'],
    ['1923', '1923'],
    ['(1923)', '1923'],
    ['01.05.2024', '2024-05-01'],
    ['1/5/2024', '2024-05-01'],
    ['5/31/2024', '2024-05-31'],
    ['1 May 2024', '2024-05-01'],
    ['1st of May 2024', '2024-05-01'],
    ['May 1, 2024', '2024-05-01'],
    ['Wednesday, May 1, 2024', '2024-05-01'],
    ['May 2024', '2024-05'],
    ['1. Mai 2024', '2024-05-01'],
    ['Mittwoch, 1. Mai 2024', '2024-05-01'],
    ['1er mai 2024', '2024-05-01'],
    ['14 juillet 1989', '1989-07-14'],
    ['1 de mayo de 2024', '2024-05-01'],
    ['1 de maio de 2024', '2024-05-01'],
    ['1 maggio 2024', '2024-05-01'],
    ['1 mei 2024', '2024-05-01'],
    ['1 maj 2024', '2024-05-01'],
    ['1 мая 2024', '2024-05-01'],
    ['Май 2024', '2024-05'],
    ['1 травня 2024', '2024-05-01'],
    ['1 maja 2024', '2024-05-01'],
    ['1 Mayıs 2024', '2024-05-01'],
    ['1 Μαΐου 2024', '2024-05-01'],
    ['2024年5月1日', '2024-05-01'],
    ['2024年5月', '2024-05'],
    ['2024년 5월 1일', '2024-05-01'],
  ])('%s', (line, date) => {
    expect(dateAt(line)).toEqual({ date, length: line.length });
  });

  test.each([
    '12 boats',
    '1. First',
    '3000 people',
    '2024-13-01',
    '35.12.2024',
    '1923.5 metres',
    'May I come?',
    'Room 2024',
    '99 May 2024',
    'v2024-05-01',
  ])('%s is none', (line) => {
    expect(dateAt(line)).toBeUndefined();
  });
});

describe('the dates of entries', () => {
  test.each([
    ['en', '# Diary\n\n## 1 May 2024\n\nThe lamp is out.\n\n## 2 May 2024\n\nIt burns.'],
    ['de', '# Tagebuch\n\n## 1. Mai 2024\n\nDie Lampe ist aus.\n\n## 2. Mai 2024\n\nSie brennt.'],
    ['fr', '# Journal\n\n## 1er mai 2024\n\nLa lampe est éteinte.\n\n## 2 mai 2024\n\nElle brûle.'],
    ['ja', '# 日記\n\n## 2024年5月1日\n\nランプが消えた。\n\n## 2024年5月2日\n\n燃えている。'],
  ])('%s: those of headings', (language, content) => {
    const units = showUnits(content, language).filter((unit) => !unit.startsWith('#'));
    expect(units.map((unit) => unit.split(' ')[0])).toEqual(['@2024-05-01', '@2024-05-02']);
  });

  test('those of lines, until the next', () => {
    expect(showUnits('2024-05-01: The lamp is out. It is dark.\n\n2024-05-02: It burns.')).toEqual([
      '@2024-05-01 2024-05-01: The lamp is out.',
      '@2024-05-01 It is dark.',
      '@2024-05-02 2024-05-02: It burns.',
    ]);
  });

  test('a heading within an entry keeps its date, the next entry has its own', () => {
    expect(
      showUnits('# 2023\n\n## Lamp\n\nIt burns.\n\n# 2024\n\nIt is out.\n\n# After\n\nNobody knows.'),
    ).toEqual([
      '# @2023 2023',
      '# @2023 Lamp',
      '@2023 It burns.',
      '# @2024 2024',
      '@2024 It is out.',
      '# After',
      'Nobody knows.',
    ]);
  });

  test('a sentence that begins with a year is no entry', () => {
    expect(showUnits('1923 was the year in which it was built.')).toEqual([
      '1923 was the year in which it was built.',
    ]);
  });
});

describe('a day of any year', () => {
  test.each([
    ['9 July', '07-09'],
    ['July 9th', '07-09'],
    ['9. Juli', '07-09'],
    ['1er mai', '05-01'],
    ['19 Ağustos', '08-19'],
  ])('%s', (text, day) => {
    expect(dayAt(text)).toEqual({ day, length: text.length });
  });

  test('is no other number with a word', () => {
    expect(dayAt('9 houses')).toBeUndefined();
    expect(dayAt('45 July')).toBeUndefined();
  });
});
