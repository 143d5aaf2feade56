import type { TextBuilder } from './text-builder.ts';

/** What the properties of a card (RFC 6350) are called by people; others tell programs something. */
const labels: Readonly<Record<string, string>> = {
  ADR: 'Address',
  ANNIVERSARY: 'Anniversary',
  BDAY: 'Birthday',
  EMAIL: 'Email',
  GENDER: 'Gender',
  IMPP: 'Messenger',
  LANG: 'Language',
  NICKNAME: 'Nickname',
  NOTE: 'Note',
  ORG: 'Organisation',
  ROLE: 'Role',
  TEL: 'Phone',
  TITLE: 'Title',
  URL: 'Website',
};
/** What a property's parameters say of it; a phone is for talking unless they say otherwise. */
const kinds: readonly (readonly [type: RegExp, what: string])[] = [
  [/\bfax\b/i, 'fax'],
  [/\b(?:cell|mobile)\b/i, 'mobile'],
  [/\bwork\b/i, 'work'],
  [/\bhome\b/i, 'home'],
];

const property = /^(?:[\w-]+\.)?([A-Za-z-]+)((?:;[^:"\r\n]*(?:"[^"\r\n]*"[^:"\r\n]*)*)?):/;

export const looksLikeVcard = (head: string): boolean => /^[\s\ufeff]*BEGIN:VCARD[ \t]*\r?\n/i.test(head);

/**
 * Reads contact cards: each under its name, a row for each thing that people want to know of somebody. Long
 * lines that were folded are one again.
 */
export function readVcard(source: string, from: number, builder: TextBuilder, nextGroup: () => number): void {
  let group = 0;
  for (let start = from; start < source.length;) {
    const end = endOfProperty(source, start);
    const [head, name = '', parameters = ''] = property.exec(source.slice(start, end)) ?? [];
    if (head !== undefined) {
      const value = { start: start + head.length, end };
      const label = labels[name.toUpperCase()];
      if (name.toUpperCase() === 'BEGIN') group = nextGroup();
      else if (name.toUpperCase() === 'FN') {
        builder.open('heading', { level: 2 });
        copyValue(source, value, builder);
      } else if (label !== undefined && !/base64|ENCODING=b\b/i.test(parameters)) {
        const what = kinds.find(([type]) => type.test(parameters))?.[1];
        builder.open('row', { group });
        builder.cell(start);
        builder.replace(what === undefined ? label : `${label} (${what})`, start, value.start);
        builder.cell(value.start);
        copyValue(source, value, builder);
      }
    }
    start = end + 1;
  }
  builder.close();
}

/** The next line begins with a blank where it goes on with this one. */
function endOfProperty(source: string, start: number): number {
  for (let at = start; ;) {
    const found = source.indexOf('\n', at);
    if (found < 0) return source.length;
    if (source[found + 1] !== ' ' && source[found + 1] !== '\t') return found;
    at = found + 1;
  }
}

/** Copies a value without escapes and folds, its filled parts (of an address, say) parted by commas. */
function copyValue(
  source: string,
  { start, end }: { start: number; end: number },
  builder: TextBuilder,
): void {
  let begin = start;
  const isEmpty = (place: number): boolean => {
    const next = source.slice(place, end).search(/[^\s]/);
    return next < 0 || source[place + next] === ';';
  };
  let hasPart = false;
  for (let at = start; at < end; at++) {
    const character = source[at];
    const skipped =
      character === '\\' ? 1 : character === ';' ? 1 : character === '\r' || character === '\n' ? 1 : 0;
    if (skipped === 0) continue;
    builder.copy(begin, at);
    hasPart ||= source.slice(begin, at).trim() !== '';
    if (character === '\\') {
      const escaped = source[++at] ?? '';
      if (/n/i.test(escaped)) builder.space(at - 1, at + 1);
      else builder.replace(escaped, at - 1, at + 1);
    } else if (character === ';') {
      if (hasPart && !isEmpty(at + 1)) builder.replace(', ', at, at + 1);
    } else if (character === '\n' && at + 1 < end) at++;
    begin = at + 1;
  }
  builder.copy(begin, end);
}
