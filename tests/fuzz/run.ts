// npm run fuzz -- --minutes 10 --seed 7: sends a whole install every wrong request that a caller can make.
// Exits with 1 when one was answered with a fault or not at all, ended a process or held an event loop.
import { parseArgs } from 'node:util';
import { startInstall } from '../install.ts';
import { fuzz } from './fuzz.ts';
import { measureShare } from './share.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    requests: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: '7' },
    /** Measures instead what one key's connections, so many, leave of another key's chat. */
    share: { type: 'string' },
  },
});
if (values.share !== undefined) {
  const install = await startInstall();
  try {
    const { loud, ...times } = await measureShare(
      install,
      Number(values.share),
      Math.min(30, Number(values.minutes) * 60),
    );
    for (const [name, { p50, p95, p99, max, count }] of Object.entries(times))
      console.log(
        `${name.padEnd(10)} p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, longest ${max.toFixed(1)} ms of ${count}`,
      );
    console.log(`answers of the loud key: ${JSON.stringify(loud)}`);
  } finally {
    await install.stop();
  }
  process.exit();
}
const over = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => over.abort());
let told = 0;
const report = await fuzz({
  seed: Number(values.seed),
  requests: Number(values.requests),
  timeMs: Number(values.minutes) * 60_000,
  signal: over.signal,
  say: ({ requests, seconds, held, faults, unanswered }) => {
    const found = [...faults, ...unanswered];
    console.log(
      `${requests} requests in ${seconds.toFixed(0)} s, ${found.length} findings, loops held ${sumOf(held)} times`,
    );
    for (const one of found.slice(told)) console.log(one);
    told = found.length;
  },
});

const counts = (of: Record<string, number>): [string, number][] =>
  Object.entries(of)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, count]) => [`  ${name}`, count]);
const held = sumOf(report.held);
const rows: [string, string | number][] = [
  ['requests', report.requests],
  ...counts(report.kinds),
  ['answers', ''],
  ...counts(report.statuses),
  ['faults', report.faults.length],
  ['unanswered', report.unanswered.length],
  ['exits of processes', report.exits.length],
  ['loops held over 50 ms', held],
  ...counts(Object.fromEntries(report.held)),
  ['  of them again, alone', report.heldAlone.length],
  ['seconds', report.seconds.toFixed(1)],
];
console.log('');
for (const [name, value] of rows) console.log(`${name.padEnd(40)}${String(value).padStart(10)}`);
const { faults, unanswered, exits, heldAlone, suspects } = report;
for (const one of [...faults, ...unanswered, ...exits, ...heldAlone, ...suspects].slice(0, 30))
  console.log(one);
const isClean = held + report.faults.length + report.unanswered.length + report.exits.length === 0;
console.log(isClean ? '\nIt stood.' : '\nThis must not happen.');
process.exitCode = isClean ? 0 : 1;

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
