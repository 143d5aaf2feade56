import { stemmer } from '@orama/stemmers/french';
import { absent, type LanguagePack } from './language-pack.ts';

export const french: LanguagePack = {
  code: 'fr',
  name: 'French',
  script: 'Latin',
  traits: ['wordy'],
  ownLetters: '',
  distinctiveLetters: 'œêèàùç',
  functionWords: `
    a afin ai ainsi alors après as au aucun aucune aussi autre autres aux avaient avait avant avec avoir
    ayant c car ce ceci cela celle celles celui ces cet cette ceux chaque chez comme comment d dans de
    depuis des donc dont du elle elles en encore entre es est et étaient était étant été être eu eux fait
    fut ici il ils j je jusqu l la laquelle le lequel les lesquelles lesquels leur leurs lors lorsque lui m
    ma mais me même mes moi moins mon n ne ni nos notre nous on ont ou où par parce pas pendant peu peut
    plus pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa sans se sera ses si sont sous
    sur t ta te tes toi ton tous tout toute toutes très tu un une vers vos votre vous y`,
  stem: stemmer,
  irregularForms: `
    venir viens vient venu vint viendrai, devenir devenu deviens devient devint, prendre prends prend pris
    prit, apprendre apprends apprend appris apprit, comprendre comprends comprend compris, dire dis
    disait, voir vois voit vit verrai, savoir sais sait sut, boire boit, lire lis lu, écrire écris écrit
    écrivit, vivre vécu vécut, naître nais naît né née naquit naissance, mourir meurs meurt mourut, ouvrir
    ouvre ouvert ouvrit ouverture, offrir offre offert, recevoir reçois reçoit reçu, connaître connais
    connaît connu, perdre perds perd perdu, vendre vends vend vendu, rendre rends rend rendu, attendre
    attends attend attendu, courir couru, dormir dort dormi, partir pars, sortir sors, sentir sent senti,
    servir sers sert servi, conduire conduis conduit, construire construis construit, peindre peins peint,
    craindre crains craint, joindre joins joint, rire ris ri, acheter achète achètes, appeler appelle
    appelles, jeter jette, lever lève, préférer préfère préfères, payer paie paye, essayer essaie, envoyer
    envoie, employer emploie emploies, finir finis finit fini, choisir choisis choisi, jouer joue joues,
    travailler travaille travailles travaillé, étudier étudie étudié études, bon meilleur meilleure,
    mauvais pire, petit moindre, beau belle bel, vieux vieille vieil, nouveau nouvelle nouvel, œil yeux,
    cheval chevaux, animal animaux, journal journaux, travail travaux, 30 trente, 40 quarante, 50
    cinquante, 60 soixante, 100 cent, 1000 mille, kilomètre km, centimètre cm, kilogramme kilo kg, minute
    min, téléphone tél tel, courriel email mail e-mail`,
  participles: absent('its participles begin as their verbs'),
  swappedWords: `
    prix coûter coût tarif cher payer, métier travail profession emploi travailler, habiter vivre
    demeurer, acheter acquérir, commencer débuter, arrêter finir cesser quitter, enfant fils fille, père
    papa, mère maman, téléphone portable, mail courriel email, horaire ouvert ouvrir, appeler nom prénom,
    mari époux marier, femme épouse marier, apprentie apprenti stagiaire, âge né naissance, taille grand,
    préférer aimer favori, conseil conseiller recommander louer, voiture auto, vacances congé partir,
    apprendre étudier études, fabriquer faire construire, adresse rue, louer location, souvent fréquence,
    réparer réparation, année an, gagner salaire, nettoyer essuyer, espèces liquide, acheter acheteur
    achat, vendre vendeur vente, mourir mort décès, voyager voyage, enseigner professeur maître, fabriquer
    fabricant, fonder fondateur, ouvrir ouverture, réparer réparation, louer location`,
  abbreviations: { words: 'av bd c.-à-d chap éd env ex m mm mme mlle n.b pl', closing: '' },
  numberWords: {
    words:
      'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt',
    ambiguous: 'un neuf',
  },
  relativeTimes:
    /(?<!\p{L})(aujourd['’]hui|hier|demain|(la semaine|le mois|l['’]année|l['’]été|l['’]hiver|le printemps|l['’]automne) (dernière?|passée?|prochaine?)|il y a (un|une|deux|trois|quelques|\d+) (jours?|semaines?|mois|ans?)|récemment|actuellement|en ce moment)(?!\p{L})/iu,
  quantities:
    'deux trois quatre cinq six sept huit neuf dix cent mille douze treize quatorze quinze vingt trente quarante cinquante soixante',
  negations: /(?<!\p{L})(?:ne|pas|jamais|rien|sans|ni|aucune?|nulle?)(?!\p{L})|(?<!\p{L})n['’](?=\p{L})/iu,
  sentenceOpeners: 'le la les un une des dans en sur à de du et mais il elle nous vous je',
  nameEndings: absent('the last two letters of a name do'),
  questions: {
    number: String.raw`\bcombien\b|\bquel (pourcentage|nombre|âge)\b|\bquelle (quantité|taille|distance|hauteur)\b`,
    price: String.raw`(combien (ça |cela )?)?\bco[uû]t(e|ent|ait|er)(?!\p{L})|\bquel(le)?s?\b(?=.{0,16}(?<!\p{L})(prix|tarifs?)(?!\p{L}))|combien (vaut|valent)`,
    time: String.raw`\bquand\b|\b(quelle|quel|en quelle) (année|date|heure|jour|mois|siècle|époque)`,
    person: String.raw`\bqui\b|comment s['’]appel(?:le|lent|ait|aient) (?:m|t|s|v)(?:on|a|es|otre|os)(?!\p{L})|\bquel (homme|roi|auteur|président)|\bquelle (personne|femme|entreprise|société)`,
    place: String.raw`\boù\b|\b(quel|quelle|dans quel|dans quelle) (pays|ville|état|lieu|région|endroit)`,
    reason: String.raw`\bpourquoi\b`,
    definition: String.raw`^(qu['’]est[- ]ce que? |que (fait|signifie)|c['’]est quoi|qui (est|était)|quel(le)? est)`,
    manner: String.raw`\bcomment\b(?! (s['’]appell|t['’]appell|vous (vous )?appel|(se|te|vous) nomm))`,
    list: String.raw`\bquel(le)?s sont les\b|\bliste\b|\bétapes\b`,
  },
  measures: {
    extent: {
      asked: String.raw`quelle (?:est la )?(?:taille|hauteur|longueur|profondeur|largeur|distance)|à quelle distance|combien mesure`,
      told: String.raw`# (?:(?:kilo|centi|milli)?mètres?|milles?|hectares?|étages?)`,
      labels: 'longueur hauteur largeur profondeur taille distance surface',
    },
    duration: {
      asked: String.raw`combien de (?:temps|jours|mois|semaines|heures|minutes|années)`,
      told: String.raw`# (?:ans?|années?|mois|semaines?|jours?|heures?|minutes?|nuits?|hivers?|étés?)|(?:un|une|demi-?) ?(?:an|année|mois|semaine|jour|heure)|(?:de|entre) (?:\p{L}+ )?\d{4} (?:à|et) (?:\p{L}+ )?\d{4}|\d{4} ?[–-] ?\d{4}|depuis (?:\p{L}+ )?\d{4}`,
      labels: 'durée temps',
    },
    weight: {
      asked: String.raw`combien pès|quel (?:est (?:le|ton|son) )?poids`,
      told: '# (?:kilos?|kilogrammes?|grammes?|tonnes?|livres?)',
      labels: 'poids',
    },
    speed: {
      asked: String.raw`quelle (?:est (?:la|sa) )?(?:vitesse|puissance|force)`,
      told: String.raw`# (?:nœuds|kilomètres (?:à l['’]heure|par heure)|chevaux|(?:kilo)?watts?)`,
      labels: 'vitesse puissance',
    },
    age: {
      asked: 'quel âge',
      told: String.raw`# ans|(?:née?s?|construite?|fondée?|bâtie?|ouverte?|date|datant)(?!\p{L})[^.!?]*\d{4}`,
      labels: 'âge année naissance',
    },
    temperature: { asked: 'quelles? (?:est la )?températures?', told: '# degrés?', labels: 'température' },
    money: {
      asked: String.raw`combien (?:co[uû]te|vaut|ça coûte|as-tu payé|avez-vous payé|gagnes|as-tu dépensé|demandes|prends)|(?:à )?quel(?:le)?s? (?:est (?:le|la|ton|votre) )?(?:prix|tarif|loyer|salaire)`,
      told: String.raw`# (?:euros?|centimes?|francs?|dollars?|livres?)|gratuit|gratuite|gratuitement`,
      labels: 'prix tarif coût',
    },
  },
  personalFacts: String.raw`
    (?<=que (?:fait|faisait) (?:ton|ta|votre) (?:\p{L}+ )?#)(?: dans la vie| comme travail)?(?=\W*$)|(?:métier|travail|profession)(?= de (?:ton|ta|votre) #) → métier travail profession ⇒ (?<!\p{L})(?:est|était|a été|comme|devenue?) (?:une? )?(?:\p{L}+ )?\p{L}+(?:er|ère|eure?|euse|ien|ienne|iste|ier|ière|trice|teur|aire|ecin|aître|aîtresse|cat|ocate|ogue|gère|ante?|aine|ard|ron|onne)(?!\p{L})|(?<!\p{L})(?:travaill|enseign|dirig|répar|cuisin|pêch|élèv|élev|soign|étudi|pein|tradui|vend|condui|écri|tien|ten)(?:e|ait|t|s|d|gnait|sait|vait|dait|ais)?(?!\p{L})
    (?:ton|votre) (?:adresse )?(?:e-?mail|mail|courriel)(?=\W*$)|^(?:e-?mail|courriel)(?=\W*$) → mail courriel +écrire +écrivez +contact ⇒ \S@\S+\.\p{L}
    (?:te|vous|t['’]) ?(?:contacter|joindre|écrire) → mail courriel téléphone lettre adresse +contact +écrivez → \S@\S+\.\p{L}|(?<!\p{L})(?:tél(?:éph\p{L}*)?|portable|appel\p{L}+|whatsapp)[^.!?\n]{0,40}?\+?\d[\d ()/.-]{5,}\d
    (?<=^(?:depuis )?(?:quand|en quelle année)(?: \S+){1,4} )(?:devenue?s?|commencé|débuté)(?!\p{L})|(?<=^(?:quand|en quelle année) )êtes-vous devenue? → devenu devenue commencé débuté depuis → (?:depuis|dès) (?:\p{L}+ )?(?:1[5-9]|20)\d\d|^\W*(?:\p{L}+ )?(?:1[5-9]|20)\d\d ?(?:[–-]|à )
    (?<=^(?:quand|en quelle année)(?: \S+){1,4} )(?:arrêté|quitté|cessé|abandonné)(?!\p{L}) → arrêté quitté cessé abandonné démissionné →
    quel âge (?:as|avez|tu as|vous avez)(?!\p{L})|(?:ton|votre) âge → né née naissance âge anniversaire → j['’]ai \p{L}*\d\d? ans
    quel âge (?:a|ont|avait)(?!\p{L}) → construit construite né née fondé fondée bâti âge → date de
    (?:que fais-tu|que faites-vous|tu fais quoi|qu['’]est-ce que tu fais) dans la vie|(?:ton|votre) (?:métier|travail|profession|boulot)(?!\p{L}) → métier travail profession travaille → (?<!\p{L})je (?:tiens|dirige|répare|fabrique|construis|enseigne|cuisine|vends|peins|écris|cultive|élève|conduis|couds|traduis|programme|dessine|restaure|accorde|travaille (?:comme|dans|à|chez)|suis \p{L}+(?:er|ère|eur|euse|iste|ien|ienne|ant|ante))(?!\p{L})
    quelles langues (?:parles-tu|parlez-vous|tu parles|vous parlez) → langues maternelle → (?:parle|appris|comprends)[^.!?]*(?<!\p{L})(?:français|anglais|allemand|espagnol|italien|portugais|russe|chinois|arabe|japonais|néerlandais|polonais)(?!\p{L})
    (?:quand|en quelle année|où) (?:es-tu|êtes-vous|tu es|vous êtes) née? → né née naissance →
    de quoi (?:vis-tu|vivez-vous)|comment (?:gagnes-tu|tu gagnes) → gagne revenu salaire argent → (?:vis|vivons) d[eu'’]
    d['’]où (?:viens-tu|venez-vous|es-tu|êtes-vous|tu viens|vous venez)|où (?:es-tu|êtes-vous) née? → né née grandi originaire → viens d[e'’u]
    (?:es-tu|êtes-vous|tu es|vous êtes) mariée?|as-tu (?:un mari|une femme|un compagnon|une compagne) → mari femme marié mariée épouse époux compagnon compagne mariage →
    (?:as-tu|avez-vous|tu as|vous avez)(?: des| un)? enfants? → enfant fils fille bébé →
    (?:as-tu|avez-vous|tu as)(?: des| un| une)? (?:frères?|sœurs?)(?: (?:et|ou) \p{L}+ ?\p{L}*)? → frère sœur jumeau jumelle →
    animal de compagnie|animaux(?: de compagnie| domestiques)? → chien chat animal cheval lapin →
    (?:prends|prenez|acceptes|acceptez|payer|prend)(?:-\p{L}+)?(?: \p{L}+){0,3} cartes?(?!\p{L})|en espèces → carte espèces chèque liquide paiement → (?:accept|pren|pay|pai)\p{L}*(?: \p{L}+){0,3} (?:carte|espèces|chèques?)|espèces (?:seulement|uniquement)
    (?:quand|à quelle heure|quels jours)(?:[ -]\p{L}+){0,4}[ -]ouvr?|horaires → ouvert ouverte ouvre horaires ouverture →
    (?:te|vous|t['’]) ?(?:contacter|joindre|écrire) → mail courriel téléphone lettre adresse → \S@\S+\.\p{L}
    (?:ton|votre)(?: numéro(?: de)?)? (?:téléphone|portable|whatsapp)(?!\p{L})|(?:t['’]|vous )(?:appeler|téléphoner)(?!\p{L}) → téléphone portable → (?<!\p{L})(?:tél(?:éph\p{L}*)?|portable|appel\p{L}+|whatsapp)[^.!?]{0,40}?\+?\d[\d ()/.-]{5,}\d
    où (?:êtes-vous|es-tu|vous trouvez-vous|te trouves-tu|vous trouver|te trouver|vous êtes|tu es)(?: situé\p{L}*)?(?=\W*$)|(?:ton|votre) adresse(?!\p{L}) → adresse rue → (?<!\p{L})(?:je suis|nous sommes|on est|je me trouve|nous nous trouvons|situé\p{L}*)(?: \p{L}+){0,2}(?: au| à)?(?: \d+,?)? (?:rue|avenue|place|boulevard|impasse|chemin|quai)(?!\p{L})
    qui (?:t['’]|vous )a (?:appris|formée?|enseigné)|(?:avec|chez|auprès de) qui (?:as-tu|avez-vous|tu as) (?:appris|étudié) → appris formé enseigné → (?<!\p{L})m['’](?:a|ont) (?:appris|formée?|enseigné|montré)(?!\p{L})|(?<!\p{L})j['’]ai (?:appris|étudié)(?: \S+){0,6} (?:avec|chez|auprès)(?!\p{L})
    combien d['’]enfants (?:as-tu|avez-vous|tu as|vous avez) → enfant fils fille bébé jumeaux jumelles → (?:j['’]ai|nous avons|on a)(?: \p{L}+){0,2} (?:enfants?|fils|filles?|jumeaux|jumelles|garçons?)(?!\p{L})
  `,
  requests: {
    kinds: {
      topics: `
        (?:qu'est-ce que|que) (?:je peux|puis-je|peut-on|on peut) (?:te|vous)? ?demander
        (?:qu'est-ce que tu|que) (?:sais|savez|connais|connaissez)(?:-| )?(?:tu|vous)?
        qu'est-ce que (?:tu sais|vous savez)
        de quoi (?:peut-on|pouvons-nous|on peut|puis-je te) parler
        (?:sur|de) quoi (?:écris|écrivez|parles|parlez)(?:-| )(?:tu|vous)(?: ici)?
        de quoi parle (?:ce|ton|votre) (?:site|blog|page)
        quels sont (?:tes|vos) (?:sujets|thèmes)`,
      self: `
        (?:dis|dites)(?:-| )(?:moi|nous),? qui (?:tu es|vous êtes)
        (?:donne|donnez|fais|faites)(?:-| )(?:moi|nous) un(?:e)?(?: bref| brève| petit| petite| court| courte| rapide)? (?:aperçu|résumé|présentation|portrait)(?: de (?:toi|vous|ta vie|votre vie|qui tu es|qui vous êtes|ton travail|votre travail))?
        (?:qui es-tu|qui êtes-vous),? (?:en bref|en quelques mots|en une phrase|brièvement|en résumé)
        (?:qui es-tu|qui êtes-vous|tu es qui|vous êtes qui)
        (?:parle|parlez)(?:-| )(?:moi|nous)(?: un peu)? de (?:toi|vous)
        (?:dis|dites|raconte|racontez)(?:-| )moi (?:quelque chose|plus) sur (?:toi|vous)
        présente(?:-toi|z-vous)
        (?:me )?parler de (?:toi|vous)|(?:te|vous) présenter
        décris-toi|décrivez-vous
        (?:résume|résumez|raconte|racontez)(?:-moi)? (?:ta|votre) (?:vie|carrière)`,
      compare: `
        compare[rz]? … (?:et|avec|à) …
        quelle est la différence entre … et …
        quelles sont les différences entre … et …
        (?:qu'est-ce qui est|lequel est|que préfères-tu|que préférez-vous|tu préfères|vous préférez)(?: mieux| meilleur)?[,: ]*… ou …
        … (?:vs\\.?|versus|contre) …`,
      needs: `
        (?:de quoi|qu')(?:\\s?ai-je|\\s?a-t-on|\\s?est-ce qu'on a|\\s?est-ce que j'ai|\\s?avons-nous)(?: besoin)? (?:pour|besoin pour)(?: faire| préparer)? …
        qu'est-ce qu'il (?:me )?faut pour(?: faire| préparer)? …
        (?:que|que me) faut-il pour(?: faire| préparer)? …
        (?:quels|quelles)(?: sont les)? (?:ingrédients|matériaux|outils|matériel)(?: faut-il| me faut-il)? (?:pour|de|du|des|de la|de l')(?: faire)? ?…
        (?:les )?ingrédients (?:pour|de|du|des) …`,
      opinion: `
        (?:que|qu'est-ce que) (?:penses-tu|pensez-vous|tu penses|vous pensez) (?:de l'|de la |du |des |de |d')…
        (?:tu penses|vous pensez) quoi (?:de l'|de la |du |des |de |d')…
        (?:quel est|quelle est) (?:ton|votre|ta) (?:avis|opinion) (?:sur|concernant) …
        (?:ton|votre) avis sur …
        (?:aimes-tu|aimez-vous|tu aimes|vous aimez|est-ce que tu aimes|est-ce que vous aimez) …
        comment (?:trouves-tu|trouvez-vous|tu trouves) …`,
      advice: `
        (?:me )?(?:recommandes-tu|recommandez-vous|recommanderais-tu|recommanderiez-vous|conseilles-tu|conseillez-vous|tu recommandes|vous recommandez) …
        (?:est-ce que )?(?:tu|vous) (?:me )?(?:recommandes|recommandez|recommanderais|recommanderiez|conseilles|conseillez) …
        (?:que|qu'est-ce que) (?:tu |vous )?(?:me )?(?:conseilles|conseillez|recommandes|recommandez|conseilles-tu|conseillez-vous)(?:-| )?(?:tu|vous)? (?:pour|à|aux|sur) …
        (?:as-tu |avez-vous |tu as |vous avez )?(?:des|un|quelques) (?:conseils?|astuces?|recommandations?) (?:pour|sur|à) …
        (?:dois-je|devrais-je|est-ce que je dois|faut-il) …
        (?:est-ce que )?(?:ça|cela) vaut(?:-il)? (?:la peine|le coup) (?:de|d') ?…
        quel(?:le)?s? … (?:me )?(?:recommandes-tu|recommandez-vous|conseilles-tu|conseillez-vous|tu recommandes|vous recommandez)(?: (?:pour|à) …)?`,
      reason: `
        pourquoi …
        pour quelle raison …
        comment se fait-il que …
        qu'est-ce qui (?:t'a|vous a) (?:poussé|amené|décidé) …`,
      since: `
        depuis (?:quand|combien de temps|quelle année) …`,
      frequency: `
        (?:à quelle fréquence|combien de fois par) …
        tous les combien …`,
      place: `
        où (?:exactement|précisément) …
        où … (?:exactement|précisément)
        à quel endroit …`,
      company: `
        avec qui …`,
      events: `
        (?:que s'est-il passé|qu'est-ce qui s'est passé|qu'est-il arrivé|qu'est-ce qui est arrivé)(?: avec| à| au| aux| en| lors de| pendant| quand| après| dans| pour)? ?…
        (?:raconte|racontez)(?:-| )(?:moi|nous) ce qui s'est passé …
        comment s'est passée? …`,
      manner: `
        comment (?:fait-on|faire|je fais|puis-je|dois-je|peut-on|on fait|faut-il|est-ce que je|est-ce qu'on) …
        (?:explique|expliquez|montre|montrez)(?:-| )(?:moi|nous) comment …
        comment (?:préparer|fabriquer|construire|cuisiner|apprendre|réparer) …`,
      list: `
        (?:liste|listez|énumère|énumérez|cite|citez)(?:-moi)?(?: toutes| tous)?(?: les| tes| vos)? …
        (?:donne|donnez)(?:-| )moi (?:une|la) liste (?:de|des|du|d') ?…
        (?:la )?liste (?:de tes|de vos|de tous|de toutes|des) …
        (?:quels|quelles) sont (?:tes|vos) …
        qu'(?:est-ce qu'il y a|est-ce que tu as|y a-t-il) dans (?:ton|ta|tes|votre|vos|le|la|les) …`,
      summary: `
        (?:résume|résumez|résumer)(?:-moi)? …
        (?:donne|donnez|fais|faites)(?:-| )moi un (?:court |bref )?résumé (?:de|du|des|d') ?…
        (?:un )?résumé (?:de|du|des) …`,
      overview: `
        (?:parle|parlez)(?:-| )(?:moi|nous)(?: un peu)? (?:de l'|de la |du |des |de |d')…
        (?:me )?parler (?:de l'|de la |du |des |de |d')…
        (?:dis|dites|raconte|racontez)(?:-| )(?:moi|nous)(?: quelque chose| plus| tout| en plus)? (?:sur|au sujet de|à propos de) …
        (?:me )?(?:dire|raconter)(?: quelque chose| plus)? (?:sur|à propos de) …
        (?:décris|décrivez|décrire|explique|expliquez|expliquer|présente|présentez)(?:-| )?(?:moi|nous)? …
        (?:que|qu'est-ce que)(?: tu| vous)? (?:sais|savez|sais-tu|savez-vous|peux-tu me dire|pouvez-vous me dire|peux me dire) (?:sur|de|du|des|à propos de) …`,
    },
    courtesies: `
      (?:peux-tu|pouvez-vous|pourrais-tu|pourriez-vous|tu peux|vous pouvez|est-ce que tu peux|est-ce que vous pouvez)(?: s'il te plaît| s'il vous plaît)? …
      (?:s'il te plaît|s'il vous plaît|stp|svp|et|alors|bon|ok|dis),? …
      …,? (?:s'il te plaît|s'il vous plaît|stp|svp|en quelques mots|en bref|brièvement)
      (?:me|nous) (?:dire|raconter|expliquer) …
      (?:dis|dites|raconte|racontez)(?:-| )(?:moi|nous) …
      (?:sais-tu|savez-vous|tu sais) …
      (?:je voudrais|j'aimerais|je veux) (?:bien )?savoir …`,
  },
  presently:
    /(?<!\p{L})(?:maintenant|actuellement|en ce moment|aujourd['’]hui|à présent|ces temps-ci|de nos jours)(?!\p{L})/giu,
  sentenceMarks: {
    judges: String.raw`j['’](?:aime|adore|apprécie|aimais|admire)|je (?:\p{L}+ ){0,2}(?:préfère|déteste|trouve|pense|crois|regrette|aime|hais|supporte)|je (?:l['’]|les |n['’])\p{L}+|(?:à|selon) mo[ni] (?:avis|goût)|mon (?:avis|opinion|préféré)|ma préférée|vaut (?:la peine|le coup)|(?:est|sont|était|c['’]est) (?:\p{L}+ ){0,2}(?:meilleure?s?|mieux|pire|surestimée?|magnifique|terrible|affreu\p{L}+|beau|belle|laide?|excellente?|ennuyeu\p{L}+|inutile|merveilleu\p{L}+|génial\p{L}*|bon|bonne|mauvais\p{L}*)|me (?:plaît|plaisent|déplaît|fait peur|gêne|ravit)|je ne .{1,30} (?:jamais|pas)`,
    advises: String.raw`il (?:ne )?(?:faut|vaut mieux)|(?:tu|vous|on) (?:ne )?(?:dev\p{L}+|dois|doit)|je (?:vous |te )?(?:recommande|conseille|suggère)|jamais|toujours|évite[rz]?|n['’]oublie[rz]?|pense[rz]? à|mieux vaut|si (?:vous|tu)|conseils?(?!\p{L})|astuces?|veille[rz]|^(?:prenez|prends|utilise[rz]?|garde[rz]?|commence[rz]?|achète|achetez|apprend\p{L}*|lisez|lis|arrête[rz]?|attend\p{L}*|demande[rz]?|vérifie[rz]?|apporte[rz]?|porte[rz]?|allez|va|laisse[rz]?|mette[rz]|mets|essaye[rz]?|choisis\p{L}*|ne )(?!\p{L})`,
    needs: String.raw`ingrédients?|matériaux|matériel|outils?(?!\p{L})|équipement|liste de courses|il (?:te |vous |me )?faut|(?:avoir|as|avez|ai) besoin|prenez|prends`,
    frequency: String.raw`(?:chaque|tous les|toutes les) (?:\p{L}+ |\d+ )?\p{L}+|(?:une|deux|trois|quatre|plusieurs|\d+) fois par|quotidien\p{L}*|hebdomadaire\p{L}*|mensuel\p{L}*|rarement|le (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?!\p{L})|de temps en temps`,
    since: String.raw`depuis|(?:ai|a|avons) commencé|en (?:19|20)\d\d|il y a \S+ ans`,
    company: String.raw`avec (?:(?:mon|ma|mes|notre|nos|un|une|des|le|la|les|deux|trois|son|sa) )?(?:\p{L}+ )?(?:femme|mari|compagne|compagnon|frères?|sœurs?|soeurs?|mère|père|fils|fille|amie?s?|collègues?|cousine?s?|oncle|tante|grand-mère|grand-père|enfants|famille|voisine?s?|équipe|élèves|parents)(?!\p{L})|ensemble|seule?(?!\p{L})|avec (?-i:\p{Lu}\p{Ll})|et moi(?!\p{L})`,
    self: String.raw`je suis (?:une?|la|le|(?-i:\p{Lu})|\p{L}+(?:eu[rs]e?|ière?|iste|ien(?:ne)?|trice)(?!\p{L}))|je m['’]appelle|mon nom est|j['’](?:habite|ai grandi|ai étudié|enseigne|écris|ai travaillé)|je (?:vis|travaille|viens de|fabrique|dirige)|je suis née?`,
    change: String.raw`(?:a|ont|est|sont|ai|avons|été|fut|furent) (?:\S+ ){0,3}(?:vendue?s?|volée?s?|achetée?s?|rachetée?s?|cassée?s?|brisée?s?|fermée?s?|détruite?s?|perdue?s?|morte?s?|mort|tombée?s?|coulée?s?|brûlée?s?|disparue?s?|abandonnée?s?|annulée?s?|échoué|explosé|lâché|cédé|blessée?s?|piratée?s?|réparée?s?|cambriolée?s?|arrêtée?s?)|(?:cassa|brisa|mourut|tomba|coula|ferma|disparut|échoua|explosa|céda|s['’]arrêta)(?!\p{L})`,
    pageTalk: String.raw`dans (?:cet|ce|mon (?:dernier|prochain)|le prochain|un autre) (?:article|billet|post|chapitre|texte|vidéo)|cet (?:article|billet) (?:est|décrit|explique|montre)|voir (?:ci-dessous|ci-dessus|plus (?:bas|haut))|(?:ci-dessous|ci-dessus)|comme je (?:l['’]ai dit|disais)|voici (?:un|une|le|la|les|mon|ma|mes|comment)`,
    selfTitle: String.raw`^à propos(?: de moi| de nous)?$|^qui (?:suis-je|je suis|sommes-nous)|^biographie|^ma vie|^mon parcours|^présentation|^mon histoire`,
  },
  compoundQuestions: {
    conjunctions: 'et',
    interrogatives:
      /(?<!\p{L})(où|quand|qui|que|qu['’]\p{L}*|quoi|pourquoi|comment|combien|quel(?:le)?s?|quoi)(?!\p{L})|^(es-tu|as-tu|avez-vous|êtes-vous|est-ce|peut-on|aimes-tu)(?!\p{L})/iu,
  },
  people: String.raw`mère père parents? maman papa femme mari compagn(?:on|e) amie?s? fils fille enfants? frère sœur jumeau jumelle oncle tante cousine? nièce neveu grand-(?:mère|père) beau-(?:père|frère|fils) belle-(?:mère|sœur|fille) petit-fils petite-fille apprentie? colocataire voisine? collègue patronne? maître maîtresse`,
  classNouns: /(?<!\p{L})(commande|fonction|méthode|option|paramètre|terme|mot|outil|page)(?!\p{L})/gu,
  labelNames: {
    price: 'prix coût tarif',
    time: 'date heure jour année',
    number: 'nombre quantité',
    person: 'nom auteur',
    place: 'lieu adresse',
  },
  causes: /\b(parce que?|car|à cause|grâce à|afin de?|pour que|raison|donc)\b/i,
  followUps: {
    openings:
      /^(et|ou|mais|aussi|alors|qu['’]en est-il|pourquoi|plus|vraiment|par exemple|quoi d['’]autre)(?!\p{L})/iu,
    pointers:
      /(?<!\p{L})(il|elle|ils|elles|lui|leur|leurs|son|sa|ses|cela|ça|celui|celle|ceux|là|y|en)(?!\p{L})/iu,
  },
  backReferences:
    /^(il|elle|ils|elles|ce|cet|cette|ces|cela|ceci|son|sa|ses|leurs?|là|mais|aussi|cependant|ensuite|puis|donc|ainsi|y)\b/i,
  pointsUp: 'ci-dessus',
  smallTalk: {
    greeting: 'bonjour( a tous)?|salut|bonsoir|coucou|enchante(e)?|allo',
    wellbeing:
      '(comment )?(ca va|vas tu|allez vous)( bien)?( aujourd hui)?|comment tu vas|tu vas bien|vous allez bien|quoi de neuf',
    thanks:
      'merci( beaucoup| bien| a vous| a toi)?( (pour )?(ton|votre|l) aide)?|merci( beaucoup)? pour (ton|votre|l) aide|mille mercis|un grand merci',
    farewell: 'au revoir|a bientot|bonne (nuit|journee|soiree)|adieu|a plus( tard)?|a demain',
    who: 'qui es tu|qui etes vous|tu es qui|vous etes qui|comment (tu t appelles|vous appelez vous|t appelles tu)|presente toi|presentez vous|quel est (ton|votre) nom',
    help: 'aide( moi)?|aidez moi|que (sais|peux) tu( faire)?|que (savez|pouvez) vous( faire)?|qu est ce que tu (sais|peux)( faire)?',
    fine: 'd accord|tres bien|parfait|super|oui|non|compris|genial',
  },
  phrases: {
    no_answer: 'Je suis désolé, je ne trouve rien à ce sujet dans ce que je sais.',
    still_reading:
      'Je ne trouve encore rien à ce sujet : je suis en train de lire certaines de mes pages. Reposez-moi la question dans un moment.',
    greeting: 'Bonjour ! Je suis {name}. Que voulez-vous savoir ?',
    wellbeing: 'Je vais bien, merci. Que voulez-vous savoir ?',
    thanks: 'Je vous en prie !',
    farewell: 'Au revoir, à bientôt !',
    who: 'Je suis {name}.',
    help: "Je suis {name}. Posez-moi une question sur ce que je sais, et je vous montrerai d'où vient chaque réponse.",
    fine: 'Bien. Voulez-vous savoir autre chose ?',
    wordless:
      'Pouvez-vous le dire avec des mots ? Posez-moi une question, et je chercherai dans ce que je sais.',
    topics: "Vous pouvez m'interroger sur : {topics}.",
  },
  topicQuestion: 'Que pouvez-vous me dire sur {topic} ?',
  offer: 'J’ai écrit sur « {topic} ».',
  lightWords:
    'va allé fait faire faites bien mal bon mauvais nouveau neuf suite prochain passé arrivé changé appris reste fini marché venu autre change marche réussi',
  inOtherWords: [
    ['Tu as un vélo ?', 'Je n’ai jamais appris à pédaler, et je vais au travail à pied.'],
    ['Combien coûte une miche ?', 'Nous demandons quatre euros pour le pain.'],
    ['Où as-tu grandi ?', 'J’ai passé mon enfance dans une ferme près de Dijon.'],
    ['Combien de personnes travaillent chez vous ?', 'Nous sommes neuf à l’atelier.'],
    [
      'Pourquoi as-tu quitté la banque ?',
      'J’ai démissionné parce que les journées étaient devenues trop longues.',
    ],
    ['Quel livre préfères-tu ?', 'Mon roman favori est Moby Dick.'],
  ],
  modelInstructions: {
    ignore: /\b(ignore[zr]?|oublie[zr]?)\b[^.\n]{0,40}\b(instructions?|consignes|règles)\b/giu,
  },
  pageMarks: {
    question: 'question|q|problème',
    answer: 'réponse|reponse|r|solution',
    asker: 'intervieweu(?:r|se)|journaliste|animat(?:eur|rice)|q',
    self: 'moi|je',
    remark: 'note|nb|astuce|remarque|conseil|à noter|attention|important|info|ps',
    label:
      'note|attention|astuce|remarque|exemple|prix|date|heure|lieu|adresse|téléphone|tél|e-?mail|courriel|nom|âge|métier|taille|poids|couleur|ingrédients|préparation|horaires|objet|de|à',
    wrote: 'a écrit|écrit',
    comments: 'commentaires?|réponses',
    untilNow: String.raw`aujourd['’]hui|présent|actuel`,
  },
  asksWhich: /^quel(?:le)?s?(?!\p{L})(?! (?:est|sont|âge)(?!\p{L}))/iu,
  possession: {
    asked: String.raw`^(?:(?:et |mais )?(?:est-ce que |est-ce qu')?(?:(?:tu|vous) (?:as|avez|possèdes|possédez)|(?:as|avez|possèdes|possédez)-(?:tu|vous)))(?= (?:un|une|des|du|de|d'|deux|ton|ta|tes|votre|vos|toujours|encore|aussi)(?!\p{L}))`,
    told: String.raw`(?<!\p{L})(?:(?:mon|ma|mes|notre|nos) |(?:j['’]|je |nous |on )(?:n['’])?(?:ai|avons|avais|avions|a|possède|possédons|vends|vendons|fais|faisons|fabrique|fabriquons|loue|louons|élève|garde) (?:pas )?)(?:[^\s.,;:!?]+ ){0,4}(?:[ld]['’])?$|(?<!\p{L})(?:j['’]ai|nous avons|on a|je vis|nous vivons)(?!\p{L})[^.;:!?]{0,80}(?:,|(?<!\p{L})(?:et|avec)) (?:une?|des|deux|trois|quatre|cinq|mon|ma|mes|notre|nos|\p{N}+) (?:\p{L}+ ){0,2}$`,
  },
  persons: {
    self: {
      subject: 'je j nous on',
      object: 'me m moi',
      possessive: 'mon ma mes mien mienne notre nos nôtre',
    },
    omitted: false,
    articles: 'le la les l',
    turns: 'qui que dont il elle ils elles son sa ses leur leurs',
    subjects: {
      thirds: 'il elle ils elles',
      relatives: 'qui dont lequel laquelle',
      prepositions:
        'avec de d du des à a au aux pour par chez sans sur sous dans en vers contre entre comme que',
      joins: 'et mais ou parce que car quand où si tandis donc lorsque',
    },
    you: 'tu=je t=m te=me toi=moi ton=mon ta=ma tes=mes tien=mien tienne=mienne vous=je/nous votre=mon/ma/notre vos=mes/nos vôtre=nôtre',
    verbs:
      'es=suis as=ai vas=vais peux=peux êtes=suis/sommes avez=ai/avons allez=vais/allons faites=fais/faisons seras=serai auras=aurai',
    endings: [
      ['iez', 'ais', 'ions'],
      ['ez', 'e', 's', 'ons'],
      ['es', 'e'],
      ['ras', 'rai'],
      ['rez', 'rai', 'rons'],
    ],
    addressed: '',
  },
};
