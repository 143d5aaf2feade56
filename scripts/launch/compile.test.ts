import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

test('after set-up no process of a start compiles TypeScript', async () => {
  const cache = await mkdtemp(path.join(tmpdir(), 'persona-compile-'));
  onTestFinished(() => rm(cache, { recursive: true }));
  // Without these a service refuses to start, as soon as it has loaded everything.
  const env = { ...process.env, NODE_COMPILE_CACHE: cache, REDIS_URL: '', INTERNAL_TOKEN: '' };
  const run = (args: string[], more: Record<string, string> = {}) =>
    spawnSync(process.execPath, args, {
      cwd: root,
      env: { ...env, ...more },
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
  expect(run(['scripts/launch.ts', '--compile'])).toMatchObject({ status: 0, stderr: '' });
  for (const services of [['chat'], ['api'], ['ingest-worker', 'media-worker']]) {
    const { stdout, stderr } = run(['scripts/launch/run-services.mjs', ...services], {
      NODE_DEBUG_NATIVE: 'COMPILE_CACHE',
    });
    expect(stderr).toMatch(/is not set/);
    const lines = `${stdout}${stderr}`.split('\n');
    expect(lines.some((line) => line.includes('retrieving transpile cache'))).toBe(true);
    expect(lines.filter((line) => line.includes('no transpile cache'))).toEqual([]);
  }
}, 120_000);
