export type { App } from './app.ts';
export {
  createHealth,
  serveHealth,
  type Health,
  type Readiness,
  type ReadinessCheck,
  type ReadinessNote,
} from './health.ts';
export { createLogger, type Logger } from './logger.ts';
export { watchEventLoop, type LoopWatch } from './loop-watch.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { onlyLoadServices, runService, type ServiceContext, type ServiceMessage } from './service.ts';
export { StartupError } from '@persona/contracts';
export { tellDamage } from './tell-damage.ts';
export { isTracing } from './traces.ts';
export { adviceOn, storeOf, untilReady } from './until-ready.ts';
export { watchStores } from './watch-stores.ts';
export { whenClosed } from './when-closed.ts';
