// What FAILPOINTS asks for, in a process of its own:
// `ingest-worker.index-pages.removeVersions.after-pageBodies.remove:kill`.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { namesOf } from './modules.ts';
import type { Point } from './find-points.ts';

const ACTIONS = ['kill', 'throw', 'hang'] as const;
type Action = (typeof ACTIONS)[number];

interface Strike {
  name: string;
  /** Only where the awaited call concerns this text. */
  about: string | undefined;
  action: Action;
  /** How often, over all processes that share FAILPOINTS_NOTES; without: always. */
  times: number;
}

/**
 * `name[?text]:action[:times]`, several joined by commas. Each strike is recorded in the file that
 * FAILPOINTS_NOTES names, so that a restarted process knows about it. Throws for a name that no point has.
 */
function parseStrikes(asked: string, names: ReadonlySet<string>): Strike[] {
  return asked.split(',').map((one) => {
    const [where = '', action = '', times] = one.trim().split(':');
    const [name = '', about] = where.split('?');
    if (!names.has(name)) throw new Error(`FAILPOINTS names no point: ${name}`);
    if (!ACTIONS.includes(action as Action))
      throw new Error(`FAILPOINTS knows ${ACTIONS.join(', ')}, not "${action}".`);
    return { name, about, action: action as Action, times: times === undefined ? Infinity : Number(times) };
  });
}

export function strikerOf(asked: string, points: readonly Point[]) {
  const strikes = parseStrikes(asked, new Set(points.flatMap(namesOf)));
  const notes = process.env['FAILPOINTS_NOTES'];
  const struck = (name: string): number =>
    notes === undefined || !existsSync(notes)
      ? 0
      : readFileSync(notes, 'utf8')
          .split('\n')
          .filter((line) => line === name).length;
  return {
    reach: async (name: string, result?: unknown): Promise<void> => {
      for (const { name: named, about, action, times } of strikes) {
        if (named !== name || (about !== undefined && !(JSON.stringify(result) ?? '').includes(about)))
          continue;
        if (struck(name) >= times) continue;
        if (notes !== undefined) appendFileSync(notes, `${name}\n`);
        if (action === 'throw') throw new Error(`failpoint ${name}`);
        if (action === 'kill') process.kill(process.pid, 'SIGKILL');
        await new Promise<never>(() => {});
      }
    },
  };
}

/** The environment that makes this happen in a process. */
export const withFailpoints = (asked: string, notes?: string): Record<string, string> => ({
  FAILPOINTS: asked,
  NODE_OPTIONS: `--import=${new URL('hook.ts', import.meta.url).href}`,
  ...(notes === undefined ? {} : { FAILPOINTS_NOTES: notes }),
});
