import {
  bodyId,
  installScope,
  sha256,
  type Citation,
  type Media,
  type Message,
  type Rendition,
  type Scope,
} from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import { cuesWithin, detectLanguage } from '@persona/text';
import { agreedVoice } from './agreed-voice.ts';

/** Raised when the same words sound otherwise, so that what was made before is made anew. */
const FORM = 1;
/** What is shown where something was removed is not said. */
const GONE = /\s*\[…\]\s*/g;

/** What an answer sounds like, as far as it can be known before it is made. */
export interface SpeechPlan {
  /** A hash of all that decides how it sounds. */
  of: string;
  /** The words of the answer, as they are shown. */
  text: string;
  /** ISO 639-1 code of its language; `und` where nobody knows. */
  language: string;
  /** Who says it. */
  persona: string;
  /** Where its sentences are heard, when all that it cites is in recordings of the persona; else null. */
  quotes: RecordedQuote[] | null;
  /** The voice that somebody agreed to being used; null: none may be. */
  voice: { id: string; name: string } | null;
}

/** A citation of what is said in a recording. */
export interface RecordedQuote {
  media_id: string;
  start_ms: number;
  end_ms: number;
  td_id: string;
  version: number;
  /** The place of the quote in that version of the page. */
  start: number;
  end: number;
  quote: string;
  speaker: string | null;
}

type Read = Pick<DocumentStore, 'instances' | 'media'>;

/**
 * Plans how an answer sounds. `message` is the answer as it may be shown now, so that nothing is said of a
 * page that was deleted; recordings that are gone or are another persona's are not heard.
 */
export async function planSpeech(
  documents: Read,
  scope: Scope,
  message: Message,
  { model }: { model: string | undefined },
): Promise<SpeechPlan> {
  const text = message.text.replaceAll(GONE, ' ').trim();
  const persona = await documents.instances.get(installScope, scope);
  const quotes = await quotesOf(documents, scope, message);
  const voice = await agreedVoice(documents, scope, persona?.configuration ?? {});
  const name = persona?.name ?? '';
  const of = sha256(JSON.stringify([FORM, text, name, quotes, voice, model ?? null]));
  return {
    of,
    text,
    language: detectLanguage(text),
    persona: name,
    quotes,
    voice: voice && { id: voice.id, name: voice.name },
  };
}

async function quotesOf(
  { media }: Read,
  scope: Scope,
  { citations }: Message,
): Promise<RecordedQuote[] | null> {
  const cited = citations.filter(({ deleted }) => deleted !== true).toSorted(byPlace);
  const quotes = cited.map(recordedQuote).filter((quote) => quote !== null);
  if (quotes.length === 0 || quotes.length < cited.length) return null;
  const recordings = await media.getMany(scope, [...new Set(quotes.map(({ media_id }) => media_id))]);
  const heard = new Set(recordings.filter((one) => soundOf(one) !== null).map(({ id }) => id));
  return quotes.every(({ media_id }) => heard.has(media_id)) ? quotes : null;
}

/** In the order in which the answer says them. */
const byPlace = (a: Citation, b: Citation): number => placeOf(a) - placeOf(b) || a.index - b.index;
const placeOf = ({ spans }: Citation): number => Math.min(...spans.map(({ start }) => start));

function recordedQuote({ td_id, version, quote, locator }: Citation): RecordedQuote | null {
  const { media_id, start_ms, end_ms, start, end, speaker } = locator ?? {};
  if (media_id === undefined || start_ms === undefined || end_ms === undefined || end_ms <= start_ms)
    return null;
  return {
    media_id,
    start_ms,
    end_ms,
    td_id,
    version,
    start: start ?? 0,
    end: end ?? 0,
    quote,
    speaker: speaker ?? null,
  };
}

/** The file in which a recording is heard; null where there is none, or the recording was deleted. */
export function soundOf({ kind, state, deleted_at, measured, renditions }: Media): Rendition | null {
  if (deleted_at !== null || state !== 'ready') return null;
  if (kind === 'video' && (measured?.['audio_codec'] ?? null) === null) return null;
  const of = (type: string) => renditions.find(({ content_type }) => content_type.startsWith(type));
  return of('audio/') ?? of('video/') ?? null;
}

/** A part of a recording that is heard, and what is said in it. */
export interface Clip {
  media_id: string;
  start_ms: number;
  end_ms: number;
  lines: { speaker: string | null; text: string }[];
}

/**
 * The cues behind quotes, in the order in which they are said, each once. Where the text of a page version is
 * not kept, the quote stands for its cues.
 */
export async function clipsOf(
  { pageBodies }: Pick<DocumentStore, 'pageBodies'>,
  scope: Scope,
  quotes: readonly RecordedQuote[],
): Promise<Clip[]> {
  const clips = new Map<string, Clip>();
  for (const quote of quotes) {
    const { media_id, td_id, version, start, end, start_ms, end_ms, speaker } = quote;
    // One text at a time: each may be as large as a page may be.
    const body = await pageBodies.get(scope, bodyId(td_id, version));
    const cues = body ? cuesWithin(body.content, start, end) : [];
    const heard = cues.filter(({ startMs, endMs }) => endMs > startMs);
    const all =
      heard.length > 0
        ? heard.map(({ startMs, endMs, lines }) => ({ start_ms: startMs, end_ms: endMs, lines }))
        : [{ start_ms, end_ms, lines: [{ speaker, text: quote.quote }] }];
    for (const clip of all) {
      const key = `${media_id} ${clip.start_ms} ${clip.end_ms}`;
      if (!clips.has(key)) clips.set(key, { media_id, ...clip });
    }
  }
  return [...clips.values()];
}
