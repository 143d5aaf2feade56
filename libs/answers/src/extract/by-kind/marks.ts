import { known, packOf, type Mark } from '@persona/languages';

const compiled = new Map<string, RegExp | undefined>();

/** Scripts whose words begin where no letter stands before: elsewhere a mark may stand inside of a word. */
const spaced = new Set(['Latin', 'Cyrillic', 'Devanagari', 'Greek']);

/** What a sentence or heading of a language is recognised by; undefined where that is not known. */
function markOf(mark: Mark, language: string): RegExp | undefined {
  const key = `${language} ${mark}`;
  if (!compiled.has(key)) {
    const pack = packOf(language);
    const source = known(pack?.sentenceMarks)?.[mark];
    const begins = pack !== undefined && spaced.has(pack.script) ? String.raw`(?<![\p{L}\p{M}])` : '';
    compiled.set(key, source === undefined ? undefined : new RegExp(`${begins}(?:${source})`, 'iu'));
  }
  return compiled.get(key);
}

/** Whether a text has a mark. */
export const hasMark = (mark: Mark, text: string, language: string): boolean =>
  markOf(mark, language)?.test(text) ?? false;
