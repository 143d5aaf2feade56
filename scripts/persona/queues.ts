import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '@persona/config';
import { checkRedis, type Producer } from '@persona/queues';
import { createProducer } from '@persona/queues/producer';
import { createLogger } from '@persona/runtime';
import { findRun } from '../launch/lock.ts';
import { UserError } from './user-error.ts';

const CONNECT_TIMEOUT_MS = 3000;

/**
 * Where the queues of this install are: REDIS_URL, or the private Redis of an `npm start` that runs on the
 * data folder.
 */
export const redisUrlOf = (config: Config): string | undefined =>
  config.REDIS_URL ?? findRun(config.PERSONA_DATA_DIR)?.redisUrl;

/**
 * Connects to the queues. Throws a StartupError for a Redis that would lose jobs, a UserError when there is
 * none or it does not answer.
 */
export async function openQueues(config: Config, prefix?: string): Promise<Producer> {
  const redisUrl = redisUrlOf(config);
  if (redisUrl === undefined)
    throw new UserError(
      'There is no queue: start Persona first (npm start), or set REDIS_URL to the one its services use.',
    );
  const connection = { redisUrl, prefix, logger: createLogger('persona', 'silent') };
  await checkRedis(connection, { wait: false });
  const producer = createProducer(connection);
  const deadline = Date.now() + CONNECT_TIMEOUT_MS;
  for (;;) {
    try {
      await producer.view.state('ingest');
      return producer;
    } catch (cause) {
      if (Date.now() > deadline) {
        await producer.close();
        throw new UserError(
          'Redis does not answer: start it, or set REDIS_URL to the one the services use.',
          { cause },
        );
      }
      await sleep(50);
    }
  }
}
