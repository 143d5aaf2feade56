import type { Draft, Evidence } from '../evidence.ts';
import { phrase } from '../phrases/phrases.ts';
import { expectedAnswerTypes, offers, showsNames } from '../question/expected-answer-types.ts';
import { askedMeasures, tellsMeasure } from '../question/measures.ts';
import { isPersonal } from '../question/personal.ts';
import { asPersona } from '../question/persons.ts';
import { tellsOtherDayPart } from '../question/day-parts.ts';
import { personalFact } from '../question/personal-facts.ts';
import { readQuestion } from '../question/read-question.ts';
import { withoutSlips } from '../question/slips.ts';
import { answerChance, answerSignals } from './answer-chance.ts';
import type { Candidate } from './candidates.ts';
import { chooseByKind } from './by-kind/by-kind.ts';
import { hasMark } from './by-kind/marks.ts';
import { choose } from './choose.ts';
import { compose } from './compose.ts';
import { confidence, type Signals } from './confidence.ts';
import type { ExtractiveQuestion } from './extractive-question.ts';
import { dateHeading, isOfEntry, isRelative } from './dating.ts';
import { countLike, isOfKind } from './label-match.ts';
import { lacksRelative } from './lacks-relative.ts';
import { matchQuestion, type Match } from './match.ts';
import { handSetOdds, type Odds } from './odds.ts';
import { ownWords } from './own-words.ts';
import { closesQuotation, COMPLETE, rank, type RankedCandidate } from './rank.ts';
import { isBrushed } from './brushed.ts';
import { bestSentence, signalOf } from './sentence-chance.ts';
import { wordsOf } from './terms.ts';
import { withValueBeside } from './value-beside.ts';
import { detectLanguage, type Unit } from '@persona/text';

export interface Extraction extends Draft {
  /** 0–1: how sure it is that the persona knows; below the threshold it says that it does not. */
  confidence: number;
  signals: Signals;
  /** The sentences it chose from, with what their chances are reckoned from: for the calibration. */
  considered: { unit: Unit; passage: number; signals: number[] }[];
  /** What it was made of, for another look at the same. */
  work: {
    input: ExtractiveQuestion;
    match: Match;
    ranked: readonly RankedCandidate[];
    /** What it says or would say. */
    chosen: readonly Candidate[];
  };
  /** The signals of what it says or would say, where these decide whether it does. */
  answerSignals: number[] | undefined;
  /** What it would say, but is not sure enough that it answers. */
  withheld: string | undefined;
}

/** Passages that sentences are taken from, at most. */
const MAX_SENTENCE_PASSAGES = 8;
/** How sure an answer to a request is at least: its kind is found only where the pages have it. */
const MIN_REQUESTED_CONFIDENCE = 0.6;
/** How much a question of a page must be the same for its answer to answer without a word in common. */
const MIN_NEAR_QUESTION = 0.45;
/** A question of at most so many words is easily matched by chance. */
const MAX_SHORT_QUESTION_WORDS = 3;

/**
 * Answers with the persona's own sentences, in reading order, at most a short paragraph, each cited; or says
 * that it knows nothing. A pure function: the same question and evidence give the same answer. Other odds
 * than those set by hand are for measuring.
 */
export function extractAnswer(asked: ExtractiveQuestion, odds: Odds = handSetOdds): Extraction {
  const { background, personaName, aliases = [] } = asked;
  const question = withoutSlips(asked.question, asked.language, asked.evidence);
  const evidence = ownWords(asked.evidence.map(inLanguageOf(asked)), [personaName, ...aliases], question);
  const input = { ...asked, question, evidence };
  const match = matchQuestion(
    question,
    background,
    evidence,
    Math.min(MAX_SENTENCE_PASSAGES, input.passages ?? MAX_SENTENCE_PASSAGES),
    [personaName, ...aliases],
    input.language,
  );
  const ranked = rank(match, input, odds);
  const signals = { ...match.signals, ...bestSentence(ranked[0]?.signals) };
  const decision = confidence(signals);
  const knows = (decision.knows && match.asksKnown) || answersPlainly(ranked[0]);
  const requested = input.request && chooseByKind(input.request, { asked: input, match, ranked, knows });
  const chosen = requested ?? (knows ? choose(thatMayAnswer(ranked, match, input), match, input, odds) : []);
  const isRequested = requested != null && requested.length > 0;
  const ownSignals = answerSignals({ chosen, ranked, match, isRequested }, input);
  const chance = ownSignals && answerChance(ownSignals);
  const considered = ranked.map(({ unit, passage, signals: own }) => ({ unit, passage, signals: own }));
  // A page or sentence that speaks of all that is asked about makes it sure, whatever else is asked.
  const known = isRequested ? Math.max(decision.probability, MIN_REQUESTED_CONFIDENCE) : decision.probability;
  const sureness = Math.min(known, chance?.probability ?? 1);
  const base = {
    usage: null,
    model: 'extractive',
    confidence: sureness,
    signals,
    considered,
    answerSignals: ownSignals,
    work: { input, match, ranked, chosen },
  };
  const asksTime = expectedAnswerTypes(question, input.language).has('time');
  const said = chosen.length > 0 ? compose(chosen, evidence, { asksTime }) : undefined;
  // A sentence that goes with the one that answers may tell the time.
  const isBeside = said !== undefined && tellsOtherDayPart(question, input.language, said.response);
  if (said && !isBeside && chance?.answers !== false)
    return { ...base, ...said, answer_type: 'grounded', withheld: undefined };
  return {
    ...base,
    response: phrase('no_answer', input.language, input.personaName),
    answer_type: 'no_answer',
    citations: [],
    withheld: said?.response,
  };
}

