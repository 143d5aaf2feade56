import { derivedId, sha256, type Feedback, type Message, type Scope } from '@persona/contracts';
import type { Deps } from '../deps.ts';
import { createSubmission, reviewItems } from '../submissions/submit.ts';

export interface NewFeedback {
  rating: Feedback['rating'] | undefined;
  /** A text that the persona shall say instead; it waits in review. */
  correction: string | undefined;
  /** A key id. */
  by: string;
}

/**
 * Keeps what somebody said to an answer; a correction becomes a submission first, whose id is derived from
 * the answer and the text, so that a repeat makes no other. What is not said again stays as it was. Null when
 * the answer is gone.
 */
export async function giveFeedback(
  deps: Deps,
  scope: Scope,
  answer: Message,
  { rating, correction, by }: NewFeedback,
): Promise<Message | null> {
  const review_id =
    correction === undefined
      ? (answer.feedback?.review_id ?? null)
      : await submitCorrection(deps, scope, answer, correction, by);
  const now = new Date().toISOString();
  return deps.documents.messages.update(scope, answer.id, {
    set: {
      feedback: { rating: rating ?? answer.feedback?.rating ?? null, review_id, by, at: now },
      updated_at: now,
    },
  });
}

/** The submission holds nothing that a user said, so there is nothing in it that goes with the user. */
async function submitCorrection(
  deps: Deps,
  scope: Scope,
  { id }: Message,
  correction: string,
  submittedBy: string,
): Promise<string> {
  const items = await reviewItems(deps, scope, [correction], []);
  const submission = await createSubmission(deps, scope, {
    id: derivedId('rev', id, sha256(correction)),
    items: items.map((item) => ({ ...item, message_id: id })),
    notes: [],
    submittedBy,
  });
  return submission.id;
}
