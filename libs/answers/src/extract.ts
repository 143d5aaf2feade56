import { confidence } from './confidence.ts';
import { citationOf, type Draft, type Evidence } from './evidence.ts';
import { titleMatch } from './leads.ts';
import { leansBack } from './leaning.ts';
import { matchQuestion, type Candidate, type Match, type Signals } from './match.ts';
import { phrase } from './phrases.ts';
import { countsAskedThing, offers, wantedBy, type Wanted } from './question.ts';
import { readQuestion } from './read-question.ts';
import { isProse, type Unit } from './units.ts';

export interface ExtractiveQuestion {
  question: string;
  /** Earlier questions that this one leans on; empty when it stands on its own. */
  background: string;
  /** ISO 639 code of the question, for the sentence that says that nothing is known. */
  language: string;
  /** Live passages of the persona, best first. More than are quoted: they also tell which words are rare. */
  evidence: readonly Evidence[];
  personaName: string;
  /** Passages that sentences are taken from, at most. */
  passages?: number | undefined;
}

export interface Extraction extends Draft {
  /** 0–1: how sure it is that the persona knows; below the threshold it says that it does not. */
  confidence: number;
  signals: Signals;
}

/** Passages that sentences are taken from. */
const DEEP = 8;
/** Characters of an answer made of sentences at most (400 on average), and of one that has to be whole: a list, a piece of code. */
const BUDGET = 480;
const WHOLE_BUDGET = 900;
const MOST_SENTENCES = 3;
/** … and, on another page, hold this share of what the best holds of the question. */
const ELSEWHERE = 0.6;
/** What a sentence gains by standing beside the best. */
const BESIDE = 0.15;
/** Share of the question that a heading must hold to be taken for the same question. */
const HEADED = 0.6;
/** How alike question and title must be for the page to be all that is asked for. */
const DEFINES = 0.7;
/** What a sentence gains by holding what kind of thing is asked for, or loses by not holding it. */
const OFFERED = 0.15;
/** A further sentence must score this share of the best. */
const NEAR_BEST = 0.52;

/**
 * Answers with the persona's own sentences, in reading order, at most a short paragraph, each cited; or says that it knows nothing.
 * A pure function: the same question and evidence give the same answer.
 */
export function extractAnswer(input: ExtractiveQuestion): Extraction {
  const { question, background, evidence } = input;
  const match = matchQuestion(question, background, evidence, Math.min(DEEP, input.passages ?? DEEP));
  const sure = confidence(match.signals);
  const ranked = rank(match, input);
  const chosen = sure.knows && isSayable(ranked[0], input) ? choose(ranked, match, input) : [];
  const base = { usage: null, model: 'extractive', confidence: sure.probability, signals: match.signals };
  if (chosen.length === 0) {
    return {
      ...base,
      response: phrase('no_answer', input.language, input.personaName),
      answer_type: 'no_answer',
      citations: [],
    };
  }
  return { ...base, ...compose(chosen, evidence), answer_type: 'grounded' };
}

/** Code and table rows are words without a sentence: where nobody asked how to do a thing, a few common ones say nothing. */
function isSayable(best: Scored | undefined, { question, language }: ExtractiveQuestion): boolean {
  if (best === undefined || (best.said && best.unit.kind !== 'row')) return best !== undefined;
  return best.covered >= 0.75 || wantedBy(question, language).has('manner');
}

interface Scored extends Candidate {
  /** Whether it is a sentence rather than code or a label. */
  said: boolean;
  /** Whether it begins the very page that the question asks for. */
  defines: boolean;
  score: number;
}

