import { stemmer } from '@orama/stemmers/danish';
import { absent, type LanguagePack } from './language-pack.ts';
import { notSpoken } from './not-spoken.ts';

export const danish: LanguagePack = {
  code: 'da',
  name: 'Danish',
  script: 'Latin',
  traits: ['compounds', 'pointed-ordinals', 'wordy'],
  ownLetters: 'åæø',
  distinctiveLetters: 'øæå',
  functionWords: `
    ad af alle alt anden at blev blive bliver da de dem den denne der deres det dette dig din disse dog du
    efter eller en end er et for fra få ham han hans har havde hende hendes her hos hun hvad hvem hvilke
    hvilken hvis hvor hvordan hvorfor hvornår i ikke ind ingen jeg jer kan kunne man mange med meget mellem
    men mig min mod mens ned nogle nogen noget nu når og også om op os over på selv sig sin sine skal skulle
    som sådan til ud under var ved vi vil ville være været`,
  stem: stemmer,
  abbreviations: absent('nobody has collected them yet'),
  ...notSpoken,
  smallTalk: {
    greeting: 'hej( med dig)?|hejsa|goddag|god (morgen|aften|dag)|hallo',
    wellbeing: 'hvordan (gar det|har du det)( i dag)?|gar det godt|hvad sa',
    thanks: '(mange |tusind )?tak( for hjaelpen| skal du have)?|tak for det',
    farewell: 'farvel|hej hej|vi ses|god nat|hav en god dag|pa gensyn',
    who: 'hvem er du|hvad hedder du|hvad er dit navn',
    help: 'hjaelp( mig)?|hvad kan du( gore)?|kan du hjaelpe mig',
    fine: 'ok|okay|fint|godt|super|ja|nej|forstaet',
  },
  irregularForms: `
    gå går gik gået, komme kommer kom kommet, se ser så, give giver gav givet, tage tager tog taget, finde
    finder fandt fundet, vide vidste vidst, stå står stod stået, sidde sidder sad siddet, ligge ligger lå
    ligget, spise spiser spiste spist, drikke drikker drak drukket, hjælpe hjælper hjalp hjulpet, dø dør
    døde død, bryde bryder brød brudt, skrive skriver skrev skrevet, køre kører kørte kørt, bære bærer bar
    båret, falde falder faldt faldet, løbe løber løb løbet, sove sover sov, holde holder holdt, hedde
    hedder hed heddet, trække trækker trak trukket, flyve flyver fløj fløjet, tabe taber tabte tabt, vælge
    vælger valgte valgt, synge synger sang sunget, vinde vinder vandt vundet, sige siger sagde sagt, sælge
    sælger solgte solgt, købe køber købte købt, bo bor boede boet, føde født fødes, læse læser læste læst,
    lære lærer lærte lært, god bedre bedst, dårlig værre værst, stor større størst, lille mindre mindst
    små, gammel ældre ældst, ung yngre yngst, lang længere længst, mange flere flest, gerne hellere helst,
    mand mænd, barn børn, bog bøger, hånd hænder, fod fødder, 30 tredive, 40 fyrre, 50 halvtreds, 60 tres,
    70 halvfjerds, 80 firs, 90 halvfems, 100 hundrede, 1000 tusind`,
  swappedWords: `
    pris koste betale dyr, job arbejde erhverv, bo leve hjem, købe anskaffe, begynde starte, stoppe slutte
    forlade, barn søn datter, far fader, mor moder, telefon mobil telefonnummer, mail email e-mail, åben
    åbningstider, hedde navn kalde, kone gift, mand gift, alder gammel født, råd tip anbefale, bil vogn,
    ferie rejse, lære studere, ofte gange, reparere lave, ske hænde`,
  pageMarks: {
    question: 'spørgsmål|problem',
    answer: 'svar|løsning',
    asker: 'interviewer|journalist|vært',
    self: 'jeg|mig',
    remark: 'obs|vigtigt|tip|bemærk|nb|ps',
    label:
      'obs|vigtigt|tip|bemærk|eksempel|telefon|tlf|e-?mail|adresse|pris|dato|tid|sted|navn|alder|erhverv|størrelse|vægt|farve|ingredienser|fremgangsmåde|åbningstider|emne|fra|til',
    wrote: 'skrev|skriver',
    comments: 'kommentarer|svar',
    untilNow: 'nu|i dag',
  },
  inOtherWords: [
    ['Har du en cykel?', 'Jeg lærte aldrig at træde i pedalerne og går på arbejde.'],
    ['Hvad koster et brød?', 'Vi tager fire euro for et franskbrød.'],
    ['Hvor voksede du op?', 'Min barndom tilbragte jeg på en gård ved Dijon.'],
    ['Hvor mange arbejder hos jer?', 'Vi er ni i værkstedet.'],
    ['Hvorfor forlod du banken?', 'Jeg sagde op, fordi dagene var blevet for lange.'],
    ['Hvilken bog holder du mest af?', 'Min yndlingsroman er Moby Dick.'],
  ],
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
  persons: {
    self: { subject: 'jeg vi', object: 'mig os', possessive: 'min mit mine vores vor vort vore' },
    omitted: false,
    you: 'du=jeg dig=mig din=min dit=mit dine=mine I=vi jer=os jeres=min/vores De=jeg Dem=mig Deres=min',
    verbs: '',
    endings: [],
    addressed: '',
  },
};
