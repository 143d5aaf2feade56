import { known, packOf } from '@persona/languages';
import { Role, visitTerms } from './terms.ts';

/**
 * Terms that belong together although no stemmer sees it: forms of one word ("sell", "sold") count as the
 * same, words that people swap ("price", "cost") as less. Known of terms and not of texts, so no index has to
 * change with them: whoever compares terms asks here.
 */
interface Families {
  /** The term that stands for a form's word. */
  entryOf: (form: string) => string;
  /** By the term that stands for a word: all of its forms. */
  forms: ReadonlyMap<string, readonly string[]>;
  /** By the term that stands for a word: those of the words it is swapped with. */
  swapped: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Participles are remembered with the forms that are listed, up to so many of both. */
const MAX_ENTRIES = 20_000;
const none: readonly string[] = [];
const families = new Map<string, Families>();

/** The term that stands for all forms of its word: `sell` for `sold`; itself where it is the only one. */
export const entryOf = (term: string, language: string): string => familiesOf(language).entryOf(term);

/** The other forms of a term's word, as terms. */
export function otherForms(term: string, language: string): readonly string[] {
  const { entryOf: entry, forms } = familiesOf(language);
  const own = entry(term);
  const all = forms.get(own) ?? (own === term ? none : [own]);
  return all.filter((form) => form !== term);
}

/** The words that people say for a term's word, each by the term that stands for it. */
export function swappedWords(term: string, language: string): ReadonlySet<string> | undefined {
  const { entryOf: entry, swapped } = familiesOf(language);
  return swapped.get(entry(term));
}

function familiesOf(code: string): Families {
  // As terms are read: scraps of no known language as English.
  const language = code === 'und' ? 'en' : code;
  let found = families.get(language);
  if (!found) families.set(language, (found = readFamilies(language)));
  return found;
}

function readFamilies(language: string): Families {
  const pack = packOf(language);
  const entry = new Map<string, string>();
  const forms = new Map<string, string[]>();
  const addForms = (words: readonly string[]): void => {
    const terms = words.flatMap((word) => termOf(word, language) ?? []);
    const [first] = terms;
    if (first === undefined) return;
    const own = entry.get(first) ?? first;
    for (const term of terms) {
      // A form of two words is taken for the one that is listed first.
      if (entry.has(term)) continue;
      entry.set(term, own);
      forms.set(own, [...(forms.get(own) ?? []), term]);
    }
  };
  const numbers = known(pack?.numberWords);
  const ambiguous = new Set(numbers?.ambiguous.split(' '));
  for (const [value, word] of (numbers?.words.split(' ') ?? []).entries())
    if (!ambiguous.has(word)) addForms([String(value), word]);
  for (const words of linesOf(known(pack?.irregularForms))) addForms(words);

  const participles = known(pack?.participles);
  const entryOfForm = (form: string): string => {
    const listed = entry.get(form);
    if (listed !== undefined || !participles) return listed ?? form;
    const found = participles.form.exec(form);
    if (!found) return form;
    const verb = termOf(`${found.slice(1).join('')}${participles.ending}`, language) ?? form;
    const own = entry.get(verb) ?? verb;
    if (entry.size < MAX_ENTRIES) entry.set(form, own);
    return own;
  };
  const swapped = new Map<string, Set<string>>();
  for (const words of linesOf(known(pack?.swappedWords))) {
    const terms = words
      .flatMap((word) => termOf(word, language) ?? [])
      .map((term) => entry.get(term) ?? term);
    for (const term of terms) {
      const others = swapped.get(term) ?? new Set();
      for (const other of terms) if (other !== term) others.add(other);
      swapped.set(term, others);
    }
  }
  return { entryOf: entryOfForm, forms, swapped };
}

/** The families of a pack: words separated by spaces, families by commas. */
const linesOf = (families: string | undefined): string[][] =>
  (families ?? '').split(',').map((words) => words.trim().split(/\s+/).filter(Boolean));

/** The term of a single word; undefined for one that is none, or that only serves grammar. */
function termOf(word: string, language: string): string | undefined {
  let found: string | undefined;
  visitTerms(word, language, (term, role) => {
    if (role !== Role.functionWord) found ??= term;
  });
  return found;
}
