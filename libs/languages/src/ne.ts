import { stemmer } from '@orama/stemmers/nepali';
import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const nepali: LanguagePack = {
  code: 'ne',
  name: 'Nepali',
  script: 'Devanagari',
  traits: [],
  ownLetters: '',
  distinctiveLetters: '',
  functionWords: `
    अनि अब आफ्नो उनले उनी एक एउटा कति कसरी कहाँ कहिले का कि किन कुन के को गरेको गर्ने गरी गर्न छ छन् जब जो
    जुन तर त्यो थिए थियो देखि नै पनि बारे भएको भने भन्ने मा माथि यस यसको यो र रहेको ले लाई लागि वा संग सबै
    साथै हुन हुने`,
  stem: stemmer,
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
};
