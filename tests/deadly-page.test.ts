// A page that ends the process of every worker that reads it: after three of them it is left out with a
// reason, and no other page waits for it.
import { readFileSync } from 'node:fs';
import { eventually, tempFolder } from '@persona/testing';
import { expect, onTestFinished, test } from 'vitest';
import { keyOf } from './chaos/pages.ts';
import { withFailpoints } from './failpoints/strike.ts';
import { startInstall } from './install.ts';

interface Stored {
  pages: { id: string }[];
  job_id: string;
}
interface Datum {
  training_data: {
    status: string;
    version: number;
    live_version: number;
    error: { code: string; message: string } | null;
  };
}

test(
  'a page that kills its worker three times has failed with its reason; its neighbours and its version before answer',
  { timeout: 300_000 },
  async () => {
    const [deadly, calm] = [keyOf(201), keyOf(202)];
    using notes = tempFolder();
    const noted = `${notes.path}/strikes`;
    const point = 'ingest-worker.index-pages.indexGroup.after-readBatches';
    const install = await startInstall(withFailpoints(`${point}?${deadly}:kill`, noted));
    onTestFinished(install.stop);
    await install.call('POST', '/api/instance', {
      instance_data: { name: 'Ada', description: 'A keeper.', configuration: {} },
    });
    const store = async (pages: { id: string; title: string; content: string }[]) =>
      (await install.call<Stored>('POST', '/api/kb/store-pages', { pages })).body;
    const read = async (id = '') =>
      (await install.call<Datum>('GET', `/api/kb/training-data/${id}`)).body.training_data;
    const untilLive = (id = '') =>
      eventually(async () => (await read(id)).status === 'live', { timeoutMs: 120_000, intervalMs: 100 });
    const find = async (query: string) =>
      (await install.call<{ results: { text: string }[] }>('POST', '/api/kb/search', { query })).body.results;

    const before = await store([{ id: 'a', title: 'About a', content: `The lamp of ${calm} is green.` }]);
    await untilLive(before.pages[0]?.id);

    const { pages, job_id } = await store([
      { id: 'a', title: 'About a', content: `The lamp is ${deadly}.` },
      { id: 'b', title: 'About b', content: 'A neighbour in the same job.' },
      { id: 'c', title: 'About c', content: 'Another neighbour.' },
    ]);
    const [a, b, c] = pages.map(({ id }) => id);
    await untilLive(b);
    await untilLive(c);
    await eventually(async () => (await read(a)).status === 'failed', {
      timeoutMs: 120_000,
      intervalMs: 100,
    });
    expect(await read(a)).toMatchObject({ version: 2, live_version: 1, error: { code: 'crashed_worker' } });
    expect((await find(calm))[0]?.text).toContain('is green');
    const job = await eventually(async () => {
      const { body } = await install.call('GET', `/api/jobs/${job_id}`);
      return body['state'] === 'failed' && body;
    });
    expect(job).toMatchObject({ error: { code: 'crashed_worker' } });
    // Once with its neighbours, then alone: three starts in all, each ended with a real process.
    expect(readFileSync(noted, 'utf8').trim().split('\n')).toEqual([point, point, point]);

    const later = await store([{ id: 'd', title: 'About d', content: 'Who comes later is served.' }]);
    await untilLive(later.pages[0]?.id);
  },
);
