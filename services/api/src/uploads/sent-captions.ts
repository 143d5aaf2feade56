import { AppError } from '@persona/contracts';
import { createBase64Decoder } from './base64-decoder.ts';

/** Captions as they stand in a request: as text, or as a file in base64. */
export interface SentCaptions {
  language?: string | null | undefined;
  text?: string | null | undefined;
  file?: string | null | undefined;
}

/** More is no caption track. */
const MAX_CAPTIONS_BYTES = 4 * 1024 * 1024;

/** The bytes of each; throws `validation_error` or `invalid_base64` naming the one at fault. */
export function readSentCaptions(
  captions: readonly SentCaptions[],
  path: string,
): { language: string | null; bytes: Buffer }[] {
  return captions.map(({ language, text, file }, n) => {
    const param = `${path}[${n}]`;
    if ((text ?? file ?? null) === null || (text != null && file != null))
      throw new AppError('validation_error', `${param} needs text or file, and one of them`, { param });
    const bytes = text != null ? Buffer.from(text) : decode(file ?? '', `${param}.file`);
    if (bytes.length === 0 || bytes.length > MAX_CAPTIONS_BYTES)
      throw new AppError('validation_error', `${param} must hold 1 byte to 4 MiB`, { param });
    return { language: language ?? null, bytes };
  });
}

function decode(text: string, param: string): Buffer {
  const decoder = createBase64Decoder(param);
  return Buffer.concat([decoder.push(Buffer.from(text)), decoder.end()]);
}
