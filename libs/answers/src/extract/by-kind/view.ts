import { languagesWith } from '@persona/languages';
import type { Evidence } from '../../evidence.ts';
import { readQuestion, type ReadQuestion } from '../../question/read-question.ts';
import type { Candidate } from '../candidates.ts';
import { countLike, shareLike } from '../label-match.ts';
import { matchQuestion } from '../match.ts';
import { announces, isProse, wordsOf } from '../terms.ts';
import { isSameSection as isOfSection } from '../attached-units.ts';

/** Share of what is spoken of that a title, heading or sentence must hold to be about it. */
export const MIN_SUBJECT_SHARE = 0.6;

/** … where it has a name, which is in the title: "your trip to the Azores", "Three weeks to the Azores". */
const MIN_NAMED_SUBJECT_SHARE = 0.5;

/** A unit of the evidence, with how much its page and section are about what a request speaks of. */
export interface Spot extends Candidate {
  source: Evidence;
  /** Shares of the subject's words, 0–1. */
  titleShare: number;
  sectionShare: number;
  /** Of those in the unit, its title and its headings together. */
  jointShare: number;
  /** Whether its page or section is called nothing but a part of the subject. */
  namesPart: boolean;
}

/** The evidence as a request sees it. */
export interface View {
  /** All units, in the order of the evidence and of their page. */
  spots: readonly Spot[];
  readIn: (language: string) => ReadQuestion;
}

/** Reads all of the evidence for what a request speaks of. */
export function viewOf(
  subject: string,
  background: string,
  language: string,
  evidence: readonly Evidence[],
  names: readonly string[],
): View {
  const reads = new Map<string, ReadQuestion>();
  const readIn = (language: string): ReadQuestion => {
    let read = reads.get(language);
    if (!read) {
      read = readQuestion(subject, '', language, true);
      // "Tell me more about it": what was spoken of before.
      if (read.words.size === 0) read = readQuestion(background, '', language);
      reads.set(language, read);
    }
    return read;
  };
  const { candidates } = matchQuestion(subject, background, evidence, evidence.length, names, language);
  const shares = evidence.map(({ title, headings, language }) => {
    const shareOf = (text: string) => shareIn(text, language, readIn(language));
    return {
      titleShare: shareOf(title),
      sectionShare: Math.max(0, ...headings.filter((heading) => heading !== title).map(shareOf)),
      namesPart: [title, ...headings].some((text) => isWithin(text, language, readIn(language))),
    };
  });
  const spots = candidates
    .filter(({ unit }) => unit.kind !== 'heading')
    .map((candidate) => {
      const { titleShare = 0, sectionShare = 0, namesPart = false } = shares[candidate.passage] ?? {};
      const source = evidence[candidate.passage] as Evidence;
      const { title, headings, language } = source;
      const above = [title, ...headings, candidate.unit.text].join('\n');
      const jointShare = shareIn(above, language, readIn(language));
      return { ...candidate, source, titleShare, sectionShare, jointShare, namesPart };
    })
    .toSorted((a, b) => pageRank(evidence, a) - pageRank(evidence, b) || a.unit.start - b.unit.start);
  // A persona with pages in several languages answers in the one it is asked in, where it can.
  const inLanguage = spots.filter(({ source, ...spot }) => {
    const isNamed = Math.max(spot.own, spot.jointShare) >= MIN_SUBJECT_SHARE;
    return source.language === language && (isNamed || subject === '');
  });
  const isSpoken = ({ source }: Spot) => inLanguage.length === 0 || source.language === language;
  return { spots: spots.filter(isSpoken), readIn };
}

const pageRank = (evidence: readonly Evidence[], { source }: Spot): number =>
  evidence.findIndex(({ td_id }) => td_id === source.td_id);

/** Whether a title or heading has no word but those of what is spoken of. */
function isWithin(text: string, language: string, { words }: ReadQuestion): boolean {
  const own = wordsOf(text, language);
  return own.size > 0 && countLike(own, words) === own.size;
}

const shareIn = (text: string, language: string, { words }: ReadQuestion): number =>
  shareLike(words, wordsOf(text, language));

/** Whether every name and number that was asked about stands in the unit or above it. */
export function holdsNames({ unit, source }: Spot, { readIn }: View): boolean {
  const text = [source.title, ...source.headings, unit.label ?? '', unit.text].join('\n').toLowerCase();
  return readIn(source.language)
    .names.values()
    .every((name) => isNamedIn(text, name));
}

/** Whether a word of a text, in lower case, begins as a name does: no "dioxide" is Oxide. */
export function isNamedIn(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!/[\p{L}\p{N}]/u.test(text.charAt(at - 1)) || !/[\p{Script=Latin}\p{Script=Cyrillic}]/u.test(name))
      return true;
  return false;
}

/** Whether a unit itself speaks of the subject. */
export const mentions = (spot: Spot, view: View): boolean =>
  spot.own >= MIN_SUBJECT_SHARE && holdsNames(spot, view);

/** Whether a unit stands on a page or in a section that is about the subject. */
export const isUnder = (spot: Spot, view: View): boolean => {
  const isNamed = view.readIn(spot.source.language).names.size > 0;
  const min = isNamed ? MIN_NAMED_SUBJECT_SHARE : MIN_SUBJECT_SHARE;
  return Math.max(spot.titleShare, spot.sectionShare) >= min && holdsNames(spot, view);
};

/** Whether a unit can be said of a thing by itself: a sentence, no line that announces others. */
export const tells = ({ unit, source }: Spot): boolean =>
  unit.kind === 'sentence' &&
  !announces(unit.text) &&
  isProse(unit.text, source.language) &&
  unit.text.length >= (unspaced.has(source.language) ? MIN_UNSPACED_CHARACTERS : MIN_CHARACTERS);

const unspaced = languagesWith('unspaced');
/** A shorter sentence tells too little to stand for a page. */
const MIN_CHARACTERS = 15;
const MIN_UNSPACED_CHARACTERS = 5;

/** Whether an item of a list is nothing but a link to another page. */
export function isLink({ unit, source }: Spot): boolean {
  const raw = source.text.slice(unit.start - source.start, unit.end - source.start).trim();
  return /^(?:[-*+] )?\[[^\]]*\]\([^)]*\)$|^<a\b[^]*<\/a>$|^https?:\/\/\S+$/u.test(raw);
}

/** As many units, in their order, as a number of characters holds; the first in any case. */
export function withinBudget(spots: readonly Spot[], characters: number): Spot[] {
  let length = 0;
  const fitting: Spot[] = [];
  for (const spot of spots) {
    length += spot.unit.text.length + 1;
    if (fitting.length > 0 && length > characters) break;
    fitting.push(spot);
  }
  return fitting;
}

export const isSameSection = (a: Spot, b: Spot): boolean => isOfSection(a.source, b.source);
