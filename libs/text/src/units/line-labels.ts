import { labelled } from '../reading/lines.ts';
import { dateAt } from './dates.ts';
import type { PageLine } from './page-lines.ts';
import { hasColon } from './speakers.ts';

/** The label that a line begins with. */
export interface LineLabel {
  name: string;
  /** Characters of the line before the value. */
  length: number;
}

const MAX_LABEL_WORDS = 6;
const MAX_LED_WORDS = 14;
/** `Honey ….. 12 €`, `Honey – 12 €`: what it is, a line of dots or a dash, and how much. */
const leader = /^(\S.{1,59}?)\s*(?:\.{3,}|…+|·{3,}|_{3,}|\t|\s{2,}|\s[–—-]\s|\s\|\s)\s*(\S[^\n]{0,59})$/u;
/** Without one of these a line has no leader. */
const leaderMark = /\.{3}|…|·{3}|_{3}|\t| {2}| [–—|-] /;

/**
 * `Tel. +44 20 7946 0000`, `Mail ruth@bees.example`: what it is, and how somebody is reached, and no more.
 */
const contact =
  /^(\p{L}[\p{L}-]{0,19}\.?(?: \p{L}[\p{L}-]{0,19}\.?)?)\s+(?:\+?[\d(][\d ()/.-]{6,24}|\S+@\S+\.\S+)$/u;

/**
 * The label that a line begins with from `begin` on: before a colon, in bold, before dots and a price, or
 * before a number or address that somebody is reached by.
 */
export function labelOf({ text, lead, block }: PageLine, begin: number): LineLabel | undefined {
  const line = text.slice(begin);
  const found = hasColon(line) ? labelled.exec(line) : null;
  if (found?.[1] && isLabelName(found[1])) return { name: found[1].trim(), length: begin + found[0].length };
  if (lead > 0 && lead < text.length && begin === 0) {
    const name = text.slice(0, lead).trim();
    if (name.split(/\s+/).length <= MAX_LABEL_WORDS && !/[.!?。！？؟।]$/.test(name))
      return { name: name.replace(/[:：]$/, ''), length: lead };
  }
  const reached = contact.exec(line.trimEnd())?.[1];
  if (reached !== undefined && !dateAt(line.slice(reached.length).trim()))
    return { name: reached.replace(/\.$/, ''), length: begin + reached.length };
  const dotted = leaderMark.test(line) ? leader.exec(line) : null;
  if (!dotted?.[1] || !dotted[2] || dateAt(dotted[1]) || /[.!?。]$/.test(line)) return undefined;
  const gap = line.slice(dotted[1].length, line.length - dotted[2].length);
  if (!/\p{Nd}/u.test(dotted[2]) && !/\.{3,}|…|\t|\s{2,}/.test(gap)) return undefined;
  if (block.kind === 'paragraph' && line.split(/\s+/).length > MAX_LED_WORDS) return undefined;
  return { name: dotted[1].trim(), length: begin + line.length - dotted[2].length };
}

/** A few words, and no beginning of a bracket that closes later. */
const isLabelName = (name: string): boolean =>
  name.trim().split(/\s+/).length <= MAX_LABEL_WORDS &&
  !/^https?$/i.test(name) &&
  name.split('(').length === name.split(')').length;
