import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { chunksOf, completion, embeddingList, streamEvent, transcription } from './model-replies.ts';

/** What any endpoint may do before its reply or instead of it. */
interface Behaviour {
  /** Milliseconds before the first byte. */
  delayMs?: number;
  /** Awaited before the first byte: a test holds the reply until it has seen what it expects. */
  after?: Promise<unknown>;
}

/** An error reply, in the shape of OpenAI's. */
export interface FailureReply extends Behaviour {
  status: number;
  message?: string;
  code?: string;
  /** Seconds, for the Retry-After header. */
  retryAfter?: number;
}

/** The connection is cut without a reply. */
export interface CutReply extends Behaviour {
  cut: true;
}

export interface ChatReply extends Behaviour {
  content: string;
  /** The chunks of a stream; a promise among them is awaited. Default: word by word. */
  chunks?: readonly (string | Promise<unknown>)[];
  /** The stream's connection is cut after its chunks, without an end. */
  cutAtEnd?: boolean;
  finishReason?: 'stop' | 'length' | 'content_filter';
  usage?: { prompt_tokens: number; completion_tokens: number };
}

export interface JsonReply extends Behaviour {
  json: unknown;
}
export interface BytesReply extends Behaviour {
  bytes: Uint8Array;
  contentType: string;
}

type Reply = string | ChatReply | JsonReply | BytesReply | FailureReply | CutReply;

/** A request as it arrived. A multipart form is an object of its fields, files as `{ name, type, bytes }`. */
export interface ModelRequest {
  readonly endpoint: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
  /** True once the client has closed the connection before the reply was complete. */
  aborted: boolean;
}

/** The replies of one endpoint: those of `next` are used up in order, then `otherwise` answers. */
interface Script<R extends Reply> {
  next(...replies: (R | FailureReply | CutReply)[]): void;
  otherwise(
    reply: R | FailureReply | CutReply | ((request: ModelRequest) => R | FailureReply | CutReply),
  ): void;
}

export interface ModelServer {
  /** For OPENAI_BASE_URL. */
  readonly url: string;
  readonly requests: ModelRequest[];
  readonly chat: Script<string | ChatReply>;
  /**
   * Unless scripted, a vector per text: equal texts get equal vectors, and texts that share words get near
   * ones.
   */
  readonly embeddings: Script<JsonReply>;
  readonly transcriptions: Script<string | JsonReply>;
  readonly speech: Script<BytesReply>;
  readonly rerank: Script<JsonReply>;
  close(): Promise<void>;
}

interface Options {
  /** Any other key gets 401. Without this option any key is accepted. */
  apiKey?: string;
  models?: readonly string[];
  dimensions?: number;
}

/**
 * An OpenAI-compatible server over real HTTP on a free port of 127.0.0.1. It replies as a test tells it and
 * records the requests.
 */
