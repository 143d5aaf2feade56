import { Readable } from 'node:stream';
import { blobKey } from '@persona/blobs';
import { bodyId, installScope, MAX_STARTS, newId, type Chat } from '@persona/contracts';
import { readAudit, verifyAudit } from '@persona/domain';
import { encodePage } from '@persona/search';
import { keptReply } from '@persona/testing';
import { pageOf } from '../chaos/pages.ts';
import { approval } from './approval.ts';
import { givenChat } from './chats.ts';
import { givenMedia, NO_RECORDING } from './media.ts';
import { demand, mark, type Scenario } from './scenario.ts';
import { succeed } from './world.ts';

/** All sweeps once, in turn. */
const sweepAll = {
  run: async (services: { newSweeps(): { run(): Promise<number> }[] }) => {
    for (const sweep of services.newSweeps()) await sweep.run();
  },
  again: 'nothing' as const,
};

/** What the sweeps find and repair. */
export const sweeping: Scenario[] = [
  {
    name: 'sweep: pages that the queue has lost, and tombstones',
    prepare: async (world) => {
      const [lost, gone] = [world.key(1), world.key(2)];
      const { other, queue } = world.system;
      const [id] = await world.givenLive({ [gone]: 1 });
      await world.givenWaiting({ [lost]: 1 });
      succeed(await other.call('DELETE', `/api/kb/training-data/${id}`));
      queue.lose();
      world.clock.pass(60_000);
      world.expect(lost, 1);
      world.expect(gone, 0);
      return sweepAll;
    },
  },
  {
    name: 'sweep: a page and a recording that were left out for their crashes',
    prepare: async (world) => {
      const key = world.key(1);
      const { documents } = world.system.other;
      const { ids } = await world.givenWaiting({ [key]: 1 });
      const error = { code: 'crashed_worker', message: 'It crashed.', retryable: true };
      const leftOut = { starts: MAX_STARTS + 1, error };
      for (const id of ids) await mark(world, id, { ...leftOut, status: 'failed' });
      const voice = await givenMedia(world, NO_RECORDING, { ...leftOut, state: 'failed' });
      world.system.queue.lose();
      world.clock.pass(6 * 60_000);
      world.expect(key, 1);
      return {
        ...sweepAll,
        holds: async () => {
          const now = await documents.media.get(world.scope, voice.id);
          // What was sent is no recording, so that it ends for that reason.
          demand(now?.error?.code !== 'crashed_worker', 'the recording was not begun again');
        },
      };
    },
  },
  {
    name: 'sweep: an index that has lost a page',
    prepare: async (world) => {
      const [one, two] = [world.key(1), world.key(2)];
      const { other } = world.system;
      const ids = await world.givenLive({ [one]: 1, [two]: 2 });
      await other.search.removePages(world.scope, ids.slice(0, 1));
      world.clock.pass(120_000);
      world.expect(one, 1);
      world.expect(two, 2);
      return sweepAll;
    },
  },
  {
    name: 'sweep: an index that holds what is no page',
    prepare: async (world) => {
      const key = world.key(1);
      await world.givenLive({ [key]: 1 });
      const unknown = { page_id: newId('td'), version: 1, ...pageOf(world.key(2), 1) };
      await world.system.other.search.put(world.scope, [encodePage(unknown)]);
      world.expect(key, 1);
      return sweepAll;
    },
  },
  {
    name: 'sweep: texts of pages that were never written, or are purged',
    prepare: async (world) => {
      const [key, gone] = [world.key(1), world.key(2)];
      const { other } = world.system;
      const [id = '', purged = ''] = await world.givenLive({ [key]: 1, [gone]: 1 });
      succeed(await other.call('DELETE', `/api/kb/training-data/${purged}`));
      await world.settle();
      world.expect(gone, 0);
      const body = await other.documents.pageBodies.get(world.scope, bodyId(id, 1));
      if (!body) throw new Error('The page has no text.');
      const orphan = newId('td');
      await other.documents.pageBodies.insert(world.scope, [
        { ...body, id: bodyId(id, 2), version: 2, content: pageOf(key, 2).content },
        { ...body, id: bodyId(orphan, 1), page_id: orphan },
        { ...body, id: bodyId(purged, 1), page_id: purged },
      ]);
      await other.search.removePages(world.scope, [id]);
      world.clock.pass(2 * 3_600_000);
      world.expect(key, 1);
      return sweepAll;
    },
  },
  {
    name: 'sweep: a ready voice that has lost a file, and one with a file of a worker that died',
    prepare: async (world) => {
      const { other } = world.system;
      const file = { name: 'voice.webm', content_type: 'audio/webm', bytes: 5, sha256: '', measured: {} };
      const id = newId('voi');
      const lost = { ...file, blob_key: blobKey(world.scope, id, 'voice.webm') };
      const sent = Buffer.from('no sound');
      const original = { blob_key: blobKey(world.scope, id, 'original.bin'), bytes: sent.length, sha256: '' };
      await givenMedia(world, sent, { id, original, state: 'ready', renditions: [lost] });
      const whole = await givenMedia(world, NO_RECORDING, { state: 'ready' });
      const left = blobKey(world.scope, whole.id, 'heard-0123456789abcdef.json');
      await other.blobs.put(left, Readable.from(['{}']));
      world.clock.pass(2 * 3_600_000);
      return {
        ...sweepAll,
        holds: async () => {
          const now = await other.documents.media.get(world.scope, id);
          // What was sent is no recording, so it can't be made again.
          demand(now?.state !== 'processing', 'a recording is made again for ever');
          succeed(await other.call('DELETE', `/api/admin/voice/${id}`));
          await world.settle();
        },
      };
    },
  },
  {
    name: 'sweep: an approval, a voice, a tombstone of one, a file and a deleted persona that were left',
    prepare: async (world) => {
      const { other, queue } = world.system;
      const { documents } = other;
      // Becomes a page of another id; a text that is left on the way is identified by this one.
      const text = world.key(1);
      world.expect(text, 0);
      const approved = approval(world.scope, { article: pageOf(text, 1).content });
      await documents.submissions.insert(world.scope, [approved]);
      await givenMedia(world, NO_RECORDING);
      const tombstone = await givenMedia(world, Buffer.from('another'), { state: 'failed' });
      succeed(await other.call('DELETE', `/api/admin/voice/${tombstone.id}`));
      await other.blobs.put(
        blobKey(world.scope, newId('voi'), 'original.bin'),
        Readable.from([NO_RECORDING]),
      );
      queue.lose();
      world.clock.pass(2 * 3_600_000);
      return {
        ...sweepAll,
        holds: async () => {
          demand(
            (await documents.submissions.get(world.scope, approved.id))?.applied === true,
            'an approval is not applied',
          );
          const [page] = await documents.pages.find(world.scope, { where: { deleted_at: null }, limit: 2 });
          demand(page?.status === 'live', `an approved text is ${page?.status}`);
          succeed(await other.call('DELETE', `/api/kb/training-data/${page?.id}`));
          await world.settle();
        },
      };
    },
  },
  {
    name: 'sweep: a persona whose purge never began',
    prepare: async (world) => {
      await world.givenLive({ [world.key(1)]: 1 });
      const { documents } = world.system.other;
      await documents.instances.update(installScope, world.scope, {
        set: { deleted_at: new Date().toISOString() },
      });
      world.clock.pass(120_000);
      return {
        ...sweepAll,
        holds: async () => {
          const row = await documents.instances.get(installScope, world.scope);
          demand(row?.purged_at !== null, 'a deleted persona is not purged');
        },
      };
    },
  },
  {
    name: 'sweep: an index that a late worker filled after its persona was purged',
    prepare: async (world) => {
      const { documents, search } = world.system.other;
      const page = { page_id: newId('td'), version: 1, ...pageOf(world.key(1), 1) };
      await search.put(world.scope, [encodePage(page)]);
      const now = new Date().toISOString();
      await documents.instances.update(installScope, world.scope, {
        set: { deleted_at: now, purged_at: now },
      });
      return sweepAll;
    },
  },
  {
    name: 'sweep: a persona that is searched by the vectors of another model',
    prepare: async (world) => {
      const { search } = world.system.other;
      const key = world.key(1);
      await world.givenLive({ [key]: 1 });
      await search.activateVectorSpace(world.scope, { model: 'the one before', dimension: 8 });
      world.expect(key, 1);
      return {
        ...sweepAll,
        holds: async () => {
          const stats = await search.vectorStats(world.scope, { model: 'scripted', dimension: 64 });
          demand(
            stats.space?.model === 'scripted' && stats.missing === 0,
            `${stats.missing} vectors are missing`,
          );
        },
      };
    },
  },
  {
    name: 'sweep: a chat that is older than its persona keeps any',
    prepare: async (world) => {
      const { documents } = world.system.other;
      const id = await givenChat(world);
      await documents.instances.update(installScope, world.scope, {
        set: { configuration: { retention_days: 1 } },
      });
      await documents.chats.update(world.scope, id, { set: { updated_at: '2020-01-01T00:00:00.000Z' } });
      world.clock.pass(120_000);
      return {
        ...sweepAll,
        holds: async () => {
          demand(
            (await documents.messages.count(world.scope, { chat_id: id })) === 0,
            'a message is kept longer than its persona keeps any',
          );
        },
      };
    },
  },
  {
    name: 'sweep: entries of the audit that are older than they are kept',
    prepare: async (world) => {
      const { call, documents } = world.system.other;
      succeed(await call('PATCH', `/api/instance/${world.scope}`, { description: 'Changed.' }));
      world.clock.pass(31 * 24 * 3_600_000);
      return {
        ...sweepAll,
        holds: async () => {
          for await (const { matches } of readAudit(documents, { instance_id: world.scope }))
            demand(!matches, 'an entry is kept for longer than entries are');
          const { broken } = await verifyAudit(documents);
          demand(broken === null, `entry ${broken?.seq} of the audit: ${broken?.reason}`);
        },
      };
    },
  },
  {
    name: 'sweep: a chat that was deleted in the middle of a turn, and replies kept long enough',
    prepare: async (world) => {
      const { other } = world.system;
      const { documents } = other;
      const id = await givenChat(world);
      const now = new Date().toISOString();
      const left: Partial<Chat> = { deleted_at: now, busy_with: 'msg_x', busy_until: now };
      await documents.chats.update(world.scope, id, { set: left });
      const kept = keptReply(world.scope, {}, { expires_at: now });
      await documents.idempotency.insert(installScope, [kept]);
      world.clock.pass(120_000);
      return {
        ...sweepAll,
        holds: async () => {
          demand(
            (await documents.messages.count(world.scope, { chat_id: id })) === 0,
            'a message of a deleted chat is left',
          );
          demand(
            (await documents.idempotency.get(installScope, kept.id)) === null,
            'a reply is kept for ever',
          );
        },
      };
    },
  },
];
