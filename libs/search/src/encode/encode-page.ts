import {
  cutPassages,
  detectLanguage,
  readPage,
  readUnits,
  Role,
  visitTerms,
  type Cut,
  type Span,
  type VisitTerm,
} from '@persona/text';
import { facetsOf } from '../filters.ts';
import type { AnalysedPage, EncodedPage, EncodedPassage, PageToEncode } from '../search-index.ts';

/** A passage shorter than this says too little to contradict the language of its page. */
const MIN_TO_DIFFER = 300;
/** Characters of a page that its language is told by. */
const SAMPLE = 6_000;

/**
 * Cuts a page into passages and reads their terms. Pure and synchronous; about as fast per megabyte as the
 * analyser. What `previous` has already is taken over, which changes nothing but the time it takes.
 */
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
  const reading = readPage(page.content);
  const language = detectLanguage(`${page.title}\n${reading.text.slice(0, SAMPLE)}`);
  const shown = cutPassages(reading, readUnits(page.content, reading, language));
  const cuts = shown.length > 0 ? shown : unread(page.content);
  const known = passagesOf(page.previous, language, intern);
  let analysed = 0;
  const passages = cuts.map((cut, n): EncodedPassage => {
    const { start, end, headings, units } = cut;
    const place = { n, start, end, text: page.content.slice(start, end), headings, units };
    const same = known?.(place);
    if (same) return { ...same, ...place };
    analysed++;
    const own =
      cut.text.length < MIN_TO_DIFFER
        ? language
        : detectLanguage(cut.text.slice(0, MIN_TO_DIFFER), [language], 5);
    const { words, extras } = read(reading.text, own, intern, cut.at);
    return {
      ...place,
      language: own,
      tokens: new Uint32Array(words),
      extra_tokens: new Uint32Array(extras),
      heading_tokens: readAll([...headings, ...labelsOf(cut)].join('\n'), own, intern),
    };
  });
  const title_tokens = readAll(`${page.title}\n${reading.about}`, language, intern);
  return {
    page_id: page.page_id,
    version: page.version,
    title: page.title,
    language,
    title_tokens,
    passages,
    terms: numberAsUsed([...ids.keys()], title_tokens, passages),
    facets: facetsOf(page),
    analysed,
    warnings: reading.warnings,
  };
}

/**
 * The passages of the version before by what they say, with their terms interned; none when the page is read
 * in another language now.
 */
function passagesOf(
  previous: AnalysedPage | undefined,
  language: string,
  intern: (term: string) => number,
):
  | ((passage: Pick<EncodedPassage, 'headings' | 'text' | 'units'>) => EncodedPassage | undefined)
  | undefined {
  if (previous?.language !== language) return undefined;
  // A label that stands outside of a passage is searched with it.
  const keyOf = ({ headings, text, units }: Pick<EncodedPassage, 'headings' | 'text' | 'units'>): string =>
    JSON.stringify([headings, text, units.map(({ label }) => label)]);
  const known = new Map(previous.passages.map((passage) => [keyOf(passage), passage]));
  const interned = (stream: Uint32Array): Uint32Array =>
    stream.map((token) => intern(previous.terms[token] ?? ''));
  return (wanted) => {
    const passage = known.get(keyOf(wanted));
    return (
      passage && {
        ...passage,
        tokens: interned(passage.tokens),
        extra_tokens: interned(passage.extra_tokens),
        heading_tokens: interned(passage.heading_tokens),
      }
    );
  };
}

/**
 * Numbers terms anew by where they first stand, in place, so that the same page is the same however it was
 * made; unused ones go.
 */
function numberAsUsed(
  names: readonly string[],
  title: Uint32Array,
  passages: readonly EncodedPassage[],
): string[] {
  const terms: string[] = [];
  const numbers = new Int32Array(names.length).fill(-1);
  const renumber = (stream: Uint32Array): void => {
    for (let at = 0; at < stream.length; at++) {
      const id = stream[at] as number;
      if (numbers[id] === -1) numbers[id] = terms.push(names[id] ?? '') - 1;
      stream[at] = numbers[id] as number;
    }
  };
  renumber(title);
  for (const { tokens, extra_tokens, heading_tokens } of passages)
    for (const stream of [tokens, extra_tokens, heading_tokens]) renumber(stream);
  return terms;
}

/** A page that shows nothing is still found by its title: one passage stands for it, which says nothing. */
function unread(content: string): Cut[] {
  const text = content.trim();
  const start = content.indexOf(text);
  return text === ''
    ? []
    : [{ start, end: start + text.length, headings: [], text: '', at: { start: 0, end: 0 }, units: [] }];
}

/** Questions, labels and names of columns that the passage does not hold itself. */
function labelsOf({ text, units }: Cut): string[] {
  const labels = new Set<string>();
  for (const { label } of units)
    if (label !== undefined) for (const name of label.split(' | ')) labels.add(name);
  return [...labels].filter((label) => !text.includes(label));
}

/** Words without function words, unless there is nothing else: "Who we are" is looked for by just these. */
function read(
  text: string,
  language: string,
  intern: (term: string) => number,
  stretch?: Span,
): { words: number[]; extras: number[] } {
  const words: number[] = [];
  const extras: number[] = [];
  const functionWords: number[] = [];
  const visit: VisitTerm = (term, role) => {
    if (role === Role.word) words.push(intern(term));
    else if (role === Role.extra) extras.push(intern(term));
    else if (words.length === 0 && functionWords.length <= 64) functionWords.push(intern(term));
  };
  visitTerms(text, language, visit, stretch);
  return { words: words.length > 0 ? words : functionWords, extras };
}

function readAll(text: string, language: string, intern: (term: string) => number): Uint32Array {
  const { words, extras } = read(text, language, intern);
  const all = new Uint32Array(words.length + extras.length);
  all.set(words);
  all.set(extras, words.length);
  return all;
}
