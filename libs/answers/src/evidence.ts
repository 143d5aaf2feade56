import type { AnswerType, Citation, Usage } from '@persona/contracts';
import type { Unit } from '@persona/text';

/**
 * A passage of a live page that an answer may be made of. `text` is `content.slice(start, end)` of that
 * version of the page.
 */
export interface Evidence {
  td_id: string;
  version: number;
  title: string;
  headings: readonly string[];
  text: string;
  start: number;
  end: number;
  /** Ordinal of the passage in its page, from 0. */
  n: number;
  /** ISO 639 code, `und` when unknown. */
  language: string;
  /** What it says, unit by unit. */
  units: readonly Unit[];
  score: number;
  /** Its place among what words alone find, from 0, where the order is another; absent where they do not. */
  wordPlace?: number | undefined;
  url: string | null;
  metadata: Record<string, unknown>;
}

/**
 * An answer before it is stored: `response` is clean text, every citation's spans lie in it, every quote is
 * verbatim.
 */
export interface Draft {
  response: string;
  answer_type: AnswerType;
  citations: Citation[];
  usage: Usage | null;
  /** The model that wrote it, or `extractive`. */
  model: string;
}

/** A quote of a passage, by offsets into the page's content. */
export function citationOf(
  index: number,
  evidence: Evidence,
  quote: { start: number; end: number },
  spans: { start: number; end: number }[],
  date?: string,
): Citation {
  return {
    index,
    td_id: evidence.td_id,
    version: evidence.version,
    title: evidence.title,
    quote: evidence.text.slice(quote.start - evidence.start, quote.end - evidence.start),
    score: evidence.score,
    spans,
    locator: { start: quote.start, end: quote.end, headings: [...evidence.headings] },
    ...(evidence.url === null ? {} : { url: evidence.url }),
    ...(date === undefined ? {} : { date }),
    metadata: evidence.metadata,
  };
}
