import { AppError } from '@persona/contracts';
import { RetryLater } from '@persona/queues';
import { replaceClock, type Clock } from './clock.ts';
import { watchPoints } from './hook.ts';
import { chats } from './chats.ts';
import { indexing } from './indexing.ts';
import { media } from './media.ts';
import { createLife, whoIsAtWork, type Action, type Ending, type Life, type Strike } from './life.ts';
import { purging } from './purging.ts';
import { reads } from './reads.ts';
import { requests } from './requests.ts';
import type { Scenario, Work } from './scenario.ts';
import { speech } from './speech.ts';
import { starts } from './starts.ts';
import { sweeping } from './sweeping.ts';
import { openSystem, type System } from './system.ts';
import { createWorld, Refused, removeWorld, type World } from './world.ts';

export interface MatrixOptions {
  /** What happens at the points. */
  actions: readonly Action[];
  /**
   * Each point in each piece of work that reaches it, the first time and the last; else once, in the first
   * that does.
   */
  everywhere: boolean;
  /** One point in this many. */
  sample: number;
  /** Also work that takes seconds each time. */
  slow: boolean;
  /** Only pieces of work whose name contains this. */
  only?: string | undefined;
  /** Only points whose name contains this. */
  at?: string | undefined;
  /** Called for each piece of work when it is finished. */
  say(line: string): void;
}

export interface MatrixReport {
  /** What happened where: names of points, before or after their call, with an action each. */
  visited: Set<string>;
  /** Names of points that were reached. */
  reached: Set<string>;
  runs: number;
  faults: string[];
}

const TWO_HOURS_MS = 2 * 3_600_000;
const MAX_TRIES = 30;
const TIMEOUT_MS = 120_000;

/**
 * Interrupts every piece of work at every point that it reaches, lets the rest continue, and checks whether
 * anything is wrong.
 */
export async function runMatrix({
  actions,
  everywhere,
  sample,
  slow,
  only,
  at,
  say,
}: MatrixOptions): Promise<MatrixReport> {
  watchPoints(whoIsAtWork);
  const clock = replaceClock();
  const system = await openSystem();
  const report: MatrixReport = { visited: new Set(), reached: new Set(), runs: 0, faults: [] };
  const isDue = createChoice(report.visited, { everywhere, sample, at });
  for (const scenario of [
    ...starts,
    ...requests,
    ...media,
    ...chats,
    ...speech,
    ...reads,
    ...indexing,
    ...purging,
    ...sweeping,
  ]) {
    if ((scenario.slow && !slow) || !scenario.name.includes(only ?? '')) continue;
    const began = performance.now();
    const before = report.runs;
    const here = new Set<string>();
    // Points that are reached only by work that was struck, or that takes over, are struck in their turn.
    const plans: (readonly Strike[])[] = [[]];
    for (const strikes of plans) {
      report.runs++;
      const found = await runOne(system, clock, scenario, strikes, report.runs);
      const told = strikes.map(
        ({ action, name, nth, life }) => `${action} at ${name}, time ${nth}, life ${life}`,
      );
      for (const fault of found.faults) {
        report.faults.push(`${scenario.name}; ${told.join(', then ') || 'nothing happens'}: ${fault}`);
        say(`  ${report.faults.at(-1)}`);
      }
      // When something is wrong although nothing happened, the other results mean nothing.
      if (strikes.length === 0 && found.faults.length > 0) break;
      const last = strikes.at(-1);
      // Work that runs beside a struck process may be faster or slower than before, so another piece of work
      // has to reach the point.
      if (last && !found.wasStruck) report.visited.delete(`${last.name} ${last.action}`);
      for (const [life, reached] of found.reached.slice(0, system.struck.length).entries())
        for (const [name, times] of reached) {
          report.reached.add(name);
          if (here.has(name)) continue;
          here.add(name);
          for (const nth of everywhere ? new Set([1, times]) : [1])
            for (const action of actions)
              if (isDue(name, action)) plans.push([...strikes, { life, name, nth, action }]);
        }
    }
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    say(
      `${String(here.size).padStart(5)} points  ${String(report.runs - before).padStart(5)} runs  ${seconds.padStart(6)} s  ${scenario.name}`,
    );
  }
  return report;
}

