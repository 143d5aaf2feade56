import { defaultWeights, type SearchWeights } from '../weights.ts';
import { inverseDocumentFrequency, saturation } from './bm25.ts';
import { FEEDBACK_PASSAGES, feedback } from './feedback.ts';
import { grown } from './postings.ts';
import type { QueryWord } from './read-query.ts';
import { MAX_TF, type Field } from './field.ts';
import type { TermIndex } from './term-index.ts';
import { createTop } from './top.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface Ranked {
  passage: number;
  score: number;
  /** How much of the query's weight it holds, 0–1. */
  covered: number;
}

export interface RankOptions {
  /** Whether passages of a page may be found; without it, those of every page. */
  allowed?: ((page: number) => boolean) | undefined;
  weights?: Readonly<SearchWeights>;
}

/**
 * By passage or page: the score and how much of the query is matched; for the current word, the best score so
 * far and how much of the word is matched. Kept between searches, which are synchronous.
 */
const kept = {
  scores: new Float64Array(1024),
  held: new Float64Array(1024),
  best: new Float64Array(1024),
  holds: new Float64Array(1024),
  marks: new Uint8Array(1024),
  titleScores: new Float64Array(256),
  titleBest: new Float64Array(256),
};

/**
 * Returns the passages that answer a query best, at most `limit`. The score adds up, for each word: BM25 (see
 * bm25.ts) of the best of its readings and of the best word with a similar spelling; for neighbours: BM25 of
 * the pair. Title and first passage of the page are added, and the score is raised where little of the query
 * is missing.
 */
