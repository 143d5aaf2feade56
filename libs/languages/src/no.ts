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
  smallTalk: {
    greeting: 'hei( hei| pa deg| sann)?|heisann|god (morgen|kveld|dag)|hallo|morn',
    wellbeing: 'hvordan (gar det|har du det)( i dag)?|gar det bra|hva skjer|star til',
    thanks: '(tusen |mange )?takk( skal du ha| for hjelpen)?|takk for det',
    farewell: 'ha det( bra)?|hade|farvel|vi sees|vi snakkes|god natt|ha en (fin|god) dag',
    who: 'hvem er du|hva heter du|hva er navnet ditt',
    help: 'hjelp( meg)?|hva kan du( gjore)?|kan du hjelpe meg',
    fine: 'ok|okei|fint|bra|flott|ja|nei|forstatt',
  },
  irregularForms: `
    gå går gikk gått, komme kommer kom kommet, se ser så sett, gi gir ga gav gitt, ta tar tok tatt, finne
    finner fant funnet, vite visste visst, stå står sto stod stått, sitte sitter satt sittet, ligge ligger
    lå ligget, spise spiser spiste spist, drikke drikker drakk drukket, hjelpe hjelper hjalp hjulpet, dø
    dør døde død, bryte bryter brøt brutt, skrive skriver skrev skrevet, kjøre kjører kjørte kjørt, bære
    bærer bar båret, falle faller falt, løpe løper løp, sove sover sov sovet, holde holder holdt, hete
    heter het hett, trekke trekker trakk trukket, fly flyr fløy fløyet, tape taper tapte tapt, velge
    velger valgte valgt, synge synger sang sunget, vinne vinner vant vunnet, si sier sa sagt, selge selger
    solgte solgt, kjøpe kjøper kjøpte kjøpt, bo bor bodde bodd, føde født fødes, lese leser leste lest,
    lære lærer lærte lært, god bedre best, dårlig verre verst, stor større størst, liten mindre minst små,
    gammel eldre eldst, ung yngre yngst, lang lengre lengst, mange flere flest, gjerne heller helst, mann
    menn, bok bøker, hånd hender, fot føtter, 30 tretti, 40 førti, 50 femti, 60 seksti, 70 sytti, 80 åtti,
    90 nitti, 100 hundre, 1000 tusen`,
  swappedWords: `
    pris koste betale dyr, jobb arbeid jobbe arbeide yrke, bo leve hjem, kjøpe skaffe, begynne starte,
    slutte stoppe forlate, barn sønn datter, far pappa, mor mamma, telefon mobil telefonnummer, mail epost
    e-post, åpen åpningstider, hete navn kalle, kone gift, mann gift, alder gammel født, råd tips
    anbefale, bil vogn, ferie reise, lære studere, ofte ganger, reparere fikse, skje hende`,
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
  inOtherWords: [
    ['Har du en sykkel?', 'Jeg lærte aldri å tråkke, og går til jobben.'],
    ['Hva koster et brød?', 'Vi tar fire euro for en kneipp.'],
    ['Hvor vokste du opp?', 'Barndommen min tilbrakte jeg på en gård ved Dijon.'],
    ['Hvor mange arbeider hos dere?', 'Vi er ni i verkstedet.'],
    ['Hvorfor forlot du banken?', 'Jeg sa opp fordi dagene var blitt for lange.'],
    ['Hvilken bok liker du best?', 'Yndlingsromanen min er Moby Dick.'],
  ],
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: { subject: 'jeg vi eg me', object: 'meg oss', possessive: 'min mi mitt mine vår vårt våre' },
    omitted: false,
    you: 'du=jeg deg=meg din=min di=mi ditt=mitt dine=mine dere=vi De=jeg',
    verbs: '',
    endings: [],
    addressed: '',
  },
};
