import type { ReviewItem } from '@persona/contracts';
import type { ChatModel } from '@persona/models';
import { detectLanguage, sentences } from '@persona/text';
import type { Evidence } from '../evidence.ts';
import { conflictingNumbers } from '../generate/facts.ts';
import { contradictionMessages } from '../generate/prompt.ts';
import { termsOf, unitsOf } from './units.ts';

export type Check = ReviewItem['checks'][number];

/** Sentences of a text that are held against the live pages, passages each is held against, and findings told. */
const MOST_CLAIMS = 40;
const PASSAGES = 5;
const MOST_FOUND = 5;
/** Pairs of sentences that a model is shown. */
const MOST_TOLD = 60;
const LONGEST_QUOTE = 300;
/** Share of a sentence's words that the other must have, its title and headings helping, to speak of the same. */
const SAME_SUBJECT = 0.6;

interface Claim {
  text: string;
  language: string;
}
/** A sentence of a live page beside the claim that may contradict it. */
interface Pair {
  claim: Claim;
  page: Evidence;
  said: string;
}

/**
 * Sentences of a proposed text that say another number than a live page says of the same thing. A model, when there is one, also tells of
 * contradictions without numbers; what it tells is taken for a pair of sentences that was put before it, and nothing else.
 */
export async function contradictions(
  text: string,
  retrieve: (query: string) => Promise<readonly Evidence[]>,
  model: ChatModel | undefined,
): Promise<Check[]> {
  const language = detectLanguage(text);
  const claims = sentences(text, language)
    .map(({ start, end }): Claim => ({ text: text.slice(start, end), language }))
    .filter((claim) => model !== undefined || /\p{Nd}/u.test(claim.text))
    .slice(0, MOST_CLAIMS);
  const pairs: Pair[] = [];
  for (const claim of claims) pairs.push(...(await onTheSame(claim, retrieve)));
  const found = new Set(pairs.filter(({ claim, said }) => conflictingNumbers(claim.text, said, language)));
  if (model) for (const pair of await told(pairs.slice(0, MOST_TOLD), model)) found.add(pair);
  const seen = new Set<Claim>();
  return [...found]
    .filter(({ claim }) => !seen.has(claim) && seen.add(claim))
    .slice(0, MOST_FOUND)
    .map(({ claim, page, said }) => ({
      kind: 'contradiction',
      message: `The live page "${page.title}" says otherwise: ${cut(said)}`,
      td_id: page.td_id,
      quote: cut(claim.text),
    }));
}

/** Sentences of live pages that speak of what the claim speaks of, and do not repeat it. */
async function onTheSame(
  claim: Claim,
  retrieve: (query: string) => Promise<readonly Evidence[]>,
): Promise<Pair[]> {
  const words = wordsOf(claim.text, claim.language);
  if (words.size < 2) return [];
  const pairs: Pair[] = [];
  for (const page of (await retrieve(claim.text)).slice(0, PASSAGES)) {
    if (page.language !== claim.language) continue;
    const about = wordsOf([page.title, ...page.headings].join('\n'), page.language);
    for (const unit of unitsOf(page)) {
      if (unit.kind === 'heading' || unit.kind === 'code') continue;
      const here = wordsOf(unit.text, page.language);
      let own = 0;
      let named = 0;
      for (const word of words) {
        if (here.has(word)) own++;
        else if (about.has(word)) named++;
      }
      if (own >= 2 && own + named >= SAME_SUBJECT * words.size) pairs.push({ claim, page, said: unit.text });
    }
  }
  return pairs;
}

/** The pairs that a model calls contradictions. One that fails to answer tells of none: the numbers are looked at all the same. */
async function told(pairs: readonly Pair[], model: ChatModel): Promise<Pair[]> {
  if (pairs.length === 0) return [];
  let text = '';
  try {
    const messages = contradictionMessages(pairs.map(({ claim, said }) => [claim.text, said] as const));
    for await (const part of model.stream({ messages })) if (part.type === 'text') text += part.text;
  } catch {
    return [];
  }
  return [...text.matchAll(/\d+/g)].flatMap(([number]) => pairs[Number(number) - 1] ?? []);
}

/** Words without numbers, which are what may differ. */
function wordsOf(text: string, language: string): Set<string> {
  const terms = termsOf(text, language).filter(({ word, term }) => word && !/\p{Nd}/u.test(term));
  return new Set(terms.map(({ term }) => term));
}

/** As much of a text as a finding shows. */
export const cut = (text: string): string => text.slice(0, LONGEST_QUOTE).toWellFormed();
