import { known, packOf } from '@persona/languages';

const compiled = new Map<string, { asked: RegExp; told: RegExp } | undefined>();

function formsOf(language: string): { asked: RegExp; told: RegExp } | undefined {
  if (!compiled.has(language)) {
    const forms = known(packOf(language)?.possession);
    compiled.set(
      language,
      forms && { asked: new RegExp(forms.asked, 'u'), told: new RegExp(forms.told, 'iu') },
    );
  }
  return compiled.get(language);
}

/** Where a question asks whether a thing is somebody's, without the thing: "Have you got". */
export function possessionSpan(
  question: string,
  language: string,
): { start: number; end: number } | undefined {
  const found = formsOf(language)?.asked.exec(question.toLowerCase());
  return found ? { start: found.index, end: found.index + found[0].length } : undefined;
}

/** Whether what stands before a thing in a sentence says that it is the speaker's: "my old", "I bought a". */
export const tellsPossession = (before: string, language: string): boolean =>
  formsOf(language)?.told.test(before) ?? false;
