import { languagesWith, type AnswerType, type Measure } from '@persona/languages';

import type { Unit } from '@persona/text';

import type { Evidence } from '../evidence.ts';
import { offers, showsNames } from '../question/expected-answer-types.ts';
import { isPersonal } from '../question/personal.ts';
import { askedMeasures, tellsMeasure } from '../question/measures.ts';
import type { ReadQuestion } from '../question/read-question.ts';
import { hasMark } from './by-kind/marks.ts';
import { MIN_HEADING_SHARE, type Candidate } from './candidates.ts';
import type { ExtractiveQuestion } from './extractive-question.ts';
import { titleMatch } from './lead-passages.ts';
import type { Match } from './match.ts';
import type { Odds } from './odds.ts';
import { likelihood, sentenceSignals, signalOf } from './sentence-chance.ts';
import { askedTimes, dateHeading, dayWithoutYear, isOfEntry, timeFit } from './dating.ts';
import { valueTypes } from './label-match.ts';
import { announces, isProse, termsOf, type Term } from './terms.ts';

/** How much of the question and of the title must be the same for the page to be all that is asked for. */
const MIN_DEFINING_TITLE_MATCH = 0.7;
/** Share of a question's weight that leaves out nothing but what rounding does. */
export const COMPLETE = 0.99;
/** Share of what somebody is asked about that a unit has itself to have, with what stands around it, all. */
const MIN_PERSONAL_OWN = 0.2;
/** How much more a personal fact counts on a page about the persona. */
const SELF_PAGE_FACTOR = 2;
/** Share of what being first under a heading that asks the same is worth, where the asked value lacks. */
const LACKING_SHARE = 0.25;
/** Share of a heading that the question must name for the values below to be what is asked for. */
const MIN_NAMED_HEADING = 0.5;

export interface RankedCandidate extends Candidate {
  /** Whether it is a sentence rather than code or a label. */
  isSentence: boolean;
  /** Whether it answers the very question, or is called what is asked for. */
  labelled: boolean;
  /** Whether it is a value below a heading that is called what is asked for. */
  headed: boolean;
  /** Whether it was written on the very day that is asked for. */
  onAskedDay: boolean;
  /** Whether it has, with what stands around it, every word of the question and all that is asked for. */
  complete: boolean;
  /** Whether it has the value that is asked for: a number with its unit, a time, a person. */
  hasValue: boolean;
  /** Whether such a value is asked for, and it has none. */
  lacksValue: boolean;
  /** Whether it tells the personal fact that is asked for. */
  tellsFact: boolean;
  /** … of the persona, and in a form that tells nothing else. */
  tellsPlainly: boolean;
  /** Whether it begins the very page that the question asks for. */
  defines: boolean;
  /** Whether it begins the page that is called what the question asks how to do. */
  guides: boolean;
  signals: number[];
  odds: number;
}

/** The candidates that are not beside the question, with how likely each answers, the likeliest first. */
export const rank = (match: Match, input: ExtractiveQuestion, odds: Odds): RankedCandidate[] =>
  weighCandidates(match, input, odds, (candidate) => !isBeside(candidate, input.evidence, match));

