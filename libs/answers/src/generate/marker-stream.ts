/** A citation marker of a model's reply: the passage numbers in it, and where in the clean text it stood. */
interface Marker {
  numbers: number[];
  at: number;
}

export interface MarkerStream {
  /** Takes a piece of the reply, cut anywhere; returns what may be shown now. */
  push(piece: string): string;
  /** The rest that was held back. */
  end(): string;
  readonly text: string;
  readonly markers: readonly Marker[];
}

const MARKER = /^[[【]\s*\^?(?:passage\s*)?\d{1,4}(?:\s*[,;–-]\s*\^?\d{1,4})*\s*(?:†[^\]】]{0,40})?[\]】]/i;
/** What may still become a marker when more of the reply comes. */
const BEGUN =
  /^[[【](?:\s*\^?(?:p(?:a(?:s(?:s(?:a(?:g(?:e)?)?)?)?)?)?)?\s*[\d\s,;–^-]*(?:†[^\]】]{0,40})?)$/i;
const CUT_MARKER = /\s*[[【]\s*\^?\d[\d\s,;–-]*$/;
const MAX_MARKER_CHARACTERS = 80;
/** Control characters, and those that turn the direction of what is shown behind them. */
const INVISIBLE = /(?![\t\n\r])[\p{Cc}\p{Bidi_Control}\ufeff]/gu;
const THINKING = /^\s*<think(?:ing)?>[^]*?<\/think(?:ing)?>\s*/;
const THINKING_BEGUN = /^\s*<(?:t(?:h(?:i(?:n(?:k(?:i(?:n(?:g)?)?)?)?)?)?)?)?$|^\s*<think(?:ing)?>/;

/**
 * Turns a streamed reply into clean text: markers such as [2] or 【1】 go (and are remembered), with the space
 * before them; so do the bold marks and headings of Markdown and a reasoning model's <think> block. Code
 * between backticks is kept as it is. The pieces returned, joined, are `text`, whatever the cuts between the
 * pieces pushed.
 */
export function createMarkerStream(): MarkerStream {
  let waiting = '';
  let text = '';
  let space = '';
  let started = false;
  let indented = false;
  let code: '' | '`' | '```' = '';
  const markers: Marker[] = [];

  /** Consumes what can be decided; with `last`, everything. */
  const drain = (last: boolean): string => {
    if (!started) {
      waiting = waiting.replace(THINKING, '');
      if (!last && (waiting.trim() === '' || THINKING_BEGUN.test(waiting))) return '';
      // A reply that never stopped thinking says nothing.
      if (last && /^\s*<think(?:ing)?>/.test(waiting)) waiting = '';
      waiting = waiting.trimStart();
      started = true;
    }
    let out = '';
    const show = (characters: string) => {
      out += space + characters;
      text += space + characters;
      space = '';
    };
    let at = 0;
    while (at < waiting.length) {
      const character = waiting.charAt(at);
      // The rest of the spaces behind a heading's marks may come with the next piece.
      indented &&= character === ' ';
      if (indented) {
        at++;
        continue;
      }
      const rest = waiting.slice(at, at + MAX_MARKER_CHARACTERS);
      if (!code && (character === '[' || character === '【')) {
        const marker = MARKER.exec(rest);
        if (marker) {
          markers.push({ numbers: numbersOf(marker[0]), at: text.length });
          at += marker[0].length;
          continue;
        }
        if (!last && rest.length < MAX_MARKER_CHARACTERS && BEGUN.test(rest)) break;
      }
      if (!code && character === '*') {
        if (!last && rest.length === 1) break;
        if (rest.startsWith('**')) {
          at += 2;
          continue;
        }
      }
      if (!code && character === '#' && (text === '' || space.includes('\n'))) {
        const heading = /^#{1,6}(?=\s)/.exec(rest);
        if (heading) {
          at += heading[0].length;
          indented = true;
          continue;
        }
        if (!last && /^#{1,6}$/.test(rest)) break;
      }
      if (character === '`') {
        if (!last && rest.length < 3 && /^`+$/.test(rest)) break;
        const mark = rest.startsWith('```') ? '```' : '`';
        code = code === '' ? mark : code === mark ? '' : code;
        show(mark);
        at += mark.length;
        continue;
      }
      if (code === '`' && character === '\n') code = '';
      if (/\s/.test(character)) {
        // Held until something follows: the space before a marker goes with it, and none ends the text.
        const doubled = space !== '' && character === ' ' && markers.at(-1)?.at === text.length;
        if (!doubled && text !== '') space += character;
      } else {
        if (space && markers.at(-1)?.at === text.length && /[.,;:!?。！？、，।]/.test(character)) space = '';
        show(character);
      }
      at++;
    }
    waiting = waiting.slice(at);
    return out;
  };

  return {
    push(piece) {
      waiting += piece.replace(INVISIBLE, '');
      return drain(false);
    },
    end() {
      // A marker that was cut off is none.
      waiting = waiting.replace(CUT_MARKER, '');
      return drain(true);
    },
    get text() {
      return text;
    },
    markers,
  };
}

function numbersOf(marker: string): number[] {
  const numbers = new Set<number>();
  const body = marker.replace(/†.*/u, '');
  for (const part of body.matchAll(/(\d+)(?:\s*[–-]\s*(\d+))?/g)) {
    const first = Number(part[1]);
    const last = Math.min(Number(part[2] ?? first), first + 20);
    for (let number = first; number <= last; number++) numbers.add(number);
  }
  return [...numbers];
}
