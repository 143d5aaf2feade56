import { averageLength } from './bm25.ts';
import { createField, createTally, type Field } from './field.ts';
import { createLanguageLengths } from './language-lengths.ts';
import { grown } from './postings.ts';
import { createVocabulary, type Vocabulary } from './vocabulary.ts';

/** A page version as ranking needs it; token streams are indices into `terms`. */
export interface RankedPage {
  /** Identifies the page version in the store that filled the index. */
  key: number;
  page_id: string;
  version: number;
  terms: readonly string[];
  title_tokens: Uint32Array;
  passages: readonly {
    n: number;
    language: string;
    tokens: Uint32Array;
    extra_tokens: Uint32Array;
    heading_tokens: Uint32Array;
  }[];
}

/**
 * The passages of one instance, in memory, as ranking reads them: for each term where it occurs and how
 * often, for each passage its words in order. A passage of 130 words takes about 1.5 KB. Filled from a store,
 * which owns the truth.
 */
export interface TermIndex {
  add(page: RankedPage): void;
  /** Adds a page version whose tokens are numbers of the vocabulary. */
  addNumbered(
    page: Pick<RankedPage, 'key' | 'page_id' | 'version'>,
    title: Uint32Array,
    parts: Iterable<NumberedPassage>,
  ): void;
  remove(key: number): void;
  has(key: number): boolean;
  readonly passages: Passages;
  readonly pages: Pages;
  readonly vocabulary: Vocabulary;
  /** Where a term occurs in passages (headings, words and extras) and in titles of pages. */
  readonly body: Field;
  readonly titles: Field;
  /** Number of passages by language. */
  languages(): Record<string, number>;
  bytes(): number;
}

export interface NumberedPassage {
  n: number;
  language: string;
  words: Uint32Array;
  extra: Uint32Array;
  heading: Uint32Array;
}

/**
 * One value for each passage, by its number; removed passages keep their number until the index is rebuilt.
 */
interface Passages {
  count: number;
  alive: Uint8Array;
  page: Uint32Array;
  n: Uint32Array;
  /** The number of words, and that divided by the average of the passage's language. */
  length: Uint32Array;
  language: Uint8Array;
  /** Where the passage's words begin in `words`; there are `length` of them. */
  start: Uint32Array;
  words: Uint32Array;
  /** 1 / average length, by language number. */
  inverseAverage(): Float64Array;
}

interface Pages {
  count: number;
  alive: Uint8Array;
  key: number[];
  page_id: string[];
  version: number[];
  first: Uint32Array;
  passages: Uint32Array;
  titleLength: Uint32Array;
  averageTitleLength(): number;
  /** Number of living pages. */
  living(): number;
}

/** The index is rebuilt when this share of it is dead. */
const MAX_DEAD_SHARE = 0.3;

/** Creates an index with a vocabulary of its own, or one whose terms are numbered by a given vocabulary. */
export function createTermIndex(vocabulary?: Vocabulary): TermIndex {
  let state = createState(vocabulary);
  return {
    add: (page) => state.add(page),
    addNumbered: (page, title, parts) => state.addNumbered(page, title, parts),
    remove(key) {
      state.remove(key);
      if (state.dead() > 256 && state.dead() > state.passages.count * MAX_DEAD_SHARE) state = rebuilt(state);
    },
    has: (key) => state.slots.has(key),
    get passages() {
      return state.passages;
    },
    get pages() {
      return state.pages;
    },
    get vocabulary() {
      return state.vocabulary;
    },
    get body() {
      return state.body;
    },
    get titles() {
      return state.titles;
    },
    languages: () => state.languages(),
    bytes: () => state.bytes(),
  };
}

type State = ReturnType<typeof createState>;

