import { detectLanguage, sentences } from '@persona/text';
import type { ReplyParameters } from './read-parameters.ts';

export interface LimitedText {
  /** What may be shown of the next piece. */
  push(piece: string): string;
  /** What was held back, because it might have begun a stop sequence; at the end it may be shown. */
  end(): string;
  /** What was shown so far. */
  readonly text: string;
  /** Why the text has ended before its end; null while it goes on. */
  readonly ended: 'stop' | 'length' | null;
}

/**
 * Cuts a streamed text before the first of the stop sequences, and at a number of characters: behind the last
 * whole sentence that fits, or where not even one does, behind the last word.
 */
export function createLimitedText({
  maxCharacters = Infinity,
  stop,
}: Pick<ReplyParameters, 'maxCharacters' | 'stop'>): LimitedText {
  const held = Math.max(0, ...stop.map(({ length }) => length - 1));
  let whole = '';
  let shown = 0;
  let ended: LimitedText['ended'] = null;

  const show = (until: number): string => {
    const piece = whole.slice(shown, until);
    shown = Math.max(shown, until);
    return piece;
  };
  const take = (isLast: boolean): string => {
    if (ended !== null) return '';
    const at = Math.min(...stop.map((sequence) => indexOf(whole, sequence)));
    const stopped = Number.isFinite(at) && at <= maxCharacters;
    if (!stopped && whole.length > maxCharacters) {
      ended = 'length';
      return show(Math.max(shown, fitting(whole, maxCharacters)));
    }
    if (stopped) {
      ended = 'stop';
      return show(at);
    }
    return show(isLast ? whole.length : Math.max(shown, whole.length - held));
  };

  return {
    push(piece) {
      whole += piece;
      return take(false);
    },
    end: () => take(true),
    get text() {
      return whole.slice(0, shown);
    },
    get ended() {
      return ended;
    },
  };
}

const indexOf = (text: string, sequence: string): number => {
  const at = text.indexOf(sequence);
  return at < 0 ? Infinity : at;
};

/** The length of the beginning of a text that is shown where only `max` characters of it may be. */
function fitting(text: string, max: number): number {
  const end = sentences(text, detectLanguage(text)).findLast((sentence) => sentence.end <= max)?.end;
  if (end !== undefined) return end;
  const begun = text.slice(0, max + 1);
  const space = begun.search(/\s\S*$/u);
  // Half of a surrogate pair is no character.
  return space > 0 ? space : max - (/[\uD800-\uDBFF]$/.test(text.slice(0, max)) ? 1 : 0);
}