/** A text of fewer characters hardly tells its language. */
const MIN_DETECTED_CHARACTERS = 200;

/** What is too short to tell its language is in doubt in that of the question. */
const inLanguageOf =
  ({ language }: ExtractiveQuestion) =>
  (passage: Evidence): Evidence => {
    if (passage.language === 'und') return { ...passage, language };
    if (passage.language === language || passage.text.length >= MIN_DETECTED_CHARACTERS) return passage;
    return { ...passage, language: detectLanguage(passage.text, [language]) };
  };

/** So many of the likeliest are tried where those before them may not answer. */
const MAX_TRIED = 4;

/**
 * The ranked units from the first that may answer on; one that is not the likeliest has to have all that is
 * asked about in and around it.
 */
function thatMayAnswer(
  ranked: readonly RankedCandidate[],
  match: Match,
  input: ExtractiveQuestion,
): readonly RankedCandidate[] {
  const first = ranked
    .slice(0, MAX_TRIED)
    .findIndex(
      (one, place) =>
        (place === 0 || (one.asked.own > 0 && one.asked.within >= COMPLETE)) && canAnswer(one, match, input),
    );
  const best = ranked[first];
  if (!best) return [];
  const whole = ranked.slice(first + 1, MAX_TRIED).find((one) => isWholeBeside(best, one, match, input));
  const kept = ranked.slice(first);
  return whole ? [whole, ...kept.filter((one) => one !== whole)] : kept;
}

/**
 * Whether one that is less likely holds the value that is asked for and, with what stands around it, all that
 * is asked about, of which the likeliest lacks something: "My course has eight places. Two are left."
 */
const isWholeBeside = (
  best: RankedCandidate,
  other: RankedCandidate,
  match: Match,
  input: ExtractiveQuestion,
): boolean =>
  best.asked.within < COMPLETE &&
  other.asked.within >= COMPLETE &&
  other.hasValue &&
  !other.lacksValue &&
  !best.labelled &&
  canAnswer(other, match, input);

/** Whether it is the answer by where it stands, however few words it shares with the question. */
const answersPlainly = (best: RankedCandidate | undefined): boolean =>
  best !== undefined &&
  (best.labelled || best.headed || best.onAskedDay || best.complete || best.tellsPlainly);

/**
 * Whether the likeliest unit may answer. Code and table rows are words without a sentence: unless somebody
 * asks how to do a thing, sharing a few common words with the question proves nothing. A sentence that names
 * nobody does not answer a short question for a person: so few words are easily shared by a sentence about
 * something else.
 */
function canAnswer(best: RankedCandidate, match: Match, input: ExtractiveQuestion): boolean {
  if (lacksRelative(best, input)) return false;
  if (answersPlainly(best)) return true;
  if (hasNothingAsked(best, input) || closesQuotation(best.unit.text)) return false;
  if (withValueBeside(best, match, input).length > 0) return true;
  if (lacksWanted(best, input)) return false;
  if (lacksToldFact(best, match, input)) return false;
  if (isBrushed(best, input) || answersAnother(best, input) || lacksDeed(best, input)) return false;
  if (best.isSentence && best.unit.kind !== 'row') return true;
  const wants = expectedAnswerTypes(input.question, input.language);
  const isOfList = best.unit.kind === 'item' && wants.has('list') && best.asked.within >= COMPLETE;
  return isOfList || best.covered >= 0.75 || wants.has('manner');
}

/** Whether a person, a measure or a time is asked for that the unit does not tell. */
export const lacksWanted = (best: RankedCandidate, input: ExtractiveQuestion): boolean =>
  lacksPerson(best, input) ||
  lacksMeasure(best, input) ||
  lacksTime(best, input) ||
  tellsOtherDayPart(input.question, input.language, best.unit.text);

