import { bodyId, newId, installScope } from '@persona/contracts';
import { demand, mark, workOn, type Scenario } from './scenario.ts';
import { succeed } from './world.ts';

/** Work of the ingest worker that brings pages live. */
export const indexing: Scenario[] = [
  {
    name: 'index the first version of pages',
    prepare: async (world) => {
      const [one, two] = [world.key(1), world.key(2)];
      world.expect(one, 1);
      world.expect(two, 1);
      return workOn((await world.givenWaiting({ [one]: 1, [two]: 1 })).job);
    },
  },
  {
    name: 'index pages of several jobs that came together',
    prepare: async (world) => {
      const [one, two] = [world.key(1), world.key(2)];
      world.expect(one, 1);
      world.expect(two, 1);
      const pages = [];
      for (const key of [one, two])
        pages.push(
          ...((await world.givenWaiting({ [key]: 1 })).job.data as { pages: readonly object[] }).pages,
        );
      const data = { instance_id: world.scope, job_id: '', pages };
      return workOn({ name: 'page.index', id: newId('job'), data });
    },
  },
  {
    name: 'index the next version, which takes the place of the one before',
    prepare: async (world) => {
      const key = world.key(1);
      await world.givenLive({ [key]: 1 });
      world.expect(key, 2);
      return workOn((await world.givenWaiting({ [key]: 2 })).job);
    },
  },
  {
    name: 'index pages that a worker has begun before, one that it died of, and one whose text is not there',
    prepare: async (world) => {
      const [begun, deadly, empty] = [world.key(1), world.key(2), world.key(3)];
      const { other } = world.system;
      const { ids, job } = await world.givenWaiting({ [begun]: 1, [deadly]: 1, [empty]: 1 });
      await mark(world, ids[0] ?? '', { status: 'indexing', starts: 1 });
      await mark(world, ids[1] ?? '', { status: 'indexing', starts: 3 });
      await other.documents.pageBodies.remove(world.scope, [bodyId(ids[2] ?? '', 1)]);
      world.expect(begun, 1);
      return {
        ...workOn(job),
        holds: async () => {
          const [, second, third] = await other.documents.pages.getMany(world.scope, ids);
          // It is begun again after a rest, and what killed its worker was not its fault.
          demand(
            second?.error?.code === 'crashed_worker' || second?.status === 'live',
            `the deadly page is ${second?.status}`,
          );
          demand(third?.status === 'failed', `the page without a text is ${third?.status}`);
          for (const id of ids.slice(1)) succeed(await other.call('DELETE', `/api/kb/training-data/${id}`));
          await world.settle();
        },
      };
    },
  },
  {
    name: 'index a page that was begun twice before, so that one more start too many calls it failed',
    prepare: async (world) => {
      const key = world.key(1);
      const { ids, job } = await world.givenWaiting({ [key]: 1 });
      await mark(world, ids[0] ?? '', { status: 'indexing', starts: 2 });
      world.expect(key, 1);
      return {
        ...workOn(job),
        holds: async () => {
          // Whether it is called failed depends on the place of the interruption; a retry brings it live in
          // any case.
          const { other } = world.system;
          const page = await other.documents.pages.get(world.scope, ids[0] ?? '');
          if (page?.status === 'failed') succeed(await other.call('POST', `/api/jobs/${page.job_id}/retry`));
          await world.settle();
        },
      };
    },
  },
  {
    name: 'index again the version that answers, of a page whose next one failed',
    prepare: async (world) => {
      const key = world.key(1);
      const { other, queue } = world.system;
      const [id = ''] = await world.givenLive({ [key]: 1 });
      await world.givenWaiting({ [key]: 2 });
      queue.lose();
      await mark(world, id, { status: 'failed', error: { code: 'x', message: 'x', retryable: true } });
      await other.search.removePages(world.scope, [id]);
      const data = { instance_id: world.scope, job_id: '', pages: [{ id, version: 1 }] };
      return {
        ...workOn({ name: 'page.index', id: newId('job'), data }),
        holds: async () => {
          // Where the job was lost as well, the hourly walk finds it.
          world.clock.pass(2 * 3_600_000);
          await world.settle();
          const [indexed] = await other.search.versions(world.scope, { limit: 10 });
          demand(indexed?.version === 1, `the version that answers is not in the index`);
          succeed(await other.call('DELETE', `/api/kb/training-data/${id}`));
          await world.settle();
        },
      };
    },
  },
  {
    name: 'give a persona the vectors of another model',
    prepare: async (world) => {
      const { other } = world.system;
      const key = world.key(1);
      await world.givenLive({ [key]: 1 });
      await other.search.activateVectorSpace(world.scope, { model: 'the one before', dimension: 8 });
      world.expect(key, 1);
      return {
        ...workOn({ name: 'instance.embed', id: newId('job'), data: { instance_id: world.scope } }),
        holds: async () => {
          const space = { model: 'scripted', dimension: 64 };
          const stats = await other.search.vectorStats(world.scope, space);
          demand(
            stats.space?.model === 'scripted' && stats.missing === 0,
            `${stats.missing} vectors are missing`,
          );
        },
      };
    },
  },
  {
    name: 'index pages of which one was changed and one deleted meanwhile',
    prepare: async (world) => {
      const [changed, gone] = [world.key(1), world.key(2)];
      const { other } = world.system;
      const { ids, job } = await world.givenWaiting({ [changed]: 1, [gone]: 1 });
      await world.givenWaiting({ [changed]: 2 });
      succeed(await other.call('DELETE', `/api/kb/training-data/${ids[1]}`));
      // As a worker leaves it that died after it wrote the index.
      world.expect(changed, 2);
      world.expect(gone, 0);
      return workOn(job);
    },
  },
  {
    name: 'index pages of a persona that is deleted and purged',
    prepare: async (world) => {
      const { other, queue } = world.system;
      const { job } = await world.givenWaiting({ [world.key(1)]: 1 });
      await other.documents.instances.update(installScope, world.scope, {
        set: { deleted_at: new Date().toISOString(), purged_at: new Date().toISOString() },
      });
      queue.lose();
      return workOn(job);
    },
  },
];
