import { createPostings } from './postings.ts';

/** The terms of an instance, numbered, with a search for similar spellings. */
export interface Vocabulary {
  size(): number;
  /** Returns the number of a term, and assigns one to a new term. */
  intern(term: string): number;
  find(term: string): number | undefined;
  /**
   * Returns terms that share much of their spelling with the given one (which need not be known), without
   * itself, and how much: 0–1.
   */
  alike(term: string, minLikeness: number): { id: number; likeness: number }[];
  name(id: number): string;
  bytes(): number;
}

const GRAM = 4;

/** Returns how many stretches of GRAM characters a term has, with a mark at each end. */
function gramCount(length: number): number {
  return Math.max(1, length + 2 - GRAM + 1);
}

/**
 * Passes the FNV-1a hash of each gram of a term. Two grams with the same hash make terms look slightly more
 * alike than they are.
 */
function forEachGram(term: string, visit: (hash: number) => void): void {
  const marked = `\u0002${term}\u0003`;
  const end = Math.max(1, marked.length - GRAM + 1);
  for (let start = 0; start < end; start++) {
    let hash = 0x811c9dc5;
    for (let at = start; at < start + GRAM && at < marked.length; at++)
      hash = Math.imul(hash ^ marked.charCodeAt(at), 0x01000193);
    visit((hash ^ (hash >>> 16)) >>> 2);
  }
}

export function createVocabulary(): Vocabulary {
  const ids = new Map<string, number>();
  const names: string[] = [];
  const grams = new Map<number, number>();
  const holders = createPostings();
  let characters = 0;
  let shared = new Uint8Array(1024);

  return {
    size: () => ids.size,
    find: (term) => ids.get(term),
    name: (id) => names[id] ?? '',
    intern(term) {
      const known = ids.get(term);
      if (known !== undefined) return known;
      const id = ids.size;
      ids.set(term, id);
      names.push(term);
      characters += term.length;
      forEachGram(term, (hash) => {
        let gram = grams.get(hash);
        if (gram === undefined) {
          gram = grams.size;
          grams.set(hash, gram);
        }
        holders.append(gram, id);
      });
      return id;
    },
    alike(term, minLikeness) {
      if (shared.length < ids.size) shared = new Uint8Array(Math.ceil(ids.size * 1.5));
      const touched: number[] = [];
      forEachGram(term, (hash) => {
        const gram = grams.get(hash);
        if (gram !== undefined)
          holders.forEach(gram, (id) => {
            const count = shared[id] as number;
            if (count === 0) touched.push(id);
            if (count < 255) shared[id] = count + 1;
          });
      });
      const own = ids.get(term);
      const mine = gramCount(term.length);
      const found: { id: number; likeness: number }[] = [];
      for (const id of touched) {
        // Dice's coefficient over grams.
        const likeness = (2 * (shared[id] as number)) / (mine + gramCount((names[id] ?? '').length));
        shared[id] = 0;
        if (id !== own && likeness >= minLikeness) found.push({ id, likeness: Math.min(1, likeness) });
      }
      return found;
    },
    // A term in a Map takes about 64 bytes beside its characters, a gram about 40.
    bytes: () => ids.size * 72 + characters * 1.5 + grams.size * 40 + holders.bytes() + shared.length,
  };
}
