import { languagesWith } from '@persona/languages';
import type { ReviewItem } from '@persona/contracts';
import type { ChatModel } from '@persona/models';
import type { Unit } from '@persona/text';
import type { Evidence } from '../evidence.ts';
import { ownWords } from '../extract/own-words.ts';
import { wordsOf } from '../extract/terms.ts';
import { contradictionMessages } from '../generate/prompt.ts';
import { speaksOfSelf } from '../question/self-words.ts';
import {
  differInAmount,
  differInNumbers,
  differInTime,
  figuresOf,
  isFigure,
  type Figures,
} from './figures.ts';
import type { Pause, Proposed } from './read-proposed.ts';

export type Check = ReviewItem['checks'][number];

/** Statements of a text that are looked for in the live pages. */
const MAX_CLAIMS = 40;
/** Live passages that each is compared with. */
const MAX_PASSAGES_PER_CLAIM = 5;
/** Contradictions that are reported. */
const MAX_FINDINGS = 5;
/** Pairs of sentences that a model is shown. */
const MAX_PAIRS_SHOWN = 60;
/** Characters of a sentence that a finding shows. */
const MAX_QUOTE_CHARACTERS = 300;
/** A longer statement has more than one thing to say, and takes too long to compare. */
const MAX_STATEMENT_CHARACTERS = 2_000;
/**
 * Share of a sentence's words that the other must have, its title and headings helping, to speak of the same
 * thing; of the same event; and to be the same sentence.
 */
const MIN_SHARED_SUBJECT = 0.6;
const MIN_SHARED_EVENT = 0.65;
const MIN_SAME_SENTENCE = 0.8;

/** A sentence with what it is compared by. */
interface Sentence {
  text: string;
  /** Its words without figures, which are what may differ; read when they are asked for. */
  readonly words: ReadonlySet<string>;
  figures: Figures;
}
/** A sentence of a live page beside the claim that may contradict it. */
interface Pair {
  claim: Sentence;
  page: Evidence;
  said: Sentence;
  /** Share of the claim's words that the page has. */
  shared: number;
}

export interface ContradictionSearch {
  proposed: Proposed;
  /** The persona's names: what others say on its pages contradicts nobody. */
  names: readonly string[];
  retrieve: (query: string) => Promise<readonly Evidence[]>;
  /** Passages of live pages that nearly repeat the text. */
  near: readonly Evidence[];
  model: ChatModel | undefined;
  pause: Pause;
}

/**
 * Statements of a proposed text that give another figure than a live page gives of the same thing. A model,
 * when there is one, also finds contradictions without figures. Of its reply only the numbers of pairs that
 * were put before it count.
 */
export async function contradictions(search: ContradictionSearch): Promise<Check[]> {
  const { proposed, model, pause } = search;
  const { language } = proposed;
  const texts = new Set(proposed.statements.map(({ text }) => text));
  const claims: Sentence[] = [];
  for (const statement of proposed.statements) {
    await pause();
    const claim = sentenceOf(statement, language);
    if (claim && (model !== undefined || hasFigures(claim))) claims.push(claim);
  }
  const pairs = await pairsInDuplicates(claims, search);
  for (const claim of claims.slice(0, MAX_CLAIMS))
    pairs.push(...(await pairsOnTheSame(claim, texts, search)));
  const found = new Set(pairs.filter(differ));
  if (model)
    for (const pair of await contradictingPairs(pairs.slice(0, MAX_PAIRS_SHOWN), model)) found.add(pair);
  const seen = new Set<string>();
  return [...found]
    .filter(({ claim: { text } }) => !seen.has(text) && seen.add(text))
    .slice(0, MAX_FINDINGS)
    .map(({ claim, page, said }) => ({
      kind: 'contradiction',
      message: `The live page "${page.title}" says otherwise: ${excerpt(said.text)}`,
      td_id: page.td_id,
      quote: excerpt(claim.text),
    }));
}

function sentenceOf({ text, label, kind }: Unit, language: string): Sentence | undefined {
  if (kind === 'code' || text.length > MAX_STATEMENT_CHARACTERS) return undefined;
  const figures = figuresOf(text, language);
  let words: ReadonlySet<string> | undefined;
  return {
    text,
    figures,
    get words() {
      return (words ??= new Set(
        [...wordsOf(label === undefined ? text : `${label}\n${text}`, language)].filter(
          (word) => !isFigure(word, language),
        ),
      ));
    },
  };
}

const hasFigures = ({ figures: { sequence, weekdays } }: Sentence): boolean =>
  sequence.length > 0 || weekdays.size > 0;

function differ({ claim, said, shared }: Pair): boolean {
  const { figures: one } = claim;
  const { figures: other } = said;
  return (
    differInAmount(one, other) ||
    (shared >= MIN_SHARED_EVENT && differInTime(one, other)) ||
    (likeness(claim, said) >= MIN_SAME_SENTENCE && differInNumbers(one, other))
  );
}

