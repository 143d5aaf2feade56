import { detectLanguage } from '../analysis/language.ts';
import { Role, visitTerms } from '../analysis/terms.ts';
import { facetsOf } from '../filters.ts';
import { cleanText } from '../passages/clean-text.ts';
import { cutPassages } from '../passages/cut.ts';
import type { EncodedPage, EncodedPassage, PageToEncode } from '../search-index.ts';

/** A passage shorter than this says too little to contradict the language of its page. */
const ENOUGH_TO_DIFFER = 300;

/** Cuts a page into passages and reads their terms. Pure and synchronous; about as fast per megabyte as the analyser. */
export function encodePage(page: PageToEncode): EncodedPage {
  const ids = new Map<string, number>();
  const intern = (term: string): number => {
    let id = ids.get(term);
    if (id === undefined) {
      id = ids.size;
      ids.set(term, id);
    }
    return id;
  };
  const language = detectLanguage(`${page.title}\n${sampleOf(page.content)}`);
  const { cuts, about } = cutPassages(page.content, language);
  const headings = new Map<string, string>();
  const passages = cuts.map((cut, n): EncodedPassage => {
    const text = page.content.slice(cut.start, cut.end);
    const readable = cleanText(text).text;
    const path = cut.headings.map(({ start, end }) => {
      const raw = page.content.slice(start, end);
      let heading = headings.get(raw);
      if (heading === undefined) {
        heading = cleanText(raw).text.replace(/\s+/g, ' ').trim();
        headings.set(raw, heading);
      }
      return heading;
    });
    const own =
      readable.length < ENOUGH_TO_DIFFER
        ? language
        : detectLanguage(readable.slice(0, ENOUGH_TO_DIFFER), [language], 5);
    const { words, extras } = read(readable, own, intern);
    return {
      n,
      start: cut.start,
      end: cut.end,
      text,
      language: own,
      headings: path,
      tokens: Uint32Array.from(words),
      extra_tokens: Uint32Array.from(extras),
      heading_tokens: readAll(path.join('\n'), own, intern),
    };
  });
  const title_tokens = readAll(`${page.title}\n${about}`, language, intern);
  return {
    page_id: page.page_id,
    version: page.version,
    title: page.title,
    language,
    title_tokens,
    passages,
    terms: [...ids.keys()],
    facets: facetsOf(page),
  };
}

function sampleOf(content: string): string {
  return content.slice(0, 6_000).replace(/<[^<>]*>|`[^`]*`|https?:\S+/g, ' ');
}

/** Words without function words, unless there is nothing else: "Who we are" is looked for by just these. */
function read(
  text: string,
  language: string,
  intern: (term: string) => number,
): { words: number[]; extras: number[] } {
  const words: number[] = [];
  const extras: number[] = [];
  const functionWords: number[] = [];
  visitTerms(text, language, (term, role) => {
    const id =
      role === Role.functionWord && (words.length > 0 || functionWords.length > 64) ? -1 : intern(term);
    if (role === Role.word) words.push(id);
    else if (role === Role.extra) extras.push(id);
    else if (id >= 0) functionWords.push(id);
  });
  return { words: words.length > 0 ? words : functionWords, extras };
}

function readAll(text: string, language: string, intern: (term: string) => number): Uint32Array {
  const { words, extras } = read(text, language, intern);
  return Uint32Array.from([...words, ...extras]);
}
