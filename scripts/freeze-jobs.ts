// node scripts/run.mjs scripts/freeze-jobs.ts: keeps the schemas of today's job payloads as those of the last
// release. A release runs it once; from then on tests/jobs-across-versions.test.ts holds later payloads to
// what it wrote.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { jobCatalogue } from '@persona/contracts';

const root = path.dirname(import.meta.dirname);
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
const jobs = Object.fromEntries(
  Object.entries(jobCatalogue).map(([name, { queue, data }]) => [name, { queue, data }]),
);
const file = path.join(root, 'tests', 'jobs', 'last-release.json');
writeFileSync(file, `${JSON.stringify({ version, jobs }, null, 2)}\n`);
console.log(`${file}: ${Object.keys(jobs).length} jobs of ${version}`);
// The channel to run.mjs would keep this process alive.
if (process.connected) process.disconnect();
