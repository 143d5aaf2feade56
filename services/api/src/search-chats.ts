import { DEFAULT_PAGE_SIZE, type Chat, type Scope } from '@persona/contracts';
import type { DocumentStore, Where } from '@persona/documents';
import { shownMessages } from '@persona/domain';
import { listPage, writeCursor, type Listed } from './paging.ts';

export const CHATS_LIST = 'chats';
/** How many chats one request searches for a text; a cursor continues where it stopped. */
const MAX_SEARCHED_CHATS = 500;
const SEARCH_BATCH_SIZE = 32;
const MESSAGES_BATCH_SIZE = 200;

/**
 * One page of the chats, the latest first, in which `q` stands in any case: in the title, or in what is shown
 * of a message now. There may be more also where few or none are found.
 */
export async function searchChats(
  documents: Pick<DocumentStore, 'chats' | 'messages' | 'pages'>,
  scope: Scope,
  where: Where<Chat>,
  { q, limit = DEFAULT_PAGE_SIZE, cursor }: { q: string; limit?: number; cursor?: string | undefined },
): Promise<Listed<Chat>> {
  const needle = q.toLowerCase();
  const says = async (chat: Chat): Promise<boolean> => {
    if (chat.title.toLowerCase().includes(needle)) return true;
    let after: { value: number; id: string } | undefined;
    for (;;) {
      const rows = await documents.messages.find(scope, {
        where: { chat_id: chat.id },
        orderBy: 'n',
        after,
        limit: MESSAGES_BATCH_SIZE,
      });
      const shown = await shownMessages(documents, scope, rows);
      if (shown.some(({ text }) => text.toLowerCase().includes(needle))) return true;
      const last = rows.at(-1);
      if (!last || rows.length < MESSAGES_BATCH_SIZE) return false;
      after = { value: last.n, id: last.id };
    }
  };

  const order = { where, orderBy: 'updated_at', direction: 'desc' } as const;
  const rows: Chat[] = [];
  let place = cursor;
  for (let searched = 0; ;) {
    const page = { limit: SEARCH_BATCH_SIZE, cursor: place };
    const part = await listPage(CHATS_LIST, documents.chats, scope, order, page);
    const found = await Promise.all(part.rows.map(says));
    for (const chat of part.rows.filter((_, n) => found[n])) {
      const last = rows.at(-1);
      if (last && rows.length === limit)
        return { rows, has_more: true, next_cursor: writeCursor(CHATS_LIST, last.updated_at, last.id) };
      rows.push(chat);
    }
    searched += part.rows.length;
    place = part.next_cursor ?? undefined;
    if (place === undefined || rows.length === limit || searched >= MAX_SEARCHED_CHATS)
      return { rows, has_more: part.has_more, next_cursor: part.next_cursor };
  }
}
