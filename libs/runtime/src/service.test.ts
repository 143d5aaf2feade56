import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServiceMessage } from './service.ts';

let folder: string;
const runtime = pathToFileURL(path.join(import.meta.dirname, 'index.ts')).href;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'persona-runtime-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function start(name: string, body: string, env: Record<string, string> = {}, more = '') {
  const file = path.join(folder, `${name}.ts`);
  await writeFile(
    file,
    `import { runService, StartupError, serveHealth, createHealth } from ${JSON.stringify(runtime)};\nvoid StartupError;\nawait runService('${name}', async (context) => {${body}});\n${more}`,
  );
  const child = fork(file, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: { ...process.env, ...env } });
  const output = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => (output.out += chunk));
  child.stderr?.on('data', (chunk) => (output.err += chunk));
  return { child, output, ended: once(child, 'close') };
}

const message = async (child: ChildProcess): Promise<ServiceMessage> => {
  const [first] = await once(child, 'message');
  return first as ServiceMessage;
};

const SERVING = `
  const health = createHealth({ store: async () => {} });
  const server = await serveHealth({ host: '127.0.0.1', port: 0, health, metrics: context.metrics });
  context.onStop('first', () => { console.log('closed first'); return server.close(); });
  context.onStop('second', () => { health.stopping(); console.log('closed second'); });
  context.announceReady(server.port);`;

describe('runService', () => {
  test('serves health, then stops in the reverse order of opening with exit 0', async () => {
    const { child, output, ended } = await start('orderly', SERVING);
    const ready = await message(child);
    if (ready.type !== 'ready') throw new Error(JSON.stringify(ready));
    const readiness = await fetch(`http://127.0.0.1:${ready.port}/readyz`);
    expect([readiness.status, await readiness.json()]).toEqual([
      200,
      { ready: true, parts: { store: 'ok' } },
    ]);
    expect(await (await fetch(`http://127.0.0.1:${ready.port}/metrics`)).text()).toContain(
      'process_cpu_seconds_total',
    );
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(output.out.indexOf('closed second')).toBeLessThan(output.out.indexOf('closed first'));
  });

  test('services of one process stop together, and it ends when the last has stopped', async () => {
    const second = `await runService('slow', async ({ onStop, announceReady }) => {
      onStop('work', async () => { await new Promise((done) => setTimeout(done, 300)); console.log('closed slow'); });
      announceReady(1);
    });`;
    const { child, output, ended } = await start('quick', SERVING, {}, second);
    await once(child, 'message');
    await once(child, 'message');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(output.out).toContain('closed first');
    expect(output.out).toContain('closed slow');
  });

  test('stops by itself when the launcher is gone', async () => {
    const { child } = await start('orphan', SERVING);
    await message(child);
    // Node emits no 'close' for a child whose channel the parent has closed.
    const exited = once(child, 'exit');
    child.disconnect();
    expect(await exited).toEqual([0, null]);
  });

  test('does not start when the launcher has gone while its modules were loaded', async () => {
    const file = path.join(folder, 'late.mjs');
    await writeFile(
      file,
      `await new Promise((gone) => process.once('disconnect', gone));
      const { runService } = await import(${JSON.stringify(runtime)});
      await runService('late', async () => setInterval(() => {}, 1000));`,
    );
    const child = fork(file, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const exited = once(child, 'exit');
    child.disconnect();
    expect(await exited).toEqual([0, null]);
  });

  test('a wrong variable is one sentence and exit 1', async () => {
    const { child, output, ended } = await start('misconfigured', SERVING, { PORT: 'eighty' });
    expect(await message(child)).toMatchObject({
      type: 'startup-error',
      message: expect.stringContaining('PORT must be'),
    });
    expect(await ended).toEqual([1, null]);
    expect(output.err).not.toContain('    at ');
  });

  test('a refusal to start is one sentence, an uncaught error exits 1 and is logged', async () => {
    const refused = await start('refused', `throw new StartupError('The folder can not be written.');`);
    expect(await refused.ended).toEqual([1, null]);
    expect(refused.output.err).toBe('refused: The folder can not be written.\n');
    const crashed = await start('crashed', `setTimeout(() => { throw new Error('boom'); }, 1);`);
    expect(await crashed.ended).toEqual([1, null]);
    expect(crashed.output.out).toContain('service.crashed');
  });
});
