import { languagesWith } from '@persona/languages';
import { otherForms, swappedWords } from '@persona/text';
import type { Evidence } from '../evidence.ts';
import { personalFact } from './personal-facts.ts';
import { asPersona } from './persons.ts';
import { termsOf } from '../extract/terms.ts';

/** A shorter word is too easily another one: "shoe" is no slip of "shore". */
const MIN_SLIP_CHARACTERS = 5;

type Read = Pick<Evidence, 'title' | 'headings' | 'units' | 'language'>;

const withCapitalNouns = languagesWith('capital-nouns');
const word = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}]+/gu;

/**
 * The question with its slips of the keyboard mended: a word that the evidence does not have becomes the one
 * word of the evidence that it is a slip of. Names stay, because another name is no slip; so do words that
 * the language is known to have.
 */
export function withoutSlips(question: string, language: string, evidence: readonly Read[]): string {
  // "Get in touch" needs no mending where a page has a torch.
  const understood = personalFact(question, language)?.asked.split(/[^\p{L}\p{M}]+/u) ?? [];
  const unknown = [...question.matchAll(word)].filter(
    ([text], i) =>
      text.length >= MIN_SLIP_CHARACTERS &&
      !isName(text, i, language) &&
      !understood.includes(text.toLowerCase()) &&
      !asPersona(text, language).addresses &&
      !isKnown(termsOf(text, language)[0]?.term, language) &&
      !isWritten(text.toLowerCase(), evidence),
  );
  // Most questions have no such word, and reading all of the evidence for one takes long.
  if (unknown.length === 0) return question;
  let mended = question;
  for (const { 0: text, index } of unknown.toReversed()) {
    const [only, another] = meantBy(text.toLowerCase(), evidence);
    if (only === undefined || another !== undefined) continue;
    const own = termsOf(text, language)[0]?.term;
    if (own === undefined || hasTerm(own, evidence)) continue;
    mended = mended.slice(0, index) + only + mended.slice(index + text.length);
  }
  return mended;
}

const isName = (text: string, i: number, language: string): boolean =>
  i > 0 && !withCapitalNouns.has(language) && /^\p{Lu}/u.test(text);

/** Whether a term is one of the language; what is none at all needs no mending either. */
const isKnown = (term: string | undefined, language: string): boolean =>
  term === undefined || otherForms(term, language).length > 0 || swappedWords(term, language) !== undefined;

/** Whether a word, in lower case, stands in the evidence as it is. */
function isWritten(text: string, evidence: readonly Read[]): boolean {
  return evidence.some(({ units }) =>
    units.some((unit) => {
      const all = unit.text.toLowerCase();
      for (let at = all.indexOf(text); at >= 0; at = all.indexOf(text, at + 1))
        if (!letter.test(all.charAt(at - 1)) && !letter.test(all.charAt(at + text.length))) return true;
      return false;
    }),
  );
}

const letter = /[\p{L}\p{M}\p{N}]/u;

/** The words of the evidence, in lower case, that a word is a slip of. */
function meantBy(text: string, evidence: readonly Read[]): string[] {
  const [first = ''] = text;
  const like = String.raw`${first}[\p{L}\p{M}]{${text.length - 2},${text.length}}`;
  const words = new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}])${like}(?![\p{L}\p{M}\p{N}])`, 'giu');
  const meant = new Set<string>();
  for (const passage of evidence)
    for (const [found] of textOf(passage).matchAll(words))
      if (isSlip(text, found.toLowerCase())) meant.add(found.toLowerCase());
  return [...meant];
}

/** Whether a term stands in the evidence, in whatever form. */
const hasTerm = (own: string, evidence: readonly Read[]): boolean =>
  evidence.some((passage) => termsOf(textOf(passage), passage.language).some(({ term }) => term === own));

const textOf = ({ title, headings, units }: Read): string =>
  [title, ...headings, ...units.map(({ text }) => text)].join('\n');

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
