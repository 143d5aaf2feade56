/**
 * UTF-8 that was read as Windows-1252: `Ã¼`, `â€™`. Each such run is two to four characters that no language
 * writes beside each other.
 */
const run =
  /[ÂÃÅÄÐÑÎÏØÙ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸŽ]|â[€‚][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸŽ¢¬]/g;

/** The bytes of Windows-1252 that are not those of Latin-1, from 0x80. */
const special = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const decoder = new TextDecoder('utf-8', { fatal: true });
const MIN_RUNS = 2;

export interface Repair {
  start: number;
  end: number;
  text: string;
}

/**
 * Where a page's letters were garbled on their way, with what they were; empty unless it is certain: several
 * runs, each of which reads as one letter, and no letter of the kind that stands for itself.
 */
export function findMojibake(content: string): Repair[] {
  const repairs: Repair[] = [];
  for (const found of content.matchAll(run)) {
    const text = decode(found[0]);
    if (text === undefined || /[\u0080-\u009f]/.test(text)) return [];
    repairs.push({ start: found.index, end: found.index + found[0].length, text });
  }
  return repairs.length >= MIN_RUNS ? repairs : [];
}

/** Letters of a page that were garbled on their way: what they were, and what its owner is told. */
export function readGarbled(content: string): { repairs: Repair[]; warning?: 'mojibake' | 'garbled' } {
  const mayHold = mayHoldRun(content);
  const repairs = mayHold ? findMojibake(content) : [];
  if (repairs.length > 0) return { repairs, warning: 'mojibake' };
  // Lost letters, and runs in the middle of a word where a page has too few of them, or others beside them,
  // to be certain.
  const isGarbled = content.includes('\ufffd') || (mayHold && garbledWord.test(content));
  return isGarbled ? { repairs, warning: 'garbled' } : { repairs };
}

/** How each run begins: a look that most pages need no other after. */
const mayHoldRun = (content: string): boolean =>
  /[ÂÃÅÄÐÑÎÏØÙâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸŽ]/.test(content);

const garbledWord = new RegExp(`\\p{Ll}(?:${run.source})|(?:${run.source})\\p{Ll}`, 'u');

function decode(garbled: string): string | undefined {
  const bytes = Uint8Array.from(garbled, (character) => {
    const at = special.indexOf(character);
    return at >= 0 ? 0x80 + at : character.charCodeAt(0);
  });
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
