import path from 'node:path';
import { grantScope, newId, type Change } from '@persona/contracts';
import { createSqliteDocumentStore } from '@persona/documents';
import { mediaRow, tempFolder } from '@persona/testing';
import { expect, onTestFinished, test } from 'vitest';
import { announceChanges } from './announce-changes.ts';

test('what is written is told once it is committed, with ids and states and no words', async () => {
  const folder = tempFolder();
  const documents = createSqliteDocumentStore({ file: path.join(folder.path, 'documents.db') });
  onTestFinished(async () => {
    await documents.close();
    folder.remove();
  });
  const scope = grantScope(newId('ins'));
  const told: Change[] = [];
  const store = announceChanges(documents, (change) => told.push(change));
  const id = newId('vid');
  const row = mediaRow(scope, { id, kind: 'video', declared: { title: 'A secret title' } });
  await store.media.insert(scope, [row]);
  expect(told).toMatchObject([{ type: 'media', instance_id: scope, id, state: row.state, kind: 'video' }]);
  // The same again is not inserted, and what no row matches changes nothing.
  await store.media.insert(scope, [row]);
  await store.media.update(scope, id, { where: { state: 'failed' }, set: { state: 'ready' } });
  // A lease, a count of starts, a place in the queue: nobody sees them.
  await store.media.update(scope, id, { set: { enqueued_at: row.created_at }, inc: { starts: 1 } });
  expect(told).toHaveLength(1);
  await store.media.updateMany(scope, [{ id, set: { state: 'ready' } }]);
  await store.media.update(scope, id, { set: { deleted_at: row.created_at } });
  expect(told.map(({ state }) => state)).toEqual([row.state, 'ready', 'deleted']);
  expect(JSON.stringify(told)).not.toContain('secret');
});
