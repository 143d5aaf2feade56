import type { Evidence } from '../evidence.ts';
import { readQuestion, type ReadQuestion } from '../question/read-question.ts';
import { expectedAnswerTypes } from '../question/expected-answer-types.ts';
import { wordsOf } from './terms.ts';

/** How well a page's title must match the question for the page to be about just that. */
export const MIN_TITLE_MATCH = 0.4;
const MAX_LEAD_PASSAGES = 2;
const MAX_CONSIDERED_PASSAGES = 15;

/**
 * How well a page's title matches the question, 0–1: 1 when each names all that the other names. A title that
 * names more counts less.
 */
export function titleMatch(
  { title, language }: Pick<Evidence, 'title' | 'language'>,
  question: ReadQuestion,
): number {
  // Pages that came from files are often named after them; the folders say something too.
  const name = /^[^\s]+\.\w{1,5}$/.test(title) ? title.replace(/^.*\//, '').replace(/\.\w+$/, '') : title;
  const words = wordsOf(name, language);
  const all = wordsOf(title, language);
  let named = 0;
  let asked = 0;
  for (const word of question.words) {
    if (words.has(word)) named++;
    if (all.has(word) || words.has(word)) asked++;
  }
  return named === 0 ? 0 : (named / words.size) ** 2 * (asked / question.words.size);
}

/**
 * Adds the first passages of the pages that are named after what the question asks for, when it asks what
 * something is and they are not among the evidence. A page says what a thing is where it begins, often
 * without its name, so that no search finds that passage by words.
 */
export async function withLeadPassages(
  evidence: readonly Evidence[],
  question: string,
  language: string,
  retrieve: (query: string, pageId: string) => Promise<readonly Evidence[]>,
): Promise<readonly Evidence[]> {
  if (!expectedAnswerTypes(question, language).has('definition')) return evidence;
  const missing = new Set<string>();
  for (const passage of evidence.slice(0, MAX_CONSIDERED_PASSAGES)) {
    if (missing.size === MAX_LEAD_PASSAGES || missing.has(passage.td_id)) continue;
    const hasLead = evidence.some(({ td_id, n }) => td_id === passage.td_id && n === 0);
    const read = readQuestion(question, '', passage.language);
    if (!hasLead && titleMatch(passage, read) >= MIN_TITLE_MATCH) missing.add(passage.td_id);
  }
  const leads: Evidence[] = [];
  for (const id of missing) {
    const title = evidence.find(({ td_id }) => td_id === id)?.title ?? '';
    const lead = (await retrieve(`${title} ${question}`, id)).find(({ n }) => n === 0);
    if (lead) leads.push(lead);
  }
  return [...evidence, ...leads];
}
