/**
 * A term as a thread knows it: one object for each, so that whoever numbers terms finds the number on it
 * instead of in a table of strings.
 */
export interface KnownTerm {
  readonly text: string;
  /** The numbering that met it last, and its number there. */
  numbering: number;
  number: number;
}

/** Beyond so many a thread begins anew, when a numbering begins: a page's terms are known until its end. */
const MAX_KNOWN = 200_000;
const known = new Map<string, KnownTerm>();
const listeners: (() => void)[] = [];

/** Calls `forget` when all terms are forgotten, for who keeps some. */
export function whenForgotten(forget: () => void): void {
  listeners.push(forget);
}

export function knownTerm(text: string): KnownTerm {
  let term = known.get(text);
  if (!term) {
    term = { text, numbering: 0, number: 0 };
    known.set(text, term);
  }
  return term;
}

let numberings = 0;

/** Numbers terms from 0 in the order in which they are met. The numbering that began last is the only one. */
export function numberTerms() {
  if (known.size > MAX_KNOWN) {
    known.clear();
    for (const forget of listeners) forget();
  }
  const own = ++numberings;
  const terms: string[] = [];
  return {
    /** The terms by their numbers. */
    terms,
    numberOf(term: KnownTerm): number {
      if (term.numbering !== own) {
        term.numbering = own;
        term.number = terms.push(term.text) - 1;
      }
      return term.number;
    },
  };
}
