export interface Span {
  start: number;
  end: number;
}

/** Words whose full stop ends no sentence, by language; those without language hold everywhere. */
const abbreviations: Readonly<Record<string, string>> = {
  '': 'approx art ca cf co corp dept dr ed eds e.g eg etc fig figs gen gov i.e ie inc jr ltd max min mr mrs ms mt no nos nr op p pp prof resp rev sec sr st tel vol vs',
  de: 'abs allg bzgl bzw chr d.h dipl evtl geb gest ggf hrsg inkl ing jh kap lt mio mrd nr o.ä phil s sog str tsd u.a usw v.a vgl z.b z.t zzgl',
  fr: 'av bd c.-à-d chap éd env ex m mm mme mlle n.b pl',
  es: 'av d dña ee.uu ej núm pág págs p.ej sr sra srta sres ud uds',
  it: 'avv dott dott.ssa ecc es ing on pag pagg sig sig.ra sigg',
  pt: 'av exa ex núm pág sr sra srs',
  nl: 'bijv blz bv d.w.z dhr enz mevr mw o.a t.a.v',
  sv: 'bl.a d.v.s etc kl m.fl m.m osv s.k t.ex',
  ru: 'г гг др им коп млн млрд н.э обл руб св см стр т.д т.е т.к т.п тыс ул',
  pl: 'dr inż itd itp m.in mgr np nr prof r tzn tzw ul ur wg',
};

const abbreviationSets = new Map<string, ReadonlySet<string>>();

function abbreviationsOf(language: string): ReadonlySet<string> {
  let set = abbreviationSets.get(language);
  if (!set) {
    set = new Set(`${abbreviations[''] ?? ''} ${abbreviations[language] ?? ''}`.split(' '));
    abbreviationSets.set(language, set);
  }
  return set;
}

const terminators = '.!?…。！？｡।॥؟۔։።';
/** Full stops of scripts that put no space after them. */
const closed = '。！？｡';
const closers = '"\'”’»›)]}」』】）〉》';
const spaces = /\s/;
const pointedOrdinals = new Set('cs da de et fi hr hu lv no pl sk sl sr tr'.split(' '));

/**
 * The sentences of readable text (see `cleanText`) in order, with offsets into it, without white space at their ends.
 * A line break always ends a sentence. Linear in the text's length.
 */
export function sentences(text: string, language = 'und'): Span[] {
  const spans: Span[] = [];
  let start = 0;
  const push = (end: number): void => {
    let from = start;
    let to = end;
    while (from < to && spaces.test(text.charAt(from))) from++;
    while (to > from && spaces.test(text.charAt(to - 1))) to--;
    if (from < to) spans.push({ start: from, end: to });
    start = end;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\n') {
      push(at);
      continue;
    }
    if (!terminators.includes(character)) continue;
    const first = at;
    while (
      at + 1 < text.length &&
      (terminators.includes(text.charAt(at + 1)) || closers.includes(text.charAt(at + 1)))
    )
      at++;
    if (/^[ \u00a0\u202f]»/.test(text.slice(at + 1, at + 3))) at += 2;
    const next = text.charAt(at + 1);
    if (closed.includes(character)) push(at + 1);
    else if (next !== '' && !spaces.test(next)) continue;
    else if ((character !== '.' && character !== '…') || endsSentence(text, start, first, at + 1, language))
      push(at + 1);
  }
  push(text.length);
  return spans;
}

/** Whether the full stop at `dot` ends a sentence: not after an abbreviation, an initial or an ordinal, and not before a lower-case word. */
function endsSentence(text: string, start: number, dot: number, after: number, language: string): boolean {
  let next = after;
  while (next < text.length && next < after + 8 && /[\s"'“‘«‹([{¿¡„]/.test(text.charAt(next))) next++;
  const follower = text.charAt(next);
  if (follower && follower !== follower.toUpperCase() && follower === follower.toLowerCase()) return false;
  let from = dot;
  while (from > start && dot - from < 24 && /[^\s"'“‘«([]/.test(text.charAt(from - 1))) from--;
  const word = text.slice(from, dot);
  if (abbreviationsOf(language).has(word.toLowerCase())) {
    // "etc." and the like do end sentences when a capital follows.
    return /^(?:etc|usw|ecc|enz|osv|inc|ltd|corp|co)$/i.test(word) && /\p{Lu}/u.test(follower);
  }
  // Initials and acronyms: a sentence too long reads better than a name in two.
  if (/^(?:\p{Lu}\.)*\p{Lu}$/u.test(word)) return false;
  // "Am 3. Oktober" is an ordinal where a language writes it with a point; "1. First" numbers a sentence.
  if (/^\d{1,2}$/.test(word)) return from > start && !pointedOrdinals.has(language);
  return true;
}
