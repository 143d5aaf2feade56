import { createFolderBlobStore } from '@persona/blobs';
import path from 'node:path';
import { AppError, INSTALL, newId, grantScope, installScope } from '@persona/contracts';
import { openDocumentStore } from '@persona/documents';
import { createDomain } from '@persona/domain';
import { createProducer } from '@persona/queues/producer';
import { createLogger } from '@persona/runtime';
import { openSearchIndex } from '@persona/search';
import { startRedis, tempFolder } from '@persona/testing';
import { expect, test } from 'vitest';
import { rebuild } from './rebuild.ts';

test('rebuild waits for all that is not indexed, outlives a store that does not answer for a while, and says so', async () => {
  using folder = tempFolder();
  await using opened = new AsyncDisposableStack();
  const redis = opened.adopt(await startRedis(), (one) => one.stop());
  const connection = { redisUrl: redis.url, prefix: redis.prefix, logger: createLogger('test', 'silent') };
  const producer = opened.adopt(createProducer(connection), (one) => one.close());
  const documents = opened.adopt(await openDocumentStore(`sqlite:${path.join(folder.path, 'd.db')}`), (one) =>
    one.close(),
  );
  const search = opened.adopt(await openSearchIndex(`sqlite:${path.join(folder.path, 's')}`), (one) =>
    one.close(),
  );
  const blobs = opened.adopt(
    await createFolderBlobStore({ folder: path.join(folder.path, 'b'), urlSecret: 'a secret of the tests' }),
    (one) => one.close(),
  );
  const [id, now] = [newId('ins'), new Date().toISOString()];
  const scope = grantScope(id);
  const persona = { name: 'Ada', description: '', configuration: {}, owner_key_id: 'key_1' };
  const alive = { deleted_at: null, purged_at: null, purge_job_id: null };
  const times = { version: 1, created_at: now, updated_at: now };
  await documents.instances.insert(installScope, [
    { id, instance_id: INSTALL, ...times, ...persona, ...alive },
  ]);
  const { pages } = await createDomain({ documents, blobs, producer }).storePages(
    scope,
    [{ title: 'The lamp', content: 'It burns whale oil.' }],
    { requestedBy: 'key_1', source: 'store-pages' },
  );
  const live = { status: 'live' as const, live_version: 1, chunk_count: 1 };
  const goLive = () => documents.pages.update(scope, pages[0]?.id ?? '', { set: live });
  await goLive();

  let calls = 0;
  const count: typeof documents.pages.count = async (...args) => {
    if (++calls < 3) throw new AppError('not_ready', 'It is away.');
    await goLive();
    return documents.pages.count(...args);
  };
  // The first read of each kind fails, as with a server that is busy for a moment.
  const away = new Set<string>();
  const failingOnce =
    <A extends unknown[], R>(name: string, read: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (away.has(name)) return read(...args);
      away.add(name);
      throw new AppError('not_ready', 'It is busy.');
    };
  const busy: typeof documents = {
    ...documents,
    instances: { ...documents.instances, find: failingOnce('instances', documents.instances.find) },
    pages: {
      ...documents.pages,
      count,
      find: failingOnce('pages', documents.pages.find),
      getMany: failingOnce('outcome', documents.pages.getMany),
    },
  };
  const said: string[] = [];
  const result = await rebuild(
    { documents: busy, search, producer },
    { all: true, stuck: (reason) => said.push(reason), delaysMs: [1, 1] },
  );
  expect([...away]).toEqual(['instances', 'pages', 'outcome']);
  expect(result).toMatchObject({ personas: 1, queued: 1, underWay: 0, failed: 0, unreadable: [] });
  expect(said).toEqual(['The document store does not answer; what is queued goes on when it does.']);

  // Pages that a worker's sweep found missing before are waited for too.
  await documents.pages.update(scope, pages[0]?.id ?? '', { set: { status: 'queued' } });
  const soon = setTimeout(() => void goLive(), 300);
  const swept = await rebuild({ documents, search, producer }, { all: false });
  clearTimeout(soon);
  expect(swept).toMatchObject({ queued: 0, underWay: 1, failed: 0 });
  expect(await documents.pages.get(scope, pages[0]?.id ?? '')).toMatchObject({ status: 'live' });
});
