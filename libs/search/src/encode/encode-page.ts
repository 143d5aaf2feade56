import {
  cutPassages,
  detectLanguage,
  knownTerm,
  numberTerms,
  readPage,
  readUnits,
  Role,
  visitKnownTerms,
  type Cut,
  type KnownTerm,
  type Span,
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
  const reading = readPage(page.content);
  const language = detectLanguage(`${page.title}\n${reading.text.slice(0, SAMPLE)}`);
  // Terms are numbered by where they first stand, so that the same page is the same however it was made.
  const { terms, numberOf } = numberTerms();
  const numbered = (stream: readonly KnownTerm[]): Uint32Array => {
    const numbers = new Uint32Array(stream.length);
    for (let at = 0; at < stream.length; at++) numbers[at] = numberOf(stream[at] as KnownTerm);
    return numbers;
  };
  const title_tokens = numbered(readAll(`${page.title}\n${reading.about}`, language));
  const shown = cutPassages(reading, readUnits(page.content, reading, language));
  const cuts = shown.length > 0 ? shown : unread(page.content);
  const known = passagesOf(page.previous, language, numberOf);
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
    const { words, extras } = read(reading.text, own, cut.at);
    return {
      ...place,
      language: own,
      tokens: numbered(words),
      extra_tokens: numbered(extras),
      heading_tokens: numbered(readAll([...headings, ...labelsOf(cut)].join('\n'), own)),
    };
  });
  return {
    page_id: page.page_id,
    version: page.version,
    title: page.title,
    language,
    title_tokens,
    passages,
    terms,
    facets: facetsOf(page),
    analysed,
    warnings: reading.warnings,
  };
}

/**
 * The passages of the version before by what they say, with their terms numbered anew; none when the page is
 * read in another language now.
 */
function passagesOf(
  previous: AnalysedPage | undefined,
  language: string,
  numberOf: (term: KnownTerm) => number,
):
  | ((passage: Pick<EncodedPassage, 'headings' | 'text' | 'units'>) => EncodedPassage | undefined)
  | undefined {
  if (previous?.language !== language) return undefined;
  // A label that stands outside of a passage is searched with it.
  const keyOf = ({ headings, text, units }: Pick<EncodedPassage, 'headings' | 'text' | 'units'>): string =>
    JSON.stringify([headings, text, units.map(({ label }) => label)]);
  const known = new Map(previous.passages.map((passage) => [keyOf(passage), passage]));
  const renumbered = (stream: Uint32Array): Uint32Array =>
    stream.map((token) => numberOf(knownTerm(previous.terms[token] ?? '')));
  return (wanted) => {
    const passage = known.get(keyOf(wanted));
    return (
      passage && {
        ...passage,
        tokens: renumbered(passage.tokens),
        extra_tokens: renumbered(passage.extra_tokens),
        heading_tokens: renumbered(passage.heading_tokens),
      }
    );
  };
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
  stretch?: Span,
): { words: readonly KnownTerm[]; extras: readonly KnownTerm[] } {
  const words: KnownTerm[] = [];
  const extras: KnownTerm[] = [];
  const functionWords: KnownTerm[] = [];
  visitKnownTerms(
    text,
    language,
    (term, role) => {
      if (role === Role.word) words.push(term);
      else if (role === Role.extra) extras.push(term);
      else if (words.length === 0 && functionWords.length <= 64) functionWords.push(term);
    },
    stretch,
  );
  return { words: words.length > 0 ? words : functionWords, extras };
}

function readAll(text: string, language: string): KnownTerm[] {
  const { words, extras } = read(text, language);
  return [...words, ...extras];
}
