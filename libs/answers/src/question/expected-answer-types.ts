import { termsOf } from '../extract/units.ts';

/** What kind of thing a question wants to hear. */
export type AnswerType = 'number' | 'time' | 'person' | 'place' | 'reason' | 'definition' | 'manner' | 'list';

/** How each language asks, as regular expressions over the lower-cased question. */
const asks: Record<string, Partial<Record<AnswerType, string>>> = {
  en: {
    number: String.raw`\bhow (many|much|long|old|far|large|big|tall|high|often|deep|fast|wide|heavy)\b|what (percent|percentage|number|amount|share)`,
    time: String.raw`\bwhen\b|\b(what|which) (year|date|day|month|century|decade|time|season)\b|\bhow (long ago|recently)\b`,
    person: String.raw`\bwho(se|m)?\b|\b(what|which) (person|man|woman|author|king|queen|president|artist|scientist|company|organi[sz]ation|team)\b`,
    place: String.raw`\bwhere\b|\b(what|which) (country|city|state|place|location|region|area|town|continent|river)\b`,
    reason: String.raw`\bwhy\b|\bfor what reason\b|\bwhat (caused|is the reason)\b`,
    definition: String.raw`^(so |and )?(what('s| is| are| was| were| does| do)(?! the difference)|who (is|was|are|were)|define|explain|describe|tell me (about|what))\b|^how (do|does)(?= ([\w-]+ ){1,5}works?\b)|\bmeaning of\b|\bmean\b`,
    manner: String.raw`\bhow (do|does|can|to|should|could|did|would|is|are)\b`,
    list: String.raw`\b(what|which) ([\w-]+ ){0,4}(are there|exist|are (available|supported|possible))\b|\b(what|which) are the\b|\blist (of|the|all)\b|\bsteps\b|\b(dis)?advantages\b|\bbenefits\b|\bdrawbacks\b|\bpros\b|\b(types|kinds) of\b`,
  },
  de: {
    number: String.raw`\bwie ?(viele?n?|viel|lange?|alt|weit|groß|hoch|oft|tief|schnell|schwer|breit)\b|\bprozent`,
    time: String.raw`\bwann\b|\b(welche[smnr]?|in welche[mr]) (jahr|datum|tag|monat|jahrhundert|jahrzehnt|zeit)`,
    person: String.raw`\bwe(r|m|n|ssen)\b|\bwelche[rs]? (person|mann|frau|könig|firma|unternehmen)`,
    place: String.raw`\bwo(her|hin)?\b|\b(welche[srmn]?|in welche[rm]) (land|stadt|staat|ort|region|gebiet)`,
    reason: String.raw`\b(warum|weshalb|wieso|weswegen)\b`,
    definition: String.raw`^(was|wer) (ist|sind|war|waren|macht|bedeutet|heißt)\b`,
    manner: String.raw`^wie (kann|macht|funktioniert|wird|werden|geht|soll)`,
    list: String.raw`\bwelche .*\b(gibt es|existieren)\b|\bwas sind die\b|\bliste\b|\bschritte\b`,
  },
  fr: {
    number: String.raw`\bcombien\b|\bquel (pourcentage|nombre|âge)\b|\bquelle (quantité|taille|distance|hauteur)\b`,
    time: String.raw`\bquand\b|\b(quelle|quel|en quelle) (année|date|jour|mois|siècle|époque)`,
    person: String.raw`\bqui\b|\bquel (homme|roi|auteur|président)|\bquelle (personne|femme|entreprise|société)`,
    place: String.raw`\boù\b|\b(quel|quelle|dans quel|dans quelle) (pays|ville|état|lieu|région|endroit)`,
    reason: String.raw`\bpourquoi\b`,
    definition: String.raw`^(qu['’]est[- ]ce que? |que (fait|signifie)|c['’]est quoi|qui (est|était)|quel(le)? est)`,
    manner: String.raw`\bcomment\b`,
    list: String.raw`\bquel(le)?s sont les\b|\bliste\b|\bétapes\b`,
  },
  es: {
    number: String.raw`\bcuánt[oa]s?\b|\bqué (porcentaje|número|cantidad|edad)`,
    time: String.raw`\bcuándo\b|\b(qué|en qué) (año|fecha|día|mes|siglo|década|época)`,
    person: String.raw`\bquién(es)?\b|\bqué (persona|hombre|mujer|rey|empresa|compañía)`,
    place: String.raw`\b(a?dónde)\b|\b(qué|en qué) (país|ciudad|estado|lugar|región|zona)`,
    reason: String.raw`\bpor qué\b`,
    definition: String.raw`^¿?(qué (es|son|era|hace|significa)|quién (es|era|fue)|cuál es)`,
    manner: String.raw`\bcómo\b`,
    list: String.raw`\bcuáles son (los|las)\b|\blista\b|\bpasos\b`,
  },
  it: {
    number: String.raw`\bquant[oaie]\b|\bquale (percentuale|numero|quantità|età)`,
    time: String.raw`\bquando\b|\b(quale|che|in che|in quale) (anno|data|giorno|mese|secolo|periodo)`,
    person: String.raw`\bchi\b|\bquale (persona|uomo|donna|re|azienda|società)`,
    place: String.raw`\b(dove|dov['’]è)\b|\b(quale|che|in che|in quale) (paese|città|stato|luogo|regione|zona)`,
    reason: String.raw`\bperch[éè]\b`,
    definition: String.raw`^((che )?cos['’ ]?(a )?(è|sono|fa|significa)|chi (è|era|fu)|qual è)`,
    manner: String.raw`\bcome\b`,
    list: String.raw`\bquali sono (i|gli|le)\b|\belenco\b|\bpassaggi\b`,
  },
  pt: {
    number: String.raw`\bquant[oa]s?\b|\bqual (a porcentagem|o número|a idade)`,
    time: String.raw`\bquando\b|\b(que|em que|qual) (ano|data|dia|mês|século|época)`,
    person: String.raw`\bquem\b|\bqual (pessoa|homem|mulher|rei|empresa)`,
    place: String.raw`\bonde\b|\b(que|em que|qual) (país|cidade|estado|lugar|região)`,
    reason: String.raw`\bpor ?que\b`,
    definition: String.raw`^(o que (é|são|faz|significa)|quem (é|era|foi)|qual é)`,
    manner: String.raw`\bcomo\b`,
    list: String.raw`\bquais são (os|as)\b|\blista\b|\bpassos\b`,
  },
  nl: {
    number: String.raw`\bhoe ?(veel|lang|oud|ver|groot|hoog|vaak|diep|snel)\b|\bwelk percentage`,
    time: String.raw`\bwanneer\b|\b(welk|in welk|welke) (jaar|datum|dag|maand|eeuw)`,
    person: String.raw`\bwie\b`,
    place: String.raw`\bwaar\b|\b(welk|in welk|welke) (land|stad|plaats|regio)`,
    reason: String.raw`\bwaarom\b`,
    definition: String.raw`^(wat|wie) (is|zijn|was|waren|doet|betekent)\b`,
    manner: String.raw`\bhoe\b`,
    list: String.raw`\bwelke .*\b(zijn er|bestaan)\b|\bwat zijn de\b|\blijst\b|\bstappen\b`,
  },
  sv: {
    number: String.raw`\bhur (många|mycket|länge|gammal|långt|stor|hög|ofta|djup|snabb)`,
    time: String.raw`\bnär\b|\b(vilket|vilken) (år|datum|dag|månad|sekel)`,
    person: String.raw`\bvem\b`,
    place: String.raw`\bvar(ifrån|t)?\b|\b(vilket|vilken) (land|stad|plats)`,
    reason: String.raw`\bvarför\b`,
    definition: String.raw`^(vad|vem) (är|var|gör|betyder)\b`,
    manner: String.raw`\bhur\b`,
    list: String.raw`\bvilka .*\bfinns\b|\bvilka är\b|\blista\b|\bsteg\b`,
  },
  pl: {
    number: String.raw`\b(ile|ilu|jak (długo|często|wysok|dużo|daleko))`,
    time: String.raw`\bkiedy\b|\bw (którym|jakim) (roku|dniu|miesiącu|wieku)`,
    person: String.raw`\b(kto|kogo|komu|kim)\b`,
    place: String.raw`\b(gdzie|skąd|dokąd)\b`,
    reason: String.raw`\b(dlaczego|czemu)\b`,
    definition: String.raw`^(co (to|jest|robi|oznacza)|kim (jest|był|była)|czym jest)`,
    manner: String.raw`\bjak\b`,
    list: String.raw`\bjakie są\b|\blista\b|\bkroki\b`,
  },
  ru: {
    number: String.raw`(?<!\p{L})(сколько|как (долго|часто|далеко|много)|какой (процент|возраст))(?!\p{L})`,
    time: String.raw`(?<!\p{L})(когда|в каком (году|месяце|веке)|какого числа)(?!\p{L})`,
    person: String.raw`(?<!\p{L})(кто|кого|кому|кем|чей|чья)(?!\p{L})`,
    place: String.raw`(?<!\p{L})(где|куда|откуда|в как(ой|ом) (стране|городе|месте))(?!\p{L})`,
    reason: String.raw`(?<!\p{L})(почему|зачем|отчего)(?!\p{L})`,
    definition: String.raw`^(что (такое|делает|значит)|кто (такой|такая|такие)|кем (был|была))`,
    manner: String.raw`(?<!\p{L})как(?!\p{L})`,
    list: String.raw`(?<!\p{L})(какие .*(есть|существуют|бывают)|каковы|список|шаги)(?!\p{L})`,
  },
  tr: {
    number: String.raw`\b(kaç|ne kadar|yüzde)`,
    time: String.raw`\b(ne zaman|hangi (yıl|tarih|gün|ay|yüzyıl))`,
    person: String.raw`\bkim`,
    place: String.raw`\b(nere|hangi (ülke|şehir|kent|bölge))`,
    reason: String.raw`\b(neden|niçin|niye)\b`,
    definition: String.raw`\b(nedir|ne demek|kimdir)\b`,
    manner: String.raw`\bnasıl\b`,
    list: String.raw`\b(nelerdir|hangileri|liste|adımlar)`,
  },
  hi: {
    number: 'कितन|प्रतिशत',
    time: 'कब|किस (वर्ष|साल|दिन|तारीख|महीने|सदी)',
    person: 'कौन|किसने|किसका|किसकी|किसके|किसको|किसे',
    place: 'कहाँ|कहां|किस (देश|शहर|राज्य|स्थान|जगह)',
    reason: 'क्यों',
    definition: 'क्या (है|हैं|था|होता)',
    manner: 'कैसे',
    list: 'कौन[- ]?कौन|सूची|चरण',
  },
  zh: {
    number: '多少|几[个次年名种位]|多[大长高久远深快]|百分之',
    time: '什么时候|何时|哪[一]?[年天日月]|几月|几号|哪个世纪|什么年代',
    person: '谁|哪位|何人|什么人',
    place: '哪里|哪儿|何处|什么地方|哪个(国家|城市|州|省|地区)|在哪',
    reason: '为什么|为何|什么原因',
    definition: '什么是|是什么|是谁|什么意思',
    manner: '怎么|怎样|如何',
    list: '有哪些|哪些.*[？?]?$|列出|步骤',
  },
  ja: {
    number: 'いくつ|いくら|何(人|個|回|年間|歳|パーセント|%)|どのくらい|どれくらい',
    time: 'いつ|何(年|月|日|世紀|時)',
    person: '誰|だれ|どなた',
    place: 'どこ|どの(国|都市|街|州|地域)',
    reason: 'なぜ|どうして|理由は',
    definition: 'とは何|って何|何ですか|とは',
    manner: 'どうやって|どのように|方法',
    list: '一覧|種類|手順|どんな.*があ',
  },
  ko: {
    number: '얼마|몇|퍼센트',
    time: '언제|몇 년|몇 월|어느 해',
    person: '누가|누구',
    place: '어디|어느 (나라|도시|지역)',
    reason: '왜|이유',
    definition: '무엇(인가|입니까|이|을)|뭐(예요|야)|이란',
    manner: '어떻게|방법',
    list: '목록|종류|단계',
  },
  ar: {
    number: 'كم|نسبة',
    time: 'متى|أي (عام|سنة|يوم|شهر|قرن)',
    person: '(^|\\s)من (هو|هي|الذي|كان|قام)|لمن',
    place: 'أين|أي (بلد|مدينة|دولة|منطقة)',
    reason: 'لماذا|لم ',
    definition: 'ما (هو|هي|معنى)|من (هو|هي)',
    manner: 'كيف',
    list: 'قائمة|خطوات|أنواع',
  },
};

