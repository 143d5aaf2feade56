/**
 * Words looked up where they stand in a text, by their code units: a table that is asked with strings costs a
 * new string for each word of each page.
 */
function hashIn(units: Uint16Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ (units[at] as number), 0x01000193);
  // The lowest bits hang on the lowest bits of the letters only.
  return (hash ^ (hash >>> 15)) & 0x3fffffff;
}

/** Words one behind the other, each with its length before it. */
function createWordStore() {
  let store = new Uint16Array(4_096);
  let end = 0;
  return {
    /** Returns where the word is kept. */
    add(units: Uint16Array, from: number, to: number): number {
      const length = to - from;
      if (end + length + 1 > store.length) {
        const larger = new Uint16Array(2 * (store.length + length));
        larger.set(store);
        store = larger;
      }
      const place = end;
      store[end++] = length;
      for (let at = from; at < to; at++) store[end++] = units[at] as number;
      return place;
    },
    isAt(place: number, units: Uint16Array, from: number, to: number): boolean {
      const length = to - from;
      if (store[place] !== length) return false;
      for (let n = 0; n < length; n++) if (store[place + 1 + n] !== units[from + n]) return false;
      return true;
    },
  };
}

/** A word's code units. */
export const unitsOf = (word: string): Uint16Array =>
  Uint16Array.from({ length: word.length }, (_, at) => word.charCodeAt(at));

/** No entry at this place of a table. */
const FREE = -1;

/** A set of hashes, a bit each. */
function mark(bits: Uint8Array, hash: number): void {
  const place = (hash >>> 3) & (bits.length - 1);
  bits[place] = (bits[place] as number) | (1 << (hash & 7));
}
const isMarked = (bits: Uint8Array, hash: number): boolean =>
  ((bits[(hash >>> 3) & (bits.length - 1)] as number) & (1 << (hash & 7))) !== 0;

/** Looks up which value belongs to the word that stands from `from` to `to`; fixed once made. */
export function createWordFinder<T>(values: ReadonlyMap<string, T>) {
  const size = 2 ** Math.ceil(Math.log2(values.size * 4 + 1));
  const numbers = new Int32Array(size).fill(FREE);
  // Most words have no value, which one small table tells that is always near.
  const hashes = new Uint8Array(Math.max(1, size / 4));
  const store = createWordStore();
  const places: number[] = [];
  const found: T[] = [];
  for (const [word, value] of values) {
    const units = unitsOf(word);
    const hash = hashIn(units, 0, units.length);
    mark(hashes, hash);
    let place = hash & (size - 1);
    while (numbers[place] !== FREE) place = (place + 1) & (size - 1);
    numbers[place] = found.push(value) - 1;
    places.push(store.add(units, 0, units.length));
  }
  return (units: Uint16Array, from: number, to: number): T | undefined => {
    const hash = hashIn(units, from, to);
    if (!isMarked(hashes, hash)) return undefined;
    let place = hash & (size - 1);
    for (let number = numbers[place] as number; number !== FREE; number = numbers[place] as number) {
      if (store.isAt(places[number] as number, units, from, to)) return found[number];
      place = (place + 1) & (size - 1);
    }
    return undefined;
  };
}

/** Places that are looked at for a word: words chosen to fall on one place make nothing slower than that. */
const PROBES = 8;

/** An entry of the table is a hash, where its word is kept, and its value's number. */
const WIDTH = 3;

/**
 * Remembers what was made of words, up to `max` of them, and then begins anew: that bounds memory and costs
 * less than keeping order of use.
 */
export function createWordCache<T>(max: number) {
  let table = new Int32Array(0);
  let store = createWordStore();
  let values: T[] = [];
  /** The number of the last place of the table. */
  let last = 0;
  let count = 0;
  const put = (hash: number, word: number, value: number): void => {
    let place = hash & last;
    for (let n = 1; n < PROBES && table[place * WIDTH + 1] !== FREE; n++) place = (place + 1) & last;
    if (table[place * WIDTH + 1] === FREE) count++;
    table[place * WIDTH] = hash;
    table[place * WIDTH + 1] = word;
    table[place * WIDTH + 2] = value;
  };
  const resize = (size: number): void => {
    const old = table;
    table = new Int32Array(size * WIDTH).fill(FREE);
    last = size - 1;
    count = 0;
    for (let at = 0; at < old.length; at += WIDTH)
      if (old[at + 1] !== FREE) put(old[at] as number, old[at + 1] as number, old[at + 2] as number);
  };
  resize(1024);
  return (units: Uint16Array, from: number, to: number, make: (word: string) => T): T => {
    const hash = hashIn(units, from, to);
    for (let n = 0, place = hash & last; n < PROBES; n++, place = (place + 1) & last) {
      const word = table[place * WIDTH + 1] as number;
      if (word === FREE) break;
      if (table[place * WIDTH] === hash && store.isAt(word, units, from, to))
        return values[table[place * WIDTH + 2] as number] as T;
    }
    const value = make(String.fromCharCode(...units.subarray(from, to)));
    if (values.length === max) {
      table = new Int32Array(0);
      store = createWordStore();
      values = [];
      resize(1024);
    } else if (count * 2 > last) resize((last + 1) * 2);
    put(hash, store.add(units, from, to), values.push(value) - 1);
    return value;
  };
}
