import { enqueuePurge, requeuePages } from '@persona/domain';
import { grantScope, type Page, type PageStatus } from '@persona/contracts';
import type { Resources } from '../resources.ts';
import type { Sweep } from '../sweeper.ts';
import { before, createWalk, sweepMark } from './walk.ts';

type Deps = Pick<Resources, 'documents' | 'producer'>;

/** Rows looked at in a run; one that finds work goes on to ten times as many, since then the queue has probably been lost. */
const STRETCH = 2000;

/**
 * Pages that are not live though their time has come, and deleted ones not purged: put into the queue again, unless they are in it. A page
 * that has been waiting in line for hours is left there.
 */
export function createWaitingPagesSweep(deps: Deps, behindMs: number): Sweep {
  let cutoff = '';
  const walks = (['queued', 'indexing'] satisfies PageStatus[]).map((status) =>
    createWalk<Page>(
      (query) =>
        deps.documents.pages.acrossScopes.find({
          where: { status, enqueued_at: { lt: cutoff } },
          orderBy: 'enqueued_at',
          ...query,
        }),
      (page) => page.enqueued_at,
    ),
  );
  const visit = async (pages: Page[]): Promise<number> => {
    const tombstones = pages.filter(({ deleted_at }) => deleted_at !== null);
    return (
      (await purgeAgain(deps, tombstones)) +
      (await queueAgain(
        deps,
        pages.filter(({ deleted_at }) => deleted_at === null),
      ))
    );
  };
  return {
    name: 'waiting-pages',
    everyMs: 5000,
    run: async () => {
      cutoff = before(behindMs);
      let count = 0;
      for (const walk of walks) {
        const found = await walk.stretch(STRETCH, visit);
        count += found > 0 ? found + (await walk.stretch(9 * STRETCH, visit)) : 0;
      }
      return count;
    },
  };
}

async function queueAgain(deps: Deps, pages: readonly Page[]): Promise<number> {
  const lost = await notInQueue(deps, pages);
  let count = 0;
  for (const [instanceId, own] of Map.groupBy(lost, (page) => page.instance_id)) {
    count += await requeuePages(deps, grantScope(instanceId), own, sweepMark());
  }
  return count;
}

async function notInQueue({ producer }: Deps, pages: readonly Page[]): Promise<Page[]> {
  const batches = [...new Set(pages.map(({ batch_id }) => batch_id ?? ''))];
  const places = await producer.view.places('ingest', batches);
  const absent = new Set(places.filter(({ state }) => state === 'absent').map(({ id }) => id));
  return pages.filter(({ batch_id }) => absent.has(batch_id ?? ''));
}

/** A purge that waits in the queue already keeps its id for some minutes, so that it is not added again and again. */
async function purgeAgain({ documents, producer }: Deps, tombstones: readonly Page[]): Promise<number> {
  const mark = `s${Math.floor(Date.now() / 300_000).toString(36)}`;
  const now = new Date().toISOString();
  let count = 0;
  for (const [instanceId, own] of Map.groupBy(tombstones, (page) => page.instance_id)) {
    const scope = grantScope(instanceId);
    const claimed = await documents.pages.updateMany(
      scope,
      own.map(({ id, enqueued_at }) => ({
        id,
        where: { enqueued_at, purged_at: null },
        set: { enqueued_at: now },
      })),
    );
    const won = claimed.filter((page) => page !== null);
    await enqueuePurge(producer, scope, won, mark);
    count += won.length;
  }
  return count;
}
