import { createWorkers, type Handlers, type QueueConnection, type Workers } from '@persona/queues';
import { processMedia } from './process-media.ts';
import { purgeMedia } from './purge-media.ts';
import type { Resources } from './resources.ts';

export type { Resources } from './resources.ts';
export { openWorkFolder, type WorkFolder } from './work-folder.ts';

export interface MediaWorkerOptions {
  queues: Pick<QueueConnection, 'redisUrl' | 'prefix'>;
  /** The most files at once. */
  concurrency: number;
}

/** The handler of each job of the media queue. */
export const createHandlers = (resources: Resources): Handlers<'media'> => ({
  'voice.process': (job) => processMedia(resources, job),
  'video.process': (job) => processMedia(resources, job),
  'media.purge': (job) => purgeMedia(resources, job),
});

/**
 * Starts working on the media queue. ffmpeg runs in child processes, so this process's loop stays free to
 * renew the locks of its jobs.
 */
export function startMediaWorker(resources: Resources, { queues, concurrency }: MediaWorkerOptions): Workers {
  const { logger, metrics } = resources;
  return createWorkers({
    ...queues,
    queue: 'media',
    handlers: createHandlers(resources),
    concurrency,
    logger,
    metrics,
  });
}
