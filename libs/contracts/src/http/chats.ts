import { Type, type Static } from 'typebox';
import { ChatAnswer, MAX_TOP_K, PromptItem, SearchFilters, SearchResult } from '../chat.ts';
import { Citation, feedbackRatings } from '../chat-entities.ts';
import { ClientId, Deleted, Nullable, PagingQuery, PagingReply, Success, Timestamp } from './common.ts';

export const MAX_MESSAGE_CHARACTERS = 32 * 1024;

const instance_id = Type.Optional(ClientId('The persona.'));
const topK = Type.Optional(
  Type.Integer({ minimum: 1, maximum: MAX_TOP_K, description: 'How many passages to look for.' }),
);

export const ChatBody = Type.Object({
  instance_id,
  chat_id: Type.Optional(ClientId('The chat to continue, unless it stands in chat_data.')),
  chat_data: Type.Object({
    instance_id,
    user_id: ClientId('Who is talking.'),
    message: Type.String({ minLength: 1, maxLength: MAX_MESSAGE_CHARACTERS }),
    context: Type.Optional(
      Type.String({ description: 'Helps this turn only, at most 16 KB; it is never stored as knowledge.' }),
    ),
    chat_id: Type.Optional(ClientId('The chat to continue; without it a new one begins.')),
    message_id: Type.Optional(
      ClientId("The caller's own id of the message: sent again, it is answered once."),
    ),
    stream: Type.Optional(Type.Boolean({ description: 'true: the answer as server-sent events.' })),
    inline_citations: Type.Optional(
      Type.Boolean({
        description:
          'true: `[1]` behind what is cited, and a list of sources at the end of the text. Default: `inline_citations` of the persona’s configuration.',
      }),
    ),
    top_k: topK,
    filters: Type.Optional(SearchFilters),
  }),
});
export type ChatBody = Static<typeof ChatBody>;
export const ChatReply = Success({ ...ChatAnswer.properties, instance_id: Type.String() });

export const SearchBody = Type.Object({
  instance_id,
  query: Type.String({ minLength: 1, maxLength: MAX_MESSAGE_CHARACTERS }),
  top_k: topK,
  filters: Type.Optional(SearchFilters),
});
export const SearchReply = Success({ results: Type.Array(SearchResult) });

export const GeneratePromptsBody = Type.Object({
  instance_id,
  data: Type.Object({
    instance_id,
    topics: Type.Array(Type.String({ minLength: 1, maxLength: 1000 }), { minItems: 1, maxItems: 50 }),
    context: Type.Optional(Type.String({ description: 'At most 16 KB.' })),
    count: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 50, description: 'How many prompts; one a topic unless told.' }),
    ),
    save: Type.Optional(
      Type.Boolean({ description: "Keeps them in the persona's configuration, as `prompts`." }),
    ),
  }),
});
export const GeneratePromptsReply = Success({
  prompts: Type.Array(Type.String()),
  items: Type.Array(PromptItem),
  gaps: Type.Array(Type.String({ description: "A topic the knowledge base can't answer." })),
  saved: Type.Optional(Type.Boolean()),
});

/** The most messages of a chat in its list entry; the last ones are shown. */
export const MESSAGES_IN_LIST = 50;
export const ChatView = Type.Object({
  chat_id: Type.String(),
  user_id: Type.String(),
  messages: Type.Array(Type.String(), { description: `The last ${MESSAGES_IN_LIST}, oldest first.` }),
  instance_id: Type.String(),
  title: Type.String(),
  message_count: Type.Integer(),
  created_at: Timestamp(),
  updated_at: Timestamp(),
});
export type ChatView = Static<typeof ChatView>;
export const ListChatsQuery = Type.Object({
  ...PagingQuery,
  instance_id,
  user_id: Type.Optional(ClientId('Only the chats of this user.')),
  chat_id: Type.Optional(ClientId('Only this chat.')),
  q: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 256,
      description: 'Only those in whose title or messages this text stands, in any case.',
    }),
  ),
});
export const ListChatsReply = Success({ chats: Type.Array(ChatView), ...PagingReply });

export const ListMessagesQuery = Type.Object({
  ...PagingQuery,
  instance_id,
  id: Type.Optional(ClientId('The chat.')),
  chat_id: Type.Optional(ClientId('The chat.')),
});
export const MessageView = Type.Object({
  id: Type.String(),
  role: Type.Enum(['user', 'assistant']),
  text: Type.String(),
  created_at: Timestamp(),
  citations: Type.Array(Citation),
  answer_type: Nullable(Type.String()),
  rating: Type.Optional(Type.Enum([...feedbackRatings], { description: 'What was said to the answer.' })),
});
export const ListMessagesReply = Success({
  messages: Type.Array(Type.String()),
  message_items: Type.Array(MessageView),
  chat_id: Type.String(),
  user_id: Type.String(),
  title: Type.String(),
  ...PagingReply,
});
export const ChatIdQuery = Type.Object({
  id: Type.Optional(Type.String()),
  chat_id: Type.Optional(Type.String()),
});
export const ChatIdBody = Type.Optional(
  Type.Object({
    instance_id: Type.Optional(Type.String()),
    id: Type.Optional(Type.String()),
    chat_id: Type.Optional(Type.String()),
  }),
);
export const CancelChatReply = Success({
  chat_id: Type.String(),
  cancelled: Type.Boolean({ description: 'false: nothing was being answered.' }),
});
export const DeleteChatReply = Success({ ...Deleted, chat_id: Type.String() });
