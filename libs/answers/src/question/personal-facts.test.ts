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

describe('since when, and until when', () => {
  test.each([
    ['en', 'When did you become a keeper?', 'I began as a keeper in 1998. I was born in 1961.', '1998'],
    ['en', 'When did you become a keeper?', '- 1998 – now: keeper\n- 1980 – 1998: cook\n', '1998 – now'],
    [
      'en',
      'When did you stop working on the ferries?',
      'I gave up the ferries in 2014. I was born in 1961.',
      '2014',
    ],
    ['de', 'Wann bist du Imkerin geworden?', 'Seit 1999 bin ich Imkerin. Geboren bin ich 1961.', '1999'],
    [
      'nl',
      'Wanneer ben je sluiswachter geworden?',
      '- 1998 – heden: sluiswachter\n- 1980 – 1998: kok\n',
      '1998 – heden',
    ],
    ['fr', 'Quand es-tu devenue bergère ?', 'Je suis bergère depuis 1998. Je suis née en 1961.', '1998'],
    ['es', '¿Cuándo te hiciste panadero?', 'Soy panadero desde 1998. Nací en 1961.', '1998'],
    ['it', 'Quando sei diventato fornaio?', 'Faccio il fornaio dal 1998. Sono nato nel 1961.', '1998'],
    [
      'pl',
      'Kiedy został pan zegarmistrzem?',
      'Zegarmistrzem jestem od 1998 roku. Urodziłem się w 1961.',
      '1998',
    ],
  ] as const)('%s: %s', (language, question, page, told) => {
    expect(ask(question, language, page)).toContain(told);
  });
});

describe('personal facts in more languages', () => {
  const own = {
    tr: "1974'te Bursa'da doğdum. Kızımız Defne 19 yaşında. Kart kabul etmiyorum, nakit lütfen. Telefon: 0224 555 01 47.",
    pl: 'Urodziłem się w 1974 roku w Sopocie. Mamy dwie córki. Tylko gotówką, karty nie przyjmuję. Mówię po polsku i po czesku.',
    sv: 'Jag är född 1974 i Luleå. Vi har två döttrar. Bara kontant, kort tar jag inte. Jag talar svenska och samiska.',
    ru: 'Я родилась в 1974 году в Твери. У нас две дочери. Только наличные, карты не принимаю. Телефон: 4822 555 01 47.',
    en: 'We have twin girls, Maeve and Orla, who turned nine in March, and a boy, Finn, who is four.',
    ja: '私は1974年に金沢で生まれました。妻は画家です。カードは使えません、現金でお願いします。',
  } as const;

  test.each([
    ['tr', 'Kaç yaşındasınız?', '1974'],
    ['tr', 'Kızınız kaç yaşında?', '19'],
    ['tr', 'Kartla ödeyebilir miyim?', 'nakit'],
    ['tr', 'Telefon numaranız nedir?', '0224'],
    ['pl', 'Ile ma pan lat?', '1974'],
    ['pl', 'Czy można zapłacić kartą?', 'gotówką'],
    ['pl', 'Jakie zna pan języki?', 'czesku'],
    ['sv', 'Hur gammal är du?', '1974'],
    ['sv', 'Kan man betala med kort?', 'kontant'],
    ['sv', 'Vilka språk talar du?', 'samiska'],
    ['ru', 'Сколько вам лет?', '1974'],
    ['ru', 'Можно заплатить картой?', 'наличные'],
    ['ja', 'おいくつですか？', '1974'],
    ['ja', '奥さんは何をしていますか？', '画家'],
    ['ja', 'カードは使えますか？', '現金'],
    ['en', 'How old are your twins?', 'nine'],
  ] as const)('%s: %s', (language, question, told) => {
    expect(ask(question, language, own[language])).toContain(told);
  });

  test.each([
    ['tr', 'Cemal kaç yaşında?', 'Eşim Cemal emekli öğretmen. Kızımız Defne 19 yaşında.', '19'],
    ['pl', 'Ile lat ma pana żona?', 'Moja żona Halina piecze. Nasz syn Paweł ma 41 lat.', '41'],
    ['sv', 'Hur gammal är din fru?', 'Min fru Karin bakar. Vår son Olle är 41 år.', '41'],
    ['ja', '健一さんは何歳ですか？', '夫の健一は漁師です。娘の葵は十四歳です。', '十四'],
    ['ja', '犬を飼っていますか？', '開けたら一週間で飲みきってください。釣りに行っています。', '一週間'],
    ['ru', 'Сколько лет вашей жене?', 'Моя жена Анна печёт хлеб. Нашему сыну 41 год.', '41'],
  ] as const)('%s: %s is not told of another', (language, question, page, told) => {
    expect(ask(question, language, page)).not.toContain(told);
  });
});