function lacksPerson(best: RankedCandidate, input: ExtractiveQuestion): boolean {
  const { question, language } = input;
  if (signalOf(best.signals, 'lacking') === 0 || !expectedAnswerTypes(question, language).has('person'))
    return false;
  // Where every noun has a capital, nothing tells which are names.
  if (!showsNames((input.evidence[best.passage] as Evidence).language)) return false;
  // "My father" is somebody too.
  if (best.ofPersona && hasMark('company', best.unit.text, language)) return false;
  const { words, names } = readQuestion(question, '', language);
  // Who somebody is that is asked for by name, is told by what is said of them.
  if (words.size > 0 && words.values().every((word) => names.has(word))) return false;
  return words.size <= MAX_SHORT_QUESTION_WORDS;
}

/**
 * Whether only a form of its own tells what is asked for, and the unit has neither that nor all of the rest:
 * "our daughter teaches" does not tell who taught somebody to knit.
 */
const lacksToldFact = (
  { unit, asked, passage }: RankedCandidate,
  match: Match,
  input: ExtractiveQuestion,
): boolean => {
  const { told } = match.readIn((input.evidence[passage] as Evidence).language);
  return told?.isOnly === true && asked.own < COMPLETE && !(told.form?.test(unit.text) ?? false);
};

/** Share of what the persona is asked about that has to stand around a unit which has none of it. */
const MIN_AROUND = 0.8;
/** … and around one that has some of it. */
const MIN_AROUND_OWN = 0.4;

/**
 * Whether the persona is asked, and the unit has no word of it, nor do all stand around it.
 */
function hasNothingAsked(
  { own, asked, defines, guides, passage }: RankedCandidate,
  { question, language, evidence }: ExtractiveQuestion,
): boolean {
  if (asked.within >= MIN_AROUND || defines || guides) return false;
  const isAddressed = asPersona(question, (evidence[passage] as Evidence).language).addresses;
  if (own > 0) return isAddressed && asked.within < MIN_AROUND_OWN;
  // Any name seems to be that of whom somebody asks for.
  return isAddressed || expectedAnswerTypes(question, language).has('person');
}

/** Whether a time is asked of who tells of oneself, and neither the unit nor its own date tells one. */
function lacksTime(best: RankedCandidate, { question, language, evidence }: ExtractiveQuestion): boolean {
  const wants = expectedAnswerTypes(question, language);
  if (!wants.has('time') || !best.lacksValue) return false;
  const source = evidence[best.passage] as Evidence;
  const { date } = best.unit;
  if (date !== undefined && (isOfEntry(date, source, evidence) || dateHeading(date, source) !== undefined))
    return false;
  const { text } = best.unit;
  const tells =
    offers('number', text, source.language, new Set()) ||
    isRelative(text, source.language) ||
    hasMark('frequency', text, source.language) ||
    hasMark('since', text, source.language);
  return !tells && isPersonal(question, evidence);
}

/**
 * Whether a measure is asked of who tells of oneself, and the unit tells none: any other number is beside it.
 */
function lacksMeasure(
  { unit, passage }: RankedCandidate,
  { question, language, evidence }: ExtractiveQuestion,
): boolean {
  const measures = askedMeasures(question, language);
  if (measures.size === 0) return false;
  const source = evidence[passage] as Evidence;
  return !tellsMeasure(measures, unit.text, source.language) && isPersonal(question, evidence);
}

/**
 * Whether somebody asks how a thing is done, and the unit has only the thing: who avoids bread does not say
 * how to bake it.
 */
function lacksDeed(
  { unit, passage, asked }: RankedCandidate,
  { question, language, request, evidence }: ExtractiveQuestion,
): boolean {
  if (request?.kind !== 'manner' || asked.heading > 0 || personalFact(question, language)) return false;
  const source = evidence[passage] as Evidence;
  const { factors, words, same } = readQuestion(question, '', source.language);
  const here = wordsOf([source.title, ...source.headings, unit.text].join('\n'), source.language, same);
  const deeds = [...wordsOf(question, language)].filter((term) => factors.has(term) && !words.has(term));
  return words.size === 1 && deeds.length > 0 && deeds.every((deed) => !here.has(deed));
}

/**
 * Whether it is the answer to another question of its page, which shares words with this one, while the
 * answer itself has none of them: what an interviewer said on the way is not told by who was asked.
 */
function answersAnother(
  { unit, labelMatch, own, asked }: RankedCandidate,
  { question, language }: ExtractiveQuestion,
): boolean {
  if (unit.labelled !== 'question') return false;
  const { words, same } = readQuestion(question, '', language);
  const wants = expectedAnswerTypes(question, language);
  // "Do you teach?" is not answered by who taught somebody.
  if (own === 0 && !isOfKind(unit.label ?? '', wants, language)) return true;
  if (unit.speaker === undefined || labelMatch >= MIN_NEAR_QUESTION || asked.own >= COMPLETE) return false;
  return countLike(words, wordsOf(unit.text, language, same)) === 0;
}