export async function startModelServer({
  apiKey,
  models = ['scripted'],
  dimensions = 64,
}: Options = {}): Promise<ModelServer> {
  const requests: ModelRequest[] = [];
  const scripts = {
    '/chat/completions': script<string | ChatReply>(() => 'A scripted reply.'),
    '/embeddings': script<JsonReply>(({ body }) => ({ json: embeddingList(body, dimensions) })),
    '/audio/transcriptions': script<string | JsonReply>(() => 'A scripted transcript.'),
    '/audio/speech': script<BytesReply>(() => ({ bytes: new Uint8Array(64), contentType: 'audio/mpeg' })),
    '/rerank': script<JsonReply>(({ body }) => ({
      json: {
        results: (body['documents'] as unknown[]).map((_, index) => ({
          index,
          relevance_score: 1 / (index + 1),
        })),
      },
    })),
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (!response.headersSent) sendJson(response, 500, { error: { message: String(error) } });
      response.destroy();
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const endpoint = (request.url ?? '').replace(/^\/v1/, '').replace(/\?.*$/, '');
    const body = await readBody(request);
    if (apiKey && request.headers.authorization !== `Bearer ${apiKey}`)
      return fail(response, { status: 401, code: 'invalid_api_key', message: 'Incorrect API key provided.' });
    if (endpoint === '/models')
      return sendJson(response, 200, {
        object: 'list',
        data: models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'test' })),
      });
    const place = scripts[endpoint as keyof typeof scripts];
    if (!place) return fail(response, { status: 404, message: `No such endpoint: ${endpoint}` });

    const record: ModelRequest = { endpoint, headers: request.headers, body, aborted: false };
    requests.push(record);
    response.on('close', () => (record.aborted = !response.writableFinished));
    await answer(record, place.replyTo(record), response);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    chat: scripts['/chat/completions'],
    embeddings: scripts['/embeddings'],
    transcriptions: scripts['/audio/transcriptions'],
    speech: scripts['/audio/speech'],
    rerank: scripts['/rerank'],
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function script<R extends Reply>(fallback: (request: ModelRequest) => R) {
  type Any = R | FailureReply | CutReply;
  const queue: Any[] = [];
  let otherwise: (request: ModelRequest) => Any = fallback;
  return {
    next: (...replies: Any[]) => void queue.push(...replies),
    otherwise: (reply: Any | ((request: ModelRequest) => Any)) => {
      otherwise = typeof reply === 'function' ? reply : () => reply;
    },
    replyTo: (request: ModelRequest): Any => queue.shift() ?? otherwise(request),
  };
}

async function answer(request: ModelRequest, reply: Reply, response: ServerResponse): Promise<void> {
  if (typeof reply !== 'string') {
    if (reply.delayMs) await sleep(reply.delayMs);
    await reply.after;
    if ('cut' in reply) return void response.destroy();
    if ('status' in reply) return fail(response, reply);
    if ('json' in reply) return sendJson(response, 200, reply.json);
    if ('bytes' in reply) {
      response.writeHead(200, { 'content-type': reply.contentType });
      return void response.end(reply.bytes);
    }
  }
  if (request.endpoint === '/audio/transcriptions') {
    const { contentType, text } = transcription(
      request.body,
      typeof reply === 'string' ? reply : reply.content,
    );
    response.writeHead(200, { 'content-type': contentType });
    return void response.end(text);
  }
  const chat = typeof reply === 'string' ? { content: reply } : reply;
  if (request.body['stream'] !== true) return sendJson(response, 200, completion(request.body, chat));
  await stream(request, chat, response);
}

async function stream(request: ModelRequest, reply: ChatReply, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.flushHeaders();
  for (const chunk of reply.chunks ?? chunksOf(reply.content)) {
    if (typeof chunk !== 'string') await chunk;
    else if (!response.destroyed) response.write(streamEvent(request.body, { content: chunk }));
  }
  if (reply.cutAtEnd) {
    // What was written must be sent before the connection is cut.
    await new Promise((done) => setImmediate(done));
    return void response.destroy();
  }
  response.write(streamEvent(request.body, {}, reply.finishReason ?? 'stop'));
  const options = request.body['stream_options'] as { include_usage?: boolean } | undefined;
  if (options?.include_usage)
    response.write(streamEvent(request.body, undefined, null, completion(request.body, reply).usage));
  response.end('data: [DONE]\n\n');
}

function fail(response: ServerResponse, { status, message, code, retryAfter }: FailureReply): void {
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
  sendJson(response, status, {
    error: {
      message: message ?? `Scripted failure ${status}`,
      type: 'scripted',
      param: null,
      code: code ?? null,
    },
  });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const contentType = request.headers['content-type'] ?? '';
  if (!contentType.startsWith('multipart/form-data'))
    return bytes.length === 0 ? {} : (JSON.parse(bytes.toString()) as Record<string, unknown>);
  const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
  const fields: Record<string, unknown> = {};
  for (const [name, value] of form)
    fields[name] =
      typeof value === 'string'
        ? value
        : { name: value.name, type: value.type, bytes: new Uint8Array(await value.arrayBuffer()) };
  return fields;
}
