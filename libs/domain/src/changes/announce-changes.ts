import type { Announce, Change, Chat, Job, Media, Page, Submission } from '@persona/contracts';
import type { Collection, DocumentStore, Entity } from '@persona/documents';

type Told = Omit<Change, 'type' | 'instance_id' | 'id' | 'at'>;

/** What is told of a row that was written. */
const jobNow = ({ state, kind, progress }: Job): Told => ({ state, kind, progress });
const pageNow = ({ deleted_at, status, version, live_version }: Page): Told =>
  deleted_at === null ? { state: status, version, live_version } : { state: 'deleted' };
const reviewNow = ({ state }: Submission): Told => ({ state });
const mediaNow = ({ deleted_at, state, kind }: Media): Told => ({
  state: deleted_at === null ? state : 'deleted',
  kind,
});
const chatNow = ({ deleted_at, busy_with }: Chat): Told => {
  if (deleted_at !== null) return { state: 'deleted' };
  return { state: busy_with === null ? 'idle' : 'answering' };
};

/** Fields whose change alone tells nobody anything: leases, counters of starts, places in the queue. */
const SILENT = new Set(['busy_until', 'starts', 'enqueued_at', 'batch_id', 'purged_at', 'applied']);

/**
 * The same store, which tells of each job, page, submission, chat and medium that was written, once it is
 * committed. What the store does is not changed by it, and nothing waits for it.
 */
export function announceChanges(documents: DocumentStore, announce: Announce): DocumentStore {
  const announcing = <T extends Entity>(
    type: Change['type'],
    collection: Collection<T>,
    now: (row: T) => Told,
  ): Collection<T> => {
    const tell = (row: T) =>
      announce({
        type,
        instance_id: row.instance_id,
        id: row.id,
        ...now(row),
        at: new Date().toISOString(),
      });
    const isSilent = (change: { set?: object; inc?: object }): boolean =>
      Object.keys({ ...change.set, ...change.inc }).every((field) => SILENT.has(field));
    return {
      ...collection,
      insert: async (scope, rows) => {
        const results = await collection.insert(scope, rows);
        for (const [n, row] of rows.entries()) if (results[n] === 'inserted') tell(row);
        return results;
      },
      update: async (scope, id, change) => {
        const row = await collection.update(scope, id, change);
        if (row && !isSilent(change)) tell(row);
        return row;
      },
      updateMany: async (scope, changes) => {
        const rows = await collection.updateMany(scope, changes);
        for (const [n, row] of rows.entries()) if (row && !isSilent(changes[n] ?? {})) tell(row);
        return rows;
      },
    };
  };
  return {
    ...documents,
    jobs: announcing('job', documents.jobs, jobNow),
    pages: announcing('page', documents.pages, pageNow),
    submissions: announcing('review', documents.submissions, reviewNow),
    chats: announcing('chat', documents.chats, chatNow),
    media: announcing('media', documents.media, mediaNow),
  };
}
