import type { Answered } from '../field/ask.ts';
import { holds, normalised } from '../field/judge.ts';
import type { AskingCase } from './cases.ts';

/**
 * - `right`: grounded, tells all that is asked for and nothing that it must not, and is not too long. Where
 *   nothing is known: no answer. For small talk: small talk.
 * - `partly`: tells a part of it, or says too much around it.
 * - `beside`: an answer from the pages that does not tell it, or tells what it must not, or where nothing is
 *   known.
 * - `silent`: no answer from the pages where there is one; small talk that is not recognised.
 */
export type Verdict = 'right' | 'partly' | 'beside' | 'silent';

/** What is over this many times the longest right answer is the page read out, whatever it tells. */
const READ_OUT = 3;

export function judge(
  { expects, tell, not, max }: Pick<AskingCase, 'expects' | 'tell' | 'not' | 'max'>,
  { answer_type, response }: Pick<Answered, 'answer_type' | 'response'>,
): Verdict {
  const grounded = answer_type === 'grounded';
  if (expects === 'silence') return grounded ? 'beside' : 'right';
  if (expects === 'talk') return grounded ? 'beside' : answer_type === 'general' ? 'right' : 'silent';
  const text = normalised(response);
  const told = tell.filter((group) => tells(text, group)).length;
  // A persona may say of itself without a page what it is called and what it is.
  if (!grounded) return answer_type === 'general' && told === tell.length ? 'right' : 'silent';
  if (told === 0 || response.length > READ_OUT * max || not.some((group) => tells(text, group)))
    return 'beside';
  return told === tell.length && response.length <= max ? 'right' : 'partly';
}

/**
 * Whether a text tells one of several things, separated by `|`: each a piece of text that is not part of a
 * longer word or number. A piece of a word begins or ends with `*`.
 */
function tells(text: string, group: string): boolean {
  return group.split('|').some((one) => {
    const open = one.startsWith('*') || one.endsWith('*');
    const plain = one.replaceAll(/^\*|\*$/g, '');
    return open ? text.includes(normalised(plain)) : holds(text, [plain]);
  });
}
