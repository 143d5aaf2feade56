import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const estonian: LanguagePack = {
  code: 'et',
  name: 'Estonian',
  script: 'Latin',
  traits: ['compounds', 'pointed-ordinals'],
  ownLetters: 'äöõü',
  distinctiveLetters: 'õäü',
  functionWords: `
    aga ei ega et ja ka kas kes kelle keda kui kuid kuidas kus kuhu kust ka kõik ma me meie mida miks millal
    milline millest mis mille mitu mu nad need nende neid nii ning no oli olid olla olnud oma on või see
    seda selle sellest seal siin siis sa ta te teda tema üle veel vaid`,
  stem: absent('no maintained stemmer is known'),
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  pageMarks: {
    question: 'küsimus|probleem',
    answer: 'vastus|lahendus',
    asker: 'intervjueerija|ajakirjanik|saatejuht',
    self: 'mina',
    remark: 'tähelepanu|märkus|nipp|oluline',
    label:
      'tähelepanu|märkus|nipp|näide|telefon|tel|e-?post|aadress|hind|kuupäev|aeg|koht|nimi|vanus|amet|koostisosad|valmistamine|lahtiolekuajad|teema',
    wrote: 'kirjutas|kirjutab',
    comments: 'kommentaarid',
    untilNow: 'praegu|täna',
  },
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: {
      subject: 'mina ma meie me',
      object: 'mind minul mul mulle minule meid meil meile',
      possessive: 'minu mu meie',
    },
    omitted: false,
    you: 'sina=mina sa=ma sind=mind sinu=minu su=mu sul=mul sulle=mulle teie=meie te=me teid=meid teil=meil teile=meile',
    verbs: 'oled=olen olete=olen/oleme',
    endings: [
      ['d', 'n'],
      ['te', 'me', 'n'],
      ['sid', 'sin'],
      ['site', 'sime'],
    ],
    addressed: String.raw`^(?:kus|kust|kuhu|millal|miks|mida|kuidas|kellena|kellega) \p{L}{2,}(?:d|te)(?!\p{L})`,
  },
};
