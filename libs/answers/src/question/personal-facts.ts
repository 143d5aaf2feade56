import { known, packOf } from '@persona/languages';

/** What people ask about persons in other words than these have for it. */
export interface PersonalFact {
  /** What of the question asks for it. */
  asked: string;
  /** Words that an answer has instead. */
  words: readonly string[];
  /** … and words that may stand where it is told, to look for it by. */
  sought: readonly string[];
  /** What tells it without such a word. */
  told: RegExp | undefined;
  /** Whether only that tells it, or whose something is: who was a child once has none for it. */
  isOnlyTold: boolean;
}

interface Form {
  asked: RegExp;
  words: readonly string[];
  sought: readonly string[];
  told: RegExp | undefined;
  isOnlyTold: boolean;
}

const compiled = new Map<string, readonly Form[]>();

function formsOf(language: string): readonly Form[] {
  let forms = compiled.get(language);
  if (!forms) {
    const lines = known(packOf(language)?.personalFacts)?.split('\n') ?? [];
    const people = `(?:${known(packOf(language)?.people)?.split(' ').join('|') ?? '(?!)'})`;
    forms = lines
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const [asked = '', words = '', told = ''] = line.split(/[→⇒]/u).map((part) => part.trim());
        return {
          asked: new RegExp(asked.replaceAll('#', people), 'u'),
          words: words.split(' ').filter((word) => !word.startsWith('+')),
          sought: words.split(' ').map((word) => word.replace('+', '')),
          told: told === '' ? undefined : new RegExp(told, 'iu'),
          isOnlyTold: line.includes('⇒'),
        };
      });
    compiled.set(language, forms);
  }
  return forms;
}

/**
 * The personal fact that a question asks for in a form of its language; most ask for none. "Where do you work
 * now?" asks for what "where do you work?" does.
 */
export function personalFact(question: string, language: string): PersonalFact | undefined {
  const text = question.toLowerCase().replaceAll('’', "'");
  const presently = packOf(language)?.presently;
  return (
    factIn(text, language) ??
    (presently && text.search(presently) >= 0
      ? factIn(text.replaceAll(presently, ' ').replaceAll(/\s+(?=\W*$)|(?<=\s)\s+|^\s+/gu, ''), language)
      : undefined)
  );
}

function factIn(text: string, language: string): PersonalFact | undefined {
  for (const { asked, ...fact } of formsOf(language)) {
    const found = asked.exec(text)?.[0];
    if (found !== undefined) return { asked: found, ...fact };
  }
  return undefined;
}
