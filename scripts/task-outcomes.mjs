// Reads from Turborepo's summary of a run how its tasks ended. Plain JavaScript for Node 20 and later, see
// setup.mjs.

/**
 * The tasks that failed, and those whose earlier pass stands because nothing they read has changed. Turborepo
 * keeps passes only. A task that never ran, of which the summary says nothing, counts as failed.
 */
export function readOutcomes(tasks, summary) {
  const seen = new Map((summary?.tasks ?? []).map((one) => [one.task, one]));
  const isCached = (task) => seen.get(task)?.cache?.status === 'HIT';
  const hasPassed = (task) => {
    // A task that was not executed need not have an exit code.
    const exitCode = seen.get(task)?.execution?.exitCode;
    return exitCode === 0 || (exitCode === undefined && isCached(task));
  };
  return {
    failed: tasks.filter((task) => !hasPassed(task)),
    cached: tasks.filter((task) => hasPassed(task) && isCached(task)),
  };
}