function rank(match: Match, { question, language, evidence }: ExtractiveQuestion): Scored[] {
  const wantedIn = new Map<string, Set<Wanted>>();
  const wanted = (of: string): Set<Wanted> => {
    const known = wantedIn.get(of) ?? wantedBy(question, of);
    wantedIn.set(of, known);
    return known;
  };
  const scored = match.candidates
    .filter(({ unit }) => unit.kind !== 'heading')
    .map((candidate) => {
      const { unit, covered, phrases, passage, own, at } = candidate;
      const source = evidence[passage] as Evidence;
      // The question may be in one language and the page in another.
      const wants = new Set([...wanted(language), ...wanted(source.language)]);
      let defines = false;
      let score = covered + 0.15 * phrases + 0.5 * (match.relevance[passage] ?? 0);
      for (const want of wants) {
        if (offers(want, unit.text, source.language, match.asked)) score += OFFERED;
        else if (want === 'person' || want === 'time' || want === 'number') score -= OFFERED;
      }
      if (wants.has('number') && countsAskedThing(question, unit.text, source.language)) score += 0.25;
      // What a thing is, is said where its page begins.
      if (wants.has('definition') && source.n === 0 && isLead(match.candidates, candidate)) {
        const alike = titleMatch(source, readQuestion(question, '', source.language));
        score += 1.6 * alike ** 1.5;
        defines = alike >= DEFINES;
      }
      // Under a heading that asks the same, the answer begins with its first sentence.
      if (
        candidate.headed > HEADED &&
        beginsSection(evidence, candidate) &&
        isLead(match.candidates, candidate)
      ) {
        score += 0.6 * candidate.headed;
      }
      // A question is no answer, and neither are two words.
      if (/[?？؟]\s*$/u.test(unit.text)) score *= 0.6;
      if (unit.text.length < 25 && unit.kind !== 'item') score *= 0.8;
      const said = unit.kind !== 'code' && isProse(unit.text, source.language);
      if (!said && !wants.has('manner')) score *= 0.7;
      if (unit.kind === 'row' || (unit.kind === 'item' && !wants.has('list'))) score *= 0.9;
      if (wants.has('list') && announcesList(match.candidates, candidate)) score += 0.8;
      if (own === 0 && at > 0) score *= 0.7;
      return { ...candidate, score, said, defines };
    });
  return scored.sort((a, b) => b.score - a.score || a.passage - b.passage || a.at - b.at);
}

/** Whether no passage before this one stands under the same heading. */
function beginsSection(evidence: readonly Evidence[], { passage }: Candidate): boolean {
  const { td_id, headings, start } = evidence[passage] as Evidence;
  const same = (other: readonly string[]) =>
    other.length === headings.length && other.at(-1) === headings.at(-1);
  return !evidence.some((other) => other.td_id === td_id && other.start < start && same(other.headings));
}

function announcesList(candidates: readonly Candidate[], { passage, at, unit }: Candidate): boolean {
  const next = candidates.find((other) => other.passage === passage && other.at === at + 1);
  return /[:：]\s*$/u.test(unit.text) && next?.unit.kind === 'item';
}

function isLead(candidates: readonly Candidate[], { passage, at }: Candidate): boolean {
  const lead = candidates.find((other) => other.passage === passage && other.unit.kind === 'sentence');
  return lead?.at === at;
}

/** The units to say, best first; neighbours that they need to be understood come with them. */
function choose(
  ranked: readonly Scored[],
  match: Match,
  { question, language: asked, evidence }: ExtractiveQuestion,
): Candidate[] {
  const chosen: Candidate[] = [];
  const best = ranked[0];
  if (!best) return chosen;
  const wants = wantedBy(question, asked);
  let length = 0;
  const inPassage = (passage: number) => match.candidates.filter((other) => other.passage === passage);
  const has = (candidate: Candidate) => chosen.some((other) => other.unit === candidate.unit);
  const add = (candidate: Candidate, budget: number): boolean => {
    if (has(candidate)) return true;
    const size = candidate.unit.text.length + 1;
    if (chosen.length > 0 && length + size > budget) return false;
    chosen.push(candidate);
    length += size;
    return true;
  };
  // What stands beside the best sentence goes on about it, above all how and why.
  const explains = best.defines || wants.has('manner') || wants.has('reason');
  const after = explains ? 2 * BESIDE : BESIDE;
  const rest = ranked.slice(1).map((candidate) => {
    if (candidate.passage !== best.passage) return candidate;
    const bonus = candidate.at === best.at + 1 ? after : candidate.at === best.at - 1 ? BESIDE / 2 : 0;
    return { ...candidate, score: candidate.score + bonus };
  });
  for (const candidate of [best, ...rest.sort((a, b) => b.score - a.score)]) {
    const main = chosen.length === 0;
    if (!main && (candidate.score < NEAR_BEST * best.score || chosen.length >= MOST_SENTENCES)) break;
    // Another page has to speak of the question nearly as much.
    const elsewhere =
      (evidence[candidate.passage] as Evidence).td_id !== (evidence[best.passage] as Evidence).td_id;
    if (elsewhere && (best.defines || candidate.covered < ELSEWHERE * best.covered)) continue;
    // What announces more than it says is only of use with what follows.
    if (!main && /[:：]\s*$/u.test(candidate.unit.text)) continue;
    if (has(candidate) || chosen.some((other) => isRepeat(other.unit.text, candidate.unit.text))) continue;
    const siblings = inPassage(candidate.passage);
    const language = (evidence[candidate.passage] as Evidence).language;
    const before = siblings[candidate.at - 1];
    if (!add(candidate, BUDGET)) continue;
    if (before && !candidate.unit.first && leansBack(candidate.unit.text, language)) add(before, BUDGET);
    if (!main) continue;
    for (const other of wholeOf(siblings, candidate)) if (!add(other, WHOLE_BUDGET)) break;
  }
  return chosen;
}

