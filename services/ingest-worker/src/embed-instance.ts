import { installScope } from '@persona/contracts';
import { RetryLater, type HandledJob } from '@persona/queues';
import type { Resources } from './resources.ts';

type Deps = Pick<Resources, 'documents' | 'search' | 'embedder'>;

/** Passages given their vectors at once, and how long one run goes on, so that others get their turn. */
const AT_ONCE = 128;
const RUN_MS = 2_000;
const AGAIN_MS = 10;
/** After a fault that names no time to wait. */
const PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 600_000;

/**
 * Gives a persona's passages the vectors that they lack of the configured model; when none is left, searches go by these from then on, and
 * those of the model before are removed. May be done by several workers at once, which only costs the model's time.
 */
export async function embedInstance(
  { documents, search, embedder }: Deps,
  { scope, signal, note }: Pick<HandledJob<'instance.embed'>, 'scope' | 'signal' | 'note'>,
): Promise<void> {
  const persona = await documents.instances.get(installScope, scope);
  // A worker without a model has been configured since.
  if (!embedder || !persona || persona.deleted_at !== null) return;
  const until = Date.now() + RUN_MS;
  let embedded = 0;
  try {
    const space = await embedder.space(signal);
    for (;;) {
      signal.throwIfAborted();
      const passages = await search.withoutVector(scope, space, AT_ONCE);
      if (passages.length === 0) {
        const { space: searched } = await search.vectorStats(scope, space);
        if (searched?.model !== space.model || searched.dimension !== space.dimension)
          await search.activateVectorSpace(scope, space);
        return;
      }
      await search.addVectors(scope, space, passages, await embedder.embed(scope, passages, signal));
      embedded += passages.length;
      if (Date.now() > until) break;
    }
    const { missing } = await search.vectorStats(scope, space);
    note({ missing });
  } catch (error) {
    if (signal.aborted) throw error;
    const { retryAfter } = error as { retryAfter?: number };
    const pause = retryAfter === undefined ? PAUSE_MS : Math.min(retryAfter * 1000, LONGEST_PAUSE_MS);
    // It is tried for as long as it takes: nothing but vectors waits for it.
    throw new RetryLater(pause, 'the vectors of a persona wait', { cause: error });
  } finally {
    note({ embedded });
  }
  throw new RetryLater(AGAIN_MS, 'the vectors of a persona go on');
}
