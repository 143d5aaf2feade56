import { adviceOn, StartupError, untilReady, type Logger } from '@persona/runtime';
import { Redis } from 'ioredis';

/** Where the queues are. `prefix` begins every key; its braces keep them in one slot of a Redis cluster. */
export interface QueueConnection {
  redisUrl: string;
  prefix?: string | undefined;
  logger: Logger;
}

export const DEFAULT_PREFIX = '{persona}';

const reconnectSoon = (times: number): number => Math.min(50 * times, 1000);

/**
 * For code that must answer a caller: a command fails at once without a connection, and within 1.5 s when
 * Redis hangs.
 */
export const FAIL_FAST = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  commandTimeout: 1500,
  connectTimeout: 2000,
  retryStrategy: reconnectSoon,
} as const;

/**
 * For workers, which wait for Redis without limit. A connection that died silently is noticed by
 * `socketTimeout`, which has to exceed BullMQ's longest blocking command (10 s).
 */
const WAIT_FOR_EVER = {
  maxRetriesPerRequest: null,
  connectTimeout: 2000,
  keepAlive: 5000,
  socketTimeout: 20_000,
  retryStrategy: reconnectSoon,
} as const;

/**
 * Makes an error of the driver safe to log: without the command that failed, which contains whole scripts and
 * payloads.
 */
export const withoutCommand = ({ name, message, stack }: Error) => ({
  type: name,
  message: message.replace(/ script: .*/s, ''),
  stack,
});

/** Logs the first error of an outage and its end; the hundred reconnects between them say nothing new. */
function logOutages(redis: Redis, { redisUrl: url, logger }: QueueConnection, part: string): Redis {
  let unavailable = false;
  redis.on('error', (err: Error) => {
    if (unavailable) return;
    unavailable = true;
    const advice = adviceOn({ part, setting: 'REDIS_URL', url });
    logger.warn({ event: 'redis.away', ...advice, err: withoutCommand(err) }, 'Redis is away');
  });
  redis.on('ready', () => {
    if (unavailable) logger.info({ event: 'redis.back', part }, 'Redis is back');
    unavailable = false;
  });
  return redis;
}

export const connectFailingFast = (connection: QueueConnection, part: string): Redis =>
  logOutages(new Redis(connection.redisUrl, FAIL_FAST), connection, part);

export const connectWaiting = (connection: QueueConnection, part: string, connectionName: string): Redis =>
  logOutages(new Redis(connection.redisUrl, { ...WAIT_FOR_EVER, connectionName }), connection, part);

/** Whether the connection is usable. One that is being made is waited for; one that was lost is not. */
export async function isReady(redis: Redis, timeoutMs: number): Promise<boolean> {
  if (redis.status === 'ready') return true;
  if (redis.status !== 'connecting' && redis.status !== 'connect') return false;
  const settled = Promise.withResolvers<void>();
  const settle = () => settled.resolve();
  redis.once('ready', settle).once('close', settle);
  const timer = setTimeout(settle, timeoutMs);
  await settled.promise;
  clearTimeout(timer);
  redis.off('ready', settle).off('close', settle);
  // Read again, because the event has changed it.
  return (redis.status as Redis['status']) === 'ready';
}

/** Ends a connection in any state. */
export async function disconnect(redis: Redis): Promise<void> {
  if (redis.status === 'ready') await redis.quit().catch(() => undefined);
  redis.disconnect();
}

const MIN_VERSION = [6, 2];

/**
 * Throws a StartupError for a Redis that would lose jobs or can't run them: one with an eviction policy other
 * than noeviction, or older than 6.2, and for one that refuses the password. With `wait: true` it waits until
 * Redis answers, and one log line says so; otherwise an unreachable Redis passes, since nothing depends on it
 * yet.
 */
export async function checkRedis(connection: QueueConnection, options: { wait: boolean }): Promise<void> {
  const redis = new Redis(connection.redisUrl, {
    ...FAIL_FAST,
    lazyConnect: true,
    retryStrategy: () => null,
  });
  // `connect` itself only says that the connection is closed.
  let reason: Error | undefined;
  redis.on('error', (error) => (reason = error));
  const check = async (): Promise<void> => {
    try {
      await redis.connect();
      return refuseUnsupported(await redis.info());
    } catch (error) {
      if (error instanceof StartupError) throw error;
      const why = withoutCommand(reason ?? (error as Error));
      redis.disconnect();
      if ([error, reason].some(isRefusal))
        throw new StartupError(
          'Redis refuses the password of REDIS_URL: it must look like redis://:<password>@<host>:<port>, with the password that Redis has.',
          { cause: why },
        );
      throw new Error(why.message, { cause: error });
    }
  };
  try {
    const { redisUrl: url, logger } = connection;
    if (options.wait) await untilReady({ part: 'redis', setting: 'REDIS_URL', url }, check, logger);
    else
      await check().catch((error: unknown) => {
        if (error instanceof StartupError) throw error;
      });
  } finally {
    redis.disconnect();
  }
}

/** No retry helps against a wrong password, or none. */
const isRefusal = (error: unknown): boolean =>
  /^(WRONGPASS|NOAUTH|NOPERM)\b|invalid password/.test((error as Error | undefined)?.message ?? '');

/** Checks the text of Redis's INFO command; throws a StartupError when this Redis is not supported. */
export function refuseUnsupported(info: string): void {
  const field = (name: string): string | undefined =>
    new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1]?.trim();
  const version = field('redis_version');
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  const [needMajor = 0, needMinor = 0] = MIN_VERSION;
  if (version && (major < needMajor || (major === needMajor && minor < needMinor))) {
    throw new StartupError(`Redis ${version} is too old for the queues; use Redis 6.2 or newer.`);
  }
  const policy = field('maxmemory_policy');
  if (policy && policy !== 'noeviction') {
    throw new StartupError(
      `Redis may throw queued work away: its maxmemory-policy is ${policy}; set "maxmemory-policy noeviction" and start again.`,
    );
  }
}
