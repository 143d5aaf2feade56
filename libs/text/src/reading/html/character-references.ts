import { decodeHTML } from 'entities';

/** No reference is longer: `&CounterClockwiseContourIntegral;`. */
const MAX_REFERENCE = 40;
/** Nor does one stand for more code units. */
const MAX_DECODED = 4;
const AMPERSAND = 0x26;
/** Pages write the same few again and again, and these are short. */
const decoded = new Map<string, string>();
const MAX_KEPT = 1_000;
const MAX_KEPT_LENGTH = 12;

function decode(written: string): string {
  const known = decoded.get(written);
  if (known !== undefined) return known;
  const text = decodeHTML(written);
  if (decoded.size === MAX_KEPT) decoded.clear();
  if (written.length <= MAX_KEPT_LENGTH) decoded.set(written, text);
  return text;
}

/**
 * Where the character reference begins that ends at `end` and gives what `text` begins with; `end` when there
 * is none.
 */
export function referenceBefore(html: string, end: number, text: string): number {
  const near = Math.max(0, end - MAX_REFERENCE);
  let start = end - 1;
  while (start >= near && html.charCodeAt(start) !== AMPERSAND) start--;
  if (start < near || html.startsWith(text, end)) return end;
  return referenceAt(html, start, end, text, 0)?.length === end - start ? start : end;
}

const reference = /&(?:#\d{1,7};?|#[xX][\da-fA-F]{1,6};?|[a-zA-Z][a-zA-Z0-9]{1,31};?)/y;

/** The character reference at `from`, when it decodes to what the parser made of it: `text` at `at`. */
export function referenceAt(
  source: string,
  from: number,
  to: number,
  text: string,
  at: number,
): { decoded: string; length: number } | undefined {
  reference.lastIndex = from;
  if (!reference.test(source)) return undefined;
  // Without its semicolon a name may go on as text: the longest that decodes to what is there.
  for (let length = Math.min(reference.lastIndex, to) - from; length > 2; length--) {
    const written = source.slice(from, from + length);
    const decoded = decode(written);
    if (decoded !== written && decoded.length <= MAX_DECODED && text.startsWith(decoded, at))
      return { decoded, length };
  }
  return undefined;
}
