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

/**
 * Leaves out passages that only repeat an earlier, better one: boilerplate, or the same text on two pages. A
 * passage with one word of its own stays, because names and numbers are what texts of one template differ in.
 * The hits must be live already, so that a passage that is not live can't hide one that is.
 */
export function foldDuplicates<T>(hits: readonly T[], textOf: (hit: T) => string): T[] {
  const kept: { hit: T; said: Said }[] = [];
  const numbers = new Map<string, number>();
  for (const hit of hits) {
    const said = read(textOf(hit), numbers);
    if (!kept.some((better) => repeats(said, better.said))) kept.push({ hit, said });
  }
  return kept.map(({ hit }) => hit);
}

function read(text: string, numbers: Map<string, number>): Said {
  const sequence = (text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{M}\p{N}]+/gu) ?? []).map((word) => {
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
