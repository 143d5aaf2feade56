import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rounded } from '../table.ts';

/** What Node writes with --cpu-prof, as far as it is read here. */
interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string } }[];
  /** µs, of the same clock as `process.hrtime`. */
  startTime: number;
  samples: number[];
  timeDeltas: number[];
}

/** Where the samples of a thread that works on nothing are. */
const AT_REST = new Set(['(idle)', '(program)']);

/** The part of the program that a function belongs to: a package, a library or service, or Node. */
function partOf(functionName: string, url: string): string {
  if (functionName === '(garbage collector)') return 'collecting garbage';
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  if (name) return name;
  const [, own] = /\/((?:libs|services)\/[^/]+)\/src\//.exec(url) ?? [];
  return own ?? (url.startsWith('node:') ? `Node, ${url.split('/')[0]}` : 'Node, native');
}

/** What is worth a row, as a share of the whole. */
const MIN_SHARE = 0.02;

/** Which process or thread a profile is of, by a module that no other one has. */
const PROCESSES = [
  ['encoders', /libs\/search\/src\/encode\/encoder-thread/],
  ['writing threads', /libs\/documents\/src\/sqlite\/writer-thread/],
  ['workers', /services\/ingest-worker\/src/],
  ['chat', /services\/chat\/src/],
  ['gateway', /services\/api\/src/],
] as const;

/**
 * Sums the CPU profiles that processes and threads have left in a folder, from `since` on (µs of the clock
 * that `process.hrtime` reads): milliseconds of each part of each process for one of `pages`, the largest
 * first.
 */
export function readProfiles(
  folder: string,
  pages: number,
  since: number,
): Record<string, string | number>[] {
  const spent = new Map<string, number>();
  const add = (key: string, ms: number) => spent.set(key, (spent.get(key) ?? 0) + ms);
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.cpuprofile'))) {
    const profile = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Profile;
    const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
    const ofProcess =
      PROCESSES.find(([, module]) =>
        profile.nodes.some(({ callFrame }) => module.test(callFrame.url)),
      )?.[0] ?? 'launcher';
    let at = profile.startTime;
    for (const [n, id] of profile.samples.entries()) {
      at += profile.timeDeltas[n] ?? 0;
      const frame = frames.get(id);
      if (at < since || !frame || AT_REST.has(frame.functionName)) continue;
      const ms = (profile.timeDeltas[n] ?? 0) / 1000;
      add(`${ofProcess}\t${partOf(frame.functionName, frame.url)}`, ms);
      add(`${ofProcess}\tall`, ms);
    }
  }
  const total = [...spent].reduce((sum, [key, ms]) => sum + (key.endsWith('\tall') ? ms : 0), 0);
  return [...spent]
    .filter(([, ms]) => ms > MIN_SHARE * total)
    .toSorted(([, a], [, b]) => b - a)
    .map(([key, ms]) => {
      const [process = '', part = ''] = key.split('\t');
      return {
        process,
        part,
        'ms a page': rounded(ms / pages, 3),
        'of all': `${rounded((100 * ms) / total, 0)} %`,
      };
    });
}
