import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { blobFolder, createFolderBlobStore, type BlobStore } from '@persona/blobs';
import {
  AppError,
  bodyId,
  newId,
  sha256,
  grantScope,
  installScope,
  type Media,
  type Scope,
} from '@persona/contracts';
import { createSqliteDocumentStore, type DocumentStore } from '@persona/documents';
import { createDomain, madeFiles, type Domain } from '@persona/domain';
import { defaultLimits, openMediaTools } from '@persona/media';
import type { Transcriber } from '@persona/models';
import { queueJobId, type Producer, type Workers } from '@persona/queues';
import { createProducer } from '@persona/queues/producer';
import { createLogger, createMetrics } from '@persona/runtime';
import { describeWithServer, eventually, keptReply, tempFolder } from '@persona/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openWorkFolder, startMediaWorker, type Resources } from './app.ts';
import { processMedia } from './process-media.ts';
import { makeMedia, recordingRow } from './testing/media.ts';

vi.setConfig({ testTimeout: 120_000 });
const timeoutMs = 60_000;
const logger = createLogger('test', 'silent');

await describeWithServer('redis', 'the media worker', (redis) => {
  const folder = tempFolder();
  const workPath = path.join(folder.path, 'work');
  let documents: DocumentStore;
  let blobs: BlobStore;
  let producer: Producer;
  let domain: Domain;
  let resources: Resources;
  let workers: Workers;
  let scope: Scope;
  let longFilm: Buffer;

  beforeAll(async () => {
    documents = createSqliteDocumentStore({ file: path.join(folder.path, 'documents.db') });
    blobs = await createFolderBlobStore({
      folder: path.join(folder.path, 'blobs'),
      urlSecret: 'a secret of sixteen',
    });
    producer = createProducer({ redisUrl: redis.url, prefix: redis.prefix, logger });
    domain = createDomain({ documents, blobs, producer });
    // Seconds of work, so that it can be interrupted in the middle.
    longFilm = await makeMedia(
      path.join(folder.path, 'long.mp4'),
      '-f lavfi -i testsrc2=s=1280x720:r=30:d=10 -c:v libx264 -preset ultrafast',
    );
    const tools = await openMediaTools({ sandbox: 'auto' });
    const work = await openWorkFolder(workPath);
    resources = {
      documents,
      blobs,
      domain,
      tools,
      limits: defaultLimits,
      work,
      logger,
      metrics: createMetrics('test'),
    };
    workers = startMediaWorker(resources, {
      queues: { redisUrl: redis.url, prefix: redis.prefix },
      concurrency: 1,
    });
    await eventually(() => producer.view.state('media'));
  });
  beforeEach(() => {
    scope = grantScope(newId('ins'));
  });
  afterAll(async () => {
    await workers.close();
    await producer.close();
    await documents.close();
    folder.remove();
  });

  /** The rows that the gateway leaves when it has accepted a file. */
  const store = async (kind: Media['kind'], bytes: Buffer, more: Partial<Media> = {}): Promise<Media> => {
    const media = recordingRow(scope, kind, bytes, more);
    await blobs.put(media.original.blob_key, Readable.from([bytes]));
    await documents.media.insert(scope, [media]);
    await domain.createJob(scope, {
      id: media.job_id ?? '',
      kind: `${kind}.process`,
      subject_id: media.id,
      requested_by: 'key_test',
    });
    return media;
  };
  const enqueue = async ({ id, kind, version, batch_id }: Media): Promise<unknown> =>
    producer.add(`${kind}.process`, {
      id: batch_id ?? '',
      data: { instance_id: scope, media_id: id, version },
    });
  const read = async ({ id }: Media): Promise<Media> => (await documents.media.get(scope, id)) as Media;
  const done = async (media: Media): Promise<Media> =>
    eventually(async () => ((await read(media)).state === 'processing' ? null : read(media)), { timeoutMs });
  const jobOf = async ({ job_id }: Media) => documents.jobs.get(scope, job_id ?? '');
  const filesOf = async ({ id }: Media): Promise<string[]> =>
    (await blobs.list(blobFolder(scope, id))).blobs.map(({ key }) => path.basename(key));
  const direct = async (
    { id, kind, version }: Media,
    signal = new AbortController().signal,
    on = resources,
  ): Promise<void> =>
    processMedia(on, {
      scope,
      data: { instance_id: scope, media_id: id, version },
      signal,
      note: () => {},
      logger,
      kind,
    } as Parameters<typeof processMedia>[1]);

  const voiceFile = async (): Promise<Buffer> =>
    makeMedia(path.join(folder.path, 'voice.wav'), '-f lavfi -i sine=frequency=300:d=4');

  describe('a file that came in', () => {
    test('is made ready: renditions in the store, measures in the row, the job completed', async () => {
      const voice = await store('voice', await voiceFile(), { declared: { duration: 60 } });
      const captions = path.join(folder.path, 'captions.srt');
      await writeFile(captions, '1\n00:00:00,000 --> 00:00:01,000\nHello\n');
      const film = await makeMedia(
        path.join(folder.path, 'film.mp4'),
        `-f lavfi -i testsrc2=s=640x360:r=25:d=4 -i ${captions} -map 0 -map 1 -c:v libx264 -preset ultrafast -c:s mov_text -metadata:s:s:0 language=eng`,
      );
      const video = await store('video', film);
      const seen: number[] = [];
      await Promise.all([enqueue(voice), enqueue(video)]);
      const watching = setInterval(
        () => void jobOf(video).then((job) => job && seen.push(job.progress.done)),
        100,
      );
      const [readyVoice, readyVideo] = [await done(voice), await done(video)];
      clearInterval(watching);

      expect(readyVoice).toMatchObject({
        state: 'ready',
        error: null,
        measured: { duration: 4, sample_rate: 44_100 },
        warnings: [{ code: 'duration_mismatch' }],
      });
      expect(readyVoice.renditions.map(({ name }) => name)).toEqual([
        'voice.webm',
        'voice-16k.wav',
        'waveform.json',
      ]);
      expect(readyVideo).toMatchObject({
        state: 'ready',
        poster: { name: 'poster.jpg' },
        captions: [{ language: 'en' }],
        renditions: [{ name: 'video.mp4', content_type: 'video/mp4' }],
        hls: {
          complete: true,
          tracks: [
            { name: '360p', width: 640, height: 360 },
            { name: '240p', width: 426, height: 240 },
          ],
        },
        storyboard: { image: { name: 'storyboard.jpg' }, vtt: { name: 'storyboard.vtt' } },
        peaks: null,
      });
      expect(readyVoice.peaks).toMatchObject({
        json: readyVoice.renditions[2],
        image: { name: 'waveform.png', content_type: 'image/png' },
      });
      for (const { blob_key, bytes, sha256: hash } of [readyVoice, readyVideo].flatMap(madeFiles)) {
        const stored = await blobs.get(blob_key);
        const content = await buffer(stored?.stream as Readable);
        expect([content.length, sha256(content)]).toEqual([bytes, hash]);
      }
      for (const media of [voice, video]) {
        expect(
          await eventually(async () => ((await jobOf(media))?.state === 'completed' ? jobOf(media) : null)),
        ).toMatchObject({ progress: { done: 100, total: 100 } });
      }
      expect(seen).toEqual(seen.toSorted((a, b) => a - b));
      expect(await readdir(workPath)).toEqual([]);
    });

    test('and is no recording fails with its code, and the worker goes on', async () => {
      const text = await store('voice', Buffer.from('base64_encoded_audio', 'base64url'));
      const cut = await store(
        'video',
        (
          await makeMedia(
            path.join(folder.path, 'cut.mp4'),
            '-f lavfi -i testsrc2=s=320x240:d=3 -c:v libx264',
          )
        ).subarray(0, 20_000),
      );
      const good = await store('voice', await voiceFile());
      for (const media of [text, cut, good]) await enqueue(media);
      expect(await done(text)).toMatchObject({
        state: 'failed',
        renditions: [],
        error: { code: 'unsupported_media', retryable: false },
      });
      expect(await done(cut)).toMatchObject({ state: 'failed', error: { code: 'media_truncated' } });
      expect(await done(good)).toMatchObject({ state: 'ready' });
      expect(
        await eventually(async () => ((await jobOf(text))?.state === 'failed' ? jobOf(text) : null)),
      ).toMatchObject({ error: { code: 'unsupported_media' } });
      expect(await filesOf(text)).toEqual(['original.bin']);
    });

    test('and is missing in the store says so', async () => {
      const media = await store('voice', Buffer.from('x'));
      await blobs.remove(media.original.blob_key);
      await enqueue(media);
      expect(await done(media)).toMatchObject({ state: 'failed', error: { code: 'content_missing' } });
    });
  });

  describe('a transcriber', () => {
    const hearing = (transcribe: Transcriber['transcribe']): Resources => ({
      ...resources,
      transcriber: { name: 'whisper-test', transcribe },
    });
    const segments = [{ start: 0, end: null, text: 'Good <morning>' }];
    const wordless = { segments, words: [] };

    test('gives a recording its captions', async () => {
      const heard: unknown[] = [];
      const on = hearing(async (file, options) => {
        heard.push([path.extname(file), options?.language]);
        return { text: 'Good morning', language: 'english', ...wordless };
      });
      const voice = await store('voice', await voiceFile(), { declared: { language: 'en-GB' } });
      const film = await makeMedia(
        path.join(folder.path, 'said.mp4'),
        '-f lavfi -i color=s=64x64:d=2 -f lavfi -i sine=d=2 -c:v libx264 -c:a aac',
      );
      const video = await store('video', film);
      for (const media of [voice, video]) {
        await direct(media, undefined, on);
        const [track] = (await read(media)).captions;
        expect(track).toMatchObject({
          name: 'transcript.vtt',
          language: 'en',
          content_type: 'text/vtt; charset=utf-8',
          measured: { model: 'whisper-test', cues: 1 },
        });
        const text = await buffer((await blobs.get(track!.blob_key))?.stream as Readable);
        expect(text.toString()).toMatch(
          /^WEBVTT\n\n00:00:00\.000 --> 00:00:0[24]\.\d+\nGood &lt;morning&gt;\n$/,
        );
      }
      expect(heard).toEqual([
        ['.webm', 'en'],
        ['.webm', undefined],
      ]);
    });

    test('hears a long recording in pieces, and each of them once', async () => {
      const bytes = await makeMedia(
        path.join(folder.path, 'lecture.wav'),
        '-f lavfi -i sine=frequency=300:r=8000:d=260 -af volume=enable=between(mod(t\\,100)\\,99\\,100):volume=0',
      );
      const media = await store('voice', bytes);
      const heard: number[] = [];
      const hear = (failsAt: number): Transcriber['transcribe'] => {
        let piece = heard.length;
        return async () => {
          if (piece === failsAt) throw new AppError('not_ready', 'The worker stops.');
          heard.push(piece);
          piece += 1;
          const words = [
            { start: 1, end: 1.5, text: 'Piece' },
            { start: 2, end: 2.5, text: `${piece}` },
          ];
          return {
            text: '',
            language: 'en',
            segments: [{ start: 0, end: 3, text: `Piece ${piece}.` }],
            words,
          };
        };
      };
      await expect(direct(media, undefined, hearing(hear(2)))).rejects.toThrow('The worker stops.');
      expect(await filesOf(media)).toEqual(
        expect.arrayContaining([expect.stringMatching(/^heard-/), expect.stringMatching(/^heard-/)]),
      );
      await direct(media, undefined, hearing(hear(-1)));
      expect(heard).toEqual([0, 1, 2]);
      const ready = await read(media);
      expect(ready.captions).toMatchObject([{ language: 'en', measured: { cues: 3, words: 6 } }]);
      const vtt = await buffer((await blobs.get(ready.captions[0]!.blob_key))?.stream as Readable);
      const cues = [...vtt.toString().matchAll(/(\S+) --> \S+\nPiece <\S+>(\d)\./g)];
      expect(cues.map(([, , piece]) => piece)).toEqual(['1', '2', '3']);
      // The second and the third begin in the silences.
      expect(cues.map(([, start]) => start?.slice(0, 6))).toEqual(['00:00:', '00:01:', '00:03:']);
      expect((await filesOf(media)).filter((name) => name.startsWith('heard-'))).toEqual([]);
      const pages = await documents.pages.find(scope, { limit: 10 });
      const body = await documents.pageBodies.get(scope, bodyId(pages[0]?.id ?? '', 1));
      expect(body?.content).toContain('\nPiece 2.\n');
    });

    test('that fails in the middle leaves what was heard until then', async () => {
      const bytes = await makeMedia(
        path.join(folder.path, 'talk.wav'),
        '-f lavfi -i sine=frequency=300:r=8000:d=130',
      );
      const media = await store('voice', bytes);
      let calls = 0;
      const on = hearing(() => {
        calls += 1;
        if (calls > 1) return Promise.reject(new AppError('provider_error', 'The model server is away.'));
        return Promise.resolve({
          text: 'One.',
          language: 'en',
          segments: [{ start: 0, end: 1, text: 'One.' }],
          words: [],
        });
      });
      await direct(media, undefined, on);
      expect(await read(media)).toMatchObject({
        state: 'ready',
        captions: [{ measured: { cues: 1 } }],
        warnings: [{ code: 'transcript_incomplete' }],
      });
      expect((await filesOf(media)).filter((name) => name.startsWith('heard-'))).toEqual([]);
    });

    test('that fails holds nothing back', async () => {
      const media = await store('voice', await voiceFile());
      await direct(
        media,
        undefined,
        hearing(() => Promise.reject(new AppError('provider_error', 'The model server is away.'))),
      );
      expect(await read(media)).toMatchObject({
        state: 'ready',
        captions: [],
        warnings: [{ code: 'no_transcript' }],
      });
    });
  });

  describe('a job', () => {
    test('that is late, repeated or of another version changes nothing', async () => {
      const media = await store('voice', await voiceFile(), { state: 'ready', version: 3 });
      await direct(media);
      await direct({ ...media, version: 2 });
      await documents.media.update(scope, media.id, { set: { state: 'processing' } });
      await direct({ ...media, version: 2 });
      expect(await read(media)).toMatchObject({ state: 'processing', starts: 0, renditions: [] });
    });

    test('run by two workers at once ends as if run by one', async () => {
      const media = await store('voice', await voiceFile());
      await Promise.all([direct(media), direct(media)]);
      const ready = await read(media);
      expect(ready.state).toBe('ready');
      for (const { blob_key, sha256: hash } of ready.renditions) {
        expect(sha256(await buffer((await blobs.get(blob_key))?.stream as Readable))).toBe(hash);
      }
    });

    test('counts its start before the work: the fourth is not made', async () => {
      const media = await store('voice', await voiceFile(), { starts: 3 });
      await direct(media);
      expect(await read(media)).toMatchObject({
        state: 'failed',
        starts: 4,
        error: { code: 'crashed_worker', retryable: true },
      });
      expect(await filesOf(media)).toEqual(['original.bin']);
    });

    test('that meets a fault of ours comes back, and gives up after three', async () => {
      const media = await store('voice', await voiceFile());
      const broken = {
        ...resources,
        tools: {
          ...resources.tools,
          ffprobe: '/nowhere/ffprobe',
          bwrap: null,
          prlimit: null,
          nice: null,
          setpriv: null,
        },
      };
      for (const starts of [1, 2]) {
        await expect(direct(media, undefined, broken)).rejects.toMatchObject({ code: 'internal' });
        expect(await read(media)).toMatchObject({ state: 'processing', starts });
        expect(await jobOf(media)).toMatchObject({ waiting_for: 'backing_off', attempts: starts });
      }
      await direct(media, undefined, broken);
      expect(await read(media)).toMatchObject({
        state: 'failed',
        error: { code: 'internal', retryable: true },
      });
    });

    test('that is stopped in the middle is put back without a count, its folder removed', async () => {
      const media = await store('video', longFilm);
      const stop = new AbortController();
      const running = direct(media, stop.signal);
      await eventually(async () => (await jobOf(media))?.state === 'active', { timeoutMs });
      await eventually(async () => (await readdir(workPath)).length > 0);
      stop.abort();
      await expect(running).rejects.toMatchObject({ name: 'AbortError' });
      expect(await read(media)).toMatchObject({ state: 'processing', starts: 0 });
      expect(await readdir(workPath)).toEqual([]);
    });
  });

  describe('a file deleted', () => {
    const markDeleted = async (media: Media): Promise<Media> =>
      (await documents.media.update(scope, media.id, {
        set: { deleted_at: new Date().toISOString() },
        inc: { version: 1 },
      })) as Media;
    const purge = async ({ id, version }: Media): Promise<unknown> =>
      producer.add('media.purge', {
        id: queueJobId('purge', id, version),
        data: { instance_id: scope, media_id: id, version },
      });

    test('while it is processed stops ffmpeg; purged, nothing of it is left but a tombstone', async () => {
      const media = await store('video', longFilm);
      const stored: string[] = [];
      const watched: BlobStore = {
        ...blobs,
        put: (key, ...rest) => {
          stored.push(key);
          return blobs.put(key, ...rest);
        },
      };
      const running = direct(media, undefined, { ...resources, blobs: watched });
      await eventually(async () => (await jobOf(media))?.state === 'active', { timeoutMs });
      const tombstoned = await markDeleted(media);
      await running;
      expect(stored).toEqual([]);
      const kept = keptReply(scope, { video_id: media.id, declared: { tone: 'calm' } });
      await documents.idempotency.insert(installScope, [kept]);
      await purge(tombstoned);
      expect(
        await eventually(async () => ((await read(media)).purged_at ? read(media) : null)),
      ).toMatchObject({ declared: {}, renditions: [], measured: null, original: { bytes: 0, sha256: '' } });
      expect(await filesOf(media)).toEqual([]);
      expect(await documents.idempotency.get(installScope, kept.id)).toMatchObject({ response: null });
    });

    test('and purged before its worker has noticed: what comes late goes too', async () => {
      const media = await store('voice', await voiceFile());
      const late: BlobStore = {
        ...blobs,
        // The purge runs between the work and its first file.
        put: async (key, source, options) => {
          if ((await read(media)).purged_at === null) {
            await purge(await markDeleted(media));
            await eventually(async () => (await read(media)).purged_at);
          }
          return blobs.put(key, source, { ...options, signal: new AbortController().signal });
        },
      };
      await direct(media, undefined, { ...resources, blobs: late });
      expect(await filesOf(media)).toEqual([]);
      expect((await read(media)).renditions).toEqual([]);
    });

    test('is purged only if it is deleted, and moved elsewhere keeps its files', async () => {
      const media = await store('voice', await voiceFile());
      await purge(media);
      const other = grantScope(newId('ins'));
      const moved = await store('voice', Buffer.from('moved'));
      await documents.media.update(scope, moved.id, { set: { instance_id: other } });
      await direct(moved);
      await enqueue(media);
      await done(media);
      expect(await filesOf(media)).toContain('original.bin');
      expect(await filesOf(moved)).toEqual(['original.bin']);
      expect(await documents.media.get(other, moved.id)).toMatchObject({ state: 'processing' });
    });
  });
});
