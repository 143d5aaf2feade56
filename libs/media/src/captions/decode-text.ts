/** The encodings that caption files of a language had before UTF-8, by ISO 639-1 code (WHATWG names). */
const LEGACY: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['ru', 'uk', 'bg', 'be', 'sr', 'mk'].map((code) => [code, 'windows-1251'])),
  ...Object.fromEntries(['pl', 'cs', 'sk', 'hu', 'sl', 'hr', 'ro'].map((code) => [code, 'windows-1250'])),
  el: 'windows-1253',
  tr: 'windows-1254',
  he: 'windows-1255',
  ar: 'windows-1256',
  fa: 'windows-1256',
  vi: 'windows-1258',
  th: 'windows-874',
  zh: 'gb18030',
  ja: 'shift_jis',
  ko: 'euc-kr',
};
const DEFAULT_LEGACY = 'windows-1252';

export interface Decoded {
  texts: string[];
  /** The encoding that was guessed, because these are not Unicode; null when nothing had to be. */
  guessed: string | null;
}

/**
 * Decodes the parts of one text: Unicode by its byte order mark, or UTF-8; where a part is neither, it is
 * read as files of this language (BCP 47) used to be written.
 */
export function decodeTexts(parts: readonly Uint8Array[], language: string | null): Decoded {
  let guessed: string | null = null;
  const texts = parts.map((bytes) => {
    const marked = byMark(bytes);
    if (marked !== null) return marked;
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      guessed = LEGACY[language?.split('-')[0]?.toLowerCase() ?? ''] ?? DEFAULT_LEGACY;
      return new TextDecoder(guessed).decode(bytes);
    }
  });
  return { texts, guessed };
}

function byMark(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  // UTF-16 without a mark: every other byte of Latin text is zero.
  const zeros = [0, 1].map((odd) => bytes.filter((byte, n) => byte === 0 && n % 2 === odd).length);
  if (bytes.length < 8) return null;
  if ((zeros[1] ?? 0) > bytes.length / 3) return new TextDecoder('utf-16le').decode(bytes);
  if ((zeros[0] ?? 0) > bytes.length / 3) return new TextDecoder('utf-16be').decode(bytes);
  return null;
}
