import path from 'node:path';
import { createFolderBlobStore } from '@persona/blobs';
import { installScope } from '@persona/contracts';
import {
  cacheReads,
  createSqliteDocumentStore,
  openDocumentStore,
  type DocumentStore,
  type ReadEpoch,
} from '@persona/documents';
import { createSharedEpoch } from '@persona/queues';
import { createProducer } from '@persona/queues/producer';
import { createLogger } from '@persona/runtime';
import {
  databaseUrl,
  describeWithServer,
  eventually,
  startRedis,
  tempFolder,
  type RedisServer,
} from '@persona/testing';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';

const logger = createLogger('test', 'silent');
/** Longer than any test takes, so that nothing is read again because it is old. */
const FOR_EVER_MS = 3_600_000;

function describeCachedKeys(open: (folder: string) => Promise<DocumentStore>): void {
  const folder = tempFolder();
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => {
    await redis.stop();
    folder.remove();
  });

  /** A gateway that keeps what it reads, and how often it has read keys and personas from the store. */
  async function openGateway({
    ttlMs = FOR_EVER_MS,
    advance,
  }: { ttlMs?: number; advance?: () => boolean } = {}) {
    const store = await open(folder.path);
    let reads = 0;
    const counting = <N extends 'keys' | 'instances' | 'settings'>(name: N): DocumentStore[N] => {
      const collection = store[name];
      const get = (...args: [never, string]) => {
        reads++;
        return collection.get(...args);
      };
      return { ...collection, get };
    };
    const shared = createSharedEpoch({ redisUrl: redis.url, prefix: redis.prefix, logger });
    const epoch: ReadEpoch = {
      current: () => shared.current(),
      advance: async () => (advance ? advance() : shared.advance()),
    };
    await eventually(async () => (await shared.current()) !== null);
    const counted = { ...store, keys: counting('keys'), instances: counting('instances') };
    const documents = cacheReads({ ...counted, settings: counting('settings') }, epoch, { ttlMs });
    const blobs = await createFolderBlobStore({
      folder: path.join(folder.path, 'blobs'),
      urlSecret: 'a secret of this test only',
    });
    const producer = createProducer({ redisUrl: redis.url, prefix: redis.prefix, logger });
    const gateway = await openTestGateway({ beside: { documents, blobs, producer, folder: folder.path } });
    onTestFinished(async () => {
      await gateway.close();
      await producer.close();
      await blobs.close();
      await shared.close();
      await store.close();
    });
    return {
      ...gateway,
      /** How often the store was read for this. */
      readsOf: async (work: () => Promise<unknown>): Promise<number> => {
        const before = reads;
        await work();
        return reads - before;
      },
    };
  }

  const look = async (gateway: TestGateway, key: string, instanceId: string): Promise<number> =>
    (await gateway.call('GET', `/api/jobs?instance_id=${instanceId}`, undefined, { key })).status;

  test('a key and a persona are read once, and refused at once when another gateway ends them', async () => {
    const [one, other] = [await openGateway(), await openGateway()];
    const persona = await one.newPersona();
    const { key, token } = await one.newKey();
    expect(await look(other, token, persona)).toBe(200);
    expect(await other.readsOf(() => look(other, token, persona))).toBe(0);

    expect((await one.call('DELETE', `/api/admin/keys/${key.id}`)).status).toBe(200);
    expect(await look(other, token, persona)).toBe(401);

    expect(await look(other, other.admin, persona)).toBe(200);
    expect(await other.readsOf(() => look(other, other.admin, persona))).toBe(0);
    expect((await one.call('DELETE', `/api/instance/${persona}`)).status).toBe(200);
    expect(await look(other, other.admin, persona)).toBe(404);
  });

  test('a rotated key opens with what it has now, in every gateway', async () => {
    const [one, other] = [await openGateway(), await openGateway()];
    const persona = await one.newPersona();
    const { key, token } = await one.newKey();
    expect(await look(other, token, persona)).toBe(200);
    const { body } = await one.call<{ key: string }>('POST', `/api/admin/keys/${key.id}/rotate`, {
      overlap_seconds: 0,
    });
    expect(await look(other, token, persona)).toBe(401);
    expect(await look(other, body.key, persona)).toBe(200);
  });

  test('the default persona is the one that another gateway made it', async () => {
    const [one, other] = [await openGateway(), await openGateway()];
    const [first, second] = [await one.newPersona(), await one.newPersona()];
    const chosen = async () => (await other.call('GET', '/api/jobs')).body['instance_id'];
    for (const id of [first, second, first]) {
      await one.call('PATCH', `/api/instance/${id}`, { default: true });
      expect(await chosen()).toBe(id);
    }
  });

  test('where others can’t be told, a revocation is answered when nothing that they keep is used', async () => {
    const ttlMs = 300;
    const [one, other] = [await openGateway({ ttlMs, advance: () => false }), await openGateway({ ttlMs })];
    const persona = await other.newPersona();
    const { key, token } = await other.newKey();
    expect(await look(other, token, persona)).toBe(200);
    expect((await one.call('DELETE', `/api/admin/keys/${key.id}`)).status).toBe(200);
    expect(await look(other, token, persona)).toBe(401);
  });

  test('a gateway that died between its change and telling of it hides that for a while only', async () => {
    const other = await openGateway({ ttlMs: 300 });
    const persona = await other.newPersona();
    const { key, token } = await other.newKey();
    expect(await look(other, token, persona)).toBe(200);
    const dead = await open(folder.path);
    await dead.keys.update(installScope, key.id, { set: { revoked_at: new Date().toISOString() } });
    await dead.close();
    await eventually(async () => (await look(other, token, persona)) === 401);
  });

  test('a Redis that was emptied, or that is away, gives nothing back that has changed', async () => {
    const [one, other] = [await openGateway(), await openGateway()];
    const persona = await one.newPersona();
    const { key, token } = await one.newKey();
    expect(await look(other, token, persona)).toBe(200);
    await redis.flush();
    await one.documents.keys.update(installScope, key.id, { set: { name: 'another' } });
    await redis.flush();
    expect(await other.readsOf(() => look(other, token, persona))).toBeGreaterThan(0);
    await redis.kill();
    const dead = await open(folder.path);
    await dead.keys.update(installScope, key.id, { set: { revoked_at: new Date().toISOString() } });
    await dead.close();
    expect(await look(other, token, persona)).toBe(401);
  });
}

describe('keys and personas that two gateways keep, in SQLite', () => {
  describeCachedKeys(async (folder) =>
    createSqliteDocumentStore({ file: path.join(folder, 'documents.db') }),
  );
});

await describeWithServer('mongodb', 'keys and personas that two gateways keep', (server) => {
  const url = databaseUrl(server);
  describeCachedKeys(() => openDocumentStore(url));
});
