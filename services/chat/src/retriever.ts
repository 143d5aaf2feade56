import {
  createMeaning,
  whatIsAsked,
  type Evidence,
  type PageName,
  type TimelyNearness,
} from '@persona/answers';
import { bodyId, grantScope, linkOf, type SearchFilters, type Scope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import { indexCoverage, noPages, type IndexCoverage } from '@persona/domain';
import { nextTurn } from '@persona/queues';
import { encodingText, foldDuplicates, matchesFilters, type Hit, type VectorSpace } from '@persona/search';
import { detectLanguage } from '@persona/text';
import { createBestEffort } from './best-effort.ts';
import { createPageReader, type LiveHit } from './page-reader.ts';
import type { Resources } from './resources.ts';

interface RetrieveRequest {
  instance_id: string;
  query: string;
  /** The largest number of passages. */
  limit: number;
  /** Where vectors find too: also what words alone would, behind the rest, so that there is more. */
  alsoByWords?: boolean;
  filters?: SearchFilters | null;
}

export interface Retriever {
  /** Returns passages of live page versions only, best first. */
  retrieve(request: RetrieveRequest): Promise<Evidence[]>;
  /** Returns how a live page begins, passage by passage in reading order; empty when it is not live. */
  readPage(request: Pick<RetrieveRequest, 'instance_id'> & { td_id: string }): Promise<Evidence[]>;
  /** How many of a persona's pages the index does not hold. Never rejects: what is not known is whole. */
  coverage(instance_id: string): Promise<IndexCoverage>;
  /** How near texts are in meaning; undefined without an embedding model. */
  nearness: TimelyNearness | undefined;
  /** The names of the newest live pages, the newest first. */
  pageNames(request: Pick<RetrieveRequest, 'instance_id' | 'filters'>): Promise<PageName[]>;
}

/**
 * How many more hits than wanted are requested, because some may be of versions that are not live; and by
 * which factor more when too many were.
 */
const SPARE_HITS = 8;
const RETRY_FACTOR = 4;
const MAX_HITS = 1000;
/**
 * How often the index is asked at most while pages get new live versions between its answer and the read of
 * the documents.
 */
const MAX_ATTEMPTS = 3;
/** How many passages are read of a page. */
const MAX_READ_PASSAGES = 60;
/** How many of the newest pages say what a persona may be asked. */
const MAX_NAMED_PAGES = 200;
/** How many passages a reranking model orders. */
const MAX_RERANKED = 50;
/** How long each model may take: an answer found by words alone is better than one that waits. */
const DEFAULT_MODEL_TIMEOUT_MS = 3000;

/**
 * The live-version filter: a hit is kept only when the documents say that its page is not deleted and that
 * this version is the live one. The index is asked again when a page's live version changed between the two
 * answers, and once for more hits when too many were dropped. An embedding model and a reranking one improve
 * the result where they are configured; neither is waited for long.
 */
export function createRetriever({
  documents,
  search,
  encoder,
  embedding,
  reranker,
  modelTimeoutMs = DEFAULT_MODEL_TIMEOUT_MS,
  logger,
  metrics,
}: Pick<
  Resources,
  'documents' | 'search' | 'encoder' | 'embedding' | 'reranker' | 'modelTimeoutMs' | 'logger' | 'metrics'
>): Retriever {
  const bestEffort = createBestEffort(logger, metrics);
  const toEmbed = bestEffort('embedding', modelTimeoutMs);
  const toCompare = bestEffort('comparing', modelTimeoutMs);
  const toRerank = bestEffort('reranking', modelTimeoutMs);

  /** Returns a function that makes the vector of one query, once. */
  const embedderOf = (query: string) => {
    let made: { model: string; vector: Promise<Float32Array | undefined> } | undefined;
    return async ({ model, dimension }: VectorSpace): Promise<Float32Array | undefined> => {
      if (made?.model !== model)
        made = {
          model,
          vector: toEmbed(
            async (signal) => (await embedding?.sibling(model).embed([query], { as: 'query', signal }))?.[0],
          ),
        };
      const vector = await made.vector;
      return vector?.length === dimension ? vector : undefined;
    };
  };

  /**
   * The hits in the order of the reranking model, if there is one that answers in time. Each keeps its place
   * in the order of words, which decides what words answer, so that a poor model cannot lower that.
   */
  const rerank = async (query: string, live: readonly LiveHit[]): Promise<readonly LiveHit[]> => {
    if (!reranker || live.length < 2) return live;
    const scores = await toRerank((signal) =>
      reranker.rerank(
        query,
        live.map(({ hit }) => encodingText(hit)),
        { signal },
      ),
    );
    if (!scores) return live;
    const isFused = live.some(({ hit }) => hit.wordPlace !== undefined);
    return live
      .map(({ hit, page }, place) => {
        const wordPlace = isFused ? hit.wordPlace : place;
        return { hit: { ...hit, score: scores[place] ?? 0, wordPlace }, page };
      })
      .toSorted((a, b) => b.hit.score - a.hit.score);
  };

  const reader = createPageReader({ documents, encoder });
  const coverageOf = (scope: Scope) => indexCoverage({ documents, search }, scope).catch(() => noPages);

  /**
   * Whether an index of the version before an upgrade is asked, too: as long as today's lacks anything. How
   * much of that the other one finds is only estimated.
   */
  const isOutdated = async (scope: Scope): Promise<boolean> => {
    if ((await search.countWithOlder(scope)) === null) return false;
    const { missing, outdated } = await coverageOf(scope);
    return missing + outdated > 0;
  };

  const meaning = embedding && createMeaning((texts, options) => embedding.embed(texts, options));

  return {
    coverage: (instance_id) => coverageOf(grantScope(instance_id)),
    nearness: meaning && ((asked, texts) => toCompare((signal) => meaning.nearness(asked, texts, signal))),
    async retrieve({ instance_id, query: asked, limit: wanted, filters, alsoByWords }) {
      const query = whatIsAsked(asked);
      const scope = grantScope(instance_id);
      const limit = reranker ? Math.max(wanted, MAX_RERANKED) : wanted;
      const embed = embedding && embedderOf(query);
      const knowsLanguage =
        meaning && (await toCompare((signal) => meaning.knows(detectLanguage(query), signal)));
      const older = await isOutdated(scope);
      const look = async (count: number): Promise<Checked & { found: number }> => {
        const hits = await search.search(scope, {
          query,
          limit: Math.min(count, MAX_HITS),
          ...(filters ? { filters } : {}),
          ...(embed ? { embed, knowsLanguage, alsoByWords } : {}),
          older,
        });
        await nextTurn();
        return { ...(await onlyLive(scope, documents, hits)), found: hits.length };
      };
      const count = limit + SPARE_HITS;
      let { live, overtaken, found } = await look(count);
      for (let attempt = 1; overtaken && attempt < MAX_ATTEMPTS; attempt++)
        ({ live, overtaken, found } = await look(count));
      if (live.length < limit && found >= count) ({ live } = await look(RETRY_FACTOR * count));
      if (older) live = foldDuplicates(await reader.inPlaceOfOlder(scope, live), ({ hit }) => hit.text);
      const ordered = await rerank(query, firstOf(live, limit, alsoByWords));
      const kept = firstOf(ordered, wanted, alsoByWords);
      const evidence = await toEvidence(scope, documents, kept);
      // What the caller makes of it is long as well.
      await nextTurn();
      return evidence;
    },
    async readPage({ instance_id, td_id }) {
      const scope = grantScope(instance_id);
      const page = await documents.pages.get(scope, td_id);
      if (!page || page.deleted_at !== null || page.live_version === 0) return [];
      const version = page.live_version;
      const [indexed] = await search.read(scope, [{ page_id: td_id, version }]);
      // An index that is being filled may lack the page whose text found it.
      const passages = indexed?.passages ?? (await reader.passagesOf(scope, { page_id: td_id, version }));
      const hits = passages.slice(0, MAX_READ_PASSAGES).map((passage) => ({
        hit: { ...passage, page_id: td_id, version, title: page.title, score: 0 },
        page,
      }));
      return toEvidence(scope, documents, hits);
    },
    async pageNames({ instance_id, filters }) {
      const pages = await documents.pages.find(grantScope(instance_id), {
        where: { deleted_at: null },
        direction: 'desc',
        limit: MAX_NAMED_PAGES,
      });
      return pages
        .filter(
          ({ id, live_version, source, metadata }) =>
            live_version > 0 && matchesFilters({ page_id: id, source, metadata }, filters ?? undefined),
        )
        .map(({ id, title }) => ({ td_id: id, title }));
    },
  };
}

/** The first so many; and where asked, of those that are left, what is among the first of words. */
function firstOf(live: readonly LiveHit[], limit: number, alsoByWords = false): LiveHit[] {
  const byWords = live.filter(({ hit }) => alsoByWords && hit.wordPlace !== undefined);
  const kept = new Set(
    byWords.toSorted((a, b) => (a.hit.wordPlace ?? 0) - (b.hit.wordPlace ?? 0)).slice(0, limit),
  );
  return live.filter((one, place) => place < limit || kept.has(one));
}

interface Checked {
  /** Live hits, without repetitions of a text. */
  live: LiveHit[];
  /**
   * Whether a page is missing because its next version went live after the index had answered, so that asking
   * again finds it.
   */
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
  // While a new version is being indexed, the page's row already has the new metadata; those of the live
  // version are stored with its text.
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
    units: hit.units,
    score: hit.score,
    wordPlace: hit.wordPlace,
    url: linkOf(page.url),
    metadata: metadata.get(bodyId(hit.page_id, hit.version)) ?? page.metadata,
  }));
}
