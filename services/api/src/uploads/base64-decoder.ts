import { AppError } from '@persona/contracts';

/** Decodes base64 text that arrives in chunks; holds back at most one group of four characters. */
export interface Base64Decoder {
  /**
   * Returns the bytes that are complete with this chunk of ASCII text. Throws `invalid_base64` at the first
   * character outside of the alphabet.
   */
  push(text: Buffer): Buffer;
  end(): Buffer;
}

const NOTHING = Buffer.alloc(0);
const DATA_URL_HEAD = /^data:[^,]{0,256};base64,/i;
const MAX_HEAD_CHARACTERS = 300;

/**
 * Decodes base64 and base64url, with or without padding, with white space in it, alone or as a `data:` URL.
 * `param` names the field in errors.
 */
export function createBase64Decoder(param: string): Base64Decoder {
  let held = '';
  let headSeen = false;
  let padded = false;

  const invalid = (): AppError =>
    new AppError('invalid_base64', `${param} is not base64, base64url or a data: URL with base64`, { param });

  function decode(text: string): Buffer {
    if (text === '') return NOTHING;
    // The native decoder skips unknown characters, so a short result reveals them; only then is the text
    // examined by character.
    const bytes = Buffer.from(text, 'base64');
    if (bytes.length === Math.floor((text.length * 3) / 4) && text.length % 4 !== 1) return bytes;
    const parts = /^([A-Za-z0-9+/_-]*)(={0,2})$/.exec(text);
    if (!parts || parts[1]!.length % 4 === 1) throw invalid();
    padded = parts[2] !== '';
    return bytes;
  }

  function take(chunk: string): string {
    const text = held + (/\s/.test(chunk) ? chunk.replace(/\s+/g, '') : chunk);
    held = '';
    if (headSeen) return text;
    if (!/^data:/i.test(text)) {
      // Up to five characters may still become "data:".
      if (text.length >= 5) headSeen = true;
      else held = text;
      return held ? '' : text;
    }
    const head = DATA_URL_HEAD.exec(text);
    if (!head) {
      if (text.length > MAX_HEAD_CHARACTERS || text.includes(',')) throw invalid();
      held = text;
      return '';
    }
    headSeen = true;
    return text.slice(head[0].length);
  }

  return {
    push(chunk) {
      const text = take(chunk.toString('latin1'));
      if (padded && text !== '') throw invalid();
      const whole = text.length - (text.length % 4);
      held += text.slice(whole);
      return decode(text.slice(0, whole));
    },
    end() {
      if (!headSeen && /^data:/i.test(held)) throw invalid();
      if (padded && held !== '') throw invalid();
      return decode(held);
    },
  };
}
