import type { ReviewDecision, ReviewState, Submission, Scope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import type { Deps } from '../deps.ts';
import { applySubmission } from './apply-submission.ts';
import type { Decision } from './submission-actions.ts';
import { stateConflict } from './submit.ts';

const OUTCOME: Record<ReviewDecision, ReviewState> = {
  approve: 'approved',
  reject: 'rejected',
  'request-changes': 'changes_requested',
  withdraw: 'withdrawn',
};

export async function decideSubmission(
  deps: Deps,
  scope: Scope,
  submission: Submission,
  decision: Decision,
): Promise<Submission | null> {
  const decided = await decide(deps, scope, submission, decision);
  if (!decided) return null;
  const applied = decision.decision === 'approve' ? await applySubmission(deps, scope, decided.id) : null;
  return applied ?? (await deps.documents.submissions.get(scope, decided.id)) ?? decided;
}

async function decide(
  { documents }: Deps,
  scope: Scope,
  submission: Submission,
  { decision, edits, note, decidedBy }: Decision,
): Promise<Submission | null> {
  const outcome = OUTCOME[decision];
  for (let current = submission; ;) {
    if (current.state === outcome) return current;
    const open =
      current.state === 'pending' || (current.state === 'changes_requested' && decision === 'withdraw');
    if (!open) throw stateConflict(current, `it can't become ${outcome}`);
    const now = new Date().toISOString();
    const decided = await documents.submissions.update(scope, current.id, {
      where: { version: current.version },
      set: {
        state: outcome,
        items: await decidedItems(documents, scope, current, edits),
        decided_by: decidedBy,
        decision_note: note ?? null,
        decided_at: now,
        updated_at: now,
      },
      inc: { version: 1 },
    });
    if (decided) return decided;
    const again = await documents.submissions.get(scope, current.id);
    if (!again) return null;
    current = again;
  }
}

/** The items with what is stored instead of them, and the versions that the pages under review have now. */
async function decidedItems(
  { pages }: Pick<DocumentStore, 'pages'>,
  scope: Scope,
  { items }: Submission,
  edits: Decision['edits'],
): Promise<Submission['items']> {
  const found = await pages.getMany(
    scope,
    items.flatMap(({ reviews_td_id }) => reviews_td_id ?? []),
  );
  const versions = new Map(found.map(({ id, version }) => [id, version]));
  return items.map((item) => {
    const base = versions.get(item.reviews_td_id ?? '');
    return {
      ...item,
      edited: edits[item.n] ?? null,
      ...(base === undefined ? {} : { base_version: base }),
    };
  });
}
