import { setTimeout as sleep } from 'node:timers/promises';
import {
  AppError,
  InstanceQuery,
  StreamReply,
  toAppError,
  IdParams,
  type Stream,
  type StreamView,
  type Scope,
} from '@persona/contracts';
import { notFoundIn } from '../access.ts';
import type { Kit } from '../kit.ts';
import type { Resources } from '../resources.ts';
import { sse } from '../sse.ts';
import type { App } from '@persona/runtime';
import type { Request } from '../types.ts';

const POLL_INTERVAL_MS = 500;

/** The progress of a stream of pages (contract §7). */
export function streamRoutes(app: App, resources: Resources, { access }: Kit): void {
  const { documents, domain } = resources;
  const tags = ['Knowledge'];
  const config = { scope: 'kb' } as const;

  /** Finds a stream by the caller's stream_id in the persona of the request, or by the `str_` id alone. */
  const find = async (request: Request, id: string): Promise<{ scope: Scope; stream: Stream }> => {
    const missing = notFoundIn('streams', id);
    const granted = id.startsWith('str_')
      ? await access.of(request, 'streams', id).catch((error: unknown) => {
          // A caller's own stream_id may look like one of ours.
          if (error instanceof AppError && error.code === 'not_found') return access.personaIfAny(request);
          throw error;
        })
      : await access.personaIfAny(request);
    const stream = granted && (await domain.findStream(granted.scope, id));
    if (!stream) throw missing;
    return { scope: granted.scope, stream };
  };

  const viewOf = async (scope: Scope, stream: Stream): Promise<StreamView> => {
    const carried = { deleted_at: null, stream_id: stream.id };
    const count = (...status: string[]): Promise<number> =>
      documents.pages.count(scope, { ...carried, status: { in: status } });
    const [indexed, failed, waiting] = await Promise.all([
      count('live'),
      count('failed'),
      count('queued', 'indexing'),
    ]);
    return {
      stream_id: stream.client_id,
      id: stream.id,
      last_seq: stream.last_seq,
      closed: stream.closed,
      mode: stream.mode,
      round: stream.round,
      received: stream.received,
      created: stream.created,
      updated: stream.updated,
      unchanged: stream.unchanged,
      indexed,
      failed,
      waiting,
      created_at: stream.created_at,
      updated_at: stream.updated_at,
    };
  };

  app.get(
    '/api/kb/streams/:id',
    {
      config,
      schema: {
        tags,
        summary: 'How far a stream is',
        params: IdParams,
        querystring: InstanceQuery,
        response: { 200: StreamReply },
      },
    },
    async (request) => {
      const { scope, stream } = await find(request, request.params.id);
      return { status: 'success' as const, ...(await viewOf(scope, stream)) };
    },
  );

  app.get(
    '/api/kb/streams/:id/events',
    {
      config: { ...config, load: 'events' },
      schema: {
        tags,
        summary:
          'Follow a stream as server-sent events: `stream` at each change, then `done` when it is closed and indexed',
        params: IdParams,
        querystring: InstanceQuery,
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) => {
      const { scope, stream } = await find(request, request.params.id);
      return sse(
        reply,
        async (send, signal) => {
          let last = '';
          while (!signal.aborted) {
            const current = await documents.streams.get(scope, stream.id);
            if (!current) return;
            const view = await viewOf(scope, current);
            const text = JSON.stringify(view);
            if (text !== last) send({ event: 'stream', data: view });
            last = text;
            if (view.closed && view.waiting === 0) return send({ event: 'done', data: view });
            await sleep(POLL_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
          }
        },
        (error) => {
          const { code, message } = toAppError(error);
          return { event: 'error', data: { code, message } };
        },
      );
    },
  );
}
