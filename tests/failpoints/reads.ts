// Reads use write paths too: they record when a key was last used, look into jobs, follow streams. An
// interruption must have no effect.
import { Readable } from 'node:stream';
import { blobKey } from '@persona/blobs';
import { sha256 } from '@persona/contracts';
import { pageOf } from '../chaos/pages.ts';
import { givenChat } from './chats.ts';
import { givenMedia, NO_RECORDING } from './media.ts';
import { kb, type Scenario } from './scenario.ts';
import type { Services } from './system.ts';
import { succeed } from './world.ts';

export const reads: readonly Scenario[] = [
  {
    name: 'read and follow streams and jobs',
    prepare: async (world) => {
      const { other } = world.system;
      const key = world.key(1);
      const stream_data = { stream_id: 's', seq: 1, pages: [pageOf(key, 1)], final: true };
      const sent = succeed(await other.call('POST', kb('stream-pages', world), { stream_data }));
      await world.settle();
      world.expect(key, 1);
      const waiting = world.key(2);
      const { job } = await world.givenWaiting({ [waiting]: 1 });
      world.system.queue.putBack(job);
      world.expect(waiting, 1);
      const [stream] = await other.documents.streams.find(world.scope, { limit: 1 });
      const { job_id } = job.data as { job_id: string };
      return {
        run: async ({ call }: Services) => {
          const read = async (route: string) => succeed(await call('GET', route));
          await read(kb('streams/s', world));
          await read(`/api/kb/streams/${stream?.id}`);
          await read(kb('streams/s/events', world));
          await read(`/api/jobs/${job_id}`);
          await read(`/api/jobs?instance_id=${world.scope}`);
          await read(`/api/jobs/${sent['job_id'] as string}/events`);
        },
        again: 'ask',
      };
    },
  },
  {
    name: 'read voices and videos and their files',
    prepare: async (world) => {
      const { other } = world.system;
      const video = await givenMedia(world, NO_RECORDING, { kind: 'video', state: 'failed' });
      const voice = await givenMedia(world, Buffer.from('another'), { state: 'ready' });
      const blob_key = blobKey(world.scope, voice.id, 'voice.m4a');
      await other.blobs.put(blob_key, Readable.from([NO_RECORDING]));
      const rendition = { name: 'voice.m4a', blob_key, content_type: 'audio/mp4', measured: {} };
      const file = { ...rendition, bytes: NO_RECORDING.length, sha256: sha256(blob_key) };
      await other.documents.media.update(world.scope, voice.id, { set: { renditions: [file] } });
      return {
        run: async ({ call }: Services) => {
          succeed(await call('GET', `/api/admin/video/${video.id}`));
          const { text } = await call('GET', `/api/admin/voice/${voice.id}`);
          const [signed = ''] = /\/files\/[^"]+/.exec(text) ?? [];
          for (const route of [`/files/${blob_key}`, signed]) if (route) succeed(await call('GET', route));
        },
        again: 'ask',
      };
    },
  },
  {
    name: 'talk as a client of OpenAI, follow an answer',
    prepare: async (world) => {
      const id = await givenChat(world);
      const asked = { model: world.scope, messages: [{ role: 'user', content: 'Who keeps the lamp?' }] };
      return {
        run: async ({ call }: Services) => {
          succeed(await call('POST', '/v1/chat/completions', asked));
          succeed(await call('POST', '/v1/chat/completions', { ...asked, stream: true }));
          succeed(await call('GET', `/api/kb/v2/chat/${id}/events`));
        },
        again: 'ask',
      };
    },
  },
];
