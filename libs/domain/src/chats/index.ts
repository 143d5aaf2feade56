/**
 * How turns are stored, so that any step may be the last before a crash and any request may come twice.
 *
 * - A chat is claimed by compare-and-set (`busy_with`, `busy_until`) and answers one message at a time; a
 *   claim whose lease has run out may be taken over. The lease is renewed while the answer is being made.
 * - The user's message is stored before anything else is done for it. With a `message_id` its own id follows
 *   from that, so it takes its place once, however often it is sent; and so does the id of the chat it
 *   begins.
 * - The answer's id follows from the id of the message it answers, so that nobody can store a second one.
 * - Whoever ends a lease that is not theirs asks its holder to stop.
 *
 * claimTurn → (the answer is made) → finishTurn or releaseTurn; beside it followAnswer and cancelAnswer.
 */
export { cancelAnswer } from './cancel-answer.ts';
export { claimTurn } from './claim-turn.ts';
export { finishTurn, releaseTurn } from './finish-turn.ts';
export { followAnswer } from './follow-answer.ts';
export type { BegunBefore, ClaimedTurn, TurnDeps, TurnOptions } from './turn.ts';
