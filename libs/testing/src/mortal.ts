/** What every call of a dead process's resources throws. */
export class Killed extends Error {
  constructor() {
    super('the process was killed here');
    this.name = 'Killed';
  }
}

export interface Mortal {
  /** The same resource, as the process sees it: calls are counted, and after its death none gets through. */
  wrap<T extends object>(resource: T): T;
  calls(): number;
  dead(): boolean;
}

/**
 * A process that is killed at its `nth` call of a store or queue: before it was made, or after it was carried out but before anyone was told.
 * With `nth` going up from 1 until `dead()` stays false, a piece of work has been killed at every await of it, with real stores beneath.
 */
export function mortal(nth: number, when: 'before' | 'after'): Mortal {
  let calls = 0;
  let dead = false;
  const known = new WeakMap<object, object>();

  const live = async (call: () => unknown): Promise<unknown> => {
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
  };
  const wrap = <T extends object>(resource: T): T => {
    const before = known.get(resource);
    if (before) return before as T;
    const wrapped = new Proxy(resource, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value === 'function')
          return (...args: unknown[]) => live(() => Reflect.apply(value, target, args) as unknown);
        return value !== null && typeof value === 'object' ? wrap(value) : value;
      },
    });
    known.set(resource, wrapped);
    return wrapped;
  };
  return { wrap, calls: () => calls, dead: () => dead };
}
