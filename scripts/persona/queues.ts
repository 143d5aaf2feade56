import type { Config } from '@persona/config';
import { openQueues as connect } from '@persona/doctor';
import type { Producer } from '@persona/queues';
import { findRun } from '../launch/lock.ts';

/**
 * Connects to the queues of this install: those of REDIS_URL, or of the private Redis of an `npm start` that
 * runs on the data folder.
 */
export const openQueues = (config: Config): Promise<Producer> =>
  connect(config.REDIS_URL ?? findRun(config.PERSONA_DATA_DIR)?.redisUrl);
