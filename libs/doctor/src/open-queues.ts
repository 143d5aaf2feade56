import { setTimeout as sleep } from 'node:timers/promises';
import { StartupError } from '@persona/contracts';
import { checkRedis, type Producer } from '@persona/queues';
import { createProducer } from '@persona/queues/producer';
import { createLogger } from '@persona/runtime';

const CONNECT_TIMEOUT_MS = 3000;

/**
 * Connects to the queues of an install, to look at them. Throws a StartupError, whose message says what to
 * do, where there are none, for a Redis that would lose jobs, and for one that does not answer.
 */
export async function openQueues(redisUrl: string | undefined): Promise<Producer> {
  if (redisUrl === undefined)
    throw new StartupError(
      'There is no queue: start Persona first (npm start), or set REDIS_URL to the one its services use.',
    );
  const connection = { redisUrl, logger: createLogger('persona', 'silent') };
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
        throw new StartupError(
          'Redis does not answer: start it, or set REDIS_URL to the one the services use.',
          { cause },
        );
      }
      await sleep(50);
    }
  }
}
