/** What is said from one time of a recording to another, in seconds. */
export interface Cue {
  start: number;
  end: number;
  text: string;
  /** Who says it; absent or null when nobody knows. */
  speaker?: string | null;
  /** Its words with when each begins, where that is known: joined, they are the text. */
  words?: readonly { start: number; text: string }[];
}

/**
 * Formats cues as a WebVTT file (W3C), in order of time. Markup in a text is escaped, so it is shown and not
 * interpreted; the speaker is its voice, and words have their times before them. A chapter is named in a note
 * before its first cue.
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
      ({ start, end, speaker, ...said }) =>
        `${heading(start)}${time(start)} --> ${time(end)}\n${speaker ? `<v ${escape(speaker)}>` : ''}${wordsOf(said)}\n`,
    ),
  ].join('\n');
}

/** A time may not go back, and the first word begins with its cue. */
const wordsOf = ({ text, words = [] }: Pick<Cue, 'text' | 'words'>): string =>
  words.length === 0
    ? escape(text)
    : words
        .map((word, n) => {
          const space = /\s$/.test(word.text) ? ' ' : '';
          return `${n === 0 ? '' : `<${time(word.start)}>`}${escape(word.text)}${space}`;
        })
        .join('')
        .trim();

/** The same without the times of words, as it becomes a page. */
export const withoutWordTimes = (vtt: string): string => vtt.replaceAll(/<\d[\d:.]*>/g, '');

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
