import { createLogger, createMetrics, StartupError } from '@persona/runtime';
import { eventually, startRedis } from '@persona/testing';
import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createProducer } from './producer.ts';
import { heartbeatKey } from './heartbeat.ts';
import { checkQueue, refusals } from './refusal.ts';
import { refuseUnsupported, checkRedis } from './redis.ts';
import { createWorkers } from './workers.ts';

const logger = createLogger('test', 'silent');
const nothing = async () => {};

describe('when Redis goes', () => {
  test(
    'callers fail fast, workers wait and go on by themselves, also with an empty Redis',
    { timeout: 300_000 },
    async () => {
      const redis = await startRedis({ args: ['--appendonly', 'no'] });
      onTestFinished(redis.stop);
      const connection = { redisUrl: redis.url, prefix: redis.prefix, logger };
      const producer = createProducer(connection);
      const seen: string[] = [];
      const workers = createWorkers({
        ...connection,
        queue: 'ingest',
        concurrency: 2,
        metrics: createMetrics('test'),
        handlers: {
          'page.index': async ({ id }) => void seen.push(id),
          'page.purge': nothing,
          'instance.embed': nothing,
          'instance.purge': nothing,
        },
      });
      const add = (id: string) =>
        producer.add('page.index', {
          id,
          data: { instance_id: 'a', job_id: 'j', pages: [{ id: 'td_1', version: 1 }] },
        });
      await eventually(() => add('index-a-v1'));
      await eventually(() => seen.includes('index-a-v1'));

      await redis.kill();
      await eventually(async () => !(await add('index-b-v1')));
      await expect(producer.view.state('ingest')).rejects.toThrow();
      await redis.restart();
      await eventually(() => add('index-c-v1'));
      await eventually(() => seen.includes('index-c-v1'));

      // The server hangs: connections stay open and nothing answers.
      redis.pause();
      expect(await add('index-d-v1')).toBe(false);
      redis.resume();
      await eventually(() => add('index-e-v1'));
      await eventually(() => seen.includes('index-e-v1'));
      await workers.close();
      await producer.close();
    },
  );

  test('nothing goes wrong unheard: a quiet queue with a heartbeat logs no error', async () => {
    const redis = await startRedis();
    onTestFinished(redis.stop);
    let log = '';
    const heard = createLogger('test', 'debug', { write: (line) => void (log += line) });
    const connection = { redisUrl: redis.url, prefix: redis.prefix, logger: heard };
    const producer = createProducer(connection);
    const handlers = { 'voice.process': nothing, 'video.process': nothing, 'media.purge': nothing };
    const metrics = createMetrics('test');
    const workers = createWorkers({ ...connection, queue: 'media', concurrency: 1, metrics, handlers });
    const admin = new Redis(redis.url);
    const heartbeat = () => admin.get(`${redis.prefix}:pulse:media`);
    const first = await eventually(heartbeat);
    await eventually(async () => (await heartbeat()) !== first);
    await workers.close();
    await producer.close();
    admin.disconnect();
    expect(log).toBe('');
  });

  test('a worker is alive while jobs travel through its queue, and not from the moment it is gone', async () => {
    const redis = await startRedis();
    onTestFinished(redis.stop);
    const connection = { redisUrl: redis.url, prefix: redis.prefix, logger };
    const producer = createProducer(connection);
    const workers = createWorkers({
      ...connection,
      queue: 'media',
      concurrency: 1,
      metrics: createMetrics('test'),
      handlers: { 'voice.process': nothing, 'video.process': nothing, 'media.purge': nothing },
    });
    await eventually(async () => (await producer.view.state('media')).alive);
    // Redis keeps the heartbeat key for longer than the worker lives.
    const observer = new Redis(redis.url);
    await observer.set(heartbeatKey(redis.prefix, 'media'), 'before', 'PX', 60_000);
    await workers.close();
    await eventually(async () => !(await producer.view.state('media')).alive);
    expect(await observer.exists(heartbeatKey(redis.prefix, 'media'))).toBe(1);
    observer.disconnect();
    await producer.close();
  });
});

