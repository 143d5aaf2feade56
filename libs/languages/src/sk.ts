import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const slovak: LanguagePack = {
  code: 'sk',
  name: 'Slovak',
  script: 'Latin',
  traits: ['pointed-ordinals'],
  ownLetters: '',
  distinctiveLetters: 'ľĺŕôä',
  functionWords: `
    a aby aj ako aká aké aký ale alebo ani asi až bez bol bola boli bolo bude by byť cez čo či do ho i ich
    ja je jeho jej k kam kde kedy keď kto ktorá ktoré ktorého ktorí ktorý ku má majú medzi mi na nad nie
    nich o od on ona oni po pod podľa pre pred pretože pri prečo s sa si sme so som sú svoje ta tak takže
    tam ten tento tejto to toho tom tu už v vo však všetky z za zo že`,
  stem: absent('no maintained stemmer is known'),
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  smallTalk: {
    greeting: 'ahoj|dobry (den|vecer)|dobre rano|zdravim|cau',
    wellbeing: 'ako sa (mas|mate)|ako to ide|co je nove',
    thanks: 'dakujem( velmi pekne| pekne| za pomoc)?|vdaka|dik',
    farewell: 'dovidenia|zbohom|dobru noc|maj sa|vidime sa',
    who: 'kto si|kto ste|ako sa (volas|volate)',
    help: 'pomoc|pomoz( mi)?|co vies',
    fine: 'ok|dobre|super|vyborne|ano|nie|rozumiem',
  },
  pageMarks: {
    question: 'otázka|problém',
    answer: 'odpoveď|riešenie',
    asker: 'redaktor(?:ka)?|novinár(?:ka)?|moderátor(?:ka)?',
    self: 'ja',
    remark: 'pozor|tip|poznámka|dôležité|ps',
    label:
      'pozor|tip|poznámka|príklad|telefón|tel|e-?mail|adresa|cena|dátum|čas|miesto|meno|vek|povolanie|veľkosť|farba|ingrediencie|suroviny|postup|otváracie hodiny|predmet|od|komu',
    wrote: 'napísal|napísala|píše',
    comments: 'komentáre|odpovede',
    untilNow: 'doteraz|dnes|súčasnosť',
  },
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: {
      subject: 'ja my',
      object: 'ma mňa mi mne mnou nás nám nami',
      possessive:
        'môj moja moje môjho mojej môjmu mojom mojím moju moji mojich náš naša naše nášho našej nášmu našom naším našu naši našich',
    },
    omitted: false,
    you: 'ty=ja teba=mňa ťa=ma tebe=mne ti=mi tebou=mnou tvoj=môj tvoja=moja tvoje=moje tvojho=môjho tvojej=mojej tvojmu=môjmu tvojom=mojom tvojím=mojím tvoju=moju tvoji=moji tvojich=mojich vy=ja/my vás=ma/nás vám=mi/nám váš=môj/náš vaša=moja/naša vaše=moje/naše vášho=môjho/nášho vašej=mojej/našej vašu=moju/našu',
    verbs: 'si=som ste=som/sme máš=mám máte=mám/máme vieš=viem chceš=chcem môžeš=môžem ideš=idem',
    endings: [
      ['uješ', 'ujem', 'ujeme'],
      ['áš', 'ám', 'áme'],
      ['íš', 'ím', 'íme'],
      ['ieš', 'iem'],
      ['eš', 'em', 'eme'],
      ['aš', 'am'],
      ['iš', 'im'],
      ['áte', 'ám', 'áme'],
      ['íte', 'ím', 'íme'],
      ['ete', 'em', 'eme'],
      ['ate', 'am', 'ame'],
      ['ite', 'im', 'ime'],
    ],
    addressed: String.raw`\p{L}{2,}(?:áš|íš|eš|aš|iš|áte|íte|ujete)(?!\p{L})`,
  },
};
