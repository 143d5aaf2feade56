import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { differInAmount, differInNumbers, differInTime, figuresOf } from './figures.ts';

const differ = (one: string, other: string, language = 'en') => {
  const [a, b] = [figuresOf(one, language), figuresOf(other, language)];
  return { amount: differInAmount(a, b), time: differInTime(a, b) };
};

describe('figures of a sentence', () => {
  test.each([
    ['en', 'It stands thirty metres high: 30 metres.', 'It stands 40 metres high.'],
    ['en', 'It holds 91 % of its charge.', 'It holds 80% of its charge.'],
    ['en', 'It costs $120.40 a night.', 'It costs $20.40 a night.'],
    ['en', 'It costs USD 1,200.', 'It costs USD 1,300.'],
    ['sv', 'Det kostar 120 kr.', 'Det kostar 140 kr.'],
    ['de', 'Er hat zwölf Stufen.', 'Er hat 14 Stufen.'],
    ['ar', 'يزن ٤٦ كيلو.', 'يزن ٥٢ كيلو.'],
  ])('%s: another amount: "%s" and "%s"', (language, one, other) => {
    expect(differ(one, other, language)).toEqual({ amount: true, time: false });
  });

  test.each([
    ['en', 'It was built in 1871.', 'It was built in 1901.'],
    ['en', 'In 2019 we moved.', 'In 2017 we moved.'],
    ['en', 'At 10:30 it rains.', 'At 11 am it rains.'],
    ['fr', 'Ouvert de 9 h à 18 h.', 'Ouvert de 10 h à 18 h.'],
    ['ru', 'Хор поёт по средам.', 'Хор поёт по четвергам.'],
    ['es', 'La boda fue el 5 de mayo.', 'La boda fue el 15 de mayo.'],
    ['ja', '店は土曜日に開きます。', '店は日曜日に開きます。'],
    ['zh', '婚礼在5月3日。', '婚礼在5月13日。'],
    ['en', 'It was on 2019-05-03.', 'It was on 2019-06-03.'],
    ['de', 'Das war am 03.05.2019.', 'Das war am 03.06.2019.'],
  ])('%s: another time: "%s" and "%s"', (language, one, other) => {
    expect(differ(one, other, language)).toEqual({ amount: false, time: true });
  });

  test.each([
    ['en', 'It has twelve steps.', 'It has 12 steps.'],
    ['en', 'It was built between 1869 and 1871.', 'It was built in 1901.'],
    ['en', 'It holds 91 % of its charge.', 'It holds 91% now.'],
    ['en', 'It lies 1200 m above the sea.', 'It was built in 1901.'],
    ['en', 'It costs $1,200.', 'It costs $1200.00.'],
    ['en', 'At 7 pm.', 'At 19:00.'],
    ['en', 'On May 5.', 'On the 5th of May.'],
    ['de', 'Am 03.05.2019.', 'Am 3. Mai 2019.'],
    ['en', 'It weighs 3 kg.', 'It is 4 m long.'],
  ])('%s: no other: "%s" and "%s"', (language, one, other) => {
    expect(differ(one, other, language)).toEqual({ amount: false, time: false });
  });

  test('no text contradicts itself', () => {
    const part = fc.constantFrom(
      ...'37 metres|1,234 kg|1871|5 lamps|$12.50|20 €|30%|7 pm|10:30|5 May|May 7|Monday|12.05.2019|three|and|3月5日|٤٦'.split(
        '|',
      ),
    );
    const text = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(text, fc.constantFrom('en', 'de', 'zh', 'und', 'ar'), (one, language) => {
        const figures = figuresOf(one, language);
        expect(differInAmount(figures, figures)).toBe(false);
        expect(differInTime(figures, figures)).toBe(false);
        expect(differInNumbers(figures, figures)).toBe(false);
      }),
    );
  });
});
