import { newId, type Submission, type Scope } from '@persona/contracts';
import { describeWithServer } from '@persona/testing';
import { beforeEach, expect, test } from 'vitest';
import { openDomain, page } from '../testing/open-domain.ts';
import { titleOf } from './apply-submission.ts';

await describeWithServer('redis', 'applySubmission', (redis) => {
  const { documents, domain, newScope, only, body } = openDomain(redis);
  let scope: Scope;
  beforeEach(() => {
    scope = newScope();
  });

  test('an approved submission becomes pages once, however often it is applied', async () => {
    const { stored } = await only(page('Old', 'Old words.'));
    const now = new Date().toISOString();
    const item = { note: null, td_id: null, checks: [], edited: null, reviews_td_id: null };
    const submission: Submission = {
      id: newId('rev'),
      instance_id: scope,
      version: 3,
      created_at: now,
      updated_at: now,
      state: 'approved',
      items: [
        { ...item, n: 0, article: '# A new rule\nBe kind.' },
        { ...item, n: 1, article: stored.id, reviews_td_id: stored.id, edited: 'Better words.' },
      ],
      notes: [],
      submitted_by: 'key_a',
      decided_by: 'key_b',
      decision_note: null,
      decided_at: now,
      applied: false,
    };
    await documents.submissions.insert(scope, [submission]);
    await Promise.all([
      domain.applySubmission(scope, submission.id),
      domain.applySubmission(scope, submission.id),
    ]);
    expect(await domain.applySubmission(scope, submission.id)).toBeNull();
    const applied = await documents.submissions.get(scope, submission.id);
    expect(applied).toMatchObject({
      applied: true,
      items: [{ td_id: expect.any(String) }, { td_id: stored.id }],
    });
    const rows = await documents.pages.find(scope, { where: { deleted_at: null }, limit: 10 });
    expect(rows.map(({ title, version }) => [title, version])).toEqual([
      ['Old', 2],
      ['A new rule', 1],
    ]);
    expect(await body(stored.id, 2)).toBe('Better words.');
  });
});

test('titles of reviewed texts', () => {
  expect(titleOf('\n---\n## The rule\nBe kind.')).toBe('The rule');
  expect(titleOf('***')).toBe('Reviewed text');
  expect(titleOf('word '.repeat(100))).toHaveLength(120);
});
