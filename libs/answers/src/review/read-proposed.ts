import { detectLanguage, readPage, readUnits, type Unit } from '@persona/text';
import { ownWords } from '../extract/own-words.ts';

/** Awaited between the steps of long work, so that whoever serves others in between can. */
export type Pause = () => Promise<void>;

/** A proposed text as a reviewer's checks look at it. */
export interface Proposed {
  language: string;
  /** Its readable text, in parts that are each looked at in some milliseconds. */
  parts: string[];
  /** What it says in the persona's own words. */
  statements: Unit[];
}

const PART_CHARACTERS = 8_000;
const SAMPLE_CHARACTERS = 6_000;

/** Reads a text part by part; `names` are the persona's. */
export async function readProposed(
  content: string,
  names: readonly string[],
  pause: Pause,
): Promise<Proposed> {
  const parts: string[] = [];
  const units: Unit[] = [];
  let language: string | undefined;
  for (const part of partsOf(content)) {
    await pause();
    const reading = readPage(part);
    language ??= detectLanguage(reading.text.slice(0, SAMPLE_CHARACTERS));
    parts.push(reading.text);
    for (const { at: _at, block: _block, ...unit } of readUnits(part, reading, language)) units.push(unit);
  }
  language ??= 'und';
  const [own] = ownWords([{ td_id: '', title: '', language, units }], names);
  return { language, parts, statements: own?.units ?? [] };
}

/** Cuts a text into parts, at line ends where there are any. */
export function* partsOf(text: string, characters = PART_CHARACTERS): Generator<string> {
  for (let start = 0; start < text.length;) {
    const end = start + characters;
    const line = end < text.length ? text.lastIndexOf('\n', end) : text.length;
    const cut = line > start ? line + 1 : end;
    yield text.slice(start, cut).toWellFormed();
    start = cut;
  }
}
