import type { QueueName } from '@persona/contracts';
import type { Redis } from 'ioredis';
import type { Producer } from './producer.ts';

/** Why a Redis that answers takes no jobs. */
export type QueueRefusal = 'full' | 'disk' | 'read_only';

export const refusals: Readonly<Record<QueueRefusal, { text: string; todo: string }>> = {
  full: {
    text: 'Redis has no memory left (maxmemory)',
    todo: 'raise maxmemory of Redis, or give it a machine with more memory',
  },
  disk: { text: 'Redis can not write to its disk', todo: 'make room on the disk of Redis' },
  read_only: {
    text: 'Redis is a replica that takes no writes',
    todo: 'name the primary in REDIS_URL',
  },
};

/** The codes by which Redis refuses writes. */
const codes: Readonly<Record<string, QueueRefusal>> = { OOM: 'full', MISCONF: 'disk', READONLY: 'read_only' };

/** Writes a key that expires at once; returns why Redis refuses it, or null. Rejects while Redis is away. */
export async function readRefusal(redis: Redis, prefix: string): Promise<QueueRefusal | null> {
  try {
    await redis.set(`${prefix}:probe`, '', 'PX', 1);
    return null;
  } catch (error) {
    const refusal = codes[/^[A-Z]+/.exec((error as Error).message)?.[0] ?? ''];
    if (refusal === undefined) throw error;
    return refusal;
  }
}

/** Rejects while a queue can't be used: Redis is away, or takes no writes. */
export async function checkQueue({ view }: Pick<Producer, 'view'>, queue: QueueName): Promise<void> {
  const { refusal } = await view.state(queue);
  if (refusal) throw new Error(refusals[refusal].text);
}
