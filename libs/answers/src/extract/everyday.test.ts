import { expect, test } from 'vitest';
import { readRequest } from '../question/read-request.ts';
import { evidenceOf } from '../testing/evidence.ts';
import { extractAnswer } from './extract.ts';

const about = {
  title: 'About',
  content:
    'I repair pianos in Leipzig. My partner Ines paints signs upstairs. I was born in Görlitz in 1974.',
};

function ask(question: string, content: string, { title = 'Notes', language = 'en' } = {}): string {
  const found = extractAnswer({
    question,
    background: '',
    language,
    request: readRequest(question, language),
    evidence: evidenceOf([about, { title, content }]),
    personaName: 'Nadia',
  });
  return found.answer_type === 'grounded' ? found.response : '';
}

test('where the likeliest sentence only brushes the question, the next one that has all of it answers', () => {
  const opera =
    'For eleven years I tuned at the opera, up to six instruments a day.\n\nWhat I miss is the smell of the pit.';
  expect(ask('What do you miss about the opera?', opera, { title: 'Why I left the opera' })).toContain(
    'smell of the pit',
  );
});

test('a value with all that is asked around it comes before another that lacks something', () => {
  const course = 'My course “Tune your own piano” begins on 3 March and has eight places. Two are left.';
  expect(ask('How many places are left in the course?', course)).toContain('Two are left.');
});

test('a question above an answer is not taken for one that asks for something else', () => {
  const faq = '## Do you teach?\n\nNo. I send people to Herr Wenzel in Connewitz, who has the patience.';
  expect(ask('Who taught you?', faq)).toBe('');
  expect(ask('Do you teach?', faq)).toContain('Wenzel');
});

test('who keeps a diary of a thing speaks of oneself and of that', () => {
  const diary =
    '2021-03-04 Picked up a Feurich of 1911. Paid 300 euros and a crate of beer.\n\n2021-08-27 Sold it to the youth centre in Grünau for 2,900 euros.';
  const asked = (question: string) => ask(question, diary, { title: 'Diary of the Feurich' });
  expect(asked('What did you pay for the Feurich?')).toContain('300 euros');
  expect(asked('How much did you get for the Feurich?')).toContain('2,900');
  expect(asked('Who did you sell the Feurich to?')).toContain('youth centre');
});

test('what stands right below the one thing that is asked answers, with days and hours as times', () => {
  const hours = '# Opening hours\n\nTuesday to Friday 9–13 and 14–18.';
  expect(ask('When are you open?', hours)).toContain('Tuesday to Friday');
});

test('a fact in a form of its own is said, with the sentence that goes on with it', () => {
  expect(ask('Can I pay by card?', 'I take cash and bank transfer. No cards, sorry.')).toContain('No cards');
  expect(ask('How can I reach you?', 'Write to me at nadia@brandt.example before noon.')).toContain('nadia@');
  expect(ask('What do you do?', 'It rained all night.')).toContain('I repair pianos');
});

test('who somebody is that is asked for by name is told by what is said of them', () => {
  expect(ask('Who is Ines?', 'It rained all night.')).toContain('My partner Ines');
});

test('“may” before a person is no month, and “anything” no word of an answer', () => {
  const care = 'Never use furniture polish. It creeps between the keys, and they stick.';
  expect(ask('May I use furniture polish?', care)).toContain('Never use furniture polish.');
});

test('what is needed is told by the list on the page that speaks of it', () => {
  const page =
    'You need:\n\n- two cotton cloths\n- a soft brush\n\n1. Brush the keys from back to front.\n2. Wipe each key.';
  expect(ask('What do I need to clean the keys?', page, { title: 'How I clean a keyboard' })).toContain(
    'cotton cloths',
  );
});

test('the article of a thing that somebody speaks of says that it is theirs', () => {
  const page = 'El taller está en la calle Molinos 12. Abro de lunes a viernes.';
  expect(ask('¿Dónde está tu taller?', page, { language: 'es', title: 'Visitas' })).toContain('Molinos');
});

test('a thing that comes behind another one that is had is had, too', () => {
  expect(ask('Do you have a cat?', 'We live by the canal, with a plum tree and two cats.')).toContain(
    'two cats',
  );
  expect(ask('Do you have a cat?', 'I feed the neighbour, who has a dog and two cats.')).toBe('');
});

test('what a compound ends with says what it is, however short', () => {
  const page = 'Im März beginnt der Anfängerkurs, zehn Abende, 180 Euro. Bienenwachskerze, klein: 4 Euro.';
  const asked = (question: string) => ask(question, page, { language: 'de', title: 'Laden' });
  expect(asked('Was kostet der Kurs?')).toContain('180 Euro');
  expect(asked('Wie teuer ist eine Kerze?')).toContain('4 Euro');
});

test('a word for a person tells who, where no name does', () => {
  const page = 'When grandmother died, my uncles wanted to sell the house. I said no.';
  expect(ask('Who wanted to sell the house?', page)).toContain('my uncles');
  const italiano = 'Quando è morta la nonna, i miei zii volevano vendere la casa.';
  expect(ask('Chi voleva vendere la casa?', italiano, { language: 'it' })).toContain('zii');
});

test('what need not be brought along is told by what is lent', () => {
  const page = 'A rope, a helmet and a harness are lent for nothing. Boots cost 100 kr a day.';
  expect(ask('Do I need to bring a helmet?', page)).toContain('lent for nothing');
});

