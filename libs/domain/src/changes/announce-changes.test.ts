import { grantScope, newId, type Change } from '@persona/contracts';
import { mediaRow } from '@persona/testing';
import { expect, test } from 'vitest';
import { openStore } from '../testing/open-store.ts';
import { announceChanges } from './announce-changes.ts';

test('what is written is told once it is committed, with ids and states and no words', async () => {
  const documents = openStore();
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

test('of changes that are applied together is told what they say of their rows', async () => {
  const documents = openStore();
  const scope = grantScope(newId('ins'));
  const told: Change[] = [];
  const store = announceChanges(documents, (change) => told.push(change));
  const rows = ['a', 'b'].map(() => mediaRow(scope, { id: newId('vid'), kind: 'video' }));
  await documents.media.insert(scope, rows);
  const [first, second] = rows.map(({ id }) => id) as [string, string];
  await store.media.applyMany(scope, [
    { id: first, where: { deleted_at: null, version: { gt: 0 } }, set: { state: 'ready' } },
    { id: second, where: { state: 'failed' }, set: { state: 'ready' } },
  ]);
  await store.media.applyMany(scope, [{ id: second, set: { enqueued_at: '2026-01-01T00:00:00.000Z' } }]);
  await store.media.applyMany(scope, [{ id: second, set: { deleted_at: '2026-01-01T00:00:00.000Z' } }]);
  const at = expect.any(String);
  expect(told).toEqual([
    { type: 'media', instance_id: scope, id: first, state: 'ready', at },
    { type: 'media', instance_id: scope, id: second, state: 'deleted', at },
  ]);
});