const compiled = new Map<string, [AnswerType, RegExp][]>();

function patternsOf(language: string): [AnswerType, RegExp][] {
  let patterns = compiled.get(language);
  if (!patterns) {
    patterns = Object.entries(asks[language] ?? {}).map(([wanted, form]) => [
      wanted as AnswerType,
      new RegExp(form, 'u'),
    ]);
    compiled.set(language, patterns);
  }
  return patterns;
}

/** What a question wants, by the words it is asked with; empty for a language we do not know or a question of another kind. */
export function expectedAnswerTypes(question: string, language: string): Set<AnswerType> {
  const text = question.toLowerCase().trim();
  return new Set(
    patternsOf(language)
      .filter(([, pattern]) => pattern.test(text))
      .map(([wanted]) => wanted),
  );
}

/** How people ask to be told something, whatever it is. */
const manners: Record<string, RegExp> = {
  en: /^(please |hey |so |and )*((can|could|would|will) you (please )?)?((what|how much) (can|could) you )?(tell|show|explain|describe|teach|give|remind|help)( to)? ?(me|us)?( more| something| anything)? (about|of|on|what|how|with|understand)\b|\b(do you (know|remember|have any idea)|i('d| would) like to know|i want to know|tell me|let me know|i wonder|what do you (know|say|think) (about|of))\b/,
  de: /\b((kannst|könntest|können|könnten) (du|sie)( mir| uns)?( bitte)?|was (kannst|weißt|können|wissen) (du|sie)( mir)?( über)?|(sag|sagen|erzähl|erzähle|erzählen|erklär|erkläre|erklären)( sie)? (mir|uns)?|weißt du|ich möchte wissen)( (etwas|mehr|was))?( (über|von))?(?!\p{L})/u,
  fr: /(?<!\p{L})((peux-tu|pouvez-vous|pourriez-vous)( me| nous)?( dire| parler| expliquer)?|dis-moi|dites-moi|parle-moi|parlez-moi|explique-moi|que (sais-tu|savez-vous|pouvez-vous me dire)|je voudrais savoir)( (de|sur|du))?(?!\p{L})/u,
  es: /(?<!\p{L})((puedes|puede|podrías|podría)( decirme| contarme| explicarme)?|dime|dígame|cuéntame|háblame|explícame|qué (sabes|me puedes (contar|decir))|quiero saber)( (de|sobre|acerca de))?(?!\p{L})/u,
  it: /(?<!\p{L})((puoi|può|potresti|potrebbe)( dirmi| parlarmi| spiegarmi)?|dimmi|parlami|raccontami|spiegami|(che )?cosa (sai|puoi dirmi)|vorrei sapere)( (di|su|del|della))?(?!\p{L})/u,
  pt: /(?<!\p{L})((você )?(pode|poderia)( me)?( dizer| falar| contar| explicar)?|diga-me|me (diga|fale|conte)|fale-me|o que (você )?(sabe|pode me (contar|dizer))|gostaria de saber)( (de|sobre|do|da))?(?!\p{L})/u,
  zh: /(你|您)?(能|可以)?(告诉|介绍|说说|讲讲|谈谈)(一下)?(我)?/u,
  ja: /(について)?(教えて|話して|説明して)(ください|くれますか)?/u,
};

/** Words for the kind of thing that a definition is asked of: "the INCR command". */
const classNouns: Record<string, RegExp> = {
  en: /\b(works?|command|function|method|option|setting|parameter|feature|tool|term|word|concept|thing|page)s?\b/g,
  de: /\b(befehl|kommando|funktion|methode|option|einstellung|begriff|wort|werkzeug|seite)\b/g,
  fr: /(?<!\p{L})(commande|fonction|méthode|option|paramètre|terme|mot|outil|page)(?!\p{L})/gu,
  es: /(?<!\p{L})(comando|función|método|opción|parámetro|término|palabra|herramienta|página)(?!\p{L})/gu,
  it: /(?<!\p{L})(comando|funzione|metodo|opzione|parametro|termine|parola|strumento|pagina)(?!\p{L})/gu,
};

/** Where a question says what kind of answer it wants ("how many", "in what year"): words that its answer need not repeat. */
export function askingSpans(question: string, language: string): { start: number; end: number }[] {
  const text = question.toLowerCase();
  // A letter that changes its length in lower case would shift every offset behind it.
  if (text.length !== question.length) return [];
  return patternsOf(language)
    .flatMap(([wanted, pattern]) => {
      // These two reach over the words that are asked about.
      if (wanted === 'list' || wanted === 'manner') return [];
      return spanOf(pattern.exec(text));
    })
    .concat(
      spanOf(manners[language]?.exec(text)),
      expectedAnswerTypes(question, language).has('definition') && classNouns[language]
        ? [...text.matchAll(classNouns[language])].flatMap(spanOf)
        : [],
    );
}

const spanOf = (found: RegExpExecArray | null | undefined): { start: number; end: number }[] =>
  found ? [{ start: found.index, end: found.index + found[0].length }] : [];

const months = new Map<string, RegExp>();

function monthsOf(language: string): RegExp {
  let pattern = months.get(language);
  if (!pattern) {
    let names: string[] = [];
    try {
      const format = new Intl.DateTimeFormat(language === 'und' ? 'en' : language, {
        month: 'long',
        timeZone: 'UTC',
      });
      names = Array.from({ length: 12 }, (_, month) => format.format(new Date(Date.UTC(2000, month, 15))));
    } catch {
      // Not a language Intl knows: years still count.
    }
    const words = names.filter((name) => /^\p{L}{3,}$/u.test(name));
    pattern = new RegExp(
      [
        String.raw`(?<!\p{N})\p{Nd}{4}(?!\p{N})`,
        String.raw`\p{Nd}[年月日]`,
        ...words.map((word) => `(?<!\\p{L})${word}`),
      ].join('|'),
      'iu',
    );
    months.set(language, pattern);
  }
  return pattern;
}

const causes: Record<string, RegExp> = {
  en: /\b(because|due to|in order to|so that|as a result|caused|reasons?|therefore|to (avoid|prevent|ensure)|owing to)\b/i,
  de: /\b(weil|da|denn|wegen|aufgrund|damit|deshalb|daher|um .{3,60} zu|grund)\b/i,
  fr: /\b(parce que?|car|à cause|grâce à|afin de?|pour que|raison|donc)\b/i,
  es: /\b(porque|debido a|ya que|a causa|para que|razón|por eso|gracias a)\b/i,
  it: /\b(perché|poiché|a causa|dovuto|grazie a|affinché|ragione|quindi)\b/i,
  pt: /\b(porque|devido a|já que|por causa|para que|razão|graças a)\b/i,
  nl: /\b(omdat|doordat|vanwege|want|zodat|reden|door)\b/i,
  sv: /\b(eftersom|därför|på grund|för att|orsak)\b/i,
  pl: /(ponieważ|dlatego|gdyż|z powodu|aby|przyczyn)/i,
  ru: /(потому|поэтому|так как|из-за|чтобы|причин|вследствие)/i,
  tr: /(çünkü|nedeniyle|dolayı|için|sebep)/i,
  hi: /(क्योंकि|कारण|इसलिए|वजह|ताकि)/,
  zh: /(因为|由于|因此|所以|为了|原因|以便)/,
  ja: /(ため|ので|から|理由|によって)/,
  ko: /(때문|위해|이유|므로|따라서)/,
  ar: /(لأن|بسبب|نتيجة|لذلك|من أجل)/,
};

const numberWords =
  /\p{Nd}|[一二三四五六七八九十百千万亿两]|(?<!\p{L})(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|million|billion|half|dozen|twice|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|hundert|tausend|deux|trois|quatre|cinq|sept|huit|neuf|dix|cent|mille|dos|tres|cuatro|cinco|siete|ocho|nueve|diez|cien|mil|due|tre|quattro|cinque|sette|otto|nove|dieci|cento)(?!\p{L})/iu;

/** Whether a text has in it what the question wants: a number for "how many", a name that was not in the question for "who". */
export function offers(
  wanted: AnswerType,
  text: string,
  language: string,
  asked: ReadonlySet<string>,
): boolean {
  switch (wanted) {
    case 'number':
      return numberWords.test(text);
    case 'time':
      return monthsOf(language).test(text);
    case 'reason':
      return causes[language]?.test(text) ?? false;
    case 'person':
    case 'place':
      return hasOtherName(text, language, asked);
    default:
      return false;
  }
}

/** Whether a text counts the very thing that "how many …" asks for: "16384 hash slots" for "how many hash slots". */
export function countsAskedThing(question: string, text: string, language: string): boolean {
  const asking = patternsOf(language)
    .find(([wanted]) => wanted === 'number')?.[1]
    .exec(question.toLowerCase());
  if (!asking) return false;
  const after = asking.index + asking[0].length;
  const thing = termsOf(question, language).find(({ start, word }) => word && start >= after)?.term;
  if (thing === undefined) return false;
  const words = termsOf(text, language).filter(({ word }) => word);
  return words.some(
    ({ term }, i) =>
      term === thing &&
      words.slice(Math.max(0, i - 2), i).some(({ start, end }) => numberWords.test(text.slice(start, end))),
  );
}

function hasOtherName(text: string, language: string, asked: ReadonlySet<string>): boolean {
  // German writes every noun with a capital, which says nothing.
  if (language === 'de') return false;
  let ended = true;
  let last: { end: number; asked: boolean } | undefined;
  for (const { term, word, start, end } of termsOf(text, language)) {
    if (!word) continue;
    const gap = text.slice(Math.max(0, start - 3), start);
    ended = start === 0 || /[.!?:“"«]\s*$/.test(gap);
    const isName = /^\p{Lu}/u.test(text.slice(start, start + 2));
    // "Redis Cluster" is no other name than the Redis that was asked about.
    const goesOn: boolean = last !== undefined && last.asked && text.slice(last.end, start) === ' ';
    if (!ended && isName && !goesOn && !asked.has(term)) return true;
    last = { end, asked: isName && (asked.has(term) || goesOn) };
  }
  return false;
}
