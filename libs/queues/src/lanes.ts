import type { JobData, JobName, QueueName } from '@persona/contracts';
import { Queue, type QueueOptions } from 'bullmq';
import { MAX_EVENTS, MAX_PAGES_IN_MAIN } from './queue-jobs.ts';

/**
 * The BullMQ queues behind a queue of the catalogue. Bulk work has a lane of its own, served beside the other
 * one, so that a job of a few pages starts at once however many large jobs are in progress. With turns alone
 * it would have to wait until one of these is done.
 */
export const lanes: Readonly<Record<QueueName, readonly string[]>> = {
  ingest: ['ingest', 'ingest-bulk'],
  media: ['media'],
  // Somebody waits for each of these: they stand behind no film.
  speech: ['speech'],
};

const WHOLE_PERSONA: ReadonlySet<JobName> = new Set<JobName>(['instance.purge', 'instance.embed']);

/** The size of a job in pages, as far as its payload shows it. */
export const sizeOf = <N extends JobName>(name: N, data: JobData<N>): number =>
  WHOLE_PERSONA.has(name) ? Infinity : ((data as { pages?: readonly unknown[] }).pages?.length ?? 1);

/** The lane of `queue` that a job goes into. */
export function laneOf<N extends JobName>(queue: QueueName, name: N, data: JobData<N>): string {
  const [few = queue, bulk = few] = lanes[queue];
  return sizeOf(name, data) > MAX_PAGES_IN_MAIN ? bulk : few;
}

/** Opens a lane, to add jobs or to read its state. The connection itself logs outages. */
export function openLane(lane: string, options: QueueOptions): Queue {
  const queue = new Queue(lane, {
    ...options,
    skipVersionCheck: true,
    streams: { events: { maxLen: MAX_EVENTS } },
  });
  queue.on('error', () => undefined);
  return queue;
}
