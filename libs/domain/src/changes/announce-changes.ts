import type { Announce, Change, Chat, Job, Media, Page, Submission } from '@persona/contracts';
import type { Change as RowChange, Collection, DocumentStore, Entity } from '@persona/documents';

type Told = Omit<Change, 'type' | 'instance_id' | 'id' | 'at'>;

/** What is told of a row that was written, as far as it is known. */
type Now<T> = (row: Partial<T>) => { [N in keyof Told]?: Told[N] | undefined };

const jobNow: Now<Job> = ({ state, kind, progress }) => ({ state, kind, progress });
const pageNow: Now<Page> = ({ status, version, live_version, deleted_at = null }) =>
  deleted_at === null ? { state: status, version, live_version } : { state: 'deleted' };
const reviewNow: Now<Submission> = ({ state }) => ({ state });
const mediaNow: Now<Media> = ({ state, kind, deleted_at = null }) => ({
  state: deleted_at === null ? state : 'deleted',
  kind,
});
const chatNow: Now<Chat> = ({ busy_with, deleted_at = null }) => {
  if (deleted_at !== null) return { state: 'deleted' };
  return busy_with === undefined ? {} : { state: busy_with === null ? 'idle' : 'answering' };
};

/** What a change that took effect says of its row: what it asked for, and what it set. */
function saidBy<T extends Entity>({ where = {}, set }: RowChange<T>): Partial<T> {
  const said: Record<string, unknown> = {};
  for (const [field, asked] of Object.entries(where))
    if (asked === null || typeof asked !== 'object') said[field] = asked;
  return Object.assign(said, set) as Partial<T>;
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
    // Each page that goes live comes here three times, whether or not anybody listens. What is not known of a
    // row stays undefined, which its JSON leaves out.
    const tell = (instance_id: string, id: string, row: Partial<T>, at: string) =>
      announce({ type, instance_id, id, ...now(row), at } as Change);
    const isSilent = ({ set = {}, inc = {} }: { set?: object; inc?: object }): boolean =>
      [set, inc].every((fields) => Object.keys(fields).every((field) => SILENT.has(field)));
    const timeOf = () => new Date().toISOString();
    return {
      ...collection,
      insert: async (scope, rows) => {
        const results = await collection.insert(scope, rows);
        const at = timeOf();
        for (const [n, row] of rows.entries())
          if (results[n] === 'inserted') tell(row.instance_id, row.id, row, at);
        return results;
      },
      update: async (scope, id, change) => {
        const row = await collection.update(scope, id, change);
        if (row && !isSilent(change)) tell(row.instance_id, row.id, row, timeOf());
        return row;
      },
      updateMany: async (scope, changes) => {
        const rows = await collection.updateMany(scope, changes);
        const at = timeOf();
        for (const [n, row] of rows.entries())
          if (row && !isSilent(changes[n] ?? {})) tell(row.instance_id, row.id, row, at);
        return rows;
      },
      applyMany: async (scope, changes) => {
        const applied = await collection.applyMany(scope, changes);
        const at = timeOf();
        for (const [n, change] of changes.entries())
          if (applied[n] && !isSilent(change)) tell(scope, change.id, saidBy(change), at);
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
