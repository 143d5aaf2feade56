/** The error that every call to the resources of a dead process throws. */
export class Killed extends Error {
  constructor() {
    super('the process was killed here');
    this.name = 'Killed';
  }
}

/** Resources as one process sees them: every call to them can be counted and stopped. */
export interface Watched {
  wrap<T extends object>(resource: T): T;
}

export interface Mortal extends Watched {
  dead(): boolean;
}

/**
 * A process that is killed at its `nth` call to a store or queue: before the call, or after it was carried
 * out but before its result was returned. When `nth` goes up from 1 until `dead()` stays false, a piece of
 * work has been killed at each of its awaits, with real stores beneath.
 */
export function mortal(nth: number, when: 'before' | 'after'): Mortal {
  let calls = 0;
  let dead = false;
  const { wrap } = watch(async (call) => {
    if (dead) throw new Killed();
    const last = ++calls === nth;
    if (last && when === 'before') dead = true;
    else {
      const result = await call();
      if (last) dead = true;
      // A concurrent call may have ended the process meanwhile; then nothing is there to receive the result.
      else if (!dead) return result;
    }
    throw new Killed();
  });
  return { wrap, dead: () => dead };
}

/**
 * A process whose `nth` call is preceded by an action of somebody else. `reached()` says whether there was
 * such a call.
 */
export function interrupted(
  nth: number,
  somebodyElse: () => Promise<unknown>,
): Watched & { reached(): boolean } {
  let calls = 0;
  const { wrap } = watch(async (call) => {
    if (++calls === nth) await somebodyElse();
    return call();
  });
  return { wrap, reached: () => calls >= nth };
}

/**
 * Passes every call to a resource, and to the objects it holds, through `around`, together with its
 * arguments.
 */
export function watch(around: (call: () => unknown, args: readonly unknown[]) => Promise<unknown>): Watched {
  const known = new WeakMap<object, object>();
  const wrap = <T extends object>(resource: T): T => {
    const before = known.get(resource);
    if (before) return before as T;
    const wrapped = new Proxy(resource, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value === 'function')
          return (...args: unknown[]) => around(() => Reflect.apply(value, target, args) as unknown, args);
        return value !== null && typeof value === 'object' ? wrap(value) : value;
      },
    });
    known.set(resource, wrapped);
    return wrapped;
  };
  return { wrap };
}
