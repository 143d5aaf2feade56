import { loadConfig } from '@persona/config';
import { eventually } from '@persona/testing';
import { expect, onTestFinished, test } from 'vitest';
import { openQueues } from '../scripts/persona/queues.ts';
import { withoutSafeguard } from './chaos/cut.ts';
import { startInstall } from './install.ts';

const MANY = 3000;

/** Puts many pages of one persona into the queue, then one of another, and returns how many of the many still wait when that one is live. */
async function waitingBehindOne(env: NodeJS.ProcessEnv = {}): Promise<number> {
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
  const one = await install.call<{ job_id: string }>('POST', `/api/kb/store-pages?instance_id=${small}`, {
    pages: [{ title: 'One', content: 'Somebody waits for this page.' }],
  });
  await queues.view.resume('ingest');
  return eventually(
    async () => {
      const job = await install.call<{ state: string }>('GET', `/api/jobs/${one.body.job_id}`);
      if (job.body.state !== 'completed') return null;
      const route = `/api/kb/streams/all?instance_id=${large}`;
      return { waiting: (await install.call<{ waiting: number }>('GET', route)).body.waiting };
    },
    { withinMs: 120_000 },
  ).then(({ waiting }) => waiting);
}

test(
  'a page of one persona is live while another still waits for thousands',
  { timeout: 180_000 },
  async () => {
    expect(await waitingBehindOne()).toBeGreaterThan(MANY / 2);
  },
);

test('where personas take no turns, it waits for all of them', { timeout: 180_000 }, async () => {
  expect(await waitingBehindOne(withoutSafeguard('turns'))).toBeLessThan(MANY / 2);
});
