import { purgeMedia } from '@persona/domain';
import type { Handlers, QueueConnection, Workers } from '@persona/queues';
import { createWorkers } from '@persona/queues/workers';
import { processMedia } from './process-media.ts';
import type { Resources } from './resources.ts';
import { createSlots } from './slots.ts';
import { speak } from './speak.ts';

export type { Resources } from './resources.ts';
export { openWorkFolder, type WorkFolder } from './work-folder.ts';

export interface MediaWorkerOptions {
  queues: Pick<QueueConnection, 'redisUrl' | 'prefix'>;
  /** The most files that are transcoded at once. */
  concurrency: number;
}

/** So many files are looked into while others are transcoded: what is said in them answers at once. */
const MAX_WAITING_FILES = 4;

/** Replies that are made to sound at once; somebody waits for each. */
const MAX_SPEECHES = 2;

/** The handler of each job of the queues of this worker. */
export const createHandlers = (resources: Resources): Handlers<'media' | 'speech'> => ({
  'message.speak': (job) => speak(resources, job),
  'voice.process': (job) => processMedia(resources, job),
  'video.process': (job) => processMedia(resources, job),
  'media.purge': async (job) => {
    // A worker may have stored them while the recording was deleted.
    await resources.domain.removeCaptionPages(job.scope, job.data.media_id);
    await purgeMedia(resources, job);
  },
});

/**
 * Starts working on the media queue and on that of spoken replies. ffmpeg runs in child processes, so this
 * process's loop stays free to renew the locks of its jobs.
 */
export function startMediaWorker(given: Resources, { queues, concurrency }: MediaWorkerOptions): Workers {
  const resources = { ...given, transcodes: createSlots(concurrency) };
  const { logger, metrics } = resources;
  const shared = { ...queues, handlers: createHandlers(resources), logger, metrics };
  const workers = [
    createWorkers({ ...shared, queue: 'media', concurrency: concurrency + MAX_WAITING_FILES }),
    createWorkers({ ...shared, queue: 'speech', concurrency: MAX_SPEECHES }),
  ];
  return {
    close: async (drainTimeoutMs) => {
      await Promise.all(workers.map((one) => one.close(drainTimeoutMs)));
    },
  };
}