/** The candidates that are kept, with how likely each is to answer by its words, the likeliest first. */
export function weighCandidates(
  match: Match,
  { question, language, evidence }: ExtractiveQuestion,
  odds: Odds,
  keeps: (candidate: Candidate) => boolean,
): RankedCandidate[] {
  const personal = isPersonal(question, evidence);
  const measures = personal ? askedMeasures(question, language) : new Set<Measure>();
  const dated = match.candidates.map(({ unit }) => unit.date);
  const named = askedTimes(question);
  const times =
    named.years.size > 0
      ? named
      : (dayWithoutYear(question, match.readIn(language).words, language, dated) ?? named);
  const ageShare = agesOf(match.candidates);
  const scored = match.candidates
    .filter((candidate) => candidate.unit.kind !== 'heading' && !isTitle(candidate) && keeps(candidate))
    .map((candidate): RankedCandidate => {
      const { unit, passage, own, at, headingShare } = candidate;
      const source = evidence[passage] as Evidence;
      const wants = match.wantsIn(source.language);
      const read = match.readIn(source.language);
      const signals = sentenceSignals(candidate, match, { question, source, wants });
      let total = likelihood(signals);
      const lacksTyped = signalOf(signals, 'lacking') > 0;
      let defines = false;
      let guides = false;
      // What a thing is, or how it is done, is said where its page begins.
      const asksForPage = wants.has('definition') || wants.has('manner');
      if (asksForPage && source.n === 0 && isLead(match.candidates, candidate)) {
        const titleShare = titleMatch(source, read);
        total += odds.definingLead * titleShare ** 2;
        defines = wants.has('definition') && titleShare >= MIN_DEFINING_TITLE_MATCH;
        guides = !defines && titleShare >= MIN_DEFINING_TITLE_MATCH;
      }
      // … or in a list of terms, behind its name.
      const term = wants.has('definition') ? termOf(unit.text) : undefined;
      if (term !== undefined)
        total += odds.definingLead * titleMatch({ title: term, language: source.language }, read);
      // Under a heading that asks the same, the answer begins with its first sentence; where the heading is a
      // question, it is the label.
      if (
        unit.labelled !== 'question' &&
        headingShare > MIN_HEADING_SHARE &&
        beginsSection(evidence, candidate) &&
        isLead(match.candidates, candidate) &&
        !isSurpassed(match.candidates, candidate)
      )
        total += odds.sectionLead * headingShare * (lacksTyped ? LACKING_SHARE : 1);
      if (/[?？؟]\s*$/u.test(unit.text)) total += odds.question;
      if ((unit.quoted ?? 0) > 0 || closesQuotation(unit.text)) total += odds.quoted;
      if (candidate.ofPersona) total += odds.ofPersona;
      if (read.addresses && (read.words.size > 1 || read.told) && candidate.asked.own >= COMPLETE)
        total += odds.hasAll;
      total += odds.askedTime * timeFit(times, candidate) + odds.newest * ageShare(candidate.date);
      const typed = wants
        .values()
        .filter((want) => valueTypes.has(want))
        .toArray();
      const measured = measures.size > 0 && tellsMeasure(measures, unit.text, source.language);
      const lacksValue =
        !measured && (measures.size > 0 || lacksAsked(signals, wants, unit, source, evidence));
      const tellsFact = read.told?.form?.test(unit.text) ?? false;
      const tells = measured || tellsFact;
      if (tells) total += odds.tellsAsked;
      // Who one is, is told where one speaks of nothing else.
      if (tellsFact && isAboutSelf(source)) total += SELF_PAGE_FACTOR * odds.tellsAsked;
      else if (personal && (lacksValue || lacksPlace(unit, wants, source.language, match)))
        total += odds.lacksAsked;
      if (personal && candidate.news === 0) total += odds.bringsNothing;
      const has =
        measured ||
        (measures.size === 0 &&
          typed.length > 0 &&
          typed.every((want) => offers(want, unit.text, source.language, match.asked)));
      const counts =
        measured ||
        typed.some((want) => want !== 'number') ||
        read.words.size > 1 ||
        signalOf(signals, 'counted') > 0;
      const complete =
        has &&
        counts &&
        (!namesWanted(wants) || (wants.has('definition') && namesBeside(unit.text, source.language, read))) &&
        own > 0 &&
        candidate.asked.own >= (personal ? MIN_PERSONAL_OWN : 0) &&
        candidate.asked.within >= COMPLETE;
      // A sentence of prose that has all of it is no surer than the learnt weights say.
      if (complete && (personal || unit.kind !== 'sentence')) total += odds.complete;
      const headed =
        has &&
        isHeaded(candidate, read, namesWanted(wants)) &&
        (!namesWanted(wants) || candidate.asked.heading >= COMPLETE);
      if (headed || (candidate.labelMatch > 0 && headingShare > 0 && unit.labelled !== 'question'))
        total += odds.headed * candidate.headingNamed;
      const onAskedDay = times.day !== undefined && candidate.date === times.day;
      // Where nothing but a day is named, what was written on it is the answer.
      if (onAskedDay && named.day === undefined) total += odds.headed;
      if (unit.text.length < 25 && unit.kind !== 'item' && !tellsFact) total += odds.fewCharacters;
      const labelled = isLabelled(candidate);
      if (unit.labelled === 'question')
        total += closesQuotation(unit.text) ? 0 : odds.answersSame * candidate.labelMatch ** 2;
      else total += odds.labelledRow * candidate.labelMatch;
      const isSentence =
        labelled || tellsFact || (unit.kind !== 'code' && isProse(unit.text, source.language));
      if (!isSentence && !wants.has('manner')) total += odds.noSentence;
      if ((unit.kind === 'row' && !labelled) || (unit.kind === 'item' && !wants.has('list')))
        total += odds.rowOrItem;
      if (
        wants.has('list') &&
        (announcesList(match.candidates, candidate) || beginsList(match.candidates, candidate))
      )
        total += odds.askedList;
      if (!wants.has('list') && !wants.has('manner') && announcesList(match.candidates, candidate)) {
        // Where it names all that somebody is asked about, the list is the answer.
        const isAsked = personal && typed.length === 0 && candidate.asked.own >= COMPLETE;
        total += isAsked ? odds.announcesAsked : odds.announcesList;
      }
      // Nor is what only leads to code or a picture an answer of somebody.
      if (personal && announces(unit.text) && !announcesList(match.candidates, candidate))
        total += odds.announcesList;
      if (personal && hasMark('pageTalk', unit.text, source.language)) total += odds.pageTalk;
      if (own === 0 && at > 0) total += odds.noOwnWord;
      return {
        ...candidate,
        signals,
        odds: total,
        isSentence,
        labelled,
        headed,
        onAskedDay,
        complete,
        hasValue: measured || signalOf(signals, 'offered') > 0,
        lacksValue,
        tellsPlainly: tellsFact && (candidate.ofPersona || !read.addresses),
        tellsFact:
          tellsFact || (read.told !== undefined && candidate.ofPersona && candidate.asked.own >= COMPLETE),
        defines,
        guides,
      };
    });
  return scored.sort((a, b) => b.odds - a.odds || a.passage - b.passage || a.at - b.at);
}

