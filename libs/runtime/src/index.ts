export type { App } from './app.ts';
export { createHealth, serveHealth, type Health, type Readiness, type ReadinessCheck } from './health.ts';
export { createLogger, type Logger } from './logger.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { runService, type ServiceContext, type ServiceMessage } from './service.ts';
export { StartupError } from '@persona/contracts';
export { isTracing } from './traces.ts';
export { untilReady } from './until-ready.ts';
