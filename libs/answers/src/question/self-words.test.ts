import { describe, expect, test } from 'vitest';
import { speaksOfSelf } from './self-words.ts';

describe('speaksOfSelf', () => {
  test.each([
    ['en', 'My daughter lives in Hull.', 'His daughter lives in Hull.'],
    ['en', 'Then I left.', 'The US left.'],
    ['de', 'Unsere Katze schläft.', 'Die Katze schläft.'],
    ['fi', 'Minun koirani nukkuu.', 'Koira nukkuu.'],
    ['ru', 'Наша собака спит.', 'Собака спит.'],
    ['zh', '这是我的狗。', '狗在睡觉。'],
    ['ja', '私の犬は寝ています。', '犬は寝ています。'],
    ['ko', '제 개는 자고 있어요.', '개는 자고 있어요.'],
    ['hi', 'मेरा कुत्ता सो रहा है।', 'कुत्ता सो रहा है।'],
    // Words of another language are none of this one.
    ['en', 'I am here.', 'The ma and pa shop of Mi.'],
    // Whose language is unknown may speak in any.
    ['und', 'Mijn hond slaapt.', 'Zzz 12.'],
  ])('%s: %s / %s', (language, own, other) => {
    expect(speaksOfSelf(own, language)).toBe(true);
    expect(speaksOfSelf(other, language)).toBe(false);
  });
});
