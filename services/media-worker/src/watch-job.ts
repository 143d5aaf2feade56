import type { Media, Scope } from '@persona/contracts';
import type { Resources } from './resources.ts';

/**
 * The file is no longer wanted as it is being processed: it was deleted, cancelled, moved to another persona,
 * or processed by another worker.
 */
export class NoLongerWanted extends Error {
  constructor() {
    super('The file is no longer waiting for this.');
    this.name = 'NoLongerWanted';
  }
}

export const isWanted = (media: Media | null, version: number): boolean =>
  media !== null && media.version === version && media.state === 'processing' && media.deleted_at === null;

const WRITE_INTERVAL_MS = 500;
/** The speed is that of the last half minute: sound is made faster than pictures. */
const MAX_SAMPLES = 60;

/** Estimates the time that is left from the share that is done, as it is told from time to time. */
export function createEstimate(now = () => Date.now()): (share: number) => number | null {
  const samples: { at: number; share: number }[] = [];
  return (share) => {
    samples.push({ at: now(), share });
    if (samples.length > MAX_SAMPLES) samples.shift();
    const [first, last] = [samples[0], samples.at(-1)];
    if (!first || !last || last.share - first.share < 0.01) return null;
    return Math.ceil((((1 - last.share) / (last.share - first.share)) * (last.at - first.at)) / 1000);
  };
}

/**
 * Writes a file's progress into its job, at most twice a second, and aborts when the file is no longer
 * wanted. An unavailable store stops neither: the compare-and-set at the end decides what becomes of the
 * file.
 */
export function watchJob(
  { documents }: Pick<Resources, 'documents'>,
  scope: Scope,
  media: Media,
  outer: AbortSignal,
) {
  const unwanted = new AbortController();
  const estimate = createEstimate();
  let share = 0;
  let told = -1;
  let looking: Promise<void> = Promise.resolve();

  const look = async (): Promise<void> => {
    if (!isWanted(await documents.media.get(scope, media.id), media.version))
      return unwanted.abort(new NoLongerWanted());
    const done = Math.floor(share * 100);
    const seconds_left = estimate(share);
    if (media.job_id === null || done === told) return;
    await documents.jobs.update(scope, media.job_id, {
      where: { finished_at: null },
      set: {
        state: 'active',
        stage: 'processing',
        progress: { done, total: 100 },
        seconds_left,
        waiting_for: null,
        updated_at: new Date().toISOString(),
      },
      inc: { version: 1 },
    });
    told = done;
  };
  let idle = true;
  const tick = (): void => {
    if (!idle) return;
    idle = false;
    looking = look()
      .catch(() => undefined)
      .finally(() => {
        idle = true;
      });
  };
  tick();
  const timer = setInterval(tick, WRITE_INTERVAL_MS);

  return {
    signal: AbortSignal.any([outer, unwanted.signal]),
    onProgress: (done: number): void => {
      share = done;
    },
    /** Stops watching; resolves when nothing more will be written. */
    end: async (): Promise<void> => {
      clearInterval(timer);
      await looking;
    },
  };
}
