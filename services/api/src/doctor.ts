import type { DoctorFinding } from '@persona/contracts';

/** Examines the install; the findings come one after the other until `signal` aborts. */
export type Examine = (signal: AbortSignal) => AsyncIterable<DoctorFinding>;

interface Examination {
  findings: DoctorFinding[];
  /** How it ended; undefined while it goes on. */
  outcome?: { error?: unknown };
  readers: number;
  /** Resolves at the next finding, and at the end. */
  news: PromiseWithResolvers<void>;
  ended: AbortController;
}

/**
 * One examination for all who ask at the same time: each gets every finding of it. It is broken off when
 * nobody reads it any more.
 */
export function shareExamination(examine: Examine): Examine {
  let current: Examination | undefined;

  const begin = (): Examination => {
    const begun: Examination = {
      findings: [],
      readers: 0,
      news: Promise.withResolvers(),
      ended: new AbortController(),
    };
    const tell = (): void => {
      begun.news.resolve();
      begun.news = Promise.withResolvers();
    };
    const run = async (): Promise<void> => {
      try {
        for await (const finding of examine(begun.ended.signal)) {
          begun.findings.push(finding);
          tell();
        }
        begun.outcome = {};
      } catch (error) {
        begun.outcome = { error };
      } finally {
        if (current === begun) current = undefined;
        tell();
      }
    };
    void run();
    return begun;
  };

  return async function* (signal) {
    const one = (current ??= begin());
    one.readers++;
    const left = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => left.resolve(), { once: true });
    try {
      for (let n = 0; !signal.aborted;) {
        const found = one.findings[n];
        if (found) {
          n++;
          yield found;
        } else if (one.outcome) {
          if ('error' in one.outcome) throw one.outcome.error;
          return;
        } else await Promise.race([one.news.promise, left.promise]);
      }
    } finally {
      if (--one.readers === 0) {
        one.ended.abort();
        // Whoever asks now asks anew.
        if (current === one) current = undefined;
      }
    }
  };
}
