import type { Citation } from '@persona/contracts';
import { sentences, type Span } from '@persona/text';
import { citationOf, type Evidence } from '../evidence.ts';
import { contradictsCount, factsOf, factSource, holds, type Fact, type FactSource } from './facts.ts';
import type { Marker } from './marker-stream.ts';
import type { Unit } from '@persona/text';
import { termsOf } from '../extract/terms.ts';

/** Why a marker did not become a citation. */
export type UnsupportedReason = 'not_issued' | 'number' | 'name' | 'quote' | 'unrelated';

export interface Verified {
  citations: Citation[];
  /** Markers that were dropped, by reason. */
  droppedCitations: Partial<Record<UnsupportedReason, number>>;
  /** Sentences of the reply, and those that keep a citation. */
  sentences: number;
  grounded: number;
}

/** Share of a sentence's words that its passages must hold when both are in one language. */
const MIN_SHARED_WORDS = 0.25;
/** Characters of a quote; a longer sentence is cited whole all the same. */
const MAX_QUOTE_CHARACTERS = 400;

interface Source {
  evidence: Evidence;
  facts: FactSource;
  text: string;
  terms: Set<string>;
  units: readonly Unit[];
}

/**
 * Keeps of a reply's markers only what can be proven: the number was issued, every number, name and quoted
 * word of the sentence stands in the passages it cites, and it speaks of what they speak of. Each kept
 * citation quotes the part of its passage that supports the sentence best.
 */
export function verifyReply(
  reply: { text: string; markers: readonly Marker[]; language: string },
  evidence: readonly Evidence[],
  personaName: string,
): Verified {
  const sources = new Map<number, Source>();
  const sourceOf = (number: number): Source | undefined => {
    const passage = evidence[number - 1];
    if (!passage) return undefined;
    let source = sources.get(number);
    if (!source) sources.set(number, (source = readSource(passage)));
    return source;
  };
  const droppedCitations: Partial<Record<UnsupportedReason, number>> = {};
  const drop = (reason: UnsupportedReason, count = 1) =>
    (droppedCitations[reason] = (droppedCitations[reason] ?? 0) + count);
  const spans = sentences(reply.text, reply.language);
  const name = factSource(personaName);
  const found: { number: number; quote: Span; span: Span }[] = [];
  const grounded = new Set<Span>();

  for (const [span, numbers] of markedSentences(spans, reply.markers)) {
    const sentence = reply.text.slice(span.start, span.end);
    const issued = [...numbers].filter((number) => sourceOf(number) !== undefined);
    if (issued.length < numbers.size) drop('not_issued', numbers.size - issued.length);
    if (issued.length === 0) continue;
    const cited = issued.map((number) => ({ number, source: sourceOf(number) as Source }));
    const facts = factsOf(sentence, reply.language).filter(
      (fact) => !(fact.kind === 'name' && holds(name, fact)),
    );
    const missing = facts.find((fact) => !cited.some(({ source }) => holds(source.facts, fact)));
    if (missing) {
      drop(missing.kind, issued.length);
      continue;
    }
    if (cited.every(({ source }) => contradictsCount(sentence, source.text))) {
      drop('number', issued.length);
      continue;
    }
    for (const { number, source } of cited) {
      const support = supportOf(sentence, facts, source, reply.language);
      // Of several passages each must carry something of its own.
      if (support.shared < MIN_SHARED_WORDS / issued.length && support.facts === 0) drop('unrelated');
      else {
        found.push({ number, quote: support.quote, span });
        grounded.add(span);
      }
    }
  }
  return {
    citations: toCitations(found, evidence),
    droppedCitations,
    sentences: spans.length,
    grounded: grounded.size,
  };
}

function readSource(evidence: Evidence): Source {
  const text = [evidence.title, ...evidence.headings, ...evidence.units.map((unit) => unit.text)].join('\n');
  return {
    evidence,
    facts: factSource(text),
    text,
    terms: new Set(termsOf(text, evidence.language).map(({ term }) => term)),
    units: evidence.units,
  };
}

/** The numbers each sentence is marked with. A marker belongs to the sentence that it stands in or behind. */
function markedSentences(spans: readonly Span[], markers: readonly Marker[]): Map<Span, Set<number>> {
  const marked = new Map<Span, Set<number>>();
  for (const { numbers, at } of markers) {
    const span = spans.findLast(({ start }) => start < at) ?? spans[0];
    if (!span) continue;
    const known = marked.get(span) ?? new Set();
    for (const number of numbers) known.add(number);
    marked.set(span, known);
  }
  return marked;
}

interface Support {
  /**
   * Share of the sentence's words in the passage; 1 when the two are in different languages, where it can't
   * be told.
   */
  shared: number;
  /** Facts of the sentence that the passage has. */
  facts: number;
  quote: Span;
}

function supportOf(sentence: string, facts: readonly Fact[], source: Source, language: string): Support {
  const { evidence, units, terms } = source;
  const sameLanguage = language === evidence.language || language === 'und' || evidence.language === 'und';
  const words = new Set(
    termsOf(sentence, evidence.language)
      .filter(({ word }) => word)
      .map(({ term }) => term),
  );
  let shared = 0;
  for (const word of words) if (terms.has(word)) shared++;
  const scores = units.map((unit) => {
    const here = new Set(termsOf(unit.text, evidence.language).map(({ term }) => term));
    let score = 0;
    for (const word of words) if (here.has(word)) score++;
    const own = factSource(unit.text);
    return score + 2 * facts.filter((fact) => holds(own, fact)).length;
  });
  return {
    shared: !sameLanguage || words.size === 0 ? 1 : shared / words.size,
    facts: facts.filter((fact) => holds(source.facts, fact)).length,
    quote: bestQuote(units, scores, evidence),
  };
}

/** The unit that scores best, with the next one when it adds to it. */
function bestQuote(units: readonly Unit[], scores: readonly number[], { start, end }: Evidence): Span {
  let best = 0;
  for (const [i, score] of scores.entries()) if (score > (scores[best] ?? 0)) best = i;
  const unit = units[best];
  if (!unit) return { start, end };
  const next = units[best + 1];
  const before = units[best - 1];
  const worthIt = (place: number) => (scores[place] ?? 0) >= Math.max(2, 0.6 * (scores[best] ?? 0));
  if (next && worthIt(best + 1) && next.end - unit.start <= MAX_QUOTE_CHARACTERS)
    return { start: unit.start, end: next.end };
  if (before && worthIt(best - 1) && unit.end - before.start <= MAX_QUOTE_CHARACTERS)
    return { start: before.start, end: unit.end };
  return { start: unit.start, end: unit.end };
}

/** One citation for each quote, in the order of their first sentences, with all the sentences it supports. */
function toCitations(
  found: readonly { number: number; quote: Span; span: Span }[],
  evidence: readonly Evidence[],
): Citation[] {
  const byQuote = new Map<string, { number: number; quote: Span; spans: Span[] }>();
  for (const { number, quote, span } of found) {
    const key = `${number} ${quote.start} ${quote.end}`;
    const known = byQuote.get(key);
    if (known) known.spans.push(span);
    else byQuote.set(key, { number, quote, spans: [span] });
  }
  return [...byQuote.values()].map(({ number, quote, spans }, i) =>
    citationOf(i + 1, evidence[number - 1] as Evidence, quote, spans),
  );
}
