import type { TextBuilder } from './text-builder.ts';

const timing = /^(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{1,3}\s+-->\s+(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{1,3}/;
const tag = /<[^<>\n]*>/g;

/** Reads subtitles (WebVTT, SubRip): what is said in each cue, without times and tags. */
export function readCues(source: string, from: number, builder: TextBuilder, nextGroup: () => number): void {
  const group = nextGroup();
  let inCue = false;
  let ended = true;
  for (let start = from; start < source.length;) {
    const found = source.indexOf('\n', start);
    const end = found < 0 ? source.length : found;
    const line = source.slice(start, end).trimEnd();
    if (line.trim() === '') inCue = false;
    else if (timing.test(line)) inCue = true;
    else if (inCue) {
      // A sentence that goes on in the next cue is one.
      if (ended || /^<v |^[-–—] |^\[/.test(line)) builder.open('paragraph', { group });
      else builder.space(start, start);
      copyWithoutTags(source, start, start + line.length, builder);
      ended = /[.!?…。！？]["'”’)\]]*$/.test(line.replace(tag, ''));
    }
    start = end + 1;
  }
  builder.close();
}

function copyWithoutTags(source: string, from: number, to: number, builder: TextBuilder): void {
  let at = from;
  for (const found of source.slice(from, to).matchAll(tag)) {
    const voice = /^<v(?:\.[^ ]*)? ([^>]+)>$/.exec(found[0])?.[1];
    const start = from + found.index;
    if (start > at) builder.copy(at, start);
    if (voice !== undefined) builder.replace(`${voice}: `, start, start + found[0].length);
    at = start + found[0].length;
  }
  if (to > at) builder.copy(at, to);
}
