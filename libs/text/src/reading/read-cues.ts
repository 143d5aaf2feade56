import type { TextBuilder } from './text-builder.ts';

const TIME = String.raw`(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}`;
const timing = new RegExp(`^(${TIME})\\s+-->\\s+(${TIME})`);
/** A note with which a page of captions names the chapter that begins. */
const chapterNote = /^NOTE Chapter: (?=\S)/;
const tag = /<[^<>\n]*>/g;
const voice = /^<v(?:\.[^ >]*)? ([^>]+)>/;
const endsSentence = /[.!?…。！？؟]["'”’)\]]*$/;

/** A cue of subtitles, with where its lines stand in the content. */
interface CueLines {
  startMs: number;
  endMs: number;
  /** The voice that its first line names, else the one before; null where there is none. */
  speaker: string | null;
  lines: { start: number; end: number }[];
  /** Where the name of the chapter stands that begins with it. */
  chapter: { start: number; end: number } | null;
}

/** A passage of what is said is at most this long, so that a citation leads to where its words are heard. */
const MAX_PASSAGE_MS = 30_000;

/**
 * Reads subtitles (WebVTT, SubRip): what is said in each cue, without times and tags. A sentence that goes on
 * in the next cue is one. Passages begin anew with each speaker, and after 30 s at the latest.
 */
export function readCues(source: string, from: number, builder: TextBuilder, nextGroup: () => number): void {
  const group = nextGroup();
  let ended = true;
  const cues = cueLines(source, from);
  const beginnings = passageBeginnings(source, cues);
  for (const [n, cue] of cues.entries()) {
    const apart = beginnings.has(n);
    if (cue.chapter) {
      builder.open('heading', { level: 2 });
      builder.copy(cue.chapter.start, cue.chapter.end);
    }
    for (const [row, { start, end }] of cue.lines.entries()) {
      const line = source.slice(start, end);
      const begins = apart && row === 0;
      const named = voice.exec(line)?.[1]?.trim();
      // Whoever spoke before a cut speaks on behind it.
      const goesOn = begins && named === undefined ? cue.speaker : null;
      if (begins || ended || named !== undefined || /^[-–—] |^\[/.test(line)) {
        const speaks = named ?? goesOn;
        builder.open('paragraph', {
          group,
          ...(begins && { apart: true }),
          ...(speaks && { voice: speaks }),
        });
      } else builder.space(start, start);
      if (goesOn !== null) builder.replace(`${goesOn}: `, start, start);
      copyWithoutTags(source, start, end, builder);
      ended = endsSentence.test(line.replace(tag, '').trimEnd());
    }
  }
  builder.close();
}

/** When the words of a stretch of subtitles are heard, and who says them. */
export interface CueTimes {
  startMs: number;
  endMs: number;
  speaker: string | null;
}

/**
 * What is read before and behind a place, in characters: who speaks may be named some cues earlier. A page
 * may have millions of lines, and whoever asks waits for each that is read.
 */
const MAX_AROUND_PLACE = 16 * 1024;
/** Of the cue in which a place ends. */
const MAX_CUE_CHARACTERS = 4096;
const BLANK_LINE = /\n[ \t\r]*\n/;

/** The times of the cues in which `start` to `end` of a page of subtitles stand; null where none does. */
export function cueTimes(source: string, start: number, end: number): CueTimes | null {
  const { cues } = cuesOf(source, start, end);
  const [first] = cues;
  const last = cues.at(-1);
  if (!first || !last) return null;
  return {
    startMs: first.startMs,
    endMs: Math.max(...cues.map(({ endMs }) => endMs)),
    speaker: first.speaker,
  };
}

/** A cue, with who says what in it. */
export interface SpokenCue {
  startMs: number;
  endMs: number;
  /** `speaker` is null where nobody is named. */
  lines: { speaker: string | null; text: string }[];
}

/** The cues in which `start` to `end` of a page of subtitles stand, in order, each with all of its words. */
export function cuesWithin(source: string, start: number, end: number): SpokenCue[] {
  const { cues, around } = cuesOf(source, start, end);
  return cues.map(({ startMs, endMs, speaker, lines }) => {
    let speaks = speaker;
    return {
      startMs,
      endMs,
      lines: lines.map((line) => {
        const raw = around.slice(line.start, line.end);
        speaks = voice.exec(raw)?.[1]?.trim() ?? speaks;
        const words = raw.replace(tag, '').replace(ENTITY, (entity) => ENTITIES[entity] ?? entity);
        return { speaker: speaks, text: words.trim() };
      }),
    };
  });
}

/** The cues in which a place stands, with the part of the source that was read for them. */
function cuesOf(source: string, start: number, end: number): { cues: CueLines[]; around: string } {
  const early = Math.max(0, start - MAX_AROUND_PLACE);
  // From the middle of a cue nothing can be read.
  const blank = early === 0 ? 0 : source.slice(early, start).search(BLANK_LINE);
  if (blank < 0) return { cues: [], around: '' };
  const from = early + blank;
  const late = Math.min(end, start + MAX_AROUND_PLACE);
  const gap = source.slice(late, late + MAX_CUE_CHARACTERS).search(BLANK_LINE);
  const around = source.slice(from, late + (gap < 0 ? MAX_CUE_CHARACTERS : gap));
  const cues = cueLines(around, 0).filter(({ lines }) =>
    lines.some((line) => line.start + from < end && line.end + from > start),
  );
  return { cues, around };
}

function cueLines(source: string, from: number): CueLines[] {
  const cues: CueLines[] = [];
  let cue: CueLines | null = null;
  let speaker: string | null = null;
  let chapter: CueLines['chapter'] = null;
  for (let start = from; start < source.length;) {
    const found = source.indexOf('\n', start);
    const end = found < 0 ? source.length : found;
    const line = source.slice(start, end).trimEnd();
    const times = timing.exec(line);
    if (line.trim() === '') cue = null;
    else if (times) {
      const [startMs, endMs] = [milliseconds(times[1]), milliseconds(times[2])];
      cues.push((cue = { startMs, endMs, speaker, lines: [], chapter }));
      chapter = null;
    } else if (!cue) {
      const note = chapterNote.exec(line);
      if (note) chapter = { start: start + note[0].length, end: start + line.length };
    } else {
      const name = voice.exec(line)?.[1]?.trim();
      if (name !== undefined) {
        speaker = name;
        if (cue.lines.length === 0) cue.speaker = name;
      }
      cue.lines.push({ start, end: start + line.length });
    }
    start = end + 1;
  }
  return cues;
}

const milliseconds = (text = ''): number => {
  const [seconds = 0, minutes = 0, hours = 0] = text.replace(',', '.').split(':').map(Number).toReversed();
  return Math.round((hours * 3600 + minutes * 60 + seconds) * 1000);
};

/** The cues with which passages begin: after a sentence where that is possible within 30 s. */
function passageBeginnings(source: string, cues: readonly CueLines[]): ReadonlySet<number> {
  const beginnings = new Set<number>();
  let began = 0;
  let speaker: string | null = null;
  /** The newest cue of this passage that begins a sentence. */
  let sentence = -1;
  for (const [n, cue] of cues.entries()) {
    const start = cues[began]?.startMs ?? 0;
    if (n === 0 || cue.chapter !== null || cue.speaker !== speaker) [began, sentence] = [n, -1];
    else if (cue.endMs - start > MAX_PASSAGE_MS) {
      began = sentence > began && cue.endMs - (cues[sentence]?.startMs ?? 0) <= MAX_PASSAGE_MS ? sentence : n;
      sentence = -1;
    }
    beginnings.add(began);
    speaker = cue.speaker;
    const last = cue.lines.at(-1);
    if (last && endsSentence.test(source.slice(last.start, last.end).replace(tag, ''))) sentence = n + 1;
  }
  return beginnings;
}

function copyWithoutTags(source: string, from: number, to: number, builder: TextBuilder): void {
  let at = from;
  for (const found of source.slice(from, to).matchAll(tag)) {
    const speaker = voice.exec(found[0])?.[1]?.trim();
    const start = from + found.index;
    if (start > at) copyDecoded(source, at, start, builder);
    if (speaker !== undefined) builder.replace(`${speaker}: `, start, start + found[0].length);
    at = start + found[0].length;
  }
  if (to > at) copyDecoded(source, at, to, builder);
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&nbsp;': ' ' };
const ENTITY = /&(?:amp|lt|gt|nbsp);/g;

function copyDecoded(source: string, from: number, to: number, builder: TextBuilder): void {
  let at = from;
  for (const found of source.slice(from, to).matchAll(ENTITY)) {
    const start = from + found.index;
    if (start > at) builder.copy(at, start);
    builder.replace(ENTITIES[found[0]] ?? found[0], start, start + found[0].length);
    at = start + found[0].length;
  }
  if (to > at) builder.copy(at, to);
}