export function rank(
  index: TermIndex,
  words: readonly QueryWord[],
  limit: number,
  { allowed, weights = defaultWeights }: RankOptions = {},
): Ranked[] {
  const { passages, pages, body, titles, vocabulary } = index;
  makeRoom(passages.count, pages.count);
  const { scores, held, best, holds, marks, titleScores, titleBest } = kept;
  const { language: languages, length: lengths, words: tokens } = passages;
  const inverse = passages.inverseAverage();
  const saturated = (passage: number, tf: number): number => {
    const length = (lengths[passage] as number) * (inverse[languages[passage] as number] as number);
    return saturation(tf, length, weights);
  };
  const touched: number[] = [];
  const offer = (passage: number, value: number): void => {
    const before = best[passage] as number;
    if (before === 0) touched.push(passage);
    if (value > before) best[passage] = value;
  };
  const settle = (): void => {
    for (const passage of touched) {
      scores[passage] = (scores[passage] as number) + (best[passage] as number);
      best[passage] = 0;
    }
    touched.length = 0;
  };

  const holders: number[] = [];
  const hold = (passage: number, share: number): void => {
    const before = holds[passage] as number;
    if (before === 0) holders.push(passage);
    if (share > before) holds[passage] = share;
  };
  /** The sum of the query words' weights. */
  let asked = 0;
  /** Marks what holds a word: the passage, one with a similar spelling, or its page's title. */
  const noteHolders = (
    ids: readonly number[],
    alike: readonly { id: number; likeness: number }[],
    own: number,
  ): void => {
    asked += own;
    const [only] = ids;
    if (only !== undefined && ids.length === 1 && alike.length === 0 && titles.frequency(only) === 0) {
      for (const posting of body.postings.values(only)) {
        const passage = posting >>> 8;
        held[passage] = (held[passage] as number) + own;
      }
      return;
    }
    for (const id of ids) {
      for (const posting of body.postings.values(id)) hold(posting >>> 8, 1);
      for (const posting of titles.postings.values(id)) {
        const page = posting >>> 8;
        const first = pages.first[page] as number;
        for (let passage = first; passage < first + (pages.passages[page] as number); passage++)
          hold(passage, 1);
      }
    }
    for (const { id, likeness } of alike)
      for (const posting of body.postings.values(id)) hold(posting >>> 8, likeness);
    for (const passage of holders) {
      held[passage] = (held[passage] as number) + own * (holds[passage] as number);
      holds[passage] = 0;
    }
    holders.length = 0;
  };

  const addTerm = (id: number, weight: number): void => {
    for (const posting of body.postings.values(id)) {
      const passage = posting >>> 8;
      scores[passage] = (scores[passage] as number) + weight * saturated(passage, posting & MAX_TF);
    }
  };
  const offerTerm = (id: number, weight: number): void => {
    for (const posting of body.postings.values(id)) {
      const passage = posting >>> 8;
      offer(passage, weight * saturated(passage, posting & MAX_TF));
    }
  };

  const scoreWord = ({ extra }: QueryWord, ids: readonly number[]): void => {
    const score = ids.length === 1 ? addTerm : offerTerm;
    for (const id of ids) score(id, idf(body, id) * (extra ? weights.extra : 1));
    settle();
  };
  const scoreAlike = (word: QueryWord, ids: readonly number[]): void => {
    // An unknown word is as rare as possible; another one counts for no more than the word itself.
    const own = Math.max(0, ...ids.map((id) => idf(body, id))) || inverseDocumentFrequency(0, body.living());
    const others = [
      ...relatedTerms(word, vocabulary, weights),
      ...word.terms
        .flatMap((term) => vocabulary.alike(term, minLikeness(ids.length > 0, weights)))
        .map(({ id, likeness }) => ({ id, likeness, share: likeness * weights.fuzzy })),
    ].filter(({ id }) => !ids.includes(id));
    for (const { id, share } of others) offerTerm(id, Math.min(own, idf(body, id)) * share);
    settle();
    noteHolders(ids, others, own);
  };
  const scoreTitle = (ids: readonly number[]): void => {
    const average = pages.averageTitleLength();
    const seen: number[] = [];
    for (const id of ids) {
      const weight = idf(titles, id);
      for (const posting of titles.postings.values(id)) {
        const page = posting >>> 8;
        const tf = posting & MAX_TF;
        const length = (pages.titleLength[page] as number) / average;
        const value = weight * saturation(tf, length, weights);
        const before = titleBest[page] as number;
        if (before === 0) seen.push(page);
        if (value > before) titleBest[page] = value;
      }
    }
    for (const page of seen) {
      titleScores[page] = (titleScores[page] as number) + (titleBest[page] as number);
      titleBest[page] = 0;
    }
  };
  const scorePair = (first: QueryWord, second: QueryWord): void => {
    const found = new Map<number, number>();
    for (const [reading, term] of first.terms.entries()) {
      // The same index in both lists is the same language.
      const left = vocabulary.find(term);
      const right = vocabulary.find(second.terms[reading] ?? second.terms[0] ?? '');
      if (left === undefined || right === undefined) continue;
      for (const posting of body.postings.values(left)) marks[posting >>> 8] = 1;
      for (const posting of body.postings.values(right)) {
        const passage = posting >>> 8;
        if (marks[passage] === 0 || passages.alive[passage] === 0) continue;
        const tf = countPair(passage, left, right, posting & MAX_TF);
        if (tf > 0) found.set(passage, Math.max(tf, found.get(passage) ?? 0));
      }
      for (const posting of body.postings.values(left)) marks[posting >>> 8] = 0;
    }
    const weight = inverseDocumentFrequency(found.size, body.living()) * weights.pair;
    for (const [passage, tf] of found) offer(passage, weight * saturated(passage, tf));
    settle();
  };
  const countPair = (passage: number, left: number, right: number, times: number): number => {
    const start = passages.start[passage] as number;
    const end = start + (lengths[passage] as number);
    let count = 0;
    // Behind its last occurrence nothing is looked for.
    let rest = times < MAX_TF ? times : Infinity;
    for (let at = start + 1; at < end; at++) {
      if (tokens[at] !== right) continue;
      if (tokens[at - 1] === left) count++;
      if (--rest === 0) break;
    }
    return count;
  };

  const scoreFeedback = (): void => {
    const known = new Set(words.flatMap(({ terms }) => terms.map((term) => vocabulary.find(term) ?? -1)));
    const { terms, feedbackWeight } = feedback(index, leading(FEEDBACK_PASSAGES), known, (id) =>
      idf(body, id),
    );
    for (const { id, share } of terms)
      addTerm(id, idf(body, id) * share * weights.feedback * feedbackWeight * words.length);
  };
  const coveredBy = (passage: number): number => (asked > 0 ? (held[passage] as number) / asked : 0);
  const wholeness = (passage: number): number =>
    1 + weights.coverage * coveredBy(passage) ** weights.coveragePower;
  /** More than wholeness can be, with room for what sums of fractions round up. */
  const maxWholeness = (1 + weights.coverage) * (1 + 1e-9);
  /** Returns the best passages by the scores so far. */
  const leading = (count: number): Ranked[] => {
    const top = createTop(count, before);
    const { alive, first: firsts, passages: counts } = pages;
    let worst = 0;
    for (let page = 0; page < pages.count; page++) {
      if (alive[page] === 0 || (allowed && !allowed(page))) continue;
      const first = firsts[page] as number;
      const end = first + (counts[page] as number);
      const about = weights.title * (titleScores[page] as number) + weights.lead * (scores[first] as number);
      for (let passage = first; passage < end; passage++) {
        const own = scores[passage] as number;
        // What can't be among them even as a whole is not looked at any further.
        if ((own + about) * maxWholeness < worst) continue;
        // A page that matches by its title only is shown by its beginning.
        if (own <= 0 && (about <= 0 || passage !== first)) continue;
        const score = (own + about) * wholeness(passage);
        if (score < worst) continue;
        top.offer({ passage, score, covered: coveredBy(passage) });
        worst = top.worst()?.score ?? 0;
      }
    }
    return top.taken();
  };

  // A word that occurs only in removed pages counts as unknown.
  const known = (terms: readonly string[]): number[] =>
    terms
      .map((term) => vocabulary.find(term))
      .filter((id) => id !== undefined)
      .filter((id) => body.frequency(id) + titles.frequency(id) > 0);
  for (const word of words) {
    const ids = known(word.terms);
    scoreWord(word, ids);
    scoreTitle([...ids, ...known(word.forms)]);
    if (!word.extra) scoreAlike(word, ids);
  }
  const inOrder = words.filter(({ extra }) => !extra);
  for (const [i, second] of inOrder.slice(1).entries()) scorePair(inOrder[i] as QueryWord, second);
  scoreFeedback();
  return leading(limit);

  /** Best first; where scores are equal, by page, newest version, place, and never by the order of writes. */
  function before(x: Ranked, y: Ranked): boolean {
    if (x.score !== y.score) return x.score > y.score;
    const a = passages.page[x.passage] as number;
    const c = passages.page[y.passage] as number;
    if (pages.page_id[a] !== pages.page_id[c]) return (pages.page_id[a] ?? '') < (pages.page_id[c] ?? '');
    if (a !== c) return (pages.version[a] ?? 0) > (pages.version[c] ?? 0);
    return (passages.n[x.passage] as number) < (passages.n[y.passage] as number);
  }
}

