import {
  AppError,
  errorTable,
  IdParams,
  MessageQuery,
  type ErrorCode,
  type Message,
  type Scope,
  type SpokenAnswer,
} from '@persona/contracts';
import { findSpeech, shownMessage } from '@persona/domain';
import type { App } from '@persona/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { notFoundIn } from '../access.ts';
import { quotaTeller } from '../edge/rate-limit.ts';
import { findAnswer } from '../find-answer.ts';
import type { Kit } from '../kit.ts';
import type { Resources } from '../resources.ts';
import { serveFile } from '../serve-file.ts';
import { createWorkerWarning } from '../worker-warning.ts';

/** How long a request waits for its reply to be spoken. The work goes on without it. */
const WAIT_TIMEOUT_MS = 25_000;

/**
 * Replies as they are heard, with who says what when. A reply is spoken when it is first asked for, by a
 * worker, and kept until it or what it was made of is deleted.
 */
export function speechRoutes(app: App, resources: Resources, { access, quotas }: Kit): void {
  const { blobs, config, documents, domain, producer } = resources;
  const workerWarning = createWorkerWarning(producer);
  const model = config.SPEECH_MODEL;

  interface Asked {
    request: FastifyRequest;
    reply: FastifyReply;
    scope: Scope;
    answer: Message;
  }

  /** Asks for the speech and waits for it; throws when it can't be spoken. */
  const speak = async ({ reply, scope, answer }: Asked, again: boolean): Promise<Message> => {
    const asked = await domain.askForSpeech(scope, answer, { model, again });
    const warning = asked?.speech?.state === 'making' ? await workerWarning('speech') : null;
    if (warning !== null) throw new AppError('not_ready', warning, { retryAfter: 5 });
    const spoken = await domain.awaitSpeech(scope, answer.id, {
      timeoutMs: WAIT_TIMEOUT_MS,
      gone: () => reply.raw.destroyed,
    });
    if (!spoken) throw notFoundIn('messages', answer.id);
    if (spoken.speech?.state === 'failed') throw failureOf(spoken.speech);
    return spoken;
  };

  /** The speech of an answer; what has to be made counts as a message of the caller's quota. */
  const speechOf = async (asked: Asked, again = false): Promise<SpokenAnswer> => {
    const { request, reply, scope, answer } = asked;
    const found = again ? null : await findSpeech(documents, scope, answer, { model });
    if (found?.state === 'ready') return found;
    if (found?.state === 'failed') throw failureOf(found);
    const messages = found || again ? 0 : 1;
    const { speech } = await quotas.using(
      request.caller,
      () => ({ messages }),
      quotaTeller(reply),
      () => speak(asked, again),
    );
    if (speech?.state === 'ready') return speech;
    throw new AppError('not_ready', 'The reply is still being spoken; ask again.', { retryAfter: 2 });
  };

  const serve = async (
    request: FastifyRequest<{ Params: { id: string } }>,
    reply: FastifyReply,
    kind: 'audio' | 'captions',
  ): Promise<FastifyReply> => {
    const { scope, answer: stored } = await findAnswer(documents, access, request, request.params.id);
    const answer = await shownMessage(documents, scope, stored);
    const asked = { request, reply, scope, answer };
    // A restored install has the row without its files: these are made again, once.
    for (const again of [false, true]) {
      const { [kind]: file, source } = await speechOf(asked, again);
      if (!file) break;
      reply.header('speech-source', source ?? '');
      const name = kind === 'audio' ? 'reply.m4a' : 'reply.vtt';
      const read = async (range: { start: number; end: number }) =>
        (await blobs.get(file.blob_key, range))?.stream ?? null;
      if (await serveFile({ ...file, name, read }, request, reply)) return reply;
    }
    throw new AppError('not_ready', 'The reply is being spoken anew; ask again.', { retryAfter: 2 });
  };

  const routeConfig = { scope: ['history', 'chat'], token: true, load: 'chat' } as const;
  const tags = ['History'];
  const shared = { params: IdParams, querystring: MessageQuery };
  app.get(
    '/api/persona/messages/:id/audio',
    {
      config: routeConfig,
      schema: {
        ...shared,
        tags,
        summary: 'Hear an answer',
        description:
          'The persona’s own recordings, cut to what the answer cites, when all of that is in recordings; else the speech model in the persona’s voice, when somebody agreed to that; else a synthesiser. `Speech-Source` says which: `recording`, `model` or `synthesiser`. It is made when it is first asked for; 503 with `Retry-After` while that takes longer.',
        produces: ['audio/mp4'],
      },
    },
    (request, reply) => serve(request, reply, 'audio'),
  );
  app.get(
    '/api/persona/messages/:id/audio.vtt',
    {
      config: routeConfig,
      schema: {
        ...shared,
        tags,
        summary: 'Who says what when in an answer that is heard',
        description: 'WebVTT; a voice (`<v Name>`) is who speaks, where that is known.',
        produces: ['text/vtt'],
      },
    },
    (request, reply) => serve(request, reply, 'captions'),
  );
}

function failureOf({ error }: SpokenAnswer): AppError {
  const { code = 'internal', message = '', retryable = false } = error ?? {};
  const known = code in errorTable ? (code as ErrorCode) : 'internal';
  return new AppError(known, message, retryable ? { retryAfter: 5 } : {});
}
