import type { Announce, Change, Chat, Job, Media, Page, Submission } from '@persona/contracts';
import type { Change as RowChange, Collection, DocumentStore, Entity } from '@persona/documents';

type Told = Omit<Change, 'type' | 'instance_id' | 'id' | 'at'>;

/** What is told of a row that was written, as far as it is known. */
type Now<T> = (row: Partial<T>) => { [N in keyof Told]?: Told[N] | undefined };

const isDeleted = ({ deleted_at = null }: { deleted_at?: string | null }): boolean => deleted_at !== null;
const jobNow: Now<Job> = ({ state, kind, progress }) => ({ state, kind, progress });
const pageNow: Now<Page> = ({ status, version, live_version, ...row }) =>
  isDeleted(row) ? { state: 'deleted' } : { state: status, version, live_version };
const reviewNow: Now<Submission> = ({ state }) => ({ state });
const mediaNow: Now<Media> = ({ state, kind, ...row }) => ({
  state: isDeleted(row) ? 'deleted' : state,
  kind,
});
const chatNow: Now<Chat> = ({ busy_with, ...row }) => {
  if (isDeleted(row)) return { state: 'deleted' };
  return busy_with === undefined ? {} : { state: busy_with === null ? 'idle' : 'answering' };
};

/** What a change that took effect says of its row: what it asked for, and what it set. */
function saidBy<T extends Entity>({ where = {}, set }: RowChange<T>): Partial<T> {
  const asked = Object.entries(where).filter(([, value]) => value === null || typeof value !== 'object');
  return { ...Object.fromEntries(asked), ...set } as Partial<T>;
}

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
    now: Now<T>,
  ): Collection<T> => {
    const tell = ({ instance_id, id, ...row }: Pick<Entity, 'instance_id' | 'id'> & Partial<T>) => {
      const known = Object.entries(now(row as Partial<T>)).filter(([, value]) => value !== undefined);
      announce({ type, instance_id, id, ...Object.fromEntries(known), at: new Date().toISOString() });
    };
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
      applyMany: async (scope, changes) => {
        const applied = await collection.applyMany(scope, changes);
        for (const [n, change] of changes.entries())
          if (applied[n] && !isSilent(change)) tell({ ...saidBy(change), instance_id: scope, id: change.id });
        return applied;
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
