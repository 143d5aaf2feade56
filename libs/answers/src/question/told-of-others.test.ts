import { describe, expect, test } from 'vitest';
import { extractAnswer } from '../extract/extract.ts';
import { askPage as ask } from '../testing/ask-page.ts';
import { evidenceOf } from '../testing/evidence.ts';
import { readRequest } from './read-request.ts';

const pages = {
  en:
    'I run a print shop by the bridge. My cousin Dilys, who now teaches chemistry in Bangor, joins me when she ' +
    'can. Dilys loves opera.\n\nI got it from Greta Holm.\n\nGreta lives in Lund and works for the railway.',
  de: 'Mein Bruder Jens arbeitet jetzt bei der Fähre. Jens fährt einen Lieferwagen. Meine Freundin unterrichtet Musik.',
  fr: 'Mon frère Paul travaille maintenant à la mairie et habite Brive. Mon amie Claire enseigne le dessin.',
  es: 'Mi hermana Pilar trabaja ahora en el hospital y vive en Madrid. Mi vecino enseña guitarra.',
  it: 'Mio fratello Marco lavora adesso in banca. La mia amica Giulia insegna pianoforte a Ravenna.',
  pt: 'O meu irmão Rui trabalha agora no porto e vive em Braga. A minha amiga Inês ensina piano.',
  nl: 'Mijn broer Sietse werkt nu bij de gemeente en woont in Sneek. Mijn vriendin geeft zwemles.',
  pl: 'Mój brat Marek pracuje teraz w porcie. Moja przyjaciółka Ewa uczy matematyki w liceum.',
  sv: 'Min bror Erik arbetar nu på sågverket. Min väninna Karin undervisar i matematik.',
  tr: 'Benim atölyem Bursada. Kardeşim Murat şimdi limanda çalışıyor. Arkadaşım Selin lisede matematik öğretiyor. O cazı çok seviyor.',
  ru: 'Мой брат Игорь теперь работает на вокзале. Моя подруга Нина преподаёт химию в школе.',
  ja: '私の家は金沢です。兄は今、市役所で働いています。友人の由美は高校で数学を教えています。彼女はオペラが大好きです。',
  zh: '我哥哥现在在银行工作。朋友陈燕在中学教数学。她很喜欢京剧，有两个孩子。',
} as const;
const silences = [
  "can't find",
  'leider nichts',
  'ne trouve rien',
  'no encuentro',
  'non trovo',
  'não encontro',
  'niets',
  'nie znajduję',
  'hittar',
  'bulamıyorum',
  'не нахожу',
  '見つかりません',
  '找不到',
];

test('nor is what somebody else loves its opinion', () => {
  const said = (content: string) =>
    extractAnswer({
      question: 'opera',
      background: '',
      language: 'en',
      request: readRequest('Do you love opera?', 'en'),
      evidence: evidenceOf([{ title: '-', content }]),
      personaName: 'Ada',
    });
  expect(said(pages.en).answer_type).toBe('no_answer');
  expect(said(`${pages.en}\n\nI love opera too.`).response).toBe('I love opera too.');
});

describe('what somebody else does is not what the persona does', () => {
  test.each([
    ['en', 'Where do you teach chemistry?'],
    ['en', 'Where do you teach now?'],
    ['en', 'Who do you currently work for?'],
    ['en', 'Do you work for the railway?'],
    ['de', 'Wo arbeitest du jetzt?'],
    ['de', 'Unterrichtest du Musik?'],
    ['de', 'Wo arbeiten Sie jetzt?'],
    ['de', 'Welchen Wagen fährst du?'],
    ['fr', 'Où travailles-tu maintenant ?'],
    ['fr', 'Est-ce que tu enseignes le dessin ?'],
    ['es', '¿Dónde trabajas ahora?'],
    ['es', '¿Enseñas guitarra?'],
    ['it', 'Dove lavori adesso?'],
    ['it', 'Insegni pianoforte?'],
    ['pt', 'Onde trabalhas agora?'],
    ['pt', 'Ensinas piano?'],
    ['nl', 'Waar werk je nu?'],
    ['nl', 'Geef je zwemles?'],
    ['pl', 'Gdzie teraz pracujesz?'],
    ['pl', 'Czy uczysz matematyki?'],
    ['sv', 'Var arbetar du nu?'],
    ['sv', 'Undervisar du i matematik?'],
    ['tr', 'Şimdi nerede çalışıyorsun?'],
    ['tr', 'Matematik öğretiyor musun?'],
    ['ru', 'Где ты теперь работаешь?'],
    ['ru', 'Ты преподаёшь химию?'],
    ['ja', '今どこで働いていますか？'],
    ['ja', '数学を教えていますか？'],
    ['ja', 'オペラは好きですか？'],
    ['zh', '你现在在哪里工作？'],
    ['zh', '你喜欢京剧吗？'],
    ['zh', '你有孩子吗？'],
  ] as const)('%s: %s', (language, question) => {
    const said = ask(question, language, pages[language]);
    expect(silences.some((silence) => said.includes(silence))).toBe(true);
  });

  test.each([
    ['en', 'Where does Dilys teach?', pages.en, 'Bangor'],
    ['en', 'Where do you work now?', 'I help my sister, and I work at the mill now.', 'mill'],
    ['en', 'Where do you work?', 'My wife and I work at the mill in Ayr.', 'mill'],
    ['en', 'What do you sell?', 'With my brother Tom I sell honey.', 'honey'],
    ['en', 'Did you learn to weave?', 'Anna taught me to weave, and I never learned to knit.', 'weave'],
    ['en', 'Do you have a cat?', 'My brother (he is nine) and I have a cat named Crampon.', 'Crampon'],
    ['de', 'Was verkaufst du?', 'Mit meinem Bruder Jens verkaufe ich Honig.', 'Honig'],
    ['es', '¿Qué vendes?', 'Con mi hermana Pilar vendo cestas de mimbre.', 'cestas'],
    ['it', 'Cosa vendi?', 'Con mio fratello Marco vendo cesti di vimini.', 'cesti'],
    ['tr', 'Nerede çalışıyorsun?', 'Kardeşim Murat ile limanda çalışıyorum.', 'liman'],
    ['ja', 'どこで働いていますか？', '母が始めた店で働いています。', '店'],
    ['zh', '你做什么工作？', '我和妻子一起做木工工作。', '木工'],
  ] as const)('%s: %s is told where the persona does it too', (language, question, page, told) => {
    expect(ask(question, language, page)).toContain(told);
  });
});
