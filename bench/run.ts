// npm run bench [-- retrieval answers service]: measures, prints tables, keeps them as JSON in bench/results.
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runAnswersBench } from './answers.ts';
import { ABSENT, hasData } from './collections.ts';
import { runServiceBench } from './ingest.ts';
import { runRetrievalBench } from './retrieval.ts';
import { startStack } from './stack.ts';
import { printTable } from './table.ts';

type Tables = Record<string, readonly Record<string, string | number>[]>;

const parts: Record<string, () => Promise<Tables>> = {
  retrieval: async () => ({ retrieval: await runRetrievalBench() }),
  answers: () => runAnswersBench(),
  service: async () => {
    const stack = await startStack('embedded');
    try {
      return { ...(await runServiceBench(stack)) };
    } finally {
      await stack.stop();
    }
  },
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no bench "${unknown.join('", "')}"; there are: ${Object.keys(parts).join(', ')}.`);
  process.exit(1);
}
if (!hasData()) {
  console.log(ABSENT);
  process.exit(0);
}
const results: Tables = {};
for (const name of asked.length > 0 ? asked : Object.keys(parts)) {
  console.log(`measuring: ${name}`);
  for (const [title, rows] of Object.entries((await parts[name]?.()) ?? {})) {
    results[title] = rows;
    printTable(title, rows);
  }
}
const folder = path.join(import.meta.dirname, 'results');
mkdirSync(folder, { recursive: true });
const file = path.join(folder, `${new Date().toISOString().replaceAll(':', '-')}.json`);
const machine = {
  node: process.version,
  cpus: os.cpus().length,
  cpu: os.cpus()[0]?.model,
  memory_gib: Math.round(os.totalmem() / 2 ** 30),
};
writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), machine, ...results }, null, 2)}\n`);
console.log(`\nkept in ${path.relative(process.cwd(), file)}`);
