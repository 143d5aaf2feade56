import { requeuePagePurge, requeuePages } from '@persona/domain';
import { type Page, type PageStatus, grantScope } from '@persona/contracts';
import type { Resources } from '../resources.ts';
import type { Sweep } from '../sweeper.ts';
import { before, createWalk, sweepMark } from './walk.ts';

type Deps = Pick<Resources, 'documents' | 'producer'>;

/**
 * How many rows a run looks at; a run that finds work continues to ten times as many, because then the queue
 * has probably been lost.
 */
const MAX_ROWS_PER_RUN = 2000;

/**
 * Enqueues pages that should be live by now, and the purge of deleted ones, unless they are in the queue. A
 * page that has been in line for hours stays there.
 */
export function createWaitingPagesSweep(deps: Deps, sweepDelayMs: number): Sweep {
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
    intervalMs: 5000,
    run: async () => {
      cutoff = before(sweepDelayMs);
      let count = 0;
      for (const walk of walks) {
        const found = await walk.run(MAX_ROWS_PER_RUN, visit);
        count += found > 0 ? found + (await walk.run(9 * MAX_ROWS_PER_RUN, visit)) : 0;
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

/** A purge that waits in the queue keeps its id for some minutes, so that it is not added again and again. */
async function purgeAgain(deps: Deps, tombstones: readonly Page[]): Promise<number> {
  const mark = `s${Math.floor(Date.now() / 300_000).toString(36)}`;
  let count = 0;
  for (const [instanceId, own] of Map.groupBy(tombstones, (page) => page.instance_id))
    count += await requeuePagePurge(deps, grantScope(instanceId), own, mark);
  return count;
}
