import { stemmer } from '@orama/stemmers/dutch';
import { absent, type LanguagePack } from './language-pack.ts';

export const dutch: LanguagePack = {
  code: 'nl',
  name: 'Dutch',
  script: 'Latin',
  traits: ['compounds', 'wordy'],
  ownLetters: '',
  distinctiveLetters: '',
  functionWords: `
    aan al alle als andere bij daar dan dat de der deze die dit door dus een en er had hadden heb hebben
    heeft hem het hier hij hoe hoeveel hun ik in is ja je jij jou kan kunnen maar me meer men met mijn moet
    na naar niet niets nog nu of om omdat onder ons ook op over reeds te tegen toch toen tot u uit uw van
    veel voor waar waarom waren was wat welk welke werd werden wie wij wil word worden wordt zal ze zei zelf
    zich zij zijn zo zonder zou`,
  stem: stemmer,
  irregularForms: `
    gaan ging gingen gegaan ga gaat, komen kwam kwamen gekomen komt, zien zag zagen gezien ziet, geven gaf
    gaven gegeven geeft, nemen nam namen genomen neemt, vinden vonden gevonden, denken dacht dachten
    gedacht, brengen bracht gebracht, weten weet geweten, kennen kende gekend, staan stond stonden
    gestaan, verstaan verstond, zitten zat zaten gezeten, liggen lag lagen gelegen, lezen lazen gelezen
    leest, eten aten gegeten, drinken dronk gedronken, spreken sprak gesproken spreekt, treffen trof
    getroffen, helpen hielp geholpen, sterven stierf gestorven, breken brak gebroken, schrijven schreef
    geschreven schrijft, blijven bleef gebleven, stijgen steeg gestegen, rijden reed gereden, dragen droeg
    gedragen, slaan sloeg geslagen, vallen viel gevallen, laten liet gelaten, lopen liep gelopen loopt,
    slapen sliep geslapen, houden hield gehouden, roepen riep geroepen, heten heet heette geheten, trekken
    trok getrokken, vliegen vloog gevlogen, verliezen verloor verloren, sluiten sloot gesloten, bieden
    bood geboden, kiezen koos gekozen, snijden sneed gesneden, zingen zong gezongen, springen sprong
    gesprongen, zwemmen zwom gezwommen, beginnen begon begonnen, winnen won gewonnen, bakken bakte
    gebakken, groeien gegroeid, kopen kocht gekocht koopt, verkopen verkocht verkoopt, zoeken zocht
    gezocht, werken werkte gewerkt, wonen woonde gewoond woont, leren leerde geleerd, maken maakte
    gemaakt, leven leefde geleefd, betalen betaalde betaald, stoppen stopte gestopt, trouwen trouwde
    getrouwd, bouwen bouwde gebouwd, goed beter, veel meer meest, weinig minder minst, graag liever
    liefst, oud ouder oudst, kind kinderen, stad steden, schip schepen, ei eieren, 30 dertig, 40 veertig,
    50 vijftig, 60 zestig, 70 zeventig, 80 tachtig, 90 negentig, 100 honderd, 1000 duizend, kilometer km,
    centimeter cm, kilogram kilo kg, minuut min, telefoon tel, mail email e-mail`,
  participles: absent('its verbs change their vowels too'),
  swappedWords: `
    prijs kosten tarief betalen duur, beroep werk baan werken vak, wonen leven thuis, kopen aanschaffen,
    beginnen starten, stoppen ophouden eindigen verlaten, kind zoon dochter, vader papa, moeder mama,
    telefoon mobiel telefoonnummer, mail email e-mail, open openingstijden geopend, heten naam noemen, man
    echtgenoot trouwen, vrouw echtgenote trouwen, leeftijd oud geboren, lievelings graag leuk, advies raad
    tip aanraden, auto wagen, vakantie reis, leren studeren, vaak dikwijls, repareren herstellen, gebeuren
    overkomen, kopen koper aankoop, verkopen verkoper verkoop, geboren geboorte geboorteplaats verjaardag,
    sterven dood, reizen reis, leren leraar, oprichten oprichter`,
  abbreviations: { words: 'bijv blz bv d.w.z dhr enz mevr mw o.a t.a.v', closing: 'enz' },
  numberWords: {
    words:
      'nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien twintig',
    ambiguous: 'een acht',
  },
  relativeTimes:
    /(?<!\p{L})(vandaag|gisteren|morgen|(vorige|afgelopen|deze|volgende) (week|weekend|maand|jaar|zomer|winter|lente|herfst)|(een|twee|drie|\d+) (dag|dagen|week|weken|maand|maanden|jaar) geleden|onlangs|momenteel|op dit moment)(?!\p{L})/iu,
  quantities:
    'twee drie vier vijf zes zeven acht negen tien twaalf dertien veertien vijftien zestien zeventien achttien negentien twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd duizend',
  negations: /(?<!\p{L})(?:niet|niets|nooit|niemand|geen|zonder|noch|nergens|nauwelijks)(?!\p{L})/iu,
  sentenceOpeners: absent('nobody has collected them yet'),
  nameEndings: absent('the last two letters of a name do'),
  questions: {
    number: String.raw`\bhoe ?(veel|lang|oud|ver|groot|hoog|vaak|diep|snel)\b|\bwelk percentage`,
    price: String.raw`(hoeveel |wat )?\bkost(en|te)?\b|\b(wat|welke)\b(?=.{0,16}\b(prijs|prijzen|tarief)\b)`,
    time: String.raw`\bwanneer\b|\bhoe laat\b|\b(welk|in welk|welke) (jaar|datum|dag|maand|eeuw)`,
    person: String.raw`\bwie\b|hoe (?:heet|heten|heette) (?:mijn|je|jouw|uw|jullie) \p{L}`,
    place: String.raw`\bwaar\b|\b(welk|in welk|welke) (land|stad|plaats|regio)`,
    reason: String.raw`\bwaarom\b`,
    definition: String.raw`^(wat|wie) (is|zijn|was|waren|doet|betekent)\b`,
    manner: String.raw`\bhoe\b(?! heet)`,
    list: String.raw`\bwelke .*\b(zijn er|bestaan)\b|\bwat zijn de\b|\blijst\b|\bstappen\b`,
  },
  measures: {
    extent: {
      asked: String.raw`hoe (?:hoog|lang|breed|groot|diep|ver)(?!\p{L})|hoe ?veel (?:kilometer|meter)|welke (?:maat|afstand)`,
      told: String.raw`# (?:(?:kilo|centi|milli)?meters?|mijlen?|hectaren?|verdiepingen?)|(?:ligt|op|is) # minuten`,
      labels: 'lengte hoogte breedte diepte afstand oppervlakte maat',
    },
    duration: {
      asked: String.raw`hoe ?lang(?:e)?(?!\p{L})|hoe ?veel (?:jaar|jaren|maanden|weken|dagen|uur|uren|minuten)`,
      told: String.raw`# (?:jaar|jaren|maand(?:en)?|we(?:ek|ken)|dag(?:en)?|uur|uren|minu(?:ut|ten)|nachten?|winters?|zomers?)|(?:een|half) (?:jaar|maand|week|dag|uur|minuut|nacht)|van (?:\p{L}+ )?\d{4} tot (?:\p{L}+ )?\d{4}|\d{4} ?[–-] ?\d{4}|sinds (?:\p{L}+ )?\d{4}`,
      labels: 'duur tijd',
    },
    weight: {
      asked: String.raw`hoe zwaar|hoe ?veel weeg|gewicht`,
      told: '# (?:kilo(?:gram)?|gram|ton|pond|ons)',
      labels: 'gewicht',
    },
    speed: {
      asked: String.raw`hoe (?:snel|hard|sterk)(?!\p{L})|snelheid`,
      told: String.raw`# (?:knopen|kilometer per uur|pk|(?:kilo)?watt)`,
      labels: 'snelheid vermogen',
    },
    age: {
      asked: 'hoe oud',
      told: String.raw`# jaar(?: oud)?|(?:geboren|gebouwd|opgericht|geopend|stamt|bouwjaar)[^.!?]*\d{4}|\d{4}[^.!?]*(?:geboren|gebouwd|opgericht)`,
      labels: 'leeftijd bouwjaar geboren',
    },
    temperature: {
      asked: String.raw`hoe (?:warm|koud)(?!\p{L})|temperatuur`,
      told: '# grad(?:en)?',
      labels: 'temperatuur',
    },
    money: {
      asked: String.raw`wat kost|hoe ?veel (?:kost|heb (?:je|u) betaald|betaal|verdien|vraag|geld)|hoe duur|(?:wat|hoe hoog) (?:is|zijn|was) (?:de|het|je|uw) (?:prij[sz]|tarief|huur|loon|salaris)`,
      told: String.raw`# (?:euro|cent|gulden|dollar|pond)|gratis`,
      labels: 'prijs kosten tarief',
    },
  },
  personalFacts: String.raw`
    (?<=wat )(?:doet|deed)(?= (?:je|jouw|uw) (?:\p{L}+ )?#(?: voor werk| voor de kost| van beroep)?\W*$)|wat voor (?:werk|baan) (?:doet|heeft|deed|had)(?= (?:je|jouw|uw) #)|(?:beroep|werk|baan)(?= van (?:je|jouw|uw) #) → beroep werk baan ⇒ (?<!\p{L})(?:is|was|als) (?:een )?(?:\p{L}+ )?\p{L}*(?:er|aar|ster|ist|eur|kundige|arts|juf|man|vrouw|kok|ling|ent|or|loog|log|smid|chef|boer|boerin|advocaat|ares|ant)(?!\p{L})|(?<!\p{L})(?:werkt|werkte|verkoopt|schrijft|rijdt|bouwt|leidt|runt|studeert|kookt|repareert|vaart|schildert)(?!\p{L})|(?<!\p{L})(?:geeft|gaf) \p{L}*les(?!\p{L})
    ^(?:wat is )?(?:je|jouw|uw)? ?e-?mail(?:adres)?(?=\W*$) → email mail +schrijf +schrijven +contact ⇒ \S@\S+\.\p{L}
    (?:je|jou|u) (?:bereiken|contacteren|schrijven)|contact (?:met je )?opnemen|bereik ik (?:je|u) → telefoon mail adres brief +contact +schrijf +bellen → \S@\S+\.\p{L}|(?<!\p{L})(?:bel|tel\p{L}*|app)[^.!?\n]{0,40}?\+?\d[\d ()/.-]{5,}\d
    (?<=^(?:sinds )?(?:wanneer|in welk jaar)(?: \S+)+ )(?:geworden|begonnen|gestart)(?!\p{L})|(?<=^(?:wanneer|in welk jaar) )(?:werd|begon) (?:je|jij|u)(?!\p{L}) → geworden werd begonnen begon gestart sinds → (?:sinds|vanaf) (?:\p{L}+ )?(?:1[5-9]|20)\d\d|^\W*(?:\p{L}+ )?(?:1[5-9]|20)\d\d ?(?:[–-]|tot )
    (?<=^(?:wanneer|in welk jaar)(?: \S+)+ )(?:gestopt|opgehouden|opgegeven|weggegaan)(?!\p{L}) → gestopt stopte opgehouden opgegeven weggegaan ontslag →
    (?:je|jouw|uw|het)? ?(?:telefoon(?:nummer)?|mobiel(?:e nummer)?)(?=\W*$)|(?:je|u) (?:op)?bellen(?=\W*$) → telefoon telefoonnummer mobiel → (?<!\p{L})(?:bel|tel\p{L}*|app)[^.!?]{0,40}?\+?\d[\d ()/.-]{5,}\d
    waar (?:heb|hebt|heeft) (?:je|jij|u) (?:gestudeerd|op school gezeten)|welke (?:opleiding|studie|school) → gestudeerd studie opleiding diploma universiteit hogeschool school → (?:studeerde|gestudeerd|afgestudeerd|\p{L}*school(?!\p{L})|universiteit)
    wat (?:deed|was) (?:je|jij|u)(?:w werk)? (?:vroeger|hiervoor|daarvoor|eerder|voor(?:heen|dat)?) → vroeger eerder voorheen daarvoor werkte → (?:daarvoor|voordien|vroeger|eerder)(?: \p{L}+){0,3} ik|ik (?:was|werkte)(?: \p{L}+){0,4} (?:jaar|als)
    hoe oud (?:ben je|ben jij|bent u|was je)|(?:je|jouw|uw) leeftijd → geboren verjaardag leeftijd → ik ben \p{L}*\d\d?(?!\p{N})
    hoe oud (?:is|zijn|was|waren)(?!\p{L}) → gebouwd geboren opgericht leeftijd bouwjaar → stamt uit|(?:is|zijn|wordt)(?: nu| net| bijna)? (?:\d{1,2}(?= (?:jaar|en)(?!\p{L})|[.,;)]|$)|\p{L}+ jaar)
    (?:wanneer|in welk jaar|waar) (?:ben|bent|werd) (?:je|jij|u) geboren → geboren verjaardag →
    wat doe (?:je|jij)(?: voor (?:werk|de kost))?(?=\W*$)|wat doet u(?: voor werk)?(?=\W*$)|(?:je|jouw|uw) (?:werk|beroep|baan)(?!\p{L}) → beroep werk baan → (?<!\p{L})ik (?:repareer|bouw|bak|kook|verkoop|schilder|schrijf|kweek|leid|run|geef les|vertaal|programmeer|ontwerp|restaureer|werk als)(?!\p{L})
    waar leef (?:je|jij) van|waar verdien → verdien inkomen geld → leef (?:\p{L}+ )?van
    waar kom (?:je|jij) vandaan|waar komt u vandaan|waar ben (?:je|jij) opgegroeid → geboren opgegroeid → kom(?: \p{L}+){0,2} uit
    ben (?:je|jij) getrouwd|bent u getrouwd|heb (?:je|jij) een (?:man|vrouw|partner|vriend|vriendin) → getrouwd vrouw man partner echtgenoot huwelijk →
    heb (?:je|jij) kinderen|heeft u kinderen|heb (?:je|jij) een (?:kind|zoon|dochter) → kind kinderen zoon dochter →
    heb (?:je|jij) (?:broers|zussen|een broer|een zus)(?: of \p{L}+)? → broer zus →
    huisdier(?:en)?(?!\p{L}) → hond kat huisdier poes konijn paard →
    (?:met|per) (?:\p{L}*kaart|pin)(?!\p{L})|pinnen|contant → pinnen kaart contant betalen → (?:betaal|betalen)(?: \p{L}+){0,3} (?:contant|met (?:pin|kaart))|(?:alleen|ook) contant
    wanneer (?:is|zijn|ben|heb)(?: \p{L}+){1,3} open(?!\p{L})|hoe laat (?:gaat|gaan|is|zijn|sluit)(?: \p{L}+){0,4}|openingstijden → open geopend openingstijden gesloten →
    (?:je|jou|u) (?:bereiken|contacteren)|contact (?:met je )?opnemen|bereik ik (?:je|u) → telefoon mail adres brief → \S@\S+\.\p{L}
    welke talen spreek (?:je|jij)|welke talen spreekt u → talen moedertaal → (?:spreek|leerde|versta)[^.!?]*(?<!\p{L})(?:nederlands|engels|duits|frans|spaans|italiaans|portugees|russisch|chinees|arabisch|turks|pools|zweeds|deens|noors)(?!\p{L})
  `,
  requests: {
    kinds: {
      topics: `
        wat (?:kan|mag) ik (?:je|jou|u)(?: allemaal)? vragen
        wat kan ik (?:allemaal )?vragen
        wat weet (?:je|jij|u)(?: allemaal)?
        waar(?:over| schrijf| praat) (?:kunnen we praten|schrijf je|schrijft u|praat je|vertel je|je over)(?: hier)?
        waar gaat (?:dit|deze|je|jouw) (?:blog|site|pagina) over
        wat zijn (?:je|jouw|uw) onderwerpen`,
      self: `
        (?:vertel|zeg)(?: me| mij| ons| eens)*,? wie (?:je bent|jij bent|u bent)
        (?:geef)(?: me| mij| ons)?(?: eens)? een(?: kort| klein| beknopt)? ?(?:overzicht|introductie|samenvatting|portret|beeld)(?: van (?:jezelf|je leven|wie je bent|uzelf|jou))?
        wie (?:ben je|ben jij|bent u),? (?:in het kort|kort|in een paar woorden|in één zin)
        wie (?:ben je|ben jij|bent u)(?: eigenlijk)?
        (?:vertel|zeg)(?: me| mij| ons| eens)*(?: iets| wat| meer)? over (?:jezelf|je|jou|uzelf)
        (?:iets|wat|meer) over jezelf(?: vertellen)?
        stel (?:jezelf|je|uzelf)(?: eens| even)* voor
        (?:jezelf )?voorstellen|beschrijf jezelf`,
      compare: `
        vergelijk … (?:met|en) …
        wat is het verschil tussen … en …
        wat zijn de verschillen tussen … en …
        (?:wat is beter|wat vind je beter|wat heb je liever)[,: ]*… of …
        … (?:vs\\.?|versus) …`,
      needs: `
        wat (?:heb ik|hebben we|heb je|heeft men)(?: allemaal)? nodig (?:voor|om) …
        welke (?:ingrediënten|materialen|gereedschappen|spullen) (?:heb ik|heb je|zijn) nodig (?:voor|om) …
        wat (?:gaat er|moet er|zit er|komt er) in …
        (?:wat zijn )?(?:de )?ingrediënten (?:voor|van) …
        wat is er nodig (?:voor|om) …`,
      opinion: `
        wat (?:vind|denk) (?:je|jij)(?: eigenlijk)? (?:van|over) …
        wat (?:vindt|denkt) u (?:van|over) …
        wat is (?:je|jouw|uw) mening (?:over|van) …
        (?:je|jouw|uw) mening over …
        (?:hou|houd) je van …
        houdt u van …
        vind je … (?:leuk|mooi|lekker|goed)`,
      advice: `
        zou (?:je|jij|u) … aanraden
        (?:kun|kan|kunt) (?:je|jij|u)(?: me| mij)? … aanraden
        raad (?:je|jij) … aan
        raadt u … aan
        wat (?:raad|zou) (?:je|jij|u)(?: me| mij)? (?:aan )?(?:voor |bij )?…(?: aanraden)?
        (?:heb je |heeft u |geef me )?(?:nog |een paar |enkele )?(?:tips?|advies|aanbevelingen?) (?:voor|over|bij) …
        (?:moet|zou) ik …
        is het de moeite waard (?:om )?…
        waar moet ik op letten (?:bij|met|als) …`,
      reason: `
        waarom …
        om welke reden …
        hoe komt het dat …
        wat is de reden (?:van|voor|dat) …`,
      since: `
        sinds wanneer …
        (?:sinds )?hoe lang (?:\\p{L}+ ){1,3}al(?: …)?`,
      frequency: `
        hoe (?:vaak|dikwijls|regelmatig) …`,
      place: `
        waar (?:precies|exact) …
        waar … (?:precies|exact)
        op welke (?:plaats|plek|straat) …`,
      company: `
        (?:samen )?met wie …`,
      events: `
        wat (?:is er|gebeurde er|gebeurde)(?: gebeurd)?(?: met| bij| in| op| tijdens| toen| na)? ?…(?: gebeurd)?
        hoe (?:was|ging|verliep) …`,
      manner: `
        hoe \\p{L}+ (?:ik|je|men|we) …
        (?:leg|laat)(?: me| mij| ons)? (?:uit|zien) hoe …
        uitleggen hoe …
        (?:stappen|handleiding) voor …`,
      list: `
        (?:noem|som)(?: me)?(?: al| alle| de| je| jouw| een paar)* …(?: op)?
        (?:geef|toon)(?: me| mij)? een lijst (?:van|met) …
        (?:maak )?een lijst (?:van|met) …
        wat zijn (?:je|jouw|uw) …`,
      summary: `
        vat … (?:kort )?samen
        … (?:kort )?samenvatten
        (?:geef )?(?:me )?(?:een )?(?:korte )?samenvatting (?:van|over) …`,
      overview: `
        (?:vertel|zeg)(?: me| mij| ons| eens)*(?: iets| wat| meer| alles)? (?:over|van) …
        (?:iets |meer )?over … vertellen
        (?:iets |meer )?vertellen over …
        (?:beschrijf|omschrijf)(?: me)? …
        (?:leg)(?: me)? … uit
        … (?:beschrijven|uitleggen)
        wat (?:weet je|weet jij|weet u|kun je me vertellen|kan je me vertellen|kunt u me vertellen)(?: allemaal)? (?:over|van) …
        wat (?:kun|kan|kunt) (?:je|jij|u)(?: me| mij)?(?: allemaal)? vertellen over …
        (?:iets|meer) over …`,
    },
    courtesies: `
      (?:kun|kan|kunt|zou|wil|wilt) (?:je|jij|u)(?: me| mij| ons)?(?: alsjeblieft| alstublieft)? …
      (?:alsjeblieft|alstublieft|graag|hé|en|ok|oké|dus),? …
      …,? (?:alsjeblieft|alstublieft|in het kort|in een paar woorden|kort)
      (?:vertel|zeg)(?: me| mij| ons| eens)*,? …
      (?:weet je|weet u),? …
      ik (?:wil|zou)(?: graag)? (?:willen )?weten,? …
      … vertellen`,
  },
  presently: /(?<!\p{L})(?:nu|momenteel|op dit moment|tegenwoordig|vandaag(?: de dag)?|thans)(?!\p{L})/giu,
  sentenceMarks: {
    judges: String.raw`ik (?:\p{L}+ )?(?:hou|houd|haat|vind|denk|geloof|mis|waardeer|bewonder|geniet|betreur)(?!\p{L})|(?:vind|hou|haat|geniet) ik|mijn (?:favoriete?|mening|oordeel)|naar mijn mening|de moeite waard|(?:is|zijn|was|waren) (?:\p{L}+ ){0,2}(?:beter|beste|slechter|overschat|prachtig|verschrikkelijk|geweldig|mooi|lelijk|saai|nutteloos|heerlijk|vreselijk|goed|slecht|leuk|onzin)|ik zou (?:nooit|liever|altijd)|bevalt me`,
    advises: String.raw`moet(?:en)?(?!\p{L})|raad (?:ik )?(?:je |u )?(?:aan|af)|ik raad|nooit|altijd|vermijd|zorg (?:dat|ervoor)|let op|het beste|beter(?!\p{L})|als (?:je|u)|ik zou|mijn (?:advies|tip|regel)|tips?(?!\p{L})|advies|vergeet niet|^(?:neem|gebruik|houd|begin|koop|leer|schrijf|lees|wacht|vraag|controleer|breng|draag|ga|laat|probeer|kies|zet|leg)(?!\p{L})`,
    needs: String.raw`ingrediënten|materia(?:al|len)|gereedschap(?:pen)?|benodigdheden|uitrusting|boodschappenlijst|nodig(?!\p{L})|neem(?!\p{L})`,
    frequency: String.raw`(?:elke|iedere|elk|ieder) (?:\p{L}+ )?(?:dag|ochtend|avond|nacht|week|weekend|maand|jaar|lente|zomer|herfst|winter|\p{L}+dag|uur|minuut)|om de \p{L}+|(?:één keer|eenmaal|twee keer|tweemaal|drie keer|\p{L}+ keer|\d+ keer) (?:per|in de|op een)|dagelijks|wekelijks|maandelijks|jaarlijks|zelden|vaak|'s (?:ochtends|avonds)|op (?:maan|dins|woens|donder|vrij|zater|zon)dag(?:en)?`,
    since: String.raw`sinds|begon|begonnen|in (?:19|20)\d\d|al \S+ jaar`,
    company: String.raw`met (?:(?:mijn|onze|ons|een|de|twee|drie) )?(?:\p{L}+ )?(?:vrouw|man|partner|broers?|zus(?:sen)?|zusje|moeder|vader|zoon|dochter|vriend(?:en|in|innen)?|collega['’]?s?|neef|nicht|oom|tante|oma|opa|kinderen|familie|gezin|buren|buurman|team|leerlingen|ouders)(?!\p{L})|samen|alleen|met (?-i:\p{Lu}\p{Ll})|en ik(?!\p{L})`,
    self: String.raw`ik ben (?:een|de|(?-i:\p{Lu}))|ik heet|mijn naam is|ik (?:woon|werk|leef|kom uit|studeerde|geef les|schrijf|bouw|maak)|ik ben (?:geboren|opgegroeid)`,
    change: String.raw`(?:werd|werden|is|zijn|was|waren|heb|heeft|hebben|ging|gingen) (?:\S+ ){0,6}(?:verkocht|overgenomen|gekocht|gestolen|vernield|gesloten|kapot|gebroken|gescheurd|gestorven|gezonken|afgebrand|verdwenen|opgeheven|opgegeven|afgelast|neergestort|uitgevallen|mislukt|verloren|gewond|ontslagen|gehackt|gerepareerd|gevallen|verhuisd)|(?:brak|scheurde|stierf|zonk|mislukte|ontplofte|verdween|viel|eindigde|verloor|verkocht)(?!\p{L})`,
    pageTalk: String.raw`in (?:dit|deze|mijn (?:vorige|volgende)|een ander) (?:artikel|bericht|blog|post|stuk|hoofdstuk|video)|dit (?:artikel|bericht|stuk) (?:is|beschrijft|gaat)|zie (?:hieronder|hierboven|onder|boven)|(?:hieronder|hierboven)|zoals ik (?:zei|schreef)|hier (?:is|zijn) (?:een|de|het|mijn)`,
    selfTitle: String.raw`^over m(?:ij|e)$|^over ons|^wie (?:ben ik|ik ben|wij zijn)|^biografie|^mijn (?:leven|verhaal)|^profiel$`,
  },
  compoundQuestions: {
    conjunctions: 'en',
    interrogatives:
      /\b(wat|waar|wanneer|wie|waarom|hoe|welke?|waarover)\b|^(heb|ben|kun|kan|heeft|is|zijn|was|hou)\b/i,
  },
  people: String.raw`moeder vader ouders mama papa vrouw man partner vriend(?:in)? zoon dochter kind broer zus tweeling oom tante neef nicht oma opa groot(?:moeder|vader) schoon(?:moeder|vader|zoon|dochter|zus) zwager kleinzoon kleindochter leerling huisgenoot buur(?:man|vrouw) collega baas leraar lerares juf meester`,
  classNouns: absent('nobody has collected them yet'),
  labelNames: {
    price: 'prijs kosten tarief',
    time: 'datum tijd dag jaar',
    number: 'aantal',
    person: 'naam auteur',
    place: 'plaats adres',
  },
  causes: /\b(omdat|doordat|vanwege|want|zodat|reden|door)\b/i,
  followUps: {
    openings: /^(en|of|maar|ook|dan|hoe zit het met|waarom|meer|echt|bijvoorbeeld|wat nog)\b/i,
    pointers: /\b(hij|zij|ze|het|hem|haar|hen|zijn|hun|dit|deze|die|daar|dan)\b/i,
  },
  backReferences:
    /^(hij|zij|ze|het|dit|deze|dat|die|zijn|haar|hun|daar|maar|ook|echter|bovendien|daarna|toen|dus|beide)\b/i,
  pointsUp: 'hierboven',
  smallTalk: {
    greeting: 'hoi|dag|goedemorgen|goedemiddag|goedenavond|goede(n)?dag|hallo daar',
    wellbeing: 'hoe (gaat het|is het)( met (je|jou|u))?|alles goed|hoe gaat het ermee',
    thanks:
      'dank je( wel)?|dank u( wel)?|bedankt( voor (je|de|uw) hulp)?|dankjewel|hartelijk dank|heel erg bedankt',
    farewell: 'tot (ziens|later|straks|morgen)|doei|doeg|welterusten|fijne dag( nog)?',
    who: 'wie ben (je|jij)|wie bent u|hoe heet (je|jij|u)|wat is (je|jouw|uw) naam|vertel (me )?(iets )?over jezelf',
    help: 'wat kan (je|jij|u)( doen)?|wat kun (je|jij)( doen)?|kun je me helpen|wat weet je',
    fine: 'oke|prima|mooi|begrepen|nee|goed',
  },
  phrases: {
    no_answer: 'Sorry, daar kan ik niets over vinden in wat ik weet.',
    still_reading:
      'Daar kan ik nog niets over vinden: ik ben sommige van mijn pagina’s nog aan het lezen. Vraag het me straks nog eens.',
    greeting: 'Hallo! Ik ben {name}. Wat wil je weten?',
    wellbeing: 'Met mij gaat het goed, dank je. Wat wil je weten?',
    thanks: 'Graag gedaan!',
    farewell: 'Tot ziens!',
    who: 'Ik ben {name}.',
    help: 'Ik ben {name}. Vraag me iets over wat ik weet; bij elk antwoord laat ik zien waar het vandaan komt.',
    fine: 'Goed. Wil je nog iets weten?',
    wordless: 'Kun je dat in woorden zeggen? Stel me een vraag, dan kijk ik in wat ik weet.',
    topics: 'Je kunt me vragen naar: {topics}.',
  },
  topicQuestion: 'Wat kun je me vertellen over {topic}?',
  offer: 'Ik heb over “{topic}” geschreven.',
  lightWords:
    'gedaan doen ging gaat gegaan goed slecht mis nieuw volgende gebeurd gebeurde veranderd geleerd klaar blijft nog verandert lukt gelukt',
  inOtherWords: [
    ['Heb je een fiets?', 'Trappen heb ik nooit geleerd, ik ga te voet naar mijn werk.'],
    ['Wat kost een heel brood?', 'Voor een bol vragen we vier euro.'],
    ['Waar ben je opgegroeid?', 'Mijn jeugd bracht ik door op een boerderij bij Dijon.'],
    ['Hoeveel mensen werken er bij jullie?', 'In de werkplaats zijn we met negen.'],
    ['Waarom ben je bij de bank weggegaan?', 'Ik nam ontslag omdat de dagen te lang waren geworden.'],
    ['Welk boek vind je het mooist?', 'Mijn lievelingsroman is Moby Dick.'],
  ],
  modelInstructions: absent('nobody has collected them yet'),
  pageMarks: {
    question: 'vraag|probleem',
    answer: 'antwoord|a|oplossing',
    asker: 'interviewer|journalist|presentator|presentatrice|v',
    self: 'ik',
    remark: 'let op|opmerking|nb|tip|belangrijk|info|ps',
    label:
      'let op|opmerking|tip|voorbeeld|telefoon|tel|e-?mail|adres|prijs|datum|tijd|plaats|naam|leeftijd|beroep|maat|gewicht|kleur|ingrediënten|bereiding|openingstijden|onderwerp|van|aan',
    wrote: 'schreef|schrijft',
    comments: 'reacties|reageer',
    untilNow: 'heden|nu',
  },
  asksWhich: absent('nobody who speaks it has written this yet'),
  possession: {
    asked: String.raw`^(?:en |maar )?(?:heb|hebt|heeft|hebben|bezit|houd) (?:je|jij|u|jullie)(?= (?:een|ook|nog|eigen|kinderen|dieren|huisdieren|broers|zussen|kleinkinderen)(?!\p{L}))(?!.* (?:ge|be|ver|ont)\p{L}+(?:d|t|en)\W*$)`,
    told: String.raw`(?<!\p{L})(?:(?:mijn|m'n|onze|ons) |(?:(?:ik|wij|we) (?:heb|hebben|had|hadden|houd|houden|bezit|verkoop|verkopen|kocht|kochten|maak|bak)|(?:heb|hebben|had|hadden|houd|houden) (?:ik|wij|we)) )(?:[^\s.,;:!?]+ ){0,4}$`,
  },
  persons: {
    self: { subject: 'ik wij we', object: 'mij me ons', possessive: "mijn m'n onze" },
    omitted: false,
    articles: 'de het',
    turns: 'die dat wie hij zij ze het zijn haar hun',
    subjects: {
      thirds: 'hij zij ze',
      relatives: 'die dat wie',
      prepositions:
        'met van bij voor aan in op uit naar tegen zonder door over onder tussen achter naast als',
      joins: 'en maar of omdat want terwijl dat toen waar als hoewel',
    },
    you: 'jij=ik je=ik/mijn jou=mij jouw=mijn jullie=wij/onze u=ik/mij uw=mijn/onze jezelf=mezelf',
    verbs: 'bent=ben hebt=heb',
    endings: [['t', '']],
    addressed: '',
  },
};
