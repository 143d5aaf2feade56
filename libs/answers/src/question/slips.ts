import { languagesWith } from '@persona/languages';
import { otherForms, swappedWords } from '@persona/text';
import type { Evidence } from '../evidence.ts';
import { personalFact } from './personal-facts.ts';
import { termsOf } from '../extract/terms.ts';

/** A shorter word is too easily another one: "shoe" is no slip of "shore". */
const MIN_SLIP_CHARACTERS = 5;

const withCapitalNouns = languagesWith('capital-nouns');
const word = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}]+/gu;

/**
 * The question with its slips of the keyboard mended: a word that the evidence does not have becomes the one
 * word of the evidence that it is a slip of. Names stay, because another name is no slip; so do words that
 * the language is known to have.
 */
export function withoutSlips(
  question: string,
  language: string,
  evidence: readonly Pick<Evidence, 'title' | 'headings' | 'units' | 'language'>[],
): string {
  // "Get in touch" needs no mending where a page has a torch.
  const understood = personalFact(question, language)?.asked.split(/[^\p{L}\p{M}]+/u) ?? [];
  const unknown = [...question.matchAll(word)].filter(
    ([text], i) =>
      text.length >= MIN_SLIP_CHARACTERS &&
      !isName(text, i, language) &&
      !understood.includes(text.toLowerCase()),
  );
  if (unknown.length === 0) return question;
  const { written, terms } = wordsOfAll(evidence);
  let mended = question;
  for (const { 0: text, index } of unknown.toReversed()) {
    const own = termsOf(text, language)[0]?.term;
    if (own === undefined || terms.has(own) || isKnown(own, language)) continue;
    const meant = [...written].filter((other) => isSlip(text.toLowerCase(), other));
    const [only] = meant;
    if (only !== undefined && meant.length === 1)
      mended = mended.slice(0, index) + only + mended.slice(index + text.length);
  }
  return mended;
}

const isName = (text: string, i: number, language: string): boolean =>
  i > 0 && !withCapitalNouns.has(language) && /^\p{Lu}/u.test(text);

const isKnown = (term: string, language: string): boolean =>
  otherForms(term, language).length > 0 || swappedWords(term, language) !== undefined;

function wordsOfAll(evidence: readonly Pick<Evidence, 'title' | 'headings' | 'units' | 'language'>[]): {
  written: Set<string>;
  terms: Set<string>;
} {
  const written = new Set<string>();
  const terms = new Set<string>();
  for (const { title, headings, units, language } of evidence) {
    const text = [title, ...headings, ...units.map((unit) => unit.text)].join('\n');
    for (const { term, start, end } of termsOf(text, language)) {
      terms.add(term);
      if (end - start >= MIN_SLIP_CHARACTERS) written.add(text.slice(start, end).toLowerCase());
    }
  }
  return { written, terms };
}

/**
 * Whether a word is another one with a single slip: two letters exchanged, or one left out, doubled, added or
 * mistaken within it. The first letter is seldom missed, and another last one makes another form.
 */
export function isSlip(text: string, other: string): boolean {
  if (text === other || text[0] !== other[0]) return false;
  if (text.length < MIN_SLIP_CHARACTERS || other.length < MIN_SLIP_CHARACTERS) return false;
  let same = 0;
  while (same < text.length && text[same] === other[same]) same++;
  const rest = text.slice(same);
  const meant = other.slice(same);
  const exchanged = rest[0] === meant[1] && rest[1] === meant[0] && rest.slice(2) === meant.slice(2);
  if (exchanged && rest.length > 1) return true;
  return (
    (rest.length > 1 && meant.length > 1 && rest.slice(1) === meant.slice(1)) ||
    (rest.length > 1 && rest.slice(1) === meant) ||
    (meant.length > 1 && rest === meant.slice(1))
  );
}