/**
 * By its date, how new a unit is among the others that have one: 1 the newest, 0 the oldest, or where all are
 * of one date.
 */
function agesOf(candidates: readonly Candidate[]): (date: string | undefined) => number {
  const dates = [...new Set(candidates.flatMap(({ date }) => date ?? []))].toSorted();
  return (date) => (date === undefined || dates.length < 2 ? 0 : dates.indexOf(date) / (dates.length - 1));
}

/** A question about the persona of at most so many words is easily met by what is said of something else. */
const MAX_BRIEF_QUESTION_WORDS = 2;
/** How much of it is enough all the same. */
const MIN_BRIEF_SHARE = 0.75;

/**
 * Whether a unit is beside a brief question about the persona: it has to speak of the persona, or of all that
 * is asked; and of what a single word asks, it has to say just that of the persona.
 */
function isBeside(
  { ofPersona, ofOther, labelMatch, passage, own, asked, phrases, unit, headingNamed }: Candidate,
  evidence: readonly Evidence[],
  { readIn, wantsIn }: Match,
): boolean {
  const source = evidence[passage] as Evidence;
  const { language } = source;
  const { addresses, words, compound, told, owned } = readIn(language);
  // What a friend does is not what the persona does, whatever else is the same.
  if (ofOther && labelMatch < MIN_QUESTION_MATCH) return true;
  // Nobody speaks in code.
  if (addresses && unit.kind === 'code' && !wantsIn(language).has('manner')) return true;
  if (!addresses || words.size > MAX_BRIEF_QUESTION_WORDS) return false;
  // "May my dog come along?" is asked by who has one.
  const isAnother = owned && unit.labelled === 'question' && labelMatch < MIN_QUESTION_MATCH;
  if (labelMatch > 0 && !isAnother) return false;
  if (told?.form?.test(unit.text)) return false;
  // What stands right below the one thing that is asked.
  if (words.size <= 1 && !owned && asked.heading >= COMPLETE && headingNamed >= MIN_NAMED_HEADING)
    return false;
  if (compound) return !ofPersona && phrases === 0;
  // Who keeps a diary speaks of oneself: "Raised 200 euros."
  if (!owned && asked.own >= COMPLETE && unit.date !== undefined && isOfEntry(unit.date, source, evidence))
    return false;
  return words.size <= 1
    ? !ofPersona || (words.size === 0 ? own : asked.own) === 0
    : !ofPersona && own < MIN_BRIEF_SHARE && !goesWithPlace(asked);
}