/** Which of the possible next steps is taken. */
function createChoice(
  visited: Set<string>,
  { everywhere, sample, at }: Pick<MatrixOptions, 'everywhere' | 'sample' | 'at'>,
) {
  let count = 0;
  return (name: string, action: Action): boolean => {
    const what = `${name} ${action}`;
    if (!name.includes(at ?? '') || (!everywhere && visited.has(what))) return false;
    visited.add(what);
    return count++ % sample === 0;
  };
}

async function runOne(
  system: System,
  clock: Clock,
  scenario: Scenario,
  strikes: readonly Strike[],
  run: number,
) {
  const lives: Life[] = [];
  const faults: string[] = [];
  let world: World | undefined;
  const wasStruck = () => lives.reduce((sum, life) => sum + life.struck, 0) === strikes.length;
  const all = async () => {
    world = await createWorld(system, clock);
    const work = await scenario.prepare(world);
    const tries = createTries(system, work, strikes, lives);
    let ending = await tries.next();
    faults.push(...wrongEnding(ending, strikes));
    const goOn = async (): Promise<void> => {
      if (ending.kind !== 'done')
        ending = await again(work, world!, tries.next, ending, strikes.length > 1 ? 0 : run);
      await world!.settle();
    };
    await goOn();
    // The process that was taken for dead resumes with what it knew.
    for (const life of lives) await life.resume();
    await goOn();
    if (ending.kind === 'failed') throw ending.error;
    await work.holds?.();
    faults.push(...(await world.faults(false)));
    // What no caller misses is removed within the hour.
    clock.pass(TWO_HOURS_MS);
    await world.settle();
    faults.push(...(await world.faults(true)).map((fault) => `hours later: ${fault}`));
  };
  try {
    await within(TIMEOUT_MS, all());
  } catch (error) {
    faults.push(
      error instanceof Error
        ? (error.stack ?? error.message).split('\n').slice(0, 4).join(' | ')
        : String(error),
    );
  }
  if (world) await removeWorld(world);
  return {
    reached: lives.map(({ reached }) => reached),
    wasStruck: wasStruck(),
    faults: [...new Set(faults)],
  };
}

/** The same work, attempted by one process after the other. */
function createTries(system: System, work: Work, strikes: readonly Strike[], lives: Life[]) {
  return {
    next: (): Promise<Ending> => {
      const n = lives.length;
      const life = createLife(strikes.filter((strike) => strike.life === n));
      lives.push(life);
      return life.live(() => work.run(system.struck[n] ?? system.other));
    },
  };
}

/** A temporary fault is reported as one, and has no other effect. */
function wrongEnding(ending: Ending, strikes: readonly Strike[]): string[] {
  if (
    ending.kind !== 'failed' ||
    (strikes.some(({ action }) => action === 'throw') && isPassing(ending.error))
  )
    return [];
  return [`it failed: ${String(ending.error)}`];
}

const isPassing = (error: unknown): boolean =>
  error instanceof AppError
    ? error.code === 'not_ready'
    : error instanceof RetryLater || (error instanceof Refused && error.again);

/**
 * Repeats until there is an answer, like a caller who expects faults; a worker is given the job again, or the
 * queue has lost it.
 */
async function again(
  work: Work,
  { system, clock }: World,
  next: () => Promise<Ending>,
  first: Ending,
  run: number,
): Promise<Ending> {
  let ending = first;
  if (work.again === 'nothing') return { kind: 'done', value: undefined };
  if (work.again !== 'ask' && run % 2 === 1) {
    system.queue.lose();
    return { kind: 'done', value: undefined };
  }
  for (let tries = 1; ending.kind !== 'done' && tries < MAX_TRIES; tries++) {
    clock.pass(5000);
    ending = await next();
    if (ending.kind === 'failed' && !isPassing(ending.error)) break;
  }
  return ending;
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It did not end in ${timeoutMs / 1000} s.`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