test.each([
  ['has no memory left', ['maxmemory', '1'], ['maxmemory', '0'], 'full', /OOM/],
  ['is a replica', ['replica-read-only', 'yes'], null, 'read_only', /READONLY/],
] as const)(
  'a Redis that %s says so, and work goes on afterwards',
  async (_name, spoil, mend, refusal, said) => {
    const redis = await startRedis();
    onTestFinished(redis.stop);
    let log = '';
    const heard = createLogger('test', 'info', { write: (line) => void (log += line) });
    const connection = { redisUrl: redis.url, prefix: redis.prefix, logger: heard };
    const producer = createProducer(connection);
    onTestFinished(() => producer.close());
    const done: string[] = [];
    const workers = createWorkers({
      ...connection,
      queue: 'media',
      concurrency: 1,
      metrics: createMetrics('test'),
      handlers: {
        'voice.process': async ({ id }) => void done.push(id),
        'video.process': nothing,
        'media.purge': nothing,
      },
    });
    onTestFinished(() => workers.close());
    await eventually(async () => (await producer.view.state('media')).alive);
    await checkQueue(producer, 'media');
    const admin = new Redis(redis.url);
    onTestFinished(() => admin.disconnect());
    await admin.config('SET', ...spoil);
    if (mend === null) await admin.replicaof('127.0.0.1', '1');
    const state = await eventually(async () => {
      const seen = await producer.view.state('media');
      return seen.alive ? null : seen;
    });
    expect(state.refusal).toBe(refusal);
    await expect(checkQueue(producer, 'media')).rejects.toThrow(refusals[refusal].text);
    const job = { id: 'voice-1-v1', data: { media_id: 'voi_1', instance_id: 'ins_1', version: 1 } };
    expect(await producer.add('voice.process', job as never)).toBe(false);
    await eventually(() => said.test(log));

    if (mend === null) await admin.replicaof('NO', 'ONE');
    else await admin.config('SET', ...mend);
    await eventually(async () => (await producer.view.state('media')).alive);
    expect((await producer.view.state('media')).refusal).toBeNull();
    expect(await producer.add('voice.process', job as never)).toBe(true);
    await eventually(() => done.length === 1);
  },
);

describe('an unsupported Redis is refused by name', () => {
  const info = (version: string, policy: string) =>
    `# Server\r\nredis_version:${version}\r\n# Memory\r\nmaxmemory_policy:${policy}\r\n`;
  test('an eviction policy that throws jobs away', () => {
    expect(() => refuseUnsupported(info('7.0.15', 'allkeys-lru'))).toThrow(
      /maxmemory-policy is allkeys-lru; set/,
    );
  });
  test('a version that can not run the queues', () => {
    expect(() => refuseUnsupported(info('6.0.16', 'noeviction'))).toThrow(/Redis 6.0.16 is too old/);
  });
  test('a supported one passes', () => {
    expect(() => refuseUnsupported(info('6.2.0', 'noeviction'))).not.toThrow();
  });
  test('at start', async () => {
    const redis = await startRedis({ args: ['--maxmemory-policy', 'volatile-ttl'] });
    onTestFinished(redis.stop);
    const start = checkRedis({ redisUrl: redis.url, logger }, { wait: true });
    await expect(start).rejects.toBeInstanceOf(StartupError);
    await redis.stop();
    await checkRedis({ redisUrl: redis.url, logger }, { wait: false });
  });
});

test('a wrong password, or none, is not waited for', async () => {
  const redis = await startRedis();
  onTestFinished(redis.stop);
  const admin = new Redis(redis.url);
  await admin.config('SET', 'requirepass', 'right');
  const { host } = new URL(redis.url);
  const check = (url: string) => checkRedis({ redisUrl: url, logger }, { wait: true });
  for (const url of [`redis://:wrong@${host}`, `redis://${host}`])
    await expect(check(url)).rejects.toThrow(StartupError);
  await expect(check(`redis://:wrong@${host}`)).rejects.toThrow(/Redis refuses the password of REDIS_URL/);
  await check(`redis://:right@${host}`);
  await admin.config('SET', 'requirepass', '');
  await admin.quit();
});
