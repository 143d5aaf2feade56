import { grantScope, type Media } from '@persona/contracts';
import { queueJobId } from '@persona/queues';
import type { Resources } from '../resources.ts';
import type { Sweep } from '../sweeper.ts';
import { before, createWalk, sweepMark } from './walk.ts';

type Deps = Pick<Resources, 'documents' | 'producer'>;

const STRETCH = 1000;

/** Voices and videos that are neither ready nor in the queue, and deleted ones whose files are not removed. */
export function createMediaSweep({ documents, producer }: Deps, behindMs: number): Sweep {
  const processing = createWalk<Media>(
    (query) =>
      documents.media.acrossScopes.find({
        where: { state: 'processing', enqueued_at: { lt: before(behindMs) } },
        orderBy: 'enqueued_at',
        ...query,
      }),
    (media) => media.enqueued_at,
  );
  const again = async (media: Media, absent: boolean): Promise<number> => {
    const deleted = media.deleted_at !== null;
    if (!deleted && !absent) return 0;
    const scope = grantScope(media.instance_id);
    const { id, version, kind, batch_id, enqueued_at } = media;
    const jobId = queueJobId(deleted ? 'purge' : kind, id, version, sweepMark());
    const claimed = await documents.media.update(scope, id, {
      where: { version, batch_id, enqueued_at, purged_at: null },
      set: { batch_id: jobId, enqueued_at: new Date().toISOString() },
    });
    if (!claimed) return 0;
    const data = { instance_id: scope, media_id: id, version };
    await producer.add(deleted ? 'media.purge' : `${kind}.process`, { id: jobId, data });
    return 1;
  };
  return {
    name: 'media',
    everyMs: 5000,
    run: async () => {
      let count = await processing.stretch(STRETCH, async (rows) => {
        const waiting = rows.filter(({ deleted_at }) => deleted_at === null);
        const places = await producer.view.places(
          'media',
          waiting.map(({ batch_id }) => batch_id ?? ''),
        );
        let found = 0;
        for (const [n, media] of waiting.entries())
          found += await again(media, places[n]?.state === 'absent');
        return found;
      });
      const tombstones = await documents.media.acrossScopes.find({
        where: { deleted_at: { lt: before(behindMs) }, purged_at: null },
        limit: STRETCH,
      });
      const behind = before(behindMs);
      for (const tombstone of tombstones)
        if (tombstone.enqueued_at < behind) count += await again(tombstone, true);
      return count;
    },
  };
}