function createState(vocabulary = createVocabulary()) {
  const slots = new Map<number, number>();
  const lengths = createLanguageLengths();
  let living = 0;
  let livingPages = 0;
  let titleLengths = 0;
  let used = 0;

  const passages: Passages = {
    count: 0,
    alive: new Uint8Array(64),
    page: new Uint32Array(64),
    n: new Uint32Array(64),
    length: new Uint32Array(64),
    language: new Uint8Array(64),
    start: new Uint32Array(64),
    words: new Uint32Array(4096),
    inverseAverage: () => lengths.inverseAverages(),
  };
  /**
   * Where a passage's extras and heading tokens are, in addition to its words, so that they can be subtracted
   * when it is removed.
   */
  let extras = new Uint32Array(64);
  let headed = new Uint32Array(64);
  const pages: Pages = {
    count: 0,
    alive: new Uint8Array(16),
    key: [],
    page_id: [],
    version: [],
    first: new Uint32Array(16),
    passages: new Uint32Array(16),
    titleLength: new Uint32Array(16),
    averageTitleLength: () => averageLength(livingPages, titleLengths),
    living: () => livingPages,
  };
  const titleTokens: Uint32Array[] = [];

  const tally = createTally(vocabulary);
  const body = createField(() => living, tally);
  const titles = createField(() => livingPages, tally);

  const makeRoom = (words: number): void => {
    if (passages.count >= passages.alive.length) {
      const length = passages.count + 1;
      passages.alive = grown(passages.alive, length);
      passages.page = grown(passages.page, length);
      passages.n = grown(passages.n, length);
      passages.length = grown(passages.length, length);
      passages.language = grown(passages.language, length);
      passages.start = grown(passages.start, length);
      extras = grown(extras, length);
      headed = grown(headed, length);
    }
    if (used + words > passages.words.length) passages.words = grown(passages.words, used + words);
  };

  const addNumbered = (
    page: Pick<RankedPage, 'key' | 'page_id' | 'version'>,
    title: Uint32Array,
    parts: Iterable<NumberedPassage>,
  ): void => {
    const slot = pages.count++;
    if (slot >= pages.alive.length) {
      pages.alive = grown(pages.alive, slot + 1);
      pages.first = grown(pages.first, slot + 1);
      pages.passages = grown(pages.passages, slot + 1);
      pages.titleLength = grown(pages.titleLength, slot + 1);
    }
    slots.set(page.key, slot);
    pages.alive[slot] = 1;
    pages.key[slot] = page.key;
    pages.page_id[slot] = page.page_id;
    pages.version[slot] = page.version;
    pages.first[slot] = passages.count;
    pages.titleLength[slot] = title.length;
    titleTokens[slot] = title;
    titles.add(slot, [title]);
    livingPages++;
    titleLengths += title.length;
    for (const { n, language, words, extra, heading } of parts) {
      makeRoom(words.length + extra.length + heading.length);
      const passage = passages.count++;
      const number = lengths.numberOf(language);
      passages.alive[passage] = 1;
      passages.page[passage] = slot;
      passages.n[passage] = n;
      passages.length[passage] = words.length;
      passages.language[passage] = number;
      passages.start[passage] = used;
      extras[passage] = extra.length;
      headed[passage] = heading.length;
      passages.words.set(words, used);
      passages.words.set(extra, used + words.length);
      passages.words.set(heading, used + words.length + extra.length);
      used += words.length + extra.length + heading.length;
      body.add(passage, [words, extra, heading]);
      lengths.add(number, words.length);
      living++;
    }
    pages.passages[slot] = passages.count - (pages.first[slot] ?? 0);
  };

  const streamsOf = (passage: number): { words: Uint32Array; extra: Uint32Array; heading: Uint32Array } => {
    const start = passages.start[passage] ?? 0;
    const afterWords = start + (passages.length[passage] ?? 0);
    const afterExtras = afterWords + (extras[passage] ?? 0);
    return {
      words: passages.words.subarray(start, afterWords),
      extra: passages.words.subarray(afterWords, afterExtras),
      heading: passages.words.subarray(afterExtras, afterExtras + (headed[passage] ?? 0)),
    };
  };

  return {
    vocabulary,
    slots,
    passages,
    pages,
    body,
    titles,
    dead: () => passages.count - living,
    languages: () => lengths.passages(),
    add(page: RankedPage) {
      if (slots.has(page.key)) return;
      const ids = Uint32Array.from(page.terms, (term) => vocabulary.intern(term));
      const numbered = (tokens: Uint32Array): Uint32Array => {
        const mapped = new Uint32Array(tokens.length);
        for (let i = 0; i < tokens.length; i++) mapped[i] = ids[tokens[i] as number] ?? 0;
        return mapped;
      };
      addNumbered(
        page,
        numbered(page.title_tokens),
        page.passages.map((passage) => ({
          n: passage.n,
          language: passage.language,
          words: numbered(passage.tokens),
          extra: numbered(passage.extra_tokens),
          heading: numbered(passage.heading_tokens),
        })),
      );
    },
    remove(key: number) {
      const slot = slots.get(key);
      if (slot === undefined) return;
      slots.delete(key);
      pages.alive[slot] = 0;
      livingPages--;
      titleLengths -= pages.titleLength[slot] ?? 0;
      titles.remove([titleTokens[slot] ?? new Uint32Array()]);
      titleTokens[slot] = new Uint32Array();
      const first = pages.first[slot] ?? 0;
      for (let passage = first; passage < first + (pages.passages[slot] ?? 0); passage++) {
        const { words, extra, heading } = streamsOf(passage);
        body.remove([words, extra, heading]);
        passages.alive[passage] = 0;
        lengths.remove(passages.language[passage] ?? 0, words.length);
        living--;
      }
    },
    addNumbered,
    streamsOf,
    titleTokens,
    lengths,
    bytes: () =>
      vocabulary.bytes() +
      body.bytes() +
      titles.bytes() +
      tally.bytes() +
      4 * passages.words.length +
      27 * passages.alive.length +
      160 * pages.count,
  };
}

/** Returns a new index of the living part, so that removed pages take no memory any more. */
function rebuilt({ vocabulary, lengths, pages, passages, titleTokens, streamsOf }: State): State {
  const languageNames = lengths.names();
  const fresh = createState();
  const renumber = (tokens: Uint32Array): Uint32Array =>
    tokens.map((token) => fresh.vocabulary.intern(vocabulary.name(token)));
  for (let slot = 0; slot < pages.count; slot++) {
    if (!pages.alive[slot]) continue;
    const first = pages.first[slot] ?? 0;
    fresh.addNumbered(
      { key: pages.key[slot] ?? 0, page_id: pages.page_id[slot] ?? '', version: pages.version[slot] ?? 0 },
      renumber(titleTokens[slot] ?? new Uint32Array()),
      Array.from({ length: pages.passages[slot] ?? 0 }, (_, index) => {
        const { words, extra, heading } = streamsOf(first + index);
        return {
          n: passages.n[first + index] ?? 0,
          language: languageNames[passages.language[first + index] ?? 0] ?? 'und',
          words: renumber(words),
          extra: renumber(extra),
          heading: renumber(heading),
        };
      }),
    );
  }
  return fresh;
}
