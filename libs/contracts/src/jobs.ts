import { Type, type Static, type TSchema } from 'typebox';

/**
 * The job catalogue as plain data. A job carries ids and a version, never content; its handler reads the
 * documents again. `attempts` counts attempts that ended in a passing fault (a store is unavailable). A
 * subject that crashes its worker is stopped by its own `starts`.
 *
 * While an install is updated, producers and workers of two versions share the queues. So payloads change by
 * rule:
 * - A field is only ever added as optional, with the comment "optional, for jobs of the version before";
 *   workers do without it.
 * - Removing a field takes two versions: the first makes it optional and still writes it, the second stops
 *   writing it.
 * - Workers ignore the fields they do not know, so schemas stay open to more.
 * - A worker puts a job whose name it does not know back into the queue (`RetryLater`), for a newer worker.
 * - A job's name goes one version after its last producer.
 * tests/jobs-across-versions.test.ts holds this against the payloads of the last release, in
 * tests/jobs/last-release.json.
 */
const VersionedId = Type.Object({ id: Type.String(), version: Type.Integer() });

/**
 * The most pages of one index job: enough that the queue does not limit the speed, few enough that a job is
 * short and personas take turns.
 */
export const PAGES_PER_JOB = 48;

interface JobSpec {
  queue: 'ingest' | 'media' | 'speech';
  data: TSchema;
  attempts: number;
  backoffMs: number;
}

const defineJobs = <T extends Record<string, JobSpec>>(jobs: T): T => jobs;

export const jobCatalogue = defineJobs({
  'page.index': {
    queue: 'ingest',
    data: Type.Object({
      instance_id: Type.String(),
      job_id: Type.String(),
      pages: Type.Array(VersionedId, { minItems: 1, maxItems: PAGES_PER_JOB }),
    }),
    attempts: 20,
    backoffMs: 500,
  },
  'page.purge': {
    queue: 'ingest',
    data: Type.Object({
      instance_id: Type.String(),
      pages: Type.Array(VersionedId, { minItems: 1, maxItems: 500 }),
    }),
    attempts: 20,
    backoffMs: 500,
  },
  'instance.purge': {
    queue: 'ingest',
    data: Type.Object({ instance_id: Type.String(), version: Type.Integer() }),
    attempts: 20,
    backoffMs: 500,
  },
  'instance.embed': {
    queue: 'ingest',
    data: Type.Object({ instance_id: Type.String() }),
    attempts: 20,
    backoffMs: 500,
  },
  'voice.process': {
    queue: 'media',
    data: Type.Object({ instance_id: Type.String(), media_id: Type.String(), version: Type.Integer() }),
    attempts: 5,
    backoffMs: 1000,
  },
  'video.process': {
    queue: 'media',
    data: Type.Object({ instance_id: Type.String(), media_id: Type.String(), version: Type.Integer() }),
    attempts: 5,
    backoffMs: 1000,
  },
  'media.purge': {
    queue: 'media',
    data: Type.Object({ instance_id: Type.String(), media_id: Type.String(), version: Type.Integer() }),
    attempts: 20,
    backoffMs: 500,
  },
  'message.speak': {
    queue: 'speech',
    data: Type.Object({ instance_id: Type.String(), chat_id: Type.String(), message_id: Type.String() }),
    attempts: 5,
    backoffMs: 500,
  },
});

export type JobName = keyof typeof jobCatalogue;
export type QueueName = (typeof jobCatalogue)[JobName]['queue'];
export type JobData<N extends JobName> = Static<(typeof jobCatalogue)[N]['data']>;
export type JobNameOf<Q extends QueueName> = {
  [N in JobName]: (typeof jobCatalogue)[N]['queue'] extends Q ? N : never;
}[JobName];
export const queueNames: readonly QueueName[] = ['ingest', 'media', 'speech'];
