/**
 * Words looked up where they stand in a text: a table that is asked with strings costs a new string for each
 * word of each page.
 */
function hashIn(text: string, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  // The lowest bits hang on the lowest bits of the letters only.
  return (hash ^ (hash >>> 15)) & 0x3fffffff;
}

const isAt = (word: string, text: string, from: number, to: number): boolean =>
  word.length === to - from && text.startsWith(word, from);

/** Looks up which value belongs to the word that stands from `from` to `to` of a text; fixed once made. */
export function createWordFinder<T>(values: ReadonlyMap<string, T>) {
  const size = 2 ** Math.ceil(Math.log2(values.size * 4 + 1));
  const buckets: ({ word: string; value: T }[] | undefined)[] = Array.from({ length: size });
  for (const [word, value] of values) {
    const place = hashIn(word, 0, word.length) & (size - 1);
    (buckets[place] ??= []).push({ word, value });
  }
  return (text: string, from: number, to: number): T | undefined => {
    const bucket = buckets[hashIn(text, from, to) & (size - 1)];
    if (!bucket) return undefined;
    for (const { word, value } of bucket) if (isAt(word, text, from, to)) return value;
    return undefined;
  };
}

/** Places that are looked at for a word: words chosen to fall on one place make nothing slower than that. */
const PROBES = 8;

/**
 * Remembers what was made of words, up to `max` of them, and then begins anew: that bounds memory and costs
 * less than keeping order of use.
 */
export function createWordCache<T>(max: number) {
  let hashes = new Int32Array(0);
  let known: ({ word: string; value: T } | undefined)[] = [];
  let count = 0;
  const resize = (size: number): void => {
    const old = known;
    hashes = new Int32Array(size);
    known = Array.from({ length: size });
    count = 0;
    for (const entry of old) if (entry) put(entry, hashIn(entry.word, 0, entry.word.length));
  };
  const put = (entry: { word: string; value: T }, hash: number): void => {
    const last = known.length - 1;
    let place = hash & last;
    for (let n = 1; n < PROBES && known[place] !== undefined; n++) place = (place + 1) & last;
    if (known[place] === undefined) count++;
    hashes[place] = hash;
    known[place] = entry;
  };
  resize(1024);
  return (text: string, from: number, to: number, make: (word: string) => T): T => {
    const hash = hashIn(text, from, to);
    const last = known.length - 1;
    for (let n = 0, place = hash & last; n < PROBES; n++, place = (place + 1) & last) {
      const entry = known[place];
      if (entry === undefined) break;
      if (hashes[place] === hash && isAt(entry.word, text, from, to)) return entry.value;
    }
    const word = copyOf(text.slice(from, to));
    const value = make(word);
    if (count === max) {
      known = [];
      resize(1024);
    } else if (count * 2 >= known.length) resize(known.length * 2);
    put({ word, value }, hash);
    return value;
  };
}

/** A slice keeps the whole text that it was cut from alive; a copy does not. */
function copyOf(word: string): string {
  const copy = Buffer.from(word, 'latin1').toString('latin1');
  return copy === word ? copy : Buffer.from(word, 'utf16le').toString('utf16le');
}
