import { spawn } from 'node:child_process';
import path from 'node:path';
import { bring } from '../bring.ts';
import { LANCEDB, OURS, type SpeedTables } from '../speed.ts';
import { rowOf, type Row } from './measure.ts';

/** Search among 50,000 passages on one core, in a process of its own, beside LanceDB's full-text search. */
export async function measureSearch(): Promise<{ row: Row | undefined; tables: SpeedTables }> {
  bring('@lancedb/lancedb', '^0.39.0');
  const tables = JSON.parse(await onOneCore(path.join(import.meta.dirname, '../speed.ts'))) as SpeedTables;
  const rows = Object.values(tables).flat();
  const p50 = (name: string) => Number(rows.find(({ engine }) => engine === name)?.['p50_ms']);
  const [product, peer] = [p50(OURS), p50(LANCEDB)];
  const isMeasured = Number.isFinite(product) && Number.isFinite(peer);
  const of = {
    what: 'search p50 among 50,000 passages, one core ÷ LanceDB, full text',
    unit: 'ms',
    bar: { max: 2, goal: 1 },
  };
  return { row: isMeasured ? rowOf(of, [{ product, peer }]) : undefined, tables };
}

/** What a program prints that may use one core only, where the system can do that. */
async function onOneCore(program: string): Promise<string> {
  const args = [process.execPath, program, '--json'];
  return run('taskset', ['-c', '0', ...args]).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return run(process.execPath, args.slice(1));
  });
}

function run(command: string, args: readonly string[]): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.on('error', reject);
  child.on('close', (code) =>
    code === 0 ? resolve(output) : reject(new Error(`${args.join(' ')} ended with ${String(code)}.`)),
  );
  return promise;
}
