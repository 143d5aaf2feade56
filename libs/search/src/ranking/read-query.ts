/** One word of a query: the terms it may stand for, one a language it is read in. */
export interface QueryWord {
  terms: string[];
  /** Another way to look for the word before it: it adds evidence, but stands beside nothing. */
  extra: boolean;
}

/** Longer queries are read up to here: a question, not a document. */
const LONGEST = 4_000;
const MOST_WORDS = 64;
/** A language that fewer passages than this share are in is only read for when the query is in it. */
const SHARE = 0.02;
const MOST_LANGUAGES = 4;

/** `held`: number of passages by language. */
export function queryLanguages(query: string, held: Readonly<Record<string, number>>): string[] {
  const total = Object.values(held).reduce((sum, count) => sum + count, 0);
  const common = Object.entries(held)
    .filter(([, count]) => count >= total * SHARE)
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, MOST_LANGUAGES)
    .map(([language]) => language);
  const detected = detectLanguage(query.slice(0, LONGEST), common);
  // The words of a query in a language the persona does not speak are read in the ones it does.
  return held[detected] ? [detected, ...common.filter((language) => language !== detected)] : common;
}

/** Reads a query in each of the languages; the first decides what is a function word. */
export function readQuery(query: string, languages: readonly string[]): QueryWord[] {
  const text = query.slice(0, LONGEST);
  const words = readAs(text, languages, false);
  return (words.some(({ extra }) => !extra) ? words : readAs(text, languages, true)).slice(0, MOST_WORDS);
}

function readAs(text: string, languages: readonly string[], functionWords: boolean): QueryWord[] {
  const words = new Map<string, QueryWord & { content: boolean }>();
  for (const [order, language] of (languages.length > 0 ? languages : ['und']).entries()) {
    let chunk = -1;
    let nth = 0;
    visitTerms(text, language, (term, role, start) => {
      if (start !== chunk) nth = 0;
      chunk = start;
      const extra = role === Role.extra;
      if (!extra) nth++;
      // Languages part a text alike, so the nth word of a stretch is the same word in each.
      const key = extra ? `+${term}` : `${start}.${nth}`;
      const word = words.get(key);
      if (!word)
        words.set(key, {
          terms: [term],
          extra,
          content: order === 0 && (functionWords || role !== Role.functionWord),
        });
      else if (!word.terms.includes(term)) word.terms.push(term);
    });
  }
  // A word that is said twice does not count twice.
  const seen = new Set<string>();
  return Array.from(words.values())
    .filter(({ content, extra }) => content || extra)
    .filter(({ terms }) => {
      const key = terms.join(' ');
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    })
    .map(({ terms, extra }) => ({ terms, extra }));
}
import { detectLanguage, Role, visitTerms } from '@persona/text';
