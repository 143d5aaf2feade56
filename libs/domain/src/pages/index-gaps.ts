import type { Page, Scope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import type { SearchIndex, VersionsRequest } from '@persona/search';
import { belongsInIndex } from './page-queue.ts';

const BATCH_SIZE = 500;

/** How many live pages the index does not hold in the version that answers. */
export async function countMissing(
  deps: { documents: DocumentStore; search: SearchIndex },
  scope: Scope,
): Promise<number> {
  let count = 0;
  for await (const { missing } of pagesToIndex(deps, scope, false)) count += missing.length;
  return count;
}

/**
 * Pages of a persona that its index lacks in the version that answers (`all`: all that belong in it), and
 * those that wait in the queue, some at a time.
 */
export async function* pagesToIndex(
  { documents, search }: { documents: DocumentStore; search: SearchIndex },
  scope: Scope,
  all: boolean,
): AsyncGenerator<Record<'missing' | 'waiting', Page[]>> {
  const startedAt = new Date().toISOString();
  const indexed = all ? new Set<string>() : await indexedVersions(search, scope);
  let after: { value: string; id: string } | undefined;
  for (;;) {
    const pages = await documents.pages.find(scope, { after, limit: BATCH_SIZE });
    const last = pages.at(-1);
    if (!last) return;
    after = { value: last.id, id: last.id };
    yield {
      missing: pages.filter(
        (page) =>
          belongsInIndex(page) &&
          page.enqueued_at < startedAt &&
          !indexed.has(`${page.id} ${page.live_version}`),
      ),
      waiting: pages.filter(
        ({ status, deleted_at }) => deleted_at === null && (status === 'queued' || status === 'indexing'),
      ),
    };
  }
}

async function indexedVersions(search: SearchIndex, scope: Scope): Promise<Set<string>> {
  const indexed = new Set<string>();
  let request: VersionsRequest = { limit: BATCH_SIZE };
  for (;;) {
    const versions = await search.versions(scope, request);
    for (const { page_id, version } of versions) indexed.add(`${page_id} ${version}`);
    const last = versions.at(-1);
    if (!last) return indexed;
    request = { limit: BATCH_SIZE, after: last };
  }
}
