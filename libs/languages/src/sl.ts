import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const slovenian: LanguagePack = {
  code: 'sl',
  name: 'Slovenian',
  script: 'Latin',
  traits: ['pointed-ordinals'],
  ownLetters: '',
  distinctiveLetters: '',
  functionWords: `
    a ali ampak bi bil bila bile bili bilo biti bo bodo brez da do dokler ga glede in iz jaz je jih ji jo k
    kadar kaj kako kakšen kateri katera katere kdaj kdo ker ki kje ko kot koliko lahko ljub med mi mu na nad
    naj ne nego ni niso njegov njih o ob od on ona oni pa po pod pred pri proti s sam se sem si so sta svoj
    ta tako te tem ter ti to tudi v več vendar vi vse z za zakaj zaradi že`,
  stem: absent('no maintained stemmer is known'),
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  pageMarks: {
    question: 'vprašanje|težava',
    answer: 'odgovor|rešitev',
    asker: 'novinar(?:ka)?|voditelj(?:ica)?',
    self: 'jaz',
    remark: 'pozor|opomba|nasvet|pomembno',
    label:
      'pozor|opomba|nasvet|primer|telefon|tel|e-?pošta|naslov|cena|datum|čas|kraj|ime|starost|poklic|velikost|barva|sestavine|priprava|odpiralni čas|zadeva|od|za',
    wrote: 'je napisal|je napisala|piše',
    comments: 'komentarji|odgovori',
    untilNow: 'danes|zdaj',
  },
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: {
      subject: 'jaz mi',
      object: 'me mene meni mano nas nam nami',
      possessive:
        'moj moja moje mojega mojem mojemu moji mojo mojih naš naša naše našega našem naši našo naših',
    },
    omitted: false,
    you: 'ti=jaz tebe=mene te=me tebi=meni tvoj=moj tvoja=moja tvoje=moje tvojega=mojega tvojem=mojem tvojemu=mojemu tvojo=mojo tvoji=moji vi=jaz/mi vas=mene/nas vam=meni/nam vaš=moj/naš vaša=moja/naša vaše=moje/naše vašega=mojega/našega vašo=mojo/našo',
    verbs: 'si=sem ste=sem/smo imaš=imam imate=imam/imamo',
    endings: [
      ['š', 'm', 'mo'],
      ['te', 'm', 'mo'],
    ],
    addressed: String.raw`\p{L}{2,}[aei]š(?!\p{L})`,
  },
};