/** What belongs to a unit so closely that half of it would mislead: the list or code it announces, or the list it is an item of. */
function wholeOf(siblings: readonly Candidate[], { at, unit }: Candidate): Candidate[] {
  const whole: Candidate[] = [];
  const isPart = (other: Unit | undefined) => other?.kind === 'item' || other?.kind === 'code';
  if (/[:：]\s*$/u.test(unit.text)) {
    const kind = siblings[at + 1]?.unit.kind;
    for (let i = at + 1; isPart(siblings[i]?.unit) && siblings[i]?.unit.kind === kind; i++)
      whole.push(siblings[i] as Candidate);
  } else if (unit.kind === 'code') {
    const before = siblings[at - 1];
    if (before?.unit.kind === 'sentence') whole.push(before);
  }
  const size = whole.reduce((sum, other) => sum + other.unit.text.length + 1, 0);
  return size > WHOLE_BUDGET ? [] : whole;
}

/** Whether two texts say nearly the same, as pages that were copied do. */
function isRepeat(a: string, b: string): boolean {
  const words = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  const first = words(a);
  const second = words(b);
  let shared = 0;
  for (const word of first) if (second.has(word)) shared++;
  return shared > 0.8 * Math.min(first.size, second.size) && Math.min(first.size, second.size) > 3;
}

/** Puts the units in reading order, page by page, joins neighbours into one quote each and notes where everything stands. */
function compose(
  chosen: readonly Candidate[],
  evidence: readonly Evidence[],
): Pick<Draft, 'response' | 'citations'> {
  const order = [...new Set(chosen.map(({ passage }) => (evidence[passage] as Evidence).td_id))];
  const sorted = [...chosen].sort((a, b) => {
    const [first, second] = [evidence[a.passage] as Evidence, evidence[b.passage] as Evidence];
    return order.indexOf(first.td_id) - order.indexOf(second.td_id) || a.unit.start - b.unit.start;
  });
  let response = '';
  const runs: {
    passage: number;
    from: number;
    to: number;
    span: { start: number; end: number };
    last: number;
  }[] = [];
  for (const [i, { passage, at, unit }] of sorted.entries()) {
    const text = unit.kind === 'item' && unit.first ? `• ${unit.text}` : unit.text;
    response += i === 0 ? '' : separator(sorted[i - 1]?.unit as Unit, unit);
    const start = response.length;
    response += text;
    const run = runs.at(-1);
    if (run && run.passage === passage && run.last === at - 1) {
      run.to = unit.end;
      run.span.end = response.length;
      run.last = at;
    } else {
      runs.push({ passage, from: unit.start, to: unit.end, span: { start, end: response.length }, last: at });
    }
  }
  const citations = runs.map(({ passage, from, to, span }, i) =>
    citationOf(i + 1, evidence[passage] as Evidence, { start: from, end: to }, [span]),
  );
  return { response, citations };
}

function separator(before: Unit, unit: Unit): string {
  const block = (kind: Unit['kind']) => kind === 'item' || kind === 'code' || kind === 'row';
  if (
    (block(unit.kind) && unit.first) ||
    unit.kind === 'code' ||
    before.kind === 'code' ||
    (block(before.kind) && unit.first)
  )
    return '\n';
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}。！？]$/u.test(before.text) ? '' : ' ';
}
