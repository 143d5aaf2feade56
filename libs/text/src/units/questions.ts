import type { PageLine } from './page-lines.ts';

/** Characters of a question at most. */
export const MAX_QUESTION_CHARACTERS = 240;

const closers = '"\'”’»)]*_';

/** Whether a text is a question, by its mark. Greek asks with a semicolon, and nobody else does. */
export function isQuestion(text: string): boolean {
  const line = text.trim();
  if (line.length > MAX_QUESTION_CHARACTERS) return false;
  let last = line.length - 1;
  while (last >= 0 && closers.includes(line.charAt(last))) last--;
  const mark = line.charAt(last);
  return mark === '?' || mark === '？' || mark === '؟' || (mark === ';' && /\p{Script=Greek}/u.test(line));
}

/**
 * Whether a line that is a question is asked to be answered below, rather than in passing. `answering` tells
 * whether another question is being answered.
 */
export function isAskedToBeAnswered(lines: readonly PageLine[], at: number, answering: boolean): boolean {
  const line = lines[at];
  if (!line) return false;
  const { block } = line;
  const next = lines[at + 1];
  if (block.kind !== 'item' && !line.first && line.lead === 0) {
    const before = lines[at - 1];
    // In the middle of lines: only where questions and answers alternate.
    if (before && before.block === block && !isQuestion(before.text) && !answering)
      return next?.block === block;
  }
  if (!next || next.block.kind === 'heading' || next.block.kind === 'term') return false;
  // A list of questions alone answers none; one of questions and answers in turn does.
  if (block.kind === 'item' && next.block.kind === 'item' && next.block.level === block.level)
    return !isQuestion(next.text);
  return !isQuestion(next.text) || line.lead > 0;
}
