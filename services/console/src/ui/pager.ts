import { useEffect, useRef, useState } from 'preact/hooks';
import { noteSession } from './load.ts';

interface Page<T> {
  rows: readonly T[];
  next: string | null;
}

/**
 * A list that is loaded page after page: `more` loads the next one, `reload` begins anew while what is there
 * stays until then. It begins anew by itself whenever `key` changes.
 */
export function usePages<T>(
  key: string,
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
) {
  const [state, setState] = useState<{
    rows: readonly T[];
    next: string | null;
    isLoading: boolean;
    error?: Error;
  }>({ rows: [], next: null, isLoading: true });
  const newest = useRef(load);
  newest.current = load;
  const running = useRef<AbortController | undefined>(undefined);

  const fetchPage = (cursor: string | undefined) => {
    running.current?.abort();
    const ended = new AbortController();
    running.current = ended;
    setState((before) => ({ rows: before.rows, next: before.next, isLoading: true }));
    const run = async () => {
      try {
        const { rows, next } = await newest.current(cursor, ended.signal);
        if (ended.signal.aborted) return;
        setState((before) => ({
          rows: cursor === undefined ? rows : [...before.rows, ...rows],
          next,
          isLoading: false,
        }));
      } catch (error) {
        if (ended.signal.aborted) return;
        noteSession(error);
        setState((before) => ({ ...before, isLoading: false, error: error as Error }));
      } finally {
        if (running.current === ended) running.current = undefined;
      }
    };
    void run();
  };

  useEffect(() => {
    setState({ rows: [], next: null, isLoading: true });
    fetchPage(undefined);
    return () => running.current?.abort();
  }, [key]);
  return {
    ...state,
    reload: () => fetchPage(undefined),
    more: () => {
      if (state.next !== null && !state.isLoading) fetchPage(state.next);
    },
    /** Changes the rows that are there, before they are loaded again. */
    change: (edit: (rows: readonly T[]) => readonly T[]) =>
      setState((before) => ({ ...before, rows: edit(before.rows) })),
  };
}
