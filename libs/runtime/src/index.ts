export { createHealth, serveHealth, type Health, type Readiness, type ReadinessCheck } from './health.ts';
export { createLogger, type Logger } from './logger.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { StartupError, runService, type ServiceContext, type ServiceMessage } from './service.ts';
