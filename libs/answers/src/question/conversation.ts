import { detectLanguage } from '@persona/text';
import { termsOf } from '../extract/units.ts';

export interface Turn {
  role: 'user' | 'assistant';
  text: string;
}

/** A question as retrieval should hear it: alone, or with the earlier question that it leans on. */
export interface StandaloneQuestion {
  question: string;
  /** Text of earlier turns whose words count too, at less weight; empty when the question stands on its own. */
  background: string;
}

/** Words a follow-up begins with. */
const openings: Record<string, RegExp> = {
  en: /^(and|or|but|also|then|so|what about|how about|what else|why|why not|how so|tell me more|more|really|anything else|go on|for example|such as)\b/i,
  de: /^(und|oder|aber|auch|dann|was ist mit|wie (ist|steht) es mit|warum|wieso|mehr|wirklich|sonst noch|zum beispiel)\b/i,
  fr: /^(et|ou|mais|aussi|alors|qu['’]en est-il|pourquoi|plus|vraiment|par exemple|quoi d['’]autre)(?!\p{L})/iu,
  es: /^[¿¡]?(y|o|pero|también|entonces|qué hay de|por qué|más|de verdad|por ejemplo|qué más)(?!\p{L})/iu,
  it: /^(e|o|ma|anche|allora|che dire di|perché|di più|davvero|per esempio|altro)(?!\p{L})/iu,
  pt: /^(e|ou|mas|também|então|e quanto a|por ?que|mais|sério|por exemplo|o que mais)(?!\p{L})/iu,
  nl: /^(en|of|maar|ook|dan|hoe zit het met|waarom|meer|echt|bijvoorbeeld|wat nog)\b/i,
  sv: /^(och|eller|men|också|då|hur är det med|varför|mer|verkligen|till exempel)(?!\p{L})/iu,
  pl: /^(a|i|albo|ale|też|więc|co z|dlaczego|więcej|naprawdę|na przykład)(?!\p{L})/iu,
  ru: /^(а|и|или|но|также|тогда|почему|ещё|еще|правда|например|как насчёт)(?!\p{L})/iu,
  tr: /^(ve|veya|ama|peki|ya|neden|daha|gerçekten|örneğin)(?!\p{L})/iu,
  hi: /^(और|या|लेकिन|फिर|क्यों|उदाहरण)(?!\p{L})/u,
  zh: /^(那么?|还有|然后|而且|为什么|真的|比如|但是?)|呢[？?]?$/,
  ja: /^(では|じゃあ|それで|そして|また|なぜ|どうして|例えば|でも)|は[？?]$/,
  ko: /^(그럼|그러면|그리고|또|왜|예를 들어|하지만)/,
  ar: /^(و|أو|لكن|ماذا عن|لماذا|مثلا)/,
};

/** Words that stand for something said before. */
const pointers: Record<string, RegExp> = {
  en: /\b(he|she|it|they|him|her|them|his|hers|its|their|theirs|that|those|this|these|there|then|one|ones|same|former|latter)\b/i,
  de: /\b(er|sie|es|ihn|ihm|ihr|ihnen|sein(e[rsmn]?)?|ihre[rsmn]?|dies(e[rsmn]?)?|davon|dazu|damit|darauf|dort|dann|das)\b/i,
  fr: /(?<!\p{L})(il|elle|ils|elles|lui|leur|leurs|son|sa|ses|cela|ça|celui|celle|ceux|là|y|en)(?!\p{L})/iu,
  es: /(?<!\p{L})(él|ella|ellos|ellas|le|les|lo|su|sus|eso|esto|ese|esa|allí|ahí)(?!\p{L})/iu,
  it: /(?<!\p{L})(lui|lei|loro|gli|suo|sua|suoi|sue|questo|questa|quello|quella|ciò|lì|ne)(?!\p{L})/iu,
  pt: /(?<!\p{L})(ele|ela|eles|elas|lhe|seu|sua|seus|suas|isso|isto|este|esta|lá)(?!\p{L})/iu,
  nl: /\b(hij|zij|ze|het|hem|haar|hen|zijn|hun|dit|deze|die|daar|dan)\b/i,
  sv: /(?<!\p{L})(han|hon|den|det|de|honom|henne|dem|hans|hennes|dess|deras|där|då)(?!\p{L})/iu,
  pl: /(?<!\p{L})(on|ona|ono|oni|jego|jej|ich|jemu|nim|nią|to|ten|ta|tam|wtedy)(?!\p{L})/iu,
  ru: /(?<!\p{L})(он|она|оно|они|его|её|ее|их|ему|ей|им|ним|ней|это|этот|эта|там|тогда)(?!\p{L})/iu,
  tr: /(?<!\p{L})(o|onu|onun|ona|onlar|onların|bu|bunu|bunun|şu|orada)(?!\p{L})/iu,
  hi: /(?<!\p{L})(वह|वे|उस|उसे|उसका|उसकी|उसके|उन|उन्हें|उनका|उनकी|उनके|यह|ये|इस|इसका|वहाँ|वहां)(?!\p{L})/u,
  zh: /(他|她|它|他们|她们|它们|这个?|那个?|这里|那里|那时)/,
  ja: /(彼|彼女|それ|これ|あれ|その|この|あの|そこ|ここ)/,
  ko: /(그는|그가|그의|그녀|그것|이것|그들|거기|여기)/,
  ar: /(?<!\p{L})(هو|هي|هم|هذا|هذه|ذلك|تلك|هناك|فيه|فيها|منه|منها|له|لها)(?!\p{L})/u,
};

/** A question with more words of its own than this needs no other, whatever pronouns it has. */
const MAX_FOLLOW_UP_WORDS = 4;

/**
 * What to retrieve for a message. A follow-up ("and in winter?", "when was he born?") takes along the last question that stood on its own:
 * only that one, because what was asked between them is often what the new question replaces.
 */
export function standalone(message: string, history: readonly Turn[], language: string): StandaloneQuestion {
  if (!leansOnHistory(message, language)) return { question: message, background: '' };
  const earlier = history.filter(({ role }) => role === 'user').map(({ text }) => text);
  const standsAlone = (text: string) => {
    const detected = detectLanguage(text, [language]);
    const own = detected === 'und' ? language : detected;
    return !leansOnHistory(text, own) && termsOf(text, own).length > 0;
  };
  const root = earlier.findLast(standsAlone);
  return { question: message, background: root ?? earlier.at(-1) ?? '' };
}

function leansOnHistory(message: string, language: string): boolean {
  const words = new Set(
    termsOf(message, language)
      .filter(({ word }) => word)
      .map(({ term }) => term),
  ).size;
  if (words <= 1) return true;
  if (words > MAX_FOLLOW_UP_WORDS) return false;
  const text = message.trim();
  return (openings[language]?.test(text) ?? false) || (pointers[language]?.test(text) ?? false);
}
