import { AppError } from '@persona/contracts';
import { createLogger, createMetrics } from '@persona/runtime';
import { eventually, startRedis, type RedisServer } from '@persona/testing';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GiveUp, RetryLater } from './job-errors.ts';
import { createProducer, type NewQueueJob, type Producer } from './producer.ts';
import { backoffMs, queueJobId } from './queue-jobs.ts';
import { createWorkers, type Handler, type Handlers, type Workers } from './workers.ts';

const logger = createLogger('test', 'silent');
const nothing = async () => {};

describe('queues', () => {
  let redis: RedisServer;
  let count = 0;
  let connection: { redisUrl: string; prefix: string; logger: typeof logger };
  let producer: Producer;
  let workers: Workers | undefined;

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(async () => {
    connection = { redisUrl: redis.url, prefix: `{${redis.prefix}-${count++}}`, logger };
    producer = createProducer(connection);
    await eventually(() => producer.view.state('ingest'));
  });
  afterEach(async () => {
    await workers?.close(0);
    workers = undefined;
    await producer.close();
  });

  const work = (
    index: Handler<'page.index'>,
    more: { concurrency?: number; handlers?: Partial<Handlers<'ingest'>> } = {},
  ) => {
    workers = createWorkers({
      ...connection,
      queue: 'ingest',
      concurrency: more.concurrency ?? 1,
      metrics: createMetrics('test'),
      handlers: {
        'page.index': index,
        'page.purge': nothing,
        'instance.embed': nothing,
        'instance.purge': nothing,
        ...more.handlers,
      },
    });
    return workers;
  };
  const batch = (instance: string, n: number): NewQueueJob<'page.index'> => ({
    id: queueJobId('index', `${instance}${n}`, 1),
    data: { instance_id: instance, job_id: `${instance}${n}`, pages: [{ id: 'td_1', version: 1 }] },
  });
  const batches = (instance: string, howMany: number) =>
    Array.from({ length: howMany }, (_, n) => batch(instance, n));
  /** Jobs of many pages each. */
  const bulk = (instance: string, howMany: number) =>
    batches(instance, howMany).map(({ id, data }) => ({
      id,
      data: { ...data, pages: Array.from({ length: 40 }, (_, n) => ({ id: `td_${n}`, version: 1 })) },
    }));
  const recorder = () => {
    const seen: string[] = [];
    const handler: Handler<'page.index'> = async ({ data }) => void seen.push(data.job_id);
    return { seen, handler };
  };

  test('a queue with a job that nobody handles does not compile', () => {
    // @ts-expect-error page.purge and others are missing
    const some: Handlers<'ingest'> = { 'page.index': nothing };
    expect(Object.keys(some)).toHaveLength(1);
  });

  test('the first call after the start waits for the connection that is being made', async () => {
    const young = createProducer(connection);
    expect(await young.add('page.index', batch('a', 1))).toBe(true);
    await young.close();
  });

  test('a job is done once, and its id is free again', async () => {
    const { seen, handler } = recorder();
    await producer.view.pause('ingest');
    for (let times = 0; times < 3; times++)
      expect(await producer.add('page.index', batch('a', 1))).toBe(true);
    work(handler);
    await producer.view.resume('ingest');
    await eventually(
      async () =>
        seen.length === 1 &&
        (await producer.view.places('ingest', [batch('a', 1).id]))[0]?.state === 'absent',
    );
    await producer.add('page.index', batch('a', 1));
    await eventually(() => seen.length === 2);
  });

  test('personas take turns: one that comes late with one job is not behind another’s hundreds', async () => {
    const { seen, handler } = recorder();
    let latecomer: Promise<boolean> | undefined;
    await producer.view.pause('ingest');
    await producer.addMany('page.index', batches('big', 300));
    await producer.addMany('page.index', batches('small', 2));
    work(async (job) => {
      await handler(job);
      if (seen.length === 100) await (latecomer = producer.add('page.index', batch('late', 0)));
    });
    await producer.view.resume('ingest');
    await eventually(() => seen.length === 303);
    expect(seen.slice(0, 5)).toEqual(['big0', 'small0', 'big1', 'small1', 'big2']);
    expect(seen.indexOf('late0')).toBe(100);
    expect(await latecomer).toBe(true);
  });

  test('what is done in the background waits for everything else, and takes nobody’s turn', async () => {
    const seen: string[] = [];
    await producer.view.pause('ingest');
    await producer.add('instance.embed', { id: queueJobId('embed', 'a', 1), data: { instance_id: 'a' } });
    await producer.addMany('page.index', bulk('a', 2));
    work(async ({ data }) => void seen.push(data.job_id), {
      handlers: {
        'instance.embed': async () => {
          seen.push('background');
          if (seen.length === 3) await producer.addMany('page.index', [...bulk('b', 2), ...bulk('c', 1)]);
        },
      },
    });
    await producer.view.resume('ingest');
    await eventually(() => seen.length === 6);
    expect(seen).toEqual(['a0', 'a1', 'background', 'b0', 'c0', 'b1']);
  });

  test('a large job lets a smaller one of another persona pass', async () => {
    const seen: string[] = [];
    const smallBegan = Promise.withResolvers<void>();
    work(
      async ({ data, yieldToSmaller }) => {
        if (data.instance_id === 'big') await smallBegan.promise.then(yieldToSmaller);
        else {
          smallBegan.resolve();
          await new Promise((resolve) => setImmediate(resolve));
        }
        seen.push(data.instance_id);
      },
      { concurrency: 2 },
    );
    const big = batch('big', 0);
    big.data.pages.push({ id: 'td_2', version: 1 });
    await producer.add('page.index', big);
    await producer.add('page.index', batch('small', 0));
    await eventually(() => seen.length === 2);
    expect(seen).toEqual(['small', 'big']);
  });

  test('a job of a few pages is begun while large ones hold every worker of their lane', async () => {
    const { seen, handler } = recorder();
    const held = Promise.withResolvers<void>();
    work(async (job) => {
      await handler(job);
      if (job.data.instance_id === 'big') await held.promise;
    });
    await producer.addMany('page.index', bulk('big', 3));
    await eventually(() => seen.length === 1);
    await producer.add('page.index', batch('small', 0));
    await eventually(() => seen.length === 2);
    held.resolve();
    await eventually(() => seen.length === 4);
    expect(seen).toEqual(['big0', 'small0', 'big1', 'big2']);
  });

  test('both lanes are one queue to those who look', async () => {
    const ids = [...batches('a', 1), ...bulk('b', 2)].map(({ id }) => id);
    const states = async () => (await producer.view.places('ingest', ids)).map(({ state }) => state);
    const { seen, handler } = recorder();
    work(handler);
    await eventually(async () => (await producer.view.state('ingest')).alive);
    await producer.view.pause('ingest');
    await producer.addMany('page.index', [...batches('a', 1), ...bulk('b', 2)]);
    expect(await states()).toEqual(['waiting', 'waiting', 'waiting']);
    expect(await producer.view.state('ingest')).toMatchObject({ waiting: 3, paused: true });
    expect(await producer.view.remove('ingest', ids.slice(0, 2))).toBe(2);
    expect(await states()).toEqual(['absent', 'absent', 'waiting']);
    expect(seen).toEqual([]);
    await producer.view.resume('ingest');
    await eventually(() => seen.join() === 'b1');
  });

  test('tells where each job is', async () => {
    await producer.view.pause('ingest');
    await producer.addMany('page.index', batches('a', 3));
    const ids = batches('a', 3).map(({ id }) => id);
    const places = await producer.view.places('ingest', [...ids, 'index-none-v1']);
    expect(places.map(({ state, position }) => [state, position])).toEqual([
      ['waiting', 1],
      ['waiting', 2],
      ['waiting', 3],
      ['absent', null],
    ]);
    expect(await producer.view.state('ingest')).toMatchObject({
      waiting: 3,
      active: 0,
      paused: true,
      alive: false,
    });
    expect(await producer.view.remove('ingest', [ids[1] ?? '', 'index-none-v1'])).toBe(1);
    const held = Promise.withResolvers<void>();
    work(() => held.promise);
    await producer.view.resume('ingest');
    await eventually(
      async () =>
        (await producer.view.places('ingest', ids)).map(({ state }) => state).join() ===
        'active,absent,waiting',
    );
    const alive = await eventually(async () => {
      const state = await producer.view.state('ingest');
      // For a moment the heartbeat is active, too.
      return state.alive && state.active === 1 ? state : null;
    });
    expect(alive).toMatchObject({ waiting: 1, active: 1, paused: false });
    held.resolve();
  });

  test('a fault is tried again after a pause, RetryLater without counting, GiveUp not at all', async () => {
    const tries = new Map<string, number[]>();
    const handler: Handler<'page.index'> = async ({ data, attempt }) => {
      const mine = tries.get(data.job_id) ?? [];
      tries.set(data.job_id, mine);
      mine.push(attempt);
      if (mine.length > 1) return;
      if (data.job_id === 'a0') throw new Error('a store is away');
      if (data.job_id === 'a1') throw new RetryLater(10, 'not yet');
      throw new GiveUp('hopeless', 'never');
    };
    work(handler);
    await producer.addMany('page.index', batches('a', 3));
    await eventually(() => tries.get('a0')?.length === 2 && tries.get('a1')?.length === 2);
    expect([...tries]).toEqual(
      expect.arrayContaining([
        ['a0', [1, 2]],
        ['a1', [1, 1]],
        ['a2', [1]],
      ]),
    );
    await eventually(async () => (await producer.view.state('ingest')).failed === 1);
  });

  test.each([
    ['a handler', new RetryLater(60_000, 'not yet')],
    ['a server', new AppError('provider_error', 'too many requests', { retryAfter: 60 })],
  ])('a job that %s puts off tells when it is tried again', async (_who, fault) => {
    work(async () => {
      throw fault;
    });
    await producer.add('page.index', batch('a', 1));
    const place = await eventually(async () => {
      const [found] = await producer.view.places('ingest', [batch('a', 1).id]);
      return found?.state === 'delayed' ? found : null;
    });
    const waitMs = (place.retryAt?.getTime() ?? 0) - Date.now();
    expect(waitMs).toBeGreaterThan(30_000);
    expect(waitMs).toBeLessThan(61_000);
  });

  test('a payload that does not fit its schema never reaches the handler', async () => {
    const { seen, handler } = recorder();
    work(handler);
    const bad = { id: 'index-bad-v1', data: { instance_id: 'a', job_id: 'bad', pages: [] } };
    await producer.addMany('page.index', [bad, batch('a', 1)]);
    await eventually(async () => seen.length === 1 && (await producer.view.state('ingest')).failed === 1);
    expect(seen).toEqual(['a1']);
  });

  test('a worker that stops puts what it can not finish back', async () => {
    const begun = Promise.withResolvers<void>();
    const first = work(async ({ signal }) => {
      begun.resolve();
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    });
    await producer.add('page.index', batch('a', 1));
    await begun.promise;
    await first.close(50);
    expect(await producer.view.places('ingest', [batch('a', 1).id])).toMatchObject([{ state: 'waiting' }]);
    const { seen, handler } = recorder();
    work(handler);
    await eventually(() => seen.length === 1);
  });

  test('Redis memory holds nothing of jobs that are done', async () => {
    const { seen, handler } = recorder();
    work(handler, { concurrency: 4 });
    await producer.addMany('page.index', batches('a', 500));
    await eventually(() => seen.length === 500);
    const probe = new Redis(redis.url);
    const left = await eventually(async () => {
      const keys = await probe.keys(`${connection.prefix}:ingest:index-*`);
      return keys.length === 0 && (await probe.xlen(`${connection.prefix}:ingest:events`));
    });
    expect(left).toBeLessThan(300);
    probe.disconnect();
  });
});

test('pauses between tries double up to fifteen seconds', () => {
  const pauses = [1, 2, 3, 6, 20].map((attempt) => backoffMs(attempt, 500, () => 1));
  expect(pauses).toEqual([500, 1000, 2000, 15_000, 15_000]);
  expect(backoffMs(1, 500, () => 0)).toBe(375);
});
