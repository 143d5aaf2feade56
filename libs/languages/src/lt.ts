import { stemmer } from '@orama/stemmers/lithuanian';
import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const lithuanian: LanguagePack = {
  code: 'lt',
  name: 'Lithuanian',
  script: 'Latin',
  traits: [],
  ownLetters: '',
  distinctiveLetters: 'ėųįū',
  functionWords: `
    ant apie ar arba bei bet bus buvo būti dar dėl didelis gali iki ir iš jau jei ji jie jis jo jos jų ką
    kai kaip kam kas kad kada ko kodėl kur kurie kuri kuris kurio kuriuo mano mes nei nes nuo o pagal pat
    per po prie prieš su savo tai tačiau tarp tas ten ji to todėl tu tuo už yra`,
  stem: stemmer,
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
};
