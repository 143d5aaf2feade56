import { AppError } from '@persona/contracts';

/** What a walk stops at, with the offset just behind it. */
interface JsonStop {
  /**
   * At the path of the walk: the opening quote of a string; the opening bracket of an array, a comma between
   * its elements, or its closing bracket.
   */
  kind: 'string' | 'open' | 'comma' | 'close';
  end: number;
}

export interface JsonWalk {
  /** Follows the chunk from the offset `from` to the next stop; null when it has none. */
  next(chunk: Buffer, from: number): JsonStop | null;
}

export interface JsonWalkOptions {
  /** The keys of the objects that lead to the value at whose parts the walk stops. */
  path: readonly string[];
  /** The most values in the text, counted as its commas. */
  maxValues?: number;
  /** The most values between two stops: in one element of the array at the path. */
  maxValuesAtOnce?: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Only so that the walk's own memory is bounded: whoever parses the text has a lower limit. */
const MAX_DEPTH = 1000;
/** Of a longer key only the beginning is kept, which no path has. */
const MAX_KEY_BYTES = 1000;

/**
 * Follows the structure of a JSON text chunk by chunk, without parsing it, only as far as is needed to know
 * where the value at a path begins and ends and how many values there are. Errors in the JSON are left to the
 * parser. Throws `validation_error` for a text that is nested too deeply or holds too many values.
 */
export function createJsonWalk({
  path,
  maxValues = Infinity,
  maxValuesAtOnce = maxValues,
}: JsonWalkOptions): JsonWalk {
  /** For each open object the key being filled, for each array null. */
  const stack: (string | null)[] = [];
  const inObject: boolean[] = [];
  let values = 0;
  let valuesAtLastStop = 0;
  let expectsKey = false;
  let inString = false;
  /** Within a string: whether an odd number of backslashes stands before the next byte. */
  let escaped = false;
  let key: Buffer[] | null = null;
  let keyBytes = 0;
  /** The depth of the array at the path, while the walk is in it. */
  let listDepth = -1;

  const atPath = (): boolean =>
    stack.length === path.length && path.every((name, level) => stack[level] === name);

  /** The offset behind the string that `from` is in; -1 when it does not end in this chunk. */
  const skipString = (chunk: Buffer, from: number): number => {
    for (let at = from; ;) {
      const quote = chunk.indexOf(QUOTE, at);
      const end = quote < 0 ? chunk.length : quote;
      let slashes = 0;
      while (end - slashes > at && chunk[end - slashes - 1] === BACKSLASH) slashes++;
      // Where the backslashes reach back to `at`, the first of them may be escaped itself.
      const carried = escaped && slashes === end - at;
      escaped = (slashes % 2 === 1) !== carried;
      if (quote < 0) return -1;
      at = quote + 1;
      if (!escaped) return at;
      escaped = false;
    }
  };
  const keepKey = (bytes: Buffer): void => {
    if (!key || keyBytes > MAX_KEY_BYTES) return;
    keyBytes += bytes.length;
    // A copy, because a slice would keep the whole network buffer alive.
    key.push(Buffer.from(bytes.subarray(0, MAX_KEY_BYTES)));
  };

  return {
    next(chunk, from) {
      for (let i = from; i < chunk.length; i++) {
        if (inString) {
          const end = skipString(chunk, i);
          keepKey(chunk.subarray(i, end < 0 ? chunk.length : end - 1));
          if (end < 0) return null;
          inString = false;
          if (key) stack[stack.length - 1] = parseKey(key);
          key = null;
          i = end - 1;
          continue;
        }
        switch (chunk[i]) {
          case QUOTE:
            inString = true;
            escaped = false;
            if (expectsKey) {
              key = [];
              keyBytes = 0;
            } else if (atPath()) return { kind: 'string', end: i + 1 };
            break;
          case 0x7b: // {
          case 0x5b: {
            // [
            if (stack.length >= MAX_DEPTH)
              throw tooMuch('too_deep', `is nested over ${MAX_DEPTH} levels deep`);
            const isList = chunk[i] === 0x5b;
            const isAtPath = isList && atPath();
            stack.push(null);
            inObject.push(!isList);
            expectsKey = !isList;
            if (isAtPath) {
              listDepth = stack.length;
              valuesAtLastStop = values;
              return { kind: 'open', end: i + 1 };
            }
            break;
          }
          case 0x7d: // }
          case 0x5d: {
            // ]
            const isEnd = stack.length === listDepth;
            stack.pop();
            inObject.pop();
            expectsKey = false;
            if (isEnd) {
              listDepth = -1;
              return { kind: 'close', end: i + 1 };
            }
            break;
          }
          case 0x3a: // :
            expectsKey = false;
            break;
          case 0x2c: // ,
            if (++values >= maxValues)
              throw tooMuch('too_many_values', `holds over ${maxValues} values; send less at a time`);
            expectsKey = inObject.at(-1) ?? false;
            if (stack.length === listDepth) {
              valuesAtLastStop = values;
              return { kind: 'comma', end: i + 1 };
            }
            if (values - valuesAtLastStop >= maxValuesAtOnce)
              throw tooMuch(
                'too_many_values',
                `holds over ${maxValuesAtOnce} values in one part; send less in one`,
              );
            break;
        }
      }
      return null;
    },
  };
}

const tooMuch = (code: string, what: string): AppError =>
  new AppError('validation_error', `The body ${what}`, { details: [{ path: 'body', code }] });

function parseKey(bytes: readonly Buffer[]): string | null {
  try {
    return JSON.parse(`"${Buffer.concat(bytes).toString('utf8')}"`) as string;
  } catch {
    return null;
  }
}
