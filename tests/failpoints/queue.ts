import { jobCatalogue, type JobName } from '@persona/contracts';
import type { Producer } from '@persona/queues';

interface QueuedJob {
  name: JobName;
  id: string;
  data: unknown;
}

/** A queue that the test itself empties, job by job or all at once, as Redis may. */
export interface HeldQueue {
  readonly producer: Producer;
  take(): QueuedJob | undefined;
  /** A job whose worker died is given to another one. */
  putBack(job: QueuedJob): void;
  lose(): void;
}

export function createHeldQueue(): HeldQueue {
  const jobs = new Map<string, QueuedJob>();
  const idle = {
    waiting: 0,
    active: 0,
    delayed: 0,
    failed: 0,
    paused: false,
    alive: true,
    nextWaitingMs: null,
    refusal: null,
  };
  const addMany: Producer['addMany'] = async (name, added) => {
    for (const { id, data } of added) if (!jobs.has(id)) jobs.set(id, { name, id, data });
    return true;
  };
  return {
    producer: {
      addMany,
      add: (name, job) => addMany(name, [job]),
      view: {
        places: async (queue, ids) => {
          const waiting = [...jobs.values()]
            .filter(({ name }) => jobCatalogue[name].queue === queue)
            .map(({ id }) => id);
          return ids.map((id) => {
            const at = waiting.indexOf(id);
            return at < 0
              ? { id, state: 'absent', position: null, retryAt: null }
              : { id, state: 'waiting', position: at + 1, retryAt: null };
          });
        },
        state: async () => ({ ...idle, waiting: jobs.size }),
        remove: async (_, ids, { ofJob } = {}) =>
          ids.filter((id) => {
            const { job_id } = (jobs.get(id)?.data ?? {}) as { job_id?: string };
            return (ofJob === undefined || job_id === ofJob) && jobs.delete(id);
          }).length,
        pause: async () => {},
        resume: async () => {},
      },
      board: async () => async () => {},
      close: async () => {},
    },
    take: () => {
      const [first] = jobs.values();
      if (first) jobs.delete(first.id);
      return first;
    },
    putBack: (job) => void jobs.set(job.id, job),
    lose: () => jobs.clear(),
  };
}
