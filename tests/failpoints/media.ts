import { Readable } from 'node:stream';
import { blobKey } from '@persona/blobs';
import { installScope, newId, type JobName, type Media } from '@persona/contracts';
import { tempFolder } from '@persona/testing';
import { makeMedia, recordingRow } from '../../services/media-worker/src/testing/media.ts';
import { hum } from '../chaos/recordings.ts';
import { demand, workOn, type Scenario } from './scenario.ts';
import { succeed, type QueuedJob, type World } from './world.ts';

export const NO_RECORDING = Buffer.from('not a recording');

/** A recording as the gateway leaves it, with its job, not yet in the queue. */
export async function givenMedia(
  { system: { other }, scope }: World,
  bytes: Buffer,
  { kind = 'voice', ...more }: Partial<Media> = {},
): Promise<Media> {
  const row = recordingRow(scope, kind, bytes, more);
  await other.blobs.put(row.original.blob_key, Readable.from([bytes]));
  await other.documents.media.insert(scope, [row]);
  await other.domain.createJob(scope, {
    id: row.job_id ?? '',
    kind: `${kind}.process`,
    subject_id: row.id,
    requested_by: 'key_test',
  });
  return row;
}
/** A short video, made when it is first needed. */
let video: Buffer | undefined;
/** How many pages hold what is said in a recording. */
const spokenPages = async ({ system: { other }, scope }: World, mediaId: string): Promise<number> =>
  (await other.documents.pages.find(scope, { where: { deleted_at: null }, limit: 1000 })).filter(
    ({ metadata }) => metadata['media_id'] === mediaId,
  ).length;
const mediaJob = (scope: string, { id, version, batch_id }: Media, name: JobName): QueuedJob => ({
  name,
  id: batch_id ?? '',
  data: { instance_id: scope, media_id: id, version },
});

const requests: Scenario[] = [
  {
    name: 'send a voice, twice at once',
    prepare: async (world) => {
      const { other } = world.system;
      const voice_data = {
        language: 'en',
        tone: 'calm',
        pitch: 'low',
        sample_audio: NO_RECORDING.toString('base64'),
      };
      return {
        run: async ({ call }) => {
          const send = () => call('POST', '/api/admin/add_voice', { instance_id: world.scope, voice_data });
          for (const reply of await Promise.all([send(), send()])) succeed(reply);
        },
        again: 'ask',
        holds: async () => {
          const rows = await other.documents.media.find(world.scope, { limit: 10 });
          demand(
            rows.length === 1 && rows[0]?.state === 'failed',
            `one voice sent is ${rows.map(({ state }) => state).join()}`,
          );
        },
      };
    },
  },
  {
    name: 'send a video',
    prepare: async (world) => {
      const { other } = world.system;
      const file = NO_RECORDING.toString('base64');
      const video_data = { title: 'A tower', duration: 1, resolution: '1080p', file };
      return {
        run: async ({ call }) =>
          succeed(await call('POST', '/api/admin/video', { instance_id: world.scope, video_data })),
        again: 'ask',
        holds: async () => {
          const rows = await other.documents.media.find(world.scope, { limit: 10 });
          demand(
            rows.map(({ state }) => state).join() === 'failed',
            `one video sent is ${rows.map(({ state }) => state).join()}`,
          );
        },
      };
    },
  },
  {
    name: 'delete a voice',
    prepare: async (world) => {
      const { other } = world.system;
      const row = await givenMedia(world, NO_RECORDING, { state: 'failed' });
      const { id } = row;
      const vtt = 'WEBVTT\n\n00:01.000 --> 00:02.000\nHello there.\n';
      await other.domain.storeCaptionPages(world.scope, row, [
        { name: 'captions-0.vtt', language: 'en', vtt },
      ]);
      await world.settle();
      return {
        run: async ({ call }) => succeed(await call('DELETE', `/api/admin/voice/${id}`)),
        again: 'ask',
        holds: async () => {
          const now = await other.documents.media.get(world.scope, id);
          demand(now?.purged_at !== null, 'a voice is not purged');
          const left = await spokenPages(world, id);
          demand(left === 0, `${left} pages of a deleted voice are left`);
        },
      };
    },
  },
  {
    name: 'record the consent to a voice',
    prepare: async (world) => {
      const { other } = world.system;
      const { id } = await givenMedia(world, NO_RECORDING, { state: 'failed' });
      const given = { statement: 'My voice may speak.', actor: 'Ada' };
      return {
        run: async ({ call }) => succeed(await call('POST', `/api/admin/voice/${id}/consent`, given)),
        again: 'ask',
        holds: async () => {
          const now = await other.documents.media.get(world.scope, id);
          demand(now?.consent?.actor === 'Ada', 'a consent is lost');
        },
      };
    },
  },
  {
    name: 'give a voice and a video to another persona',
    prepare: async (world) => {
      const { other } = world.system;
      const { id } = await givenMedia(world, NO_RECORDING);
      const video = await givenMedia(world, NO_RECORDING, { kind: 'video' });
      const made = await other.call('POST', '/api/instance', {
        instance_data: { name: 'Bo', description: 'Bo', configuration: {} },
      });
      const target = succeed(made)['instance_id'] as string;
      return {
        run: async ({ call }) => {
          succeed(await call('PATCH', `/api/admin/voice/${id}`, { instance_id: target }));
          succeed(await call('PATCH', `/api/admin/video/${video.id}`, { instance_id: target }));
          const instance_data = { configuration: { voice_id: id } };
          succeed(await call('PATCH', `/api/instance/${target}`, { instance_data }));
        },
        again: 'ask',
        holds: async () => {
          for (const one of [id, video.id])
            demand((await other.documents.media.locate(one)) === target, `${one} is not where it was given`);
          succeed(await other.call('DELETE', `/api/admin/voice/${id}`));
          succeed(await other.call('DELETE', `/api/instance/${target}`));
          await world.settle();
          await other.documents.instances.remove(installScope, [target]);
        },
      };
    },
  },
  {
    name: 'cancel the processing of a voice, then retry it',
    prepare: async (world) => {
      const row = await givenMedia(world, NO_RECORDING);
      const { other } = world.system;
      return {
        run: async ({ call }) => {
          succeed(await call('POST', `/api/jobs/${row.job_id}/cancel`));
          succeed(await call('POST', `/api/jobs/${row.job_id}/retry`));
        },
        again: 'ask',
        holds: async () => {
          const now = await other.documents.media.get(world.scope, row.id);
          demand(now?.state === 'failed', `a recording that is none is ${now?.state}`);
        },
      };
    },
  },
];

