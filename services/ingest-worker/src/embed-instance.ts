import { installScope } from '@persona/contracts';
import { RetryLater, type HandledJob } from '@persona/queues';
import type { Resources } from './resources.ts';

type Deps = Pick<Resources, 'documents' | 'search' | 'embedder'>;

/**
 * How many passages get their vectors at once, and how long one run takes, so that other personas get their
 * turn.
 */
const PASSAGE_BATCH_SIZE = 128;
const MAX_RUN_MS = 2_000;
const NEXT_RUN_DELAY_MS = 10;
/** The delay after a fault that does not say how long to wait. */
const RETRY_DELAY_MS = 5_000;
const MAX_RETRY_DELAY_MS = 600_000;

/**
 * Gives a persona's passages the vectors of the configured model that they lack; when none is missing,
 * searches use these from then on, and those of the model before are removed. Several workers may do it at
 * once, which only costs the model's time.
 */
export async function embedInstance(
  { documents, search, embedder }: Deps,
  { scope, signal, note }: Pick<HandledJob<'instance.embed'>, 'scope' | 'signal' | 'note'>,
): Promise<void> {
  const persona = await documents.instances.get(installScope, scope);
  // The worker may be configured without a model by now.
  if (!embedder || !persona || persona.deleted_at !== null) return;
  const until = Date.now() + MAX_RUN_MS;
  let embedded = 0;
  try {
    const space = await embedder.space(signal);
    for (;;) {
      signal.throwIfAborted();
      const passages = await search.withoutVector(scope, space, PASSAGE_BATCH_SIZE);
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
    const delayMs =
      retryAfter === undefined ? RETRY_DELAY_MS : Math.min(retryAfter * 1000, MAX_RETRY_DELAY_MS);
    // It is retried without limit, because nothing but vectors waits for it.
    throw new RetryLater(delayMs, 'the vectors of a persona wait', { cause: error });
  } finally {
    note({ embedded });
  }
  throw new RetryLater(NEXT_RUN_DELAY_MS, 'the vectors of a persona go on');
}
