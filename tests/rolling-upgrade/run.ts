// npm run rolling-upgrade -- --before v1.0.0: a system of that version becomes one of today's while it is
// used. Exits with 1 when anything was lost, failed, or not answered.
import { parseArgs } from 'node:util';
import { findServerShape, startRedis } from '@persona/testing';
import { upgradeRolling } from './upgrade.ts';
import { lastRelease } from './version-before.ts';

const { values } = parseArgs({
  options: {
    /** The tag or commit of the version before; by default the last tag. */
    before: { type: 'string' },
    copies: { type: 'string', default: '2' },
    pages: { type: 'string', default: '1000' },
    /** How often each person does something, in seconds. */
    every: { type: 'string', default: '1' },
    /** How long each mixture of versions is kept at least, in seconds. */
    keep: { type: 'string', default: '15' },
    /** Uses files and a private Redis instead of servers. */
    embedded: { type: 'boolean', default: false },
  },
});
await using closing = new AsyncDisposableStack();
const redis = closing.adopt(await startRedis(), (one) => one.stop());
const env: NodeJS.ProcessEnv = { REDIS_URL: redis.url };
if (!values.embedded) {
  const servers = await findServerShape();
  if (typeof servers === 'string') throw new Error(`${servers}; or say --embedded`);
  closing.defer(() => servers.stop());
  Object.assign(env, servers.env);
  console.log(Object.values(servers.behind).join(', '));
}
const before = values.before ?? (await lastRelease());
const began = performance.now();
const seconds = (): string => `${((performance.now() - began) / 1000).toFixed(0)} s`.padStart(6);
const report = await upgradeRolling({
  before,
  env,
  copies: Number(values.copies),
  pages: Number(values.pages),
  intervalMs: Number(values.every) * 1000,
  stateMs: Number(values.keep) * 1000,
  say: (line) => console.log(`${seconds()}  ${line}`),
});
const { failures, silences, lost, indexStates, jobs, exitCodes } = report;
console.log(`
from                 ${before}
questions            ${report.asked}, ${silences.length} without the right answer
stored pages         ${report.stored}
voices               ${report.voices}
lost                 ${lost.length}
failed requests      ${failures.length}
index                ${indexStates.join(', ')}
ends of processes    ${exitCodes.join(', ')}`);
for (const [name, count] of Object.entries(jobs)) console.log(`${name.padEnd(60)}${count} jobs`);
for (const line of [...lost, ...silences, ...failures].slice(0, 20)) console.log(`  ${line}`);
process.exitCode = lost.length + silences.length + failures.length === 0 ? 0 : 1;
// The channel to run.mjs would keep this process alive.
if (process.connected) process.disconnect();
