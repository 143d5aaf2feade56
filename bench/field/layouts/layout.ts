import type { Fact, Language } from '../facts.ts';

/** A way to write the same facts down. */
export interface Layout {
  name: string;
  group: 'prose' | 'faq' | 'interview' | 'speakers' | 'label' | 'dated';
  /** Facts that can be written so; all when absent. */
  fits?: (fact: Fact) => boolean;
  /** Facts that are asked for; all that are written when absent. */
  asked?: (fact: Fact) => boolean;
  /** What is asked for must not be answered, since the persona does not say it. */
  unknown?: boolean;
  /** The content of a page with these facts. */
  write: (facts: readonly Fact[], language: Language) => string;
}

/** Writes each fact as one block. */
export const blocks =
  (write: (fact: Fact, language: Language, n: number) => string, between = '\n\n') =>
  (facts: readonly Fact[], language: Language): string =>
    `${facts.map((fact, n) => write(fact, language, n)).join(between)}\n`;

export const html = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A field of a CSV file (RFC 4180). */
export const csv = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const firstName = (name: string): string => name.split(' ')[0] ?? name;

/** Two digits, as clocks and dates have them. */
export const two = (n: number): string => String(n).padStart(2, '0');

/** Columns' names of a table of such facts. */
export const columnsOf = (facts: readonly Fact[], language: Language): [string, string] =>
  facts.every(({ price }) => price) ? language.priceColumns : language.columns;
