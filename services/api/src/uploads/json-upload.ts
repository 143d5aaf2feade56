import { AppError } from '@persona/contracts';
import { createJsonWalk } from '../edge/json-walk.ts';
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
  const walk = createJsonWalk({ path: file });
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
    const stop = walk.next(chunk, 0);
    if (!stop) {
      keep(chunk);
      chunk = Buffer.alloc(0);
      continue;
    }
    keep(chunk.subarray(0, stop.end));
    chunk = chunk.subarray(stop.end);
    // An array in the file's place is left to validation.
    if (stop.kind !== 'string') continue;
    if (received) throw new AppError('validation_error', `${param} is there twice`, { param });
    received = true;
    const standIn = JSON.stringify(await receive(fileBytes()));
    keep(Buffer.from(standIn.slice(1, -1)));
  }
  return parse(Buffer.concat(kept).toString('utf8'));
}
