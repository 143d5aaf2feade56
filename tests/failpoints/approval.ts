import { newId, type Submission } from '@persona/contracts';

/** One article that was approved. */
export function approval(instance_id: string, item: Partial<Submission['items'][number]>): Submission {
  const now = new Date().toISOString();
  const base = { instance_id, version: 1, created_at: now, updated_at: now };
  const one = { n: 0, article: 'Be kind.', note: null, td_id: null, checks: [], edited: null };
  return {
    ...base,
    id: newId('rev'),
    state: 'approved',
    items: [{ ...one, reviews_td_id: null, ...item }],
    notes: [],
    submitted_by: 'key_a',
    decided_by: 'key_b',
    decision_note: null,
    decided_at: now,
    applied: (item.td_id ?? null) !== null,
  };
}
