import { AppError } from '@persona/contracts';
import { createBase64Decoder } from './base64-decoder.ts';
import { createStringUnescaper } from './string-unescaper.ts';

/** Takes the bytes of a file as they arrive and returns the text that stands for it in the parsed body. */
export type ReceiveFile = (bytes: AsyncIterable<Uint8Array>) => Promise<string>;

export interface JsonUploadOptions {
  /** Wrapper and field of the base64 string: `['voice_data', 'sample_audio']`. */
  file: readonly [wrapper: string, field: string];
  /** Parses everything but the file, like any other body. */
  parse: (text: string) => unknown;
  /** The most bytes of everything but the file. */
  maxFieldBytes: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Reads a JSON body with one field that is a file in base64, without ever holding the file: its bytes go to
 * `receive` as they arrive, and the rest is parsed with the result of `receive` in the file's place. Throws
 * `malformed_json`, `invalid_base64`, `payload_too_large`, or what `receive` throws.
 */
export async function readJsonUpload(
  source: AsyncIterator<Buffer>,
  { file, parse, maxFieldBytes }: JsonUploadOptions,
  receive: ReceiveFile,
): Promise<unknown> {
  const param = file.join('.');
  const walk = createJsonWalk(file);
  const kept: Buffer[] = [];
  let keptBytes = 0;
  let chunk: Buffer = Buffer.alloc(0);
  let received = false;

  const next = async (): Promise<boolean> => {
    const step = await source.next();
    if (step.done) return false;
    chunk = step.value;
    return true;
  };
  const keep = (bytes: Buffer): void => {
    keptBytes += bytes.length;
    if (keptBytes > maxFieldBytes) {
      throw new AppError(
        'payload_too_large',
        `Everything in the body but ${param} may have ${maxFieldBytes} bytes at most`,
      );
    }
    // A copy, because a slice would keep the whole network buffer alive.
    kept.push(Buffer.from(bytes));
  };

  async function* fileBytes(): AsyncGenerator<Uint8Array> {
    const unescaper = createStringUnescaper();
    const decoder = createBase64Decoder(param);
    for (;;) {
      const quote = chunk.indexOf(QUOTE);
      const text = unescaper.push(quote < 0 ? chunk : chunk.subarray(0, quote));
      // No escape stands for both a character of base64 and a quote.
      if (quote >= 0 && unescaper.pending()) {
        throw new AppError('invalid_base64', `${param} is not base64`, { param });
      }
      const bytes = decoder.push(text);
      if (bytes.length > 0) yield bytes;
      if (quote >= 0) {
        chunk = chunk.subarray(quote);
        break;
      }
      if (!(await next())) throw new AppError('malformed_json', `The body ends inside ${param}`, { param });
    }
    const last = decoder.end();
    if (last.length > 0) yield last;
  }

  while (chunk.length > 0 || (await next())) {
    const begin = walk(chunk);
    if (begin < 0) {
      keep(chunk);
      chunk = Buffer.alloc(0);
      continue;
    }
    if (received) throw new AppError('validation_error', `${param} is there twice`, { param });
    received = true;
    keep(chunk.subarray(0, begin));
    chunk = chunk.subarray(begin);
    const standIn = JSON.stringify(await receive(fileBytes()));
    keep(Buffer.from(standIn.slice(1, -1)));
  }
  return parse(Buffer.concat(kept).toString('utf8'));
}

/**
 * Follows the structure of a JSON text chunk by chunk, only as far as is needed to know the path of a string.
 * Returns the offset just behind the opening quote of the file's string, or −1 when the chunk has none.
 * Errors in the JSON are left to the parser.
 */
function createJsonWalk(path: readonly string[]): (chunk: Buffer) => number {
  const MAX_DEPTH = 128;
  /** For each open object the key being filled, for each array null. */
  const stack: (string | null)[] = [];
  const inObject: boolean[] = [];
  let expectsKey = false;
  let inString = false;
  let escaped = false;
  let key: number[] | null = null;

  const atFile = (): boolean =>
    stack.length === path.length && path.every((name, level) => stack[level] === name);

  return (chunk) => {
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) {
          inString = false;
          if (key) stack[stack.length - 1] = parseKey(key);
          key = null;
          continue;
        }
        key?.push(byte);
        continue;
      }
      switch (byte) {
        case QUOTE:
          inString = true;
          if (expectsKey) key = [];
          else if (atFile()) return i + 1;
          break;
        case 0x7b: // {
        case 0x5b: // [
          if (stack.length >= MAX_DEPTH) {
            throw new AppError('malformed_json', 'The body is nested too deeply');
          }
          stack.push(null);
          inObject.push(byte === 0x7b);
          expectsKey = byte === 0x7b;
          break;
        case 0x7d: // }
        case 0x5d: // ]
          stack.pop();
          inObject.pop();
          expectsKey = false;
          break;
        case 0x3a: // :
          expectsKey = false;
          break;
        case 0x2c: // ,
          expectsKey = inObject.at(-1) ?? false;
          break;
      }
    }
    return -1;
  };
}

function parseKey(bytes: readonly number[]): string | null {
  try {
    return JSON.parse(`"${Buffer.from(bytes).toString('utf8')}"`) as string;
  } catch {
    return null;
  }
}
