import { expect, test } from 'vitest';
import { measure, verdictOn } from './measure.ts';

test('a part is measured in rounds that alternate in who goes first, and told by medians of ratios', async () => {
  const first: boolean[] = [];
  const figures = [
    { product: 10, peer: 100 },
    { product: 90, peer: 100 },
    { product: 30, peer: 60 },
  ];
  const part = {
    measures: { speed: { what: 'speed', unit: 'pages/s', bar: { min: 0.4, goal: 0.8 } } },
    round: async (productFirst: boolean) => {
      first.push(productFirst);
      return { speed: figures[first.length - 1] ?? { product: 0, peer: 1 } };
    },
  };
  expect(await measure(part, 3)).toEqual([
    {
      what: 'speed',
      unit: 'pages/s',
      product: 30,
      peer: 100,
      ratio: 0.5,
      quartiles: '0.1–0.9',
      bar: '≥ 0.4',
      goal: '≥ 0.8',
      is: 'met',
    },
  ]);
  expect(first).toEqual([true, false, true]);
});

test.each([
  [0.4, { min: 0.4, goal: 0.8 }, 'met'],
  [0.39, { min: 0.4, goal: 0.8 }, 'not met'],
  [0.9, { min: 0.4, goal: 0.8 }, 'goal'],
  [4.1, { max: 4, goal: 2 }, 'not met'],
  [3, { max: 4, goal: 2 }, 'met'],
  [2, { max: 4, goal: 2 }, 'goal'],
] as const)('%s beside %o is %s', (value, bar, is) => {
  expect(verdictOn(value, bar)['is']).toBe(is);
});
