// npm run chaos -- --pages 10000 --kills 150 --seed 7: proves on this machine that nothing accepted is lost. Exits 1 when anything was.
import { parseArgs } from 'node:util';
import { startInstall } from '../install.ts';
import { measureFairness } from './fairness.ts';
import { runChaos } from './lab.ts';
import { safeguards, type Safeguard } from './cut.ts';

const { values } = parseArgs({
  options: {
    pages: { type: 'string', default: '2000' },
    kills: { type: 'string', default: '40' },
    seed: { type: 'string', default: '7' },
    /** Redis keeps nothing on disk. */
    'volatile-redis': { type: 'boolean', default: false },
    /** Leaves the disk alone. */
    'no-disk': { type: 'boolean', default: false },
    /** How long Redis stays away at most, in seconds. */
    away: { type: 'string', default: '60' },
    /** Measures instead how much longer a page takes while another persona streams this many. */
    fairness: { type: 'string' },
    /** Takes a safeguard out: the run must fail. */
    without: { type: 'string' },
  },
});
if (values.fairness !== undefined) {
  const install = await startInstall();
  try {
    const { usual, beside, overtook, sent } = await measureFairness(install, Number(values.fairness));
    console.log(`a page is live after     ${usual.toFixed(0)} ms`);
    console.log(
      `beside ${values.fairness} streamed    ${beside.toFixed(0)} ms, ${(beside / usual).toFixed(1)} times as long`,
    );
    console.log(`overtook the stream      ${overtook} of ${sent}`);
  } finally {
    await install.stop();
  }
  process.exit();
}
const without = values.without as Safeguard | undefined;
if (without !== undefined && !safeguards.includes(without)) {
  console.error(`There is no safeguard "${without}"; there are: ${safeguards.join(', ')}.`);
  process.exit(1);
}
const report = await runChaos({
  pages: Number(values.pages),
  kills: Number(values.kills),
  seed: Number(values.seed),
  awayMs: [Math.min(5, Number(values.away)) * 1000, Number(values.away) * 1000],
  volatileRedis: values['volatile-redis'],
  diskFull: !values['no-disk'],
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
  ['texts for the collector', verdict.unborn],
  ['seconds of work', seconds.work.toFixed(1)],
  ['seconds to settle', seconds.settle.toFixed(1)],
];
console.log('');
for (const [name, value] of rows) console.log(`${name.padEnd(26)}${String(value).padStart(8)}`);
for (const example of [...verdict.examples, ...seen.examples]) console.log(`  ${example}`);
console.log(report.clean ? '\nNothing was lost.' : '\nThis must not happen.');
process.exitCode = report.clean ? 0 : 1;
