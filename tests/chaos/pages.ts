// Pages that reveal any mixing up: every passage names its page and its edition.

/** A page's name: one word that no other page has and no stemmer shortens. */
export function keyOf(n: number): string {
  const syllables = 'bodogomopotovozo'.match(/../g) ?? [];
  let rest = n;
  let word = '';
  for (let digits = 0; digits < 6; digits++) {
    word += syllables[rest % syllables.length];
    rest = Math.floor(rest / syllables.length);
  }
  return `qua${word}`;
}

export interface ChaosPage {
  title: string;
  content: string;
  metadata: { external_id: string };
}

const SECTIONS = 3;
const FILLER =
  'The keeper walked down to the harbour in the morning and wrote into the book what the night had brought. ';

/** One edition of a page, long enough to be cut into one passage per section. */
export function pageOf(key: string, edition: number): ChaosPage {
  const sections = Array.from(
    { length: SECTIONS },
    (_, n) =>
      `## Part ${n + 1}\n\nThis is ${key} edition ${edition}, part ${n + 1}. ${FILLER.repeat(6)}` +
      `Here ends part ${n + 1} of ${key} edition ${edition}.`,
  );
  return { title: `About ${key}`, content: sections.join('\n\n'), metadata: { external_id: key } };
}

/** The editions of the page that a text names. */
export function editionsIn(text: string, key: string): number[] {
  return Array.from(text.matchAll(new RegExp(`\\b${key} edition (\\d+)`, 'g')), ([, edition]) =>
    Number(edition),
  );
}
