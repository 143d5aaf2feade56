import { stemmer } from '@orama/stemmers/serbian';
import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const croatian: LanguagePack = {
  code: 'hr',
  name: 'Croatian',
  script: 'Latin',
  traits: ['pointed-ordinals'],
  ownLetters: '',
  distinctiveLetters: 'đć',
  functionWords: `
    a ako ali bez bi bila bile bili bilo bio biti da do dok ga gdje gde ga i ili im iz ja je jer jesu još
    jedan jedna k kada kad kako kao koja koje kojeg koji kojih kojoj koju koliko ko kod li me među mi mu na
    nad nakon ne nego neki nije nisu njegov njegova njih njihov o od on ona oni ono ova ovaj ove ovo po pod
    prema pri prije s sa samo se su sve svi svoje što šta ta tada taj također takođe te ti to tko tu u uz
    već više vi za zašto zbog`,
  stem: stemmer,
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  smallTalk: {
    greeting: 'bok|dobar dan|dobro jutro|dobra vecer|zdravo|pozdrav',
    wellbeing: 'kako si|kako ste|sto ima|kako je',
    thanks: 'hvala( lijepa| vam| ti| puno| na pomoci)?|puno hvala',
    farewell: 'dovidenja|adio|laku noc|vidimo se|bok bok|ugodan dan',
    who: 'tko si( ti)?|kako se zoves',
    help: 'pomoc|pomozi( mi)?|sto znas|mozes li mi pomoci',
    fine: 'ok|dobro|super|odlicno|da|ne|razumijem',
  },
  pageMarks: {
    question: 'pitanje|problem',
    answer: 'odgovor|rješenje',
    asker: 'novinar(?:ka)?|voditelj(?:ica)?',
    self: 'ja',
    remark: 'pažnja|napomena|savjet|važno',
    label:
      'pažnja|napomena|savjet|primjer|telefon|tel|e-?mail|adresa|cijena|datum|vrijeme|mjesto|ime|dob|zanimanje|veličina|boja|sastojci|priprema|radno vrijeme|predmet|od|za',
    wrote: 'napisao|napisala|piše',
    comments: 'komentari|odgovori',
    untilNow: 'danas|sada',
  },
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: {
      subject: 'ja mi',
      object: 'me mene meni mnom nas nam nama',
      possessive:
        'moj moja moje mog moga mom mojoj moju moji mojih mojim naš naša naše našeg našoj našem našu naši naših',
    },
    omitted: false,
    you: 'ti=ja tebe=mene te=me tebi=meni tobom=mnom tvoj=moj tvoja=moja tvoje=moje tvog=mog tvoga=moga tvom=mom tvojoj=mojoj tvoju=moju tvoji=moji tvojih=mojih vi=ja/mi vas=mene/nas vam=meni/nam vaš=moj/naš vaša=moja/naša vaše=moje/naše vašeg=mog/našeg vašoj=mojoj/našoj vašu=moju/našu vaši=moji/naši',
    verbs: 'si=sam ste=sam/smo jesi=jesam imaš=imam imate=imam/imamo možeš=mogu hoćeš=hoću',
    endings: [
      ['uješ', 'ujem', 'ujemo'],
      ['iš', 'im', 'imo'],
      ['eš', 'em', 'emo'],
      ['aš', 'am', 'amo'],
      ['ite', 'im', 'imo'],
      ['ete', 'em', 'emo'],
      ['ate', 'am', 'amo'],
    ],
    addressed: String.raw`\p{L}{2,}[aei]š(?!\p{L})`,
  },
};
