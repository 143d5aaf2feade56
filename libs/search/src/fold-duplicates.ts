/**
 * The share of a passage's three-word sequences in a better passage, from which it counts as a repetition.
 */
const MIN_SHARED = 0.85;

interface Said {
  words: ReadonlySet<string>;
  stretches: ReadonlySet<string>;
}

/**
 * Leaves out passages that only repeat an earlier, better one: boilerplate, or the same text on two pages. A
 * passage with one word of its own stays, because names and numbers are what texts of one template differ in.
 * The hits must be live already, so that a passage that is not live can't hide one that is.
 */
export function foldDuplicates<T>(hits: readonly T[], textOf: (hit: T) => string): T[] {
  const kept: { hit: T; said: Said }[] = [];
  for (const hit of hits) {
    const said = read(textOf(hit));
    if (!kept.some((better) => repeats(said, better.said))) kept.push({ hit, said });
  }
  return kept.map(({ hit }) => hit);
}

function read(text: string): Said {
  const words = text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const stretches = words.map((word, i) => `${words[i - 2]} ${words[i - 1]} ${word}`);
  return { words: new Set(words), stretches: new Set(stretches.slice(words.length > 2 ? 2 : 0)) };
}

function repeats(said: Said, better: Said): boolean {
  if (!said.words.isSubsetOf(better.words)) return false;
  let shared = 0;
  for (const stretch of said.stretches) if (better.stretches.has(stretch)) shared++;
  return shared >= MIN_SHARED * said.stretches.size;
}
