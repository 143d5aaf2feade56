import { AppError, ChatBody, ChatReply, MAX_CONTEXT_BYTES } from '@persona/contracts';
import type { Kit } from '../app.ts';
import { chatTurn, checkSize } from '../chat-turn.ts';
import { readOptionalId } from '../ids.ts';
import type { Resources } from '../resources.ts';
import { sseHeaders } from '../sse.ts';
import type { App } from '../types.ts';

/** Talking to a persona (contract §10). */
export function chatRoutes(app: App, resources: Resources, { access }: Kit): void {
  const { chat } = resources;

  app.post(
    '/api/kb/v2/chat',
    {
      config: { scope: 'chat', load: 'chat' },
      schema: {
        tags: ['Chat'],
        summary: 'Say something to a persona',
        description:
          'Answered as JSON, or, with `Accept: text/event-stream` or `stream: true`, as server-sent events: `start`, `retrieval`, `delta`…, `citation`…, then one `done` (the whole answer) or `error`.',
        body: ChatBody,
        response: { 200: ChatReply },
      },
    },
    async (request, reply) => {
      const { user_id, message, message_id, context, top_k, filters, stream } = request.body.chat_data;
      if (!/\S/.test(message)) {
        const param = 'chat_data.message';
        throw new AppError('validation_error', `${param} must not be blank`, { param });
      }
      checkSize(context, 'chat_data.context', MAX_CONTEXT_BYTES);
      const chat_id = readOptionalId(request, ['chat_id']);
      // A chat knows its persona.
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
      // Without an abort signal on purpose: whoever goes away finds the answer in the chat.
      if (stream ?? acceptsEvents(request.headers.accept)) {
        const events = await chat.stream(turn);
        sseHeaders(reply);
        return events as never;
      }
      return { status: 'success' as const, ...(await chat.answer(turn)) };
    },
  );
}

/** Whether an Accept header names event streams, and JSON not before them. */
function acceptsEvents(accept: string | undefined): boolean {
  const types = (accept ?? '').split(',').map((part) => part.split(';', 1)[0]!.trim().toLowerCase());
  const events = types.indexOf('text/event-stream');
  const json = types.indexOf('application/json');
  return events >= 0 && (json < 0 || events < json);
}
