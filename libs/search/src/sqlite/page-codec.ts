import type { EncodedPage } from '../search-index.ts';
import type { RankedPage } from '../ranking/term-index.ts';

/**
 * What ranking reads of a page version, as bytes: its terms once, then its streams as varints into them,
 * which take one or two bytes a token. Raise FORMAT when this, the analyser or the cutting changes: an index
 * of the new format is then filled beside the one there is, which answers until the new one is whole.
 */
export const FORMAT = 5;

/**
 * The formats before, as far as `unpackPage` and the tables that it is read from are the same: an index of
 * theirs still tells which passages to look at, and what these say is read from the documents.
 */
export const OLDER_FORMATS: readonly number[] = [3, 4];

type Ranking = Pick<RankedPage, 'terms' | 'title_tokens' | 'passages'>;

export function packPage({ terms, title_tokens, passages }: EncodedPage): Uint8Array {
  const dictionary = Buffer.from(terms.join('\n'));
  const languages = [...new Set(passages.map(({ language }) => language))];
  const named = Buffer.from(languages.join('\n'));
  let maxBytes = 5 * 4 + named.length + dictionary.length + 5 * title_tokens.length;
  for (const { tokens, extra_tokens, heading_tokens } of passages)
    maxBytes += 5 * (5 + tokens.length + extra_tokens.length + heading_tokens.length);
  const bytes = Buffer.allocUnsafe(maxBytes);
  let at = 0;
  const number = (value: number): void => {
    let rest = value;
    while (rest > 127) {
      bytes[at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    bytes[at++] = rest;
  };
  const stream = (values: Uint32Array): void => {
    number(values.length);
    for (const value of values) number(value);
  };
  const blob = (value: Buffer): void => {
    number(value.length);
    at += value.copy(bytes, at);
  };
  blob(named);
  blob(dictionary);
  stream(title_tokens);
  number(passages.length);
  for (const { n, language, tokens, extra_tokens, heading_tokens } of passages) {
    number(n);
    number(languages.indexOf(language));
    stream(tokens);
    stream(extra_tokens);
    stream(heading_tokens);
  }
  return bytes.subarray(0, at);
}

export function unpackPage(packed: Uint8Array): Ranking {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  let at = 0;
  const number = (): number => {
    let value = 0;
    let shift = 0;
    for (;;) {
      const byte = bytes[at++] ?? 0;
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
      shift += 7;
    }
  };
  const stream = (): Uint32Array => {
    const values = new Uint32Array(number());
    for (let i = 0; i < values.length; i++) values[i] = number();
    return values;
  };
  const lines = (): string[] => {
    const length = number();
    const text = bytes.toString('utf8', at, at + length);
    at += length;
    return text === '' ? [] : text.split('\n');
  };
  const languages = lines();
  const terms = lines();
  const title_tokens = stream();
  const passages = Array.from({ length: number() }, () => ({
    n: number(),
    language: languages[number()] ?? 'und',
    tokens: stream(),
    extra_tokens: stream(),
    heading_tokens: stream(),
  }));
  return { terms, title_tokens, passages };
}
