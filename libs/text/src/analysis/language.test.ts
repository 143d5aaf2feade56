import { isAbsent, languages } from '@persona/languages';
import { describe, expect, test } from 'vitest';
import { detectLanguage } from './language.ts';

const sentences: Record<string, string> = {
  ar: 'أين تقع المنارة التي بناها الصيادون؟',
  bg: 'Къде се намира фарът, който рибарите построиха?',
  ca: 'On és el far que van construir els pescadors?',
  cs: 'Kde je maják, který postavili rybáři?',
  da: 'Hvor ligger fyret, som fiskerne byggede?',
  de: 'Wo steht der Leuchtturm, den die Fischer gebaut haben?',
  el: 'Πού βρίσκεται ο φάρος που έχτισαν οι ψαράδες;',
  en: 'Where is the lighthouse that the fishermen built?',
  es: '¿Dónde está el faro que construyeron los pescadores?',
  fa: 'فانوس دریایی که ماهیگیران ساختند کجاست؟',
  fi: 'Missä on majakka, jonka kalastajat rakensivat?',
  fr: 'Où se trouve le phare que les pêcheurs ont construit ?',
  he: 'איפה נמצא המגדלור שבנו הדייגים?',
  hi: 'वह प्रकाशस्तंभ कहाँ है जिसे मछुआरों ने बनाया था?',
  hu: 'Hol van a világítótorony, amelyet a halászok építettek?',
  id: 'Di mana mercusuar yang dibangun oleh para nelayan itu?',
  it: 'Dove si trova il faro che hanno costruito i pescatori?',
  ja: '漁師たちが建てた灯台はどこにありますか。',
  ko: '어부들이 지은 등대는 어디에 있습니까?',
  lt: 'Kur yra švyturys, kurį pastatė žvejai?',
  nl: 'Waar staat de vuurtoren die de vissers hebben gebouwd?',
  no: 'Hvor er fyret som fiskerne bygde, og hva slags lys har det?',
  pl: 'Gdzie jest latarnia, którą zbudowali rybacy?',
  pt: 'Onde fica o farol que os pescadores construíram e não usam mais?',
  ro: 'Unde este farul pe care l-au construit pescarii?',
  ru: 'Где находится маяк, который построили рыбаки?',
  sr: 'Где је светионик који су рибари изградили?',
  sv: 'Var ligger fyren som fiskarna byggde och inte längre använder?',
  ta: 'மீனவர்கள் கட்டிய கலங்கரை விளக்கம் எங்கே உள்ளது?',
  th: 'ประภาคารที่ชาวประมงสร้างอยู่ที่ไหน',
  tr: 'Balıkçıların yaptığı deniz feneri nerede ve ne kadar eski?',
  uk: 'Де знаходиться маяк, який збудували рибалки?',
  ur: 'ماہی گیروں نے جو روشنی کا مینار بنایا وہ کہاں ہے؟',
  vi: 'Ngọn hải đăng mà các ngư dân đã xây ở đâu?',
  zh: '渔民建造的灯塔在哪里？',
};

describe('language', () => {
  test.each(Object.entries(sentences))('%s: %s', (language, sentence) => {
    expect(detectLanguage(sentence)).toBe(language);
  });

  test('what the text leaves open, the likely languages decide', () => {
    expect(detectLanguage('Normandie 1944')).toBe('und');
    expect(detectLanguage('Normandie 1944', ['de'])).toBe('de');
    expect(detectLanguage('Where is the lighthouse that they built?', ['de'])).toBe('en');
    expect(detectLanguage('')).toBe('und');
  });

  test.each([
    ['ca', 'El meu avi vivia a prop de la mar i tenia dues barques.'],
    ['es', 'Mi abuelo vivía cerca del mar y tenía dos barcos.'],
    ['pt', 'O meu avô vivia perto do mar e tinha dois barcos.'],
    ['fr', 'Mon grand-père vivait près de la mer et avait deux bateaux.'],
    ['ca', 'Em pots explicar quina és la capital?'],
    ['es', '¿Me puedes decir cuál es la capital?'],
    ['pt', 'Você pode me dizer qual é a capital?'],
    ['fr', 'Peux-tu me dire quelle est la capitale ?'],
  ])('of neighbours, %s: %s', (language, sentence) => {
    expect(detectLanguage(sentence)).toBe(language);
  });

  test('a few foreign names do not turn a page', () => {
    expect(detectLanguage('The Los Angeles Dodgers and the Los Angeles Rams play in Los Angeles.')).toBe(
      'en',
    );
  });

  test('stems are there for at least fifteen languages', () => {
    const stems = Object.fromEntries(
      languages.flatMap(({ code, stem }) => (isAbsent(stem) ? [] : [[code, stem] as const])),
    );
    expect(Object.keys(stems).length).toBeGreaterThanOrEqual(15);
    for (const stem of Object.values(stems)) expect(stem('abcdefghij')).toBeTypeOf('string');
  });
});
