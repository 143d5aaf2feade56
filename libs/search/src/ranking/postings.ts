/**
 * Many lists of 32-bit numbers that only grow, in one typed array: each list is a chain of blocks that double
 * in size. A number takes four bytes and a few for the chain, where JavaScript arrays take eight and an
 * object for each list.
 */
export interface Postings {
  /** Appends to a list; lists are numbered from 0 and exist when they have a value. */
  append(list: number, value: number): void;
  forEach(list: number, visit: (value: number) => void): void;
  /** The values of a list, in memory that the next call, of any postings, writes over. */
  values(list: number): Uint32Array;
  /** The memory in use, in bytes. */
  bytes(): number;
}

const MIN_BLOCK_SIZE = 2;
const MAX_BLOCK_SIZE = 512;
/** Fewer values are read one by one sooner than copied. */
const MIN_COPIED = 32;

/** What `values` returns a part of. */
let read = new Uint32Array(1 << 12);

/**
 * A block is [next block, values…]; for each list, its first block, its last, and that one's size and fill
 * level are kept.
 */
export function createPostings(): Postings {
  let pool = new Uint32Array(1 << 10);
  let used = 1; // 0 means none
  let first = new Uint32Array(256);
  let last = new Uint32Array(256);
  let filled = new Uint16Array(256);
  let size = new Uint16Array(256);

  const newBlock = (capacity: number): number => {
    const block = used;
    used += capacity + 1;
    if (used > pool.length) pool = grown(pool, used);
    return block;
  };

  return {
    append(list, value) {
      if (list >= first.length) {
        first = grown(first, list + 1);
        last = grown(last, list + 1);
        filled = grown(filled, list + 1);
        size = grown(size, list + 1);
      }
      let capacity = size[list] ?? 0;
      if (capacity === 0) {
        capacity = MIN_BLOCK_SIZE;
        const block = newBlock(capacity);
        first[list] = last[list] = block;
        size[list] = capacity;
      } else if ((filled[list] ?? 0) === capacity) {
        capacity = Math.min(capacity * 2, MAX_BLOCK_SIZE);
        const block = newBlock(capacity);
        pool[last[list] ?? 0] = block;
        last[list] = block;
        size[list] = capacity;
        filled[list] = 0;
      }
      const at = filled[list] ?? 0;
      pool[(last[list] ?? 0) + 1 + at] = value;
      filled[list] = at + 1;
    },
    forEach(list, visit) {
      let block = list < first.length ? (first[list] ?? 0) : 0;
      const final = last[list] ?? 0;
      let capacity = MIN_BLOCK_SIZE;
      while (block !== 0) {
        const end = block + 1 + (block === final ? (filled[list] ?? 0) : capacity);
        for (let at = block + 1; at < end; at++) visit(pool[at] as number);
        block = pool[block] ?? 0;
        capacity = Math.min(capacity * 2, MAX_BLOCK_SIZE);
      }
    },
    values(list) {
      let block = list < first.length ? (first[list] ?? 0) : 0;
      const final = last[list] ?? 0;
      let capacity = MIN_BLOCK_SIZE;
      let count = 0;
      while (block !== 0) {
        const length = block === final ? (filled[list] ?? 0) : capacity;
        if (count + length > read.length) read = grown(read, count + length);
        if (length < MIN_COPIED)
          for (let at = 0; at < length; at++) read[count + at] = pool[block + 1 + at] as number;
        else read.set(pool.subarray(block + 1, block + 1 + length), count);
        count += length;
        block = pool[block] ?? 0;
        capacity = Math.min(capacity * 2, MAX_BLOCK_SIZE);
      }
      return read.subarray(0, count);
    },
    bytes: () => 4 * (pool.length + first.length + last.length) + 2 * (filled.length + size.length),
  };
}

/** Returns the array with room for at least `length`, enlarged by at least a half. */
export function grown<T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(
  array: T,
  length: number,
): T {
  const larger = new (array.constructor as new (length: number) => T)(
    Math.max(length, Math.ceil(array.length * 1.5)),
  );
  larger.set(array);
  return larger;
}
