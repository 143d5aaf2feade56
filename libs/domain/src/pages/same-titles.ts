import type { Scope } from '@persona/contracts';
import type { Deps } from '../deps.ts';
import type { StoredPage } from '../domain.ts';
import type { PageDraft } from './page-draft.ts';
import { MAX_PAGES_PER_CALL, type Asked, type StoreCall } from './store-round.ts';

const MAX_TITLES_ONE_BY_ONE = 4;

/**
 * Warns of new pages without an id of their own that have the title of another page: they were probably meant
 * to replace it, and have not. Says how many there are in each call; the first `max` of them are warned of.
 */
export async function warnOfSameTitles(
  { documents }: Deps,
  scope: Scope,
  written: readonly Asked[],
  stored: ReadonlyMap<PageDraft, StoredPage>,
  max: number,
): Promise<ReadonlyMap<StoreCall, number>> {
  const counts = new Map<StoreCall, number>();
  const unnamed = written.flatMap(({ call, draft }) => {
    const page = stored.get(draft);
    return !draft.named && page?.result === 'created' ? [{ call, title: draft.title_folded, page }] : [];
  });
  if (unnamed.length === 0) return counts;
  const titles = [...new Set(unnamed.map(({ title }) => title))];
  // Of two pages with a title one at least is another one; a single query for many titles finds more.
  const found =
    titles.length <= MAX_TITLES_ONE_BY_ONE
      ? (
          await Promise.all(
            titles.map((title_folded) => documents.pages.find(scope, { where: { title_folded }, limit: 2 })),
          )
        ).flat()
      : await documents.pages.find(scope, {
          where: { title_folded: { in: titles } },
          limit: titles.length + MAX_PAGES_PER_CALL,
        });
  const namesakes = Map.groupBy(found, ({ title_folded }) => title_folded);
  for (const { call, title, page } of unnamed) {
    const other = namesakes.get(title)?.find(({ id }) => id !== page.id);
    if (!other) continue;
    const count = (counts.get(call) ?? 0) + 1;
    counts.set(call, count);
    if (count > max) continue;
    page.warnings = [
      ...(page.warnings ?? []),
      `${other.id} has the same title and other content. This became a new page; to replace a page, send its id or a metadata.external_id.`,
    ];
  }
  return counts;
}
