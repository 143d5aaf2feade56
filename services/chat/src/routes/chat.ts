import { ChatAnswer, ChatCancel, ChatCancelled, ChatFollow, ChatTurn } from '@persona/contracts';
import type { App } from '@persona/runtime';
import { sse } from '../sse.ts';
import type { Turns } from '../turns.ts';

/** One turn of a chat (contract §10), as JSON or, with `Accept: text/event-stream`, as server-sent events. */
export function chatRoutes(app: App, turns: Turns): void {
  app.post(
    '/internal/chat',
    { schema: { body: ChatTurn, response: { 200: ChatAnswer } } },
    async (request, reply) => {
      const turn = request.body;
      if (!request.headers.accept?.includes('text/event-stream')) return turns.run(turn);
      const stream = await sse(reply, (tell) => turns.run(turn, tell));
      return stream as never;
    },
  );
  app.post('/internal/chat-events', { schema: { body: ChatFollow } }, async (request, reply) =>
    sse(reply, (tell) => turns.follow(request.body, tell)),
  );
  app.post(
    '/internal/chat-cancel',
    { schema: { body: ChatCancel, response: { 200: ChatCancelled } } },
    async (request) => ({ cancelled: await turns.cancel(request.body) }),
  );
}
