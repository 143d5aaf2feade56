/**
 * The share of a passage's three-word sequences in a better passage, from which it counts as a repetition.
 */
const MIN_SHARED = 0.85;

/** Words by number, so that a sequence of three is a number too. */
interface Said {
  words: ReadonlySet<number>;
  sequence: readonly number[];
  /** Made when it is first compared: of most passages nobody asks. */
  stretches?: ReadonlySet<number>;
}
/** Three numbers below this one make one that a double holds exactly. */
const MAX_NUMBER = 2 ** 17;

/** A passage, with what is read of it when it is needed. */
interface Read<T> {
  hit: T;
  text: string;
  marks: Uint32Array;
  said?: Said;
}

/**
 * Leaves out passages that only repeat an earlier, better one: boilerplate, or the same text on two pages. A
 * passage with one word of its own stays, because names and numbers are what texts of one template differ in.
 * The hits must be live already, so that a passage that is not live can't hide one that is.
 */
export function foldDuplicates<T>(hits: readonly T[], textOf: (hit: T) => string): T[] {
  const kept: Read<T>[] = [];
  const numbers = new Map<string, number>();
  const saidBy = (one: Read<T>): Said => (one.said ??= read(one.text, numbers));
  for (const hit of hits) {
    const text = textOf(hit).toLowerCase();
    const one: Read<T> = { hit, text, marks: marksOf(text) };
    const isRepeated = kept.some(
      (better) =>
        // Nearly always false, and far cheaper than to read the words.
        isWithin(one.marks, better.marks) && repeats(saidBy(one), saidBy(better)),
    );
    if (!isRepeated) kept.push(one);
  }
  return kept.map(({ hit }) => hit);
}

/** What a UTF-16 code unit is to `partsOf`; 0 means that nobody has asked yet. */
const kinds = new Uint8Array(2 ** 16);
const [APART, OF_WORD, ALONE] = [1, 2, 3];

function kindOf(unit: number): number {
  const letter = String.fromCharCode(unit);
  const kind = /\p{Script=Han}/u.test(letter) ? ALONE : /[\p{L}\p{M}\p{N}]/u.test(letter) ? OF_WORD : APART;
  kinds[unit] = kind;
  return kind;
}

const MARKS = 64;

/**
 * A bit for each part of a text's words between what is no letter of one code unit or is Chinese, by its
 * hash. The parts follow from the words alone, so that a text whose words are all in another one has no bit
 * that the other lacks.
 */
function marksOf(text: string): Uint32Array {
  const marks = new Uint32Array(MARKS);
  const mark = (hash: number): void => {
    const place = Math.imul(hash, 0x9e3779b1) >>> 21;
    marks[place >>> 5] = (marks[place >>> 5] as number) | (1 << (place & 31));
  };
  let part = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const kind = kinds[unit] || kindOf(unit);
    if (kind === OF_WORD) {
      part = (Math.imul(part, 31) + unit) | 0;
      continue;
    }
    if (part !== 0) mark(part);
    part = 0;
    if (kind === ALONE) mark(unit);
  }
  if (part !== 0) mark(part);
  return marks;
}

function isWithin(marks: Uint32Array, others: Uint32Array): boolean {
  for (let at = 0; at < MARKS; at++)
    if (((marks[at] as number) & ~(others[at] as number)) !== 0) return false;
  return true;
}

function read(text: string, numbers: Map<string, number>): Said {
  const sequence = (text.match(/\p{Script=Han}|[\p{L}\p{M}\p{N}]+/gu) ?? []).map((word) => {
    let number = numbers.get(word);
    if (number === undefined) numbers.set(word, (number = numbers.size));
    return number;
  });
  return { words: new Set(sequence), sequence };
}
function repeats(said: Said, better: Said): boolean {
  if (said.words.size > better.words.size || !said.words.isSubsetOf(better.words)) return false;
  const [own, others] = [stretchesOf(said), stretchesOf(better)];
  let shared = 0;
  for (const stretch of own) if (others.has(stretch)) shared++;
  return shared >= MIN_SHARED * own.size;
}

const stretchesOf = (said: Said): ReadonlySet<number> => (said.stretches ??= readStretches(said.sequence));

function readStretches(sequence: readonly number[]): Set<number> {
  const stretches = new Set<number>();
  // A text of fewer than three words has shorter ones.
  for (let at = sequence.length > 2 ? 2 : 0; at < sequence.length; at++) {
    let stretch = 0;
    for (let before = 2; before >= 0; before--)
      stretch = stretch * MAX_NUMBER + (((sequence[at - before] ?? -1) + 1) % MAX_NUMBER);
    stretches.add(stretch);
  }
  return stretches;
}
