import { languagesWith } from '@persona/languages';
import { swappedWords } from '@persona/text';
import type { Evidence } from '../evidence.ts';
import { termsOf } from '../extract/terms.ts';
import type { ReadQuestion } from './read-question.ts';
import { beginsWithThird, subjectsOf, unspacedSubjects, type KnownPeople, type Subject } from './subjects.ts';

const unspaced = languagesWith('unspaced');

/**
 * Returns whether the unit at a place of a passage tells what is asked of the persona, but of somebody else:
 * "my friend, who now runs the office" does not tell what the persona runs. Nothing does where the question
 * asks for somebody else.
 */
export function toldOfOthers(
  read: Pick<ReadQuestion, 'ofSelf' | 'ownForms' | 'words' | 'same' | 'told'>,
  { units, language }: Pick<Evidence, 'units' | 'language'>,
  people: KnownPeople,
): (at: number) => boolean {
  const { ofSelf, ownForms, words, same, told } = read;
  if (!ofSelf) return () => false;
  const swapped = new Set(words.values().flatMap((word) => swappedWords(word, language) ?? []));
  const isAsked = (term: string): boolean => words.has(term) || swapped.has(term);
  const isUnspaced = unspaced.has(language);
  const asking = { ownForms, same, isAsked };
  const subjectsAt = (at: number): readonly Subject[] => {
    const text = units[at]?.text ?? '';
    if (isUnspaced) return unspacedSubjects(text, language, people);
    const [first, ...rest] = subjectsOf(text, language, people, asking);
    if (first === undefined) return [];
    // "Ada Moreau is a sailor. She lives …"
    if (at === 0 || !beginsWithThird(text, language)) return [first, ...rest];
    const [before] = subjectsAt(at - 1);
    return [before?.isSelf && before.isNamed ? { ...before, at: 0 } : first, ...rest];
  };
  return (at) => {
    const { text = '', kind, value } = units[at] ?? {};
    if (kind !== 'sentence' || value !== undefined) return false;
    const subjects = subjectsAt(at);
    if (subjects.every(({ isSelf }) => isSelf)) return false;
    const speaks = subjects.some(({ isSelf }) => isSelf);
    const ofSelves = new Set<string>();
    const ofOthers = new Set<string>();
    const hit = (term: string, place: number): void => {
      const subject = subjects.findLast((one) => one.at <= place);
      if (subject) (subject.isSelf ? ofSelves : ofOthers).add(term);
    };
    for (const { term, word, start } of termsOf(text, language, same)) {
      if (!isAsked(term)) continue;
      // Where words are not written apart, a term has no place of its own.
      if (isUnspaced) for (const place of placesOf(term, text)) hit(term, place);
      else if (word) hit(term, start);
    }
    const form = told?.form?.exec(text);
    if (told && form) hit(told.word, form.index + form[0].length - 1);
    // What has no word of it either goes on with what was told of somebody, and not of the persona.
    const goesOn = ofOthers.size + ofSelves.size === 0 && !speaks && subjects[0]?.at === 0;
    return goesOn || ofOthers.size > ofSelves.size;
  };
}

/** Whether a sentence speaks of somebody else, who is not asked about, and not of the persona. */
export function isOnlyOfOthers(
  text: string,
  language: string,
  people: KnownPeople,
  { ownForms, same, words }: Pick<ReadQuestion, 'ownForms' | 'same' | 'words'>,
): boolean {
  const subjects = unspaced.has(language)
    ? unspacedSubjects(text, language, people)
    : subjectsOf(text, language, people, { ownForms, same, isAsked: (term) => words.has(term) });
  return subjects.length > 0 && !subjects.some(({ isSelf }) => isSelf);
}

function placesOf(term: string, text: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) places.push(at);
  return places;
}
