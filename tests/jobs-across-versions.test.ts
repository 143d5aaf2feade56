// While an install is updated, workers get jobs of the version before, and workers of the version before get
// jobs of this one. The rule is in libs/contracts/src/jobs.ts; here it is held against the payloads of the
// last release.
import {
  grantScope,
  newId,
  type JobName,
  type JobNameOf,
  type Message,
  type QueueName,
  type Scope,
} from '@persona/contracts';
import { createModels } from '@persona/models';
import { queueJobId, type Handlers } from '@persona/queues';
import { createProducer } from '@persona/queues/producer';
import { createWorkers } from '@persona/queues/workers';
import { createLogger, createMetrics } from '@persona/runtime';
import { eventually, startModelServer, startRedis, type RedisServer } from '@persona/testing';
import { Type } from 'typebox';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openTestGateway } from '../services/api/src/testing/gateway.ts';
import {
  createPersona,
  drain,
  openTestHandlers,
  openTestResources,
  store,
  wordsOf,
} from '../services/ingest-worker/src/testing/worker.ts';
import { accepts, findRefusals, lastRelease, todaysJobs, type Jobs } from './jobs/compatibility.ts';

const logger = createLogger('test', 'silent');

describe('workers of today', () => {
  test('take every payload of the last release', () => {
    expect(findRefusals(todaysJobs, lastRelease.jobs)).toEqual([]);
  });

  test('would refuse it if a field were required that it does not have, or a job or a length were gone', () => {
    const { 'page.index': index, ...others } = todaysJobs;
    if (!index) throw new Error('the catalogue has it');
    const page = Type.Object({ id: Type.String(), version: Type.Integer() });
    const fields = { instance_id: Type.String(), job_id: Type.String(), pages: Type.Array(page) };
    const withIndex = (data: Jobs[string]['data']) => ({
      ...todaysJobs,
      'page.index': { queue: 'ingest', data },
    });
    const refused = (jobs: Jobs) => findRefusals(jobs, lastRelease.jobs).map((line) => line.split(':')[0]);
    expect(refused(withIndex(Type.Object(fields)))).toEqual([]);
    expect(refused(withIndex(Type.Object({ ...fields, region: Type.Optional(Type.String()) })))).toEqual([]);
    expect(refused(withIndex(Type.Object({ ...fields, region: Type.String() })))).toEqual(['page.index']);
    const fewer = { ...fields, pages: Type.Array(page, { maxItems: 10 }) };
    expect(refused(withIndex(Type.Object(fewer)))).toEqual(['page.index']);
    expect(refused(others)).toEqual(['page.index']);
    expect(refused({ ...todaysJobs, 'page.index': { ...index, queue: 'media' } })).toEqual(['page.index']);
  });

  test('ignore fields that they do not know', () => {
    const payload = { instance_id: 'ins_1', later: { than: 'today' } };
    expect(accepts(todaysJobs, 'instance.embed', payload)).toBe(true);
    const data = Type.Object({ instance_id: Type.String() }, { additionalProperties: false });
    expect(accepts({ 'instance.embed': { queue: 'ingest', data } }, 'instance.embed', payload)).toBe(false);
  });
});

