import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/**
 * The metrics that every service has, under the names that dashboards expect; a service adds its own to
 * `registry`. Durations are in seconds.
 */
export function createMetrics(service: string) {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requestDuration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer, by class of status: 2xx.',
    labelNames: ['method', 'route', 'status_code'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Answered requests, by status.',
    labelNames: ['method', 'route', 'status_code'],
    registers,
  });
  return {
    registry,
    /**
     * Counts an answered request, which took `seconds`. How long they took is told by class of status only:
     * with each status that a route may answer it was 4 MB of text, which held the loop for 60 ms.
     */
    observeRequest(
      { method, route, status }: { method: string; route: string; status: number },
      seconds: number,
    ): void {
      requests.inc({ method, route, status_code: status });
      requestDuration.observe({ method, route, status_code: `${Math.floor(status / 100)}xx` }, seconds);
    },
    loopDelay: new Histogram({
      name: 'persona_event_loop_delay_seconds',
      help: 'How late the event loop was, measured every 20 ms.',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    loopHeld: new Histogram({
      name: 'persona_event_loop_held_seconds',
      help: 'Steps that held the event loop for longer than 50 ms, by the route that was at work.',
      labelNames: ['route'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    jobWait: new Histogram({
      name: 'persona_job_wait_seconds',
      help: 'Time a job stood in its queue before a worker took it.',
      labelNames: ['queue', 'job'],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800],
      registers,
    }),
    jobRun: new Histogram({
      name: 'persona_job_run_seconds',
      help: 'Time a worker spent on a job.',
      labelNames: ['queue', 'job', 'outcome'],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800],
      registers,
    }),
    jobsStalled: new Counter({
      name: 'persona_jobs_stalled_total',
      help: 'Jobs taken from a worker that no longer renewed its lock.',
      labelNames: ['queue'],
      registers,
    }),
    jobsByState: new Gauge({
      name: 'persona_jobs',
      help: 'Jobs in a queue by state.',
      labelNames: ['queue', 'state'],
      registers,
    }),
    oldestJobAge: new Gauge({
      name: 'persona_oldest_waiting_job_age_seconds',
      help: 'Age of the oldest job that waits.',
      labelNames: ['queue'],
      registers,
    }),
    modelTokens: new Counter({
      name: 'persona_model_tokens_total',
      help: 'Tokens the model server counted.',
      labelNames: ['model', 'direction'],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
