import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Something that a persona says of itself, in the forms that the layouts need. */
export interface Fact {
  id: string;
  /** Whether the question speaks to the persona ("your dog") or of the thing ("the dog"). */
  person: 'second' | 'neutral';
  /** What the persona says, understandable alone. */
  sentence: string;
  /** The question that is put; it shares the content words of the sentence and of the label. */
  ask: string;
  label: string;
  value: string;
  /** What the persona answers to the question; need not be understandable without it. */
  answer: string;
  /** Values of which one stands in a right answer; the value itself where nothing is named. */
  accept?: string[];
  price?: boolean;
  contact?: boolean;
  /** For chronicles: the year, and what happened in it. */
  year?: string;
  entry?: string;
  /** What somebody else says about the same matter, and the value that would be taken from it. */
  hearsay?: { statement: string; value: string };
}

/** The facts of one persona, written in one language, with the words that its layouts need. */
export interface Language {
  /** ISO 639 code. */
  code: string;
  persona: string;
  /** How transcripts call the one who asks: by the trade and by name. */
  interviewer: string;
  reporter: string;
  title: string;
  pricesTitle: string;
  /** What stands before a question and an answer. */
  question: string;
  answer: string;
  columns: [string, string];
  priceColumns: [string, string];
  facts: Fact[];
}

const folder = path.join(import.meta.dirname, 'languages');

export function readLanguages(): Language[] {
  return globSync('*.json', { cwd: folder })
    .toSorted()
    .map((file) => ({
      ...(JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Omit<Language, 'code'>),
      code: path.basename(file, '.json'),
    }));
}

export const acceptedOf = ({ accept, value }: Fact): string[] => accept ?? [value];
