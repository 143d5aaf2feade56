import type { QueueName } from '@persona/contracts';
import { refusals, type Producer } from '@persona/queues';

/**
 * Returns a sentence when no worker takes jobs from a queue at the moment, or nobody knows, else null. Reads
 * the queue at most once a second.
 */
export type WorkerWarning = (queue: QueueName) => Promise<string | null>;

const WARNING_TTL_MS = 1000;
const STATE_TIMEOUT_MS = 300;
const workers: Record<QueueName, string> = {
  ingest: 'ingest worker',
  media: 'media worker',
  speech: 'media worker',
};

export function createWorkerWarning(producer: Pick<Producer, 'view'>): WorkerWarning {
  const checks = new Map<QueueName, { at: number; warning: Promise<string | null> }>();

  const check = async (queue: QueueName): Promise<string | null> => {
    const late = new Promise<false>((resolve) => {
      setTimeout(resolve, STATE_TIMEOUT_MS, false).unref();
    });
    const state = producer.view.state(queue).catch(() => false as const);
    const seen = await Promise.race([state, late]);
    if (!seen) return 'The queue (Redis) does not answer: this is stored, and waits until it does.';
    if (seen.paused) return `The ${queue} queue is paused: this is stored and waits until it goes on.`;
    if (seen.alive) return null;
    if (seen.refusal) return `${refusals[seen.refusal].text}: this is stored, and waits until it does.`;
    return `No ${workers[queue]} is running: this is stored, and waits until one is.`;
  };

  return (queue) => {
    const last = checks.get(queue);
    if (last && performance.now() - last.at < WARNING_TTL_MS) return last.warning;
    const warning = check(queue);
    checks.set(queue, { at: performance.now(), warning });
    return warning;
  };
}
