import type { JobName, Page } from '@persona/contracts';
import type { Services } from './system.ts';
import type { QueuedJob, World } from './world.ts';

/** A piece of work that may be interrupted anywhere. */
export interface Scenario {
  name: string;
  /** Takes seconds each time. */
  slow?: boolean;
  /** Creates the state before the work, and returns the work. */
  prepare(world: World): Promise<Work>;
}

export interface Work {
  run(services: Services): Promise<unknown>;
  /**
   * How it continues when there was no answer: its caller asks again (`ask`), the queue gives the job out
   * again or has lost it (a job), or the sweeps find it (`nothing`).
   */
  again: 'ask' | QueuedJob | 'nothing';
  /** What must hold in the end beside the checks of the lab's checker; throws. */
  holds?(): Promise<void>;
}

export const kb = (path: string, { scope }: World) =>
  `/api/kb/${path}${path.includes('?') ? '&' : '?'}instance_id=${scope}`;

export function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** A page's row with changes that a fault would have left. */
export const mark = (world: World, id: string, set: Partial<Page>) =>
  world.system.other.documents.pages.update(world.scope, id, { set });

/** The job that the queue holds. */
export function takeJob({ system: { queue } }: World, name: JobName): QueuedJob {
  const job = queue.take();
  if (job?.name !== name) throw new Error(`The queue holds ${job?.name ?? 'nothing'}, not ${name}.`);
  return job;
}

/** Work for the worker that the queue gives it to. */
export const workOn = (job: QueuedJob) => ({
  run: (services: Services) => services.work(job),
  again: job,
});