const processing: Scenario[] = [
  {
    name: 'process a voice',
    slow: true,
    prepare: async (world) => {
      const row = await givenMedia(world, hum(300, 0.5));
      world.recordings.push(row.id);
      return {
        ...workOn(mediaJob(world.scope, row, 'voice.process')),
        holds: async () => {
          const now = await world.system.other.documents.media.get(world.scope, row.id);
          demand(
            now?.state === 'ready' && now.renditions.length > 0,
            `a voice is ${now?.state}: ${now?.error?.message}`,
          );
          const pages = await spokenPages(world, row.id);
          demand(pages === 1, `what is heard in a voice is ${pages} pages`);
          await world.system.other.domain.removeCaptionPages(world.scope, row.id);
          await world.settle();
        },
      };
    },
  },
  {
    name: 'process a video',
    slow: true,
    prepare: async (world) => {
      using folder = tempFolder();
      video ??= await makeMedia(
        `${folder.path}/tower.mp4`,
        '-f lavfi -i testsrc=s=64x64:r=5:d=1 -f lavfi -i sine=frequency=300:d=1 -pix_fmt yuv420p -shortest',
      );
      const id = newId('vid');
      const blob_key = blobKey(world.scope, id, 'sidecar-0.bin');
      const srt = Buffer.from('1\n00:00:00,100 --> 00:00:00,900\nThe tower is tall.\n');
      const put = await world.system.other.blobs.put(blob_key, Readable.from([srt]));
      const sidecars = [{ blob_key, ...put, language: 'en' }];
      const original = { blob_key: blobKey(world.scope, id, 'original.bin'), bytes: 0, sha256: '' };
      const row = await givenMedia(world, video, { kind: 'video', id, original, sidecars });
      world.recordings.push(row.id);
      return {
        ...workOn(mediaJob(world.scope, row, 'video.process')),
        holds: async () => {
          const now = await world.system.other.documents.media.get(world.scope, row.id);
          demand(
            now?.state === 'ready' && now.poster !== null,
            `a video is ${now?.state}: ${now?.error?.message}`,
          );
          const pages = await spokenPages(world, row.id);
          demand(pages === 1, `what is said in a video is ${pages} pages`);
          await world.system.other.domain.removeCaptionPages(world.scope, row.id);
          await world.settle();
        },
      };
    },
  },
  {
    name: 'process a voice that is none',
    prepare: async (world) => {
      const row = await givenMedia(world, NO_RECORDING);
      world.recordings.push(row.id);
      return {
        ...workOn(mediaJob(world.scope, row, 'voice.process')),
        holds: async () => {
          const now = await world.system.other.documents.media.get(world.scope, row.id);
          demand(now?.state === 'failed', `what is no voice is ${now?.state}`);
        },
      };
    },
  },
  {
    name: 'process a voice that was deleted meanwhile',
    prepare: async (world) => {
      const row = await givenMedia(world, NO_RECORDING);
      succeed(await world.system.other.call('DELETE', `/api/admin/voice/${row.id}`));
      await world.settle();
      // As a worker leaves it that stored its results after the purge.
      await world.system.other.blobs.put(
        blobKey(world.scope, row.id, 'voice.m4a'),
        Readable.from([NO_RECORDING]),
      );
      return workOn(mediaJob(world.scope, row, 'voice.process'));
    },
  },
];

export const media: readonly Scenario[] = [...requests, ...processing];
