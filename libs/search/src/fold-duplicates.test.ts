import { expect, test } from 'vitest';
import { foldDuplicates } from './fold-duplicates.ts';

const fold = (texts: string[]): string[] => foldDuplicates(texts, (text) => text);
const long = (name: string): string =>
  `The ${name} is kept by two men who trim the lamp, wind the clockwork and write down every ship that passes the rock between dusk and dawn in all weathers.`;

test('folds what is said again word for word, or in part, and keeps the first', () => {
  const again = long('light').replace('two men', 'Two **men** —');
  const part = long('light').split(' and write')[0] ?? '';
  expect(fold([long('light'), 'Something else.', again, part])).toEqual([long('light'), 'Something else.']);
  expect(fold([part, long('light')])).toHaveLength(2);
});

test('keeps what has a name or a number of its own, however like the rest', () => {
  const prices = [
    'Plan A costs 5 pounds a month.',
    'Plan B costs 6 pounds a month.',
    'Plan A costs 6 pounds a month.',
  ];
  expect(fold(prices)).toEqual(prices);
  expect(fold([long('light'), long('bell')])).toHaveLength(2);
});

test('keeps the same words in another order', () => {
  expect(fold(['the dog bit the man', 'the man bit the dog'])).toHaveLength(2);
});

test('reads Chinese by character', () => {
  const text = '灯塔由两个人看守他们修剪灯芯给发条上弦并记录每一艘经过礁石的船只风雨无阻';
  expect(fold([text, `${text}。`, '渡轮每天往返于岛屿与大陆之间'])).toHaveLength(2);
});
