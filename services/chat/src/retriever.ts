import type { Evidence } from '@persona/answers';
import { bodyId, grantScope, type Page, type SearchFilters, type Scope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import { encodingText, foldDuplicates, type Hit, type VectorSpace } from '@persona/search';
import { createBestEffort } from './best-effort.ts';
import type { Resources } from './resources.ts';

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
/** How often the index is asked at most while pages go over to other versions between its answer and the look at the documents. */
const ATTEMPTS = 3;
/** How many passages are ordered once more by a reranking model. */
const RERANKED = 50;
/** How long the models may take, in milliseconds: a question that is answered by words alone is better than one that waits. */
const EMBEDDING_PATIENCE_MS = 1500;
const RERANKING_PATIENCE_MS = 3000;

/**
 * The fence: what the index proposes is kept only when the documents say that the page is there and that this version of it is the live one.
 * When a page's version was replaced between the two answers it asks again, and when too many hits fall away once more for more of them.
 * An embedding model and a reranking one help where there are; neither is waited for long.
 */
export function createRetriever({
  documents,
  search,
  embedding,
  reranker,
  logger,
  metrics,
}: Pick<Resources, 'documents' | 'search' | 'embedding' | 'reranker' | 'logger' | 'metrics'>): Retriever {
  const bestEffort = createBestEffort(logger, metrics);
  const toEmbed = bestEffort('embedding', EMBEDDING_PATIENCE_MS);
  const toRerank = bestEffort('reranking', RERANKING_PATIENCE_MS);

  /** Makes the vector of one query, once. */
  const embedderOf = (query: string) => {
    let made: { model: string; vector: Promise<Float32Array | undefined> } | undefined;
    return async ({ model, dimension }: VectorSpace): Promise<Float32Array | undefined> => {
      if (made?.model !== model)
        made = {
          model,
          vector: toEmbed(
            async (signal) => (await embedding?.sibling(model).embed([query], { signal }))?.[0],
          ),
        };
      const vector = await made.vector;
      return vector?.length === dimension ? vector : undefined;
    };
  };

  const rerank = async (query: string, live: readonly LiveHit[]): Promise<readonly LiveHit[]> => {
    if (!reranker || live.length < 2) return live;
    const scores = await toRerank((signal) =>
      reranker.rerank(
        query,
        live.map(({ hit }) => encodingText(hit)),
        { signal },
      ),
    );
    return scores
      ? live
          .map(({ hit, page }, i) => ({ hit: { ...hit, score: scores[i] ?? 0 }, page }))
          .toSorted((a, b) => b.hit.score - a.hit.score)
      : live;
  };

  return {
    async retrieve({ instance_id, query, limit: wanted, filters }) {
      const scope = grantScope(instance_id);
      const limit = reranker ? Math.max(wanted, RERANKED) : wanted;
      const embed = embedding && embedderOf(query);
      const look = async (count: number): Promise<Checked & { found: number }> => {
        const hits = await search.search(scope, {
          query,
          limit: Math.min(count, MOST_HITS),
          ...(filters ? { filters } : {}),
          ...(embed ? { embed } : {}),
        });
        return { ...(await onlyLive(scope, documents, hits)), found: hits.length };
      };
      const count = limit + SPARE;
      let { live, overtaken, found } = await look(count);
      for (let attempt = 1; overtaken && attempt < ATTEMPTS; attempt++)
        ({ live, overtaken, found } = await look(count));
      if (live.length < limit && found >= count) ({ live } = await look(ONCE_MORE * count));
      const ordered = await rerank(query, live.slice(0, limit));
      return toEvidence(scope, documents, ordered.slice(0, wanted));
    },
  };
}

interface LiveHit {
  hit: Hit;
  page: Page;
}

interface Checked {
  /** Live hits, each text once. */
  live: LiveHit[];
  /** Whether a page is missing because its next version went live after the index had answered, and so has been in it since. */
  overtaken: boolean;
}

async function onlyLive(scope: Scope, documents: DocumentStore, hits: readonly Hit[]): Promise<Checked> {
  const ids = [...new Set(hits.map((hit) => hit.page_id))];
  const pages = new Map((await documents.pages.getMany(scope, ids)).map((page) => [page.id, page]));
  const live = hits.flatMap((hit) => {
    const page = pages.get(hit.page_id);
    return page && page.deleted_at === null && page.live_version === hit.version ? [{ hit, page }] : [];
  });
  const found = new Set(live.map(({ page }) => page.id));
  const overtaken = hits.some((hit) => {
    const page = pages.get(hit.page_id);
    return page && !found.has(page.id) && page.deleted_at === null && (page.live_version ?? 0) > hit.version;
  });
  return { live: foldDuplicates(live, ({ hit }) => hit.text), overtaken };
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
