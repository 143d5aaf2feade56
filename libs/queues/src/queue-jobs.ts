import { jobCatalogue, type JobName } from '@persona/contracts';
import type { DefaultJobOptions } from 'bullmq';

/**
 * How each job of the catalogue is put into BullMQ. A finished job is removed (the documents hold its
 * outcome), so its id is free again at once and Redis's memory stays flat. The last failed jobs are kept for
 * the operator.
 */
export function jobOptions(name: JobName): DefaultJobOptions {
  return {
    attempts: jobCatalogue[name].attempts,
    backoff: { type: 'capped', delay: jobCatalogue[name].backoffMs },
    removeOnComplete: true,
    removeOnFail: { count: 100, age: 7 * 24 * 3600 },
    stackTraceLimit: 3,
    sizeLimit: 64 * 1024,
  };
}

/** The most pages of a job in the `main` lane. */
export const MAX_PAGES_IN_MAIN = 8;

/** Nothing here depends on BullMQ's event stream. */
export const MAX_EVENTS = 100;

const MAX_BACKOFF_MS = 15_000;

/**
 * Doubles from `baseMs` up to 15 s. A quarter of it is random, so that not all jobs reach a store at the
 * moment it returns.
 */
export function backoffMs(attempt: number, baseMs: number, random = Math.random): number {
  const full = Math.min(baseMs * 2 ** (attempt - 1), MAX_BACKOFF_MS);
  return Math.round(full * (0.75 + 0.25 * random()));
}

/**
 * index: pages into the index. embed: vectors that a persona lacks. purge: the rest of deleted pages, media
 * or a persona. voice, video: a file to its renditions. speak: an answer to sound.
 */
export type JobKind = 'index' | 'embed' | 'purge' | 'voice' | 'video' | 'speak';

/**
 * The id of a queue job: `<kind>-<id>-v<version>` of its (first) subject. BullMQ refuses a colon and requires
 * a leading letter. A `suffix` distinguishes the job from one of the same name that may still be kept.
 */
export function queueJobId(kind: JobKind, id: string, version: number, suffix?: string): string {
  return `${kind}-${id}-v${version}${suffix ? `-${suffix}` : ''}`;
}
