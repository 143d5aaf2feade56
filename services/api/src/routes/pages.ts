import path from 'node:path';
import type { Duplex, Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AppError,
  MAX_PAGES_PER_REQUEST,
  StorePagesBody,
  StorePagesReply,
  StreamPagesBody,
  StreamPagesQuery,
  StreamPagesReply,
  errorBody,
  newId,
  sha256,
  toAppError,
  MiB,
  type Job,
  type Stream,
} from '@persona/contracts';
import type { PageInput, StoredPage } from '@persona/domain';
import type { PersonaAccess } from '../access.ts';
import { onceId } from '../edge/idempotency.ts';
import { readId } from '../ids.ts';
import { createBackpressure } from '../pages/backpressure.ts';
import { writeOut } from '../pages/ndjson.ts';
import { bytesOfPages, checkPages, maxPageJsonBytes } from '../pages/page-input.ts';
import { storePageLines } from '../pages/page-lines.ts';
import { isReviewed, proposePages, refuseUnreviewed } from '../pages/into-review.ts';
import { createSpill } from '../pages/spill.ts';
import type { Kit } from '../kit.ts';
import { isDone, preferJob } from '../prefer.ts';
import type { Resources } from '../resources.ts';
import { whenClosed, type App } from '@persona/runtime';
import type { Reply, Request } from '../types.ts';
import { closeBehindBody, discard } from '../edge/discard.ts';
import { quotaTeller } from '../edge/rate-limit.ts';
import { createWorkerWarning } from '../worker-warning.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body of an NDJSON request, unread. */
    lines: Readable | null;
  }
}

const MAX_BODY_BYTES = 64 * MiB;
const MAX_KEYS = 200_000;
const OVERSIZE_HINT =
  'send fewer pages at a time, or any number as a page a line: POST /api/kb/stream-pages?stream_id=… with Content-Type: application/x-ndjson';
const ROOM_TIMEOUT_MS = 60_000;

