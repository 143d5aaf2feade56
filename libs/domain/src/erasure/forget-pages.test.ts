import path from 'node:path';
import { createFolderBlobStore } from '@persona/blobs';
import { grantScope, newId, type Submission } from '@persona/contracts';
import { createSqliteDocumentStore } from '@persona/documents';
import { tempFolder } from '@persona/testing';
import { expect, onTestFinished, test } from 'vitest';
import { forgetPages } from './forget-pages.ts';

test('a submission that a deleted page came from, or was reviewed in, keeps none of its words', async () => {
  const folder = tempFolder();
  const documents = createSqliteDocumentStore({ file: path.join(folder.path, 'documents.db') });
  const blobs = await createFolderBlobStore({
    folder: path.join(folder.path, 'blobs'),
    urlSecret: 'a secret of the tests',
  });
  onTestFinished(async () => {
    await blobs.close();
    await documents.close();
    folder.remove();
  });
  const scope = grantScope(newId('ins'));
  const [made, reviewed, other] = [newId('td'), newId('td'), newId('td')];
  const now = new Date().toISOString();
  const page = { id: null, title: 'Unheard', metadata: { note: 'unheard' }, source: null };
  const item = { n: 0, article: 'Unheard words.', edited: null, note: null, checks: [] };
  const submission: Submission = {
    id: newId('rev'),
    instance_id: scope,
    version: 1,
    created_at: now,
    updated_at: now,
    state: 'approved',
    items: [
      { ...item, reviews_td_id: null, td_id: made, page },
      { ...item, n: 1, reviews_td_id: reviewed, td_id: null, page },
      { ...item, n: 2, article: 'Kept words.', reviews_td_id: null, td_id: other },
    ],
    notes: [],
    submitted_by: 'key_a',
    decided_by: 'key_a',
    decision_note: null,
    decided_at: now,
    applied: true,
  };
  await documents.submissions.insert(scope, [submission]);
  await forgetPages({ documents, blobs }, scope, new Set([made, reviewed]));
  const left = await documents.submissions.get(scope, submission.id);
  expect(JSON.stringify(left)).not.toMatch(/unheard/i);
  expect(left?.items.map(({ article }) => article)).toEqual(['', '', 'Kept words.']);
});
