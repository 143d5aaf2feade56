// Loaded before anything else (node --import): makes every await of a write path a point at which something
// can happen. The services themselves contain nothing of it; their sources are changed while they are loaded.
import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { instrument } from './find-points.ts';
import { readModules, root } from './modules.ts';
import { strikerOf } from './strike.ts';

/** Called for every point that is reached; its result is awaited. `result`: what was waited for, after it. */
export interface Watcher {
  reach(name: string, result?: unknown): Promise<void>;
}

let watching: () => Watcher | undefined = () => undefined;
/** Reports every point that is reached to the life at work there. */
export function watchPoints(current: () => Watcher | undefined): void {
  watching = current;
}

async function failpoint<T>(place: string, call: string, work: () => Promise<T>): Promise<T> {
  const watcher = watching();
  if (!watcher) return work();
  await watcher.reach(`${place}.before-${call}`);
  const result = await work();
  await watcher.reach(`${place}.after-${call}`, result);
  return result;
}

async function until<T>(place: string, call: string, begun: Promise<T> | T): Promise<T> {
  const result = await begun;
  await watching()?.reach(`${place}.after-${call}`, result);
  return result;
}

async function* eachStep<T>(
  place: string,
  call: string,
  steps: AsyncIterable<T> | Iterable<Promise<T>>,
): AsyncGenerator<T> {
  const iterator = Symbol.asyncIterator in steps ? steps[Symbol.asyncIterator]() : steps[Symbol.iterator]();
  try {
    for (;;) {
      const step = await failpoint(place, call, async () => iterator.next());
      if (step.done) return;
      yield await step.value;
    }
  } finally {
    await iterator.return?.();
  }
}

Object.assign(globalThis, { failpoint: Object.assign(failpoint, { each: eachStep, until }) });

const modules = readModules();
registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.startsWith('file:')) return loaded;
    const file = path.relative(root, fileURLToPath(url)).split(path.sep).join('/');
    const own = modules.get(file);
    return own ? { ...loaded, source: instrument(own.source, own.points) } : loaded;
  },
});

const asked = process.env['FAILPOINTS'];
if (asked) {
  const striker = strikerOf(
    asked,
    [...modules.values()].flatMap(({ points }) => points),
  );
  watchPoints(() => striker);
}
