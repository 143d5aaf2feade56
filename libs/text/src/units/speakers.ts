import { bracketed, labelled } from '../reading/lines.ts';
import type { Marks } from './marks.ts';

/** A line of a page, as far as who speaks is told by its beginning. */
export interface SpeakerMark {
  name: string;
  /** Characters of the line before what is said. */
  length: number;
}

const stampedName =
  /^[[(]?(?:(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{1,2}-\d{1,2}),?[ T])?(?:\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?)[\])]?\s*[-–—]?\s*([^:\n]{1,40}):\s/i;
/** `00:12 Maria Lind` or `Maria Lind  0:12` on a line of its own, above what is said. */
const stampedLine =
  /^(?:[[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?\s+((?:\p{L}[\p{L}\p{M}.'’-]*\s?){1,4}?)|((?:\p{L}[\p{L}\p{M}.'’-]*\s?){1,4}?)\s*[[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?):?\s*$/u;
const stampedOnly = /^[[(]\d{1,2}:\d{2}(?::\d{2})?[\])]\s+((?:\p{Lu}[\p{L}.'’-]*\s?){1,3})(?=\s|$)/u;
/** Without one no line is stamped. */
const time = /\d:\d{2}/;
const isTime = /^\[?\d[\d:.,/ -]*\]?$/;
const MAX_NAME_WORDS = 4;

/**
 * What could be a speaker's name at the beginning of a line: `Name:`, `[Name]`, `**Name**`, `10:32 - Name:`.
 */
export function possibleSpeaker(line: string, lead: number, marks: Marks): SpeakerMark | undefined {
  if (lead === 0 && !line.startsWith('[') && !hasColon(line)) return undefined;
  const timed = time.test(line);
  const stamp = timed ? stampedName.exec(line) : null;
  // In a chat whoever writes has a name, if only a number.
  if (stamp?.[1] && /[\p{L}\p{N}]/u.test(stamp[1])) return { name: stamp[1].trim(), length: stamp[0].length };
  const above = timed ? stampedLine.exec(line) : null;
  const alone = above?.[1] ?? above?.[2];
  if (alone !== undefined && isNameLike(alone, marks)) return { name: alone.trim(), length: line.length };
  const only = timed ? stampedOnly.exec(line) : null;
  if (only?.[1]) return { name: only[1].trim(), length: only[0].length };
  const bracket = bracketed.exec(line);
  if (bracket) {
    const name = bracket[0].replace(/^\[|\]:?$/g, '').trim();
    return isTime.test(name) || !isNameLike(name, marks) ? undefined : { name, length: bracket[0].length };
  }
  const label = labelled.exec(line);
  if (label?.[1] && isNameLike(label[1], marks)) return { name: label[1].trim(), length: label[0].length };
  // A name in bold, then what is said.
  if (lead > 0 && lead < line.length) {
    const name = line
      .slice(0, lead)
      .replace(/[:：]\s*$/, '')
      .trim();
    if (isNameLike(name, marks) && !/[?!.。！？؟।]$/.test(name)) return { name, length: lead };
  }
  return undefined;
}

/** Whether a colon stands where it could end a name. */
export const hasColon = (line: string): boolean =>
  line.lastIndexOf(':', MAX_HEAD - 1) >= 0 || line.lastIndexOf('：', MAX_HEAD - 1) >= 0;

/** A name, with date and time before it, ends within so many characters. */
const MAX_HEAD = 72;

function isNameLike(name: string, { isAsker, isSelf }: Marks): boolean {
  const words = name.trim().split(/\s+/);
  if (!/\p{L}/u.test(name)) return false;
  if (words.length > MAX_NAME_WORDS || /[\d?!;()/&+[\]]/.test(name.trim())) return false;
  if (isAsker(name.trim()) || isSelf(name.trim())) return true;
  // Scripts without capitals have none to go by.
  return words.every((word) => !/^\p{Ll}/u.test(word));
}

/**
 * The speakers of a page: names that stand before what is said again and again, or once each beside somebody
 * who asks. A label of a fact is none, and neither are the marks of questions and answers.
 */
export function findSpeakers(
  lines: readonly { text: string; lead: number }[],
  marks: Marks,
): ReadonlySet<string> {
  const { isAsker, isSelf, marksQuestion, marksAnswer } = marks;
  const counts = new Map<string, Named>();
  let stamps = 0;
  for (const [at, { text, lead }] of lines.entries()) {
    const mark = possibleSpeaker(text, lead, marks);
    if (!mark || marks.isCommonLabel(mark.name)) continue;
    const rest = text.slice(mark.length).trim();
    const known = counts.get(mark.name) ?? {
      count: 0,
      said: 0,
      bracketed: false,
      stamped: false,
      from: at,
      to: at,
    };
    known.count++;
    known.to = at;
    const timed = time.test(text);
    const isStamped = timed && stampedName.test(text);
    const isStampedLine = timed && stampedLine.test(text);
    if (isSaid(rest) || (rest === '' && isStampedLine)) known.said++;
    if (text.startsWith('[') || isStamped || isStampedLine || (timed && stampedOnly.test(text)))
      known.bracketed = true;
    if (isStamped) {
      known.stamped = true;
      stamps++;
    }
    counts.set(mark.name, known);
  }
  const names = [...counts];
  const hasAsker = names.some(([name]) => isAsker(name) && !marksQuestion(name));
  const speakers = names.filter(([name, named]) => {
    const { count, said, bracketed, stamped } = named;
    if (stamped && stamps >= MIN_CHAT) return true;
    if (marksQuestion(name) || marksAnswer(name)) return isAsker(name) && name.length > 1;
    if (isAsker(name) || isSelf(name)) return said > 0;
    if (bracketed) return said > 0;
    return said > 0 && said >= count / 2 && (count >= 2 || hasAsker || isBetween(named, counts));
  });
  // One who speaks alone is a label that comes again, unless somebody asks.
  return speakers.length >= 2 || speakers.some(([, { bracketed }]) => bracketed)
    ? new Set(speakers.map(([name]) => name))
    : new Set();
}

/** A name that could be a speaker's, with where it stands and what is behind it. */
interface Named {
  count: number;
  /** How often something is said behind it. */
  said: number;
  bracketed: boolean;
  stamped: boolean;
  /** The first and the last line that begin with it. */
  from: number;
  to: number;
}

/** Whether one who is named once stands between what another says: of two who talk, one says more. */
const isBetween = ({ from }: Named, names: ReadonlyMap<string, Named>): boolean =>
  names.values().some((other) => other.said >= 2 && other.from < from && from < other.to);

/** So many lines with a time and a name are a chat. */
const MIN_CHAT = 3;

/** Whether what follows a name is said rather than a value: a sentence, or several words. */
const isSaid = (rest: string): boolean =>
  /[.!?…。！？]["'”’»]?$/u.test(rest) ||
  rest.split(/\s+/).length >= 5 ||
  /\p{Script=Han}{6}|\p{Script=Hiragana}/u.test(rest);
