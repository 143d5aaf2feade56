// npm run isolation -- --attempts 50000 --seed 7: tries to reach what is somebody else's, in every place of
// every route, with every kind of key. Exits with 1 when anything was reached or told.
import { parseArgs } from 'node:util';
import { attack, type Findings } from './attack.ts';
import { openInstall } from './open-install.ts';

const { values } = parseArgs({
  options: {
    attempts: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '7' },
    /** Only operations whose method and path contain this. */
    only: { type: 'string' },
    /** Only with keys whose name contains this. */
    by: { type: 'string' },
  },
});
const install = await openInstall();
const began = performance.now();
const report = await attack(install, {
  attempts: Number(values.attempts),
  seed: Number(values.seed),
  only: values.only,
  by: values.by,
  say: (line) => console.log(line),
});
await install.close();

const { leaks, oracles, changes, admissions, faults } = report;
const found: Findings = { leaks, oracles, changes, admissions, faults };
const rows: [string, string | number][] = [
  ['operations', report.operations],
  ['places for an id', report.places],
  ['attempts', report.attempts],
  ['requests', report.requests],
  ...Object.entries(report.statuses).map(([status, count]): [string, number] => [`  ${status}`, count]),
  ...Object.entries(found).map(([name, sentences]): [string, number] => [name, sentences.length]),
  ['seconds', ((performance.now() - began) / 1000).toFixed(1)],
];
console.log('');
for (const [name, value] of rows) console.log(`${name.padEnd(26)}${String(value).padStart(10)}`);
for (const [name, sentences] of Object.entries(found))
  for (const sentence of sentences.slice(0, 20)) console.log(`${name}: ${sentence}`);
const isClean = Object.values(found).every((sentences) => sentences.length === 0);
console.log(isClean ? '\nNothing of others was reached.' : '\nThis must not happen.');
process.exitCode = isClean ? 0 : 1;
