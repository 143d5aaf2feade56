import type { Change, ChangeType } from '@persona/contracts';
import { useEffect, useRef } from 'preact/hooks';
import { client } from './api.ts';
import { noteSession } from '../ui/load.ts';

/** Changes come in numbers; a list is read again at most this often. */
const RELOAD_DELAY_MS = 250;

type Listener = (changes: readonly Pick<Change, 'type' | 'id'>[]) => void;
const listeners = new Set<Listener>();

/**
 * Follows everything that the session may see, in one stream for all pages of the console. Returns what ends
 * it.
 */
export function startLive(): () => void {
  const ended = new AbortController();
  const began = performance.now();
  let isFirst = true;
  const follow = async () => {
    for await (const { event, data } of client.follow('/api/events', { signal: ended.signal })) {
      if (event === 'change') for (const tell of listeners) tell([JSON.parse(data) as Change]);
      // Some may have been missed, also before a stream that was slow to open: what is shown is read again.
      const isLate = event === 'ready' && (!isFirst || performance.now() - began > RELOAD_DELAY_MS);
      isFirst &&= event !== 'ready';
      if (event === 'reset' || isLate) for (const tell of listeners) tell([]);
    }
  };
  follow().catch(noteSession);
  return () => ended.abort();
}

/**
 * Calls `reload` soon after something of these types has changed, until the component goes; again where it
 * returns false, because it could not now.
 */
export function useChanges(types: readonly ChangeType[], reload: () => unknown): void {
  const newest = useRef(reload);
  newest.current = reload;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const run = (): void => {
      timer = newest.current() === false ? setTimeout(run, RELOAD_DELAY_MS) : undefined;
    };
    const listener: Listener = (changes) => {
      if (changes.length > 0 && !changes.some(({ type }) => types.includes(type))) return;
      timer ??= setTimeout(run, RELOAD_DELAY_MS);
    };
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      clearTimeout(timer);
    };
  }, [types.join()]);
}
