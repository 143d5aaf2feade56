// npm run media-lab -- --files 2000 --seed 7: processes so many hostile recordings, and counts what must not
// be. The same seed makes the same files; --first 41 --files 1 is one of them alone. With --film
// [--minutes 30] [--questions 100] [--spoken 20] it makes a film of three languages instead, asks for what
// its cues say, and listens to the answers. Exits with 1 on a fault.
import { parseArgs } from 'node:util';
import { runFilm } from './film.ts';
import { runMediaLab } from './lab.ts';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '300' },
    seed: { type: 'string', default: '7' },
    first: { type: 'string', default: '0' },
    concurrency: { type: 'string', default: '2' },
    verbose: { type: 'boolean', default: false },
    film: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '30' },
    questions: { type: 'string', default: '100' },
    spoken: { type: 'string', default: '20' },
  },
});
if (values.film) {
  const { faults } = await runFilm({
    minutes: Number(values.minutes),
    questions: Number(values.questions),
    spoken: Number(values.spoken),
    say: (line) => console.log(line),
  });
  for (const fault of faults) console.log(`FAULT ${fault}`);
  console.log(`faults: ${faults.length}`);
  process.exit(faults.length > 0 ? 1 : 0);
}
const begun = performance.now();
const report = await runMediaLab({
  files: Number(values.files),
  seed: Number(values.seed),
  first: Number(values.first),
  concurrency: Number(values.concurrency),
  ...(values.verbose && { say: (line: string) => console.log(line) }),
});
for (const [kind, ends] of Object.entries(report.ends).toSorted(([a], [b]) => a.localeCompare(b)))
  console.log(
    `${kind.padEnd(16)}${Object.entries(ends)
      .toSorted(([, a], [, b]) => b - a)
      .map(([code, count]) => `${code} ${count}`)
      .join(', ')}`,
  );
const seconds = (performance.now() - begun) / 1000;
console.log(
  `${report.files} files in ${seconds.toFixed(0)} s, ${report.isTraced ? 'under strace' : 'without strace: sockets and opened files were not seen'}; ` +
    `at most ${Math.round(report.maxMemoryBytes / 1024 ** 2)} MB in one process, ${report.maxSeconds.toFixed(1)} s for one file`,
);
for (const fault of report.faults) console.log(`FAULT ${fault}`);
console.log(`faults: ${report.faults.length}`);
process.exitCode = report.faults.length > 0 ? 1 : 0;
