import { stemmer } from '@orama/stemmers/swedish';
import { absent, type LanguagePack } from './language-pack.ts';

export const swedish: LanguagePack = {
  code: 'sv',
  name: 'Swedish',
  script: 'Latin',
  traits: ['compounds', 'wordy'],
  ownLetters: 'åäö',
  distinctiveLetters: 'åäö',
  functionWords: `
    alla allt än att av blev bli blir de dem den denna deras dess dessa det detta dig din där då efter ej
    eller en er ett från för ha hade han hans har henne hennes hon honom hur här i icke in inom inte jag ju
    kan kunde man med mellan men mig min mot mycket många ni nu när något några och om oss på samma sedan
    sig sin sina ska skulle som så till under upp ut utan vad var vara varför varit vem vi vid vilka vilken
    vilket vår är över`,
  stem: stemmer,
  irregularForms: `
    gå går gick gått, komma kommer kom kommit, se ser såg sett, ge ger gav gett givit, ta tar tog tagit,
    veta vet visste vetat, stå står stod stått, sitta sitter suttit, ligga ligger låg legat, äta äter åt
    ätit, dricka dricker drack druckit, hjälpa hjälper hjälpte hjälpt, dö dör dog dött, bryta bryter bröt
    brutit, skriva skriver skrev skrivit, köra kör körde kört, bära bar burit, slå slår slog slagit, falla
    faller föll fallit, låta låter lät, springa springer sprang sprungit, sova sover sov sovit, hålla
    håller höll hållit, heta heter hette hetat, dra drar drog dragit, flyga flyger flög flugit, förlora
    förlorade, välja väljer valde valt, skära skär skar skurit, sjunga sjunger sjöng sjungit, vinna vinner
    vann vunnit, säga säger sade sa sagt, sälja säljer sålde sålt, köpa köper köpte köpt, bo bor bodde
    bott, föda föds föddes född fött, läsa läser läste läst, lära lärde lärt, sluta slutar slutade, arbeta
    arbetar arbetade, lägga lägger lade lagt, sätta sätter satte, bra bättre bäst, dålig sämre sämst, stor
    större störst, liten mindre minst små, gammal äldre äldst, ung yngre yngst, lång längre längst, hög
    högre högst, många fler flest, gärna hellre helst, man män, bok böcker, hand händer, fot fötter, stad
    städer, son söner, bror bröder, mor mödrar, dotter döttrar, 30 trettio, 40 fyrtio, 50 femtio, 60
    sextio, 70 sjuttio, 80 åttio, 90 nittio, 100 hundra, 1000 tusen`,
  participles: absent('its participles begin as their verbs'),
  swappedWords: `
    pris kosta kostnad avgift betala dyr, jobb arbete arbeta yrke, bo leva hem, köpa skaffa, börja starta,
    sluta lämna, barn son dotter, far pappa, mor mamma, telefon mobil telefonnummer, mejl mail epost
    e-post, öppettider öppet öppen, heta namn kalla, fru gift, man gift, ålder gammal född, favorit helst
    gilla, råd tips rekommendera, bil vagn, semester resa, lära studera, ofta gånger, laga reparera, hända
    ske, köpa köpare köp, sälja säljare försäljning, föda födelse födelseort födelsedag, dö död, resa
    resenär, lära lärare`,
  abbreviations: { words: 'bl.a d.v.s etc kl m.fl m.m osv s.k t.ex', closing: 'osv' },
  numberWords: absent('nobody has collected them yet'),
  relativeTimes:
    /(?<!\p{L})(i dag|idag|i går|igår|i morgon|imorgon|(förra|nästa) (veckan?|månaden?|året|sommaren|vintern)|i (somras|vintras|höstas|våras|fjol)|för (en|ett|två|tre|några|\d+) (dag(ar)?|veck(a|or)|månad(er)?|år) sedan|nyligen|just nu)(?!\p{L})/iu,
  quantities: 'två fyra sju åtta nio tio tjugo trettio fyrtio femtio hundra tusen',
  sentenceOpeners: absent('nobody has collected them yet'),
  nameEndings: absent('the last two letters of a name do'),
  questions: {
    number: String.raw`\bhur (många|mycket|länge|gammal|långt|stor|hög|ofta|djup|snabb)`,
    price: String.raw`(hur mycket |vad )?\bkosta(r|de)\b|\b(vad|vilket|vilka)\b(?=.{0,16}\b(pris|priset|avgift))`,
    time: String.raw`\bnär\b|\b(vilket|vilken) (år|datum|dag|månad|sekel)`,
    person: String.raw`\bvem\b`,
    place: String.raw`\bvar(ifrån|t)?\b|\b(vilket|vilken) (land|stad|plats)`,
    reason: String.raw`\bvarför\b`,
    definition: String.raw`^(vad|vem) (är|var|gör|betyder)\b`,
    manner: String.raw`\bhur\b`,
    list: String.raw`\bvilka .*\bfinns\b|\bvilka är\b|\blista\b|\bsteg\b`,
  },
  requests: absent('nobody has collected them yet'),
  classNouns: absent('nobody has collected them yet'),
  labelNames: {
    price: 'pris kostnad avgift',
    time: 'datum tid dag år',
    number: 'antal',
    person: 'namn',
    place: 'plats adress',
  },
  causes: /\b(eftersom|därför|på grund|för att|orsak)\b/i,
  followUps: {
    openings: /^(och|eller|men|också|då|hur är det med|varför|mer|verkligen|till exempel)(?!\p{L})/iu,
    pointers: /(?<!\p{L})(han|hon|den|det|de|honom|henne|dem|hans|hennes|dess|deras|där|då)(?!\p{L})/iu,
  },
  backReferences:
    /^(han|hon|den|det|de|denna|detta|dessa|hans|hennes|dess|deras|där|men|också|dock|dessutom|sedan|därför|båda)(?!\p{L})/iu,
  pointsUp: 'ovan',
  smallTalk: {
    greeting: 'hej( hej| pa dig)?|hejsan|tjena|god (morgon|kvall|dag)|halla|tja',
    wellbeing: 'hur mar du( idag)?|hur ar det( med dig)?|laget',
    thanks: 'tack( sa mycket| for hjalpen)?|tusen tack|stort tack',
    farewell: 'hej da|adjo|god natt|vi ses|ha det( sa)? bra|ha en (bra|trevlig) dag',
    who: 'vem ar du|vad heter du|vad ar ditt namn|beratta om dig( sjalv)?',
    help: 'hjalp( mig)?|vad kan du( gora)?|kan du hjalpa mig|vad vet du',
    fine: 'bra|okej|toppen|jag forstar|ja|nej',
  },
  phrases: {
    no_answer: 'Tyvärr hittar jag inget om det i det jag vet.',
    greeting: 'Hej! Jag är {name}. Vad vill du veta?',
    wellbeing: 'Jag mår bra, tack. Vad vill du veta?',
    thanks: 'Varsågod!',
    farewell: 'Hej då, välkommen åter!',
    who: 'Jag är {name}.',
    help: 'Jag är {name}. Fråga mig om det jag vet, så visar jag var varje svar kommer ifrån.',
    fine: 'Bra. Är det något mer du vill veta?',
  },
  topicQuestion: 'Vad kan du berätta om {topic}?',
  offer: 'Jag har skrivit om ”{topic}”.',
  lightWords:
    'gjort göra gick går gått bra dåligt fel nytt ny nästa hände hänt ändrats lärt klart kvar mer ändrat fungerade lyckades',
  modelInstructions: absent('nobody has collected them yet'),
  pageMarks: {
    question: 'fråga|problem',
    answer: 'svar|lösning',
    asker: 'intervjuare|journalist|programledare',
    self: 'jag',
    remark: 'obs|viktigt|tips|notera|ps',
    label:
      'obs|viktigt|tips|exempel|telefon|tel|e-?post|adress|pris|datum|tid|plats|namn|ålder|yrke|storlek|vikt|färg|ingredienser|gör så här|öppettider|ämne|från|till',
    wrote: 'skrev|skriver',
    comments: 'kommentarer|svar',
    untilNow: 'nu|nuvarande',
  },
  persons: {
    self: { subject: 'jag vi', object: 'mig mej oss', possessive: 'min mitt mina vår vårt våra' },
    omitted: false,
    you: 'du=jag dig=mig dej=mej din=min ditt=mitt dina=mina ni=vi er=vår/oss ert=vårt era=våra',
    verbs: '',
    endings: [],
    addressed: '',
  },
};
