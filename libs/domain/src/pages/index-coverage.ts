import type { Scope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import type { SearchIndex } from '@persona/search';

/** How much of a persona the search index holds. */
export interface IndexCoverage {
  /** Pages that are live, or wait to be. */
  pages: number;
  /** How many of them are not found, or only in an older version: they wait, or the index has lost them. */
  missing: number;
}

/**
 * Compares numbers alone, so that it may be asked with every question. The documents are read first: a page
 * that goes live meanwhile is not taken for missing.
 */
export async function indexCoverage(
  { documents, search }: { documents: Pick<DocumentStore, 'pages'>; search: Pick<SearchIndex, 'countPages'> },
  scope: Scope,
): Promise<IndexCoverage> {
  const count = (...status: string[]) =>
    documents.pages.count(scope, { deleted_at: null, status: { in: status } });
  const [live, waiting] = await Promise.all([count('live'), count('queued', 'indexing')]);
  const lost = live === 0 ? 0 : Math.max(0, live - (await search.countPages(scope)));
  return { pages: live + waiting, missing: lost + waiting };
}

export const addCoverage = (a: IndexCoverage, b: IndexCoverage): IndexCoverage => ({
  pages: a.pages + b.pages,
  missing: a.missing + b.missing,
});

/** How full the index is, in whole percent: 100 only when nothing is missing. */
export const percentIndexed = ({ pages, missing }: IndexCoverage): number =>
  missing === 0 ? 100 : Math.min(99, Math.floor((100 * (pages - missing)) / pages));
