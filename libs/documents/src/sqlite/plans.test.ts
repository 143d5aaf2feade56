import { DatabaseSync } from 'node:sqlite';
import path from 'node:path';
import { tempFolder } from '@persona/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { parseFilter, parseQuery } from '../conditions.ts';
import type { CollectionName, Entity, Query, Where } from '../document-store.ts';
import { fieldsOf } from '../fields.ts';
import { countSql, selectSql } from './reader.ts';
import { prepareFile } from './schema.ts';

const folder = tempFolder();
const file = path.join(folder.path, 'documents.db');
prepareFile(file);
const db = new DatabaseSync(file, { readOnly: true });
afterAll(() => {
  db.close();
  folder.remove();
});

type AnyWhere = Record<string, unknown>;
type AnyQuery = { where?: AnyWhere; orderBy?: string; direction?: string; after?: unknown };
const plan = ({ sql, values }: ReturnType<typeof selectSql>) =>
  db
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...values)
    .map(({ detail }) => String(detail))
    .join('\n');

function findPlan(collection: CollectionName, query: AnyQuery, acrossScopes = false): string {
  const parsed = parseQuery(fieldsOf(collection), { limit: 10, ...query } as Query<Entity>, acrossScopes);
  return plan(selectSql(collection, acrossScopes ? undefined : 'ins_1', parsed));
}

/** Reads rows through an index that narrows them down, and never all rows of a table. */
const searches = (collection: CollectionName) => ({
  found: expect.stringMatching(new RegExp(`SEARCH ${collection} USING (COVERING )?INDEX`)) as unknown,
  scan: expect.not.stringMatching(new RegExp(`SCAN ${collection}`)) as unknown,
});

/**
 * The queries of the services, by form; those that are listed in pages must come out of their index in order.
 */
const lists: [CollectionName, AnyQuery][] = [
  ['pages', { where: { deleted_at: null } }],
  ['pages', { where: { deleted_at: null }, after: { value: 'td_1', id: 'td_1' } }],
  ['pages', { where: { deleted_at: null, status: 'live' }, after: { value: 'td_1', id: 'td_1' } }],
  ['pages', { where: { deleted_at: null, source: 'api' } }],
  ['pages', { where: { external_id: 'x' } }],
  ['pages', { where: { identity: 'x' } }],
  ['pages', {}],
  ['pageBodies', { after: { value: 'td_1.1', id: 'td_1.1' } }],
  ['instances', { where: { deleted_at: null }, orderBy: 'created_at' }],
  ['instances', { where: { owner_key_id: 'key_1' } }],
  ['keys', { where: { revoked_at: null }, orderBy: 'id' }],
  ['submissions', { where: { state: 'pending' }, after: { value: 'rev_1', id: 'rev_1' } }],
  ['submissions', { orderBy: 'created_at', direction: 'desc' }],
  ['chats', { where: { deleted_at: null }, orderBy: 'updated_at', direction: 'desc' }],
  [
    'chats',
    {
      where: { deleted_at: null, user_id: 'u' },
      orderBy: 'updated_at',
      direction: 'desc',
      after: { value: '2026', id: 'cht_1' },
    },
  ],
  ['messages', { where: { chat_id: 'cht_1' }, orderBy: 'n', direction: 'desc' }],
  ['messages', { where: { chat_id: 'cht_1', n: { gte: 3 } }, orderBy: 'n' }],
  [
    'messages',
    {
      where: { answer_type: 'no_answer', created_at: { gte: '2026', lt: '2027' } },
      orderBy: 'created_at',
      direction: 'desc',
    },
  ],
  ['media', { where: { deleted_at: null, kind: 'voice' } }],
  ['pages', { where: { purged_at: null, deleted_at: { lt: '2026' } }, orderBy: 'deleted_at' }],
  ['jobs', { where: { state: 'queued' }, orderBy: 'created_at', after: { value: '2026', id: 'job_1' } }],
  ['jobs', { orderBy: 'created_at', direction: 'desc' }],
  ['auditBlocks', { direction: 'desc' }],
  ['auditBlocks', { where: { created_at: { lt: '2026' } }, orderBy: 'created_at' }],
  ['streams', { where: { client_id_sha256: 'x' } }],
  ['streamBatches', { where: { stream_id: 'str_1', round: 1, seq: 3 } }],
];

