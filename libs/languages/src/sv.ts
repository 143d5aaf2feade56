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
  quantities:
    'två fyra sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton tjugo trettio fyrtio femtio hundra tusen',
  negations:
    /(?<!\p{L})(?:inte|ej|icke|aldrig|ingen|inget|inga|ingenting|ingenstans|utan|varken|knappt)(?!\p{L})/iu,
  sentenceOpeners: absent('nobody has collected them yet'),
  nameEndings: absent('the last two letters of a name do'),
  questions: {
    number: String.raw`\bhur (många|mycket|länge|gammal|långt|stor|hög|ofta|djup|snabb)`,
    price: String.raw`(hur mycket |vad )?\bkosta(r|de)\b|\b(vad|vilket|vilka)\b(?=.{0,16}\b(pris|priset|avgift))`,
    time: String.raw`\bnär\b|\bhur dags\b|\b(vilket|vilken) (tid|år|datum|dag|månad|sekel)`,
    person: String.raw`\bvem\b`,
    place: String.raw`\bvar(ifrån|t)?\b|\b(vilket|vilken) (land|stad|plats)`,
    reason: String.raw`\bvarför\b`,
    definition: String.raw`^(vad|vem) (är|var|gör|betyder)\b`,
    manner: String.raw`\bhur\b`,
    list: String.raw`\bvilka .*\bfinns\b|\bvilka är\b|\blista\b|\bsteg\b`,
  },
  measures: {
    extent: {
      asked: String.raw`hur (?:lång|hög|djup|bred|stor|långt|högt|djupt|stort)(?!\p{L})|hur många (?:meter|kilometer)|(?:längd|höjd|djup|avstånd)en?(?!\p{L})`,
      told: String.raw`# (?:(?:kilo|centi|milli)?meter|mil|hektar|våningar)`,
      labels: 'längd höjd djup bredd avstånd',
    },
    duration: {
      asked: String.raw`hur länge|hur lång tid|hur många (?:år|månader|veckor|dagar|timmar|minuter)`,
      told: String.raw`# (?:år|månader|månad|veck(?:a|or)|dag(?:ar)?|timm(?:e|ar)|minut(?:er)?|dygn|vintrar|somrar)|(?:ett|en|halv\p{L}*) (?:år|månad|vecka|dag|timme)|från (?:\p{L}+ )?\d{4} till (?:\p{L}+ )?\d{4}|\d{4} ?[–-] ?\d{4}|sedan (?:\p{L}+ )?\d{4}`,
      labels: 'tid',
    },
    weight: {
      asked: String.raw`hur (?:tung|tungt)|hur mycket väger|vikt(?:en)?(?!\p{L})`,
      told: String.raw`# (?:kilo(?:gram)?|gram|ton|hekto)`,
      labels: 'vikt',
    },
    speed: {
      asked: String.raw`hur (?:snabb|fort|snabbt|stark)(?!\p{L})|hastighet`,
      told: String.raw`# (?:knop|kilometer i timmen|hästkrafter|(?:kilo)?watt)`,
      labels: 'hastighet effekt',
    },
    age: {
      asked: String.raw`hur gam(?:mal|la|malt)`,
      told: String.raw`# år(?: gam(?:mal|la|malt))?|(?:född\p{L}*|byggd\p{L}*|byggdes|grundad\p{L}*)[^.!?]*\d{4}|\d{4}[^.!?]*(?:född|byggdes|grundades)`,
      labels: 'ålder född byggd',
    },
    temperature: {
      asked: String.raw`hur (?:varm|varmt|kall|kallt)(?!\p{L})|temperatur`,
      told: String.raw`# grader`,
      labels: 'temperatur',
    },
    money: {
      asked: String.raw`vad kosta|hur mycket (?:kosta|betala|ta(?:r|s)|tjäna)|hur dyr|(?:vad|vilket) (?:är|var) (?:priset|hyran|avgiften)`,
      told: String.raw`# (?:kronor|kr|öre|euro|dollar|pund)|gratis`,
      labels: 'pris kostnad avgift',
    },
  },
  personalFacts: String.raw`
    (?<=vad )(?:gör|gjorde)(?= (?:din|ditt|er|ert) (?:\p{L}+ )?#\W*$)|vad (?:jobbar|arbetar|jobbade|arbetade)(?= (?:din|er) #)|(?<=(?:din|er) #s )(?:yrke|jobb|arbete)(?=\W*$) → yrke jobb arbete ⇒ (?<!\p{L})(?:är|var|blev|som) (?:en |ett )?(?:\p{L}+ )?\p{L}*(?:are|ör|ist|sköterska|man|log|ant|ent|or|chef|kock|smed|bonde|ling|präst|polis|ska)(?!\p{L})|(?<!\p{L})(?:jobbar|arbetar|jobbade|arbetade|undervisar|driver|säljer|kör|skriver|lagar|bygger|studerar|målar|fiskar)(?!\p{L})
    (?:din|er) (?:e-?post(?:adress)?|mejl(?:adress)?|mail)(?=\W*$)|^(?:e-?post|mejl)(?=\W*$) → mejl mail +skriv +skriva +kontakt ⇒ \S@\S+\.\p{L}
    (?:kontakta|nå|mejla|skriva till) (?:dig|er) → mejl mail telefon adress +kontakt +skriv → \S@\S+\.\p{L}|(?:tel\p{L}*|ring)[^.!?\n]{0,40}?\+?\d[\d ()/.-]{5,}\d
    hur gam(?:mal|la) är (?:du|ni)|din ålder → född födelsedag ålder → jag är (?:nu )?\d\d(?!\p{N})|(?<!\p{L})jag (?:är|blev) född|(?<!\p{L})jag föddes
    hur gam(?:mal|malt|la) (?:är|var)(?!\p{L}) → född byggd byggdes grundad ålder → (?:är|fyller|blir)(?: nu| just)? (?:\d{1,2}|\p{L}+)(?= år|[.,;)]|$)
    (?:när|var|vilket år) (?:föddes du|(?:är|blev) du född) → född föddes →
    vad (?:jobbar|arbetar) (?:du|ni) (?:med|som)|vad gör du(?=\W*$)|(?:ditt|er) (?:yrke|jobb) → yrke jobb arbete → (?<!\p{L})jag (?:arbetar|jobbar|driver|bakar|bygger|lagar|skriver|undervisar)(?!\p{L})
    (?<=^(?:när|vilket år|sedan när) )(?:blev|började|startade) (?:du|ni)(?!\p{L}) → blev började började startade sedan → sedan (?:\p{L}+ )?(?:1[5-9]|20)\d\d|^\W*(?:1[5-9]|20)\d\d ?[–-]
    (?<=^(?:när|vilket år) )(?:slutade|lämnade) (?:du|ni)(?!\p{L}) → slutade lämnade slutat →
    (?:är du|är ni) gift|har du (?:en )?(?:man|fru|sambo|partner) → gift man fru sambo →
    har (?:du|ni) (?:några )?barn → barn son dotter →
    (?:betala|tar)(?: \p{L}+){0,3} kort(?!\p{L}) → kort kontant swish betalning →
    vilka språk (?:talar|pratar|kan) (?:du|ni) → språk modersmål → (?<!\p{L})jag (?:talar|pratar)(?!\p{L})
    (?:när|vilka dagar|vilka tider)(?: \p{L}+){0,3} öpp\p{L}+|öppettider → öppet öppettider stängt →
    (?:ditt |ert )?(?:telefonnummer|mobilnummer|telefon)(?=\W*$)|ringa (?:dig|er)(?=\W*$) → telefon mobil telefonnummer → (?:tel\p{L}*|ring)[^.!?]{0,30}\+?\d[\d ()/.-]{6,}\d
    (?:kontakta|nå|mejla|skriva till) (?:dig|er) → mejl mail telefon adress → \S@\S+\.\p{L}
    vem (?:lärde|utbildade) dig|av vem lärde du → lärde lärare →
  `,
  requests: {
    kinds: {
      topics: `
        vad (?:kan|får) (?:jag|man)(?: allt)? fråga(?: dig| er)?(?: om)?
        vad vet du(?: allt)?
        vad (?:kan vi|skriver du|bloggar du|pratar du)(?: prata| tala)? om(?: här)?
        vad handlar (?:den här|din) (?:bloggen?|sidan?|webbplatsen?) om
        vilka är dina ämnen`,
      self: `
        (?:berätta|säg)(?: för mig| mig)?,? vem du är
        ge mig (?:en|ett)(?: kort| snabb)? ?(?:överblick|översikt|presentation|sammanfattning|porträtt)(?: (?:av|om|över) (?:dig|dig själv|ditt liv|vem du är))?
        vem är du,? (?:i korthet|kort|kortfattat|med några ord|i en mening)
        vem är du(?: egentligen)?
        berätta(?: lite| något| mer)?(?: för mig)? om dig(?: själv)?
        presentera dig(?: själv)?
        beskriv dig(?: själv)?`,
      compare: `
        jämför(?:a)? … (?:med|och) …
        vad är skillnaden mellan … och …
        vilka är skillnaderna mellan … och …
        (?:vad är bäst|vilket är bäst|vad är bättre|vad föredrar du|föredrar du)[,: ]*… eller …
        … (?:vs\\.?|versus|mot) …`,
      needs: `
        vad (?:behöver jag|behövs|behöver man|behöver vi)(?: allt)? (?:för att göra|för att|för|till) …
        vilka (?:ingredienser|material|verktyg|saker) (?:behöver jag|behövs|behöver man) (?:för att göra|för|till) …
        vad (?:ska det vara|ingår) i …
        (?:ingredienser|ingredienserna) (?:för|till|i) …`,
      opinion: `
        vad (?:tycker|tänker|anser) du om …
        vad är din (?:åsikt|syn|mening) om …
        din åsikt om …
        (?:gillar|älskar|hatar) du …
        hur upplever du …`,
      advice: `
        (?:rekommenderar|skulle du rekommendera|kan du rekommendera) (?:du )?…
        vad (?:rekommenderar|råder|skulle du rekommendera) (?:du )?(?:mig )?(?:för |till |om )?…
        (?:har du |finns det |ge mig )?(?:några |något |lite )?(?:tips|råd|rekommendationer) (?:för|om|till|på) …
        (?:ska|bör|borde) jag …
        är det värt (?:att )?…
        vad (?:ska|bör) (?:jag|man) tänka på (?:när|med|vid) …`,
      reason: `
        varför …
        av vilken anledning …
        hur kommer det sig att …
        vad är (?:skälet|orsaken|anledningen) (?:till|till att) …`,
      since: `
        sedan när …
        hur länge har …
        sen när …`,
      frequency: `
        hur (?:ofta|regelbundet) …
        hur många gånger (?:per|i|om) …`,
      place: `
        (?:exakt var|var exakt|var någonstans) …
        var … (?:exakt|någonstans)`,
      company: `
        (?:tillsammans )?med vem …
        vem … med
        vilka … med`,
      events: `
        vad (?:hände|har hänt|hänt)(?: med| i| på| under| när| efter)? ?…
        hur (?:var|gick|blev) …`,
      manner: `
        hur \\p{L}+ (?:jag|man|vi) …
        (?:förklara|visa)(?: för mig)? hur …
        (?:steg|instruktioner) för (?:att )?…`,
      list: `
        (?:lista|räkna upp|nämn)(?: alla| dina| några)* …
        (?:ge|visa) mig en lista (?:över|på|med) …
        (?:gör )?en lista (?:över|på|med) …
        vilka är dina …`,
      summary: `
        (?:sammanfatta|summera) …
        (?:ge mig |gör )?(?:en )?(?:kort )?sammanfattning (?:av|om|över) …`,
      overview: `
        berätta(?: lite| något| mer| allt)?(?: för mig| för oss)?(?: lite| något| mer)? om …
        (?:beskriv|beskriva|förklara)(?: för mig)? …
        vad (?:vet du|kan du berätta|kan du säga)(?: för mig)? om …
        (?:något|mer|lite) om …`,
    },
    courtesies: `
      (?:kan|kunde|skulle|vill) du(?: snälla| kunna)? …
      (?:snälla|hej|och|så|ok|okej),? …
      …,? (?:tack|snälla|kort|i korthet|med några ord)
      (?:berätta|säg)(?: för mig| mig)?,? …
      vet du,? …
      jag (?:vill|skulle vilja|undrar)(?: gärna)?(?: veta)?,? …`,
  },
  presently:
    /(?<!\p{L})(?:nu(?:förtiden|mera)?|för närvarande|just nu|för tillfället|idag|i dag)(?!\p{L})/giu,
  sentenceMarks: {
    judges: String.raw`jag (?:\p{L}+ )?(?:gillar|älskar|hatar|tycker|tror|föredrar|saknar|beundrar|ångrar|njuter|gillade)|(?:gillar|tycker|älskar|hatar) jag|min (?:favorit\p{L}*|åsikt|mening)|mitt (?:favorit\p{L}*|omdöme)|enligt min mening|värt (?:det|att)|(?:är|var) (?:\p{L}+ ){0,2}(?:bättre|bäst|sämre|sämst|överskatta\p{L}+|underbar\p{L}*|hemsk\p{L}*|fantastisk\p{L}*|vacker|vackert|ful\p{L}*|tråkig\p{L}*|värdelös\p{L}*|bra|dålig\p{L}*)|jag skulle (?:aldrig|hellre|alltid)`,
    advises: String.raw`(?:bör|borde|ska|måste)(?!\p{L})|rekommenderar|råder|föreslår|aldrig|alltid|undvik|se till|kom ihåg|det är bäst|bättre att|om du|jag skulle|mitt (?:råd|tips)|min regel|tips(?!\p{L})|råd(?!\p{L})|glöm inte|^(?:ta|använd|håll|börja|köp|lär|skriv|läs|vänta|fråga|kontrollera|gå|låt|prova|välj|sätt|lägg|bär)(?!\p{L})`,
    needs: String.raw`ingrediens\p{L}*|material(?:et)?|verktyg\p{L}*|utrustning|inköpslista|behöv\p{L}*|behöver|du tar`,
    frequency: String.raw`varje (?:\p{L}+ )?\p{L}+|var(?:annan|tredje|t) \p{L}+|(?:en gång|två gånger|tre gånger|\p{L}+ gånger|\d+ gånger) (?:per|om|i)|dagligen|veckovis|månadsvis|årligen|sällan|ofta|på (?:månd|tisd|onsd|torsd|fred|lörd|sönd)agar(?:na)?`,
    since: String.raw`sedan|sen (?:19|20)|började|börjat|(?:år )?(?:19|20)\d\d|i \S+ år`,
    company: String.raw`med (?:(?:min|mitt|mina|vår|våra|en|ett|två|tre) )?(?:\p{L}+ )?(?:fru|man|sambo|partner|bror|bröder|syster|systrar|mor|mamma|far|pappa|son|dotter|vän|vänner|väninna|kompis\p{L}*|kollega|kolleger|kollegor|kusin\p{L}*|farbror|morbror|moster|faster|mormor|farmor|morfar|farfar|barn\p{L}*|familj\p{L}*|grann\p{L}*|lag|elever|föräldrar)(?!\p{L})|tillsammans|ensam|själv(?!\p{L})|med (?-i:\p{Lu}\p{Ll})|och jag(?!\p{L})`,
    self: String.raw`jag är (?:en|ett|född|uppvuxen|(?-i:\p{Lu})|\p{L}+(?:are|ör|ist|log)(?!\p{L}))|jag heter|mitt namn är|jag (?:bor|arbetar|jobbar|kommer från|föddes|studerade|undervisar|skriver|bygger)`,
    change: String.raw`(?:blev|är|har|hade|gick) (?:\S+ ){0,4}(?:såld|sålt|köpt|stulen|förstörd|stängd|sönder|trasig|död|dött|sjunkit|brunnit|försvunnit|nedlagd|inställd|skadad|avskedad|hackad|lagad|förlorat)|(?:bröts|brast|dog|sjönk|exploderade|försvann|föll|slutade|förlorade|såldes|sålde|stängdes|stals|havererade|kraschade|misslyckades)(?!\p{L})`,
    pageTalk: String.raw`i (?:det här|denna|detta|nästa|förra) (?:inlägget|inlägg|artikeln|artikel|texten|text|avsnittet)|(?:det här|detta) (?:inlägget|inlägg|artikeln) (?:är|handlar|beskriver)|se (?:nedan|ovan)|som jag (?:sa|skrev|nämnde)|här (?:är|kommer) (?:en|ett|min|mitt|mina)`,
    selfTitle: String.raw`^om (?:mig|oss)$|^vem (?:är jag|jag är)|^biografi|^mitt liv|^min historia|^presentation|^profil$`,
  },
  compoundQuestions: {
    conjunctions: 'och samt',
    interrogatives:
      /(?<!\p{L})(vad|var|när|vem|varför|hur|vilken|vilket|vilka|vart|varifrån)(?!\p{L})|^(har|är|kan|gillar|finns|var)(?!\p{L})/iu,
  },
  people: String.raw`mor mamma far pappa föräldrar man make fru hustru sambo partner son dotter barn bror syster tvilling onkel farbror morbror moster faster kusin mormor morfar farmor farfar barnbarn vän(?:nen)? väninna flickvän pojkvän kompis svär(?:mor|far|son|dotter) svåger svägerska lärling granne kollega chef lärare`,
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
    still_reading:
      'Jag hittar inget om det ännu: jag håller fortfarande på att läsa några av mina sidor. Fråga mig igen om en stund.',
    greeting: 'Hej! Jag är {name}. Vad vill du veta?',
    wellbeing: 'Jag mår bra, tack. Vad vill du veta?',
    thanks: 'Varsågod!',
    farewell: 'Hej då, välkommen åter!',
    who: 'Jag är {name}.',
    help: 'Jag är {name}. Fråga mig om det jag vet, så visar jag var varje svar kommer ifrån.',
    fine: 'Bra. Är det något mer du vill veta?',
    wordless: 'Kan du säga det med ord? Ställ en fråga, så letar jag i det jag vet.',
    topics: 'Du kan fråga mig om: {topics}.',
  },
  topicQuestion: 'Vad kan du berätta om {topic}?',
  offer: 'Jag har skrivit om ”{topic}”.',
  lightWords:
    'gjort göra gick går gått bra dåligt fel nytt ny nästa hände hänt ändrats lärt klart kvar mer ändrat fungerade lyckades',
  inOtherWords: [
    ['Har du en cykel?', 'Jag lärde mig aldrig att trampa, och går till jobbet.'],
    ['Vad kostar en limpa?', 'Vi tar fyra euro för brödet.'],
    ['Var växte du upp?', 'Min barndom tillbringade jag på en gård nära Dijon.'],
    ['Hur många arbetar hos er?', 'Vi är nio i verkstaden.'],
    ['Varför lämnade du banken?', 'Jag sade upp mig eftersom dagarna hade blivit för långa.'],
    ['Vilken bok tycker du bäst om?', 'Min favoritroman är Moby Dick.'],
  ],
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
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: {
    asked: String.raw`^(?:och |men )?(?:har|äger) (?:du|ni)(?= (?:en|ett|någon|något|några|också|barn|barnbarn|syskon|husdjur|djur)(?!\p{L}))`,
    told: String.raw`(?<!\p{L})(?:(?:min|mitt|mina|vår|vårt|våra) |(?:(?:jag|vi) (?:har|hade|äger|ägde|säljer|sålde|köpte|skaffade|föder upp)|(?:har|hade) (?:jag|vi)) )(?:[^\s.,;:!?]+ ){0,4}$`,
  },
  persons: {
    self: { subject: 'jag vi', object: 'mig mej oss', possessive: 'min mitt mina vår vårt våra' },
    omitted: false,
    subjects: {
      thirds: 'han hon',
      relatives: 'som vars',
      prepositions: 'med av från till för hos på i vid om utan mot mellan bakom efter före åt som',
      joins: 'och men eller för att medan när där om eftersom',
    },
    you: 'du=jag dig=mig dej=mej din=min ditt=mitt dina=mina ni=vi er=vår/oss ert=vårt era=våra',
    verbs: '',
    endings: [],
    addressed: '',
  },
};
