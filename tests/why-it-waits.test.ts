// Every reason for which a job may wait, provoked in a whole install: the job reports it, and so does doctor.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { loadConfig } from '@persona/config';
import { diagnose } from '@persona/doctor';
import { eventually, startModelServer, type ModelServer } from '@persona/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findRun } from '../scripts/launch/lock.ts';
import { openQueues } from '../scripts/persona/queues.ts';
import { startInstall, type Install } from './install.ts';

interface Job {
  state: string;
  reason: string | null;
  position_in_queue: number | null;
  next_retry_at: string | null;
  age_ms: number;
  error: { code: string; message: string } | null;
}

describe('why a job waits', { timeout: 300_000 }, () => {
  let models: ModelServer;
  let install: Install;
  /** Processes that were stopped, to be continued. */
  let stopped: number[] = [];

  beforeAll(async () => {
    models = await startModelServer();
    install = await startInstall({
      OPENAI_BASE_URL: models.url,
      OPENAI_API_KEY: 'key of this test',
      EMBEDDING_MODEL: 'scripted',
    });
  }, 120_000);
  afterEach(() => letGoOn());
  afterAll(async () => {
    await install.stop();
    await models.close();
  }, 60_000);

  const pidOf = (name: string) =>
    eventually(() => {
      const record = readFileSync(path.join(install.folder, 'run', 'record.json'), 'utf8');
      const { pid, processes } = JSON.parse(record) as {
        pid: number;
        processes: { name: string; pid: number }[];
      };
      return name === 'launcher' ? pid : processes.findLast((one) => one.name === name)?.pid;
    });
  const stop = async (name: string) => {
    const pid = await pidOf(name);
    process.kill(pid, 'SIGSTOP');
    stopped.push(pid);
  };
  const letGoOn = () => {
    for (const pid of stopped) process.kill(pid, 'SIGCONT');
    stopped = [];
  };

  const newPersona = async () => {
    const { body } = await install.call<{ instance_id: string }>('POST', '/api/instance', {
      instance_data: { name: 'Ada', description: 'A lighthouse keeper', configuration: {} },
    });
    return body.instance_id;
  };
  let count = 0;
  const store = async (instanceId: string) => {
    const { body } = await install.call<{ job_id: string; warnings?: string[] }>(
      'POST',
      `/api/kb/store-pages?instance_id=${instanceId}`,
      { pages: [{ title: `Log ${count++}`, content: `On day ${count} the sea was calm.` }] },
    );
    return { id: body.job_id, warnings: (body.warnings ?? []).join() };
  };
  const read = async (id: string) => (await install.call<Job>('GET', `/api/jobs/${id}`)).body;
  const waitsFor = (id: string, reason: string) =>
    eventually(async () => {
      const job = await read(id);
      return job.reason === reason ? job : null;
    });
  const isLive = (id: string) =>
    eventually(async () => (await read(id)).state === 'completed', { timeoutMs: 120_000 });
  const doctor = async () => {
    let said = '';
    const config = loadConfig({ PERSONA_DATA_DIR: install.folder, LOG_LEVEL: 'silent' });
    for await (const { part, state, text, todo } of diagnose(config, findRun(install.folder)))
      said += `${part} ${state} ${text} → ${todo}\n`;
    return said;
  };
  /** Waits until doctor says it: between two attempts a job is worked on, and its reason is not told. */
  const doctorSays = (what: RegExp) => eventually(async () => what.test(await doctor()));

  test('position_in_queue: its turn has not come; no_worker: whoever should take it hangs', async () => {
    const ada = await newPersona();
    const first = await store(ada);
    await isLive(first.id);
    await stop('ingest-worker');
    const [one, two] = [await store(ada), await store(ada)];
    expect(await waitsFor(one.id, 'position_in_queue')).toMatchObject({
      state: 'queued',
      position_in_queue: 1,
    });
    expect(await waitsFor(two.id, 'position_in_queue')).toMatchObject({ position_in_queue: 2 });
    expect(await waitsFor(two.id, 'no_worker')).toMatchObject({ position_in_queue: 2 });
    const said = await doctor();
    expect(said).toContain(`page.index ${one.id}, 0 of 1`);
    expect(said).toContain('no worker takes it; number 1 in line');
    letGoOn();
    await isLive(two.id);
    expect(await read(two.id)).toMatchObject({ reason: null, error: null });
  });

  test('no_worker: there is none, which whoever stores is told as well', async () => {
    const ada = await newPersona();
    // Nothing starts it again.
    await stop('launcher');
    process.kill(await pidOf('ingest-worker'), 'SIGKILL');
    const { id, warnings } = await eventually(async () => {
      const stored = await store(ada);
      return stored.warnings.includes('No ingest worker') ? stored : null;
    });
    expect(warnings).toMatch(/No ingest worker is running: this is stored/);
    await waitsFor(id, 'no_worker');
    const said = await doctor();
    expect(said).toMatch(/ingest wrong no ingest worker takes jobs: .* → start an ingest worker/);
    expect(said).toContain('no worker takes it');
    letGoOn();
    await isLive(id);
  });

  test('paused: an operator has stopped the queue', async () => {
    const ada = await newPersona();
    const queues = await openQueues(loadConfig({ PERSONA_DATA_DIR: install.folder, LOG_LEVEL: 'silent' }));
    try {
      await queues.view.pause('ingest');
      const { id, warnings } = await store(ada);
      await waitsFor(id, 'paused');
      expect(warnings).toMatch(/paused/);
      expect(await doctor()).toMatch(/the queue is paused/);
      await queues.view.resume('ingest');
      await isLive(id);
    } finally {
      await queues.close();
    }
  });

  test('backing_off: the last try failed', async () => {
    const ada = await newPersona();
    await isLive((await store(ada)).id);
    const folder = path.join(install.folder, 'search');
    const file = readdirSync(folder).find((name) => name.startsWith(ada) && name.endsWith('.sqlite')) ?? '';
    // A damaged file would be replaced at once; one that another program holds has to be waited for.
    using held = new DatabaseSync(path.join(folder, file));
    held.exec('BEGIN EXCLUSIVE');
    const { id } = await store(ada);
    const job = await eventually(
      async () => {
        const now = await read(id);
        return now.reason === 'backing_off' ? now : null;
      },
      { timeoutMs: 60_000 },
    );
    expect(job).toMatchObject({ state: 'delayed', error: { code: expect.any(String) as string } });
    expect(Date.parse(job.next_retry_at ?? '')).toBeGreaterThan(0);
    await doctorSays(/its last try failed; .*tried again at .*last error: /);
    held.exec('ROLLBACK');
    await isLive(id);
  });

  test('provider_rate_limited, provider_down: the model server can not do it now', async () => {
    const ada = await newPersona();
    models.embeddings.otherwise({ status: 429, retryAfter: 1 });
    const { id } = await store(ada);
    await waitsFor(id, 'provider_rate_limited');
    await doctorSays(/the model server asks for patience/);
    models.embeddings.otherwise({ status: 500 });
    const job = await waitsFor(id, 'provider_down');
    expect(job).toMatchObject({ error: { code: 'provider_error' } });
    await doctorSays(/the model server is away/);
  });
});
