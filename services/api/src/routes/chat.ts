import { AppError, CancelChatReply, ChatBody, ChatReply, MAX_CONTEXT_BYTES } from '@persona/contracts';
import { Type } from 'typebox';
import { chatTurn, checkSize, lastEventOf, speakingFor } from '../chat-turn.ts';
import { quotaTeller } from '../edge/rate-limit.ts';
import { readId, readOptionalId } from '../ids.ts';
import { notFoundIn } from '../access.ts';
import type { Kit } from '../kit.ts';
import type { Resources } from '../resources.ts';
import { presentEvents } from '../answer-events.ts';
import { presentAnswer } from '../present-answer.ts';
import { presentationOf } from '../source-links.ts';
import { sseHeaders } from '../sse.ts';
import type { App } from '@persona/runtime';
import type { Reply, Request } from '../types.ts';

/** Chatting with a persona (contract §10). */
export function chatRoutes(app: App, resources: Resources, { access, quotas }: Kit): void {
  const { chat } = resources;
  const counted = <T>({ caller }: Request, reply: Reply, work: () => Promise<T>): Promise<T> =>
    quotas.using(caller, () => ({ messages: 1 }), quotaTeller(reply), work);

  app.post(
    '/api/kb/v2/chat',
    {
      config: { scope: 'chat', load: 'chat', audit: 'chat.say', token: true },
      schema: {
        tags: ['Chat'],
        summary: 'Say something to a persona',
        description:
          'Answered as JSON, or, with `Accept: text/event-stream` or `stream: true`, as server-sent events: `start`, `retrieval`, `delta`…, `citation`…, then one `done` (the whole answer) or `error`. Sent again with the header `Last-Event-ID`, it goes on after that event; a `start` says that the answer begins anew.',
        body: ChatBody,
        produces: ['application/json', 'text/event-stream'],
        response: { 200: ChatReply },
      },
    },
    async (request, reply) => {
      const { user_id, message, message_id, context, top_k, filters, stream, inline_citations } =
        request.body.chat_data;
      if (!/\S/.test(message)) {
        const param = 'chat_data.message';
        throw new AppError('validation_error', `${param} must not be blank`, { param });
      }
      checkSize(context, 'chat_data.context', MAX_CONTEXT_BYTES);
      // Before anything is looked for, so that the refusal of a user does not tell which chats exist.
      speakingFor(request.caller, user_id);
      const chat_id = readOptionalId(request, ['chat_id']);
      // A chat belongs to a persona, so its id is enough.
      const granted =
        chat_id === undefined ? await access.persona(request) : await access.of(request, 'chats', chat_id);
      const turn = chatTurn(request, granted, {
        user_id,
        message,
        message_id,
        context,
        top_k,
        filters,
        chat_id,
      });
      const presentation = presentationOf(resources, request, granted, inline_citations);
      // No abort signal is passed, so that a caller that disconnects finds the answer in the chat.
      if (stream ?? acceptsEvents(request.headers.accept)) {
        // Text that is held until its sources are known has no place to go on from.
        const { last_event_id: _, ...whole } = turn;
        const events = await counted(request, reply, () => chat.stream(presentation.inline ? whole : turn));
        sseHeaders(reply);
        return presentEvents(events, presentation, request.warnings) as never;
      }
      const answer = await counted(request, reply, () => chat.answer(turn));
      return { status: 'success' as const, ...presentAnswer(answer, presentation) };
    },
  );

  /** What the chat service needs to find an answer that was requested before. */
  const asked = async (request: Request) => {
    const chat_id = readId(request, 'chat_id', ['chat_id']);
    const granted = await access.of(request, 'chats', chat_id);
    if (granted.instance === null) throw notFoundIn('chats', chat_id);
    const subject = {
      instance_id: granted.instance.id,
      chat_id,
      pinned_user_id: request.caller.userId,
    };
    return { granted, subject };
  };

  app.get(
    '/api/kb/v2/chat/:chat_id/events',
    {
      config: { scope: 'chat', load: 'events', token: true },
      schema: {
        tags: ['Chat'],
        summary: 'Follow the answer that is being made in a chat, or the last one, as server-sent events',
        description:
          'For a reader that lost its stream: with the header `Last-Event-ID` it goes on after that event.',
        params: ChatIdParams,
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) => {
      const { granted, subject } = await asked(request);
      const events = await chat.follow({ ...subject, ...lastEventOf(request) });
      sseHeaders(reply);
      return presentEvents(events, presentationOf(resources, request, granted, false));
    },
  );
  app.post(
    '/api/kb/v2/chat/:chat_id/cancel',
    {
      config: { scope: 'chat', audit: 'chat.cancel', token: true },
      schema: {
        tags: ['Chat'],
        summary: 'End the answer that is being made in a chat',
        description: 'What was said by then is the answer: it is checked, cited and stored like any other.',
        params: ChatIdParams,
        response: { 200: CancelChatReply },
      },
    },
    async (request) => {
      const { subject } = await asked(request);
      const { cancelled } = await chat.cancel(subject);
      return { status: 'success' as const, chat_id: subject.chat_id, cancelled };
    },
  );
}

const ChatIdParams = Type.Object({ chat_id: Type.String({ minLength: 1, maxLength: 256 }) });

/** Whether an Accept header prefers event streams to JSON. */
function acceptsEvents(accept: string | undefined): boolean {
  const types = (accept ?? '').split(',').map((part) => part.split(';', 1)[0]!.trim().toLowerCase());
  const events = types.indexOf('text/event-stream');
  const json = types.indexOf('application/json');
  return events >= 0 && (json < 0 || events < json);
}
