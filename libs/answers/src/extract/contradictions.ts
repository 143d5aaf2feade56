import type { ReviewItem } from '@persona/contracts';
import type { ChatModel } from '@persona/models';
import { detectLanguage, sentences } from '@persona/text';
import type { Evidence } from '../evidence.ts';
import { conflictingNumbers } from '../generate/facts.ts';
import { contradictionMessages } from '../generate/prompt.ts';
import { termsOf } from './terms.ts';

export type Check = ReviewItem['checks'][number];

/** Sentences of a text that are compared with the live pages. */
const MAX_CLAIMS = 40;
/** Live passages that each is compared with. */
const MAX_PASSAGES_PER_CLAIM = 5;
/** Contradictions that are reported. */
const MAX_FINDINGS = 5;
/** Pairs of sentences that a model is shown. */
const MAX_PAIRS_SHOWN = 60;
/** Characters of a sentence that a finding shows. */
const MAX_QUOTE_CHARACTERS = 300;
/**
 * Share of a sentence's words that the other must have, its title and headings helping, to speak of the same.
 */
const MIN_SHARED_SUBJECT = 0.6;

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
 * Sentences of a proposed text that give another number than a live page gives of the same thing. A model,
 * when there is one, also finds contradictions without numbers. Of its reply only the numbers of pairs that
 * were put before it count.
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
    .slice(0, MAX_CLAIMS);
  const pairs: Pair[] = [];
  for (const claim of claims) pairs.push(...(await pairsOnTheSame(claim, retrieve)));
  const found = new Set(pairs.filter(({ claim, said }) => conflictingNumbers(claim.text, said, language)));
  if (model)
    for (const pair of await contradictingPairs(pairs.slice(0, MAX_PAIRS_SHOWN), model)) found.add(pair);
  const seen = new Set<Claim>();
  return [...found]
    .filter(({ claim }) => !seen.has(claim) && seen.add(claim))
    .slice(0, MAX_FINDINGS)
    .map(({ claim, page, said }) => ({
      kind: 'contradiction',
      message: `The live page "${page.title}" says otherwise: ${excerpt(said)}`,
      td_id: page.td_id,
      quote: excerpt(claim.text),
    }));
}

/** Sentences of live pages that speak of what the claim speaks of, and do not repeat it. */
async function pairsOnTheSame(
  claim: Claim,
  retrieve: (query: string) => Promise<readonly Evidence[]>,
): Promise<Pair[]> {
  const words = wordsWithoutNumbers(claim.text, claim.language);
  if (words.size < 2) return [];
  const pairs: Pair[] = [];
  for (const page of (await retrieve(claim.text)).slice(0, MAX_PASSAGES_PER_CLAIM)) {
    if (page.language !== claim.language) continue;
    const about = wordsWithoutNumbers([page.title, ...page.headings].join('\n'), page.language);
    for (const unit of page.units) {
      if (unit.kind === 'heading' || unit.kind === 'code') continue;
      const here = wordsWithoutNumbers(unit.text, page.language);
      let own = 0;
      let named = 0;
      for (const word of words) {
        if (here.has(word)) own++;
        else if (about.has(word)) named++;
      }
      if (own >= 2 && own + named >= MIN_SHARED_SUBJECT * words.size)
        pairs.push({ claim, page, said: unit.text });
    }
  }
  return pairs;
}

/**
 * The pairs that a model calls contradictions; none when it fails, because the check of the numbers stands
 * without it.
 */
async function contradictingPairs(pairs: readonly Pair[], model: ChatModel): Promise<Pair[]> {
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
function wordsWithoutNumbers(text: string, language: string): Set<string> {
  const terms = termsOf(text, language).filter(({ word, term }) => word && !/\p{Nd}/u.test(term));
  return new Set(terms.map(({ term }) => term));
}

/** The part of a text that a finding shows. */
export const excerpt = (text: string): string => text.slice(0, MAX_QUOTE_CHARACTERS).toWellFormed();
