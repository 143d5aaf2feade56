import { known, languagesWith, packOf } from '@persona/languages';

/** More questions than these are not taken apart. */
const MAX_QUESTIONS = 3;
/** A longer sentence is no pair of questions, and trying all of its words that join would take long. */
const MAX_SENTENCE_CHARACTERS = 1000;
/** "Really?", "为什么？": one word asks nothing by itself. */
const MIN_UNSPACED_CHARACTERS = 5;
const wordless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/**
 * The questions of a message that asks more than one: "Where do you live and what do you do?" One, the
 * message itself, where it asks one or its language is not known so well.
 */
export function questionsOf(message: string, language: string): string[] {
  const asked = message
    .split(/(?<=[?？؟])\s*(?=\S)/u)
    .map((part) => part.trim())
    .filter((part) => /[?？؟]$/u.test(part));
  const parts = asked.length > 1 ? asked : [message];
  const questions = parts.flatMap((part) => joinedQuestions(part, language));
  const isWhole = (part: string) =>
    /\S\s+\S/u.test(part) || (MIN_UNSPACED_CHARACTERS <= part.length && wordless.test(part));
  return questions.length <= MAX_QUESTIONS && questions.every(isWhole) ? questions : [message];
}

/** A sentence is two questions where what stands before and behind a word that joins asks something each. */
function joinedQuestions(sentence: string, language: string): string[] {
  const compound = known(packOf(language)?.compoundQuestions);
  if (!compound || sentence.length > MAX_SENTENCE_CHARACTERS) return [sentence];
  const { conjunctions, interrogatives } = compound;
  const words = `(?:${conjunctions.split(' ').join('|')})`;
  const joins = withFreeInterrogatives.has(language)
    ? new RegExp(String.raw`[,;，、،；]\s*(?:${words}\s*)?|\s${words}\s`, 'giu')
    : new RegExp(String.raw`[,;،؛]?\s+${words}\s+`, 'giu');
  for (const join of sentence.matchAll(joins)) {
    const before = sentence.slice(0, join.index).trim();
    const after = sentence.slice(join.index + join[0].length).trim();
    if (asks(before, interrogatives, language) && asks(after, interrogatives, language))
      return [`${before}?`, ...joinedQuestions(after, language)];
  }
  return [sentence];
}

const withFreeInterrogatives = languagesWith('free-interrogatives');
/** A question begins with its interrogative, perhaps behind a preposition. */
const MAX_WORDS_BEFORE = 1;

function asks(text: string, interrogatives: RegExp, language: string): boolean {
  const words = text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (withFreeInterrogatives.has(language)) return interrogatives.test(text) && text.length > 3;
  if (words.length < 3) return false;
  const found = interrogatives.exec(text);
  return (
    found !== null && text.slice(0, found.index).split(/\s+/u).filter(Boolean).length <= MAX_WORDS_BEFORE
  );
}
