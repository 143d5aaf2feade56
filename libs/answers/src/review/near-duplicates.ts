import { sentences, textOfUnits } from '@persona/text';
import type { Evidence } from '../evidence.ts';
import { termsOf } from '../extract/terms.ts';
import { excerpt, type Check } from './contradictions.ts';
import { partsOf, type Pause, type Proposed } from './read-proposed.ts';

/**
 * Words of a shingle; shingles of a text that a page must share; and how much of a long text is looked for.
 */
const SHINGLE_WORDS = 4;
const MIN_DUPLICATE_SHARE = 0.5;
const MAX_PROBES = 5;
const PROBE_CHARACTERS = 600;
/** Of a longer text, stretches from its beginning to its end are compared, so many characters in all. */
const MAX_COMPARED_CHARACTERS = 60_000;
const COMPARED_BATCH_SIZE = 2_000;

export interface NearDuplicates {
  checks: Check[];
  /** The passages of those pages that were found. */
  passages: Evidence[];
}

/**
 * Live pages that nearly repeat a text, by shingles: the share of the text's sequences of four words that
 * stand in the passages of a page (after Broder, 1997). At most `max`, the nearest first.
 */
export async function nearDuplicates(
  { parts, language }: Proposed,
  retrieve: (query: string) => Promise<readonly Evidence[]>,
  max: number,
  pause: Pause,
): Promise<NearDuplicates> {
  const stretches = spread(parts.flatMap((part) => [...partsOf(part, COMPARED_BATCH_SIZE)]));
  const own = new Set<string>();
  for (const stretch of stretches) {
    await pause();
    for (const shingle of shinglesOf(stretch, language)) own.add(shingle);
  }
  if (own.size === 0) return { checks: [], passages: [] };
  const pages = new Map<string, { title: string; passages: Map<number, Evidence> }>();
  for (const probe of probesOf(stretches.join('\n'))) {
    await pause();
    for (const passage of await retrieve(probe)) {
      const page = pages.get(passage.td_id) ?? { title: passage.title, passages: new Map() };
      page.passages.set(passage.start, passage);
      pages.set(passage.td_id, page);
    }
  }
  const found: { check: Check; score: number; passages: Evidence[] }[] = [];
  for (const [td_id, { title, passages }] of pages) {
    const shared = new Set<string>();
    for (const passage of passages.values()) {
      await pause();
      for (const shingle of shinglesOf(textOfUnits(passage.units), language))
        if (own.has(shingle)) shared.add(shingle);
    }
    const score = shared.size / own.size;
    if (score < MIN_DUPLICATE_SHARE) continue;
    const quote = await sharedSentence(stretches, shared, language, pause);
    const check: Check = {
      kind: 'near_duplicate',
      message: `${Math.round(score * 100)} % of this stands in the live page "${title}".`,
      td_id,
      score: Math.round(score * 1000) / 1000,
      ...(quote === undefined ? {} : { quote }),
    };
    found.push({ check, score, passages: [...passages.values()] });
  }
  const nearest = found.toSorted((a, b) => b.score - a.score).slice(0, max);
  return {
    checks: nearest.map(({ check }) => check),
    passages: nearest.flatMap(({ passages }) => passages),
  };
}

/** As many of the stretches as may be compared, evenly spread. */
function spread(stretches: readonly string[]): string[] {
  const max = Math.floor(MAX_COMPARED_CHARACTERS / COMPARED_BATCH_SIZE);
  if (stretches.length <= max) return [...stretches];
  return Array.from(
    { length: max },
    (_, n) => stretches[Math.round((n * (stretches.length - 1)) / (max - 1))] ?? '',
  );
}

function shinglesOf(text: string, language: string): Set<string> {
  const words = termsOf(text, language)
    .filter(({ word }) => word)
    .map(({ term }) => term);
  const shingles = new Set<string>();
  for (let i = 0; i + SHINGLE_WORDS <= words.length; i++)
    shingles.add(words.slice(i, i + SHINGLE_WORDS).join(' '));
  return shingles;
}

/** Stretches of the text, evenly spread, to look for. */
function probesOf(text: string): string[] {
  const count = Math.min(MAX_PROBES, Math.ceil(text.length / PROBE_CHARACTERS));
  const step = text.length / count;
  return Array.from({ length: count }, (_, i) =>
    text.slice(Math.round(i * step), Math.round(i * step) + PROBE_CHARACTERS).toWellFormed(),
  );
}

async function sharedSentence(
  stretches: readonly string[],
  shared: ReadonlySet<string>,
  language: string,
  pause: Pause,
): Promise<string | undefined> {
  for (const stretch of stretches) {
    await pause();
    for (const { start, end } of sentences(stretch, language)) {
      const quote = stretch.slice(start, end);
      if (!shinglesOf(quote, language).isDisjointFrom(shared)) return excerpt(quote);
    }
  }
  return undefined;
}
