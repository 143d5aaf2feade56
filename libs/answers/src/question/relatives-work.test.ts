import { describe, expect, test } from 'vitest';
import { extractAnswer } from '../extract/extract.ts';
import { askPage as ask } from '../testing/ask-page.ts';
import { evidenceOf } from '../testing/evidence.ts';
import { retrieveFor } from './persona-query.ts';

const pages = {
  en: 'I bake bread. My husband Rhys works for the archive, and my wife is a teacher. My mother taught chemistry.\n\nMy wife has a red coat.',
  de: 'Ich restauriere Räder. Meine Frau ist Lehrerin in Jena. Mein Bruder ist Koch.\n\nMein Sohn ist acht und mag Dinos.\n\nWer etwas braucht, schreibt mir.',
  fr: 'Je cultive des roses. Mon frère est pompier à Nantes. Ma mère enseignait la musique.',
  es: 'Crío caballos. Mi mujer enseña inglés. Mi hermano es bombero en Cádiz. Mi abuelo era herrero.',
  it: 'Produco olio. Mia moglie insegna latino. Mio fratello è pompiere. Mio nonno era fabbro.',
  pt: 'Faço azeite. A minha mulher ensina latim. O meu irmão é bombeiro em Braga.',
  nl: 'Ik bouw boten. Mijn vrouw geeft zangles. Mijn broer is brandweerman. Mijn vader was bakker.',
  sv: 'Jag bygger båtar. Min fru undervisar i latin. Min bror jobbar som brandman.',
  pl: 'Naprawiam rowery. Moja żona uczy biologii. Mój brat jest strażakiem.',
  ru: 'Я чиню велосипеды. Моя жена преподаёт биологию. Мой брат работает пожарным.',
  tr: 'İpek dokuyorum. Eşim hastanede hemşire. Kardeşim öğretmen olarak çalışıyor.',
  zh: '我在成都修自行车。我妻子在中学教生物。我弟弟是消防员。我奶奶以前是裁缝。',
} as const;

describe('what a relative of the persona does', () => {
  test.each([
    ['en', 'What does your husband do?', 'archive'],
    ['en', 'What does your wife do for a living?', 'teacher'],
    ['en', "What was your mother's job?", 'chemistry'],
    ['de', 'Was macht deine Frau?', 'Lehrerin'],
    ['de', 'Was macht Ihr Bruder beruflich?', 'Koch'],
    ['fr', 'Que fait ton frère ?', 'pompier'],
    ['fr', 'Que faisait votre mère ?', 'musique'],
    ['es', '¿A qué se dedica tu mujer?', 'inglés'],
    ['es', '¿Qué oficio tenía tu abuelo?', 'herrero'],
    ['it', 'Che lavoro fa tuo fratello?', 'pompiere'],
    ['it', 'Che mestiere faceva tuo nonno?', 'fabbro'],
    ['pt', 'O que faz o teu irmão?', 'bombeiro'],
    ['nl', 'Wat doet je vrouw?', 'zangles'],
    ['nl', 'Wat deed uw vader?', 'bakker'],
    ['sv', 'Vad jobbar din bror med?', 'brandman'],
    ['pl', 'Czym zajmuje się twój brat?', 'strażakiem'],
    ['ru', 'Кем работает твой брат?', 'пожарным'],
    ['tr', 'Kardeşin ne iş yapıyor?', 'öğretmen'],
    ['zh', '你奶奶以前是做什么的？', '裁缝'],
  ] as const)('%s: %s', (language, question, told) => {
    expect(ask(question, language, pages[language])).toContain(told);
  });

  test.each([
    ['en', 'What does your aunt do?', "can't find"],
    ['de', 'Was macht dein Sohn beruflich?', 'leider nichts'],
    ['zh', '你叔叔做什么工作？', '找不到'],
  ] as const)('%s: %s is not told by what another does', (language, question, silence) => {
    expect(ask(question, language, pages[language])).toContain(silence);
  });
});

describe('how the persona is reached', () => {
  const lines = [
    { title: 'Kontakt', content: 'Tel: 01584 400 100\n\nowen@crust.example' },
    { title: 'Brief', content: 'I wrote to the county in 2004 and called the mill.' },
  ];
  const answered = (question: string, language: string) =>
    extractAnswer({
      question,
      background: '',
      language,
      evidence: evidenceOf(lines),
      personaName: 'Owen Tate',
    }).response;

  test.each([
    ['en', 'How can I reach you?'],
    ['en', 'How do I get in touch with you?'],
    ['de', 'Wie kann ich Sie erreichen?'],
    ['fr', 'Comment puis-je te joindre ?'],
    ['es', '¿Cómo puedo contactarte?'],
    ['it', 'Come posso contattarti?'],
    ['pt', 'Como posso contactar-te?'],
    ['nl', 'Hoe kan ik je bereiken?'],
    ['sv', 'Hur kan jag nå dig?'],
    ['pl', 'Jak mogę się z tobą skontaktować?'],
    ['ru', 'Как с тобой связаться?'],
    ['tr', 'Sana nasıl ulaşabilirim?'],
    ['ja', 'どうすれば連絡できますか？'],
    ['zh', '怎么联系你？'],
  ])('%s: %s', (language, question) => {
    expect(answered(question, language)).toMatch(/01584|owen@/);
  });

  test('a page too short to tell its language is as good as one in that of the question', async () => {
    const found = evidenceOf(lines.slice(0, 1));
    expect(await retrieveFor('How can I reach you?', '', 'en', async () => found)).toBe(found);
    const queries: string[] = [];
    await retrieveFor('How can I reach you?', '', 'en', async (query) => {
      queries.push(query);
      return found;
    });
    expect(queries).toHaveLength(1);
  });
});
