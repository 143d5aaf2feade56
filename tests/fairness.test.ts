import { loadConfig } from '@persona/config';
import { eventually } from '@persona/testing';
import { expect, onTestFinished, test } from 'vitest';
import { openQueues } from '../scripts/persona/queues.ts';
import { withoutSafeguard } from './chaos/cut.ts';
import { startInstall } from './install.ts';

const MANY = 3000;
/** Enough to be bulk too: jobs of single pages have a lane of their own, and need no turns to be fast. */
const SOME = 20;

/**
 * Puts many pages of one persona into the queue, then some of another, and returns how many of the many still
 * wait when those are live.
 */
async function waitingBehindSome(env: NodeJS.ProcessEnv = {}): Promise<number> {
  const install = await startInstall(env);
  onTestFinished(install.stop);
  const newPersona = async (name: string) => {
    const instance_data = { name, description: name, configuration: {} };
    return (await install.call<{ instance_id: string }>('POST', '/api/instance', { instance_data })).body
      .instance_id;
  };
  const [large, small] = [await newPersona('Large'), await newPersona('Small')];
  const queues = await openQueues(loadConfig({ PERSONA_DATA_DIR: install.folder, LOG_LEVEL: 'silent' }));
  onTestFinished(() => queues.close());
  await queues.view.pause('ingest');
  const line = (_: unknown, n: number) =>
    JSON.stringify({ title: `Page ${n}`, content: `This is page ${n}.` });
  const sent = await fetch(`${install.url}/api/kb/stream-pages?stream_id=all&instance_id=${large}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${install.key}`, 'content-type': 'application/x-ndjson' },
    body: Array.from({ length: MANY }, line).join('\n'),
  });
  await sent.text();
  const some = await install.call<{ job_id: string }>('POST', `/api/kb/store-pages?instance_id=${small}`, {
    pages: Array.from({ length: SOME }, (_, n) => ({
      title: `Some ${n}`,
      content: `Somebody waits for page ${n}.`,
    })),
  });
  await queues.view.resume('ingest');
  return eventually(
    async () => {
      const job = await install.call<{ state: string }>('GET', `/api/jobs/${some.body.job_id}`);
      if (job.body.state !== 'completed') return null;
      const route = `/api/kb/streams/all?instance_id=${large}`;
      return { waiting: (await install.call<{ waiting: number }>('GET', route)).body.waiting };
    },
    { timeoutMs: 120_000 },
  ).then(({ waiting }) => waiting);
}

test(
  'pages of one persona are live while another still waits for thousands',
  { timeout: 300_000 },
  async () => {
    expect(await waitingBehindSome()).toBeGreaterThan(MANY / 2);
  },
);

test('where personas take no turns, they wait for all of them', { timeout: 300_000 }, async () => {
  expect(await waitingBehindSome(withoutSafeguard('turns'))).toBeLessThan(MANY / 2);
});
