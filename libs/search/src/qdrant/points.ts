import { createHash } from 'node:crypto';
import { packUnits, unpackUnits } from '@persona/text';
import type { Scope } from '@persona/contracts';
import { encodingHash, spaceName } from '../dense/encoding.ts';
import { nameUuid, passageId } from '../passage-id.ts';
import { saturation } from '../ranking/bm25.ts';
import type { EncodedPage, EncodedPassage, Hit, VectorSpace } from '../search-index.ts';
import { packPage } from '../sqlite/page-codec.ts';
import { facetValue } from '../sqlite/write-pages.ts';
import { defaultWeights } from '../weights.ts';
import { termHash } from './term-hash.ts';

/** The sparse vector of a passage. */
export const TERMS = 'terms';

/** Begins the name of every dense vector, one a space. */
export const DENSE = 'dense_';

/** Names the vectors of a space: to be told by a person, and apart from every other. */
export function vectorName(space: VectorSpace): string {
  const hash = createHash('sha1').update(spaceName(space)).digest('hex').slice(0, 8);
  return `${DENSE}${space.model.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 40)}_${space.dimension}_${hash}`;
}

/** As Qdrant keeps them, in half precision, without digits that would only lengthen the request. */
export const numbersOf = (value: Float32Array): number[] =>
  Array.from(value, (number) => Math.round(number * 1e6) / 1e6);

/**
 * What candidates are weighed by in place of the persona's averages, in words. Only which passages are looked
 * at closely depends on them: `rankCandidates` weighs anew with the averages of the hour, so that the index
 * needs no writing when an average drifts.
 */
const TYPICAL_PASSAGE = 130;
const TYPICAL_TITLE = 5;

/**
 * One of a persona: changes with every write, so that a reader knows by one look whether what it remembers
 * still holds.
 */
export interface HeadPayload {
  instance_id: string;
  kind: 'head';
  revision: string;
  /** `spaceName` of the space that searches go by. */
  space?: string;
}

/**
 * One a page version. Its passages count while it is `whole`: that is set after the last of them, and unset
 * before the first goes.
 */
export interface PagePayload {
  instance_id: string;
  kind: 'page';
  page_id: string;
  version: number;
  language: string;
  /** Names this writing of it. */
  stamp: string;
  whole: boolean;
  passages: number;
  /** `packPage` of it, in base64. */
  features: string;
}

export interface PassagePayload {
  instance_id: string;
  kind: 'passage';
  page_id: string;
  version: number;
  /** The point of its page version. */
  page: string;
  n: number;
  language: string;
  facets: string[];
  /** `encodingHash` of it. */
  hash: string;
  /** `packFeatures` of it, in base64. */
  features: string;
  /**
   * What a hit shows, as JSON text: Qdrant takes no lone surrogates, and callers get back exactly what they
   * put in.
   */
  shown: string;
}

export type Shown = Pick<Hit, 'title' | 'headings' | 'text' | 'start' | 'end' | 'language' | 'units'>;

const writeShown = ({ units, ...shown }: Shown): string =>
  JSON.stringify({ ...shown, units: packUnits(units, shown) });

export function readShown(written: string): Shown {
  const { units, ...shown } = JSON.parse(written) as Omit<Shown, 'units'> & { units?: string };
  // Some older formats have none.
  return { ...shown, units: units === undefined ? [] : unpackUnits(units, shown) };
}

interface Point<Payload> {
  id: string;
  vector: Record<string, { indices: number[]; values: number[] } | number[]>;
  payload: Payload;
}

export interface PagePoints {
  page: Point<PagePayload>;
  passages: Point<PassagePayload>[];
}

export const headId = (scope: Scope): string => nameUuid([scope, 'head']);

/** The head of an instance that begins; one whose pages bring vectors is searched by them. */
export const newHead = (scope: Scope, space: VectorSpace | undefined) => ({
  id: headId(scope),
  vector: {},
  payload: {
    instance_id: scope,
    kind: 'head',
    revision: '',
    ...(space && { space: spaceName(space) }),
  } satisfies HeadPayload,
});

/** A filter value as it is indexed: key and value, with the value's type. */
export const facet = (name: string, value: string | number | boolean): string =>
  facetValue(JSON.stringify([name, value]));

/**
 * The points of a page version, not whole yet. The same page in gives the same points out, but for the stamp.
 */
