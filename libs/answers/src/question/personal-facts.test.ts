import { describe, expect, test } from 'vitest';
import { askPage as ask } from '../testing/ask-page.ts';
import { personalFact } from './personal-facts.ts';
import { retrieveFor } from './persona-query.ts';

const pages = {
  en: 'I was born in 1974 above a bakery in Leith. I have been a piano tuner since 1996. We have two daughters and a son. The best way to reach me is a letter to 4 Quay Lane. Cash or cheque, please: I have no machine. I earn a little with lessons. My husband plays the horn. I speak English and some Gaelic.',
  de: 'Ich bin 1974 in Jever geboren. Wir haben zwei Töchter. Mit meiner Frau wohne ich am Deich. Bezahlen kann man bar. Am besten schreibt man mir eine Mail an post@deich.example. Verheiratet bin ich mit Uwe. Meine Mutter ist Jahrgang 1950.',
  fr: "Je suis née en 1974 à Cancale. Nous avons deux filles. Mon mari pêche le bulot. J'accepte les chèques.",
  es: 'Nací en 1974 en Soria. Tenemos dos hijas. Mi marido cría ovejas. Solo acepto efectivo.',
  it: 'Sono nata a Lecce nel 1974. Abbiamo due figlie e un cane. Mio marito Piero pesca. Si paga solo in contanti. Per contattarmi: io@mare.example. Parlo italiano e greco.',
  nl: 'Ik ben in 1974 in Hoorn geboren. We hebben twee dochters en een poes. Mijn man Joost vist. Je kunt alleen contant betalen. Schrijf me: ik@haven.example. Ik spreek Nederlands en Engels.',
  pt: 'Nasci em 1974 em Aveiro. Temos duas filhas e um gato. O meu marido pesca. Só se paga em dinheiro. Escreva-me: eu@ria.example. Falo português e inglês.',
  zh: '我1974年出生在泉州。我有一个女儿。我的妹妹叫小梅。可以用微信付款。',
};

const more = {
  en: 'We have twin girls. I was taught to gild by Mr Abara. You find us in the yard; ring 01632 960 112. We are at 9 Foundry Lane.',
  de: 'Unter der Woche bin ich Glaser bei der Stadt. Wir haben drei Töchter. Das Schleifen hat mir Frau Kolb beigebracht. Ruft mich an: 0361 5550 123. Ihr findet uns in der Lindengasse.',
  fr: 'Nous avons trois filles. Ma voisine m’a appris à tisser. Téléphone et WhatsApp : 02 99 00 11 22. On est au 12 rue des Forges.',
  es: 'Tenemos dos niñas. Me enseñó mi tía Carmen. Teléfono y WhatsApp: 953 55 01 47. Estamos en la calle Olmo 3.',
  it: 'Abbiamo due gemelle. Mi ha insegnato zia Rosa. Telefono e WhatsApp: 0174 55 01 47. Siamo in via Roma 3.',
  pt: 'Temos duas filhas. Foi a tia Rosa que me ensinou. Telefone e WhatsApp: 258 55 01 47. Estamos na rua Direita 3.',
};

