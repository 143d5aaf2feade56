import type { JobData, JobName, QueueName } from '@persona/contracts';
import { Queue, type QueueOptions } from 'bullmq';
import { MAX_EVENTS } from './queue-jobs.ts';

/**
 * The queues of BullMQ behind a queue of the catalogue. What comes in bulk has a lane of its own, worked on beside the other, so that a job of
 * a few pages is begun at once however many large ones are under way: taking turns alone, it would wait until one of these is done.
 */
export const lanes: Readonly<Record<QueueName, readonly string[]>> = {
  ingest: ['ingest', 'ingest-bulk'],
  media: ['media'],
};

/** The most pages of a job that is not bulk. */
const MAX_PAGES_IN_MAIN = 8;
const WHOLE_PERSONA: ReadonlySet<JobName> = new Set<JobName>(['instance.purge', 'instance.embed']);

/** How much work a job is, in pages, as far as its payload tells. */
export const sizeOf = <N extends JobName>(name: N, data: JobData<N>): number =>
  WHOLE_PERSONA.has(name) ? Infinity : ((data as { pages?: readonly unknown[] }).pages?.length ?? 1);

/** The lane of `queue` that a job goes into. */
export function laneOf<N extends JobName>(queue: QueueName, name: N, data: JobData<N>): string {
  const [few = queue, bulk = few] = lanes[queue];
  return sizeOf(name, data) > MAX_PAGES_IN_MAIN ? bulk : few;
}

/** A lane to put jobs into and to look into. Outages are told by the connection itself. */
export function openLane(lane: string, options: QueueOptions): Queue {
  const queue = new Queue(lane, {
    ...options,
    skipVersionCheck: true,
    streams: { events: { maxLen: MAX_EVENTS } },
  });
  queue.on('error', () => undefined);
  return queue;
}
