import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const program = `
import { releaseMemoryAtRest } from ${JSON.stringify(pathToFileURL(path.join(import.meta.dirname, 'release-memory.ts')).href)};
let kept = Array.from({ length: 400_000 }, (_, n) => ({ text: 'word ' + n }));
const full = process.memoryUsage().heapUsed;
releaseMemoryAtRest({ intervalMs: 200 });
kept = undefined;
setInterval(() => process.memoryUsage().heapUsed < full / 2 && process.send('released', () => process.exit(0)), 200);
`;

test('what was used and is not any more is given back by a process at rest', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'persona-release-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'program.ts');
  await writeFile(file, program);
  const [message] = (await once(fork(file), 'message')) as [string];
  expect(message).toBe('released');
}, 60_000);
