import type { ChatModel } from '@persona/models';
import { detectLanguage, readPage, sentences, textOfUnits } from '@persona/text';
import { contradictions, excerpt, type Check } from '../extract/contradictions.ts';
import type { Evidence } from '../evidence.ts';
import { injections, personalData } from './content-warnings.ts';
import { termsOf } from '../extract/terms.ts';

/**
 * Words of a shingle; shingles of a text that a page must share; and how much of a long text is looked for.
 */
const SHINGLE_WORDS = 4;
const MIN_DUPLICATE_SHARE = 0.5;
const MAX_PROBES = 5;
const PROBE_CHARACTERS = 600;
const MAX_FINDINGS_OF_A_KIND = 5;

/**
 * What a reviewer should see beside a proposed text: live pages that say nearly the same or otherwise,
 * personal data, phrases that address a model.
 */
export async function checkText(
  text: string,
  retrieve: (query: string) => Promise<readonly Evidence[]>,
  model?: ChatModel,
): Promise<Check[]> {
  const readable = readPage(text).text;
  return [
    ...(await nearDuplicates(readable, retrieve)),
    ...(await contradictions(readable, retrieve, model)),
    ...personalData(readable)
      .slice(0, MAX_FINDINGS_OF_A_KIND)
      .map(({ what, quote }): Check => ({
        kind: 'personal_data',
        message: `This looks like ${what}.`,
        quote,
      })),
    ...injections(text)
      .slice(0, MAX_FINDINGS_OF_A_KIND)
      .map(({ what, quote }): Check => ({ kind: 'injection', message: `This ${what}.`, quote })),
  ];
}

/**
 * By shingles: the share of the text's sequences of four words that stand in the passages of a page (after
 * Broder, 1997).
 */
async function nearDuplicates(
  text: string,
  retrieve: (query: string) => Promise<readonly Evidence[]>,
): Promise<Check[]> {
  const language = detectLanguage(text);
  const own = shinglesOf(text, language);
  if (own.size === 0) return [];
  const pages = new Map<string, { title: string; passages: Map<number, Evidence> }>();
  for (const probe of probesOf(text)) {
    for (const passage of await retrieve(probe)) {
      const page = pages.get(passage.td_id) ?? { title: passage.title, passages: new Map() };
      page.passages.set(passage.start, passage);
      pages.set(passage.td_id, page);
    }
  }
  const checks: Check[] = [];
  for (const [td_id, { title, passages }] of pages) {
    const shared = new Set<string>();
    for (const passage of passages.values()) {
      for (const shingle of shinglesOf(textOfUnits(passage.units), language))
        if (own.has(shingle)) shared.add(shingle);
    }
    const score = shared.size / own.size;
    if (score < MIN_DUPLICATE_SHARE) continue;
    const quote = sharedSentence(text, shared, language);
    checks.push({
      kind: 'near_duplicate',
      message: `${Math.round(score * 100)} % of this stands in the live page "${title}".`,
      td_id,
      score: Math.round(score * 1000) / 1000,
      ...(quote === undefined ? {} : { quote }),
    });
  }
  return checks.toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0)).slice(0, MAX_FINDINGS_OF_A_KIND);
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

function sharedSentence(text: string, shared: ReadonlySet<string>, language: string): string | undefined {
  const quotes = sentences(text, language).map(({ start, end }) => text.slice(start, end));
  const found = quotes.find((quote) =>
    [...shinglesOf(quote, language)].some((shingle) => shared.has(shingle)),
  );
  return found === undefined ? undefined : excerpt(found);
}
