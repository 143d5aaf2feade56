// npm run chaos -- --pages 10000 --kills 150 --seed 7: proves on this machine that no accepted data is lost.
// Exits with 1 when any was.
import { parseArgs } from 'node:util';
import { startInstall } from '../install.ts';
import { measureFairness } from './fairness.ts';
import { runChaos } from './lab.ts';
import { safeguards } from './cut.ts';
import { documentStores, searchIndexes } from './shape.ts';

const { values } = parseArgs({
  options: {
    pages: { type: 'string', default: '2000' },
    kills: { type: 'string', default: '40' },
    seed: { type: 'string', default: '7' },
    /** Redis keeps nothing on disk. */
    'volatile-redis': { type: 'boolean', default: false },
    /** Where the documents are: sqlite or mongodb, found by MONGODB_URL, on PATH or in Docker. */
    documents: { type: 'string', default: 'sqlite' },
    /** Where the index is: sqlite or qdrant, found by QDRANT_URL, on PATH or in Docker. */
    search: { type: 'string', default: 'sqlite' },
    /** Leaves the disk alone. */
    'no-disk': { type: 'boolean', default: false },
    /** Sends wrong requests of every kind beside. */
    fuzz: { type: 'boolean', default: false },
    /** The longest outage of Redis in seconds. */
    away: { type: 'string', default: '60' },
    /** Measures instead how much longer a page takes while another persona streams this many. */
    fairness: { type: 'string' },
    /** Removes a safeguard: the run must fail. */
    without: { type: 'string' },
  },
});
if (values.fairness !== undefined) {
  const install = await startInstall();
  try {
    const { usual, beside } = await measureFairness(install, Number(values.fairness));
    console.log(`a page is live after     ${usual.toFixed(0)} ms`);
    console.log(
      `beside ${values.fairness} streamed    ${beside.toFixed(0)} ms, ${(beside / usual).toFixed(1)} times as long`,
    );
  } finally {
    await install.stop();
  }
  process.exit();
}
const without = values.without === undefined ? undefined : oneOf('without', safeguards, values.without);
const report = await runChaos({
  pages: Number(values.pages),
  kills: Number(values.kills),
  seed: Number(values.seed),
  outageMs: [Math.min(5, Number(values.away)) * 1000, Number(values.away) * 1000],
  documents: oneOf('documents', documentStores, values.documents),
  search: oneOf('search', searchIndexes, values.search),
  volatileRedis: values['volatile-redis'],
  diskFull: !values['no-disk'],
  fuzzed: values.fuzz,
  ...(without ? { without } : {}),
  say: (line) => console.log(line),
});

const { operations, faults, seen, verdict, seconds } = report;
const rows: [string, string | number][] = [
  ['operations', `${operations.sent} (${operations.acked} acknowledged, ${operations.unknown} cut off)`],
  ['faults', Object.values(faults).reduce((sum, count) => sum + count, 0)],
  ...Object.entries(faults)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, count]): [string, number] => [`  ${name}`, count]),
  ['lost', verdict.lost],
  ['duplicated', verdict.duplicated],
  ['stale', verdict.stale],
  ['undead', verdict.undead],
  ['garbage', verdict.garbage],
  ['answers read', seen.answers],
  ['  mixed', seen.mixed],
  ['  stale', seen.stale],
  ['  undead', seen.undead],
  ['  missing a page', seen.holes],
  ['replies with status 500', report.internalErrors],
  ...(values.fuzz
    ? ([
        ['wrong requests beside', report.fuzz.requests],
        ['  answered with 5xx', report.fuzz.faults.length],
      ] satisfies [string, number][])
    : []),
  ['texts for the sweep', verdict.unborn],
  ['seconds of work', seconds.work.toFixed(1)],
  ['seconds to settle', seconds.settle.toFixed(1)],
];
console.log('');
for (const [name, value] of rows) console.log(`${name.padEnd(26)}${String(value).padStart(8)}`);
for (const example of [...verdict.examples, ...seen.examples, ...report.fuzz.faults.slice(0, 20)])
  console.log(`  ${example}`);
console.log(report.clean ? '\nNothing was lost.' : '\nThis must not happen.');
process.exitCode = report.clean ? 0 : 1;

function oneOf<T extends string>(option: string, known: readonly T[], value: string): T {
  const found = known.find((one) => one === value);
  if (found !== undefined) return found;
  console.error(`--${option} knows ${known.join(', ')}, not "${value}".`);
  process.exit(1);
}
