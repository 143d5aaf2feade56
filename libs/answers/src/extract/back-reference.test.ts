import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refersBack } from './back-reference.ts';

describe('refersBack', () => {
  test.each([
    ['en', 'She was born on the island.', 'Sheila was born on the island.'],
    ['de', 'Sie wurde auf der Insel geboren.', 'Siegfried wurde geboren.'],
    ['fr', 'Elle est née sur l’île.', 'Ellen est née sur l’île.'],
    ['es', 'Él nació en la isla.', 'Élena nació en la isla.'],
    ['it', 'Questo accadde nel 1871.', 'Quest accadde nel 1871.'],
    ['pt', 'Também nasceu na ilha.', 'Tambores na ilha.'],
    ['nl', 'Zij woont daar.', 'Zijde is duur.'],
    ['sv', 'Därför stannade båten.', 'Dansen stannade.'],
    ['pl', 'Jego dom stał tu.', 'Jegor stał tu.'],
    ['ru', 'Он родился на острове.', 'Оникс родился на острове.'],
    ['tr', 'Bu fener eskidir.', 'Buz eskidir.'],
    ['hi', 'वह द्वीप पर पैदा हुई।', 'द्वीप बड़ा है।'],
    ['zh', '她出生在岛上。', '岛上有灯塔。'],
    ['ja', '彼女は島で生まれた。', '島に灯台がある。'],
    ['ko', '그녀는 섬에서 태어났다.', '섬에 등대가 있다.'],
    ['ar', 'هو ولد في الجزيرة.', 'الجزيرة كبيرة.'],
  ])('%s: "%s" does, "%s" does not', (language, back, not) => {
    expect(refersBack(back, language)).toBe(true);
    expect(refersBack(not, language)).toBe(false);
  });

  test('an opening quote or bracket before the word does not hide it, and only the first word counts', () => {
    expect(refersBack('"She plays," he said.', 'en')).toBe(true);
    expect(refersBack('(They left.)', 'en')).toBe(true);
    expect(refersBack('Morag says she plays.', 'en')).toBe(false);
  });

  test('says no of a language that it does not know', () => {
    fc.assert(fc.property(fc.string(), (text) => !refersBack(text, 'und')));
  });
});
