import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { tempFolder } from '@persona/testing';
import { expect, test } from 'vitest';
import { readProfiles } from './profiles.ts';

const frames = [
  ['store', 'file:///p/services/api/src/routes/pages.ts'],
  ['add', 'file:///p/node_modules/bullmq/dist/esm/queue.js'],
  ['(garbage collector)', ''],
  ['(idle)', ''],
] as const;

test('a profile is told by process and part, from the given moment on and without what is idle', () => {
  using folder = tempFolder();
  writeFileSync(
    path.join(folder.path, 'one.cpuprofile'),
    JSON.stringify({
      startTime: 1_000_000,
      nodes: frames.map(([functionName, url], id) => ({ id, callFrame: { functionName, url } })),
      samples: [0, 0, 1, 3, 2, 0],
      // Before the work; then of the route, of the queue, idle, garbage, of the route.
      timeDeltas: [500_000, 2000, 4000, 1_000_000, 1000, 3000],
    }),
  );
  expect(readProfiles(folder.path, 10, 1_500_001)).toEqual([
    { process: 'gateway', part: 'all', 'ms a page': 1, 'of all': '100 %' },
    { process: 'gateway', part: 'services/api', 'ms a page': 0.5, 'of all': '50 %' },
    { process: 'gateway', part: 'bullmq', 'ms a page': 0.4, 'of all': '40 %' },
    { process: 'gateway', part: 'collecting garbage', 'ms a page': 0.1, 'of all': '10 %' },
  ]);
});
