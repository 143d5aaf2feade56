import type { RequestKind } from '@persona/languages';
import type { Evidence } from '../evidence.ts';
import { shareLike } from '../extract/label-match.ts';
import { wordsOf } from '../extract/terms.ts';
import type { Request } from './read-request.ts';

/** Kinds that are answered from whole pages or sections. */
const wholePageKinds: ReadonlySet<RequestKind> = new Set([
  'overview',
  'summary',
  'needs',
  'manner',
  'list',
  'events',
  'opinion',
  'advice',
  'compare',
]);
/** Pages whose other passages are looked up, at most. */
const MAX_WHOLE_PAGES = 3;
/** Share of the words of what is spoken of that a title or heading has. */
const MIN_NAMED_SHARE = 0.6;

/**
 * Adds the other passages of the pages that are named after what a request speaks of: a search for "pancake"
 * does not find the list under "Ingredients".
 */
export async function withWholePages(
  evidence: readonly Evidence[],
  { kind, subjects }: Request,
  readPage: ((pageId: string) => Promise<readonly Evidence[]>) | undefined,
): Promise<readonly Evidence[]> {
  if (!readPage || !wholePageKinds.has(kind)) return evidence;
  const isNamed = ({ title, headings, language }: Evidence): boolean =>
    subjects.some((subject) => {
      const words = wordsOf(subject, language);
      const shareOf = (text: string) => shareLike(words, wordsOf(text, language));
      return Math.max(shareOf(title), ...headings.map(shareOf)) >= MIN_NAMED_SHARE;
    });
  const named = [...new Set(evidence.filter(isNamed).map(({ td_id }) => td_id))].slice(0, MAX_WHOLE_PAGES);
  const all = [...evidence];
  for (const td_id of named) all.push(...(await readPage(td_id)));
  return distinct(all);
}

/** Passages, each once. */
export const distinct = (evidence: readonly Evidence[]): Evidence[] =>
  [
    ...new Map(evidence.toReversed().map((passage) => [`${passage.td_id} ${passage.n}`, passage])).values(),
  ].toReversed();
