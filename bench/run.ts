// npm run bench [-- retrieval speed answers field asking first-token service likeness]: measures, prints
// tables, and keeps them as JSON in bench/results.
// npm run bench -- field [--layout "faq json"] [--language de] [--verbose]: of one layout or language;
// verbose prints each case that is not answered right, or not only that.
// npm run bench -- asking [--persona sailor] [--language de] [--kind why] [--verbose] [--blogs FOLDER]:
// questions as people ask a person; with --blogs put to real blogs, which are cloned into that folder where
// they lack.
// npm run bench -- encoding [--pages FOLDER]: how fast pages are encoded; of a folder of your own too.
// npm run bench -- media [--seconds 60] [--rounds 3]: our job beside bare commands of ffmpeg for the same
// files; takes minutes, and runs only when it is named.
// npm run bench -- soak [--jobs 200000]: what Redis and the processes hold while so many jobs go through; it
// takes long and runs only when it is named.
// npm run bench -- peers [--rounds 5] [--profile]: the product beside what a user would build of the same
// parts; with --profile, where a page's time goes.
// npm run bench -- paint [--rounds 5]: when the console's first screens stand in a slow browser, and how long
// they block; runs only when it is named.
// npm run bench -- growth [--pages 100000]: one persona from its first thousand pages to so many.
// npm run bench -- vectors: the exact scan of vectors beside an approximate index.
// npm run bench -- data: downloads the collections that most of them need; says what to do where it cannot.
// npm run bench -- odds: what each of the answerer's hand-set odds is worth.
// npm run bench -- ablation: what each part of the ranking is worth; takes long too.
// OPENAI_BASE_URL=… EMBEDDING_MODEL=… npm run bench -- fusion: what vectors of that model are worth beside
// words; … meaning: what it adds to answers of words alone.
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runAblationBench } from './ablation.ts';
import { runAnswersBench } from './answers.ts';
import { runAskingBench } from './asking/asking.ts';
import { ABSENT, hasData, ownDataFolder } from './collections.ts';
import { getData } from './datasets/get-data.ts';
import { runEncodingBench } from './encoding.ts';
import { runFieldBench } from './field/field.ts';
import { runFirstTokenBench } from './first-token.ts';
import { runFusionBench } from './fusion.ts';
import { runGrowthBench } from './growth.ts';
import { runLikenessBench } from './likeness.ts';
import { runMeaningBench } from './meaning.ts';
import { runMediaBench } from './media.ts';
import { runOddsBench } from './odds.ts';
import { runPaintBench } from './paint.ts';
import { runPeersBench } from './peers/peers.ts';
import { runRetrievalBench } from './retrieval.ts';
import { runServiceBench } from './service.ts';
import { runSoakBench } from './soak.ts';
import { runSpeedBench } from './speed.ts';
import { printTable } from './table.ts';
import { runVectorsBench } from './vectors.ts';

type Tables = Record<string, readonly Record<string, string | number>[]>;

const parts: Record<string, () => Promise<Tables>> = {
  retrieval: () => runRetrievalBench(),
  speed: () => runSpeedBench(),
  answers: () => runAnswersBench(),
  field: () => runFieldBench(values),
  asking: () => runAskingBench(values),
  'first-token': () => runFirstTokenBench(),
  service: () => runServiceBench(),
  likeness: () => runLikenessBench(),
};

const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: {
    jobs: { type: 'string', default: '200000' },
    layout: { type: 'string' },
    language: { type: 'string' },
    persona: { type: 'string' },
    kind: { type: 'string' },
    blogs: { type: 'string' },
    pages: { type: 'string' },
    seconds: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    profile: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
/** What is measured when nothing is named. */
const usual = Object.keys(parts);
parts['encoding'] = () => runEncodingBench(values.pages);
parts['peers'] = () => runPeersBench({ rounds: Number(values.rounds), profile: values.profile });
parts['paint'] = () => runPaintBench(Number(values.rounds));
parts['growth'] = () => runGrowthBench(Number(values.pages ?? 100_000));
parts['vectors'] = () => runVectorsBench();
parts['ablation'] = () => runAblationBench();
parts['media'] = () => runMediaBench(values);
parts['odds'] = () => runOddsBench();
parts['fusion'] = () => runFusionBench();
parts['meaning'] = () => runMeaningBench();
parts['soak'] = async () => ({ soak: await runSoakBench(Number(values.jobs)) });
if (asked.join() === 'data') {
  const problems = await getData(ownDataFolder);
  for (const problem of problems) console.error(problem);
  process.exit(problems.length > 0 ? 1 : 0);
}
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no bench "${unknown.join('", "')}"; there are: ${Object.keys(parts).join(', ')}.`);
  process.exit(1);
}
if (
  !hasData() &&
  !['soak', 'first-token', 'field', 'asking', 'meaning', 'media', 'paint', 'vectors'].includes(asked.join())
) {
  console.log(ABSENT);
  process.exit(0);
}
const results: Tables = {};
for (const name of asked.length > 0 ? asked : usual) {
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
