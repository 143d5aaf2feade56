import * as fc from 'fast-check';
import { languages } from '@persona/languages';
import { describe, expect, test } from 'vitest';
import { asPersona } from './persons.ts';

describe('asPersona', () => {
  test.each([
    ['en', 'What is your boat called?', 'What is my boat called?'],
    ['de', 'Wie heißt Ihr Boot?', 'Wie heißt mein Boot?'],
    ['fr', 'Où est votre bateau ?', 'Où est mon bateau ?'],
    ['es', '¿Tienes barco?', '¿tengo barco?'],
    ['it', 'Hai una barca?', 'ho una barca?'],
    ['ru', 'Где твоя лодка?', 'Где моя лодка?'],
    ['zh', '你的船在哪里？', '我的船在哪里？'],
    ['zh', '你们有船吗？', '我们有船吗？'],
    ['ja', 'あなたの船はどこですか？', '私の船はどこですか？'],
    ['ko', '당신의 배는 어디 있어요?', '제 배는 어디 있어요?'],
    ['vi', 'Thuyền của bạn ở đâu?', 'Thuyền của tôi ở đâu?'],
  ])('%s: %s', (language, question, own) => {
    expect(asPersona(question, language)).toMatchObject({ text: own, addresses: true });
  });

  test.each([
    ['fi', 'Missä veneesi on?', 'veneeni'],
    ['fi', 'Milloin purjehditte?', 'purjehdimme'],
    ['tr', 'Teknenizin adı ne?', 'teknemizin'],
    ['tr', 'Ne zaman evlendin?', 'evlendim'],
    ['hu', 'Mi a csónakod neve?', 'csónakom'],
    ['it', 'Dove nuoti?', 'nuoto'],
    ['es', '¿Cuándo compraste el barco?', 'compré'],
    ['pl', 'Gdzie żeglujesz?', 'żegluję'],
    ['ru', 'Где ты плаваешь?', 'плаваю'],
    ['ar', 'أين تسبح؟', 'أسبح'],
    ['ar', 'أين قاربك؟', 'قاربي'],
    ['he', 'מתי הפלגתם?', 'הפלגנו'],
    ['el', 'Πού κολυμπάς;', 'κολυμπάω'],
    ['fa', 'کجا شنا می‌کنی؟', 'می‌کنم'],
  ])('%s: %s may be answered with "%s"', (language, question, form) => {
    expect(asPersona(question, language).own).toContain(form);
  });

  test.each([
    ['en', 'Where is the boat?'],
    ['de', 'Sie ist rot. Wie heißt sie?'],
    ['fi', 'Mikä vuosi oli paras?'],
    ['pl', 'Gdzie jest nasz port?'],
    ['zh', '船在哪里？'],
    ['it', 'Quanti paesi ci sono?'],
  ])('%s: %s addresses nobody', (language, question) => {
    expect(asPersona(question, language)).toEqual({ text: question, addresses: false, own: [], forms: [] });
  });

  test('who is only asked to tell something is not asked about', () => {
    expect(asPersona('Can you tell me about the boat?', 'en').addresses).toBe(false);
    expect(asPersona('Can you tell me about your boat?', 'en').text).toBe('Can you tell me about my boat?');
  });

  test('whatever is asked, a question that addresses nobody stays as it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...languages), (question, { code }) => {
        const { text, addresses, own } = asPersona(question, code);
        if (!addresses) expect([text, own]).toEqual([question, []]);
      }),
    );
  });
});

test.each([
  ['pt', 'Quando chegaste?', 'cheguei'],
  ['pt', 'Onde ficaste?', 'fiquei'],
  ['es', '¿Cuándo cruzaste el mar?', 'crucé'],
  ['es', '¿Qué pescaste?', 'pesqué'],
] as const)('%s: the first person of %s is spelt as it sounds', (language, question, form) => {
  expect(asPersona(question, language).own).toContain(form);
});
