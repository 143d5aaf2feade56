import { PassThrough } from 'node:stream';
import {
  AppError,
  CompletionBody,
  CompletionReply,
  ListModelsReply,
  MAX_CONTEXT_BYTES,
  MAX_MESSAGE_CHARACTERS,
  ModelReply,
  errorBody,
  toAppError,
  MiB,
  type Annotation,
  type ChatAnswer,
  type ChatEvent,
  type Citation,
  type CompletionMessage,
  type Instance,
  type Scope,
  type ModelView,
} from '@persona/contracts';
import { Type, type Static } from 'typebox';
import type { PersonaAccess } from '../access.ts';
import { chatTurn, type TurnFields } from '../chat-turn.ts';
import { quotaTeller } from '../edge/rate-limit.ts';
import type { Kit } from '../kit.ts';
import type { Resources } from '../resources.ts';
import { readEvents } from '../sse-reader.ts';
import { sseHeaders } from '../sse.ts';
import type { App } from '@persona/runtime';
import type { Reply, Request } from '../types.ts';

const MAX_MODELS = 1000;
const NO_USAGE = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

/**
 * Personas as models of an OpenAI client (contract §10): chat completions, also streamed, with citations as
 * annotations.
 */
export function completionRoutes(app: App, resources: Resources, { access, quotas }: Kit): void {
  const { chat, documents } = resources;
  const tags = ['OpenAI clients'];

  /** The user of a chat that is continued: such clients often leave out who is talking. */
  const userOf = async (scope: Scope, chatId: string | undefined): Promise<string | undefined> =>
    chatId === undefined ? undefined : (await documents.chats.get(scope, chatId))?.user_id;

  /**
   * Finds the persona that a client names as its model: by id, or by a name that only one of the personas in
   * reach has.
   */
  const model = async (request: Request, name: string): Promise<PersonaAccess> => {
    const reached = await access.reachable(request, MAX_MODELS, name.startsWith('ins_') ? undefined : name);
    const named = reached.filter(({ id, name: own }) => id === name || own === name);
    const [first, second] = named;
    if (!first) {
      if (name.startsWith('ins_')) return access.instance(request, name);
      throw new AppError(
        'not_found',
        `There is no persona "${name}" that this key can reach; see GET /v1/models.`,
        {
          param: 'model',
        },
      );
    }
    if (second)
      throw new AppError(
        'instance_ambiguous',
        `Several personas are called "${name}": use the id of one as the model.`,
        {
          param: 'model',
        },
      );
    return access.instance(request, first.id);
  };

  app.get(
    '/v1/models',
    {
      config: { scope: 'chat', token: true },
      schema: { tags, summary: 'List personas as models', response: { 200: ListModelsReply } },
    },
    async (request) => ({
      object: 'list' as const,
      data: (await access.reachable(request, MAX_MODELS)).map(modelView),
    }),
  );
  app.get(
    '/v1/models/:model',
    {
      config: { scope: 'chat', token: true },
      schema: {
        tags,
        summary: 'A persona as a model',
        params: Type.Object({ model: Type.String({ maxLength: 256 }) }),
        response: { 200: ModelReply },
      },
    },
    async (request) => modelView((await model(request, request.params.model)).instance),
  );

  app.post(
    '/v1/chat/completions',
    {
      config: { scope: 'chat', load: 'chat', token: true, audit: 'chat.say' },
      bodyLimit: 4 * MiB,
      schema: {
        tags,
        summary: 'Chat as an OpenAI client does',
        description:
          '`model` is the id or the name of a persona. The last user message is answered; what was said before helps the turn. `metadata.chat_id` continues a chat that is kept here.',
        body: CompletionBody,
        response: { 200: CompletionReply },
      },
    },
    async (request, reply) => {
      const { body, caller } = request;
      const granted = await model(request, body.model);
      const chatId = body.metadata?.['chat_id'];
      const chat_id = typeof chatId === 'string' ? chatId : undefined;
      const turn = chatTurn(request, granted, {
        user_id: body.user || caller.userId || (await userOf(granted.scope, chat_id)) || 'openai',
        ...spoken(body.messages),
        chat_id,
      });
      const counted = <T>(work: () => Promise<T>): Promise<T> =>
        quotas.using(caller, () => ({ messages: 1 }), quotaTeller(reply), work);
      if (!body.stream) return completion(body.model, await counted(() => chat.answer(turn)));
      const events = await counted(() => chat.stream(turn));
      sseHeaders(reply);
      const withUsage = body.stream_options?.include_usage ?? false;
      const { id: requestId, warnings } = request;
      return chunks(reply, events, { model: body.model, withUsage, requestId, warnings }) as never;
    },
  );
}

const MAX_HISTORY = 24;

/**
 * The last message of the user is answered; the turns before it are its history, and the system messages its
 * context. Such a client keeps its chats itself and sends them whole each time.
 */
