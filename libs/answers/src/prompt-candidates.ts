import { known, packOf } from '@persona/languages';
import type { Unit } from '@persona/text';
import { isCalendarName } from './calendar-names.ts';
import type { Evidence } from './evidence.ts';
import { wordsOf } from './extract/terms.ts';
import { aboutPhrase } from './phrases/phrases.ts';

/** A question that a visitor may ask, with the places that it was made from: the answer has to be there. */
export interface PromptCandidate {
  prompt: string;
  /** Null where any answer will do. */
  from: readonly Place[] | null;
}

interface Place {
  td_id: string;
  start: number;
  end: number;
}

const MAX_PROMPT_CHARACTERS = 200;
/** Passages that prompts are made from, at most. */
const MAX_SOURCE_PASSAGES = 24;

/**
 * What a visitor may ask about a topic, made from what the persona says: questions that its pages answer,
 * then headings and names as topics, then labels with their subject. Each in its page's language.
 */
export function promptCandidates(topic: string, evidence: readonly Evidence[]): PromptCandidate[] {
  const passages = evidence.slice(0, MAX_SOURCE_PASSAGES);
  const questionPages = pagesByQuestion(passages);
  const questions: PromptCandidate[] = [];
  const topics: PromptCandidate[] = [];
  const details: PromptCandidate[] = [];
  for (const passage of passages) {
    const { title, headings, language, units } = passage;
    const heading = headings.at(-1);
    const asked = Map.groupBy(units, labelOf('question'));
    for (const [question, answers] of asked) {
      if (question === undefined || !concerns(topic, passage, answers)) continue;
      // What stands on several pages is a form that each fills in.
      const isForm = (questionPages.get(fold(question))?.size ?? 0) > 1;
      if (!isForm && standsAlone(question, language))
        questions.push({ prompt: question, from: answers.map((unit) => placeOf(passage, unit)) });
    }
    if (!concerns(topic, passage, units)) continue;
    const from = units.map((unit) => placeOf(passage, unit));
    if (heading !== undefined && !isQuestion(heading) && fold(heading) !== fold(title)) {
      // A word alone, "Prices", needs its subject.
      const isWhole = mentions(heading, title) || wordsOf(heading, language).size > 1;
      const subject = isWhole ? heading : `${title}: ${heading}`;
      topics.push({ prompt: aboutPhrase(language, subject), from });
    }
    for (const [name, unit] of namesIn(passage))
      topics.push({ prompt: aboutPhrase(language, name), from: [placeOf(passage, unit)] });
    for (const unit of units) {
      const label = labelOf('label')(unit) ?? labelOf('term')(unit);
      if (label !== undefined && !isQuestion(label))
        details.push({
          prompt: `${title}: ${label}${questionMark(language)}`,
          from: [placeOf(passage, unit)],
        });
    }
  }
  return [...questions, ...topics, ...details].filter(({ prompt }) => prompt.length <= MAX_PROMPT_CHARACTERS);
}

/** The label by which a unit is found, where it has one of this kind. */
const labelOf =
  (kind: Unit['labelled']) =>
  ({ labelled, label }: Unit): string | undefined =>
    labelled === kind && label !== undefined ? label.trim() : undefined;

const placeOf = ({ td_id }: Evidence, { start, end }: Unit): Place => ({ td_id, start, end });

function pagesByQuestion(passages: readonly Evidence[]): Map<string, Set<string>> {
  const pages = new Map<string, Set<string>>();
  for (const { td_id, units } of passages)
    for (const unit of units) {
      const question = labelOf('question')(unit);
      if (question === undefined) continue;
      const key = fold(question);
      pages.set(key, (pages.get(key) ?? new Set()).add(td_id));
    }
  return pages;
}

/** Whether a passage, or these units of it, speak of the topic. */
export function concerns(
  topic: string,
  { title, headings, language }: Evidence,
  units: readonly Unit[],
): boolean {
  const words = wordsOf(topic, language);
  if (words.size === 0) return true;
  const text = units.map((unit) => `${unit.label ?? ''}\n${unit.text}`).join('\n');
  const here = wordsOf([title, ...headings, text].join('\n'), language);
  return words.intersection(here).size * 2 >= words.size;
}

/**
 * Whether a question can be asked by somebody who has not read the page: it names something, and leans on
 * nothing that was said before. "What got done?" does not.
 */
function standsAlone(question: string, language: string): boolean {
  const pack = packOf(language);
  const light = wordsOf(known(pack?.lightWords) ?? '', language);
  const naming = [...wordsOf(question, language)].filter((word) => !light.has(word));
  const pointers = known(pack?.followUps)?.pointers;
  return naming.length > 0 && (naming.length > 1 || pointers?.test(question.toLowerCase()) !== true);
}

/** Names in the sentences of a passage, behind their first word: a capital there may mean nothing. */
function namesIn({ units, language, title }: Evidence): [name: string, unit: Unit][] {
  if (packOf(language)?.traits.includes('capital-nouns')) return [];
  const names = new Map<string, Unit>();
  for (const unit of units) {
    if (unit.kind !== 'sentence') continue;
    for (const [name] of unit.text.matchAll(NAME))
      if (
        name.length > 3 &&
        !names.has(name) &&
        !isCalendarName(name, language) &&
        fold(name) !== fold(title)
      )
        names.set(name, unit);
  }
  return [...names];
}

const NAME = /(?<=\p{Ll},? )\p{Lu}\p{Ll}[\p{L}’'-]*(?: \p{Lu}\p{Ll}[\p{L}’'-]*)*/gu;

/** The mark that questions of a language end with. */
const questionMark = (language: string): string =>
  /[?？؟]\s*$/u.exec(aboutPhrase(language, ''))?.[0].trim() ?? '？';

export const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

export const isQuestion = (text: string): boolean => /[?？؟]\s*$/u.test(text);

export const mentions = (text: string, name: string): boolean =>
  ` ${fold(text)} `.includes(` ${fold(name)} `);