/**
 * Whether it has a part of what is asked itself, and the rest stands around it: in a diary of the boat,
 * "Paid 300 euros" is said of that, and of oneself.
 */
const goesWithPlace = ({ own, within }: Candidate['asked']): boolean => own > 0 && within >= COMPLETE;

/** What a record is called is no statement, unless just that is asked for. */
const isTitle = ({ unit, labelMatch }: Candidate): boolean =>
  labelMatch === 0 &&
  unit.labelled === 'label' &&
  /^(?:title|headline|titel|título|titre|titolo)$/iu.test(unit.label ?? '');

/** Whether no passage before this one stands under the same heading. */
function beginsSection(evidence: readonly Evidence[], { passage }: Candidate): boolean {
  const { td_id, headings, start } = evidence[passage] as Evidence;
  const same = (other: readonly string[]) =>
    other.length === headings.length && other.at(-1) === headings.at(-1);
  return !evidence.some((other) => other.td_id === td_id && other.start < start && same(other.headings));
}

function announcesList(candidates: readonly Candidate[], { passage, at, unit }: Candidate): boolean {
  const next = candidates.find((other) => other.passage === passage && other.at === at + 1);
  return announces(unit.text) && next?.unit.kind === 'item';
}

/** Whether a list begins with it that stands right under a heading which asks the same. */
function beginsList(
  candidates: readonly Candidate[],
  { passage, at, unit, headingShare }: Candidate,
): boolean {
  if (unit.kind !== 'item' || headingShare <= MIN_HEADING_SHARE) return false;
  return !candidates.some(
    (other) => other.passage === passage && other.at < at && other.unit.kind === 'item',
  );
}

/** What a label must have in common with the question for its value to be the answer. */
const MIN_LABEL_MATCH = 0.6;
/** … and a question of the page. */
const MIN_QUESTION_MATCH = 0.75;

const isLabelled = ({ labelMatch, unit }: Candidate): boolean =>
  labelMatch >= (unit.labelled === 'question' ? MIN_QUESTION_MATCH : MIN_LABEL_MATCH) &&
  !closesQuotation(unit.text);

