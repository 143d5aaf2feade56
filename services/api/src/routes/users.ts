import { Readable } from 'node:stream';
import {
  EraseUserReply,
  UserParams,
  UserQuery,
  type Chat,
  type Explanation,
  type Receipt,
  type Scope,
} from '@persona/contracts';
import { shownMessages } from '@persona/domain';
import type { Kit } from '../kit.ts';
import { speakingFor } from '../chat-turn.ts';
import type { Resources } from '../resources.ts';
import type { App } from '@persona/runtime';

const CHAT_BATCH_SIZE = 100;
const MESSAGE_BATCH_SIZE = 200;

/**
 * What personas keep of one of their users, for that person: all of it to take along, and its erasure
 * (contract §11). It concerns the persona that the request names, else every one that the key reaches. A user
 * that nobody knows has nothing, which is no error.
 */
export function userRoutes(app: App, resources: Resources, { access }: Kit): void {
  const { documents, domain } = resources;
  const config = { scope: 'history' } as const;
  const tags = ['History'];

  /** The chats of a user in one persona, with their messages, as they are shown. */
  async function* linesOf(scope: Scope, userId: string): AsyncGenerator<object> {
    let after: { value: string; id: string } | undefined;
    for (;;) {
      const chats = await documents.chats.find(scope, {
        where: { deleted_at: null, user_id: userId },
        after,
        limit: CHAT_BATCH_SIZE,
      });
      const last = chats.at(-1);
      if (!last) return;
      after = { value: last.id, id: last.id };
      for (const chat of chats) {
        yield chatLine(chat);
        yield* messageLines(scope, chat.id);
      }
    }
  }

  async function* messageLines(scope: Scope, chatId: string): AsyncGenerator<object> {
    let after: { value: number; id: string } | undefined;
    for (;;) {
      const rows = await documents.messages.find(scope, {
        where: { chat_id: chatId },
        orderBy: 'n',
        after,
        limit: MESSAGE_BATCH_SIZE,
      });
      const last = rows.at(-1);
      if (!last) return;
      after = { value: last.n, id: last.id };
      const explained = await documents.explanations.getMany(
        scope,
        rows.map(({ id }) => id),
      );
      const explanations = new Map(explained.map((one) => [one.id, one]));
      for (const { id, role, text, created_at, citations, answer_type } of await shownMessages(
        documents,
        scope,
        rows,
      ))
        yield {
          kind: 'message',
          chat_id: chatId,
          id,
          role,
          text,
          created_at,
          answer_type,
          citations,
          ...explanationLine(explanations.get(id)),
        };
    }
  }

  app.get(
    '/api/users/:user_id/export',
    {
      config: { ...config, audit: 'user.export' },
      schema: {
        tags,
        summary: 'Everything that is kept of a user, as one archive',
        description:
          'A line each: `export`, then each `chat` with its `message`s, then `end` with their counts; an archive without `end` is not whole.',
        params: UserParams,
        querystring: UserQuery,
        produces: ['application/x-ndjson'],
      },
    },
    async (request, reply) => {
      const userId = speakingFor(request.caller, request.params.user_id);
      const personas = await access.everyPersona(request);
      async function* archive(): AsyncGenerator<string> {
        const counts = { chats: 0, messages: 0 };
        yield line({ kind: 'export', user_id: userId, at: new Date().toISOString() });
        for await (const { scope } of personas)
          for await (const one of linesOf(scope, userId)) {
            counts['role' in one ? 'messages' : 'chats']++;
            yield line(one);
          }
        yield line({ kind: 'end', ...counts });
      }
      reply.header('content-type', 'application/x-ndjson; charset=utf-8');
      reply.header('content-disposition', 'attachment; filename="export.ndjson"');
      return Readable.from(archive());
    },
  );

  app.delete(
    '/api/users/:user_id',
    {
      config: { ...config, audit: 'user.erase' },
      schema: {
        tags,
        summary: 'Erase everything that is kept of a user',
        description:
          'Gone before the reply, whose receipt says what was removed, and how much was found when it was looked for again. Keys that are pinned to the user stay.',
        params: UserParams,
        querystring: UserQuery,
        response: { 200: EraseUserReply },
      },
    },
    async (request) => {
      const userId = speakingFor(request.caller, request.params.user_id);
      const receipt: Receipt = {
        subject: userId,
        personas: 0,
        removed: { chats: 0, messages: 0, kept_replies: 0 },
        residual: 0,
        at: '',
      };
      for await (const { scope } of await access.everyPersona(request)) {
        const { removed, residual } = await domain.eraseUser(scope, userId);
        receipt.personas++;
        receipt.removed.chats += removed.chats;
        receipt.removed.messages += removed.messages;
        receipt.removed.kept_replies += removed.kept_replies;
        receipt.residual += residual;
      }
      if (receipt.residual > 0)
        request.warnings.push('The user went on chatting meanwhile; erase again when they have stopped.');
      receipt.at = new Date().toISOString();
      return { status: 'success' as const, message: 'User erased successfully', receipt };
    },
  );
}

const line = (value: object): string => `${JSON.stringify(value)}\n`;

/** What was computed for an answer: how the user was understood, and what was found for that. */
const explanationLine = (kept: Explanation | undefined) => {
  if (!kept) return {};
  const { questions, passages, sentences, model_outcome } = kept;
  return { explanation: { questions, passages, sentences, model_outcome } };
};

const chatLine = ({ id, instance_id, title, message_count, created_at, updated_at }: Chat) => ({
  kind: 'chat',
  chat_id: id,
  instance_id,
  title,
  message_count,
  created_at,
  updated_at,
});