export function pointsOf(scope: Scope, page: EncodedPage): PagePoints {
  const { page_id, version, title, language, vectors } = page;
  const packed = packPage(page);
  const shown = page.passages.map(({ headings, text, start, end, language, units }) =>
    writeShown({ title, headings, text, start, end, language, units }),
  );
  const facets = Object.entries(page.facets)
    // The page id has an index of its own.
    .filter(([name]) => name !== 'td_id')
    .flatMap(([name, values]) => values.map((value) => facet(name, value)));
  const digest = createHash('sha1')
    .update(packed)
    .update(JSON.stringify([language, facets, shown]))
    .digest('base64');
  const id = nameUuid([scope, 'page', page_id, version, digest]);
  const hashes = Uint32Array.from(page.terms, termHash);
  const about = evidenceAbout(page, hashes);
  return {
    page: {
      id,
      vector: {},
      payload: {
        instance_id: scope,
        kind: 'page',
        page_id,
        version,
        language,
        stamp: '',
        whole: false,
        passages: page.passages.length,
        features: Buffer.from(packed).toString('base64'),
      },
    },
    passages: page.passages.map((passage, i) => ({
      id: passageId(scope, page_id, version, passage.n),
      vector: {
        [TERMS]: vectorOf(passage, hashes, about),
        ...(vectors && { [vectorName(vectors.space)]: numbersOf(vectors.values[i] as Float32Array) }),
      },
      payload: {
        instance_id: scope,
        kind: 'passage',
        page_id,
        version,
        page: id,
        n: passage.n,
        language: passage.language,
        facets,
        hash: encodingHash({ ...passage, title }),
        features: packFeatures(passage, hashes),
        shown: shown[i] ?? '',
      },
    })),
  };
}

type Weights = Map<number, number>;

/** What title and lead of a page say for each of its passages. */
function evidenceAbout({ title_tokens, passages: [lead] }: EncodedPage, hashes: Uint32Array): Weights {
  const about: Weights = new Map();
  for (const [term, tf] of counted([title_tokens], hashes))
    add(
      about,
      term,
      defaultWeights.title * saturation(tf, title_tokens.length / TYPICAL_TITLE, defaultWeights),
    );
  if (lead)
    for (const [term, tf] of counted(streamsOf(lead), hashes))
      add(
        about,
        term,
        defaultWeights.lead * saturation(tf, lead.tokens.length / TYPICAL_PASSAGE, defaultWeights),
      );
  return about;
}

/**
 * A passage's evidence for each term, without the term's rarity, which the query brings: it differs from
 * persona to persona.
 */
function vectorOf(
  passage: EncodedPassage,
  hashes: Uint32Array,
  about: Weights,
): { indices: number[]; values: number[] } {
  const vector: Weights = new Map(about);
  for (const [term, tf] of counted(streamsOf(passage), hashes))
    add(vector, term, saturation(tf, passage.tokens.length / TYPICAL_PASSAGE, defaultWeights));
  return {
    indices: [...vector.keys()],
    values: Array.from(vector.values(), (value) => Math.round(value * 1_000) / 1_000),
  };
}

const streamsOf = ({ tokens, extra_tokens, heading_tokens }: EncodedPassage): Uint32Array[] => [
  tokens,
  extra_tokens,
  heading_tokens,
];

function counted(streams: readonly Uint32Array[], hashes: Uint32Array): Weights {
  const counts: Weights = new Map();
  for (const stream of streams) for (const token of stream) add(counts, hashes[token] ?? 0, 1);
  return counts;
}

function add(to: Weights, term: number, value: number): void {
  to.set(term, (to.get(term) ?? 0) + value);
}

/**
 * A passage's words in order, extras and heading tokens as numbers of terms; before them, how many of each.
 */
export interface Features {
  tokens: Uint32Array;
  extra_tokens: Uint32Array;
  heading_tokens: Uint32Array;
}

function packFeatures(passage: EncodedPassage, hashes: Uint32Array): string {
  const streams = streamsOf(passage);
  const numbers = Uint32Array.from([
    ...streams.map(({ length }) => length),
    ...streams.flatMap((stream) => Array.from(stream, (token) => hashes[token] ?? 0)),
  ]);
  return Buffer.from(numbers.buffer).toString('base64');
}

export function unpackFeatures(packed: string): Features {
  // A buffer of its own: one from the pool need not begin at a multiple of four.
  const bytes = Buffer.alloc(Buffer.byteLength(packed, 'base64'));
  const numbers = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.write(packed, 'base64') / 4);
  const [words = 0, extras = 0] = numbers;
  return {
    tokens: numbers.subarray(3, 3 + words),
    extra_tokens: numbers.subarray(3 + words, 3 + words + extras),
    heading_tokens: numbers.subarray(3 + words + extras),
  };
}
