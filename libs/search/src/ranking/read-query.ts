/** One word of a query: the terms it may stand for, one for each language it is read in. */
export interface QueryWord {
  terms: string[];
  /** Other forms of the word, and terms of words that people say for it. */
  forms: string[];
  swapped: string[];
  /** Another form of the word before it: it adds evidence, but has no neighbours. */
  extra: boolean;
}

/** The length up to which a query is read, because a longer one is a document and not a question. */
const MAX_CHARACTERS = 4_000;
const MAX_WORDS = 64;
/** A language with a smaller share of the passages than this is read only when the query is in it. */
const MIN_LANGUAGE_SHARE = 0.02;
const MAX_LANGUAGES = 4;

/** Returns the languages to read a query in; `held` is the number of passages by language. */
export function queryLanguages(query: string, held: Readonly<Record<string, number>>): string[] {
  const total = Object.values(held).reduce((sum, count) => sum + count, 0);
  const common = Object.entries(held)
    .filter(([, count]) => count >= total * MIN_LANGUAGE_SHARE)
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, MAX_LANGUAGES)
    .map(([language]) => language);
  const detected = detectLanguage(query.slice(0, MAX_CHARACTERS), common);
  // A query in a language that the persona has no passages in is read in those it has.
  return held[detected] ? [detected, ...common.filter((language) => language !== detected)] : common;
}

/** Reads a query in each of the languages; the first decides what is a function word. */
export function readQuery(query: string, languages: readonly string[]): QueryWord[] {
  const text = query.slice(0, MAX_CHARACTERS);
  const words = readAs(text, languages, false);
  return (words.some(({ extra }) => !extra) ? words : readAs(text, languages, true)).slice(0, MAX_WORDS);
}

function readAs(text: string, languages: readonly string[], functionWords: boolean): QueryWord[] {
  const words = new Map<string, Pick<QueryWord, 'terms' | 'extra'> & { content: boolean }>();
  for (const [order, language] of (languages.length > 0 ? languages : ['und']).entries()) {
    let chunk = -1;
    let nth = 0;
    visitTerms(text, language, (term, role, start) => {
      if (start !== chunk) nth = 0;
      chunk = start;
      const extra = role === Role.extra;
      if (!extra) nth++;
      // All languages split a text alike, so the nth word of a stretch is the same word in each.
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
  // A repeated word does not count twice.
  const seen = new Set<string>();
  return Array.from(words.values())
    .filter(({ content, extra }) => content || extra)
    .filter(({ terms }) => {
      const key = terms.join(' ');
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    })
    .map(({ terms, extra }) => ({ terms, extra, ...relatedTo(terms, extra ? [] : languages) }));
}

function relatedTo(
  terms: readonly string[],
  languages: readonly string[],
): Pick<QueryWord, 'forms' | 'swapped'> {
  const forms = new Set<string>();
  const swapped = new Set<string>();
  for (const language of languages)
    for (const term of terms) {
      for (const form of otherForms(term, language)) forms.add(form);
      for (const other of swappedWords(term, language) ?? [])
        for (const form of [other, ...otherForms(other, language)]) swapped.add(form);
    }
  for (const term of terms) forms.delete(term);
  const said = new Set([...terms, ...forms]);
  return { forms: [...forms], swapped: [...swapped.difference(said)] };
}
import { detectLanguage, otherForms, Role, swappedWords, visitTerms } from '@persona/text';
