import { grantScope, type Media, type Page } from '@persona/contracts';
import { isDueAgain, retryCrashedMedia, retryCrashedPages } from '@persona/domain';
import type { Resources } from '../resources.ts';
import type { Sweep } from '../sweeper.ts';
import { createWalk } from './walk.ts';

const MAX_ROWS_PER_RUN = 2000;

/** Begins pages and recordings once more that were left out because their workers died, after some rest. */
export function createCrashedSweep(
  deps: Pick<Resources, 'documents' | 'producer'>,
  now: () => number = Date.now,
): Sweep {
  const { pages, media } = deps.documents;
  const order = 'enqueued_at' as const;
  const placeOf = ({ enqueued_at }: Page | Media) => enqueued_at;
  const failedPages = createWalk<Page>(
    (query) => pages.acrossScopes.find({ where: { status: 'failed' }, orderBy: order, ...query }),
    placeOf,
  );
  const failedMedia = createWalk<Media>(
    (query) => media.acrossScopes.find({ where: { state: 'failed' }, orderBy: order, ...query }),
    placeOf,
  );
  return {
    name: 'crashed',
    intervalMs: 30_000,
    run: async () => {
      const at = now();
      const ofPages = await failedPages.run(MAX_ROWS_PER_RUN, async (rows) => {
        const due = rows.filter((page) => isDueAgain(page, at));
        let count = 0;
        for (const [instanceId, own] of Map.groupBy(due, (page) => page.instance_id))
          count += await retryCrashedPages(deps, grantScope(instanceId), own);
        return count;
      });
      const ofMedia = await failedMedia.run(MAX_ROWS_PER_RUN, async (rows) => {
        let count = 0;
        for (const one of rows.filter((row) => isDueAgain(row, at)))
          if (await retryCrashedMedia(deps, grantScope(one.instance_id), one)) count++;
        return count;
      });
      return ofPages + ofMedia;
    },
  };
}
