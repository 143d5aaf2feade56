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
  negations: /(?<!\p{L})(?:no|mai|ningú|res|cap|sense|ni|tampoc|enlloc)(?!\p{L})/iu,
  sentenceOpeners: 'uns unes als dels amb però jo',
  nameEndings: absent('the last two letters of a name do'),
  questions: {
    number: String.raw`\bquant(s|a|es)?\b|\bquina? (percentatge|nombre|quantitat|edat)`,
    price: String.raw`(quant )?(?<!\p{L})(costa|costen|val|valen)(?!\p{L})|(quin|quina|quins|quines)(?!\p{L})(?=.{0,16}(?<!\p{L})(preus?|tarif[ae]s?)(?!\p{L}))`,
    time: String.raw`\bquan\b|\b(en )?quina? (any|data|dia|hora|mes|segle|dècada|època)`,
    person: String.raw`\bqui\b|\bquina? (persona|home|dona|rei|empresa)`,
    place: String.raw`\bon\b|\b(en )?quina? (país|ciutat|estat|lloc|regió|zona)`,
    reason: String.raw`\bper què(?!\p{L})`,
    definition: String.raw`^(què|que) (és|són|era|fa|significa|vol dir)(?!\p{L})|^qui (és|era|fou|va ser)(?!\p{L})|^quina? és(?!\p{L})`,
    manner: String.raw`\bcom\b(?! (es|et|us) di[ue])`,
    list: String.raw`\bquine?s són (els|les)\b|\bllista\b|\bpassos\b`,
  },
  measures: absent('nobody who speaks it has written this yet'),
  personalFacts: absent('nobody who speaks it has written this yet'),
  requests: {
    kinds: {
      topics: `
        què (?:et |us |li )?(?:puc|podem|es pot|podria) (?:preguntar|demanar)(?:-te|-vos|-li)?
        què (?:saps|sabeu|sap)(?: tu)?
        (?:sobre|de) què (?:escrius|escriviu|parles|parleu|podem parlar)(?: aquí)?
        de què (?:va|tracta) (?:aquest|el teu|aquesta) (?:blog|lloc|pàgina|web)
        quins són els (?:teus|vostres) temes`,
      self: `
        (?:digue'm|digues-me|explica'm) qui (?:ets|sou|és)
        (?:dona'm|doneu-me|fes-me) un(?:a)?(?: breu| petit| petita)? ?(?:resum|presentació|visió general)(?: (?:de|sobre) (?:tu|qui ets|la teva vida))?
        qui (?:ets|sou|és vostè)(?: tu)?
        (?:parla'm|parleu-me|explica'm|digue'm|digues-me)(?: una mica| alguna cosa| més)?(?: de| sobre) (?:tu|vostè|tu mateix|tu mateixa)
        (?:parlar-me|explicar-me|dir-me)(?: alguna cosa)? (?:de|sobre) tu
        (?:presenta't|presenteu-vos|descriu-te|presentar-te)`,
      compare: `
        (?:compara|compareu|comparar) … (?:i|amb) …
        quina (?:és la diferència|diferència hi ha) entre … i …
        quines són les diferències entre … i …
        (?:què és millor|quin és millor|què prefereixes|prefereixes|què t'agrada més)[,: ]*… o …
        … (?:vs\\.?|versus) …`,
      needs: `
        què (?:necessito|em cal|cal|es necessita|necessitem|fa falta) per(?: a| fer| preparar)? ?…
        (?:quins|quines)(?: són els)? (?:ingredients|materials|eines)(?: necessito| calen)? (?:per|de|del|de la)(?: a| fer)? ?…
        què (?:porta|duu) …
        (?:els )?ingredients (?:per|de|del|de la) …`,
      opinion: `
        què (?:en )?(?:penses|penseu|opines|et sembla|et semblen|us sembla)(?: dels| de les| de la| del| de l'| de| sobre)? ?…
        quina és la (?:teva|vostra) opinió (?:sobre|de|del) …
        (?:la )?(?:teva|vostra) opinió (?:sobre|de|del) …
        t'agrad(?:a|en) …`,
      advice: `
        (?:em )?(?:recomanes|recomaneu|recomanaries|recomanaríeu|aconselles|aconselleu|aconsellaries) …
        recomanar-me …
        què (?:em )?(?:recomanes|recomaneu|recomanaries|aconselles|aconselleu)(?: per a| per| a| sobre| als)? …
        (?:tens |teniu |hi ha |dona'm )?(?:algun|alguns|uns|un|cap) (?:consells?|trucs?|recomanació|recomanacions) (?:per a|per|sobre|a|de) …
        consells per(?: a)? …
        (?:he de|hauria de|cal que) …
        (?:val|paga) la pena …`,
      reason: `
        per què …
        (?:per quina|quina és la|quina va ser la) raó (?:de|per)? ?…
        com és que …
        què et va (?:portar|fer) …`,
      since: `
        des de quan …
        quant(?: de)? temps fa que …
        quants anys fa que …`,
      frequency: `
        (?:amb quina freqüència|cada quant(?: temps)?|quantes vegades (?:al|a la|per)) …`,
      place: `
        on exactament …
        on … exactament
        en quin lloc …`,
      company: `
        amb qui …`,
      events: `
        què (?:va passar|va ocórrer|passà|va succeir)(?: amb| a| al| en| el| la| quan| durant| després de)? ?…
        com va (?:anar|ser) …`,
      manner: `
        com (?:es (?:fa|fan|prepara|construeix|cuina|pot)|faig|puc|ho faig|fer|preparar|s'ha de) …
        (?:explica'm|expliqueu-me|explicar-me|ensenya'm) com …
        (?:passos|instruccions) per(?: a)? …`,
      list: `
        (?:enumera|llista|anomena|digues)(?: tots| totes)?(?: els| les)?(?: teus| teves)? …
        (?:dona'm|fes-me) (?:una|la) llista (?:de|dels|de les|amb)(?: tots| totes)? ?…
        (?:la )?llista (?:de|dels|de les) …
        quin(?:e)?s són (?:els teus|les teves|els vostres) …`,
      summary: `
        (?:resumeix|resumiu|resumeix-me|resumir|resumir-me) …
        (?:dona'm|fes|fes-me) un (?:breu )?resum (?:de|del|de la|sobre) …
        (?:un )?resum (?:de|del|sobre) …`,
      overview: `
        (?:parla'm|parleu-me|explica'm|expliqueu-me|digue'm|digues-me)(?: una mica| alguna cosa| més| tot)? (?:dels|de les|de la|del|de|sobre) …
        (?:parlar-me|explicar-me|dir-me)(?: alguna cosa| més)? (?:dels|de les|de la|del|de|sobre) …
        (?:descriu|descriviu|descriu-me|descriure|explica|explica'm|explicar|explicar-me) …
        què (?:saps|sabeu|em pots (?:dir|explicar)|pots (?:dir-me|explicar-me)) (?:dels|de les|de la|del|de|sobre) …
        (?:alguna cosa|més) sobre …`,
    },
    courtesies: `
      (?:em )?(?:pots|podeu|podries|podríeu)(?: si us plau)? …
      (?:si us plau|sisplau|ei|i|doncs|ok|escolta),? …
      …,? (?:si us plau|sisplau|en poques paraules|breument)
      (?:digue'm|digues-me|dir-me|explica'm) …
      (?:saps|sabeu) …
      (?:m'agradaria|voldria|vull) saber …`,
  },
  presently: /(?<!\p{L})(?:ara(?: mateix)?|actualment|avui(?: dia)?|en aquest moment)(?!\p{L})/giu,
  sentenceMarks: {
    judges: String.raw`m['’](?:agrada|agraden|agradava|encanta|encanten|avorreix|molesta|fa por|espanta)|(?:estimo|odio|adoro|detesto|prefereixo|penso que|crec que|trobo|considero|admiro)(?!\p{L})|(?:el meu|la meva) (?:preferit|preferida|opinió)|al meu parer|val la pena|(?:és|són|era|eren) (?:\p{L}+ ){0,2}(?:millors?|pitjors?|sobrevalora\p{L}+|meravell\p{L}+|terrible|horrible|bonic\p{L}*|lle(?:ig|tja)|excel·lents?|avorri\p{L}+|inútils?|b[oó]|bon\p{L}*|dolent\p{L}*)|jo (?:mai|sempre|no)`,
    advises: String.raw`(?:has de|hauries de|cal|convé|s['’]ha de)(?!\p{L})|(?:recomano|aconsello|suggereixo)|mai(?!\p{L})|sempre(?!\p{L})|evit\p{L}+|no (?:oblidis|facis|compris|deixis)|és millor|millor (?:no )?\p{L}+r(?!\p{L})|si (?:vols|vas|tens)|consells?(?!\p{L})|trucs?(?!\p{L})|assegura\p{L}*|procura|^(?:fes|agafa|guarda|comença|compra|aprèn|escriu|llegeix|espera|pregunta|porta|ves|deixa|posa|prova|tria)(?!\p{L})`,
    needs: String.raw`ingredients?|materials?|eines?(?!\p{L})|equip(?!\p{L})|estris|llista de la compra|necessit\p{L}+|cal(?:en)?(?!\p{L})|fa(?:n)? falta`,
    frequency: String.raw`(?:cada|tots els|totes les) (?:\p{L}+ |\d+ )?\p{L}+|(?:una vegada|un cop|dues vegades|dos cops|tres vegades|\p{L}+ vegades|\d+ vegades) (?:al|a la|per)|diàri\p{L}+|setmanal\p{L}*|mensual\p{L}*|anual\p{L}*|rarament|sovint|de tant en tant|els (?:dilluns|dimarts|dimecres|dijous|divendres|dissabtes|diumenges)`,
    since: String.raw`des (?:de|del|que|d['’])|vaig (?:començar|comença)|començ\p{L}+|(?:el|l['’]any) (?:19|20)\d\d|fa \S+ anys`,
    company: String.raw`amb (?:(?:el meu|la meva|els meus|les meves|un|una|uns|el|la|els|les|dos|dues|tres) )?(?:\p{L}+ )?(?:dona|marit|parella|germà|germana|germans|mare|pare|fills?|filles?|amics?|amiga|amigues|col·legues?|companys?|companyes?|cosí|cosina|oncle|tia|àvia|avi|nens|família|veïns?|equip|alumnes|pares)(?!\p{L})|junts|juntes|sol(?!\p{L})|sola(?!\p{L})|amb (?:en |la )?(?-i:\p{Lu}\p{Ll})|i jo(?!\p{L})`,
    self: String.raw`s[oó]c (?:un|una|el|la|(?-i:\p{Lu})|\p{L}+(?:or|ora|er|era|ista)(?!\p{L}))|em dic|el meu nom és|(?:visc|treballo|ensenyo|escric|vinc de)(?!\p{L})|vaig (?:néixer|créixer|estudiar)`,
    change: String.raw`(?:va|van|ha|han|està|s['’]ha) (?:\S+ ){0,3}(?:vendre|vendut|robat|robar|comprat|trencat|trencar|tancat|tancar|destruït|perdut|perdre|mort|morir|caure|caigut|cremat|cremar|cancel·lat|abandonat|ferit|avariat|espatllat|reparat|desaparegut|acabar|acabat|néixer)(?!\p{L})`,
    pageTalk: String.raw`en (?:aquest|aquesta|un altre|el proper) (?:article|entrada|post|text|capítol|vídeo)|aquest (?:article|text) (?:és|descriu|explica)|(?:vegeu|mireu) (?:a sota|més avall|més amunt)|més (?:avall|amunt)|com (?:he dit|deia)|heus aquí|aquí (?:tens|teniu)`,
    selfTitle: String.raw`^sobre mi$|^sobre nosaltres|^qui s[oó]c|^qui som|^biografia|^la meva (?:vida|història)|^presentació|^perfil$`,
  },
  compoundQuestions: {
    conjunctions: 'i',
    interrogatives:
      /(?<!\p{L})(què|on|quan|qui|per què|com|quin(?:a|s|es)?|quant(?:a|s|es)?)(?!\p{L})|^(tens|ets|estàs|pots|t['’]agrada|hi ha)(?!\p{L})/iu,
  },
  people: absent('nobody has collected them yet'),
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
    still_reading:
      "Encara no trobo res sobre això: encara estic llegint algunes de les meves pàgines. Torna-m'ho a preguntar d'aquí a una estona.",
    greeting: "Hola! Soc {name}. Què t'agradaria saber?",
    wellbeing: "Estic bé, gràcies per preguntar. Què t'agradaria saber?",
    thanks: 'De res!',
    farewell: 'Fins aviat!',
    who: 'Soc {name}.',
    help: "Soc {name}. Pregunta'm sobre el que sé i et mostraré d'on surt cada resposta.",
    fine: 'Bé. Vols saber alguna cosa més?',
    wordless: 'Ho pots dir amb paraules? Fes-me una pregunta i ho buscaré en el que sé.',
    topics: 'Em pots preguntar sobre: {topics}.',
  },
  topicQuestion: 'Què em pots explicar sobre {topic}?',
  offer: 'He escrit sobre «{topic}».',
  lightWords: 'fet fer anat va bé malament bo nou proper passat canviat après queda falta més canvia passa',
  inOtherWords: [
    ['Tens bicicleta?', 'No he après mai a pedalar i vaig a la feina a peu.'],
    ['Quant costa un pa?', 'Demanem quatre euros per la barra.'],
    ['On vas créixer?', 'Vaig passar la infància en una granja prop de Dijon.'],
    ['Quanta gent hi treballa?', 'Al taller som nou.'],
    ['Per què vas deixar el banc?', 'Vaig plegar perquè els dies s’havien fet massa llargs.'],
    ['Quin llibre t’agrada més?', 'La meva novel·la preferida és Moby Dick.'],
  ],
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
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: absent('nobody who speaks it has written this yet'),
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
