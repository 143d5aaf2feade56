/**
 * Large pieces of work step aside for smaller ones of other personas in the same process: between two of its steps a large one waits until
 * they are done, though never longer than its patience in all, so that a steady trickle of small ones slows it down and does not stop it.
 */
export interface RightOfWay {
  /** Says that work of this size (pages) begins; it ends with the `using` it is bound to. */
  enter(instanceId: string, size: number): Passage;
}

interface Passage extends Disposable {
  /** Called between two steps: resolves when no smaller work of another persona is under way, or patience is at its end. */
  giveWay(): Promise<void>;
}

const PATIENCE_MS = 100;

export function createRightOfWay(patienceMs: number = PATIENCE_MS): RightOfWay {
  interface Entry {
    instanceId: string;
    size: number;
  }
  const under = new Set<Entry>();
  let left = Promise.withResolvers<void>();

  return {
    enter(instanceId, size) {
      const own: Entry = { instanceId, size };
      under.add(own);
      let patience = patienceMs;
      const mustWait = () =>
        patience > 0 && under.values().some((other) => other.size < size && other.instanceId !== instanceId);
      return {
        async giveWay() {
          while (mustWait()) {
            const began = performance.now();
            let timer: NodeJS.Timeout | undefined;
            const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, patience)));
            await Promise.race([left.promise, late]);
            clearTimeout(timer);
            patience -= performance.now() - began;
          }
        },
        [Symbol.dispose]() {
          under.delete(own);
          left.resolve();
          left = Promise.withResolvers<void>();
        },
      };
    },
  };
}
