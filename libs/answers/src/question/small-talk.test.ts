import { phraseKinds } from '@persona/languages';
import { describe, expect, test } from 'vitest';
import { phrase, phraseLanguages } from '../phrases/phrases.ts';
import { smallTalk, withoutGreeting } from './small-talk.ts';

describe('smallTalk', () => {
  test.each([
    ['Hi', 'greeting', 'en'],
    ['Hello, Ada!', 'greeting', 'en'],
    ['Hey Ada Moreau 👋', 'greeting', 'en'],
    ['Hello, I need help with...', 'help', 'en'],
    ["What's your name?", 'who', 'en'],
    ['Thanks, bye', 'farewell', 'en'],
    ['ok thanks bye', 'farewell', 'en'],
    ['Thanks a lot and bye!', 'farewell', 'en'],
    ['hi ada how are you', 'wellbeing', 'en'],
    ['Danke und tschüss!', 'farewell', 'de'],
    ['Merci beaucoup, au revoir !', 'farewell', 'fr'],
    ['vale gracias adiós', 'farewell', 'es'],
    ['Grüß Gott', 'greeting', 'de'],
    ['Wie geht’s dir?', 'wellbeing', 'de'],
    ['Ça va ?', 'wellbeing', 'fr'],
    ['¿Quién eres?', 'who', 'es'],
    ['Grazie mille!', 'thanks', 'it'],
    ['Olá, tudo bem?', 'wellbeing', 'pt'],
    ['Bon dia!', 'greeting', 'ca'],
    ["Gràcies per l'ajuda", 'thanks', 'ca'],
    ["Presenta't", 'who', 'ca'],
    ['Dank je wel', 'thanks', 'nl'],
    ['Dzień dobry', 'greeting', 'pl'],
    ['Привет, как дела?', 'wellbeing', 'ru'],
    ['Çok teşekkür ederim', 'thanks', 'tr'],
    ['من أنت؟', 'who', 'ar'],
    ['नमस्ते', 'greeting', 'hi'],
    ['你是谁？', 'who', 'zh'],
    ['ありがとうございます', 'thanks', 'ja'],
    ['안녕하세요', 'greeting', 'ko'],
    ['Vielen Dank für die Hilfe', 'thanks', 'de'],
    ['¿Qué tal estás?', 'wellbeing', 'es'],
    ['Hvordan går det?', 'wellbeing', 'da'],
    ['Hei!', 'greeting', 'no'],
    ['Ha det!', 'farewell', 'no'],
    ['Mitä kuuluu?', 'wellbeing', 'fi'],
    ['Na shledanou', 'farewell', 'cs'],
    ['Viszlát!', 'farewell', 'hu'],
    ['Ευχαριστώ πολύ', 'thanks', 'el'],
    ['Mulțumesc mult', 'thanks', 'ro'],
    ['Щиро дякую!', 'thanks', 'uk'],
  ])('%s', (message, kind, language) => {
    expect(smallTalk(message, 'Ada Moreau')).toEqual({ kind, language });
  });

  test.each([
    'PING',
    'Hi, when was the tower built?',
    'hello world program',
    'How are you made?',
    'Who are your friends?',
    'Ada?',
    'What do you know about fog?',
  ])('%s is no small talk', (message) => expect(smallTalk(message, 'Eve')).toBeNull());

  test('a greeting before a question is left out of it', () => {
    expect(withoutGreeting('Hi Ada, when was the tower built?', 'Ada')).toBe('when was the tower built?');
    expect(withoutGreeting('In 1871, was the tower built?', 'Ada')).toBe('In 1871, was the tower built?');
  });

  test('every language has every phrase, and the name is put in as it is', () => {
    for (const language of phraseLanguages)
      for (const kind of phraseKinds) expect(phrase(kind, language, '$& {name}')).not.toBe('');
    expect(phrase('who', 'en', '$&')).toBe("I'm $&.");
    expect(phrase('who', 'xx', 'Ada')).toBe("I'm Ada.");
  });
});
