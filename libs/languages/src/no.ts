import { stemmer } from '@orama/stemmers/norwegian';
import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const norwegian: LanguagePack = {
  code: 'no',
  name: 'Norwegian',
  script: 'Latin',
  traits: ['compounds', 'pointed-ordinals', 'wordy'],
  ownLetters: 'åæø',
  distinctiveLetters: 'øæå',
  functionWords: `
    alle at av bare ble bli blir da de deg dem den denne der deres det dette din disse du eller en enn er et
    etter for fordi fra før ha hadde han hans har henne hennes her hos hun hva hvem hvilke hvilken hvis hvor
    hvordan hvorfor i ikke inn jeg kan kunne man mange med meg mellom men mer min mot mye ned noe noen nå
    når og også om opp oss over på seg selv sin sine skal skulle slik som så til under ut var ved vi vil
    ville vår være vært`,
  stem: stemmer,
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  pageMarks: {
    question: 'spørsmål|problem',
    answer: 'svar|løsning',
    asker: 'intervjuer|journalist|programleder',
    self: 'jeg|meg',
    remark: 'obs|viktig|tips|merk|nb|ps',
    label:
      'obs|viktig|tips|merk|eksempel|telefon|tlf|e-?post|adresse|pris|dato|tid|sted|navn|alder|yrke|størrelse|vekt|farge|ingredienser|fremgangsmåte|åpningstider|emne|fra|til',
    wrote: 'skrev|skriver',
    comments: 'kommentarer|svar',
    untilNow: 'nå|i dag',
  },
  persons: {
    self: { subject: 'jeg vi eg me', object: 'meg oss', possessive: 'min mi mitt mine vår vårt våre' },
    you: 'du=jeg deg=meg din=min di=mi ditt=mitt dine=mine dere=vi De=jeg',
    verbs: '',
    endings: [],
    addressed: '',
  },
};
