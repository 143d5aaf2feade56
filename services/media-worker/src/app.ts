import { purgeMedia } from '@persona/domain';
import type { Handlers, QueueConnection, Workers } from '@persona/queues';
import { createWorkers } from '@persona/queues/workers';
import { processMedia } from './process-media.ts';
import type { Resources } from './resources.ts';
import { createSlots } from './slots.ts';

export type { Resources } from './resources.ts';
export { openWorkFolder, type WorkFolder } from './work-folder.ts';

export interface MediaWorkerOptions {
  queues: Pick<QueueConnection, 'redisUrl' | 'prefix'>;
  /** The most files that are transcoded at once. */
  concurrency: number;
}

/** So many files are looked into while others are transcoded: what is said in them answers at once. */
const MAX_WAITING_FILES = 4;

/** The handler of each job of the media queue. */
export const createHandlers = (resources: Resources): Handlers<'media'> => ({
  'voice.process': (job) => processMedia(resources, job),
  'video.process': (job) => processMedia(resources, job),
  'media.purge': async (job) => {
    // A worker may have stored them while the recording was deleted.
    await resources.domain.removeCaptionPages(job.scope, job.data.media_id);
    await purgeMedia(resources, job);
  },
});

/**
 * Starts working on the media queue. ffmpeg runs in child processes, so this process's loop stays free to
 * renew the locks of its jobs.
 */
export function startMediaWorker(given: Resources, { queues, concurrency }: MediaWorkerOptions): Workers {
  const resources = { ...given, transcodes: createSlots(concurrency) };
  const { logger, metrics } = resources;
  return createWorkers({
    ...queues,
    queue: 'media',
    handlers: createHandlers(resources),
    concurrency: concurrency + MAX_WAITING_FILES,
    logger,
    metrics,
  });
}
