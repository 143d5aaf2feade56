// npm run damages -- --only 'search index': damages each file of a data folder, and each store of an install
// over servers, and prints what was said and how long it took until everything was there again. Exits with 1
// when damage was neither healed nor named.
import { parseArgs } from 'node:util';
import { damageFiles } from './files.ts';
import { damageStores } from './stores.ts';

const { values } = parseArgs({
  options: {
    /** Damages only what has this in its name. */
    only: { type: 'string', default: '' },
    files: { type: 'boolean', default: false },
    stores: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => console.error(line);
const both = values.files === values.stores;
let bad = 0;
const print = (row: { part: string; damage: string; said: string[]; outcome: string; seconds: number }) => {
  if (/NOT/.test(row.outcome)) bad++;
  const cells = [row.part, row.damage, row.outcome, `${row.seconds.toFixed(0)} s`, row.said.join('; ')];
  console.log(`| ${cells.map((cell) => cell.replaceAll('|', '/')).join(' | ')} |`);
};
if (both || values.files) for await (const row of damageFiles(values.only, say)) print(row);
if (both || values.stores) for await (const row of damageStores(values.only, say)) print(row);
process.exitCode = bad === 0 ? 0 : 1;
// The channel to run.mjs would keep this process alive.
if (process.connected) process.disconnect();
