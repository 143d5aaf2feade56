import type { SpanProcessor } from '@opentelemetry/sdk-trace-node';

let on = false;

/**
 * Whether this process sends OpenTelemetry spans; the queues then carry the trace from producer to worker.
 */
export const isTracing = (): boolean => on;

/** Commands that a queue sends all the time, whether there is work or not. */
const IDLE = /^(getNextJob|moveStalledJobsToWait|startStalledCheckTimer)/;
const QUIET = /^\/(healthz|readyz|metrics)/;

/**
 * From now on requests, jobs and calls to models become spans, sent to an OTLP collector
 * (`<endpoint>/v1/traces`). Spans name routes, ids and durations, never content. Must be called before
 * servers and queues are created. Returns a function that sends the last spans and stops.
 */
export async function startTraces(service: string, endpoint: string): Promise<() => Promise<void>> {
  // Loaded only when traces are wanted.
  const [
    sdk,
    { OTLPTraceExporter },
    { resourceFromAttributes },
    { registerInstrumentations },
    fastify,
    http,
  ] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/instrumentation'),
    import('@fastify/otel'),
    import('@opentelemetry/instrumentation-undici'),
  ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new sdk.NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': `persona-${service}` }),
    spanProcessors: [withoutIdling(new sdk.BatchSpanProcessor(exporter))],
  });
  provider.register();
  registerInstrumentations({
    tracerProvider: provider,
    instrumentations: [
      new fastify.FastifyOtelInstrumentation({
        registerOnInitialization: true,
        instrumentHooks: false,
        ignorePaths: ({ url }) => QUIET.test(url),
        // A query may contain the signature of a file's address.
        requestHook: (span, request) => span.setAttribute('url.path', request.url.split('?', 1)[0] ?? ''),
      }),
      new http.UndiciInstrumentation({ ignoreRequestHook: ({ path }) => QUIET.test(path) }),
    ],
  });
  on = true;
  return () => provider.shutdown();
}

function withoutIdling(next: SpanProcessor): SpanProcessor {
  return {
    onStart: (span, context) => next.onStart(span, context),
    onEnd: (span) => {
      if (!IDLE.test(span.name) && span.attributes['bullmq.job.name'] !== 'pulse') next.onEnd(span);
    },
    forceFlush: () => next.forceFlush(),
    shutdown: () => next.shutdown(),
  };
}
