import type { Scope } from '@persona/contracts';
import type { CooperativeScheduler } from '@persona/queues';
import type { Deps } from '../deps.ts';
import type { PageActions, StoreOptions, StoreResult } from '../domain.ts';
import { commitCalls, draftCall, finishCalls } from './store-pages.ts';
import type { StoreCall } from './store-round.ts';

/** A call whose caller waits for its result. */
interface Waiting {
  call: StoreCall;
  settle: PromiseWithResolvers<StoreResult>;
}

const MAX_CALLS_TOGETHER = 100;
/** A longer page would make those beside it wait. */
const MAX_CHARACTERS_TOGETHER = 50_000;
/** A commit that takes longer holds up none behind it. */
const COMMIT_TIMEOUT_MS = 1000;

/**
 * Stores the pages of calls. Calls of one short page never wait when alone: while one of a persona is being
 * committed, those that come meanwhile share the next commit and its queue jobs. Each has its own job and
 * result, and is refused by itself where its page is wrong; what the store refuses, it refuses to all.
 */
export function createPageStore(deps: Deps, scheduler: CooperativeScheduler): PageActions['storePages'] {
  const queues = new Map<Scope, Waiting[]>();

  const store = async (scope: Scope, together: readonly Waiting[], committed: () => void): Promise<void> => {
    const calls = together.map(({ call }) => call);
    const size = Math.max(...calls.map(({ drafts }) => drafts.length));
    try {
      using token = scheduler.enter(scope, size);
      const done = await commitCalls(deps, scope, calls, token);
      committed();
      const results = await finishCalls(deps, scope, done);
      for (const [n, { settle }] of together.entries()) settle.resolve(results[n] as StoreResult);
    } catch (error) {
      for (const { settle } of together) settle.reject(error);
    } finally {
      committed();
    }
  };

  /** Goes on with those that wait when the commit before them is done, or takes too long. */
  const workOff = (scope: Scope, waiting: Waiting[]): void => {
    if (waiting.length === 0) {
      queues.delete(scope);
      return;
    }
    const goOn = (): void => {
      if (timer === undefined) return;
      clearTimeout(timer);
      timer = undefined;
      workOff(scope, waiting);
    };
    let timer: NodeJS.Timeout | undefined = setTimeout(goOn, COMMIT_TIMEOUT_MS);
    void store(scope, waiting.splice(0, MAX_CALLS_TOGETHER), goOn);
  };

  const isShort = ({ drafts, options }: StoreCall): boolean =>
    drafts.length === 1 && !options.stream && (drafts[0]?.characters ?? 0) <= MAX_CHARACTERS_TOGETHER;

  return async (scope, pages, options: StoreOptions) => {
    const one: Waiting = { call: await draftCall(pages, options), settle: Promise.withResolvers() };
    const waiting = queues.get(scope);
    if (!isShort(one.call)) void store(scope, [one], () => undefined);
    else if (waiting) waiting.push(one);
    else {
      const first = [one];
      queues.set(scope, first);
      workOff(scope, first);
    }
    return one.settle.promise;
  };
}
