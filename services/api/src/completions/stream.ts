import { PassThrough } from 'node:stream';
import {
  AppError,
  errorBody,
  errorTable,
  toAppError,
  type ChatAnswer,
  type ChatEvent,
  type ErrorCode,
} from '@persona/contracts';
import { whenClosed } from '@persona/runtime';
import type { Presentation } from '../present-answer.ts';
import { readEvents } from '../sse-reader.ts';
import { sseHeaders } from '../sse.ts';
import type { Reply } from '../types.ts';
import { createLimitedText } from './limit-text.ts';
import type { ReplyParameters } from './read-parameters.ts';
import { besideContent, idOf, isWhole, NO_USAGE, nowSeconds, shape, type FinishReason } from './reply.ts';

const PING_INTERVAL_MS = 15_000;

interface ChunkOptions {
  model: string;
  withUsage: boolean;
  requestId: string;
  parameters: ReplyParameters;
  presentation: Presentation;
  /** Sent with the first chunk. */
  warnings: readonly string[];
}

/**
 * Turns the events of the chat service into chunks of an OpenAI stream, each as soon as it arrives. The
 * status waits for the first words: a failure before them rejects, and is a reply with a status of its own.
 */
export function chunks(
  reply: Reply,
  events: AsyncIterable<Uint8Array>,
  { model, withUsage, requestId, parameters, presentation, warnings }: ChunkOptions,
): Promise<PassThrough> {
  const out = new PassThrough();
  const created = nowSeconds();
  const limited = createLimitedText(parameters);
  const isHeld = isWhole(parameters, presentation);
  let start: Extract<ChatEvent, { event: 'start' }>['data'] | undefined;
  let ping: NodeJS.Timeout | undefined;

  const write = (text: string): void => {
    if (!out.destroyed && !out.writableEnded) out.write(text);
  };
  const put = (data: unknown): void =>
    write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
  const chunk = (delta: object, finish_reason: FinishReason | null = null): object => ({
    id: idOf(start?.message_id ?? requestId),
    object: 'chat.completion.chunk',
    created,
    model,
    choices: [{ index: 0, delta, logprobs: null, finish_reason }],
    ...(withUsage ? { usage: null } : {}),
  });
  const end = (answer: ChatAnswer): void => {
    const rest = isHeld ? '' : limited.end();
    if (rest) put(chunk({ content: rest }));
    const { content, annotations, finish_reason } = shape(answer, parameters, presentation);
    if (isHeld) put(chunk({ content }));
    if (annotations.length > 0) put(chunk({ annotations }));
    put({ ...chunk({}, finish_reason), ...besideContent(answer) });
    if (withUsage) put({ ...chunk({}), choices: [], usage: answer.usage ?? NO_USAGE });
    put('[DONE]');
  };

  return new Promise((resolve, reject) => {
    const open = (): void => {
      if (ping !== undefined) return;
      ping = setInterval(() => write(': ping\n\n'), PING_INTERVAL_MS);
      sseHeaders(reply);
      put({
        ...chunk({ role: 'assistant', content: '' }),
        ...(start?.chat_id ? { chat_id: start.chat_id } : {}),
        ...(warnings.length > 0 ? { warnings } : {}),
      });
      resolve(out);
    };
    const say = (event: ChatEvent): void => {
      if (event.event === 'start') start = event.data;
      else if (event.event === 'delta') {
        open();
        const text = isHeld ? '' : limited.push(event.data.text);
        if (text) put(chunk({ content: text }));
      } else if (event.event === 'done') {
        open();
        end(event.data);
      } else if (event.event === 'error') throw errorOf(event.data);
    };
    const work = async (): Promise<void> => {
      for await (const { event, data } of readEvents(events))
        say({ event, data: JSON.parse(data) as unknown } as ChatEvent);
      if (ping === undefined) throw new AppError('not_ready', 'The answer broke off. Try again.');
    };
    whenClosed(reply.raw, () => out.destroy());
    work()
      .catch((error: unknown) => {
        if (ping === undefined) return reject(error);
        put({ error: errorBody(toAppError(error), requestId).error });
      })
      .finally(() => {
        clearInterval(ping);
        out.end();
      });
  });
}

/** The events of an answer that is known whole. */
export async function* eventsOf(answer: ChatAnswer): AsyncGenerator<Uint8Array> {
  const { chat_id, message_id, instance_id, response } = answer;
  const events: ChatEvent[] = [
    { event: 'start', data: { chat_id, message_id, instance_id } },
    { event: 'delta', data: { text: response } },
    { event: 'done', data: { status: 'success', ...answer } },
  ];
  for (const { event, data } of events)
    yield Buffer.from(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

function errorOf({ code, message }: { code: string; message: string }): AppError {
  return new AppError(Object.hasOwn(errorTable, code) ? (code as ErrorCode) : 'internal', message);
}
