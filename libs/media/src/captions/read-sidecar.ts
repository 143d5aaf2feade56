import { Value } from 'typebox/value';
import { Type, type Static } from 'typebox';
import type { MediaWarning, Sidecar } from '../inspect.ts';
import { guessedEncoding, type CueTrack } from './cue-tracks.ts';
import { readCues, type RawCue } from './cues.ts';
import { decodeTexts } from './decode-text.ts';
import type { Cue } from './web-vtt.ts';

/**
 * Reads captions that came beside a recording of so many seconds: SubRip, WebVTT or JSON, in any encoding.
 * One without a cue is left out, with a warning.
 */
export function readSidecars(
  sidecars: readonly Sidecar[],
  seconds: number,
): { tracks: CueTrack[]; warnings: MediaWarning[] } {
  const tracks: CueTrack[] = [];
  const warnings: MediaWarning[] = [];
  for (const [n, { language, bytes }] of sidecars.entries()) {
    const { texts, guessed } = decodeTexts([bytes], language);
    const text = (texts[0] ?? '').replaceAll(/\r\n?/g, '\n');
    const cues = readJson(text, seconds) ?? readBlocks(text, seconds);
    if (guessed) warnings.push(guessedEncoding(guessed));
    if (cues.length > 0) tracks.push({ language, title: null, cues });
    else
      warnings.push({
        code: 'captions_unreadable',
        message: `captions[${n}] holds no cue within the recording; send SubRip, WebVTT or JSON with segments.`,
      });
  }
  return { tracks, warnings };
}

const Time = Type.Union([Type.Number(), Type.String()]);
const Segment = Type.Object({
  start: Type.Optional(Time),
  end: Type.Optional(Time),
  start_ms: Type.Optional(Type.Number()),
  end_ms: Type.Optional(Type.Number()),
  text: Type.String(),
  speaker: Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Null()])),
});
const Segments = Type.Union([Type.Array(Segment), Type.Object({ segments: Type.Array(Segment) })]);

/** Segments as transcribers write them, in seconds or milliseconds; null when the text is no JSON. */
function readJson(text: string, seconds: number): Cue[] | null {
  if (!/^\s*[[{]/.test(text)) return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Value.Check(Segments, json)) return [];
  const segments = Array.isArray(json) ? json : json.segments;
  return segments.flatMap((segment) => {
    const raw = {
      start: timeOf(segment, 'start') ?? Number.NaN,
      end: timeOf(segment, 'end'),
      text: segment.text,
    };
    const speaker = String(segment.speaker ?? '').trim() || null;
    return readCues([raw], 'plain', seconds).map((cue) => ({ ...cue, speaker }));
  });
}

function timeOf(segment: Static<typeof Segment>, edge: 'start' | 'end'): number | null {
  const ms = segment[`${edge}_ms`];
  if (ms !== undefined) return ms / 1000;
  const time = segment[edge];
  return typeof time === 'string' ? (clock(time) ?? Number(time)) : (time ?? null);
}

const TIMING =
  /^\s*((?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)\s*-->\s*((?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)/;

function clock(text: string): number | null {
  if (!/^(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?$/.test(text)) return null;
  const [seconds = 0, minutes = 0, hours = 0] = text.replace(',', '.').split(':').map(Number).toReversed();
  return hours * 3600 + minutes * 60 + seconds;
}

/** Blocks of a line of times and lines of words, as SubRip and WebVTT have them. */
function readBlocks(text: string, seconds: number): Cue[] {
  const form = /^\uFEFF?WEBVTT/.test(text) ? 'webvtt' : 'subrip';
  const raw: RawCue[] = [];
  let open: RawCue | null = null;
  for (const line of text.split('\n')) {
    const [, start, end] = TIMING.exec(line) ?? [];
    if (start !== undefined && end !== undefined)
      raw.push((open = { start: clock(start) ?? 0, end: clock(end), text: '' }));
    else if (line.trim() === '') open = null;
    else if (open) open.text += `${open.text === '' ? '' : '\n'}${line}`;
  }
  return readCues(raw, form, seconds);
}
