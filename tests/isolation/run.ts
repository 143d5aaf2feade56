// npm run isolation -- --attempts 50000 --seed 7: tries to reach what is somebody else's, in every place of
// every route, with every kind of key. Exits with 1 when anything was reached or told. Ctrl-C and SIGTERM end
// it with what was found so far.
import { parseArgs } from 'node:util';
import { attack, type AttackReport, type Findings } from './attack.ts';
import { openInstall } from './open-install.ts';

const { values } = parseArgs({
  options: {
    attempts: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '7' },
    /** How many attempts are under way at once. */
    lanes: { type: 'string', default: '16' },
    /** Only operations whose method and path contain this. */
    only: { type: 'string' },
    /** Only with keys whose name contains this. */
    by: { type: 'string' },
  },
});
const findingsOf = ({ leaks, oracles, changes, admissions, faults }: Findings): Findings => ({
  leaks,
  oracles,
  changes,
  admissions,
  faults,
});
const began = performance.now();
const seconds = (): number => (performance.now() - began) / 1000;
let told = 0;
/** The new sentences since the last call, and where the attack is. */
const say = (report: Readonly<AttackReport>): void => {
  const sentences = Object.entries(findingsOf(report)).flatMap(([name, all]) =>
    all.map((one: string) => `${name}: ${one}`),
  );
  console.log(
    `${report.attempts} attempts in ${seconds().toFixed(0)} s, ${report.requests} requests, ${sentences.length} findings`,
  );
  for (const sentence of sentences.slice(told)) console.log(sentence);
  told = sentences.length;
};
const over = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => over.abort());

const install = await openInstall();
const report = await attack(install, {
  attempts: Number(values.attempts),
  seed: Number(values.seed),
  lanes: Number(values.lanes),
  only: values.only,
  by: values.by,
  signal: over.signal,
  say,
});
await install.close();

const found = findingsOf(report);
const rows: [string, string | number][] = [
  ['operations', report.operations],
  ['places for an id', report.places],
  ['attempts', report.attempts],
  ['requests', report.requests],
  ...Object.entries(report.statuses).map(([status, count]): [string, number] => [`  ${status}`, count]),
  ...Object.entries(found).map(([name, sentences]): [string, number] => [name, sentences.length]),
  ['seconds', seconds().toFixed(1)],
];
console.log('');
for (const [name, value] of rows) console.log(`${name.padEnd(26)}${String(value).padStart(10)}`);
for (const [name, sentences] of Object.entries(found))
  for (const sentence of sentences.slice(0, 20)) console.log(`${name}: ${sentence}`);
const isClean = Object.values(found).every((sentences) => sentences.length === 0);
console.log(isClean ? '\nNothing of others was reached.' : '\nThis must not happen.');
process.exitCode = isClean ? 0 : 1;
