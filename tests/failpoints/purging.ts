import { Readable } from 'node:stream';
import { blobFolder, blobKey } from '@persona/blobs';
import { bodyId, newId, installScope } from '@persona/contracts';
import { keptReply } from '@persona/testing';
import { pageOf } from '../chaos/pages.ts';
import { approval } from './approval.ts';
import { givenChat } from './chats.ts';
import { givenMedia, NO_RECORDING } from './media.ts';
import { demand, takeJob, workOn, type Scenario } from './scenario.ts';
import { succeed } from './world.ts';

/** Work that removes what was deleted. */
export const purging: Scenario[] = [
  {
    name: 'purge pages, with a text that a late writer has left',
    prepare: async (world) => {
      const [gone, stays] = [world.key(1), world.key(2)];
      const [id = ''] = await world.givenLive({ [gone]: 1, [stays]: 1 });
      const { documents, chat } = world.system.other;
      const body = await documents.pageBodies.get(world.scope, bodyId(id, 1));
      if (body) await documents.pageBodies.insert(world.scope, [{ ...body, id: bodyId(id, 9), version: 9 }]);
      // What was said about it.
      const turn = { instance_id: world.scope, message: `What is in ${gone}, part 1?` };
      const told = succeed(await chat(turn));
      demand(JSON.stringify(told).includes(id), 'the answer does not quote the page');
      await documents.submissions.insert(world.scope, [approval(world.scope, { td_id: id })]);
      const kept = keptReply(world.scope, told);
      await documents.idempotency.insert(installScope, [kept]);
      succeed(await world.system.other.call('DELETE', `/api/kb/training-data/${id}`));
      world.expect(gone, 0);
      world.expect(stays, 1);
      return {
        ...workOn(takeJob(world, 'page.purge')),
        holds: async () => {
          const said = await documents.messages.find(world.scope, { limit: 10 });
          const left = JSON.stringify([
            // The question belongs to the user who asked it.
            said.filter(({ role }) => role === 'assistant'),
            await documents.submissions.find(world.scope, { limit: 10 }),
            await documents.idempotency.get(installScope, kept.id),
          ]);
          demand(!left.includes(gone), 'what was said of a purged page is left');
        },
      };
    },
  },
  {
    name: 'purge a persona with all it may have',
    prepare: async (world) => {
      const { other, queue } = world.system;
      const { scope } = world;
      const route = `/api/kb/store-pages?instance_id=${scope}`;
      await world.givenLive({ [world.key(1)]: 1 });
      await world.givenWaiting({ [world.key(1)]: 2 });
      const stream_data = { stream_id: 's', seq: 1, pages: [pageOf(world.key(2), 1)] };
      succeed(await other.call('POST', `/api/kb/stream-pages?instance_id=${scope}`, { stream_data }));
      const review_data = { articles: ['Be kind.'], notes: [] };
      succeed(await other.call('POST', `/api/kb/review-data?instance_id=${scope}`, { review_data }));
      const headers = { 'idempotency-key': newId('req') };
      succeed(await other.call('POST', route, { pages: [pageOf(world.key(3), 1)] }, headers));
      await givenChat(world);
      await givenMedia(world, NO_RECORDING, { state: 'failed' });
      // A file whose row was never written.
      await other.blobs.put(blobKey(scope, newId('voi'), 'original.bin'), Readable.from([NO_RECORDING]));
      queue.lose();
      succeed(await other.call('DELETE', `/api/instance/${scope}`));
      return {
        ...workOn(takeJob(world, 'instance.purge')),
        holds: async () => {
          const { documents } = other;
          const row = await documents.instances.get(installScope, scope);
          demand(row?.purged_at !== null, 'a persona is not purged');
          for (const collection of [
            documents.pageBodies,
            documents.streams,
            documents.streamBatches,
            documents.submissions,
          ])
            demand((await collection.count(scope, {})) === 0, 'something of a purged persona is left');
          demand(
            (await documents.messages.count(scope, {})) + (await documents.chats.count(scope, {})) === 0,
            'a chat is left',
          );
          demand((await documents.media.count(scope, {})) === 0, 'a voice is left');
          demand(
            (await documents.idempotency.count(installScope, { about: scope })) === 0,
            'a kept reply is left',
          );
          demand((await other.search.stats(scope)).pages === 0, 'the index is left');
          demand((await other.blobs.list(blobFolder(scope))).blobs.length === 0, 'a file is left');
        },
      };
    },
  },
  {
    name: 'purge a voice',
    prepare: async (world) => {
      const row = await givenMedia(world, NO_RECORDING, { state: 'failed' });
      succeed(await world.system.other.call('DELETE', `/api/admin/voice/${row.id}`));
      return {
        ...workOn(takeJob(world, 'media.purge')),
        holds: async () => {
          const left = await world.system.other.documents.media.get(world.scope, row.id);
          demand(left?.purged_at !== null && left?.original.bytes === 0, 'a voice is not purged');
        },
      };
    },
  },
];
