import type { Answered } from './ask.ts';
import type { FieldPage } from './cases.ts';
import { acceptedOf, type Fact } from './facts.ts';
import { firstName } from './layouts/layout.ts';

/**
 * - `right`: grounded, with an accepted value and not a whole page's worth of other rows; for what only
 *   another speaker says: no answer.
 * - `echoed`: grounded, and little else than questions of the page.
 * - `misattributed`: quotes a statement of somebody else than the persona.
 * - `wrong`: grounded without the value.
 * - `silent`: not grounded.
 */
export type Verdict = 'right' | 'echoed' | 'wrong' | 'silent' | 'misattributed';

export interface Judgement {
  verdict: Verdict;
  /** Whether a right answer repeats the question as well. */
  withQuestion: boolean;
  /** Whether a right answer tells values of other facts of the page as well. */
  withOthers: boolean;
}

/** An answer with so many values of other facts is the page read out, not an answer. */
const READ_OUT = 3;
/** Share of an answer that must be left when the page's questions are taken out of it. */
const LEFT_OF_ECHO = 0.3;

export function judge(page: FieldPage, fact: Fact, answered: Answered): Judgement {
  const { facts, layout } = page;
  const response = normalised(answered.response);
  const grounded = answered.answer_type === 'grounded';
  const others = facts.filter((other) => other !== fact && holds(response, acceptedOf(other))).length;
  const found = holds(response, acceptedOf(fact));
  const plain = (verdict: Verdict): Judgement => ({ verdict, withQuestion: false, withOthers: false });

  if (!grounded) return plain(layout.unknown ? 'right' : 'silent');
  if (layout.group === 'speakers' && facts.some((one) => quotesHearsay(one, answered)))
    return plain('misattributed');
  if (layout.unknown) return plain('wrong');
  if (found && others < READ_OUT) {
    const withQuestion =
      ['faq', 'interview', 'speakers'].includes(layout.group) && response.includes(normalised(fact.ask));
    return { verdict: 'right', withQuestion, withOthers: others > 0 };
  }
  return plain(!found && isEcho(page, response) ? 'echoed' : 'wrong');
}

function quotesHearsay({ hearsay }: Fact, { response, citations }: Answered): boolean {
  if (!hearsay) return false;
  const said = [response, ...citations.map(({ quote }) => quote)].map(normalised);
  return said.some((text) => text.includes(normalised(hearsay.statement)) || holds(text, [hearsay.value]));
}

/** Whether little is left of an answer without the page's questions, names and marks. */
function isEcho({ facts, language }: FieldPage, response: string): boolean {
  const { persona, interviewer, reporter, question, answer } = language;
  const marks = [persona, firstName(persona), interviewer, reporter, question, answer];
  let rest = response;
  for (const text of [...facts.map(({ ask }) => ask), ...marks]) rest = rest.replaceAll(normalised(text), '');
  const letters = (text: string) => text.replaceAll(/[^\p{L}\p{N}]/gu, '').length;
  return rest !== response && letters(rest) < LEFT_OF_ECHO * letters(response);
}

/** A text as it is compared: one kind of letters, minus signs, backslashes and spaces. */
export function normalised(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[‐-―−]/gu, '-')
    .replaceAll(/\\+/g, '\\')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Whether a text has one of the values, not as a part of another number or word. */
export function holds(text: string, values: readonly string[]): boolean {
  return values.map(normalised).some((value) => {
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
      const before = text.slice(0, at);
      const behind = text.slice(at + value.length);
      if (
        !joins(before.slice(-2), value.slice(0, 1), 'end') &&
        !joins(behind.slice(0, 2), value.slice(-1), 'start')
      )
        return true;
    }
    return false;
  });
}

/** Whether the value's outer character goes on in its neighbours: a digit in a number, a letter in a word. */
function joins(neighbours: string, outer: string, side: 'start' | 'end'): boolean {
  const next = side === 'end' ? neighbours.slice(-1) : neighbours.slice(0, 1);
  if (/\d/.test(outer)) return side === 'end' ? /\d[.,]?$/.test(neighbours) : /^[.,]?\d/.test(neighbours);
  // Scripts without spaces join words, and particles stand at the end of a word.
  return /[\p{sc=Latin}\p{sc=Cyrillic}]/u.test(outer) && /[\p{sc=Latin}\p{sc=Cyrillic}]/u.test(next);
}
