import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const czech: LanguagePack = {
  code: 'cs',
  name: 'Czech',
  script: 'Latin',
  traits: ['pointed-ordinals'],
  ownLetters: '',
  distinctiveLetters: 'řěů',
  functionWords: `
    a aby aj ale ani asi až bez bude budou by byl byla byli bylo být co což či do ho i jak jaká jaké jaký
    jako je jeho jej její jejich jen ještě již jsem jsme jsou k kam kde kdo kdy kdyby když ke která které
    kterého který kteří ku má mají mezi mi mně mu my na nad nebo není než nich o od on ona oni ono po pod
    podle pokud pouze pro proč proto protože před přes při s se si své svůj ta tak také takže tam te tedy
    ten tento této to toho tohoto tom tomto tu ty u už v ve však všech všechny vy z za ze že`,
  stem: absent('no maintained stemmer is known'),
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  smallTalk: {
    greeting: 'ahoj|dobry (den|vecer)|dobre (rano|odpoledne)|nazdar|zdravim|cau',
    wellbeing: 'jak se (mas|mate)|jak to jde|co je noveho|jak se dari',
    thanks: 'dekuji( moc| mockrat| vam| za pomoc)?|diky( moc)?|dik|moc dekuji',
    farewell: 'na ?shledanou|sbohem|dobrou noc|mej se( hezky)?|uvidime se|hezky den',
    who: 'kdo jsi|kdo jste|jak se (jmenujes|jmenujete)',
    help: 'pomoc|pomoz( mi)?|co umis|muzes mi pomoct',
    fine: 'ok|dobre|super|vyborne|ano|ne|rozumim|jasne',
  },
  irregularForms: `
    jít jdu jdeš šel šla, jet jedu jedeš jel jela, dělat dělám děláš dělal udělal, vědět vím víš věděl,
    vidět vidím vidíš viděl, brát beru bere bral vzal, dát dám dá dal, jíst jím jíš jedl, psát píšu píšeš
    psal napsal, říct řekl říkám, narodit narodil narodila narodím, prodat prodávám prodal prodala
    prodali, koupit kupuji koupil koupila, bydlet bydlím bydlíš bydlí bydlel bydlela, pracovat pracuji
    pracuju pracuješ pracuje pracoval, jmenovat jmenuji jmenuješ jmenuje, stát stál, člověk lidé lidi,
    dítě děti, bratr bratři, rok roky let, dobrý lepší nejlepší, špatný horší nejhorší, velký větší
    největší, malý menší nejmenší, pes psa psem psi, ruka ruce, oko oči`,
  swappedWords: `
    cena stát poplatek platit, práce pracovat povolání zaměstnání, bydlet žít domov, koupit pořídit, začít
    zahájit, skončit přestat opustit, dítě syn dcera, otec táta, matka máma, telefon mobil číslo, mail
    email, jmenovat jméno, manželka manžel svatba, věk let narodit`,
  pageMarks: {
    question: 'otázka|problém',
    answer: 'odpověď|o|řešení',
    asker: 'redaktor(?:ka)?|novinář(?:ka)?|moderátor(?:ka)?',
    self: 'já',
    remark: 'pozor|tip|poznámka|důležité|pozn|ps',
    label:
      'pozor|tip|poznámka|příklad|telefon|tel|e-?mail|adresa|cena|datum|čas|místo|jméno|věk|povolání|velikost|váha|barva|ingredience|suroviny|postup|otevírací doba|předmět|od|komu',
    wrote: 'napsal|napsala|píše',
    comments: 'komentáře|odpovědi',
    untilNow: 'dosud|dnes|současnost',
  },
  inOtherWords: [
    ['Máš kolo?', 'Nikdy jsem se nenaučil šlapat a do práce chodím pěšky.'],
    ['Kolik stojí bochník?', 'Za chleba chceme čtyři eura.'],
    ['Kde jsi vyrůstal?', 'Dětství jsem prožil na statku u Dijonu.'],
    ['Kolik lidí u vás pracuje?', 'V dílně je nás devět.'],
    ['Proč jsi odešel z banky?', 'Dal jsem výpověď, protože dny byly příliš dlouhé.'],
    ['Kterou knihu máš nejraději?', 'Můj oblíbený román je Moby Dick.'],
  ],
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: {
      subject: 'já my',
      object: 'mě mne mi mně mnou nás nám námi',
      possessive:
        'můj moje má mého mé mému mém mým mou moji mí mých mými náš naše našeho naší našemu našem naším naši našich našimi',
    },
    omitted: false,
    you: 'ty=já tebe=mě tě=mě tobě=mně ti=mi tebou=mnou tvůj=můj tvoje=moje tvá=má tvé=mé tvého=mého tvojí=mojí tvou=mou tvoji=moji tvým=mým tvých=mých vy=já/my vás=mě/nás vám=mi/nám váš=můj/náš vaše=moje/naše vašeho=mého/našeho vaší=mojí/naší vašich=mých/našich ses=jsem sis=jsem',
    verbs:
      'jsi=jsem jste=jsem/jsme máš=mám máte=mám/máme víš=vím chceš=chci můžeš=můžu/mohu jíš=jím jdeš=jdu jedeš=jedu budeš=budu',
    endings: [
      ['uješ', 'uji', 'uju', 'ujeme'],
      ['áš', 'ám', 'áme'],
      ['íš', 'ím', 'íme'],
      ['eš', 'u', 'i', 'eme'],
      ['ujete', 'uji', 'uju', 'ujeme'],
      ['áte', 'ám', 'áme'],
      ['íte', 'ím', 'íme'],
      ['ete', 'u', 'i', 'eme'],
    ],
    addressed: String.raw`\p{L}{2,}(?:áš|íš|eš|áte|íte|ujete)(?!\p{L})`,
  },
};
