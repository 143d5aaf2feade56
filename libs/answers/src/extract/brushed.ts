import type { Evidence } from '../evidence.ts';
import { offers } from '../question/expected-answer-types.ts';
import { readQuestion, topicsOf } from '../question/read-question.ts';
import { hasLike, kindWords, valueTypes } from './label-match.ts';
import { spokenText } from './passage-terms.ts';
import { COMPLETE, type RankedCandidate } from './rank.ts';
import { isPersonal } from '../question/personal.ts';
import { signalOf } from './sentence-chance.ts';
import { wordsOf } from './terms.ts';
import { refersBack } from './back-reference.ts';

/** A question about at most so many things is about none of them alone. */
const MAX_SHORT_TOPICS = 2;
const UNITS_BEFORE = 2;
/**
 * Whether the likeliest unit only brushes a short question to somebody: it lacks one of the few things that
 * are asked about, also in another form and in what stands around it, and has no value of the kind that is
 * asked for. A "shoe box" does not tell anybody's shoe size.
 */
export function isBrushed(
  best: RankedCandidate,
  { question, background, evidence }: { question: string; background: string; evidence: readonly Evidence[] },
): boolean {
  if (signalOf(best.signals, 'offered') > 0) return false;
  // What only stands behind a sentence with the question's words has to have the value.
  if (best.asked.own === 0 && signalOf(best.signals, 'lacking') > 0) return true;
  const source = evidence[best.passage] as Evidence;
  const read = readQuestion(question, background, source.language);
  if (best.asked.own >= COMPLETE) return false;
  const isWhole = best.asked.within >= COMPLETE;
  // What is asked for by its kind is told by that, and may well stand behind the rest.
  const isTyped = signalOf(best.signals, 'lacking') > 0;
  if (isWhole && (!read.addresses || isTyped)) return false;
  // What others write about may well be said in other words. Who tells of oneself is asked for the very
  // thing.
  if (!read.addresses && !isPersonal(question, evidence)) return false;
  const topics = topicsOf(read);
  if (topics.size > MAX_SHORT_TOPICS) return false;
  // A word in the sentence before is of this one only where it goes on with that.
  const before = isWhole && !refersBack(best.unit.text, source.language) ? 0 : UNITS_BEFORE;
  const around = source.units
    .slice(Math.max(0, best.at - before), best.at + 1)
    .map((unit) => spokenText(unit, source.language));
  const here = wordsOf([source.title, ...source.headings, ...around].join('\n'), source.language, read.same);
  // "Price bow?" is answered by a bow with a number.
  for (const kind of valueTypes)
    if (offers(kind, best.unit.text, source.language, topics))
      for (const word of kindWords(kind, source.language)) here.add(word);
  return topics.values().some((topic) => !hasLike(here, topic));
}
