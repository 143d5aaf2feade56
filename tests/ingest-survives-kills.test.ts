import { createFolderBlobStore } from '@persona/blobs';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSqliteDocumentStore } from '@persona/documents';
import { createDomain, type PageInput } from '@persona/domain';
import { createProducer } from '@persona/queues/producer';
import { createLogger } from '@persona/runtime';
import { createSqliteSearchIndex } from '@persona/search';
import { eventually, startRedis, tempFolder } from '@persona/testing';
import { expect, onTestFinished, test } from 'vitest';
import { createPersona, expectExactly, wordsOf } from '../services/ingest-worker/src/testing/worker.ts';

const PAGES = 2000;
const A_CALL = 50;

/** Keeps an ingest worker running as the launcher does: one that ends is started again. */
function superviseWorker(env: Record<string, string>) {
  const program = path.resolve(import.meta.dirname, '../services/ingest-worker/src/main.ts');
  let child: ChildProcess;
  let wanted = true;
  let starts = 0;
  const start = () => {
    starts++;
    child = fork(program, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.once('exit', () => {
      if (wanted) setTimeout(start, 200);
    });
  };
  start();
  return {
    starts: () => starts,
    kill: () => child.kill('SIGKILL'),
    stop: async () => {
      wanted = false;
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      return child.exitCode;
    },
  };
}

test(
  'kill -9 of worker and Redis amid 2,000 pages: each is live once, nothing is left twice, nobody helps',
  { timeout: 300_000 },
  async () => {
    using folder = tempFolder();
    const redis = await startRedis();
    onTestFinished(redis.stop);
    const worker = superviseWorker({
      PERSONA_DATA_DIR: folder.path,
      REDIS_URL: redis.url,
      LOG_LEVEL: 'silent',
      INGEST_CONCURRENCY: '2',
    });
    onTestFinished(async () => void (await worker.stop()));
    const documents = createSqliteDocumentStore({ file: path.join(folder.path, 'documents.db') });
    const search = createSqliteSearchIndex({ folder: path.join(folder.path, 'search') });
    const producer = createProducer({ redisUrl: redis.url, logger: createLogger('test', 'silent') });
    const blobs = await createFolderBlobStore({
      folder: path.join(folder.path, 'blobs'),
      urlSecret: 'a secret of the tests',
    });
    onTestFinished(() => blobs.close());
    const domain = createDomain({ documents, blobs, producer });
    const scope = await createPersona(documents);

    const held = new Map<string, PageInput>();
    const send = async (pages: PageInput[]) => {
      await domain.storePages(scope, pages, { requestedBy: 'key_test', source: 'stream-pages' });
      for (const page of pages) held.set(page.id ?? '', page);
    };
    const remove = async (names: string[]) => {
      const rows = await documents.pages.find(scope, {
        where: { external_id: { in: names } },
        limit: names.length,
      });
      await domain.deletePages(
        scope,
        rows.map(({ id }) => id),
      );
      for (const name of names) held.delete(name);
    };
    const waiting = () => domain.countWaiting(scope, 10_000);
    const liveCount = () => documents.pages.count(scope, { deleted_at: null, status: 'live' });
    let restarted: Promise<void> | undefined;
    const faults: Record<number, () => Promise<unknown>> = {
      8: async () => worker.kill(),
      14: async () => {
        await redis.kill();
        // Meanwhile pages keep arriving.
        restarted = sleep(700).then(() => redis.restart());
      },
      20: async () => {
        await restarted;
        await redis.flush();
      },
      26: async () => {
        worker.kill();
        await redis.kill();
        // Like a machine that returns without its disk.
        await rm(path.join(redis.folder, 'appendonlydir'), { recursive: true, force: true });
        await redis.restart();
      },
      33: async () => worker.kill(),
    };
    for (let call = 0; call < PAGES / A_CALL; call++) {
      await send(Array.from({ length: A_CALL }, (_, n) => wordsOf(`p${call * A_CALL + n}`, 1)));
      // Some of what was sent before is changed, some deleted, while it is being indexed.
      if (call % 3 === 1)
        await send(Array.from({ length: 10 }, (_, n) => wordsOf(`p${(call - 1) * A_CALL + n}`, 2)));
      if (call % 5 === 2)
        await remove(Array.from({ length: 5 }, (_, n) => `p${(call - 2) * A_CALL + 20 + n}`));
      const fault = faults[call];
      if (!fault) continue;
      // During its work, neither before nor after it.
      const live = await liveCount();
      await eventually(async () => (await liveCount()) > live || (await waiting()) === 0, {
        timeoutMs: 120_000,
      });
      await fault();
    }
    await eventually(async () => (await waiting()) === 0, { timeoutMs: 120_000, intervalMs: 200 });
    await eventually(() => expectExactly({ documents, search }, scope, [...held.values()]).then(() => true), {
      timeoutMs: 120_000,
      intervalMs: 500,
    });
    expect(worker.starts()).toBeGreaterThan(2);
    expect(await worker.stop()).toBe(0);
    await producer.close();
    await search.close();
    await documents.close();
  },
);
