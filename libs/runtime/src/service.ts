import { ConfigError, keepPrivate, loadConfig, requireDocuments, type Config } from '@persona/config';
import { StartupError } from '@persona/contracts';
import { measureDisk } from './disk-gauge.ts';
import { createLogger, type Logger } from './logger.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { releaseMemoryAtRest } from './release-memory.ts';
import { startTraces } from './traces.ts';

export interface ServiceContext {
  config: Config;
  logger: Logger;
  metrics: Metrics;
  /**
   * Registers a step of the stop. Steps run in reverse order of registration, so each resource registers its
   * closing right after it was opened.
   */
  onStop(name: string, step: () => unknown, timeoutMs?: number): void;
  /** Tells the parent process that the service is ready; `port` is where it serves. */
  announceReady(port: number): void;
}

/** Messages to the launcher over the IPC channel of `child_process`, when there is one. */
export type ServiceMessage =
  | { type: 'ready'; service: string; port: number }
  | { type: 'startup-error'; service: string; message: string };

const STEP_TIMEOUT_MS = 12_000;

let onlyLoading = false;

/**
 * From now on `runService` does nothing: for a program that loads services only for Node to keep their
 * compiled form.
 */
export function onlyLoadServices(): void {
  onlyLoading = true;
}

/** How each service of this process stops. It exits when all have stopped. */
const stops: ((reason: string) => Promise<void>)[] = [];
let stopping = false;

async function stopAll(reason: string, code: number): Promise<void> {
  if (stopping) process.exit(code || 1);
  stopping = true;
  await Promise.all(stops.map((stop) => stop(reason)));
  process.exit(code);
}

function crash(logger: Logger, err: unknown): never {
  logger.fatal({ event: 'service.crashed', err }, 'uncaught error');
  process.exit(1);
}

/** What ends the process; the services of one process share these listeners. */
function listen(logger: Logger): void {
  process.on('SIGTERM', () => void stopAll('SIGTERM', 0));
  process.on('SIGINT', () => void stopAll('SIGINT', 0));
  if (process.send) {
    process.on('disconnect', () => void stopAll('launcher gone', 0));
    // It went while the modules were loaded: nothing tells of that again, and nothing is open yet.
    if (!process.connected) process.exit(0);
  }
  process.on('uncaughtException', (err) => crash(logger, err));
  process.on('unhandledRejection', (err) => crash(logger, err));
}

/**
 * Runs a service: configuration, start, and an ordered stop on SIGTERM, on SIGINT or when the launcher's IPC
 * channel closes; the process exits with 0 when each of its services has stopped. A second signal exits at
 * once. A wrong configuration or a StartupError prints one sentence to stderr and exits with 1. An uncaught
 * error is logged whole and exits with 1, so that the launcher or orchestrator restarts the process.
 */
export async function runService(
  name: string,
  start: (context: ServiceContext) => Promise<void>,
): Promise<void> {
  if (onlyLoading) return;
  const tell = (message: ServiceMessage) => {
    if (process.send && process.connected) process.send(message);
  };
  const refuse = (message: string) => {
    process.stderr.write(`${name}: ${message}\n`);
    // Resources opened before the failure would keep the process alive; exit as soon as the launcher has been
    // told.
    const leave = () => process.exit(1);
    if (process.send && process.connected)
      process.send({ type: 'startup-error', service: name, message } satisfies ServiceMessage, leave);
    else leave();
  };

  let config: Config;
  try {
    config = loadConfig();
    keepPrivate(config);
    requireDocuments(config);
  } catch (error) {
    if (error instanceof ConfigError) return refuse(error.message);
    throw error;
  }
  const logger = createLogger(name, config.LOG_LEVEL);
  const steps: { name: string; step: () => unknown; timeoutMs: number }[] = [];

  const stop = async (reason: string) => {
    logger.info({ event: 'service.stopping', reason }, 'stopping');
    for (const { name: stepName, step, timeoutMs } of steps.toReversed()) {
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), timeoutMs);
      });
      try {
        const outcome = await Promise.race([Promise.resolve().then(step), limit]);
        if (outcome === 'late')
          logger.warn(
            { event: 'service.stop_late', step: stepName, limit_ms: timeoutMs },
            'a step of the stop took too long',
          );
      } catch (err) {
        logger.error({ event: 'service.stop_failed', step: stepName, err }, 'a step of the stop failed');
      }
      clearTimeout(timer);
    }
    logger.info({ event: 'service.stopped', reason }, 'stopped');
  };
  if (stops.length === 0) listen(logger);
  stops.push(stop);

  try {
    if (config.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined) {
      const step = await startTraces(name, config.OTEL_EXPORTER_OTLP_ENDPOINT);
      // The step registered first runs last.
      steps.push({ name: 'traces', step, timeoutMs: STEP_TIMEOUT_MS });
    }
    const metrics = createMetrics(name);
    measureDisk(metrics, config.PERSONA_DATA_DIR);
    await start({
      config,
      logger,
      metrics,
      onStop: (stepName, step, timeoutMs = STEP_TIMEOUT_MS) =>
        steps.push({ name: stepName, step, timeoutMs }),
      announceReady: (port) => {
        logger.info({ event: 'service.ready', port }, 'ready');
        tell({ type: 'ready', service: name, port });
        releaseMemoryAtRest();
      },
    });
  } catch (error) {
    if (error instanceof StartupError || error instanceof ConfigError) return refuse(error.message);
    crash(logger, error);
  }
}
