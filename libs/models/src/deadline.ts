/** A timer that can be extended, combined with the caller's own signal: `signal` aborts when either does. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Whether the time ran out, as opposed to the caller having aborted. */
  readonly expired: boolean;
  /** Restarts the timer: the next step has this many milliseconds from now. */
  extend(ms: number): void;
  /** Removes the timer and the listener; must be called in `finally`. */
  clear(): void;
}

export function createDeadline(ms: number, outer?: AbortSignal): Deadline {
  const controller = new AbortController();
  let expired = false;
  const expire = () => {
    expired = true;
    controller.abort(new Error('deadline'));
  };
  let timer = setTimeout(expire, ms);
  const abort = () => controller.abort(outer?.reason);
  if (outer?.aborted) abort();
  outer?.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    get expired() {
      return expired;
    },
    extend(next) {
      clearTimeout(timer);
      if (!expired) timer = setTimeout(expire, next);
    },
    clear() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', abort);
    },
  };
}
