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
  pageMarks: {
    question: 'klausimas|problema',
    answer: 'atsakymas|sprendimas',
    asker: 'žurnalist(?:as|ė)|vedėj(?:as|a)',
    self: 'aš',
    remark: 'dėmesio|pastaba|patarimas|svarbu',
    label: String.raw`dėmesio|pastaba|patarimas|pavyzdys|telefonas|tel|el\. paštas|adresas|kaina|data|laikas|vieta|vardas|amžius|profesija|ingredientai|paruošimas|darbo laikas|tema`,
    wrote: 'rašė|rašo',
    comments: 'komentarai',
    untilNow: 'dabar|iki šiol',
  },
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: { subject: 'aš mes', object: 'mane man manimi mus mums', possessive: 'mano mūsų' },
    omitted: false,
    you: 'tu=aš tave=mane tau=man tavo=mano jūs=aš/mes jums=man/mums jūsų=mano/mūsų',
    verbs: 'esi=esu esate=esu/esame turi=turiu',
    endings: [
      ['i', 'u', 'iu'],
      ['ai', 'au'],
      ['ei', 'iau'],
      ['ate', 'au', 'ame'],
      ['ite', 'iu', 'ime'],
      ['ėte', 'iau', 'ėme'],
      ['eni', 'enu'],
    ],
    addressed: '',
  },
};