/** Storing pages in the knowledge base, also as streams (contract §7). */
export function pageRoutes(app: App, resources: Resources, { access, quotas }: Kit): void {
  const { config, domain, producer } = resources;
  const maxPageBytes = config.MAX_PAGE_MB * MiB;
  const backpressure = createBackpressure(domain, config.MAX_WAITING_PAGES);
  const workerWarning = createWorkerWarning(producer);
  const tags = ['Knowledge'];
  const configWith = (...path: string[]) =>
    ({
      scope: 'kb',
      audit: 'page.store',
      jsonKeys: MAX_KEYS,
      jsonList: { path, max: MAX_PAGES_PER_REQUEST, maxBytes: maxPageJsonBytes(maxPageBytes) },
      oversizeHint: OVERSIZE_HINT,
    }) as const;

  const warn = async (request: Request, warnings: readonly string[], jobId: string | null): Promise<void> => {
    request.warnings.push(...warnings);
    const warning = jobId === null ? null : await workerWarning('ingest');
    if (warning) request.warnings.push(warning);
  };

  /** Who waited for the work is told what it has found in the pages. */
  const warnOfLive = async (
    request: Request,
    { scope }: PersonaAccess,
    job: Job | null,
    pages: readonly StoredPage[],
    param: string,
  ): Promise<void> => {
    if (job === null || !isDone(job)) return;
    const found = await domain.warningsOfLive(scope, pages, param);
    request.warnings.push(...found.filter((text) => !request.warnings.includes(text)));
  };

  app.decorateRequest('lines', null);
  app.addContentTypeParser(/^application\/(?:x-ndjson|ndjson|x-jsonlines|jsonl)(?:;|$)/, acceptLines);

  app.post(
    '/api/kb/store-pages',
    {
      bodyLimit: MAX_BODY_BYTES,
      config: configWith('pages'),
      schema: {
        tags,
        summary: 'Store 1 to 500 pages, all or none',
        body: StorePagesBody,
        response: { 200: StorePagesReply, 202: StorePagesReply },
      },
    },
    async (request, reply) => {
      const pages = await checkPages(request.body.pages, 'pages', maxPageBytes);
      const granted = await access.persona(request);
      if (request.body.review === true || isReviewed(granted.instance)) {
        const review_ids = await quotas.using(request.caller, amountsOf(pages), quotaTeller(reply), () =>
          proposePages(domain, granted.scope, pages, {
            firstId: onceId(request, 'rev'),
            submittedBy: request.caller.keyId,
          }),
        );
        const message = 'Pages submitted for review';
        return { status: 'success' as const, message, pages: [], review_ids, job_id: null };
      }
      await backpressure.check(granted.scope);
      const stored = await quotas.using(request.caller, amountsOf(pages), quotaTeller(reply), () =>
        domain.storePages(granted.scope, pages, {
          requestedBy: request.caller.keyId,
          source: 'store-pages',
        }),
      );
      await warn(request, stored.warnings, stored.job_id);
      const job = await preferJob(resources, request, reply, granted, stored.job_id);
      await warnOfLive(request, granted, job, stored.pages, 'pages');
      return {
        status: 'success' as const,
        message: 'Pages stored successfully',
        pages: stored.pages,
        job_id: stored.job_id,
      };
    },
  );

  app.post(
    '/api/kb/stream-pages',
    {
      bodyLimit: MAX_BODY_BYTES,
      config: configWith('stream_data', 'pages'),
      schema: {
        tags,
        summary: 'Stream pages',
        description:
          'Pages of a named stream: a JSON body with up to 500 at a time, ordered and resumable with `seq`; or any number, a page a line, with `Content-Type: application/x-ndjson` and `?stream_id=`: each line is acknowledged by a line as soon as its page is durable. They may be read while sending or after it. A request that was cut is gone on with from the first line without an acknowledgement; with `mode=replace` from the very first. The newest request has the stream: what an earlier one still sends is not stored.',
        body: StreamPagesBody,
        querystring: StreamPagesQuery,
        response: { 200: StreamPagesReply, 202: StreamPagesReply },
      },
    },
    async (request, reply) => {
      const clientId = readId(request, 'stream_id', ['stream_id']);
      if (request.lines) return streamLines(request, reply, request.lines, clientId);
      const { pages: sent, seq, final = false, mode } = request.body.stream_data;
      if (sent.length === 0 && !final) {
        const param = 'stream_data.pages';
        throw new AppError('validation_error', `${param} may be empty only with "final": true`, { param });
      }
      const pages = await checkPages(sent, 'stream_data.pages', maxPageBytes);
      const granted = await access.persona(request);
      refuseUnreviewed(granted.instance);
      if (pages.length > 0) await backpressure.check(granted.scope);
      const accepted = await quotas.using(request.caller, amountsOf(pages), quotaTeller(reply), () =>
        domain.acceptBatch(granted.scope, {
          clientId,
          pages,
          seq,
          final,
          mode,
          requestedBy: request.caller.keyId,
          param: 'stream_data',
        }),
      );
      await warn(request, accepted.warnings, accepted.replayed ? null : accepted.job_id);
      const job = await preferJob(resources, request, reply, granted, accepted.job_id);
      await warnOfLive(request, granted, job, accepted.pages, 'stream_data.pages');
      return {
        status: 'success' as const,
        message: 'Pages streamed successfully',
        stream_id: clientId,
        ...(seq === undefined ? {} : { seq }),
        last_seq: accepted.stream.last_seq,
        closed: accepted.stream.closed,
        ...(accepted.replayed ? { replayed: true } : {}),
        ...(accepted.retired === null ? {} : { retired: accepted.retired }),
        pages: accepted.pages,
        job_id: accepted.job_id,
      };
    },
  );

  /**
   * The request that sends lines of a stream. A sender whose connection broke continues with another request,
   * perhaps before this one knows that it has ended.
   */
  interface Sender {
    /** Stops reading; resolves when no line of it will be stored any more. */
    stop(): Promise<void>;
  }
  const senders = new Map<string, Sender>();

  type LinesRequest = Request & { query: StreamPagesQuery; id: string };

  /** Reads and answers at the same time: the reply begins before the body has ended. */
  async function streamLines(request: LinesRequest, reply: Reply, lines: Readable, clientId: string) {
    const { mode, final = false } = request.query;
    const granted = await access.persona(request);
    refuseUnreviewed(granted.instance);
    const place = JSON.stringify([granted.scope, clientId]);
    const earlier = senders.get(place);
    const ended = Promise.withResolvers<void>();
    const sender: Sender = {
      stop: () => {
        lines.destroy(new Error('Another request goes on with this stream.'));
        return ended.promise;
      },
    };
    senders.set(place, sender);
    const leave = (): void => {
      if (senders.get(place) === sender) senders.delete(place);
      ended.resolve();
    };
    let stream: Stream;
    try {
      await earlier?.stop();
      stream = await domain.openStream(granted.scope, clientId, { mode, param: 'stream_data' });
    } catch (error) {
      leave();
      throw error;
    }
    const jobId = newId('job');
    // Many clients send their whole body before they read, so unread acknowledgements must not stop the
    // intake.
    const out = createSpill({ folder: path.join(config.PERSONA_DATA_DIR, 'uploads') });
    reply.header('content-type', 'application/x-ndjson; charset=utf-8');
    reply.header('x-job-id', jobId);
    reply.header('x-accel-buffering', 'no');
    closeBehindBody(request.raw, reply.raw);
    // Senders wait for the head of the reply before they read.
    out.once('resume', () => reply.raw.flushHeaders());
    whenClosed(reply.raw, () => out.destroy());

    const work = async (): Promise<void> => {
      await storePageLines({
        source: lines.iterator({ destroyOnReturn: false }),
        out,
        maxPageBytes,
        requestId: request.id,
        store: (pages) =>
          // The head of the reply has been sent, so what is left is said in the lines of those over it alone.
          quotas.using(
            request.caller,
            amountsOf(pages),
            () => undefined,
            () =>
              domain.appendToStream(granted.scope, stream, pages, {
                requestedBy: request.caller.keyId,
                jobId,
              }),
          ),
        room: () => waitForRoom(granted, out),
        onStep: () => request.markLoop?.(),
      });
      if (final) await domain.closeStream(granted.scope, stream);
    };
    work()
      .finally(leave)
      .catch(async (error: unknown) => {
        // It has no line number, because it concerns the rest of the stream.
        await writeOut(out, `${JSON.stringify(errorBody(toAppError(error), request.id))}\n`).catch(
          () => undefined,
        );
        discard(lines);
      })
      .finally(() => out.end());
    return out as never;
  }

  /** Stops reading while too many pages wait; gives up when there is no progress for a minute. */
  async function waitForRoom(granted: PersonaAccess, out: Duplex): Promise<void> {
    const until = performance.now() + ROOM_TIMEOUT_MS;
    while ((await backpressure.full(granted.scope)) && !out.destroyed) {
      if (performance.now() > until) await backpressure.check(granted.scope);
      await sleep(500);
    }
  }
}

const amountsOf = (pages: readonly PageInput[]) => async () => ({
  pages: pages.length,
  bytes: await bytesOfPages(pages),
});

/**
 * Leaves the body of an NDJSON request unread for its handler; a batch without pages is validated in its
 * place.
 */
function acceptLines(
  request: { lines: Readable | null; bodySha256: string | null; id: string },
  payload: Readable,
  done: (error: null, body: unknown) => void,
): void {
  request.lines = payload;
  // A stream is never replayed from an Idempotency-Key, because repeating it is harmless.
  request.bodySha256 = sha256(request.id);
  done(null, { stream_data: { pages: [] } });
}
