import {
  AppError,
  ChatIdBody,
  ChatIdQuery,
  DeleteChatReply,
  ListChatsQuery,
  ListChatsReply,
  ListMessagesQuery,
  ListMessagesReply,
  MESSAGES_IN_LIST,
  IdParams,
  type Chat,
  type ChatView,
  type Scope,
} from '@persona/contracts';
import { shownMessages } from '@persona/domain';
import type { Static } from 'typebox';
import { speakingFor } from '../chat-turn.ts';
import { readId, readOptionalId } from '../ids.ts';
import { notFoundIn, type Access } from '../access.ts';
import type { Kit } from '../kit.ts';
import { emptyList, listPage } from '../paging.ts';
import type { Resources } from '../resources.ts';
import { CHATS_LIST, searchChats } from '../search-chats.ts';
import { presentationOf } from '../source-links.ts';
import type { App } from '@persona/runtime';
import type { Request } from '../types.ts';

/** Chats and their messages (contract §11). */
export function historyRoutes(app: App, resources: Resources, { access }: Kit): void {
  const { documents, domain } = resources;
  const { chats, messages } = documents;
  const config = { scope: 'history' } as const;
  const readConfig = { ...config, token: true };
  const removeConfig = { ...config, audit: 'chat.delete' } as const;
  const tags = ['History'];

  const missing = (id: string): AppError => notFoundIn('chats', id);

  const find = async (request: Request, evenDeleted = false): Promise<Access & { chat: Chat }> => {
    const id = readId(request, 'chat_id', ['chat_id', 'id']);
    const { scope, instance } = await access.of(request, 'chats', id);
    const chat = await chats.get(scope, id);
    const { userId } = request.caller;
    if (!chat || (userId !== null && chat.user_id !== userId)) throw missing(id);
    if (chat.deleted_at !== null && !evenDeleted) throw missing(id);
    return { scope, instance, chat };
  };

  /** Returns the last messages of a chat, oldest first. */
  const lastMessages = async (scope: Scope, chat: Chat): Promise<string[]> => {
    const rows = await messages.find(scope, {
      where: { chat_id: chat.id },
      orderBy: 'n',
      direction: 'desc',
      limit: MESSAGES_IN_LIST,
    });
    const shown = await shownMessages(documents, scope, rows);
    return shown.map(({ text }) => text).toReversed();
  };
  const viewOf = async (scope: Scope, chat: Chat): Promise<ChatView> => ({
    chat_id: chat.id,
    user_id: chat.user_id,
    messages: await lastMessages(scope, chat),
    instance_id: chat.instance_id,
    title: chat.title,
    message_count: chat.message_count,
    created_at: chat.created_at,
    updated_at: chat.updated_at,
  });

  app.get(
    '/api/persona/chats',
    {
      config: readConfig,
      schema: {
        tags,
        summary: 'List chats, the latest first',
        querystring: ListChatsQuery,
        response: { 200: ListChatsReply },
      },
    },
    async (request) => {
      const { caller, query } = request;
      if (readOptionalId(request, ['chat_id']) !== undefined) {
        const { scope, chat } = await find(request);
        return {
          status: 'success' as const,
          chats: [await viewOf(scope, chat)],
          has_more: false,
          next_cursor: null,
        };
      }
      const user_id = query.user_id === undefined ? caller.userId : speakingFor(caller, query.user_id);
      const granted = await access.personaIfAny(request);
      const where = { deleted_at: null, ...(user_id === null ? {} : { user_id }) };
      const order = { where, orderBy: 'updated_at', direction: 'desc' } as const;
      const { q, ...page } = query;
      const { rows, ...paging } = !granted
        ? emptyList
        : q === undefined
          ? await listPage(CHATS_LIST, chats, granted.scope, order, page)
          : await searchChats(documents, granted.scope, where, { ...page, q });
      const views = granted ? await Promise.all(rows.map((chat) => viewOf(granted.scope, chat))) : [];
      return { status: 'success' as const, chats: views, ...paging };
    },
  );

  const readMessages = async (request: Request & { query: Static<typeof ListMessagesQuery> }) => {
    const { scope, instance, chat } = await find(request);
    const { addressOf } = presentationOf(resources, request, { scope, instance }, false);
    const order = { where: { chat_id: chat.id }, orderBy: 'n' } as const;
    const { rows: stored, ...paging } = await listPage('messages', messages, scope, order, request.query);
    const rows = await shownMessages(documents, scope, stored);
    return {
      status: 'success' as const,
      messages: rows.map(({ text }) => text),
      message_items: rows.map(({ id, role, text, created_at, citations, answer_type, feedback }) => ({
        id,
        role,
        text,
        created_at,
        citations: citations.map((one) => (one.deleted ? one : { ...one, url: addressOf(one) })),
        answer_type,
        ...(feedback?.rating ? { rating: feedback.rating } : {}),
      })),
      chat_id: chat.id,
      user_id: chat.user_id,
      title: chat.title,
      ...paging,
    };
  };
  const messagesSchema = {
    tags,
    summary: 'The messages of a chat, oldest first',
    querystring: ListMessagesQuery,
    response: { 200: ListMessagesReply },
  };
  app.get('/api/persona/messages', { config: readConfig, schema: messagesSchema }, (request) =>
    readMessages(request),
  );
  app.get(
    '/api/persona/messages/:id',
    { config: readConfig, schema: { ...messagesSchema, params: IdParams } },
    (request) => readMessages(request),
  );

  const remove = async (request: Request) => {
    const { scope, chat } = await find(request, true);
    const result = await domain.deleteChat(scope, chat.id);
    return {
      status: 'success' as const,
      message: 'Chat deleted successfully',
      chat_id: chat.id,
      ...(result === 'deleted' ? {} : { already_deleted: true }),
    };
  };
  const removeSchema = {
    tags,
    summary: 'Delete a chat',
    body: ChatIdBody,
    response: { 200: DeleteChatReply },
  };
  app.delete(
    '/api/persona/chats',
    { config: removeConfig, schema: { ...removeSchema, querystring: ChatIdQuery } },
    (request) => remove(request),
  );
  app.delete(
    '/api/persona/chats/:id',
    { config: removeConfig, schema: { ...removeSchema, params: IdParams } },
    (request) => remove(request),
  );
}