/** Whether a text ends what somebody is quoted with who began before it. */
export const closesQuotation = (text: string): boolean =>
  /[”"]\s*$/u.test(text) && !/[“"].*[”"]\s*$/su.test(text);

/** Whether another sentence below the heading has itself more of what is asked than the heading. */
const isSurpassed = (candidates: readonly Candidate[], { passage, unit, asked }: Candidate): boolean =>
  candidates.some(
    (other) =>
      other.passage === passage &&
      other.unit !== unit &&
      other.asked.own > Math.max(asked.heading, asked.own),
  );

const withCapitalNouns = languagesWith('capital-nouns');

/** Whether a unit lacks what is asked for; who is asked for a person may say "my father". */
function lacksAsked(
  signals: readonly number[],
  wants: ReadonlySet<AnswerType>,
  { text, date }: Unit,
  source: Evidence,
  evidence: readonly Evidence[],
): boolean {
  const { language } = source;
  const lacking = signalOf(signals, 'lacking');
  // An entry has its date; that of a whole page is only when it was written.
  const isDated =
    date !== undefined && (isOfEntry(date, source, evidence) || dateHeading(date, source) !== undefined);
  if (lacking === 0 || (lacking === 1 && wants.has('time') && isDated)) return false;
  if (!wants.has('person')) return true;
  // A name at the beginning cannot be told from another word there.
  const beginsWithWord =
    !withCapitalNouns.has(language) && termsOf(text, language)[0]?.start === 0 && /^\p{Lu}/u.test(text);
  return !beginsWithWord && !hasMark('company', text, language);
}

/** Whether it is asked where, and a unit names no place, as far as the language shows names. */
const lacksPlace = (
  { text }: Unit,
  wants: ReadonlySet<AnswerType>,
  language: string,
  { asked }: Match,
): boolean => wants.has('place') && showsNames(language) && !offers('place', text, language, asked);

/** Whether a name is asked for: any other name seems to be one. */
const namesWanted = (wants: ReadonlySet<AnswerType>): boolean => wants.has('person') || wants.has('place');

/** How many words stand between a name and what it is the name of: "Anna Lind, the baker". */
const MAX_BETWEEN_WORDS = 2;

/** Whether a word of the question stands beside a name that the question has not: "her master, Joren Vik". */
function namesBeside(text: string, language: string, { words, same }: ReadQuestion): boolean {
  if (!showsNames(language)) return false;
  const terms = termsOf(text, language, same).filter(({ word }) => word);
  const isName = ({ term, start }: Term) =>
    start > 0 && /^\p{Lu}\p{Ll}/u.test(text.slice(start)) && !words.has(term);
  return terms.some(({ term, start, end }, i) => {
    if (!words.has(term)) return false;
    const next = terms[i + 1];
    if (next && isName(next) && /^,? $/u.test(text.slice(end, next.start))) return true;
    const last = terms[i - 1];
    const between = last && text.slice(last.end, start);
    return (
      last !== undefined &&
      between !== undefined &&
      /^\p{Lu}\p{Ll}/u.test(text.slice(last.start)) &&
      !words.has(last.term) &&
      /^,? [^.!?;:]*$/u.test(between) &&
      between.trim().split(/\s+/u).length <= MAX_BETWEEN_WORDS
    );
  });
}

/** Whether a passage is of a page about the persona. */
const isAboutSelf = ({ title, headings, language }: Evidence): boolean =>
  [title, ...headings].some((text) => hasMark('selfTitle', text.trim(), language));

/** Whether the heading right above is called what is asked for, all names included. */
const isHeaded = (
  { asked, headingNamed, unit }: Candidate,
  { words }: ReadQuestion,
  wantsName: boolean,
): boolean =>
  words.size > 0 &&
  // A question above is one that it answers, or not: see its label.
  unit.labelled !== 'question' &&
  // A name is that of what the unit's own label says.
  !(unit.labelled === 'label' && unit.value !== undefined && wantsName) &&
  headingNamed >= MIN_NAMED_HEADING &&
  asked.own < COMPLETE &&
  asked.heading >= (unit.kind === 'sentence' && unit.label === undefined ? MIN_HEADING_SHARE : COMPLETE);

/** The term that a line explains: "`noeviction`: new values are not saved". */
function termOf(text: string): string | undefined {
  return /^([^:：.!?。]{2,60}?)(?:[:：]| (?:--?|–|—)) ?\S/u.exec(text)?.[1];
}

function isLead(candidates: readonly Candidate[], { passage, at }: Candidate): boolean {
  const lead = candidates.find((other) => other.passage === passage && other.unit.kind === 'sentence');
  return lead?.at === at;
}
