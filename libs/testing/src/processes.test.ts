import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { listProcesses } from './processes.ts';

test('a process is listed with its parent, memory and words while it lives, and not after', async () => {
  const child = spawn('sleep', ['567'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const find = () => listProcesses().find(({ pid }) => pid === child.pid);
  expect(find()).toMatchObject({ parent: process.pid, args: 'sleep 567' });
  expect(listProcesses().find(({ pid }) => pid === process.pid)?.rss).toBeGreaterThan(10_000);
  child.kill();
  await once(child, 'exit');
  expect(find()).toBeUndefined();
});