const questions: [CollectionName, AnyWhere][] = [
  ['pages', { deleted_at: null, status: { in: ['queued', 'indexing'] } }],
  ['pages', { job_id: 'job_1', status: 'failed' }],
  ['pages', { deleted_at: null, stream_id: 'str_1', stream_round: { lt: 2 } }],
  ['pages', { deleted_at: null, source: 'api', status: 'live', stream_id: 'str_1', external_id: 'x' }],
  ['pages', { deleted_at: null, title_folded: 'x' }],
  ['pageBodies', { page_id: { in: ['td_1', 'td_2'] } }],
  ['pageBodies', { page_id: 'td_1', version: { lt: 3 } }],
  ['instances', { deleted_at: { lt: '2026' }, purged_at: null }],
  ['messages', { chat_id: 'cht_1', client_id_sha256: 'x' }],
  ['messages', { reply_to: 'msg_1' }],
  ['messages', { answer_type: 'grounded', created_at: { gte: '2026', lt: '2027' } }],
  ['pages', { deleted_at: null, id: { gte: 'td_0', lt: 'td_1' } }],
  ['media', { kind: 'voice', original_sha256: 'x' }],
  ['idempotency', { expires_at: { lt: '2026' } }],
  ['idempotency', { expires_at: { lt: '2026' }, status_code: { ne: null } }],
];

const sweeps: [CollectionName, AnyQuery][] = [
  ['pages', { where: { status: 'queued', enqueued_at: { lt: '2026' } }, orderBy: 'enqueued_at' }],
  [
    'pages',
    {
      where: { status: 'queued', enqueued_at: { lt: '2026' } },
      orderBy: 'enqueued_at',
      after: { value: '2025', id: 'td_1' },
    },
  ],
  ['jobs', { where: { state: 'active', created_at: { lt: '2026' } }, orderBy: 'created_at' }],
  ['media', { where: { state: 'processing', enqueued_at: { lt: '2026' } }, orderBy: 'enqueued_at' }],
  ['media', { where: { deleted_at: { lt: '2026' }, purged_at: null } }],
  ['pages', { where: { deleted_at: { lt: '2026' }, purged_at: null } }],
  ['submissions', { where: { state: 'approved', applied: false } }],
  ['chats', { where: { busy_until: { lt: '2026' }, deleted_at: { lt: '2026' } }, orderBy: 'busy_until' }],
];

describe('no question reads a whole table', () => {
  test.each(lists)('a list of %s %j comes in order out of its index', (collection, query) => {
    const steps = findPlan(collection, query);
    const { found, scan } = searches(collection);
    expect(steps).toEqual(found);
    expect(steps).toEqual(scan);
    // "FOR LAST TERM" sorts only documents of equal value, of which a unique index has one.
    expect(steps).not.toContain('TEMP B-TREE FOR ORDER BY');
  });

  test.each(questions)('%s %j', (collection, where) => {
    const { found, scan } = searches(collection);
    const tests = parseFilter(fieldsOf(collection), where as Where<Entity>);
    for (const steps of [
      findPlan(collection, { where }),
      plan(countSql(collection, 'ins_1', tests, Infinity)),
    ]) {
      expect(steps).toEqual(found);
      expect(steps).toEqual(scan);
    }
  });

  test.each([
    ['pages', { identity: { in: ['a', 'b'] } }],
    ['pages', { title_folded: { in: ['a', 'b'] } }],
    ['pages', { job_id: 'job_1', status: { in: ['queued', 'indexing'] } }],
    ['pageBodies', { page_id: { in: ['td_1', 'td_2'] } }],
  ] as [CollectionName, AnyWhere][])(
    '%s %j looks its list up, and does not walk the scope',
    (collection, where) => {
      const [field] = Object.keys(where);
      expect(findPlan(collection, { where })).toMatch(new RegExp(`instance_id=\\? AND ${field}=\\?`));
    },
  );

  test.each(sweeps)('across scopes: %s %j', (collection, query) => {
    const steps = findPlan(collection, query, true);
    const { found, scan } = searches(collection);
    expect(steps).toEqual(found);
    expect(steps).toEqual(scan);
  });

  test('a walk across scopes follows the ids', () => {
    const steps = findPlan('pages', { after: { value: 'td_1', id: 'td_1' } }, true);
    expect(steps).toContain('SEARCH pages USING INDEX sqlite_autoindex_pages_1 (id>?)');
  });
});
