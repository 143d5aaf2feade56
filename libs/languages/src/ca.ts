import { absent, type LanguagePack } from './language-pack.ts';

export const catalan: LanguagePack = {
  code: 'ca',
  name: 'Catalan',
  script: 'Latin',
  traits: ['wordy'],
  ownLetters: '',
  distinctiveLetters: 'ŀ',
  functionWords: `
    a al als altra altres amb aquell aquella aquelles aquells aquest aquesta aquestes aquests ara així això cada
    com d de del dels des després doncs e el ella elles ells els em en encara entre era eren es és està et fins
    fou ha han heu hi havia i ja l la les li llur m més meu meva molt molts n ni no només nosaltres nostre o on pel
    pels per perquè però poc pot què qual quals quan quant quants que qui quin quina quines quins s se sense ser
    serà seu seus seva seves si sobre són sota també tan teva tinc tot tota tots un una uns va vaig van vosaltres
    vostè`,
  stem: absent('no maintained stemmer is known'),
  irregularForms: absent('nobody has collected them yet'),
  participles: absent('its participles begin as their verbs'),
  swappedWords: absent('nobody has collected them yet'),
  abbreviations: { words: 'av d.c a.c dra núm p.ex pàg pàgs pl sr sra srta sta', closing: '' },
  numberWords: absent('"set" (seven) is a common word of English: any text with it would prove a 7'),
  relativeTimes:
    /(?<!\p{L})(avui|ahir|demà|(la setmana|el mes|l['’]any|l['’]estiu|l['’]hivern) (passa(t|da)|que ve)|fa (un|una|dos|dues|tres|\d+) (di(a|es)|setman(a|es)|mes(os)?|anys?)|recentment|actualment|ara mateix)(?!\p{L})/iu,
  quantities: 'dos tres quatre cinc sis vuit dotze cent mil milions',
  sentenceOpeners: 'uns unes als dels amb però jo',
  nameEndings: absent('the last two letters of a name do'),
  questions: {
    number: String.raw`\bquant(s|a|es)?\b|\bquina? (percentatge|nombre|quantitat|edat)`,
    price: String.raw`(quant )?(?<!\p{L})(costa|costen|val|valen)(?!\p{L})|(quin|quina|quins|quines)(?!\p{L})(?=.{0,16}(?<!\p{L})(preus?|tarif[ae]s?)(?!\p{L}))`,
    time: String.raw`\bquan\b|\b(en )?quina? (any|data|dia|mes|segle|dècada|època)`,
    person: String.raw`\bqui\b|\bquina? (persona|home|dona|rei|empresa)`,
    place: String.raw`\bon\b|\b(en )?quina? (país|ciutat|estat|lloc|regió|zona)`,
    reason: String.raw`\bper què(?!\p{L})`,
    definition: String.raw`^(què|que) (és|són|era|fa|significa|vol dir)(?!\p{L})|^qui (és|era|fou|va ser)(?!\p{L})|^quina? és(?!\p{L})`,
    manner: String.raw`\bcom\b(?! (es|et|us) di[ue])`,
    list: String.raw`\bquine?s són (els|les)\b|\bllista\b|\bpassos\b`,
  },
  requests:
    /(?<!\p{L})((em )?(pots|podeu|podries|podríeu)( dir| explicar| parlar)?(-me)?|digue'm|digues-me|digueu-me|explica'm|parla'm|què (saps|sabeu|em pots (dir|explicar))|(vull|voldria) saber)( (de|sobre|del|dels))?(?!\p{L})/u,
  classNouns: /(?<!\p{L})(ordre|funció|mètode|opció|paràmetre|terme|paraula|eina|pàgina)(?!\p{L})/gu,
  labelNames: {
    price: 'preu cost tarifa',
    time: 'data hora dia any',
    number: 'nombre quantitat',
    person: 'nom autor',
    place: 'lloc adreça',
  },
  causes:
    /(?<!\p{L})(perquè|ja que|a causa|degut a|per tal de|per tal que|per això|gràcies a|raó)(?!\p{L})/iu,
  followUps: {
    openings:
      /^(i|o|però|també|llavors|aleshores|què hi ha de|per què|més|de debò|per exemple|què més)(?!\p{L})/iu,
    pointers:
      /(?<!\p{L})(ell|ella|ells|elles|li|seu|seva|seus|seves|això|allò|aquest|aquesta|aquell|aquella|allà)(?!\p{L})/iu,
  },
  backReferences:
    /^(ell|ella|ells|elles|aquests?|aquesta|aquestes|això|allò|el seu|la seva|els seus|les seves|allà|però|també|tanmateix|a més|després|així|ambdós)(?!\p{L})/iu,
  pointsUp: 'amunt anterior',
  smallTalk: {
    greeting:
      'bon dia( a tothom)?|bona (tarda|vesprada)|bones( tardes)?|hola (bon dia|a tothom)|molt de gust',
    wellbeing: 'com (estas|esta( voste)?|va( tot)?|et va)( avui)?|tot be|hola com estas',
    thanks:
      '(moltes |mil )?(gracies|merces)( per (la teva|la seva|l) ajuda)?|moltissimes gracies|t ho agraeixo',
    farewell:
      'adeu( siau)?|a reveure|fins (aviat|dema|despres|ara|la propera)|bona nit|ens veiem|que vagi be|passi ho be|que tinguis (un )?bon dia',
    who: 'qui ets( tu)?|qui es voste|com et dius|com es diu( voste)?|quin es el (teu|seu) nom|presentat|parlam de tu|amb qui parlo',
    help: 'ajudam|que (saps|pots)( fer)?|en que (em )?pots ajudar( me)?|(em pots ajudar|pots ajudar me)|que (et )?puc preguntar',
    fine: 'd acord|perfecte|molt be|entes|be',
  },
  phrases: {
    no_answer: 'Ho sento, no trobo res sobre això en el que sé.',
    greeting: "Hola! Soc {name}. Què t'agradaria saber?",
    wellbeing: "Estic bé, gràcies per preguntar. Què t'agradaria saber?",
    thanks: 'De res!',
    farewell: 'Fins aviat!',
    who: 'Soc {name}.',
    help: "Soc {name}. Pregunta'm sobre el que sé i et mostraré d'on surt cada resposta.",
    fine: 'Bé. Vols saber alguna cosa més?',
  },
  topicQuestion: 'Què em pots explicar sobre {topic}?',
  offer: 'He escrit sobre «{topic}».',
  lightWords: 'fet fer anat va bé malament bo nou proper passat canviat après queda falta més canvia passa',
  modelInstructions: {
    ignore: /\b(ignora|oblida|omet)\b[^.\n]{0,40}\b(instruccions|regles|indicacions)\b/giu,
  },
  pageMarks: {
    question: 'pregunta|p|problema',
    answer: 'resposta|r|solució',
    asker: 'entrevistador[a]?|periodista|presentador[a]?|p',
    self: 'jo',
    remark: 'nota|avís|consell|important|atenció|ps',
    label:
      'nota|avís|consell|exemple|preu|data|hora|lloc|telèfon|tel|correu|e-?mail|adreça|nom|edat|professió|mida|pes|color|ingredients|preparació|horari|assumpte|de|per a',
    wrote: 'va escriure|escriu',
    comments: 'comentaris?|respostes',
    untilNow: 'actualitat|present|avui',
  },
  persons: {
    self: {
      subject: 'jo nosaltres',
      object: 'em m mi ens',
      possessive: 'meu meva meus meves mon ma mes nostre nostra nostres',
    },
    omitted: false,
    you: 'tu=jo et=em te=me teu=meu teva=meva teus=meus teves=meves vosaltres=nosaltres us=ens vostre=nostre vostra=nostra vostres=nostres vostè=jo vostès=nosaltres',
    verbs:
      'ets=soc/sóc tens=tinc vas=vaig vau=vam fas=faig saps=sé pots=puc vols=vull vius=visc dius=dic has=he heu=hem',
    endings: [
      ['ques', 'co'],
      ['gues', 'go'],
      ['ces', 'ço'],
      ['ges', 'jo'],
      ['es', 'o'],
      ['eu', 'em'],
      ['iu', 'im'],
      ['au', 'am'],
      ['ies', 'ia'],
      ['aves', 'ava'],
      ['eixes', 'eixo'],
      ['s', 'o'],
      ['a', 'o'],
      ['e', 'o'],
    ],
    addressed: String.raw`^(?:(?:a|de|en|amb|per) )?(?:on|quan|com|què|qui)(?: \p{L}+)? (?:no )?\p{L}{2,}(?:es|eu|iu)(?!\p{L})`,
  },
};
