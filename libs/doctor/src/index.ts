export { diagnose, type RunningInstall } from './diagnose.ts';
export { bar, megabytes, number } from './figures.ts';
export { openQueues } from './open-queues.ts';
