/** What is said from one time of a recording to another, in seconds. */
export interface Cue {
  start: number;
  end: number;
  text: string;
  /** Who says it; absent or null when nobody knows. */
  speaker?: string | null;
}

/**
 * Formats cues as a WebVTT file (W3C), in order of time. Markup in a text is escaped, so it is shown and not
 * interpreted; the speaker is its voice. A chapter is named in a note before its first cue.
 */
export function webVtt(
  cues: readonly Cue[],
  chapters: readonly { start: number; title: string }[] = [],
): string {
  const shown = cues
    .filter(({ start, end, text }) => end > start && text.trim() !== '')
    .toSorted((a, b) => a.start - b.start);
  const named = chapters.filter(({ title }) => escape(title) !== '').toSorted((a, b) => a.start - b.start);
  /** The name of the chapter that has begun since the cue before. */
  const heading = (start: number): string => {
    let begun: string | undefined;
    while (named[0] !== undefined && named[0].start <= start + 0.05) begun = named.shift()?.title;
    return begun === undefined ? '' : `NOTE Chapter: ${escape(begun)}\n\n`;
  };
  return [
    'WEBVTT\n',
    ...shown.map(
      ({ start, end, text, speaker }) =>
        `${heading(start)}${time(start)} --> ${time(end)}\n${speaker ? `<v ${escape(speaker)}>` : ''}${escape(text)}\n`,
    ),
  ].join('\n');
}

function time(seconds: number): string {
  const ms = Math.round(Math.max(0, seconds) * 1000);
  const part = (value: number, length = 2): string => String(Math.floor(value)).padStart(length, '0');
  return `${part(ms / 3_600_000)}:${part((ms / 60_000) % 60)}:${part((ms / 1000) % 60)}.${part(ms % 1000, 3)}`;
}

/** A cue ends at a blank line, and an arrow begins another: neither may stand in its text. */
const escape = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
