import type { Scope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import type { SearchIndex } from '@persona/search';

/** How much of a persona the search index holds. */
export interface IndexCoverage {
  /** Pages that are live, or wait to be. */
  pages: number;
  /** How many of them are not found, or only in an older version: they wait, or the index has lost them. */
  missing: number;
  /** How many of them an index of an older format finds, while one of today's is filled beside it. */
  outdated: number;
}

/**
 * Compares numbers alone, so that it may be asked with every question. The documents are read first: a page
 * that goes live meanwhile is not taken for missing.
 */
export async function indexCoverage(
  {
    documents,
    search,
  }: {
    documents: Pick<DocumentStore, 'pages'>;
    search: Pick<SearchIndex, 'countPages' | 'countWithOlder'>;
  },
  scope: Scope,
): Promise<IndexCoverage> {
  const byStatus = await documents.pages.countBy(scope, 'status', { deleted_at: null });
  const [live = 0, queued = 0, indexing = 0] = ['live', 'queued', 'indexing'].map((status) =>
    byStatus.get(status),
  );
  const waiting = queued + indexing;
  const pages = live + waiting;
  if (pages === 0) return { pages, missing: 0, outdated: 0 };
  const [indexed, found] = await Promise.all([search.countPages(scope), search.countWithOlder(scope)]);
  const lacking = Math.max(0, live - indexed) + waiting;
  if (found === null) return { pages, missing: lacking, outdated: 0 };
  // Pages that wait to be indexed in today's format are found in the other meanwhile.
  const missing = Math.min(lacking, Math.max(0, pages - Math.max(indexed, found)));
  return { pages, missing, outdated: lacking - missing };
}

export const addCoverage = (a: IndexCoverage, b: IndexCoverage): IndexCoverage => ({
  pages: a.pages + b.pages,
  missing: a.missing + b.missing,
  outdated: a.outdated + b.outdated,
});

export const noPages: IndexCoverage = { pages: 0, missing: 0, outdated: 0 };

/** How full today's index is, in whole percent: 100 only when it lacks nothing. */
export const percentIndexed = ({ pages, missing, outdated }: IndexCoverage): number => {
  const lacking = missing + outdated;
  return lacking === 0 ? 100 : Math.min(99, Math.floor((100 * (pages - lacking)) / pages));
};

/** `filling 40 %` while pages are missing, `rebuilding 40 %` while an older index finds them. */
export function indexState(coverage: IndexCoverage): string | undefined {
  if (coverage.missing + coverage.outdated === 0) return undefined;
  return `${coverage.missing > 0 ? 'filling' : 'rebuilding'} ${percentIndexed(coverage)} %`;
}
