/** A part of a cue that one person says. */
export interface Spoken {
  text: string;
  /** As the file names them; null where it does not. */
  speaker: string | null;
}

/** How the words of a cue are written. */
export type CueForm = 'plain' | 'subrip' | 'webvtt' | 'ass';

/** By ffmpeg's names of the codecs of text tracks. */
export const cueForms: Readonly<Record<string, CueForm>> = {
  mov_text: 'subrip',
  text: 'subrip',
  subrip: 'subrip',
  srt: 'subrip',
  webvtt: 'webvtt',
  ass: 'ass',
  ssa: 'ass',
};

/**
 * What a cue says, without its markup; a cue of several voices gives several parts. Blank parts are left out.
 */
export function readCueText(text: string, form: CueForm): Spoken[] {
  const parts = form === 'webvtt' ? voices(text) : form === 'ass' ? [event(text)] : [{ text, speaker: null }];
  return parts
    .map(({ text: words, speaker }) => ({ text: tidy(plain(words, form)), speaker: name(speaker) }))
    .filter(({ text: words }) => /[\p{L}\p{N}]/u.test(words));
}

/** `<v Name>` begins a voice, which lasts to `</v>` or the next (WebVTT). */
function voices(text: string): Spoken[] {
  const parts: Spoken[] = [];
  let speaker: string | null = null;
  let from = 0;
  for (const tag of text.matchAll(/<v(?:\.[^\s<>]*)?[ \t]+([^<>]*)>|<\/v>/g)) {
    parts.push({ text: text.slice(from, tag.index), speaker });
    speaker = tag[1] === undefined ? null : entities(tag[1]);
    from = tag.index + tag[0].length;
  }
  return [...parts, { text: text.slice(from), speaker }];
}

/**
 * An event as Matroska stores it: order, layer, style, name, three margins, effect, and the words, in which
 * there may be commas.
 */
function event(text: string): Spoken {
  const fields = /^(?:[^,]*,){3}([^,]*),(?:[^,]*,){4}([\s\S]*)$/.exec(text);
  return fields ? { speaker: fields[1] ?? null, text: fields[2] ?? '' } : { speaker: null, text };
}

function plain(text: string, form: CueForm): string {
  if (form === 'plain') return text;
  if (form === 'ass') {
    return withoutBlocks(text)
      .replaceAll(/\\[Nn]/g, '\n')
      .replaceAll('\\h', ' ');
  }
  const known = form === 'webvtt' ? WEBVTT_TAGS : SUBRIP_TAGS;
  return entities(text.replaceAll(known, '').replaceAll(/\{\\[^{}]*\}/g, ''));
}

/** The words of ASS without their blocks of commands, and without what is drawn between `\\p1` and `\\p0`. */
function withoutBlocks(text: string): string {
  let words = '';
  let drawing = false;
  let at = 0;
  for (;;) {
    const open = text.indexOf('{', at);
    const close = open < 0 ? -1 : text.indexOf('}', open);
    if (!drawing) words += text.slice(at, close < 0 ? undefined : open);
    if (close < 0) return words;
    const scale = [...text.slice(open, close).matchAll(/\\p(\d)/g)].at(-1)?.[1];
    if (scale !== undefined) drawing = scale !== '0';
    at = close + 1;
  }
}

/** Tags that the form knows; any other `<` is a word of the cue. */
const SUBRIP_TAGS = /<\/?(?:b|i|u|s|font)(?:\s[^<>]*)?>/gi;
const WEBVTT_TAGS = /<\/?(?:b|i|u|c|ruby|rt|lang|v)(?:[.\s][^<>]*)?>|<\d[\d:.]*>/g;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  lrm: '\u200e',
  rlm: '\u200f',
};
const entities = (text: string): string =>
  text.replaceAll(/&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]{2,6}));/gi, (whole, decimal, hex, word) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(String(hex), 16) : Number.NaN;
    if (!Number.isNaN(code)) return code > 0x1f ? String.fromCodePoint(Math.min(code, 0x10_ffff)) : whole;
    return ENTITIES[String(word).toLowerCase()] ?? whole;
  });

/**
 * One line of words, whatever the file contained: nothing that changes the direction of the text after it.
 */
const tidy = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}\u202A-\u202E\u2066-\u2069\uFEFF]+/gu, ' ')
    .trim();

const MAX_SPEAKER_CHARACTERS = 100;
const name = (text: string | null): string | null =>
  tidy(text ?? '')
    .replaceAll(/[<>]/g, '')
    .slice(0, MAX_SPEAKER_CHARACTERS)
    .toWellFormed()
    .trim() || null;
