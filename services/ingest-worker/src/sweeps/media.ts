import { type Media, grantScope } from '@persona/contracts';
import { requeueMediaPurge } from '@persona/domain';
import { queueJobId } from '@persona/queues';
import type { Resources } from '../resources.ts';
import type { Sweep } from '../sweeper.ts';
import { before, createWalk, sweepMark } from './walk.ts';

type Deps = Pick<Resources, 'documents' | 'producer'>;

const MAX_ROWS_PER_RUN = 1000;

/**
 * Enqueues voices and videos that are neither ready nor in the queue, and the purge of deleted ones whose
 * files are not removed.
 */
export function createMediaSweep(deps: Deps, sweepDelayMs: number): Sweep {
  const { documents, producer } = deps;
  const processing = createWalk<Media>(
    (query) =>
      documents.media.acrossScopes.find({
        where: { state: 'processing', enqueued_at: { lt: before(sweepDelayMs) } },
        orderBy: 'enqueued_at',
        ...query,
      }),
    (media) => media.enqueued_at,
  );
  const processAgain = async (media: Media): Promise<number> => {
    const scope = grantScope(media.instance_id);
    const { id, version, kind, batch_id, enqueued_at } = media;
    const jobId = queueJobId(kind, id, version, sweepMark());
    const claimed = await documents.media.update(scope, id, {
      where: { version, batch_id, enqueued_at, purged_at: null },
      set: { batch_id: jobId, enqueued_at: new Date().toISOString() },
    });
    if (!claimed) return 0;
    const data = { instance_id: scope, media_id: id, version };
    await producer.add(`${kind}.process`, { id: jobId, data });
    return 1;
  };
  return {
    name: 'media',
    intervalMs: 5000,
    run: async () => {
      let count = await processing.run(MAX_ROWS_PER_RUN, async (rows) => {
        const waiting = rows.filter(({ deleted_at }) => deleted_at === null);
        const places = await producer.view.places(
          'media',
          waiting.map(({ batch_id }) => batch_id ?? ''),
        );
        let found = 0;
        for (const [n, media] of waiting.entries())
          if (places[n]?.state === 'absent') found += await processAgain(media);
        return found;
      });
      const tombstones = await documents.media.acrossScopes.find({
        where: { deleted_at: { lt: before(sweepDelayMs) }, purged_at: null },
        limit: MAX_ROWS_PER_RUN,
      });
      const behind = before(sweepDelayMs);
      for (const tombstone of tombstones)
        if (tombstone.enqueued_at < behind && (await requeueMediaPurge(deps, tombstone, sweepMark())))
          count++;
      return count;
    },
  };
}
