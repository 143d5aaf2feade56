/** What every call of a dead process's resources throws. */
export class Killed extends Error {
  constructor() {
    super('the process was killed here');
    this.name = 'Killed';
  }
}

/** Resources as one process sees them: every call of theirs can be counted and stopped. */
export interface Watched {
  wrap<T extends object>(resource: T): T;
}

export interface Mortal extends Watched {
  dead(): boolean;
}

/**
 * A process that is killed at its `nth` call of a store or queue: before it was made, or after it was carried out but before anyone was told.
 * With `nth` going up from 1 until `dead()` stays false, a piece of work has been killed at every await of it, with real stores beneath.
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
      // Somebody beside this call may have died meanwhile: then nobody is there to hear the result.
      else if (!dead) return result;
    }
    throw new Killed();
  });
  return { wrap, dead: () => dead };
}

/** A process into whose work, right before its `nth` call, somebody else does something. `reached()` tells whether there was such a call. */
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

/** Every call of a resource, and of what hangs on it, goes through `around`, which is also told what the call is given. */
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
