import type { Message, Submission, Scope } from '@persona/contracts';
import type { Collection, DocumentStore, Entity } from '@persona/documents';
import type { BlobStore } from '@persona/blobs';
import { removeSpeechFiles, UNSPOKEN } from '../speech/forget-speech.ts';
import { forgetReplies } from './kept-replies.ts';
import { shownMessage, shownMessages } from './shown-messages.ts';

const BATCH_SIZE = 200;

/**
 * Removes deleted pages from the rows that quote them: answers, replies kept for an Idempotency-Key, and the
 * submissions that they came from or were reviewed in. Readers have not been shown any of it since the
 * delete; here it leaves the store too. May be repeated.
 */
export async function forgetPages(
  { documents, blobs }: { documents: DocumentStore; blobs: BlobStore },
  scope: Scope,
  ids: ReadonlySet<string>,
): Promise<void> {
  const { messages, submissions } = documents;
  await walk(messages, scope, async (found) => {
    const quoting = found.filter(
      ({ citations, suggestions = [] }) =>
        citations.some(({ td_id, deleted }) => ids.has(td_id) && deleted !== true) ||
        suggestions.some(({ td_id }) => ids.has(td_id)),
    );
    const shown: Message[] = await shownMessages(documents, scope, quoting);
    await messages.updateMany(
      scope,
      shown.map((message) => ({ id: message.id, set: { ...wordsOf(message), ...UNSPOKEN } })),
    );
    await removeSpeechFiles({ blobs }, scope, quoting);
  });
  await walk(submissions, scope, async (found) => {
    for (const submission of found) {
      const items = submission.items.map((item) => withoutPages(item, ids));
      if (items.every((item, n) => item === submission.items[n])) continue;
      const { id, version } = submission;
      await submissions.update(scope, id, { where: { version }, set: { items } });
    }
  });
  await forgetReplies(documents, scope, ids);
}

/**
 * Does the same for an answer that was just stored, because a purge that ran while it was being made has not
 * seen it.
 */
export async function forgetDeletedPages(
  documents: Pick<DocumentStore, 'pages' | 'messages'>,
  scope: Scope,
  answer: Message,
): Promise<void> {
  const shown = await shownMessage(documents, scope, answer);
  if (shown === answer) return;
  await documents.messages.update(scope, answer.id, { set: wordsOf(shown) });
}

/** The fields of a message that hold words of pages. */
const wordsOf = ({ text, citations, suggestions }: Message) => ({
  text,
  citations,
  ...(suggestions ? { suggestions } : {}),
});

/** Returns an item without the text that became a deleted page, and without what its checks quote of one. */
function withoutPages(item: Submission['items'][number], ids: ReadonlySet<string>) {
  const isOf = (id: string | null | undefined): boolean => typeof id === 'string' && ids.has(id);
  if (isOf(item.td_id) || isOf(item.reviews_td_id)) {
    const article = item.article === item.reviews_td_id ? item.article : '';
    const { page, ...rest } = item;
    const isEmpty = item.edited === null && item.note === null && item.checks.length === 0 && !page;
    if (item.article === article && isEmpty) return item;
    return { ...rest, article, edited: null, note: null, checks: [] };
  }
  const checks = item.checks.filter(({ td_id }) => !isOf(td_id));
  return checks.length === item.checks.length ? item : { ...item, checks };
}

async function walk<T extends Entity>(
  collection: Collection<T>,
  scope: Scope,
  visit: (found: T[]) => Promise<void>,
): Promise<void> {
  let after: { value: string; id: string } | undefined;
  for (;;) {
    const found = await collection.find(scope, { after, limit: BATCH_SIZE });
    const last = found.at(-1);
    if (!last) return;
    after = { value: last.id, id: last.id };
    await visit(found);
  }
}