test('the verb by which a measure is asked for is not looked for', () => {
  const page = 'La stazione è a dieci minuti a piedi. Il mare è davanti alla casa.';
  expect(ask('Quanto dista la stazione?', page, { language: 'it' })).toContain('dieci minuti');
});

test('a label that is a word of questions holds what it asks for of its page', () => {
  const fair =
    '- When: Sunday 9 June, 11 am\n- Where: the old Customs House, Leith\n- Who: Ines and the choir';
  const asked = (question: string) => ask(question, fair, { title: 'Street fair' });
  expect(asked('Where is the street fair?')).toBe('Where: the old Customs House, Leith');
  expect(asked('When is the street fair?')).toContain('9 June');
});

test('what opens a question is no word before it: the first has a capital for that alone', () => {
  const sent = 'No enviamos quesos por correo, porque se rompen.';
  expect(ask('¿Mandáis quesos por correo?', sent, { title: 'Quesos', language: 'es' })).toBe(sent);
});

test('who is asked for is not told by a name in a sentence that has nothing of the question', () => {
  const shop = 'Marta opens at eight. Bread is from the oven of Piet.';
  expect(ask('Who is the mayor of Ghent?', shop, { title: 'Bakery in Ghent' })).toBe('');
});

test('what is in a thing is the list of it', () => {
  const bag =
    '# What is in my bag\n\nMy bag weighs nine kilos. In it are:\n\n- a rope\n- two torches\n- tea\n\nMy bag never holds the radio.';
  expect(ask("What's in your bag?", bag, { title: 'My bag' })).toContain('two torches');
});

test('a thing that is recommended is looked for, not only for whom', () => {
  const reeds =
    'Beginners should come on Mondays.\n\nFor children I recommend reeds of cane, because they are cheap.';
  expect(ask('What reeds would you recommend for a beginner?', reeds, { title: 'Reeds' })).toContain('cane');
});

test('what a terse sentence names is told by those behind it', () => {
  const log = '14.01.2021\nFire at the sawmill. Two brothers got out through the loft.\n\n03.02.2021\nDrill.';
  expect(ask('Tell me about the fire at the sawmill.', log, { title: 'Log 2021' })).toContain('loft');
});

test('where a verb needs no pronoun, it tells whose a thing is', () => {
  const goat = 'Tengo una cabra que se llama Nube. El vecino guarda un asno.';
  expect(ask('¿Cómo se llama tu cabra?', goat, { title: 'Notas', language: 'es' })).toContain('Nube');
});

test('what shares little of a question to somebody is no answer', () => {
  const faq = '## Do you come to our house?\n\nI used to, but I spent more time in traffic than teaching.';
  const all = `${faq}\n\n## Do you take cards?\n\nNo, I have no machine and I keep no cash in the house.`;
  expect(ask('Is there parking near your house?', all, { title: 'Lessons' })).toBe('');
});

test('where somebody lives is not told by where the work is done', () => {
  const faq = '## Where do you work?\n\nMostly on site, anywhere in the Benelux.';
  expect(ask('Where do you live?', faq, { title: 'Questions' })).not.toContain('Benelux');
  expect(ask('Where do you work?', faq, { title: 'Questions' })).toContain('Benelux');
});

test('a question above an answer may ask for a time in another way', () => {
  const faq = '## How soon can you start?\n\nUsually within three weeks.\n\n## Do you travel?\n\nSeldom.';
  expect(ask('When can you start?', faq, { title: 'Questions' })).toContain('three weeks');
});

test('what a record is called tells nothing', () => {
  const posts = '[{"title": "Why I stopped drinking coffee", "text": "My hands shook on stage."}]';
  expect(ask('Why do you drink no coffee any more?', posts, { title: 'Posts' })).not.toContain('title');
});

test('a verb that goes on with what somebody says of oneself is said of oneself', () => {
  const me = 'Ich heiße Veit, bin 1984 in Gera geboren und lebe mit meiner Frau in Husum. Beide Hunde leben.';
  expect(ask('Wo wohnst du?', me, { title: 'Zu mir', language: 'de' })).toContain('Husum');
});

test('what a visitor may bring is not what the persona has', () => {
  const faq = '## May my dog come along?\n\nRather not, one fell into the water.\n\n## Are you open?\n\nYes.';
  expect(ask('Do you have a dog?', faq, { title: 'Questions' })).toBe('');
});

test('how many somebody has is told of what is theirs', () => {
  const farm = 'The collie came from Yell in 2020 and is afraid of sheep. I keep hens.';
  expect(ask('How many sheep have you got?', farm, { title: 'Farm' })).toBe('');
});

test('what is to be recommended is no way to write to somebody', () => {
  const card = 'Contact: ada@skerry.example, or a card to the house.\n\nI read by the stove.';
  expect(ask("Is there a book you'd recommend?", card, { title: 'Ada' })).toBe('');
});

test('who taught one thing is not told by who teaches another', () => {
  const home = 'Our daughter Inga teaches maths in Bergen. I knit in winter.';
  expect(ask('Who taught you to weld?', home, { title: 'Home' })).toBe('');
});

test('a price of anything is not said beside that of the persona’s own', () => {
  const wool =
    'I bought my first wheel at a sale in Baltasound for twelve pounds.\n\n# Workshops\n\nSpinning for beginners is in May. Spinning costs £65 with lunch.';
  const told = ask('How much did you pay for your first spinning wheel?', wool, { title: 'Wool' });
  expect(told).toContain('twelve pounds');
  expect(told).not.toContain('65');
});
