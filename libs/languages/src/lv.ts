import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const latvian: LanguagePack = {
  code: 'lv',
  name: 'Latvian',
  script: 'Latin',
  traits: ['pointed-ordinals'],
  ownLetters: '',
  distinctiveLetters: 'āēīūņļķģ',
  functionWords: `
    ar arī bet bija būt bez caur cik dēļ es gan ir ja jau jūs ka kā kad kas kam kāds kāda kādi kāpēc kur
    kura kurš ko kopš lai līdz man mēs mūsu nav ne nē no pa par pār pēc pie pirms savu starp šī šis tā tad
    tas tikai tiek tika to tomēr tur tu un uz vai vairāk viņa viņš viņi`,
  stem: absent('no maintained stemmer is known'),
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  pageMarks: {
    question: 'jautājums|problēma',
    answer: 'atbilde|risinājums',
    asker: 'intervētājs|žurnālist[se]|vadītājs',
    self: 'es',
    remark: 'uzmanību|piezīme|padoms|svarīgi',
    label:
      'uzmanību|piezīme|padoms|piemērs|tālrunis|tel|e-?pasts|adrese|cena|datums|laiks|vieta|vārds|vecums|profesija|sastāvdaļas|pagatavošana|darba laiks|temats',
    wrote: 'rakstīja|raksta',
    comments: 'komentāri',
    untilNow: 'šobrīd|tagad',
  },
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: {
      subject: 'es mēs',
      object: 'mani man manī mūs mums',
      possessive: 'mans mana manu manas manam manā mani mūsu',
    },
    omitted: false,
    you: 'tu=es tevi=mani tev=man tavs=mans tava=mana tavu=manu tavam=manam tavas=manas jūs=es/mēs jums=man/mums jūsu=mana/mans/mūsu',
    verbs: 'esi=esmu esat=esmu/esam',
    endings: [
      ['i', 'u', 'ju'],
      ['at', 'u', 'am'],
      ['āji', 'āju'],
      ['āt', 'u', 'ām'],
    ],
    addressed: '',
  },
};
