import type { Suggestion } from '@persona/contracts';
import type { Evidence } from './evidence.ts';
import { ownWords } from './extract/own-words.ts';
import { wordsOf } from './extract/terms.ts';
import { offerPhrase } from './phrases/phrases.ts';

export interface NearQuestion {
  question: string;
  language: string;
  /** Live passages, best first. */
  evidence: readonly Evidence[];
  /** The persona's names. */
  names: readonly string[];
}

const MAX_SUGGESTIONS = 3;
const MAX_TOPIC_CHARACTERS = 120;
/** A word in more of the passages than this share tells of none of them, unless it names one. */
const MAX_COMMON_SHARE = 0.5;
/** What a word counts for that stands in a title or heading, beside one in the text. */
const NAMED_WEIGHT = 2;

interface Near {
  passage: Evidence;
  topic: string;
  weight: number;
}

/**
 * Pages that have something of what was asked, nearest first, one topic each: for a persona that does not
 * know the answer. A page that shares no rare word with the question is not near.
 */
export function suggestPages({ question, language, evidence, names }: NearQuestion): Suggestion[] {
  const asked = wordsOf(question, language);
  const own = ownWords(evidence, names).filter(({ units }) => units.length > 0);
  const seen = own.map((passage) => ({
    passage,
    named: wordsOf([passage.title, ...passage.headings].join('\n'), passage.language),
    said: wordsOf(passage.units.map(({ text }) => text).join('\n'), passage.language),
  }));
  const isRare = (word: string): boolean =>
    seen.filter(({ named, said }) => named.has(word) || said.has(word)).length <=
    Math.max(1, MAX_COMMON_SHARE * seen.length);
  const rare = new Set([...asked].filter(isRare));
  const near = seen.flatMap(({ passage, named, said }): Near[] => {
    const shared = [...asked].filter((word) => named.has(word) || (rare.has(word) && said.has(word)));
    const weight = shared.reduce((sum, word) => sum + (named.has(word) ? NAMED_WEIGHT : 1), 0);
    return weight > 0 ? [{ passage, weight, topic: topicOf(passage, shared) }] : [];
  });
  const offered = new Map<string, Suggestion>();
  for (const { passage, topic } of near.toSorted((a, b) => b.weight - a.weight)) {
    const { td_id, title } = passage;
    if (offered.size === MAX_SUGGESTIONS || offered.has(td_id)) continue;
    offered.set(td_id, { text: offerPhrase(language, topic), td_id, title });
  }
  return [...offered.values()];
}

/** The innermost heading that has a word of the question; else the page's title. */
function topicOf({ title, headings, language }: Evidence, shared: readonly string[]): string {
  const heading = headings.findLast((one) => {
    const words = wordsOf(one, language);
    return !/[?？؟]\s*$/u.test(one) && shared.some((word) => words.has(word));
  });
  return (heading ?? title).slice(0, MAX_TOPIC_CHARACTERS).toWellFormed();
}
