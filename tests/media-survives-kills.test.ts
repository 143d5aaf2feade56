import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { blobFolder, createFolderBlobStore } from '@persona/blobs';
import { newId, grantScope, type Media } from '@persona/contracts';
import { createSqliteDocumentStore } from '@persona/documents';
import { createDomain, storedFiles } from '@persona/domain';
import { createProducer } from '@persona/queues/producer';
import { createLogger } from '@persona/runtime';
import { eventually, listProcesses, startRedis, tempFolder } from '@persona/testing';
import { expect, test } from 'vitest';
import { makeMedia, recordingRow } from '../services/media-worker/src/testing/media.ts';

const program = path.resolve(import.meta.dirname, '../services/media-worker/src/main.ts');

const startWorker = async (env: Record<string, string>): Promise<ChildProcess> => {
  const child = fork(program, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [message] = (await once(child, 'message')) as [{ type: string }];
  expect(message).toMatchObject({ type: 'ready', service: 'media-worker' });
  return child;
};
const exit = async (child: ChildProcess, signal: NodeJS.Signals): Promise<unknown[]> => {
  const gone = once(child, 'exit');
  child.kill(signal);
  return gone;
};

test(
  'kill -9 of the media worker amid a video: ffmpeg goes with it, the next one finishes, nothing is left',
  { timeout: 300_000 },
  async () => {
    using folder = tempFolder();
    const redis = await startRedis();
    const env = { PERSONA_DATA_DIR: folder.path, REDIS_URL: redis.url, LOG_LEVEL: 'silent' };
    const documents = createSqliteDocumentStore({ file: path.join(folder.path, 'documents.db') });
    const blobs = await createFolderBlobStore({
      folder: path.join(folder.path, 'blobs'),
      urlSecret: 'a secret of sixteen',
    });
    const producer = createProducer({ redisUrl: redis.url, logger: createLogger('test', 'silent') });
    const domain = createDomain({ documents, blobs, producer });
    const work = path.join(folder.path, 'work', 'media');
    const running = (): string[] =>
      listProcesses()
        .map(({ args }) => args)
        .filter((args) => args.includes(work));

    const scope = grantScope(newId('ins'));
    const bytes = await makeMedia(
      path.join(folder.path, 'film.mp4'),
      '-f lavfi -i testsrc2=s=1280x720:r=30:d=16 -c:v libx264 -preset ultrafast',
    );
    const media = recordingRow(scope, 'video', bytes);
    await blobs.put(media.original.blob_key, Readable.from([bytes]));
    await documents.media.insert(scope, [media]);
    const job = await domain.createJob(scope, {
      id: media.job_id ?? '',
      kind: 'video.process',
      subject_id: media.id,
      requested_by: 'key_test',
    });
    await eventually(() =>
      producer.add('video.process', {
        id: media.batch_id ?? '',
        data: { instance_id: scope, media_id: media.id, version: 1 },
      }),
    );

    const first = await startWorker(env);
    const partsOf = (row: Media | null) => row?.hls?.tracks.map(({ parts }) => parts) ?? [];
    const kept = await eventually(
      async () => {
        const parts = partsOf(await documents.media.get(scope, media.id));
        return parts.length > 0 ? parts : null;
      },
      { timeoutMs: 120_000 },
    );
    await exit(first, 'SIGKILL');
    await eventually(() => running().length === 0, { timeoutMs: 120_000 });
    const [left = ''] = await readdir(work);
    if (process.platform === 'linux') {
      // It was killed and did not end by itself: a finished file ends with an index. (Outside of Linux
      // nothing ties it to its parent.)
      const film = await readFile(path.join(work, left, 'out', '720p.mp4'));
      expect(film.includes('mfra')).toBe(false);
    }

    const second = await startWorker(env);
    const ready = await eventually(
      async () => {
        const row = await documents.media.get(scope, media.id);
        return row?.state === 'processing' ? null : row;
      },
      { timeoutMs: 120_000 },
    );
    expect(ready).toMatchObject({
      state: 'ready',
      starts: 2,
      renditions: [{ name: 'video.mp4' }],
      poster: { name: 'poster.jpg' },
      hls: { complete: true },
    });
    // What the first one had kept was not made again.
    expect(partsOf(ready).map((parts) => parts[0])).toEqual(kept.map((parts) => parts[0]));
    expect(ready.hls?.tracks.map(({ name }) => name)).toEqual(['720p', '480p', '360p', '240p']);
    const files = await blobs.list(blobFolder(scope, media.id));
    expect(files.blobs.map(({ key }) => key).toSorted()).toEqual(
      storedFiles(ready)
        .map(({ blob_key }) => blob_key)
        .toSorted(),
    );
    expect(
      await eventually(async () => (await documents.jobs.get(scope, job.id))?.state === 'completed'),
    ).toBe(true);
    await eventually(async () => (await readdir(work)).length === 0);
    const [code] = await exit(second, 'SIGTERM');
    expect(code).toBe(0);

    await producer.close();
    await documents.close();
    await redis.stop();
  },
);
