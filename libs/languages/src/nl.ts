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
    'twee drie vier vijf zes zeven acht negen tien twintig dertig veertig vijftig zestig honderd duizend',
  sentenceOpeners: absent('nobody has collected them yet'),
  nameEndings: absent('the last two letters of a name do'),
  questions: {
    number: String.raw`\bhoe ?(veel|lang|oud|ver|groot|hoog|vaak|diep|snel)\b|\bwelk percentage`,
    price: String.raw`(hoeveel |wat )?\bkost(en|te)?\b|\b(wat|welke)\b(?=.{0,16}\b(prijs|prijzen|tarief)\b)`,
    time: String.raw`\bwanneer\b|\b(welk|in welk|welke) (jaar|datum|dag|maand|eeuw)`,
    person: String.raw`\bwie\b`,
    place: String.raw`\bwaar\b|\b(welk|in welk|welke) (land|stad|plaats|regio)`,
    reason: String.raw`\bwaarom\b`,
    definition: String.raw`^(wat|wie) (is|zijn|was|waren|doet|betekent)\b`,
    manner: String.raw`\bhoe\b(?! heet)`,
    list: String.raw`\bwelke .*\b(zijn er|bestaan)\b|\bwat zijn de\b|\blijst\b|\bstappen\b`,
  },
  requests: absent('nobody has collected them yet'),
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
    thanks: 'dank je( wel)?|dank u( wel)?|bedankt|dankjewel|hartelijk dank|heel erg bedankt',
    farewell: 'tot (ziens|later|straks|morgen)|doei|doeg|welterusten|fijne dag( nog)?',
    who: 'wie ben (je|jij)|wie bent u|hoe heet (je|jij|u)|wat is (je|jouw|uw) naam|vertel (me )?(iets )?over jezelf',
    help: 'wat kan (je|jij|u)( doen)?|wat kun (je|jij)( doen)?|kun je me helpen|wat weet je',
    fine: 'oke|prima|mooi|begrepen|nee|goed',
  },
  phrases: {
    no_answer: 'Sorry, daar kan ik niets over vinden in wat ik weet.',
    greeting: 'Hallo! Ik ben {name}. Wat wil je weten?',
    wellbeing: 'Met mij gaat het goed, dank je. Wat wil je weten?',
    thanks: 'Graag gedaan!',
    farewell: 'Tot ziens!',
    who: 'Ik ben {name}.',
    help: 'Ik ben {name}. Vraag me iets over wat ik weet; bij elk antwoord laat ik zien waar het vandaan komt.',
    fine: 'Goed. Wil je nog iets weten?',
  },
  topicQuestion: 'Wat kun je me vertellen over {topic}?',
  offer: 'Ik heb over “{topic}” geschreven.',
  lightWords:
    'gedaan doen ging gaat gegaan goed slecht mis nieuw volgende gebeurd gebeurde veranderd geleerd klaar blijft nog verandert lukt gelukt',
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
  persons: {
    self: { subject: 'ik wij we', object: 'mij me ons', possessive: "mijn m'n onze" },
    omitted: false,
    you: 'jij=ik je=ik/mijn jou=mij jouw=mijn jullie=wij/onze u=ik/mij uw=mijn/onze jezelf=mezelf',
    verbs: 'bent=ben hebt=heb',
    endings: [['t', '']],
    addressed: '',
  },
};
