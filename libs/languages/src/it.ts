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
    prezzo costo costare tariffa pagare caro, lavoro mestiere professione impiego lavorare, abitare
    vivere, comprare acquistare, iniziare cominciare, smettere finire, figlio figlia, padre papà, madre
    mamma, telefono cellulare, mail email posta, orario aperto, chiamare nome, marito sposato, moglie
    sposata, età nascere, preferito piacere amare, consiglio consigliare raccomandare, auto macchina,
    vacanza ferie viaggio, imparare studiare, spesso frequenza, riparare aggiustare, succedere accadere,
    comprare acquirente acquisto, vendere venditore vendita, morire decesso, viaggiare viaggio, insegnare
    maestro insegnante, fondare fondatore, compreso incluso
    includere, spedire spedizione inviare, arrivare raggiungere`,
  abbreviations: { words: 'avv dott dott.ssa ecc es ing on pag pagg sig sig.ra sigg', closing: 'ecc' },
  numberWords: {
    words:
      'zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove venti',
    ambiguous: 'uno sei',
  },
  relativeTimes:
    /(?<!\p{L})(oggi|ieri|domani|(la settimana|il mese|l['’]anno|l['’]estate|l['’]inverno) (scors[oa]|prossim[oa])|(un|una|due|tre|\d+) (giorn[oi]|settiman[ae]|mes[ei]|ann[oi]) fa|recentemente|attualmente|in questo momento)(?!\p{L})/iu,
  quantities:
    'due tre quattro cinque sette otto nove dieci cento undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove venti trenta quaranta cinquanta sessanta settanta ottanta novanta',
  negations: /(?<!\p{L})(?:no|non|mai|nessun\p{L}*|niente|nulla|senza|né|neanche|nemmeno)(?!\p{L})/iu,
  sentenceOpeners: 'lo gli nel nella di da con per ma io',
  nameEndings: absent('the last two letters of a name do'),
  questions: {
    number: String.raw`\bquant[oaie]\b|\bquale (percentuale|numero|quantità|età)`,
    price: String.raw`(quanto )?\b(costa|costano|costava|viene|vengono)\b|\b(qual|quale|quali|che)\b(?=.{0,16}\b(prezz[oi]|tariff[ae])\b)`,
    time: String.raw`\bquando\b|\b(quale|che|in che|in quale) (anno|data|ora|giorno|mese|secolo|periodo)`,
    person: String.raw`\bchi\b|\bcome si chiam(?:a|ano|ava|avano) (?:il|la|lo|i|le|gli)? ?(?:mi[oaei]+|tu[oaie]+|su[oaie]+|vostr[oaie])(?!\p{L})|\bquale (persona|uomo|donna|re|azienda|società)`,
    place: String.raw`\b(dove|dov['’]è)\b|\b(quale|che|in che|in quale) (paese|città|stato|luogo|regione|zona)`,
    reason: String.raw`\bperch[éè]\b`,
    definition: String.raw`^((che )?cos['’ ]?(a )?(è|sono|fa|significa)|chi (è|era|fu)|qual è)`,
    manner: String.raw`\bcome\b(?! (si|ti|vi) chiam)`,
    list: String.raw`\bquali sono (i|gli|le)\b|\belenco\b|\bpassaggi\b`,
  },
  measures: {
    extent: {
      asked: String.raw`quanto (?:è |sono |sei |era )?(?:alt|lung|larg|grand|profond|lontan|dist)|quant[oi] (?:misur|chilometri|metri)|a che distanza`,
      told: String.raw`# (?:(?:chilo|centi|milli)?metr[oi]|chilometr[oi]|miglia|ettar[oi]|pian[oi]|minut[oi] a piedi)|(?:a|in) # (?:minut[oi]|or[ae])|\p{L}+ minuti a piedi`,
      labels: 'lunghezza altezza larghezza profondità distanza superficie',
    },
    duration: {
      asked: String.raw`quanto (?:tempo|dura|durano|durò|è durat|ci vuole|ci mett|ci si mette)|quant[ie] (?:ann[io]|mes[ie]|settiman[ae]|giorn[oi]|or[ae]|minut[oi])`,
      told: String.raw`# (?:ann[oi]|mes[ie]|settiman[ae]|giorn[oi]|or[ae]|minut[oi]|nott[ei]|invern[oi]|estat[ei])|(?:un['’]?|una|mezz['’]?a?) ?(?:anno|mese|settimana|giorno|ora|notte)|dal (?:\p{L}+ )?\d{4}(?: al \d{4})?|\d{4} ?[–-] ?\d{4}`,
      labels: 'durata tempo',
    },
    weight: {
      asked: String.raw`quanto pes|(?:quale|qual) è (?:il|tuo|suo) ?peso`,
      told: '# (?:chil[oi]|chilogramm[oi]|gramm[oi]|tonnellat[ae]|ett[oi])',
      labels: 'peso',
    },
    speed: {
      asked: String.raw`(?:a )?(?:quale|che) (?:velocità|potenza)|quanto (?:è |va )?(?:veloce|forte)`,
      told: String.raw`# (?:nodi|chilometri (?:all['’]ora|orari)|cavalli|(?:kilo|chilo)?watt)`,
      labels: 'velocità potenza',
    },
    age: {
      asked: 'quanti anni (?:hai|ha|hanno|aveva|avete)|che età',
      told: String.raw`# anni|(?:nat[oaie]|costruit[oaie]|fondat[oaie]|apert[oaie]|risale|risalgono)(?!\p{L})[^.!?]*\d{4}`,
      labels: 'età anno nascita',
    },
    temperature: {
      asked: String.raw`(?:a )?(?:quale|che|quanti) (?:temperatura|gradi)`,
      told: '# grad[oi]',
      labels: 'temperatura',
    },
    money: {
      asked: String.raw`quanto (?:cost|viene|vengono|hai (?:pagato|speso)|si paga|chied|prend|guadagn|vale)|(?:a )?(?:quale|che|qual è il|quali sono i) (?:tuo |suo )?(?:prezz[oi]|tariff[ae]|affitto|stipendio)|quanto è (?:l['’]|il |la )(?:\p{L}+ )?(?:tassa|affitto|prezzo|costo|biglietto|cauzione)`,
      told: String.raw`# (?:euro|centesim[oi]|lire|franchi|dollari|sterline)|gratis|gratuit[oaie]`,
      labels: 'prezzo prezzi costo tariffa',
    },
  },
  personalFacts: String.raw`
    (?:che|quale) (?:lavoro|mestiere) (?:fa|faceva)(?= (?:il |la )?(?:tu[oa]|su[oa]|vostr[oa]) #)|(?<=(?:cosa|che) )(?:fa|faceva)(?= (?:il |la )?(?:tu[oa]|su[oa]|vostr[oa]) #)|(?:lavoro|mestiere|professione)(?= (?:di|del|della) (?:tu[oa]|su[oa]) #) → lavoro mestiere professione ⇒ (?<!\p{L})(?:è|era|come|faceva (?:il|la)|fa (?:il|la|l['’])) ?(?:un[ao]? |un['’])?\p{L}*(?:ier[ea]|ista|ore|trice|ai[oa]|ante|ente|olog[oa]|ari[oa]|estr[oa]|uoc[oa]|vocat[oa]|anic[oa]|edico|fabbr[oa]|sart[oa]|ino|ero)(?!\p{L})|(?<!\p{L})(?:lavora|insegna|guida|studia|cucina|pesca|ripara|coltiva)(?:va)?(?!\p{L})|(?<!\p{L})(?:vende|gestisce|dirige|dipinge|scrive|costruisce|alleva)(?!\p{L})
    (?:tua|sua|vostra) (?:e-?mail|mail|posta elettronica)(?=\W*$)|(?:tuo|suo) indirizzo (?:e-?mail|mail)|^e-?mail(?=\W*$) → mail email +scrivi +scrivetemi +scrivimi +contatti ⇒ \S@\S+\.\p{L}
    contattar(?:ti|la|vi)|(?:ti|la|vi) (?:contatto|scrivo|posso (?:scrivere|contattare)) → mail telefono lettera indirizzo +contatti +scrivi +scrivetemi +scrivimi → \S@\S+\.\p{L}|(?<!\p{L})(?:tel(?:ef\p{L}*)?|cell\p{L}*|chiam\p{L}+|whatsapp)[^.!?\n]{0,40}?\+?\d[\d ()/.-]{5,}\d
    (?<=^(?:da )?(?:quando|in che anno|in quale anno) )(?:(?:sei|è) diventat[oa]|(?:hai|ha) (?:iniziato|cominciato)(?: a)?)(?!\p{L}) → diventato diventata iniziato cominciato faccio → (?:da|dal) (?:\p{L}+ )?(?:1[5-9]|20)\d\d|^\W*(?:\p{L}+ )?(?:1[5-9]|20)\d\d ?(?:[–-]|a )
    (?<=^(?:quando|in che anno|in quale anno) )(?:(?:hai|ha) (?:smesso|lasciato|mollato)(?: di)?)(?!\p{L}) → smesso lasciato mollato →
    quanti anni (?:hai|avevi)|(?:la )?tua età → nato nata nascita età compleanno → ho \p{L}*\d\d? anni|(?<!\p{L})sono nat[oa](?!\p{L})
    quanti anni (?:ha|hanno|aveva)(?!\p{L}) → nato nata costruito costruita fondato fondata età → risale|(?:ha|hanno)(?: ora| già| appena)? (?:\d{1,2}|\p{L}+) anni
    (?:quando|in che anno|dove) sei nat[oa] → nato nata nascita →
    (?:che|quale) (?:lavoro|mestiere) fai|cosa fai (?:nella vita|di lavoro|di mestiere)|(?:il )?tuo (?:lavoro|mestiere)(?!\p{L})|(?:la )?tua professione → lavoro mestiere professione → (?<!\p{L})(?:gestisco|dirigo|riparo|costruisco|insegno|cucino|vendo|dipingo|scrivo|coltivo|allevo|guido|cucio|traduco|programmo|progetto|restauro|lavoro come|faccio (?:il|la|l['’])|sono (?:un[oa]? |un['’])?\p{L}+(?:iere|iera|aio|aia|ista|logo|loga|trice))(?!\p{L})
    di cosa vivi|come ti guadagni → guadagno stipendio soldi → (?:vivo|viviamo) di
    da dove vieni|di dove sei|dove sei cresciut[oa] → nato nata cresciuto cresciuta → (?<!\p{L})(?:sono (?:nat[oa]|cresciut[oa]|di)|vengo da)
    sei sposat[oa]|hai (?:un marito|una moglie|un compagno|una compagna|il ragazzo|la ragazza) → marito moglie sposato sposata compagno compagna matrimonio →
    hai (?:dei )?figli(?!\p{L})|hai (?:bambini|un figlio|una figlia) → figlio figlia figli bambino →
    hai (?:dei |delle )?(?:fratelli|sorelle)(?: o \p{L}+)? → fratello sorella gemello →
    hai (?:degli )?animali(?: domestici)?|animal[ei] (?:domestic[oi]|da compagnia) → cane gatto animale cavallo tartaruga coniglio pappagallo →
    (?:accett|pag)\p{L}*(?: \p{L}+){0,3} (?:cart[ae]|bancomat)(?!\p{L})|in contanti → carta bancomat contanti pagamento → (?:accett|pag)\p{L}*(?: \p{L}+){0,3} (?:contanti|carta|bancomat)|solo contanti
    (?:quando|a che ora|che giorni)(?: \p{L}+){0,3} (?:apr|chiud|apert)\p{L}*|orar[io] → aperto aperta apre orario apertura chiuso →
    contattar(?:ti|la|vi)|(?:ti|la|vi) (?:contatto|scrivo|chiamo|posso (?:scrivere|chiamare|contattare)) → mail telefono lettera indirizzo → \S@\S+\.\p{L}
    (?:che|quali) lingue (?:parli|parla|parlate|conosci) → lingue madrelingua → (?:parl|impar|cap)\p{L}+[^.!?]*(?<!\p{L})(?:italiano|inglese|francese|tedesco|spagnolo|portoghese|russo|cinese|arabo|giapponese|greco|polacco|olandese)(?!\p{L})
    (?:tuo|suo|vostro)(?: numero di)? (?:telefono|cellulare|whatsapp)(?!\p{L})|(?:ti|la|vi) (?:telefon|chiam)(?:o|are)(?=\W*$) → telefono cellulare → (?<!\p{L})(?:tel(?:ef\p{L}*)?|cell\p{L}*|chiam\p{L}+|whatsapp)[^.!?]{0,40}?\+?\d[\d ()/.-]{5,}\d
    dove (?:sei|siete|ti trovo|vi trov\p{L}+|si trova)(?=\W*$)|(?:tuo|vostro) indirizzo → indirizzo via → (?<!\p{L})(?:sono|siamo|ci trov\p{L}+)(?: \p{L}+){0,2} in (?:via|viale|piazza|corso|vicolo|largo)(?!\p{L})
    chi (?:ti|le|vi) ha (?:insegnato|formato)|da chi hai imparato|con chi hai studiato → insegnato imparato → (?<!\p{L})m['’i] ?(?:ha|hanno) (?:insegn|form)\p{L}+|(?<!\p{L})ho (?:imparato|studiato)(?: \S+){0,5} (?:da|dal|dalla|con)(?!\p{L})
    quanti (?:figli|bambini) hai → figlio figlia figli bambino gemelli → (?:ho|abbiamo)(?: \p{L}+){0,2} (?:figli|figlie|figlio|figlia|bambin[ioae]|gemell[ie])(?!\p{L})
  `,
  requests: {
    kinds: {
      topics: `
        (?:che )?cosa (?:ti |le )?(?:posso|possiamo|si può) (?:chieder(?:ti|le|e)|domandar(?:ti|e))
        (?:che )?cosa (?:sai|sa)(?: tu)?
        (?:di|su) (?:che )?cosa (?:scrivi|scrive|parli|parla|possiamo parlare)(?: qui)?
        di (?:che )?cosa (?:parla|tratta) (?:questo|il tuo) (?:blog|sito)
        quali sono i (?:tuoi|suoi) (?:temi|argomenti)`,
      self: `
        (?:dimmi|mi dica|raccontami) chi (?:sei|è)
        (?:dammi|mi dia|fammi) un(?:a)?(?: breve| piccol[oa]| rapid[oa])? (?:panoramica|presentazione|riassunto|ritratto|quadro)(?: (?:di|su) (?:te|lei|chi sei|te stess[oa]|tua vita)| della tua vita)?
        chi (?:sei|è lei),? (?:in breve|in poche parole|in sintesi|in una frase|brevemente)
        chi (?:sei|è lei)(?: tu)?
        (?:parlami|mi parli|raccontami|dimmi|mi dica)(?: qualcosa| di più| un po')?(?: di| su) (?:te|lei|te stess[oa])
        (?:parlarmi|raccontarmi|dirmi)(?: qualcosa)? (?:di|su) (?:te|lei)
        (?:presentati|si presenti|descriviti|presentarti)
        (?:riassumi|raccontami|raccontaci) la tua (?:vita|carriera)`,
      compare: `
        (?:confronta|paragona|confronti|confrontare) … (?:e|con) …
        (?:qual è|quale è|che differenza c'è|quali sono)(?: la| le)? ?(?:differenz[ae] )?(?:tra|fra) … e …
        (?:che )?(?:cosa )?(?:è meglio|preferisci|ti piace di più)[,: ]*… o …
        … (?:vs\\.?|versus|contro) …`,
      needs: `
        (?:che )?cosa (?:mi )?(?:serve|occorre|ci vuole|serve) per(?: fare| preparare)? …
        di (?:che )?cosa (?:ho|si ha|abbiamo) bisogno per(?: fare| preparare)? …
        (?:quali|che)(?: sono gli)? (?:ingredienti|materiali|attrezzi|strumenti)(?: servono| mi servono| occorrono)? (?:per|di|del|della|dei)(?: fare)? …
        (?:gli )?ingredienti (?:per|di|del|della|dei) …`,
      opinion: `
        (?:che )?cosa (?:(?:ne )?pensi|(?:ne )?pensa) (?:dei|degli|delle|della|dello|dell'|del|di) ?…
        che ne (?:pensi|dici) (?:dei|degli|delle|della|dello|dell'|del|di) ?…
        qual è (?:la tua|il tuo|la sua) (?:opinione|parere) (?:su|sul|sulla|sui|sulle|di) …
        (?:la tua opinione|il tuo parere) (?:su|sul|sulla|sui|sulle) …
        ti (?:piace|piacciono) …
        come (?:trovi|ti sembra|ti pare) …`,
      advice: `
        (?:mi )?(?:consigli|consiglia|consiglieresti|consiglierebbe|raccomandi|raccomanderesti) …
        consigliarmi …
        (?:che )?cosa (?:mi )?(?:consigli|consiglia|consiglieresti|raccomandi)(?: per| a| su| ai)? …
        (?:hai |ha |dammi )?(?:qualche|dei|un|alcuni) (?:consigli[oa]?|suggeriment[oi]|trucc[oh]i?) (?:per|su|a|sul|sulla) …
        consigli per …
        (?:devo|dovrei) …
        vale la pena(?: di)? …
        (?:che|quale|quali) … (?:mi )?(?:consigli|consiglia|consiglieresti)(?: per …)?`,
      reason: `
        perché …
        (?:per quale|qual è il) (?:motivo|ragione) (?:per cui|di)? ?…
        come mai …
        (?:che )?cosa ti ha (?:spinto|portato) …`,
      since: `
        da (?:quando|quanto(?: tempo)?|quanti anni) …`,
      frequency: `
        (?:quanto spesso|ogni quanto(?: tempo)?|con che frequenza|quante volte (?:al|alla|a|all')) ?…`,
      place: `
        dove (?:esattamente|di preciso|precisamente) …
        dove … (?:esattamente|di preciso)
        in quale (?:posto|luogo|via) …`,
      company: `
        (?:insieme a|con) chi …`,
      events: `
        (?:che )?cosa (?:è successo|è accaduto|successe|accadde)(?: con| a| al| alla| in| nel| nella| quando| durante| dopo| il| la)? ?…
        com'è (?:andat[oa]|stat[oa]) …
        come (?:andò|fu) …`,
      manner: `
        come (?:si (?:fa|fanno|prepara|costruisce|cucina|può)|faccio|posso|devo|fare|preparare) …
        (?:spiegami|mi spieghi|spiegarmi|insegnami) come …
        (?:passi|istruzioni) per …`,
      list: `
        (?:elenca|elencami|enumera|nomina)(?: tutti| tutte)?(?: i| gli| le)?(?: tuoi| tue)? …
        (?:dammi|fammi|mi dia) (?:un|una|la|l')\\s?(?:elenco|lista) (?:di|dei|delle|degli)(?: tutti| tutte)? ?…
        (?:elenco|lista) (?:dei|delle|degli|di) …
        quali sono (?:i tuoi|le tue|i suoi|le sue) …
        (?:che )?cosa (?:c'è|hai|porti|tieni) (?:nel tuo|nella tua|nel|nella|nello) …`,
      summary: `
        (?:riassumi|riassumimi|riassuma|riassumere|riassumermi) …
        (?:dammi|fammi|fai) un (?:breve )?riassunto (?:di|del|della|dei|sul|sulla) …
        (?:un )?riassunto (?:di|del|della|dei) …`,
      overview: `
        (?:parlami|mi parli|raccontami|dimmi|mi dica|mi racconti)(?: qualcosa| di più| tutto| un po')?(?: sui| sugli| sulle| sulla| sullo| sul| sull'| su| dei| degli| delle| della| dello| dell'| del| di) ?…
        (?:parlarmi|raccontarmi|dirmi|parlare|raccontare|dire)(?: qualcosa| di più)?(?: sui| sugli| sulle| sulla| sullo| sul| sull'| su| dei| degli| delle| della| dello| dell'| del| di) ?…
        (?:descrivi|descrivimi|descriva|descrivere|descrivermi|spiega|spiegami|spiegare|spiegarmi|mi spieghi) …
        (?:che )?cosa (?:sai|sa|puoi dirmi|può dirmi|mi puoi dire)(?: sui| sugli| sulle| sulla| sullo| sul| sull'| su| dei| degli| delle| della| dello| dell'| del| di) ?…
        (?:qualcosa|altro) (?:su|sul|sulla|sui|sulle|sugli) …`,
    },
    courtesies: `
      (?:puoi|può|potresti|potrebbe|mi puoi|mi potresti)(?: per favore)? …
      (?:per favore|per piacere|ehi|e|allora|ok|senti),? …
      …,? (?:per favore|per piacere|in breve|in poche parole|brevemente)
      (?:dimmi|mi dica|dirmi|raccontami) …
      (?:sai|sa) …
      (?:vorrei|mi piacerebbe|voglio) sapere …`,
  },
  presently:
    /(?<!\p{L})(?:adesso|(?<!che )ora|attualmente|oggi|al momento|in questo momento|di questi tempi)(?!\p{L})/giu,
  sentenceMarks: {
    judges: String.raw`mi (?:\p{L}+ )?(?:piace|piacciono|piaceva|annoia|dispiace|infastidisce|fa paura|sembra)|(?:amo|odio|adoro|detesto|preferisco|penso che|credo che|trovo|ritengo|rimpiango|ammiro)(?!\p{L})|(?:il mio|la mia|i miei|le mie) (?:preferit[oaie]|opinione|parere)|secondo me|a mio (?:parere|avviso)|vale la pena|(?:è|sono|era|erano) (?:\p{L}+ ){0,2}(?:miglior[ei]|meglio|peggio\p{L}*|sopravvalutat[oaie]|meraviglios[oaie]|terribil[ei]|orribil[ei]|bell[oaie]|brutt[oaie]|eccellent[ei]|noios[oaie]|inutil[ei]|buon[oaie]?|cattiv[oaie]|ottim[oaie])|io non`,
    advises: String.raw`(?:devi|dovresti|dovrebbe|bisogna|conviene|occorre)(?!\p{L})|(?:consiglio|raccomando|suggerisco)|mai(?!\p{L})|sempre(?!\p{L})|evita\p{L}*|non (?:dimenticare|usare|comprare|fare|lasciare)|è meglio|meglio (?:non )?\p{L}+re(?!\p{L})|se (?:vuoi|vai|hai)|consigli[oa]?(?!\p{L})|trucchi|assicurati|cerca di|^(?:usa|prendi|tieni|comincia|inizia|compra|impara|scrivi|leggi|aspetta|chiedi|controlla|porta|vai|lascia|metti|prova|scegli)(?!\p{L})`,
    needs: String.raw`ingredient[ei]|material[ei]|attrezz[oi]|strumenti|attrezzatura|lista della spesa|serv(?:e|ono)(?!\p{L})|occorr(?:e|ono)|ci (?:vuole|vogliono)|bisogno`,
    frequency: String.raw`(?:ogni|tutti i|tutte le) (?:\p{L}+ |\d+ )?\p{L}+|(?:una volta|due volte|tre volte|\p{L}+ volte|\d+ volte) (?:al|alla|a|all['’])|quotidian\p{L}+|settimanal\p{L}*|mensil\p{L}*|annual\p{L}*|raramente|spesso|di tanto in tanto|(?:il|la) (?:lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica)`,
    since: String.raw`d(?:a|al|all['’]|alla) (?:quando |oltre |più di )?(?:\d+|\p{L}+) anni|dal (?:19|20)\d\d|(?:ho|abbiamo) (?:iniziato|cominciato)|nel (?:19|20)\d\d|\S+ anni fa|iniziai`,
    company: String.raw`con (?:(?:mio|mia|il mio|la mia|i miei|le mie|nostro|nostra|un|una|il|la|i|le|gli|due|tre) )?(?:\p{L}+ )?(?:moglie|marito|compagn[oaie]|fratell[oi]|sorell[ae]|madre|padre|figli[oae]?|amic[oahi]+e?|collegh?[aei]|cugin[oaie]|zi[oa]|nonn[oai]|bambini|famiglia|vicin[oaie]|squadra|allievi|genitori)(?!\p{L})|insieme|da sol[oa]|con (?-i:\p{Lu}\p{Ll})|e io(?!\p{L})`,
    self: String.raw`sono (?:un|una|un['’]|il|la|nat[oa]|(?-i:\p{Lu})|\p{L}+(?:tore|trice|ista|aio|aia|iere|iera)(?!\p{L}))|mi chiamo|il mio nome è|(?:vivo|abito|lavoro|insegno|scrivo|vengo da)(?!\p{L})|sono cresciut[oa]|ho studiato`,
    change: String.raw`(?:è|sono|stat[oaie]|ha|hanno|ho|si è) (?:\S+ ){0,3}(?:vendut[oaie]|rubat[oaie]|comprat[oaie]|rott[oaie]|chius[oaie]|distrutt[oaie]|pers[oaie]|mort[oaie]|cadut[oaie]|bruciat[oaie]|scomparso|scompars[aie]|annullat[oaie]|abbandonat[oaie]|fallit[oaie]|ferit[oaie]|riparat[oaie]|affondat[oaie])|(?:ruppe|morì|cadde|affondò|chiuse|scomparve|fallì|esplose|perse|vendette|finì)(?!\p{L})`,
    pageTalk: String.raw`in (?:questo|un altro|il prossimo) (?:articolo|post|testo|capitolo|video)|questo (?:articolo|post) (?:è|descrive|spiega)|(?:qui|vedi) (?:sotto|sopra)|come ho (?:detto|scritto)|ecco (?:un|una|il|la|i|le|come)`,
    selfTitle: String.raw`^(?:su di|di) me$|^chi (?:sono|siamo)|^biografia|^la mia (?:vita|storia)|^presentazione|^profilo$|^about$`,
  },
  compoundQuestions: {
    conjunctions: 'e ed',
    interrogatives:
      /(?<!\p{L})(che|cosa|dove|dov['’]\p{L}+|quando|chi|perché|come|qual[ei]?|quant[oaie])(?!\p{L})|^(hai|sei|puoi|ti piace|c['’]è|ci sono)(?!\p{L})/iu,
  },
  people: String.raw`madre padre genitor[ei] mamma papà moglie marito compagn[oa] fidanzat[oa] figli[oa] fratell[oi] sorell[ae] gemell[oa] zi[oaie]i? cugin[oaie] nipote nonn[oaie] suocer[oa] cognat[oa] genero nuora apprendista coinquilin[oa] amic[oaihe]+ vicin[oaie] collega capo maestr[oa] professor(?:e|essa)`,
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
    thanks:
      '(molte |tante |mille )?grazie( mille| tante| infinite)?( (per )(l|il tuo|il suo) aiuto)?|ti ringrazio|la ringrazio',
    farewell: 'arrivederci|addio|a (presto|dopo|domani)|buonanotte|buona (notte|giornata|serata)|ci vediamo',
    who: 'chi sei( tu)?|chi e lei|come ti chiami|come si chiama|qual e il tuo nome|presentati|parlami di te|con chi parlo',
    help: 'aiuto|aiutami|cosa (sai|puoi)( fare)?|che cosa (sai|puoi)( fare)?|puoi aiutarmi|cosa posso chiederti',
    fine: 'va bene|perfetto|ottimo|capito|d accordo|bene|bello',
  },
  phrases: {
    no_answer: 'Mi dispiace, non trovo nulla a riguardo in ciò che so.',
    still_reading:
      'Non trovo ancora nulla a riguardo: sto ancora leggendo alcune delle mie pagine. Chiedimelo di nuovo tra poco.',
    greeting: 'Ciao! Sono {name}. Che cosa vorresti sapere?',
    wellbeing: 'Sto bene, grazie. Che cosa vorresti sapere?',
    thanks: 'Prego!',
    farewell: 'Arrivederci, a presto!',
    who: 'Sono {name}.',
    help: 'Sono {name}. Chiedimi di ciò che so e ti mostrerò da dove viene ogni risposta.',
    fine: 'Bene. Vuoi sapere altro?',
    wordless: 'Puoi dirlo a parole? Fammi una domanda e cercherò in ciò che so.',
    topics: 'Puoi chiedermi di: {topics}.',
  },
  topicQuestion: 'Che cosa puoi dirmi su {topic}?',
  offer: 'Ho scritto di «{topic}».',
  lightWords:
    'fatto fare fatta andato andata va bene male buono nuovo prossimo successo cambiato imparato resta rimane finito altro cambia successa funzionato',
  inOtherWords: [
    ['Hai una bicicletta?', 'Non ho mai imparato a pedalare e vado al lavoro a piedi.'],
    ['Quanto costa una pagnotta?', 'Per il pane chiediamo quattro euro.'],
    ['Dove sei cresciuto?', 'Ho passato l’infanzia in una fattoria vicino a Digione.'],
    ['Quante persone lavorano da voi?', 'In officina siamo in nove.'],
    ['Perché hai lasciato la banca?', 'Mi sono licenziato perché le giornate erano diventate troppo lunghe.'],
    ['Quale libro ti piace di più?', 'Il mio romanzo preferito è Moby Dick.'],
  ],
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
  asksWhich: /^qual[ei] \p{L}{4,}/iu,
  possession: {
    asked: String.raw`^(?:(?:e |ma )?(?:tu |lei |voi )?(?:hai|ha|avete|possiedi|possedete|avevi))(?= (?:un|uno|una|un'|dei|degli|delle|del|della|figli|animali|fratelli|sorelle)(?!\p{L}))`,
    told: String.raw`(?<!\p{L})(?:(?:mio|mia|miei|mie|nostr[oaie]) |(?:ho|abbiamo|avevo|avevamo|possiedo|vendo|vendiamo|faccio|facciamo|allevo|affitto) )(?:[^\s.,;:!?]+ ){0,4}(?:un['’])?$|(?<!\p{L})(?:ho|abbiamo|avevamo|vivo|viviamo)(?!\p{L})[^.;:!?]{0,80}(?:,|(?<!\p{L})(?:e|ed|con)) (?:un[oa']?|due|tre|quattro|cinque|mi[oae]|miei|nostr[oaie]|\p{N}+) (?:\p{L}+ ){0,2}$`,
  },
  persons: {
    self: {
      subject: 'io noi',
      object: 'mi me ci',
      possessive: 'mio mia miei mie nostro nostra nostri nostre',
    },
    omitted: false,
    articles: 'il lo la i gli le l',
    turns: 'che chi cui lui lei egli ella loro suo sua suoi sue',
    subjects: {
      thirds: 'lui lei egli ella essi esse',
      relatives: 'che cui',
      prepositions:
        'con di del dello della dei degli delle a al allo alla ai agli alle da dal dallo dalla per senza su sul sulla in nel nella tra fra contro come',
      joins: 'e ed ma o perché che quando dove se mentre anche però',
    },
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
