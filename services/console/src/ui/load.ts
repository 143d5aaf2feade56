import { useEffect, useRef, useState } from 'preact/hooks';
import { PersonaError } from '@persona/client';
import { sessionEnded } from '../state/session.ts';

export interface Loaded<T> {
  data: T | undefined;
  error: Error | undefined;
  isLoading: boolean;
  /** Loads again, while what is there stays. */
  reload: () => void;
  /** Shows a change before it is loaded. */
  set: (data: T) => void;
}

/**
 * What `load` gives, loaded again whenever `key` changes; what is late for a key of before is dropped. `key`
 * null: nothing is loaded.
 */
export function useLoad<T>(key: string | null, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string | null; data?: T; error?: Error; isLoading: boolean }>({
    key: null,
    isLoading: key !== null,
  });
  const [round, setRound] = useState(0);
  const newest = useRef(load);
  newest.current = load;
  useEffect(() => {
    if (key === null) return undefined;
    const ended = new AbortController();
    setState((before) => (before.key === key ? { ...before, isLoading: true } : { key, isLoading: true }));
    newest.current(ended.signal).then(
      (data) => !ended.signal.aborted && setState({ key, data, isLoading: false }),
      (error: unknown) => {
        if (ended.signal.aborted) return;
        noteSession(error);
        setState((before) => ({ ...before, key, error: error as Error, isLoading: false }));
      },
    );
    return () => ended.abort();
  }, [key, round]);
  const isOfKey = state.key === key;
  return {
    data: isOfKey ? state.data : undefined,
    error: isOfKey ? state.error : undefined,
    isLoading: key !== null && (!isOfKey || state.isLoading),
    reload: () => setRound((before) => before + 1),
    set: (data) => setState({ key, data, isLoading: false }),
  };
}

/** Shows the sign-in where the session has ended. */
export function noteSession(error: unknown): void {
  if (error instanceof PersonaError && error.status === 401) sessionEnded();
}