function makeRoom(passages: number, pages: number): void {
  if (passages > kept.scores.length) {
    kept.scores = grown(kept.scores, passages);
    kept.held = grown(kept.held, passages);
    kept.best = grown(kept.best, passages);
    kept.holds = grown(kept.holds, passages);
    kept.marks = grown(kept.marks, passages);
  }
  if (pages > kept.titleScores.length) {
    kept.titleScores = grown(kept.titleScores, pages);
    kept.titleBest = grown(kept.titleBest, pages);
  }
  kept.scores.fill(0, 0, passages);
  kept.held.fill(0, 0, passages);
  kept.titleScores.fill(0, 0, pages);
}

/** A term that is said for a word of the query; `share` is how much it counts beside the word, 0–1. */
interface RelatedTerm {
  id: number;
  likeness: number;
  share: number;
}

/** Returns the terms of a vocabulary that are other forms of a word, or said for it. */
export function relatedTerms(
  { forms, swapped }: QueryWord,
  { find }: Pick<Vocabulary, 'find'>,
  weights: Readonly<SearchWeights>,
): RelatedTerm[] {
  const known = (terms: readonly string[], share: number) =>
    terms.flatMap((term): RelatedTerm[] => {
      const id = find(term);
      return id === undefined ? [] : [{ id, likeness: share, share }];
    });
  return [...known(forms, weights.form), ...known(swapped, weights.swapped)];
}

/**
 * Returns how much of its spelling a word must share with the query's to count for it; `known` says whether
 * the persona knows the query's word.
 */
export function minLikeness(known: boolean, weights: Readonly<SearchWeights>): number {
  return known ? weights.minLikeness : weights.minLikenessUnknown;
}

function idf(field: Field, term: number): number {
  return inverseDocumentFrequency(field.frequency(term), field.living());
}
