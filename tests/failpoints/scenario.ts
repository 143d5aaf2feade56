import type { JobName, Page } from '@persona/contracts';
import type { Services } from './system.ts';
import type { QueuedJob, World } from './world.ts';

/** A piece of work that may be cut off anywhere. */
export interface Scenario {
  name: string;
  /** Takes seconds each time. */
  slow?: boolean;
  /** Brings about what is there before, and says what is to be done. */
  prepare(world: World): Promise<Work>;
}

export interface Work {
  run(services: Services): Promise<unknown>;
  /**
   * How it goes on when nobody answered: its caller asks again (`ask`), the queue gives the job out again or has lost it (a job), or nobody
   * does anything and the sweeps find it (`nothing`).
   */
  again: 'ask' | QueuedJob | 'nothing';
  /** What must hold in the end beside what the lab's checker looks at; throws. */
  holds?(): Promise<void>;
}

export const kb = (path: string, { scope }: World) =>
  `/api/kb/${path}${path.includes('?') ? '&' : '?'}instance_id=${scope}`;

export function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** A page's row as it is, changed as a fault would have left it. */
export const mark = (world: World, id: string, set: Partial<Page>) =>
  world.system.other.documents.pages.update(world.scope, id, { set });

/** The job that the queue holds. */
export function takeJob({ system: { queue } }: World, name: JobName): QueuedJob {
  const job = queue.take();
  if (job?.name !== name) throw new Error(`The queue holds ${job?.name ?? 'nothing'}, not ${name}.`);
  return job;
}

/** To be done by the worker that the queue gives it to. */
export const workOn = (job: QueuedJob) => ({
  run: (services: Services) => services.work(job),
  again: job,
});
