import type { AddVideoReply, AddVoiceReply, ChatBody, ChatEvent } from '@persona/contracts';
import createFetchClient, { type Client } from 'openapi-fetch';
import type { Static } from 'typebox';
import { followEvents, type FollowOptions } from './follow.ts';
import type { Paths } from './paths.ts';
import { errorOf, unreachable } from './persona-error.ts';
import { withRetries, type Fetch } from './retry.ts';
import type { ServerEvent } from './server-events.ts';
import { uploadForm, type UploadOptions } from './upload.ts';

export interface PersonaClientOptions {
  /** The address of the gateway, as in `https://persona.example`, with whatever path is before it. */
  baseUrl: string;
  /** An API key or a browser token; also as a function, where it changes. */
  key?: string | (() => string | Promise<string>) | undefined;
  /** Sent with every request. */
  headers?: Readonly<Record<string, string>> | undefined;
  fetch?: Fetch | undefined;
}

/** What is said to a persona, and how far it is known already. */
export type Question = ChatBody['chat_data'];

export interface PersonaClient {
  /**
   * Every route of the API by its address, as in `api.GET('/api/jobs/{id}', { params: { path: { id } } })`
   * (openapi-fetch). A reply that is an error is thrown as a PersonaError, so that `data` is there.
   */
  readonly api: Client<Paths>;
  /**
   * Says something and gives the events of the answer. A stream that was cut goes on where it was; a `start`
   * says that the text begins anew. The last event is `done` or `error`.
   */
  ask(
    question: Question,
    options?: Pick<FollowOptions, 'signal' | 'onConnection'>,
  ): AsyncGenerator<ChatEvent>;
  /** The events of a route that streams them, as in `/api/jobs/{id}/events`; see `followEvents`. */
  follow(path: string, options?: FollowOptions): AsyncGenerator<ServerEvent>;
  uploadVoice(
    fields: VoiceFields,
    file: Blob,
    options?: UploadOptions,
  ): Promise<Static<typeof AddVoiceReply>>;
  uploadVideo(
    fields: VideoFields,
    file: Blob,
    options?: UploadOptions,
  ): Promise<Static<typeof AddVideoReply>>;
}

export interface VoiceFields {
  instance_id?: string;
  language: string;
  tone: string;
  pitch: string;
}
export interface VideoFields {
  instance_id?: string;
  title: string;
  description?: string;
  /** In seconds; what it really is is measured. */
  duration: number;
  resolution: string;
}

const MAX_ANSWER_FAILURES = 8;

export function createPersonaClient({
  baseUrl,
  key,
  headers: given = {},
  fetch = (request) => globalThis.fetch(request),
}: PersonaClientOptions): PersonaClient {
  const base = baseUrl.replace(/\/+$/, '');
  const headersNow = async (): Promise<Headers> => {
    const headers = new Headers(given);
    const credential = typeof key === 'function' ? await key() : key;
    if (credential !== undefined) headers.set('authorization', `Bearer ${credential}`);
    return headers;
  };
  const authorised: Fetch = async (request) => {
    for (const [name, value] of await headersNow()) request.headers.set(name, value);
    return fetch(request);
  };

  const retried = withRetries(authorised);
  const api = createFetchClient<Paths>({
    baseUrl: base,
    fetch: (request) => {
      if (request.method === 'POST' && !request.headers.has('idempotency-key'))
        request.headers.set('idempotency-key', crypto.randomUUID());
      return retried(request);
    },
  });
  api.use({
    onResponse: async ({ response }) => {
      if (!response.ok) throw errorOf(response.status, await response.text());
    },
    onError: ({ error }) =>
      error instanceof Error && ['PersonaError', 'AbortError'].includes(error.name)
        ? error
        : unreachable(error),
  });

  const upload = async (
    path: string,
    fields: VoiceFields | VideoFields,
    name: string,
    file: Blob,
    options: UploadOptions,
  ) => {
    const form = new FormData();
    for (const [field, value] of Object.entries(fields))
      if (value !== undefined) form.append(field, `${value}`);
    form.append(name, file, file instanceof File ? file.name : name);
    return uploadForm(base + path, await headersNow(), form, options);
  };

  return {
    api,
    async *ask(question, { signal, onConnection } = {}) {
      const asked = { ...question, message_id: question.message_id ?? crypto.randomUUID(), stream: true };
      const events = followEvents(
        authorised,
        (signal) =>
          new Request(`${base}/api/kb/v2/chat`, {
            method: 'POST',
            headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
            body: JSON.stringify({ chat_data: asked }),
            ...(signal ? { signal } : {}),
          }),
        {
          signal,
          maxFailures: MAX_ANSWER_FAILURES,
          isLast: ({ event }) => event === 'done' || event === 'error',
          ...(onConnection ? { onConnection } : {}),
        },
      );
      for await (const { event, data } of events) yield { event, data: JSON.parse(data) } as ChatEvent;
    },
    follow: (path, options = {}) =>
      followEvents(
        authorised,
        (signal) =>
          new Request(base + path, {
            headers: { accept: 'text/event-stream' },
            ...(signal ? { signal } : {}),
          }),
        options,
      ),
    uploadVoice: async (fields, file, options = {}) =>
      (await upload('/api/admin/add_voice', fields, 'sample_audio', file, options)) as Static<
        typeof AddVoiceReply
      >,
    uploadVideo: async (fields, file, options = {}) =>
      (await upload('/api/admin/video', fields, 'file', file, options)) as Static<typeof AddVideoReply>,
  };
}

/** The reply of a call of `api`, which has thrown unless it succeeded. */
export async function replyOf<T>(call: Promise<{ data?: T }>): Promise<NonNullable<T>> {
  const { data } = await call;
  return data as NonNullable<T>;
}
