/**
 * Turns of a chat: each step may be the last before a crash, and each request may come twice.
 *
 * - A chat is claimed by compare-and-set (`busy_with`, `busy_until`) and answers one message at a time. The
 *   lease of a claim is renewed while the answer is being made; a claim with an expired lease may be taken
 *   over.
 * - The user's message is stored before anything else is done for it. With a `message_id`, its own id and the
 *   id of the chat it begins are derived from that, so a message that is sent several times is stored once.
 * - The answer's id is derived from the id of the message it answers, so a second answer can't be stored.
 * - Expiring another process's lease requests its cancellation.
 *
 * claimTurn → (the answer is made) → finishTurn or releaseTurn; beside it followAnswer and cancelAnswer.
 */
export { cancelAnswer } from './cancel-answer.ts';
export { claimTurn } from './claim-turn.ts';
export { finishTurn, releaseTurn } from './finish-turn.ts';
export { followAnswer } from './follow-answer.ts';
export type { BegunBefore, ClaimedTurn, TurnDeps, TurnOptions } from './turn.ts';
