import { detectLanguage } from '@persona/text';
import { wordsOf } from './extract/terms.ts';

/** Share of the words of two questions that must be the same for both to ask the same. */
const MIN_SHARED = 0.6;
/** Groups that a question is compared with: those that have the rarest of its words. */
const MAX_COMPARED_GROUPS = 50;
const MAX_CHARACTERS = 500;

/**
 * Groups questions that ask the same, as far as their words tell, in whatever form and order they stand.
 * Returns places in `texts`; a question joins the first group that it is near enough to. `pause` is awaited
 * between steps of some milliseconds.
 */
export async function groupQuestions(
  texts: readonly string[],
  pause: () => Promise<void>,
): Promise<number[][]> {
  const groups: { words: ReadonlySet<string>; members: number[] }[] = [];
  const byWord = new Map<string, number[]>();
  const byText = new Map<string, number>();
  for (const [place, whole] of texts.entries()) {
    await pause();
    const text = whole.slice(0, MAX_CHARACTERS);
    const folded = fold(text);
    const words = wordsOf(text, detectLanguage(text));
    const known = byText.get(folded) ?? nearest(words, groups, byWord);
    if (known !== undefined) {
      groups[known]?.members.push(place);
      byText.set(folded, known);
      continue;
    }
    const made = groups.push({ words, members: [place] }) - 1;
    byText.set(folded, made);
    for (const word of words) byWord.set(word, [...(byWord.get(word) ?? []), made]);
  }
  return groups.map(({ members }) => members);
}

function nearest(
  words: ReadonlySet<string>,
  groups: readonly { words: ReadonlySet<string> }[],
  byWord: ReadonlyMap<string, readonly number[]>,
): number | undefined {
  const having = [...words].map((word) => byWord.get(word) ?? []).toSorted((a, b) => a.length - b.length);
  const compared = new Set(having.flat().slice(0, MAX_COMPARED_GROUPS));
  let best: number | undefined;
  let nearness = MIN_SHARED;
  for (const place of compared) {
    const other = groups[place]?.words ?? new Set();
    const shared = words.intersection(other).size / words.union(other).size;
    if (shared > nearness || (shared === nearness && best === undefined)) [best, nearness] = [place, shared];
  }
  return best;
}

const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
