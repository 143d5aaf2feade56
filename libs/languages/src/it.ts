import { stemmer } from '@orama/stemmers/italian';
import { absent, type LanguagePack } from './language-pack.ts';

export const italian: LanguagePack = {
  code: 'it',
  name: 'Italian',
  script: 'Latin',
  traits: ['wordy'],
  ownLetters: '',
  distinctiveLetters: 'ìòèù',
  functionWords: `
    a abbia ad agli ai al alcuni alla alle allo all anche ancora avere aveva avevano avuto c che chi ci ciò
    coi col come con contro cosa cui d da dagli dai dal dall dalla dalle dallo degli dei del dell della
    delle dello di dopo dove durante e è ed egli era erano essere essi fra fu furono gli ha hanno ho i il in
    io l la le lei li lo loro lui ma me mentre mi mia mio molti molto ne né negli nei nel nell nella nelle
    nello noi non nostra nostro o ogni oltre per perchè perché però più poi prima può quale quali qual
    quando quanta quante quanti quanto quella quelle quelli quello quell questa queste questi questo quest
    qui sarà se sé sei senza si sia siamo sono sopra sotto stata state stati stato su sua sue sugli sui sul
    sull sulla sulle suo suoi tra tu tua tuo tutte tutti tutto un una uno un vi voi`,
  stem: stemmer,
  irregularForms: `
    andare vado vai va andato andai, venire vengo viene venuto venne, uscire esco esci esce uscito, bere
    bevo bevi bevuto, rimanere rimango rimasto, scegliere scelgo scelto scelse, prendere prendo, vedere
    vedo vide, vivere vivo vissuto visse, scrivere scrivo scritto scrisse, leggere leggo lesse, chiudere
    chiuso, aprire apro aperto, nascere nasco nato nata nacque nacqui nascita, morire muoio morto morì,
    perdere perso perse, vincere vinto vinse, rompere rotto ruppe, chiedere chiesto chiese, rispondere
    risposto rispose, conoscere conosco conosciuto, crescere cresciuto, vendere venduto, comprare comprato
    comprai, imparare imparo imparato, lavorare lavoro lavori lavorato, studiare studio studiato, smettere
    smesso smise, buono migliore meglio, cattivo peggiore peggio, grande maggiore, piccolo minore, uomo
    uomini, 30 trenta, 40 quaranta, 50 cinquanta, 60 sessanta, 70 settanta, 80 ottanta, 90 novanta, 100
    cento, 1000 mille mila, chilometro km, centimetro cm, chilogrammo chilo kg, minuto min, telefono tel,
    mail email e-mail`,
  participles: absent('its participles begin as their verbs'),
  swappedWords: `
    prezzo costo costare tariffa pagare caro, lavoro mestiere professione impiego lavorare, abitare vivere
    casa, comprare acquistare, iniziare cominciare, smettere lasciare finire, figlio figlia bambino, padre
    papà, madre mamma, telefono cellulare numero, mail email posta, orario aperto ora, chiamare nome,
    marito sposato, moglie sposata, età anno nascere, preferito piacere amare, consiglio consigliare
    raccomandare, auto macchina, vacanza ferie viaggio, imparare studiare, spesso frequenza, riparare
    aggiustare, succedere accadere, comprare acquirente acquisto, vendere venditore vendita, morire morte,
    viaggiare viaggio, insegnare maestro insegnante, fondare fondatore`,
  abbreviations: { words: 'avv dott dott.ssa ecc es ing on pag pagg sig sig.ra sigg', closing: 'ecc' },
  numberWords: {
    words:
      'zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove venti',
    ambiguous: 'uno sei',
  },
  relativeTimes:
    /(?<!\p{L})(oggi|ieri|domani|(la settimana|il mese|l['’]anno|l['’]estate|l['’]inverno) (scors[oa]|prossim[oa])|(un|una|due|tre|\d+) (giorn[oi]|settiman[ae]|mes[ei]|ann[oi]) fa|recentemente|attualmente|in questo momento)(?!\p{L})/iu,
  quantities:
    'due tre quattro cinque sette otto nove dieci cento dodici venti trenta quaranta cinquanta sessanta settanta ottanta novanta',
  sentenceOpeners: 'lo gli nel nella di da con per ma io',
  nameEndings: absent('the last two letters of a name do'),
  questions: {
    number: String.raw`\bquant[oaie]\b|\bquale (percentuale|numero|quantità|età)`,
    price: String.raw`(quanto )?\b(costa|costano|costava|viene|vengono)\b|\b(qual|quale|quali|che)\b(?=.{0,16}\b(prezz[oi]|tariff[ae])\b)`,
    time: String.raw`\bquando\b|\b(quale|che|in che|in quale) (anno|data|giorno|mese|secolo|periodo)`,
    person: String.raw`\bchi\b|\bquale (persona|uomo|donna|re|azienda|società)`,
    place: String.raw`\b(dove|dov['’]è)\b|\b(quale|che|in che|in quale) (paese|città|stato|luogo|regione|zona)`,
    reason: String.raw`\bperch[éè]\b`,
    definition: String.raw`^((che )?cos['’ ]?(a )?(è|sono|fa|significa)|chi (è|era|fu)|qual è)`,
    manner: String.raw`\bcome\b(?! (si|ti|vi) chiam)`,
    list: String.raw`\bquali sono (i|gli|le)\b|\belenco\b|\bpassaggi\b`,
  },
  requests:
    /(?<!\p{L})((puoi|può|potresti|potrebbe)( dirmi| parlarmi| spiegarmi)?|dimmi|parlami|raccontami|spiegami|(che )?cosa (sai|puoi dirmi)|vorrei sapere)( (di|su|del|della))?(?!\p{L})/u,
  classNouns:
    /(?<!\p{L})(comando|funzione|metodo|opzione|parametro|termine|parola|strumento|pagina)(?!\p{L})/gu,
  labelNames: {
    price: 'prezzo costo tariffa',
    time: 'data ora giorno anno',
    number: 'numero quantità',
    person: 'nome autore',
    place: 'luogo indirizzo',
  },
  causes: /\b(perché|poiché|a causa|dovuto|grazie a|affinché|ragione|quindi)\b/i,
  followUps: {
    openings: /^(e|o|ma|anche|allora|che dire di|perché|di più|davvero|per esempio|altro)(?!\p{L})/iu,
    pointers:
      /(?<!\p{L})(lui|lei|loro|gli|suo|sua|suoi|sue|questo|questa|quello|quella|ciò|lì|ne)(?!\p{L})/iu,
  },
  backReferences:
    /^(egli|lui|lei|essi|esse|loro|esso|essa|questo|questa|questi|queste|ciò|suo|sua|suoi|sue|lì|ma|anche|tuttavia|inoltre|poi|quindi|così|entrambi)\b/i,
  pointsUp: 'sopra',
  smallTalk: {
    greeting:
      'ciao( a tutti)?|buongiorno|buon giorno|buonasera|buona sera|salve|buon pomeriggio|piacere( di conoscerti)?',
    wellbeing: 'come (stai|sta|va|state)( oggi)?|tutto bene|ciao come stai|come te la passi',
    thanks: '(molte |tante |mille )?grazie( mille| tante| infinite)?|ti ringrazio|la ringrazio',
    farewell: 'arrivederci|addio|a (presto|dopo|domani)|buonanotte|buona (notte|giornata|serata)|ci vediamo',
    who: 'chi sei( tu)?|chi e lei|come ti chiami|come si chiama|qual e il tuo nome|presentati|parlami di te|con chi parlo',
    help: 'aiuto|aiutami|cosa (sai|puoi)( fare)?|che cosa (sai|puoi)( fare)?|puoi aiutarmi|cosa posso chiederti',
    fine: 'va bene|perfetto|ottimo|capito|d accordo|bene|bello',
  },
  phrases: {
    no_answer: 'Mi dispiace, non trovo nulla a riguardo in ciò che so.',
    greeting: 'Ciao! Sono {name}. Che cosa vorresti sapere?',
    wellbeing: 'Sto bene, grazie. Che cosa vorresti sapere?',
    thanks: 'Prego!',
    farewell: 'Arrivederci, a presto!',
    who: 'Sono {name}.',
    help: 'Sono {name}. Chiedimi di ciò che so e ti mostrerò da dove viene ogni risposta.',
    fine: 'Bene. Vuoi sapere altro?',
  },
  topicQuestion: 'Che cosa puoi dirmi su {topic}?',
  offer: 'Ho scritto di «{topic}».',
  lightWords:
    'fatto fare fatta andato andata va bene male buono nuovo prossimo successo cambiato imparato resta rimane finito altro cambia successa funzionato',
  modelInstructions: { ignore: /\b(ignora|dimentica)\b[^.\n]{0,40}\b(istruzioni|regole)\b/giu },
  pageMarks: {
    question: 'domanda|d|problema',
    answer: 'risposta|r|soluzione',
    asker: 'intervistat(?:ore|rice)|giornalista|conduttore|conduttrice|d',
    self: 'io|me',
    remark: 'nota|nb|suggerimento|consiglio|attenzione|importante|info|ps',
    label:
      'nota|nota bene|attenzione|consiglio|esempio|prezzo|data|ora|luogo|telefono|tel|e-?mail|indirizzo|nome|età|professione|taglia|peso|colore|ingredienti|preparazione|orari|oggetto|da|a',
    wrote: 'ha scritto|scrive|scrisse',
    comments: 'commenti|risposte',
    untilNow: 'oggi|attuale|ad oggi|presente',
  },
  persons: {
    self: {
      subject: 'io noi',
      object: 'mi me ci',
      possessive: 'mio mia miei mie nostro nostra nostri nostre',
    },
    omitted: false,
    you: 'tu=io te=me ti=mi tuo=mio tua=mia tuoi=miei tue=mie voi=noi vi=ci vostro=nostro vostra=nostra vostri=nostri vostre=nostre Lei=io Suo=mio Sua=mia Suoi=miei Sue=mie',
    verbs:
      'sei=sono siete=siamo hai=ho avete=abbiamo fai=faccio fate=facciamo vai=vado stai=sto sai=so puoi=posso vuoi=voglio devi=devo dici=dico vieni=vengo esci=esco eri=ero avevi=avevo bevi=bevo dai=do tieni=tengo rimani=rimango facesti=feci avesti=ebbi fosti=fui',
    endings: [
      ['isci', 'isco'],
      ['asti', 'ai'],
      ['esti', 'ei', 'etti'],
      ['isti', 'ii'],
      ['avi', 'avo'],
      ['evi', 'evo'],
      ['ivi', 'ivo'],
      ['rai', 'rò'],
      ['ate', 'iamo', 'o'],
      ['ete', 'iamo', 'o'],
      ['ite', 'iamo', 'o'],
      ['i', 'o', 'io', 'iamo'],
    ],
    addressed: String.raw`^(?:(?:a|di|da|in|con|per) )?(?:dove|quando|come|cosa|perché|chi|che \p{L}+) (?:non )?(?:ti |vi )?\p{L}{2,}(?:i|ate|ete|ite)(?!\p{L})`,
  },
};