describe('workers of the last release', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  /** What arrives at workers of all queues, by job. */
  const watchQueues = (connection: { redisUrl: string; prefix: string }) => {
    const arrived = new Map<JobName, unknown>();
    const watch = <Q extends QueueName>(queue: Q, names: readonly JobNameOf<Q>[]) => {
      const handlers = Object.fromEntries(
        names.map((name) => [name, async ({ data }: { data: unknown }) => void arrived.set(name, data)]),
      ) as unknown as Handlers<Q>;
      return createWorkers({
        ...connection,
        queue,
        handlers,
        concurrency: 1,
        logger,
        metrics: createMetrics('test'),
      });
    };
    const workers = [
      watch('ingest', ['page.index', 'page.purge', 'instance.purge', 'instance.embed']),
      watch('media', ['voice.process', 'video.process', 'media.purge']),
      watch('speech', ['message.speak']),
    ];
    return { arrived, close: () => Promise.all(workers.map((worker) => worker.close(0))) };
  };

  test('take what the gateway and the sweeper of today put into the queues, each job of the catalogue', async () => {
    const prefix = `{${redis.prefix}-all}`;
    const queues = watchQueues({ redisUrl: redis.url, prefix });
    onTestFinished(async () => void (await queues.close()));
    const gateway = await openTestGateway({ redis: { url: redis.url, prefix } });
    onTestFinished(() => gateway.close());
    const instance_id = await gateway.newPersona();
    const pages = [{ title: 'A hive', content: 'I bought my first hive in 1961.' }];
    const stored = await gateway.call<{ pages: { id: string }[] }>('POST', '/api/kb/store-pages', {
      instance_id,
      pages,
    });
    await gateway.call('DELETE', `/api/kb/training-data/${stored.body.pages[0]?.id}`);
    const sample_audio = Buffer.from('not audio, which only the worker finds').toString('base64');
    const voice_data = { instance_id, language: 'en', tone: 'calm', pitch: 'low', sample_audio };
    const voice = await gateway.call<{ voice_id: string }>('POST', '/api/admin/add_voice', { voice_data });
    const video_data = { instance_id, file: sample_audio, title: 'A', duration: 1, resolution: '1080p' };
    await gateway.call('POST', '/api/admin/video', { video_data });
    await gateway.call('DELETE', `/api/admin/voice/${voice.body.voice_id}`);
    const answer = answerIn(grantScope(instance_id));
    await gateway.documents.messages.insert(grantScope(instance_id), [answer]);
    await gateway.domain.askForSpeech(grantScope(instance_id), answer, { model: undefined });
    await gateway.call('DELETE', '/api/instance', { instance_id });

    const models = await startModelServer({ dimensions: 8 });
    onTestFinished(() => models.close());
    const worker = await openTestResources(redis.url, prefix);
    onTestFinished(() => worker.close());
    const scope = await createPersona(worker.documents);
    await store(worker, scope, [wordsOf('a', 1)]);
    await drain(worker, scope);
    const { embedding } = createModels({ OPENAI_BASE_URL: models.url, EMBEDDING_MODEL: 'new' });
    const sweeps = openTestHandlers(worker, embedding).newSweeps();
    await sweeps.find(({ name }) => name === 'vectors')?.run();

    const jobs = Object.keys(todaysJobs).toSorted();
    await eventually(() => queues.arrived.size === jobs.length);
    expect([...queues.arrived.keys()].toSorted()).toEqual(jobs);
    for (const [name, payload] of queues.arrived) {
      // A job that is new since then is put back, as below.
      if (!(name in lastRelease.jobs)) continue;
      expect(accepts(lastRelease.jobs, name, payload), `${name} ${JSON.stringify(payload)}`).toBe(true);
      const { instance_id: _, ...without } = payload as Record<string, unknown>;
      expect(accepts(lastRelease.jobs, name, without), `${name} without its persona`).toBe(false);
    }
  });

  test('put a job back whose name they do not know, for a worker that does', async () => {
    const connection = { redisUrl: redis.url, prefix: `{${redis.prefix}-unknown}`, logger };
    const producer = createProducer(connection);
    onTestFinished(() => producer.close());
    const older = createWorkers({
      ...connection,
      queue: 'media',
      handlers: { 'voice.process': async () => {} } as unknown as Handlers<'media'>,
      concurrency: 1,
      metrics: createMetrics('test'),
    });
    onTestFinished(() => older.close(0));
    const id = queueJobId('purge', 'voi_1', 1);
    const data = { instance_id: 'ins_1', media_id: 'voi_1', version: 1 };
    await eventually(() => producer.add('media.purge', { id, data }));
    const place = await eventually(async () => {
      const [found] = await producer.view.places('media', [id]);
      return found?.state === 'delayed' ? found : undefined;
    });
    expect(place.retryAt?.getTime()).toBeGreaterThan(Date.now());
    expect((await producer.view.state('media')).failed).toBe(0);
  });
});

const answerIn = (instance_id: Scope): Message => {
  const now = new Date().toISOString();
  return {
    id: newId('msg'),
    instance_id,
    version: 1,
    created_at: now,
    updated_at: now,
    chat_id: newId('cht'),
    n: 1,
    role: 'assistant',
    text: 'In 1961.',
    client_id_sha256: null,
    reply_to: null,
    answer_type: 'general',
    citations: [],
    usage: null,
    model: null,
  };
};
