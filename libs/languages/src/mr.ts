import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const marathi: LanguagePack = {
  code: 'mr',
  name: 'Marathi',
  script: 'Devanagari',
  traits: [],
  ownLetters: '',
  distinctiveLetters: 'ळ',
  functionWords: `
    अशी असे असा असून आणि आपण आपल्या आले आली आहे आहेत एक एका कसे का काय किंवा किती की केला केली केले कोण
    कोणत्या कोणता कोणते कधी कुठे जे जो जी झाला झाली झाले तर त्या त्याच्या त्यांनी त्यांच्या ती ते तो तेव्हा
    जेव्हा नाही नये पण मध्ये मात्र म्हणून या यांच्या याच्या व वर होता होती होते ही हा हे हो`,
  stem: absent('no maintained stemmer is known'),
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
};