function spoken(messages: readonly CompletionMessage[]): Pick<TurnFields, 'message' | 'context' | 'history'> {
  const last = messages.findLastIndex(({ role }) => role === 'user');
  const message = last < 0 ? '' : textOf(messages[last]!, last);
  const param = last < 0 ? 'messages' : `messages[${last}].content`;
  if (!/\S/.test(message))
    throw new AppError('validation_error', `${param} must hold a message of the user`, { param });
  if (message.length > MAX_MESSAGE_CHARACTERS)
    throw new AppError(
      'validation_error',
      `${param} must have at most ${MAX_MESSAGE_CHARACTERS} characters`,
      {
        param,
      },
    );
  const history: NonNullable<TurnFields['history']> = [];
  const instructions: string[] = [];
  for (const [n, one] of messages.slice(0, last).entries()) {
    const text = textOf(one, n);
    if (one.role === 'user' || one.role === 'assistant') history.push({ role: one.role, text });
    else if (one.role === 'system' || one.role === 'developer') instructions.push(text);
  }
  const context = instructions.join('\n');
  if (Buffer.byteLength(context) > MAX_CONTEXT_BYTES)
    throw new AppError(
      'validation_error',
      `messages of the system must have at most ${MAX_CONTEXT_BYTES / 1024} KB together`,
      { param: 'messages' },
    );
  return {
    message,
    ...(context === '' ? {} : { context }),
    ...(history.length === 0 ? {} : { history: history.slice(-MAX_HISTORY) }),
  };
}

function textOf({ content }: CompletionMessage, n: number): string {
  if (typeof content === 'string') return content;
  return (content ?? [])
    .map(({ type, text }) => {
      if (type === 'text' && text !== undefined) return text;
      const param = `messages[${n}].content`;
      throw new AppError('validation_error', `${param} has a part of type "${type}"; only text is read`, {
        param,
      });
    })
    .join('\n');
}

const idOf = (messageId: string): string => `chatcmpl-${messageId}`;
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** Returns one annotation for each statement that a quote supports. */
const annotationsOf = (citations: readonly Citation[]): Annotation[] =>
  citations.flatMap(({ index, td_id, version, title, quote, url, spans }) =>
    spans.map(({ start, end }) => ({
      type: 'url_citation' as const,
      url_citation: {
        url: url ?? `/api/kb/training-data/${td_id}`,
        title,
        start_index: start,
        end_index: end,
        td_id,
        version,
        index,
        quote,
      },
    })),
  );

const completion = (model: string, answer: ChatAnswer): Static<typeof CompletionReply> => ({
  id: idOf(answer.message_id),
  object: 'chat.completion',
  created: nowSeconds(),
  model,
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: answer.response,
        refusal: null,
        annotations: annotationsOf(answer.citations),
      },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage: answer.usage ?? NO_USAGE,
  chat_id: answer.chat_id,
  message_id: answer.message_id,
  answer_type: answer.answer_type,
  ...besideContent(answer),
  instance_id: answer.instance_id,
});

/** Extra fields: how sure the persona is, what it offers where it does not know, what it did not use. */
const besideContent = ({ confidence, suggestions, dropped, warnings }: ChatAnswer) => ({
  ...(confidence === undefined ? {} : { confidence }),
  ...(suggestions === undefined ? {} : { suggestions }),
  ...(dropped === undefined ? {} : { dropped }),
  ...(warnings === undefined ? {} : { warnings }),
});

interface ChunkOptions {
  model: string;
  withUsage: boolean;
  requestId: string;
  /** Sent with the first chunk. */
  warnings: readonly string[];
}

/** Yields the events of the chat service as chunks of an OpenAI stream, each as soon as it arrives. */
function chunks(
  reply: Reply,
  events: AsyncIterable<Uint8Array>,
  { model, withUsage, requestId, warnings }: ChunkOptions,
): PassThrough {
  const out = new PassThrough();
  const created = nowSeconds();
  const put = (data: unknown): void => {
    if (!out.destroyed) out.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
  };
  let id = idOf(requestId);
  const chunk = (delta: object, finish_reason: 'stop' | null = null): object => ({
    id,
    object: 'chat.completion.chunk',
    created,
    model,
    choices: [{ index: 0, delta, logprobs: null, finish_reason }],
    ...(withUsage ? { usage: null } : {}),
  });
  const say = (event: ChatEvent): void => {
    switch (event.event) {
      case 'start':
        id = idOf(event.data.message_id);
        put({
          ...chunk({ role: 'assistant', content: '' }),
          chat_id: event.data.chat_id,
          ...(warnings.length > 0 ? { warnings } : {}),
        });
        break;
      case 'delta':
        put(chunk({ content: event.data.text }));
        break;
      case 'done': {
        const annotations = annotationsOf(event.data.citations);
        if (annotations.length > 0) put(chunk({ annotations }));
        put({ ...chunk({}, 'stop'), ...besideContent(event.data) });
        if (withUsage) put({ ...chunk({}), choices: [], usage: event.data.usage ?? NO_USAGE });
        put('[DONE]');
        break;
      }
      case 'error':
        put({ error: { ...event.data, type: 'server_error', param: null, request_id: requestId } });
        break;
    }
  };
  const work = async (): Promise<void> => {
    for await (const { event, data } of readEvents(events)) {
      say({ event, data: JSON.parse(data) as unknown } as ChatEvent);
    }
  };
  work()
    .catch((error: unknown) => put({ error: errorBody(toAppError(error), requestId).error }))
    .finally(() => out.end());
  reply.raw.once('close', () => out.destroy());
  return out;
}

const modelView = (instance: Instance): ModelView => ({
  id: instance.id,
  object: 'model',
  created: Math.floor(Date.parse(instance.created_at) / 1000),
  owned_by: 'persona',
  name: instance.name,
});
