import type { Scope } from '@persona/contracts';
import { mergeFound, type Found } from './merge-found.ts';
import type { PageVersion, SearchIndex, SearchRequest } from './search-index.ts';

/** What is used of an index of an older format, which is not written to any more. */
export interface OlderIndex extends Pick<
  SearchIndex,
  'search' | 'removeVersions' | 'removePages' | 'removeInstance' | 'countPages' | 'vectors'
> {
  /** Returns those of the page versions that it holds. */
  holding(scope: Scope, versions: readonly PageVersion[]): Promise<PageVersion[]>;
  /** Returns the last id of a page; empty when there is none. */
  lastPageId(scope: Scope): Promise<string>;
}

/** An index that knows nothing of one of an older format beside it. */
export interface OneIndex extends Omit<SearchIndex, 'countWithOlder' | 'removeOlder'> {
  /** The number of versions of pages whose id is greater. */
  countAfter(scope: Scope, pageId: string): Promise<number>;
}

/**
 * An index that is filled beside one of an older format, if `olderOf` finds one with something of the
 * persona. What is written goes into the current one, what is removed is removed from both, and a search that
 * says so asks both.
 */
export function besideOlder(
  current: OneIndex,
  olderOf: (scope: Scope) => Promise<OlderIndex | undefined>,
): SearchIndex {
  const fromBoth = async (scope: Scope, remove: (index: OlderIndex | OneIndex) => Promise<void>) => {
    await remove(current);
    const older = await olderOf(scope);
    if (older) await remove(older);
  };

  return {
    ...current,
    removeVersions: (scope, versions) => fromBoth(scope, (index) => index.removeVersions(scope, versions)),
    removePages: (scope, pageIds) => fromBoth(scope, (index) => index.removePages(scope, pageIds)),
    removeInstance: (scope) => fromBoth(scope, (index) => index.removeInstance(scope)),

    async search(scope, { older: wanted, ...request }) {
      const older = wanted ? await olderOf(scope) : undefined;
      if (!older) return current.search(scope, request);
      const [found, before, pages, pagesBefore] = await Promise.all([
        ask(current, scope, request),
        ask(older, scope, request),
        current.countPages(scope),
        older.countPages(scope),
      ]);
      // What both hold is told by the older one, which is whole: one that is being filled does not know yet
      // how rare a word is. Rarity grows as the logarithm of the number of pages.
      const held = new Set((await older.holding(scope, found.hits)).map(nameOf));
      const fresh = { ...found, isNew: (hit: PageVersion) => !held.has(nameOf(hit)) };
      const rarity = Math.max(1, Math.log1p(pagesBefore) / Math.log1p(pages));
      return mergeFound(before, fresh, { ...request, rarity });
    },

    // A passage that reads as before need not be given to the embedding model again.
    async vectors(scope, space, hashes) {
      const known = await current.vectors(scope, space, hashes);
      const unknown = hashes.filter((hash) => !known.has(hash));
      const older = unknown.length > 0 ? await olderOf(scope) : undefined;
      return older ? new Map([...(await older.vectors(scope, space, unknown)), ...known]) : known;
    },

    // Ids rise with time: pages with greater ones came after the last of the older index.
    async countWithOlder(scope) {
      const older = await olderOf(scope);
      if (!older) return null;
      const [pages, last] = await Promise.all([older.countPages(scope), older.lastPageId(scope)]);
      return pages + (await current.countAfter(scope, last));
    },
    removeOlder: async (scope) => (await olderOf(scope))?.removeInstance(scope),
  };
}

/** Searches one index, and notes whether the query's vector had a say. */
async function ask(
  index: Pick<SearchIndex, 'search'>,
  scope: Scope,
  { embed, ...request }: SearchRequest,
): Promise<Found> {
  let isFused = false;
  const hits = await index.search(scope, {
    ...request,
    ...(embed && {
      embed: async (space) => {
        const vector = await embed(space);
        isFused = vector !== undefined;
        return vector;
      },
    }),
  });
  return { hits, isFused };
}

const nameOf = ({ page_id, version }: PageVersion): string => `${version} ${page_id}`;