describe('personal facts', () => {
  test.each([
    ['en', 'How many kids do you have?', 'twin girls'],
    ['en', 'Who taught you?', 'Abara'],
    ['en', 'What is your phone number?', '960 112'],
    ['en', 'Where are you based?', 'Foundry Lane'],
    ['de', 'Was machst du beruflich?', 'Glaser'],
    ['de', 'Wie viele Kinder habt ihr?', 'Töchter'],
    ['de', 'Wer hat dir das Schleifen beigebracht?', 'Kolb'],
    ['de', 'Wie ist deine Telefonnummer?', '5550'],
    ['de', 'Wo finde ich euch?', 'Lindengasse'],
    ['fr', 'Combien d’enfants avez-vous ?', 'trois filles'],
    ['fr', 'Quel est votre numéro de téléphone ?', '02 99'],
    ['fr', 'Où êtes-vous ?', 'Forges'],
    ['es', '¿Cuántos hijos tienes?', 'dos niñas'],
    ['es', '¿Quién te enseñó?', 'Carmen'],
    ['es', '¿Cuál es vuestro teléfono?', '953'],
    ['es', '¿Dónde estáis?', 'Olmo'],
    ['it', 'Quanti figli hai?', 'gemelle'],
    ['it', 'Chi ti ha insegnato?', 'Rosa'],
    ['it', 'Qual è il vostro telefono?', '0174'],
    ['it', 'Dove siete?', 'via Roma'],
    ['pt', 'Quantos filhos tem?', 'duas filhas'],
    ['pt', 'Quem lhe ensinou?', 'Rosa'],
    ['pt', 'Qual é o seu telefone?', '258'],
  ] as const)('%s: %s, told without its words', (language, question, told) => {
    expect(ask(question, language, more[language])).toContain(told);
  });

  test('a language is spoken, and a people is none', () => {
    const spoken = 'I speak Icelandic, and I learned a little Gaelic at sea.';
    expect(ask('Which languages do you speak?', 'en', spoken)).toContain('Icelandic');
    const of = (text: string) => personalFact('Which languages do you speak?', 'en')?.told?.test(text);
    expect(of('I learned it from an Irish fiddler and a Polish cook.')).toBe(false);
    expect(of('I understand Nadine, and Martin better.')).toBe(false);
  });

  test.each([
    ['en', 'How old are you?', '1974'],
    ['en', 'Where are you from?', 'Leith'],
    ['en', 'What do you do for a living?', 'piano tuner'],
    ['en', 'Do you have kids?', 'two daughters'],
    ['en', 'How can I get in touch with you?', '4 Quay Lane'],
    ['en', 'Can I pay by card?', 'Cash or cheque'],
    ['en', 'How do you pay the bills?', 'lessons'],
    ['en', 'Are you married?', 'My husband'],
    ['en', 'Which languages do you speak?', 'Gaelic'],
    ['de', 'Wie heißt dein Mann?', 'Uwe'],
    ['it', 'Quanti anni hai?', '1974'],
    ['it', 'Hai figli?', 'due figlie'],
    ['it', 'Hai animali?', 'cane'],
    ['it', 'Come si chiama tuo marito?', 'Piero'],
    ['it', 'Posso pagare con la carta?', 'contanti'],
    ['it', 'Come posso contattarti?', 'io@mare.example'],
    ['it', 'Che lingue parli?', 'greco'],
    ['nl', 'Hoe oud ben je?', '1974'],
    ['nl', 'Heb je kinderen?', 'twee dochters'],
    ['nl', 'Heb je huisdieren?', 'poes'],
    ['nl', 'Hoe heet je man?', 'Joost'],
    ['nl', 'Hoe kan ik je bereiken?', 'ik@haven.example'],
    ['nl', 'Welke talen spreek je?', 'Engels'],
    ['pt', 'Quantos anos tens?', '1974'],
    ['pt', 'Tens filhos?', 'duas filhas'],
    ['pt', 'Tens animais?', 'gato'],
    ['pt', 'Que línguas falas?', 'inglês'],
    ['de', 'Wie alt bist du?', '1974'],
    ['de', 'Woher kommst du?', 'Jever'],
    ['de', 'Hast du Kinder?', 'Töchter'],
    ['de', 'Kann ich mit Karte zahlen?', 'bar'],
    ['de', 'Wie erreiche ich dich?', 'post@deich.example'],
    ['fr', 'Quel âge as-tu ?', '1974'],
    ['fr', 'As-tu des enfants ?', 'deux filles'],
    ['fr', 'Es-tu mariée ?', 'Mon mari'],
    ['es', '¿Cuántos años tienes?', '1974'],
    ['es', '¿Tienes hijos?', 'dos hijas'],
    ['es', '¿Estás casada?', 'Mi marido'],
    ['zh', '你今年多大？', '1974'],
    ['zh', '你有孩子吗？', '女儿'],
    ['zh', '你妹妹叫什么名字？', '小梅'],
  ] as const)('%s: %s', (language, question, told) => {
    expect(ask(question, language, pages[language])).toContain(told);
  });

  test('what is not told is not answered', () => {
    const other = 'I tune pianos. My friends went to sea. The organ was raised by a metre in 1974.';
    for (const question of [
      'How old are you?',
      'Do you have kids?',
      'Where are you from?',
      'Are you married?',
    ])
      expect(ask(question, 'en', other)).toMatch(/can't find/);
  });

  test('its words are looked for', async () => {
    const queries: string[] = [];
    await retrieveFor('How old are you?', '', 'en', (query) => {
      queries.push(query);
      return Promise.resolve([]);
    });
    expect(queries[0]).toContain('born');
  });

  test('a question that goes on asks for something else', () => {
    expect(personalFact('How old were you when the mill burned?', 'en')).toBeUndefined();
    expect(personalFact('How old are you?', 'en')?.words).toContain('born');
  });

  test('an address is told by one, before whatever speaks of mail, and a birthday by that of nobody else', () => {
    const mail =
      '# About\n\nruna@hens.example\n\n# Work\n\nI have my email open all day. My email is full of orders, and I answer each email at night.\n';
    expect(ask('What is your email address?', 'en', mail)).toContain('runa@hens.example');
    expect(ask('When is your birthday?', 'en', 'Our mare was born in May 2011.\n')).not.toContain('2011');
    expect(ask('When is your birthday?', 'en', 'I was born on 3 May 1971.\n')).toContain('3 May 1971');
  });
});