/** The share of words that two sentences have in common, of all that they have. */
const likeness = ({ words: one }: Sentence, { words: other }: Sentence): number =>
  one.intersection(other).size / Math.max(1, one.union(other).size);

/** What the persona itself says in passages, page by page: what stands on many of them counts as well. */
const ownStatements = (passages: readonly Evidence[], names: readonly string[]): Evidence[] =>
  [...Map.groupBy(passages, ({ td_id }) => td_id).values()].flatMap((page) => ownWords(page, names));

/**
 * Sentences of pages that nearly repeat the text, each beside the claim that has the same words and most of
 * its numbers. What stands in both needs no other.
 */
async function pairsInDuplicates(
  claims: readonly Sentence[],
  { near, names, proposed: { language }, pause }: ContradictionSearch,
): Promise<Pair[]> {
  const keyOf = ({ words }: Sentence): string => [...words].toSorted().join(' ');
  const proposed = new Set(claims.map(({ text }) => text));
  const live = new Set<string>();
  const alike = new Map<string, { page: Evidence; said: Sentence }[]>();
  for (const page of ownStatements(near, names)) {
    for (const unit of page.units) {
      await pause();
      const said = sentenceOf(unit, language);
      if (!said || !hasFigures(said)) continue;
      live.add(said.text);
      if (proposed.has(said.text) || said.words.size < 2) continue;
      const key = keyOf(said);
      alike.set(key, [...(alike.get(key) ?? []), { page, said }]);
    }
  }
  const pairs: Pair[] = [];
  if (alike.size === 0) return pairs;
  for (const claim of claims) {
    if (live.has(claim.text)) continue;
    await pause();
    const { sequence } = claim.figures;
    const inPlace = ({ said }: { said: Sentence }): number =>
      said.figures.sequence.filter((number, n) => number === sequence[n]).length;
    const [nearest] = (alike.get(keyOf(claim)) ?? []).toSorted((a, b) => inPlace(b) - inPlace(a));
    if (nearest) pairs.push({ ...nearest, claim, shared: 1 });
  }
  return pairs;
}

/** Sentences of live pages that speak of what the claim speaks of, and do not repeat it. */
async function pairsOnTheSame(
  claim: Sentence,
  texts: ReadonlySet<string>,
  { retrieve, names, proposed: { language }, pause }: ContradictionSearch,
): Promise<Pair[]> {
  const { words } = claim;
  if (words.size < 2) return [];
  await pause();
  const pairs: Pair[] = [];
  const found = (await retrieve(claim.text)).slice(0, MAX_PASSAGES_PER_CLAIM);
  // What a page says too, it does not contradict; nor does what the text says beside the claim.
  if (found.some(({ units }) => units.some(({ text }) => text === claim.text))) return [];
  for (const page of ownStatements(found, names)) {
    if (page.language !== language) continue;
    const about = wordsOf([page.title, ...page.headings].join('\n'), language);
    for (const unit of page.units) {
      await pause();
      const said = sentenceOf(unit, language);
      if (!said || texts.has(said.text)) continue;
      const own = words.intersection(said.words).size;
      const shared = words.intersection(said.words.union(about)).size / words.size;
      if (own >= 2 && shared >= MIN_SHARED_SUBJECT && !isOfAnother(claim, said, about, language))
        pairs.push({ claim, page, said, shared });
    }
  }
  return pairs;
}

const capitalNouns = languagesWith('capital-nouns');

/** Whether one sentence speaks of the persona itself and the other of somebody who is named only there. */
function isOfAnother(one: Sentence, other: Sentence, about: ReadonlySet<string>, language: string): boolean {
  const ofSelf = [one, other].map(({ text }) => speaksOfSelf(text, language));
  if (ofSelf[0] === ofSelf[1] || capitalNouns.has(language)) return false;
  const [self, named] = ofSelf[0] ? [one, other] : [other, one];
  return [...named.text.matchAll(/(?<!\p{L})\p{Lu}[\p{L}’'-]*/gu)].some(([name]) => {
    const parts = wordsOf(name.replace(/['’]s?$/u, ''), language);
    return parts.size > 0 && parts.isDisjointFrom(self.words) && parts.isDisjointFrom(about);
  });
}

/**
 * The pairs that a model calls contradictions; none when it fails, because the check of the figures stands
 * without it.
 */
async function contradictingPairs(pairs: readonly Pair[], model: ChatModel): Promise<Pair[]> {
  if (pairs.length === 0) return [];
  let text = '';
  try {
    const messages = contradictionMessages(pairs.map(({ claim, said }) => [claim.text, said.text] as const));
    for await (const part of model.stream({ messages })) if (part.type === 'text') text += part.text;
  } catch {
    return [];
  }
  return [...text.matchAll(/\d+/g)].flatMap(([number]) => pairs[Number(number) - 1] ?? []);
}

/** The part of a text that a finding shows. */
export const excerpt = (text: string): string => text.slice(0, MAX_QUOTE_CHARACTERS).toWellFormed();
