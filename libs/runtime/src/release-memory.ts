import v8 from 'node:v8';
import vm from 'node:vm';

const CHECK_INTERVAL_MS = 5000;
/** The share of a core below which a process is at rest. */
const MAX_CPU_AT_REST = 0.03;
/** Less is not worth the pause. */
const MIN_GROWTH_BYTES = 8 * 2 ** 20;

let watching = false;

/**
 * From now on this process collects its garbage whenever it has come to rest, once for what it has allocated
 * since. V8 itself collects when there are allocations, so a process that has nothing to do would keep what
 * its start, or the last large import, has left.
 */
export function releaseMemoryAtRest({ intervalMs = CHECK_INTERVAL_MS } = {}): void {
  if (watching) return;
  watching = true;
  // Without the flag from the start there is no other way to the collector.
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  // Threads that start later find their compiled form under the flags of the process.
  v8.setFlagsFromString('--no-expose-gc');
  let cpu = process.cpuUsage();
  let heapAfter = 0;
  setInterval(() => {
    const spent = process.cpuUsage(cpu);
    cpu = process.cpuUsage();
    const { heapTotal, external } = process.memoryUsage();
    const isAtRest = spent.user + spent.system < MAX_CPU_AT_REST * intervalMs * 1000;
    if (!isAtRest || heapTotal + external < heapAfter + MIN_GROWTH_BYTES) return;
    collect();
    const after = process.memoryUsage();
    heapAfter = after.heapTotal + after.external;
    cpu = process.cpuUsage();
  }, intervalMs).unref();
}
