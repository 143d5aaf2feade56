import { AsyncLocalStorage } from 'node:async_hooks';
import { Readable } from 'node:stream';
import { AppError } from '@persona/contracts';
import { watch } from '@persona/testing';
import type { Watcher } from './hook.ts';

/**
 * What happens at a point. `kill`: the process is dead from there on, and nothing of it continues, not even
 * error handlers. `throw`: a store is unavailable. `hang`: this one await does not end while the rest of its
 * process lives; later it ends and continues with what it knew.
 */
export const actions = ['kill', 'throw', 'hang'] as const;
export type Action = (typeof actions)[number];

export interface Strike {
  /** In which life: 0 is the first attempt, 1 the one that takes over from it. */
  life: number;
  name: string;
  /** At which time that the point is reached: 1 for the first. */
  nth: number;
  action: Action;
}

/** How the work of a life ended, as far as its caller can tell. */
export type Ending =
  | { kind: 'done'; value: unknown }
  | { kind: 'failed'; error: unknown }
  | { kind: 'silent' };

/** The part of a process's life in which one piece of work is done. */
export interface Life {
  /** Does the work; `silent` as soon as it was killed or hangs. */
  live(work: () => Promise<unknown>): Promise<Ending>;
  /** Lets what hangs continue and waits until it has ended; nothing of a dead one does. */
  resume(): Promise<void>;
  /** How often each point was reached. */
  readonly reached: ReadonlyMap<string, number>;
  /** The number of strikes that were carried out. */
  readonly struck: number;
}

const never = new Promise<never>(() => {});
const lives = new AsyncLocalStorage<Watcher & { dead: boolean }>();

/** The life at work where a point is reached. */
export const whoIsAtWork = (): Watcher | undefined => lives.getStore();

/** Stores and queues as seen by a process that may be killed: a dead one reaches none of them. */
export const { wrap: mortalView } = watch(async (call, args) => {
  if (!lives.getStore()?.dead) return call();
  // What it was about to read is closed with it; otherwise it would report an error when its file is removed.
  for (const arg of args) if (arg instanceof Readable) arg.destroy();
  return never;
});

/** A life that suffers these strikes, each once. */
export function createLife(strikes: readonly Strike[]): Life {
  const reached = new Map<string, number>();
  const silent = Promise.withResolvers<Ending>();
  const goesOn = Promise.withResolvers<void>();
  const died = Promise.withResolvers<void>();
  const due = new Set(strikes);
  let ended: Promise<Ending> = silent.promise;
  const life = {
    dead: false,
    reach: async (name: string): Promise<void> => {
      if (life.dead) return never;
      const times = (reached.get(name) ?? 0) + 1;
      reached.set(name, times);
      const strike = due.values().find((one) => one.name === name && one.nth === times);
      if (!strike) return undefined;
      due.delete(strike);
      if (strike.action === 'throw') throw new AppError('not_ready', `The store is away at ${name}.`);
      silent.resolve({ kind: 'silent' });
      if (strike.action === 'hang') return goesOn.promise;
      life.dead = true;
      died.resolve();
      return never;
    },
  };
  return {
    reached,
    get struck() {
      return strikes.length - due.size;
    },
    live: (work) => {
      ended = lives.run(life, async (): Promise<Ending> => {
        try {
          return { kind: 'done', value: await work() };
        } catch (error) {
          return { kind: 'failed', error };
        }
      });
      return Promise.race([ended, silent.promise]);
    },
    resume: async () => {
      goesOn.resolve();
      await Promise.race([ended, died.promise]);
    },
  };
}
