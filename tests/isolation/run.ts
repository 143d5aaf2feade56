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
const sentencesOf = (found: Findings): string[] =>
  Object.entries(findingsOf(found)).flatMap(([name, all]) => all.map((one: string) => `${name}: ${one}`));
const began = performance.now();
const seconds = (): number => (performance.now() - began) / 1000;
const over = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => over.abort());

/** Each install has a part of the attempts: what all attackers were given makes the next one slower. */
const ATTEMPTS_PER_INSTALL = 5000;
const reports: AttackReport[] = [];
for (let left = Number(values.attempts); left > 0 && !over.signal.aborted; left -= ATTEMPTS_PER_INSTALL) {
  const before = reports.reduce((sum, { attempts }) => sum + attempts, 0);
  const install = await openInstall();
  let told = 0;
  try {
    const report = await attack(install, {
      attempts: Math.min(left, ATTEMPTS_PER_INSTALL),
      seed: Number(values.seed) + reports.length,
      lanes: Number(values.lanes),
      only: values.only,
      by: values.by,
      signal: over.signal,
      say: (soFar) => {
        const sentences = sentencesOf(soFar);
        console.log(
          `${before + soFar.attempts} attempts in ${seconds().toFixed(0)} s, ${sentences.length} findings in this install`,
        );
        for (const sentence of sentences.slice(told)) console.log(sentence);
        told = sentences.length;
      },
    });
    reports.push(report);
  } finally {
    await install.close();
  }
}
const sum = (of: (report: AttackReport) => number): number =>
  reports.reduce((total, one) => total + of(one), 0);
const statuses = [...new Set(reports.flatMap((one) => Object.keys(one.statuses)))];
const found: Record<string, string[]> = {};
for (const report of reports)
  for (const [name, sentences] of Object.entries(findingsOf(report)))
    (found[name] ??= []).push(...(sentences as string[]));
const rows: [string, string | number][] = [
  ['operations', reports[0]?.operations ?? 0],
  ['places for an id', reports[0]?.places ?? 0],
  ['installs', reports.length],
  ['attempts', sum(({ attempts }) => attempts)],
  ['requests', sum(({ requests }) => requests)],
  ...statuses.map((status): [string, number] => [`  ${status}`, sum((one) => one.statuses[status] ?? 0)]),
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
