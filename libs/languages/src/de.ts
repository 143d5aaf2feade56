import { stemmer } from '@orama/stemmers/german';
import { absent, type LanguagePack } from './language-pack.ts';

export const german: LanguagePack = {
  code: 'de',
  name: 'German',
  script: 'Latin',
  traits: ['capital-nouns', 'compounds', 'pointed-ordinals', 'umlaut-digraphs', 'wordy'],
  ownLetters: '',
  distinctiveLetters: 'ßäöü',
  functionWords: `
    aber alle allem allen aller alles als also am an ander andere anderen auch auf aus bei beim bin bis bist
    da damit dann das dass daß dazu dein deine dem den denen denn der deren des dessen dich die dies diese
    diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines er es etwas euch
    euer für gegen gewesen hab habe haben hat hatte hatten hier hinter ich ihm ihn ihnen ihr ihre ihrem
    ihren ihrer im in indem ins ist ja jede jedem jeden jeder jedes jedoch jener kann kein keine keinem
    keinen keiner können könnte man mehr mein meine mich mir mit muss nach nachdem nicht nichts noch nun nur
    ob oder ohne sehr sein seine seinem seinen seiner seit sich sie sind so sogar solche soll sollte sondern
    sonst über um und uns unser unter viel viele vom von vor wann war waren warum was weil welche welchem
    welchen welcher welches wem wen wenn wer werde werden wessen wie wieder will wir wird wo wobei wodurch
    wobei wodurch wofür wogegen woher wohin womit wonach woran worauf woraus worin worüber worum wovon wovor wozu wurde wurden während würde würden
    zu zum zur zwar zwischen`,
  stem: stemmer,
  irregularForms: `
    gehen ging gegangen geht, kommen kam gekommen, sehen sah gesehen sieht, geben gab gegeben gibt, nehmen
    nahm genommen nimmt, finden fand gefunden, denken dachte gedacht, bringen brachte gebracht, wissen
    wusste gewusst, kennen kannte gekannt, nennen nannte genannt, brennen brannte gebrannt, rennen rannte
    gerannt, stehen gestanden, verstehen verstand verstanden, sitzen saß gesessen, liegen gelegen, lesen
    las gelesen liest, essen aß gegessen isst, trinken trank getrunken, sprechen sprach gesprochen
    spricht, treffen traf getroffen trifft, helfen half geholfen hilft, werfen warf geworfen wirft,
    sterben starb gestorben stirbt, brechen brach gebrochen bricht, schreiben schrieb geschrieben, bleiben
    blieb geblieben, steigen stieg gestiegen, treiben trieb getrieben, leihen lieh geliehen, scheinen
    schien geschienen, fahren fuhr gefahren fährt, tragen trug getragen trägt, schlagen schlug geschlagen
    schlägt, fallen fiel gefallen fällt, lassen ließ gelassen lässt, verlassen verließ verlässt, laufen
    lief gelaufen läuft, schlafen schlief geschlafen schläft, halten hielt gehalten hält, erhalten erhielt
    erhält, rufen rief gerufen, heißen hieß geheißen, ziehen zog gezogen, fliegen flog geflogen, verlieren
    verlor verloren, schließen schloss geschlossen, bieten bot geboten, biegen bog gebogen, frieren fror
    gefroren, riechen roch gerochen, schneiden schnitt geschnitten, leiden litt gelitten, reiten ritt
    geritten, singen sang gesungen, springen sprang gesprungen, sinken sank gesunken, schwimmen schwamm
    geschwommen, beginnen begann begonnen, gewinnen gewann gewonnen, backen backte gebacken buk bäckt,
    waschen wusch gewaschen wäscht, wachsen wuchs gewachsen wächst, laden lud geladen lädt, graben grub
    gegraben gräbt, raten riet geraten rät, braten briet gebraten brät, fangen fing gefangen fängt,
    anfangen anfing angefangen, hängen hing gehangen, werben warb geworben wirbt, gelten galt gegolten,
    vergessen vergaß vergisst, messen maß gemessen misst, treten trat getreten tritt, bitten bat gebeten,
    stehlen stahl gestohlen stiehlt, empfehlen empfahl empfohlen empfiehlt, geschehen geschah geschieht,
    entscheiden entschied entschieden, weisen wies gewiesen, schweigen schwieg geschwiegen, greifen griff
    gegriffen, pfeifen pfiff gepfiffen, streiten stritt gestritten, tun tat getan, lügen log gelogen,
    verkaufen verkauft, öffnen geöffnet öffnungszeit öffnungszeiten offen, gut besser best besten, viel
    mehr meisten, hoch höher höchst höchsten hohe, nah näher nächst nächsten, groß größer größt größten,
    alt älter ältest ältesten, jung jünger jüngst jüngsten, lang länger längst längsten, kurz kürzer
    kürzest kürzesten, stark stärker stärkst stärksten, warm wärmer wärmsten, kalt kälter kältesten, gern
    gerne lieber liebsten, mann männer, frau frauen, kind kinder, haus häuser, buch bücher, stadt städte,
    land länder, mutter mütter, vater väter, bruder brüder, tochter töchter, sohn söhne, hand hände, fuß
    füße, zahn zähne, apfel äpfel, baum bäume, vogel vögel, gans gänse, brot brote, schiff schiffe, 30
    dreißig, 40 vierzig, 50 fünfzig, 60 sechzig, 70 siebzig, 80 achtzig, 90 neunzig, 100 hundert, 1000
    tausend, übernehmen übernahm übernommen, unternehmen unternahm unternommen, annehmen annahm
    angenommen, aufnehmen aufnahm aufgenommen, aufgeben aufgab aufgegeben, ankommen ankam angekommen,
    bekommen bekam bekommt, abfahren abfuhr abgefahren, aufstehen aufstand aufgestanden, mitbringen
    mitbrachte mitgebracht, verbringen verbrachte verbracht, anrufen anrief angerufen, umziehen umzog
    umgezogen, einladen einlud eingeladen, ausfallen ausfiel ausgefallen, behalten behielt behält,
    beschreiben beschrieb beschrieben, erfinden erfand erfunden, vergleichen verglich verglichen,
    entstehen entstand entstanden, besitzen besaß besessen, werden wurde geworden, geboren geburt
    geburtsort geburtstag geburtsdatum geburtsjahr, sammeln gesammelt, wandern gewandert, füttern
    gefüttert, feiern gefeiert, dauern gedauert, kilometer km, zentimeter cm, millimeter mm, kilogramm
    kilo kg, minute min, stunde std, telefon tel, mail email e-mail, straße str`,
  participles: {
    form: /^((?:ab|an|auf|aus|bei|ein|fest|her|hin|los|mit|nach|um|vor|weg|weiter|zu|zuruck|zusammen)?)ge(\p{L}{3,}?)e?t$/u,
    ending: 'en',
  },
  swappedWords: `
    preis kosten kostet teuer verlangen gebühr zahlen, beruf arbeit arbeiten job stelle tätigkeit, wohnen
    leben zuhause daheim, kaufen erwerben, anfangen beginnen starten, aufhören enden beenden kündigen,
    kind kinder sohn tochter töchter nachwuchs, vater papa, mutter mama, großmutter oma, großvater opa,
    telefon telefonnummer handy anrufen, mail email e-mail, geöffnet öffnungszeiten offen, heißen name
    nennen, frau ehefrau verheiratet heiraten, mann ehemann verheiratet heiraten, lehrling auszubildender
    azubi, alt alter geboren, groß größe, sorte art, lieblings liebsten mögen gern, raten empfehlen rat
    tipp, auto wagen, urlaub ferien reise, lernen ausbildung studieren, schenken geben geschenk, oft
    häufig, verkaufen preis, reparieren flicken, foto bild, arzt ärztin, geschäft laden, liefern ausfahren
    bringen, helfen mithelfen, passieren geschehen, kaputt ausfallen defekt, hobby freizeit, schwester
    geschwister, bruder geschwister, bar bargeld, adresse anschrift, ansetzen anrühren verrühren, kaufen
    käufer kauf, verkaufen verkäufer verkauf, übernehmen übernahme, erhöhen erhöhung, eröffnen eröffnung,
    lehren lehrer, bauen bau, reisen reise, lieben liebe, sterben tod, backen bäcker, malen maler, gründen
    gründer gründung, leiten leiter leitung, besitzen besitzer, erfinden erfinder, bestellen bestellung
    vorbestellung, liefern lieferung, verschicken
    versenden zusenden versand porto, versandkosten porto, parken abstellen parkplatz, füttern futter,
    inbegriffen enthalten inklusive`,
  abbreviations: {
    words:
      'abs allg bzgl bzw chr d.h dipl evtl geb gest ggf hrsg inkl ing jh kap lt mio mrd nr o.ä phil s sog str tsd u.a usw v.a vgl z.b z.t zzgl',
    closing: 'usw',
  },
  numberWords: {
    words:
      'null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig',
    ambiguous: 'acht',
  },
  relativeTimes:
    /(?<!\p{L})(heute|gestern|morgen|vorgestern|(letzte|vorige|diese|nächste)[nrsm]? (woche|wochenende|monat|jahr|frühling|sommer|herbst|winter)|vor (einem|einer|zwei|drei|vier|ein paar|\d+) (tag|tagen|woche|wochen|monat|monaten|jahr|jahren)|neulich|kürzlich|derzeit|zurzeit|im moment)(?!\p{L})/iu,
  quantities:
    'zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn hundert tausend zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig dutzend',
  negations:
    /(?<!\p{L})(?:nicht|nichts|nie|niemals|niemand\p{L}*|kein\p{L}*|weder|ohne|nirgend\p{L}*|kaum)(?!\p{L})/iu,
  sentenceOpeners: absent('names are not known by their capitals'),
  nameEndings: absent('the last two letters of a name do'),
  questions: {
    number: String.raw`\bwie ?(viele?n?|viel|lange?|alt|weit|groß|hoch|oft|tief|schnell|schwer|breit)\b|\bprozent`,
    price: String.raw`\bwie ?viel kost\p{L}*|\bwas kost\p{L}*|\bkost(et|en|ete)\b|\b(was|welche\p{L}*|wie)\b(?=.{0,24}\b(preis|preise|gebühr|kosten|teuer)\b)`,
    time: String.raw`\bwann\b|\bum wie ?viel uhr\b|\bwie spät\b|\b(welche[smnr]?|in welche[mr]) (jahr|datum|tag|monat|jahrhundert|jahrzehnt|zeit)`,
    person: String.raw`\bwe(r|m|n|ssen)\b|\bwelche[rs]? (person|mann|frau|könig|firma|unternehmen)`,
    place: String.raw`\bwo(her|hin)?\b|\b(welche[srmn]?|in welche[rm]) (land|stadt|staat|ort|region|gebiet)`,
    reason: String.raw`\b(warum|weshalb|wieso|weswegen)\b`,
    definition: String.raw`^(was|wer) (ist|sind|war|waren|macht|bedeutet|heißt)\b`,
    manner: String.raw`^wie (kann|macht|funktioniert|wird|werden|geht|soll)`,
    list: String.raw`\bwelche .*\b(gibt es|existieren)\b|\bwas sind die\b|\bliste\b|\bschritte\b`,
  },
  measures: {
    extent: {
      asked: String.raw`wie (?:groß|hoch|lang|tief|breit|weit|dick)(?!\p{L})(?!.*(?:preis|kosten|miete|lohn|gehalt|gebühr|zahl|anteil|prozent))`,
      told: String.raw`#[ -]?(?:(?:quadrat|kubik|kilo|zenti|milli)?metern?|(?:see)?meilen|hektar|stockwerke?)`,
      labels: 'länge höhe breite tiefe größe entfernung fläche',
    },
    duration: {
      asked: String.raw`wie ?lange?(?!\p{L})|wie ?viele (?:jahre|monate|wochen|tage|stunden|minuten)`,
      told: String.raw`# (?:jahre?n?|monate?n?|wochen?|tage?n?|stunden?|minuten?|sekunden?|nächten?|winter|sommer)|(?:ein|eine[mnr]?|halbe[sn]?) (?:jahr|monat|woche|tag|stunde|minute|nacht)|von (?:\p{L}+ )?\d{4} bis (?:\p{L}+ )?\d{4}|\d{4} ?[–-] ?\d{4}|seit (?:\p{L}+ )?\d{4}`,
      labels: 'dauer zeit',
    },
    weight: {
      asked: String.raw`wie schwer|wie ?viel wieg|gewicht`,
      told: String.raw`# (?:kilogramm|kilo|gramm|tonnen?|pfund|zentner)`,
      labels: 'gewicht',
    },
    speed: {
      asked: String.raw`wie (?:schnell|stark)|geschwindigkeit`,
      told: '# (?:knoten|stundenkilometer|kilometer (?:pro|in der) stunde|ps|(?:kilo)?watt)',
      labels: 'geschwindigkeit leistung',
    },
    age: {
      asked: 'wie alt',
      told: String.raw`# jahre alt|(?:geboren|gebaut|gegründet|eröffnet|stammt|baujahr|aus dem jahr)[^.!?]*\d{4}|\d{4}[^.!?]*(?:geboren|gebaut|gegründet|eröffnet)`,
      labels: 'alter baujahr geboren',
    },
    temperature: {
      asked: String.raw`wie (?:heiß|kalt|warm)(?!\p{L})|temperatur`,
      told: '# grad',
      labels: 'temperatur',
    },
    money: {
      asked: String.raw`was kost|wie ?viel (?:kost|hast du|habt ihr|zahl|verdien|verlang|nimmst|geld)|wie teuer|(?:wie hoch|was|welche[rsnm]?) (?:ist|sind|war|waren)(?!\p{L}).*(?:gehalt|lohn|miete|preis|umsatz|gewinn|gebühr)|(?:preis|gebühr|miete|lohn|gehalt) (?:für|von|der|des)|zu welchem preis`,
      told: String.raw`# (?:euro|cent|mark|franken|kronen|dollar|pfund)|kostenlos|gratis|umsonst|kostet nichts`,
      labels: 'preis kosten gebühr',
    },
  },
  personalFacts: String.raw`
    (?<=was (?:macht|machte|tut|arbeitet|arbeitete) (?:deine?|ihre?|eure?) (?:\p{L}+ )?#(?: \p{L}+)?)(?: beruflich| von beruf| so)*(?=\W*$)|als was (?:arbeitet|arbeitete)(?= (?:deine?|ihre?) #)|(?<=(?:ist|war) (?:deine?|ihre?|eure?) # )von beruf|welchen beruf → beruf arbeit ⇒ (?<!\p{L})(?:ist|war|wurde|als) (?:\p{L}+ ){0,3}(?-i:Koch|Köchin|Arzt|Ärztin|Wirt(?:in)?|Bauer|Bäuerin|Anwalt|Anwältin|\p{Lu}\p{L}*(?:er(?:in)?|ist(?:in)?|eur(?:in)?|ent(?:in)?|ärztin|arzt|anw[aä]lt(?:in)?|koch|köchin|wirt(?:in)?|mann|frau|amme|schmied|kraft|bauer|bäuerin|or(?:in)?|log(?:e|in)|ante?|angestellter?|beamter?))(?!\p{L})|(?<!\p{L})(?:unterrichtet|leitet|führt|betreibt|arbeitet|verkauft|malt|schreibt|fährt|kocht|backt|bäckt|baut|repariert|pflegt|studiert|lehrt|näht|übersetzt|fischt|züchtet)e?(?!\p{L})
    (?:deine|ihre|eure) (?:e-?mail|mail)(?:-?adresse)?(?=\W*$)|^e-?mail(?:-?adresse)?(?=\W*$) → mail email +schreib +schreiben +kontakt +erreichen ⇒ \S@\S+\.\p{L}
    (?:erreiche|kontaktiere) ich (?:dich|sie|euch)|(?:dich|sie|euch) (?:erreichen|kontaktieren|anschreiben)|(?:dir|ihnen|euch) schreiben → telefon mail adresse brief +kontakt +schreib +schreiben +anrufen → \S@\S+\.\p{L}|(?<!\p{L})(?:tel(?:efon\p{L}*)?|handy\p{L}*|mobil|ruf\p{L}* (?:\p{L}+ )?an|anrufen|whatsapp)[^.!?\n]{0,40}?\+?\d[\d ()/.-]{5,}\d
    (?<=^(?:seit )?(?:wann|in welchem jahr)(?: \S+)+ )(?:geworden|angefangen|begonnen)(?!\p{L}) → geworden wurde angefangen begonnen begann fing seit → seit (?:\p{L}+ )?(?:1[5-9]|20)\d\d|^\W*(?:\p{L}+ )?(?:1[5-9]|20)\d\d ?(?:[–-]|bis )
    (?<=^wann(?: \S+)+ )(?:aufgehört|aufgegeben|verlassen|gekündigt)(?!\p{L}) → aufgehört aufgegeben verlassen verließ gekündigt kündigte hörte →
    wie alt (?:bist|warst) du|wie alt sind sie|dein alter → geboren geburtstag alter → ich bin \d\d(?!\p{N})
    wie alt (?:ist|sind|war|waren)(?!\p{L}) → gebaut geboren gegründet eröffnet alter baujahr → stammt aus|(?:ist|sind|wird|werden)(?: jetzt| gerade| inzwischen| erst| schon| fast)? (?:\d{1,2}|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|vierzehn|fünfzehn|sechzehn|siebzehn|achtzehn|neunzehn|zwanzig)(?= jahre|[.,;)!?]|$)
    (?:wann|in welchem jahr) (?:bist|sind|wurdest|wurden) (?:du|sie) geboren|(?:dein|ihr) (?:geburtsjahr|jahrgang|geburtstag)(?!\p{L}) → geboren geburtstag jahrgang →
    (?:deine?|ihre?|euere?|eure) (?:ehe)?(?:mann|frau|partner(?:in)?)(?!\p{L}) → mann ehemann frau ehefrau partner partnerin → (?<!\p{L})verheiratet(?: \p{L}+){0,3} mit(?!\p{L})
    welche (?:fremd)?sprachen (?:sprichst|sprechen|kannst|können|sprecht) (?:du|sie|ihr)(?: sprechen)? → sprachen muttersprache → (?:spreche|kann|gelernt|verstehe)[^.!?]*(?<!\p{L})(?:deutsch|englisch|französisch|spanisch|italienisch|niederländisch|polnisch|russisch|türkisch|arabisch|schwedisch|dänisch|norwegisch|chinesisch|japanisch|portugiesisch|griechisch)(?!\p{L})
    wie ?viel (?:hast du|haben sie|habt ihr)(?!\p{L}).*(?:bekommen|gekriegt|erhalten|verdient) → verkauft verkaufte verkauf →
    was (?:machst|arbeitest) du (?:beruflich|so)|was machen sie beruflich|(?:dein|ihr) beruf(?!\p{L})|als was arbeit → beruf arbeite gelernt ausbildung job → (?<!\p{L})ich (?:führe|leite|betreibe|arbeite|unterrichte|baue|repariere|backe|koche|male|schreibe|verkaufe|züchte|restauriere|stimme|fahre|nähe|töpfere|imkere|übersetze|programmiere|entwickle|fotografiere)(?!\p{L})|(?<!\p{L})(?:bin ich|ich bin)(?: \p{L}+){0,3} (?-i:\p{Lu})\p{L}+(?:er|erin|mann|frau|ist|istin|eur|eurin|loge|login|ent|entin|ant|arzt|ärztin|wirt|wirtin|koch|köchin)(?!\p{L})|(?<!\p{L})als \p{L}+ (?:ge)?arbeite
    wovon lebst|womit verdien → verdiene einkommen geld → lebe(?:n)? (?:\p{L}+ )?von
    woher (?:kommst|stammst) du|woher (?:kommen|stammen) sie|wo bist du (?:aufgewachsen|geboren) → geboren aufgewachsen heimat → (?:stamme|komme)(?: \p{L}+){0,2} aus 
    (?:bist|sind) (?:du|sie) verheiratet|hast du (?:eine frau|einen mann|eine freundin|einen freund|einen partner|eine partnerin) → verheiratet frau mann ehemann ehefrau partner partnerin heirat →
    (?:hast du|haben sie|habt ihr)(?: \p{L}+)? (?:kinder|ein kind|söhne|töchter)(?!\p{L}) → kind kinder sohn tochter →
    (?:hast du|haben sie)(?: \p{L}+)? (?:geschwister|brüder|schwestern|einen bruder|eine schwester) → bruder schwester geschwister →
    haustiere?(?!\p{L}) → hund katze haustier kater kaninchen →
    (?:mit|per) (?:\p{L}+)?karte(?!\p{L})(?: (?:be)?zahlen)?|kartenzahlung|bar zahlen → karte bar bargeld kartenzahlung → (?:bezahl|zahl)\p{L}*(?: \p{L}+){0,3} (?:bar|mit karte)(?!\p{L})|(?:nur|auch) (?:bar|bargeld)(?!\p{L})|kartenzahlung
    wann (?:habt|hast|hat|haben|ist|sind|macht|machst)(?: \p{L}+){1,3} (?:offen|geöffnet|auf|zu)(?!\p{L})|öffnungszeiten → geöffnet offen öffnungszeiten →
    (?:deine|eure|ihre) (?:telefon\p{L}*|handy\p{L}*|nummer)(?!\p{L})|(?:dich|euch|sie) (?:anrufen|telefonisch) → telefon handy anrufen → (?<!\p{L})(?:tel(?:efon\p{L}*)?|handy\p{L}*|mobil|ruf\p{L}* (?:\p{L}+ )?an|anrufen|whatsapp)[^.!?]{0,40}?\+?\d[\d ()/.-]{5,}\d
    wo (?:seid|findet man|finde ich) (?:ihr|euch|dich|sie)(?: zu finden)?(?=\W*$)|(?:deine|eure|ihre) (?:adresse|anschrift)(?!\p{L}) → adresse anschrift → (?<!\p{L})(?:wir sind|ich bin|du findest (?:uns|mich)|ihr findet (?:uns|mich)|sie finden (?:uns|mich))[^.!?]{0,40}?\p{L}*(?:straße|gasse|weg|platz|allee|strasse)(?!\p{L})
    wer hat (?:dir|ihnen|dich|es dir|dir das|dir \p{L}+) (?:\p{L}+ )?(?:beigebracht|gezeigt|ausgebildet|unterrichtet|gelehrt)|(?:bei|von) wem hast du (?:\p{L}+ )?gelernt → beigebracht gelernt → (?<!\p{L})(?:mir|mich)(?: \S+){0,5} (?:beigebracht|gezeigt|ausgebildet|unterrichtet|gelehrt)|(?<!\p{L})(?:gelernt|gelernt habe|lernte)(?: \S+){0,5} (?:bei|von)(?!\p{L})|(?<!\p{L})(?:bei|von) (?:\S+ ){1,4}gelernt
    wie ?viele kinder (?:hast du|habt ihr|haben sie) → kind kinder sohn tochter zwillinge → (?:ich habe|wir haben|habe ich|haben wir)(?: \p{L}+){0,3} (?:kind(?:er)?|söhne?|sohn|töchter|tochter|buben|mädchen|zwillinge)(?!\p{L})|(?:meine|unsere|meinen|unseren)(?: \p{L}+)? (?:kinder\p{L}?|söhnen?|töchtern?|zwillingen?)(?!\p{L})
  `,
  requests: {
    kinds: {
      topics: `
        was kann (?:ich|man) (?:dich |sie |euch )?(?:alles |so )?fragen
        wo(?:rüber|von) (?:können wir|kann ich mit dir|kann man mit dir) (?:reden|sprechen)
        was wei(?:ß|ss)t du(?: alles| so)?
        was wissen sie(?: alles)?
        worüber (?:schreibst|bloggst|sprichst|redest|erzählst) du(?: hier| so| gerne?)?
        worüber (?:schreiben|sprechen|reden) sie(?: hier| so)?
        was sind (?:deine|ihre) themen
        welche (?:themen|fragen) (?:kennst|hast|behandelst|kannst) du(?: beantworten)?
        worum geht es (?:hier|auf dieser seite|in deinem blog)`,
      self: `
        (?:erzähl|erzähle|sag|sage|erklär|erkläre|erzählen sie|sagen sie)(?: mir| uns)?,? wer (?:du bist|sie sind)
        (?:gib|geben sie|gebt)(?: mir| uns)?(?: bitte)? (?:einen|nen)(?: kurzen| groben| kleinen)? überblick(?: über (?:dich|sich|dein leben|ihr leben|deine arbeit|ihre arbeit))?
        wer (?:bist du|sind sie),? (?:in kürze|kurz|kurz gesagt|in kurzen worten|in wenigen worten|in einem satz)
        (?:ein )?(?:kurzer |kurzes )?(?:überblick|porträt|steckbrief)(?: (?:über|von|zu) (?:dich|dir|sich|ihnen))?
        wer bist du(?: eigentlich| denn)?
        wer sind sie(?: eigentlich| denn)?
        erzähl(?:e|en sie)?(?: mir| uns)?(?: etwas| was| mehr| ein bisschen)? (?:über|von) (?:dir|dich|sich|ihnen)(?: selbst)?
        (?:etwas |mehr )?(?:über|von) (?:dir|dich|sich)(?: selbst)? (?:erzählen|sagen)
        stell(?:e|en sie)? (?:dich|sich)(?: bitte| mal| kurz| doch| selbst)* vor
        (?:dich|sich)(?: kurz| selbst)* (?:vorstellen|beschreiben)
        beschreib(?:e|en sie)? (?:dich|sich)(?: selbst)?
        was (?:kannst|können) (?:du|sie)(?: mir)? über (?:dich|sich)(?: selbst)? (?:sagen|erzählen)
        fass(?:e|en sie)?(?: mir| uns)? (?:dein|ihr)(?:en)? (?:leben|lebenslauf|werdegang)(?: kurz)? zusammen
        (?:erzähl|erzähle|beschreib|beschreibe)(?: mir)?(?: von| aus)? dein(?:em)? (?:leben|werdegang)`,
      compare: `
        vergleich(?:e|en sie)? … (?:mit|und) …
        … (?:mit|und) … vergleichen
        was ist der unterschied zwischen … und …
        (?:worin|wie) unterscheide(?:t|n) sich … (?:von|und) …
        (?:was|wer|welche[rs]?) (?:ist|sind|findest du|gefällt dir|magst du) (?:besser|schlechter|schöner|lieber)[,:]? … oder …
        … (?:vs\\.?|versus) …`,
      needs: `
        was (?:brauche|benötige|brauchst|braucht|benötigt) (?:ich|man|wir|du)(?: alles| so)? (?:für|zum|zur|um) …
        welche (?:zutaten|materialien|werkzeuge|dinge|sachen) (?:brauche|brauchst|braucht|benötige|benötigt) (?:ich|du|man|wir) (?:für|zum|zur|um) …
        was (?:kommt|gehört|muss)(?: alles)? in …
        was (?:muss|soll|sollte) (?:ich|man) (?:für|zum|zur|in|an|auf) …
        (?:was sind )?(?:die )?(?:zutaten|materialien) (?:für|von|des|der) …`,
      opinion: `
        was (?:hältst|halten) (?:du|sie)(?: denn| eigentlich)? (?:von|vom) …
        was (?:denkst|denken|meinst|meinen) (?:du|sie)(?: denn| eigentlich)? (?:über|von|vom|zu|zum|zur) …
        wie (?:findest|finden) (?:du|sie)(?: denn| eigentlich)? …
        (?:was|wie) ist (?:deine|ihre) (?:meinung|ansicht|haltung) (?:zu|zum|zur|über|von) …
        (?:deine|ihre) meinung (?:zu|zum|zur|über|von) …
        (?:magst|mögen|liebst|hasst) (?:du|sie) …
        wie gef(?:ällt|allen|iel) dir …`,
      advice: `
        (?:würdest|würden|kannst|können|könntest) (?:du|sie)(?: mir)? … empfehlen
        (?:empfiehlst|empfehlen) (?:du|sie)(?: mir)? …
        was (?:empfiehlst|empfehlen|rätst|raten) (?:du|sie)(?: mir| jemandem)?(?: für| zu| zum| zur| bei| beim)? …
        (?:hast du |haben sie |gibt es |gib mir )?(?:ein paar |einen |irgendwelche |noch )?(?:tipps?|ratschläge|rat|empfehlungen?) (?:für|zu|zum|zur|bei|beim) …
        soll(?:te)? ich …
        lohnt (?:sich|es sich)(?:,)? …
        worauf (?:soll(?:te)?|muss) (?:ich|man) (?:bei|beim) … achten
        was soll(?:te)? (?:ich|man) (?:bei|beim|über|vor) … (?:wissen|beachten|tun)
        welche[mnrs]? … (?:empfiehlst|empfehlen|würdest) (?:du|sie)(?: mir)?(?: (?:für|zum|zur|bei|beim) …)?`,
      reason: `
        (?:warum|weshalb|wieso|weswegen) …
        aus welchem grund …
        wie kommt es,? dass …
        was (?:ist|war) der grund (?:für|dafür,? dass) …`,
      since: `
        seit wann …
        wie lange (?:\\p{L}+ ){1,3}schon(?: …)?`,
      frequency: `
        wie (?:oft|häufig|regelmäßig) …`,
      place: `
        wo genau …
        wo … genau
        (?:an|in) welche[rm] (?:ort|stelle|straße|adresse) (?:genau )?…`,
      company: `
        (?:zusammen )?mit wem …
        wer hat (?:dir|ihnen|euch) … geholfen
        wer war … dabei`,
      events: `
        was ist (?:mit |bei |in |auf |an |am |im |beim |damals )?… (?:passiert|geschehen)
        was (?:passierte|geschah) (?:mit |bei |in |auf |an |am |im |beim |nach |als )?…
        wie (?:war|lief|verlief) …`,
      manner: `
        wie \\p{L}+ (?:ich|man|wir) …
        (?:erklär(?:e|en sie)?|zeig(?:e|en sie)?)(?: mir| uns)?,? wie …
        (?:anleitung|schritte) (?:für|zum|zur) …`,
      list: `
        (?:liste|zähle?|nenne?|nennen sie|zählen sie|listen sie)(?: mir| uns)?(?: alle| die| deine| ihre)* … (?:auf)
        (?:nenne?|nennen sie)(?: mir| uns)?(?: alle| die| deine| ihre| ein paar| einige)* …
        (?:alle )?… (?:auflisten|aufzählen)
        (?:gib mir |zeig mir |zeige mir )?(?:eine|die) liste (?:von|der|deiner|aller|mit) …
        (?:was|welche|welches) sind (?:deine|ihre) …
        was (?:ist|hast du|habt ihr|steckt|trägst du)(?: alles| so)? (?:in|im) (?:deine[mnr]|eure[mnr]|ihre[mnr]|dem|der) …`,
      summary: `
        fass(?:e|en sie)?(?: mir| uns)? … (?:kurz )?zusammen
        … (?:kurz )?zusammenfassen
        fass(?:e|en sie)?(?: mir| uns)? (?:kurz )?zusammen[:,]? …
        (?:gib mir |schreib(?:e)? )?(?:eine )?(?:kurze )?zusammenfassung (?:von|über|der|des|deine[rs]) …`,
      overview: `
        (?:erzähl|erzähle|erzählen sie|berichte|berichten sie|sprich|rede)(?: mir| uns| mal| doch)*(?: etwas| was| mehr| alles| ein bisschen)? (?:über|von|vom) …
        (?:etwas |mehr |was )?(?:über|von|vom|zu|zum|zur) … (?:erzählen|sagen|berichten)
        beschreib(?:e|en sie)?(?: mir| uns)? …
        erklär(?:e|en sie)?(?: mir| uns)? …
        … (?:beschreiben|erklären)
        was (?:wei(?:ß|ss)t|wissen) (?:du|sie)(?: alles)? (?:über|von|vom) …
        was (?:kannst|können) (?:du|sie)(?: mir| uns)?(?: alles)? (?:über|von|vom|zu|zum|zur) … (?:sagen|erzählen)
        sag(?:e|en sie)? (?:mir|uns)(?: etwas| mehr)? (?:über|zu|zum|zur) …
        (?:etwas|mehr) über …`,
    },
    courtesies: `
      bitte …
      … bitte
      (?:kannst|könntest|würdest|magst|willst) du(?: mir| uns)?(?: bitte)? …
      (?:können|könnten|würden) sie(?: mir| uns)?(?: bitte)? …
      (?:hey|also|sag mal|und|ok|okay) …
      (?:sag|sage|sagen sie|erzähl|erzähle|verrate?|erklär) (?:mir|uns)(?: bitte)?,? …
      (?:weißt du|weisst du|wissen sie),? …
      ich (?:möchte|würde|will)(?: gerne?)? wissen,? …
      mich (?:würde )?interessier(?:t|en),? …
      … in (?:kurzen|wenigen) worten
      … sagen`,
  },
  presently:
    /(?<!\p{L})(?:jetzt|zurzeit|zur zeit|derzeit|momentan|gerade|im moment|heute|heutzutage|aktuell|gegenwärtig)(?!\p{L})/giu,
  sentenceMarks: {
    judges: String.raw`ich (?:\p{L}+ )?(?:mag|liebe|hasse|finde|halte|denke|glaube|bevorzuge|schätze|bereue|vermisse|genieße|bewundere)|(?:mag|liebe|hasse|finde|halte|schätze|genieße|bevorzuge) ich|mir gef(?:ällt|allen|iel)|(?:gefällt|schmeckt|liegt) mir|mein(?:e[rsn]?)? (?:liebling\p{L}*|lieblings\p{L}+|meinung|urteil)|lohnt|(?:ist|sind|war|waren) (?:\p{L}+ ){0,2}(?:besser|am besten|schlechter|überschätzt|wunderbar|schrecklich|großartig|schön|hässlich|langweilig|nutzlos|herrlich|furchtbar|gut|schlecht|toll|unsinn)|meiner meinung nach|ich würde (?:nie|lieber|immer)|(?:freut|ärgert|langweilt|stört) mich`,
    advises: String.raw`soll(?:te|test|ten)?(?!\p{L})|muss(?!\p{L})|empfehl\p{L}*|empfiehl\p{L}*|rate(?!\p{L})|nie(?!\p{L})|niemals|immer(?!\p{L})|vermeide\p{L}*|achte\p{L}*|am besten|besser(?!\p{L})|wenn (?:du|sie|man)|ich würde|mein(?:e)? (?:rat|tipp|regel)|tipps?(?!\p{L})|ratschl[aä]g\p{L}*|man (?:braucht|darf|kann)|^(?:nimm|nehmt|nehmen sie|benutze?|verwende|kauf|lern|schreib|lies|warte?|frag|prüfe?|bring|trag|geh|lass|versuch|such|fang|probier|halte?|stell|leg)\p{L}*`,
    needs: String.raw`zutaten|material(?:ien)?|werkzeuge?|ausrüstung|einkaufsliste|(?:man|du|sie|ich|wir) (?:brauch\p{L}*|benötig\p{L}*|nehm\p{L}*)|(?:brauch\p{L}*|benötig\p{L}*) (?:man|du|ich|wir)|nötig`,
    frequency: String.raw`jede[nrs]? (?:\p{L}+ )?(?:tag|morgen|abend|nacht|woche|wochenende|monat|jahr|frühling|sommer|herbst|winter|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|stunde|minuten?)|alle (?:\p{L}+|\d+) (?:tage|wochen|monate|jahre|stunden|minuten)|(?:einmal|zweimal|dreimal|viermal|\p{L}*mal|\d+ ?mal) (?:pro|am|im|in der|die)|täglich|wöchentlich|monatlich|jährlich|stündlich|selten|(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|morgen|abend)s(?!\p{L})`,
    since: String.raw`seit(?:dem|her)?(?!\p{L})|(?:angefangen|begann|begonnen|fing)|im jahr|schon (?:über |fast |mehr als )?\S+ jahre`,
    company: String.raw`(?:mein(?:e)? (?:beste[rn]? )?|mit )(?:(?:meine[mnrs]?|unsere[mnrs]?|eine[mnrs]?|zwei|drei|vier|de[mnr]) )?(?:\p{L}+ )?(?:frau|mann|partner(?:in)?|bruder|brüdern|schwester\p{L}*|mutter|vater|sohn|tochter|freund\p{L}*|kolleg\p{L}*|cousin\p{L}*|onkel|tante|großmutter|großvater|oma|opa|kindern|familie|nachbar\p{L}*|team|mannschaft|schülern|eltern)(?!\p{L})|zusammen|allein|gemeinsam|mit (?-i:\p{Lu}\p{Ll}+) (?-i:\p{Lu}\p{Ll}+)|und ich(?!\p{L})`,
    self: String.raw`ich bin (?:ein|eine|(?-i:\p{Lu}))|ich heiße|mein name ist|ich (?:wohne|lebe|arbeite|wurde|stamme|komme aus|studierte|unterrichte|baue|schreibe|leite|führe|habe)`,
    change: String.raw`(?:wurde|worden|ist|sind|war|waren|hat|haben|ging|gingen) (?:\S+ ){0,6}(?:verkauft|übernommen|gekauft|gestohlen|zerstört|geschlossen|kaputt|gebrochen|gerissen|gestorben|gesunken|abgebrannt|verschwunden|eingestellt|aufgegeben|abgesagt|abgestürzt|geplatzt|ausgefallen|gescheitert|verloren|verletzt|beendet|entlassen|gehackt|repariert|gestürzt|gefallen|umgezogen)|(?:brach|riss|starb|sank|platzte|scheiterte|explodierte|verschwand|fiel|stürzte|endete|verlor|verkaufte|schloss|wurde krank|gab auf|ging kaputt|zerbrach)(?!\p{L})`,
    pageTalk: String.raw`in (?:diesem|einem anderen|meinem letzten|dem nächsten) (?:beitrag|artikel|post|abschnitt|text|kapitel|video)|dieser (?:beitrag|artikel|text) (?:ist|soll|beschreibt|zeigt)|siehe (?:oben|unten)|wie (?:oben|bereits|schon) (?:gesagt|erwähnt|beschrieben)|(?:unten|oben) (?:siehst|sehen|ist|sind)|hier (?:ist|sind) (?:ein|das|die|der|mein)`,
    selfTitle: String.raw`^über mich|^über uns|^wer ich bin|^wer bin ich|^zur person|^biogra(?:f|ph)ie|^lebenslauf|^vita$|^mein leben|^steckbrief|^vorstellung|^zu (?:meiner|unserer) person$`,
  },
  compoundQuestions: {
    conjunctions: 'und sowie',
    interrogatives:
      /(?<!\p{L})(was|wo|wann|wer|wem|wen|wessen|warum|wie|welche[rsmn]?|woher|wohin|womit|wieso|weshalb|worüber)(?!\p{L})|^(hast|bist|kannst|magst|hat|haben|ist|sind|gibt|war|warst)(?!\p{L})/iu,
  },
  people: String.raw`mutter vater eltern(?:teil)? mama papa frau mann partner(?:in)? freund(?:in)? sohn tochter kind bruder schwester zwilling onkel tante cousin cousine nichte neffe oma opa groß(?:mutter|vater|eltern) nachbar(?:in)? kolleg(?:e|in) chef(?:in)? schwager schwägerin schwieger(?:mutter|vater|sohn|tochter) enkel(?:in)? mitbewohner(?:in)? lehrling lehrer(?:in)? meister(?:in)?`,
  classNouns: /\b(befehl|kommando|funktion|methode|option|einstellung|begriff|wort|werkzeug|seite)\b/g,
  labelNames: {
    price: 'Preis Kosten Gebühr',
    time: 'Datum Zeit Zeitpunkt Tag Jahr',
    number: 'Anzahl Zahl Menge',
    person: 'Name Autor',
    place: 'Ort Adresse Anschrift',
  },
  causes: /\b(weil|da|denn|wegen|aufgrund|damit|deshalb|daher|um .{3,60} zu|grund)\b/i,
  followUps: {
    openings:
      /^(und|oder|aber|auch|dann|was ist mit|wie (ist|steht) es mit|warum|wieso|mehr|wirklich|sonst noch|zum beispiel)\b/i,
    pointers:
      /\b(er|sie|es|ihn|ihm|ihr|ihnen|sein(e[rsmn]?)?|ihre[rsmn]?|dies(e[rsmn]?)?|davon|dazu|damit|darauf|dort|dann|das)\b/i,
  },
  backReferences:
    /^(er|sie|es|dies(e[rsmn]?)?|das|sein(e[rsmn]?)?|ihr(e[rsmn]?)?|dort|dabei|dadurch|daher|jedoch|aber|auch|außerdem|danach|dann|deshalb|hier|beide)\b/i,
  pointsUp: 'oben',
  smallTalk: {
    greeting:
      'hallo( zusammen)?|guten (tag|morgen|abend)|moin( moin)?|servus|gruss gott|grussgott|grusse|hallochen',
    wellbeing:
      'wie geht( e)?s( dir| ihnen| euch)?( heute)?|wie geht es( dir| ihnen| euch)?( heute)?|wie gehts( dir)?|alles gut|was geht',
    thanks:
      'danke( schon| sehr| dir| ihnen)?( (fur (die|deine|ihre) )hilfe)?|dankeschon|vielen( lieben)? dank( (fur (die|deine|ihre) )hilfe)?|herzlichen dank|besten dank|super danke',
    farewell:
      'tschuss|auf wiedersehen|bis (bald|spater|morgen|dann)|gute nacht|mach(s|t s)? gut|ade|schonen (tag|abend)( noch)?',
    who: 'wer bist du|wer sind sie|wie heisst du|wie heissen sie|wie ist (dein|ihr) name|stell dich( bitte)? vor|mit wem spreche ich|erzahl( mir)?( etwas| was)? (uber|von) dir',
    help: 'hilfe|was kannst du( alles)?|was konnen sie( alles)?|was weisst du|kannst du mir helfen|wie kannst du mir helfen|was kann ich( dich)? fragen',
    fine: 'gut|super|prima|alles klar|verstanden|ja|nein|okay danke|toll',
  },
  phrases: {
    no_answer: 'Dazu finde ich leider nichts in dem, was ich weiß.',
    still_reading:
      'Dazu finde ich noch nichts: Einige meiner Seiten lese ich gerade erst. Frag mich bitte in Kürze noch einmal.',
    greeting: 'Hallo! Ich bin {name}. Was möchtest du wissen?',
    wellbeing: 'Danke der Nachfrage, mir geht es gut. Was möchtest du wissen?',
    thanks: 'Gern geschehen!',
    farewell: 'Auf Wiedersehen, bis bald!',
    who: 'Ich bin {name}.',
    help: 'Ich bin {name}. Frag mich etwas zu dem, was ich weiß; zu jeder Antwort zeige ich, woher sie stammt.',
    fine: 'Gut. Möchtest du noch etwas wissen?',
    wordless: 'Magst du das in Worte fassen? Stell mir eine Frage, und ich sehe nach, was ich weiß.',
    topics: 'Du kannst mich fragen zu: {topics}.',
  },
  topicQuestion: 'Was kannst du mir über {topic} sagen?',
  offer: 'Ich habe über „{topic}“ geschrieben.',
  lightWords:
    'geht ging gegangen lief läuft gelaufen gemacht machen gut schlecht falsch neu neues weiter nächste nächstes passiert geschafft gelernt geändert erledigt offen bleibt kommt kam sonst ändert getan klappt geklappt',
  inOtherWords: [
    ['Hast du ein Fahrrad?', 'Radeln habe ich nie gelernt, ich gehe zu Fuß zur Arbeit.'],
    ['Was kostet ein Laib?', 'Für das Brot nehmen wir vier Euro.'],
    ['Wo bist du aufgewachsen?', 'Meine Kindheit habe ich auf einem Hof bei Dijon verbracht.'],
    ['Wie viele Leute arbeiten bei euch?', 'In der Werkstatt sind wir zu neunt.'],
    ['Warum hast du die Bank verlassen?', 'Ich habe gekündigt, weil die Tage zu lang geworden waren.'],
    ['Welches Buch magst du am liebsten?', 'Mein Lieblingsroman ist Moby Dick.'],
  ],
  modelInstructions: {
    ignore: /\b(ignoriere?|vergiss|missachte)\b[^.\n]{0,40}\b(anweisung|regel|vorgabe|instruktion)/giu,
  },
  pageMarks: {
    question: 'frage|f|problem|störung|fehler',
    answer: 'antwort|a|lösung|abhilfe',
    asker: 'interviewer(?:in)?|moderator(?:in)?|reporter(?:in)?|journalist(?:in)?|f',
    self: 'ich',
    remark: 'hinweis|achtung|tipp|wichtig|merke|anmerkung|info|update|nachtrag|ps',
    label:
      'hinweis|achtung|tipp|wichtig|beispiel|telefon|tel|handy|fax|e-?mail|adresse|preis|datum|uhrzeit|zeit|ort|name|alter|beruf|größe|gewicht|farbe|zutaten|zubereitung|öffnungszeiten|betreff|von|an',
    wrote: 'schrieb|schreibt',
    comments: 'kommentare?|antworten',
    untilNow: 'heute|jetzt|aktuell|laufend',
  },
  asksWhich: /^welche[mnrs]?(?!\p{L})/iu,
  possession: {
    asked: String.raw`^(?:(?:und |aber )?(?:hast|habt|haben|besitzt|besitzen|hältst|haltet|halten|führst|führt|hattest|hattet) (?:du|ihr|sie)|gibt es bei (?:dir|euch|ihnen))(?!\p{L}|.* (?:\p{L}*ge|ver|be|er|ent|zer)\p{L}+(?:t|en)\W*$|.*iert\W*$)`,
    told: String.raw`(?<!\p{L})(?:(?:mein|unser)(?:e[mnrs]?)? (?:eigene[mnrs]? )?|(?:(?:ich|wir) (?:habe|haben|hatte|hatten|besitze|besitzen|halte|halten|führe|führen|verkaufe|verkaufen|backe|backen|mache|machen|züchte|züchten)|(?:habe|haben|hatte|hatten|besitze|besitzen|halte|halten|verkaufe|verkaufen|backe|backen|mache|machen) (?:ich|wir)) )(?:[^\s.,;:!?]+ ){0,4}$|(?<!\p{L})(?:ich|wir) (?:habe|haben|hatte|hatten|besitze|besitzen|halte|halten)(?!\p{L})[^.;:!?]{0,80}(?:,|(?<!\p{L})und) (?:eine?[nrms]?|zwei|drei|vier|fünf|sechs|mein\p{L}*|unser\p{L}*|\p{N}+) (?:\p{L}+ ){0,2}$`,
  },
  persons: {
    self: {
      subject: 'ich wir',
      object: 'mich mir uns',
      possessive: 'mein meine meinem meinen meiner meines unser unsere unserem unseren unserer unseres unsre',
    },
    omitted: false,
    articles: 'der die das den dem',
    turns: 'er sie es der dessen deren welcher welche welches sein seine ihr ihre',
    subjects: {
      thirds: 'er sie',
      relatives: 'der die das dem den dessen deren welcher welche welches',
      prepositions:
        'mit von vom bei zu zum zur für aus nach seit gegen ohne durch um an am auf in im neben hinter vor über unter zwischen wie als',
      joins: 'und aber oder weil dass während denn sondern wenn wo ob obwohl bis als',
    },
    you: 'du=ich dich=mich dir=mir dein=mein deine=meine deinem=meinem deinen=meinen deiner=meiner deines=meines Sie=ich/wir Ihnen=mir/uns Ihr=mein/unser Ihre=meine/unsere Ihrem=meinem/unserem Ihren=meinen/unseren Ihrer=meiner/unserer euch=uns euer=unser eure=unsere eurem=unserem euren=unseren eurer=unserer',
    verbs:
      'bist=bin seid=sind hast=habe habt=haben warst=war wart=waren wirst=werde kannst=kann willst=will musst=muss darfst=darf weißt=weiß magst=mag isst=esse liest=lese siehst=sehe sprichst=spreche gibst=gebe nimmst=nehme fährst=fahre schläfst=schlafe trägst=trage läufst=laufe hilfst=helfe triffst=treffe wurdest=wurde',
    endings: [
      ['test', 'te'],
      ['est', 'e', ''],
      ['st', 'e', ''],
      ['t', 'e', 'en'],
      ['en', 'e'],
    ],
    addressed: '',
  },
};
