import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../testing/evidence.ts';
import { extractAnswer } from '../extract/extract.ts';

const ask = (question: string, content: string, language = 'en') =>
  extractAnswer({
    question,
    background: '',
    language,
    evidence: evidenceOf([{ title: 'Page', content }]),
    personaName: 'Ada Moreau',
    aliases: ['Captain'],
  }).response;

const silence = "I'm sorry, I can't find anything about that in what I know.";

describe('a question about the persona', () => {
  test('is not answered by what a single word of it says of somebody else', () => {
    const page = 'My sister lives in Hull.\n\nChildren ride for free.\n\nThe trains are old here.';
    expect(ask('Where do you live?', page)).toBe(silence);
    expect(ask('Do you have children?', page)).toBe(silence);
    expect(ask('How old are you?', page)).toBe(silence);
    expect(ask('Where does your sister live?', page)).toBe('My sister lives in Hull.');
  });

  test('is answered by what it says of itself', () => {
    const page = 'My sister lives in Hull.\n\nI live in Ostend.\n\nI have two grown children.';
    expect(ask('Where do you live?', page)).toBe('I live in Ostend.');
    expect(ask('Do you have children?', page)).toBe('I have two grown children.');
  });

  test('is answered by what is said under its name, or of "she" behind it', () => {
    const page =
      'The mayor lives in a castle.\n\nAda Moreau is a sailor. She lives in Ostend.\n\nThe harbour is deep.';
    expect(ask('Where do you live?', page)).toContain('She lives in Ostend.');
    expect(ask('Where do you live?', page)).not.toContain('castle');
    expect(ask('Where do you sail?', 'The Captain sails to Dover.\n\nFew sail here.')).toBe(
      'The Captain sails to Dover.',
    );
  });

  test('a verb that tells who does it needs no pronoun', () => {
    const page = 'Mia sorella abita a Pisa.\n\nAbito a Lerici.';
    expect(ask('Dove abiti?', page, 'it')).toBe('Abito a Lerici.');
  });

  test.each([
    ['en', 'Do you have a horse?', 'I know every horse in the valley.', 'My grey horse is called Tor.'],
    ['en', 'Have you got a bicycle?', 'A bicycle leans on my wall.', 'I bought an old bicycle in May.'],
    ['de', 'Hast du ein Pferd?', 'Ich kenne jedes Pferd im Tal.', 'Mein Pferd heißt Tor.'],
    ['fr', 'As-tu un cheval ?', 'Je salue chaque cheval du village.', "J'ai un vieux cheval gris."],
    ['es', '¿Tienes un caballo?', 'Yo conozco cada caballo del valle.', 'Tengo un caballo gris.'],
    ['it', 'Hai un cavallo?', 'Io conosco ogni cavallo della valle.', 'Ho un cavallo grigio.'],
    ['zh', '你有猫吗？', '村里每只猫都很瘦。', '我养了一只猫。'],
  ])('%s: what it has, by what says that it is its own: %s', (language, question, other, own) => {
    const said = (content: string) =>
      extractAnswer({
        question,
        background: '',
        language,
        evidence: evidenceOf([{ title: '', content }]),
        personaName: 'Ada',
      });
    expect(said(other).answer_type).toBe('no_answer');
    expect(said(own).response).toBe(own);
  });

  test('what "I" did is told by the clause it stands in', () => {
    const brushed = 'A box the width of my hand holds now what we carried.';
    expect(
      ask('What do you carry?', 'A horse can carry salt, said the man whom nobody believed when I came.'),
    ).toBe(silence);
    expect(ask('What is your hat size?', 'A bag of the size of a hat box holds now what I carried.')).toBe(
      silence,
    );
    expect(ask('What is your hat size?', 'I wear a hat of size 57.')).toBe('I wear a hat of size 57.');
    expect(ask('What is your collar width?', brushed)).toBe(silence);
  });
});
