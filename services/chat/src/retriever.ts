import type { Evidence } from '@persona/answers';
import { bodyId, type Page, type SearchFilters } from '@persona/contracts';
import { grantScope, type DocumentStore, type Scope } from '@persona/documents';
import { foldDuplicates, type Hit, type SearchIndex } from '@persona/search';

interface RetrieveRequest {
  instance_id: string;
  query: string;
  /** At most this many passages. */
  limit: number;
  filters?: SearchFilters | null;
}

export interface Retriever {
  /** Passages of live page versions only, best first. */
  retrieve(request: RetrieveRequest): Promise<Evidence[]>;
}

/** How many more hits are asked for than wanted, since some may be of versions that live no longer; and how many more when they were. */
const SPARE = 8;
const ONCE_MORE = 4;
const MOST_HITS = 1000;

/**
 * The fence: what the index proposes is kept only when the documents say that the page is there and that this version of it is the live one.
 * When too many hits fall away it asks once more for more of them.
 */
export function createRetriever({
  documents,
  search,
}: {
  documents: DocumentStore;
  search: SearchIndex;
}): Retriever {
  return {
    async retrieve({ instance_id, query, limit, filters }) {
      const scope = grantScope(instance_id);
      const ask = (count: number) =>
        search.search(instance_id, {
          query,
          limit: Math.min(count, MOST_HITS),
          ...(filters ? { filters } : {}),
        });
      const first = await ask(limit + SPARE);
      let live = await onlyLive(scope, documents, first);
      if (live.length < limit && first.length >= limit + SPARE) {
        live = await onlyLive(scope, documents, await ask(ONCE_MORE * (limit + SPARE)));
      }
      return toEvidence(scope, documents, live.slice(0, limit));
    },
  };
}

interface LiveHit {
  hit: Hit;
  page: Page;
}

/** Live hits, each text once. */
async function onlyLive(scope: Scope, documents: DocumentStore, hits: readonly Hit[]): Promise<LiveHit[]> {
  const ids = [...new Set(hits.map((hit) => hit.page_id))];
  const pages = new Map((await documents.pages.getMany(scope, ids)).map((page) => [page.id, page]));
  const live = hits.flatMap((hit) => {
    const page = pages.get(hit.page_id);
    return page && page.deleted_at === null && page.live_version === hit.version ? [{ hit, page }] : [];
  });
  return foldDuplicates(live, ({ hit }) => hit.text);
}

async function toEvidence(
  scope: Scope,
  documents: DocumentStore,
  live: readonly LiveHit[],
): Promise<Evidence[]> {
  // While a new version is on its way the page's row already has the new metadata; those of the live one stand with its text.
  const between = live.filter(({ hit, page }) => page.version !== hit.version);
  const bodies = await documents.pageBodies.getMany(scope, [
    ...new Set(between.map(({ hit }) => bodyId(hit.page_id, hit.version))),
  ]);
  const metadata = new Map(bodies.map((body) => [body.id, body.metadata]));
  return live.map(({ hit, page }) => ({
    td_id: hit.page_id,
    version: hit.version,
    title: hit.title,
    headings: hit.headings,
    text: hit.text,
    start: hit.start,
    end: hit.end,
    n: hit.n,
    language: hit.language,
    score: hit.score,
    url: page.url,
    metadata: metadata.get(bodyId(hit.page_id, hit.version)) ?? page.metadata,
  }));
}
