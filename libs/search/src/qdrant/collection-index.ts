import { setImmediate as othersTurn, setTimeout as sleep } from 'node:timers/promises';
import { AppError, type Scope } from '@persona/contracts';
import type { Schemas } from '@qdrant/js-client-rest';
import type { OlderIndex, OneIndex } from '../beside-older.ts';
import { checkVectors } from '../dense/encoding.ts';
import { fuse, FUSED } from '../dense/fuse.ts';
import { readFilters } from '../filters.ts';
import { passageId } from '../passage-id.ts';
import type { Filters, Hit, SearchRequest, VectorSpace } from '../search-index.ts';
import { type Plan, planSearch, rankCandidates, type RankedCandidate } from './candidates.ts';
import type { Collection } from './collection.ts';
import { advance, compare, createPersona, list, ofInstance, ofKind, type Persona } from './persona.ts';
import {
  facet,
  type PagePayload,
  type PagePoints,
  type PassagePayload,
  pointsOf,
  readShown,
  type Shown,
  TERMS,
  vectorName,
} from './points.ts';
import type { Statistics } from './statistics.ts';
import { readPages } from './read-pages.ts';
import { addVectors, activateVectorSpace, statsOf, vectorsOf, withoutVector } from './vectors.ts';
import { createPageWriter, PAGE_BATCH_SIZE } from './write-pages.ts';

const MAX_HITS = 1_000;
/** The number of passages that are ranked exactly: at least this many, and this many for each wanted hit. */
const MIN_CANDIDATES = 128;
const CANDIDATES_PER_HIT = 2;
/**
 * How often a search whose pages are rewritten meanwhile begins again; after that, the rewritten pages are
 * left out.
 */
const MAX_ATTEMPTS = 4;

const isAway = (error: unknown): boolean => error instanceof AppError && error.code === 'not_ready';

/**
 * A search index in one collection of Qdrant, for any number of processes. Qdrant proposes passages by the
 * weights of their terms; they are then ranked exactly as the SQLite index ranks, with the persona's own
 * statistics, which every process holds in memory and brings up to date before each search.
 */
export function createCollectionIndex(collection: Collection, memoryBytes: number): OneIndex & OlderIndex {
  const writer = createPageWriter(collection);
  const personas = new Map<string, Persona>();
  const active = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  const use = <T>(work: () => Promise<T>): Promise<T> => {
    if (closing) return Promise.reject(new AppError('not_ready', 'The search index is closed.'));
    const promise = work();
    active.add(promise);
    const settled = (): void => void active.delete(promise);
    promise.then(settled, settled);
    return promise;
  };

  const personaOf = (scope: Scope): Persona => {
    const persona = personas.get(scope) ?? createPersona(scope);
    // The last entry of the map is the most recently used one.
    personas.delete(scope);
    personas.set(scope, persona);
    return persona;
  };

  /**
   * Removes the least recently used personas from memory until the rest fits; the one in use stays whatever
   * its size.
   */
  const makeRoom = (): void => {
    let held = personas.values().reduce((sum, { statistics }) => sum + statistics.bytes(), 0);
    for (const persona of personas.values()) {
      if (held <= memoryBytes || personas.size <= 1) return;
      held -= persona.statistics.bytes();
      personas.delete(persona.scope);
    }
  };

  const search = async (scope: Scope, request: SearchRequest): Promise<Hit[]> => {
    const conditions = filterConditions(request.filters);
    if (!conditions || request.query.trim() === '') return [];
    const persona = personaOf(scope);
    const limit = Math.min(MAX_HITS, Math.max(1, Math.floor(request.limit)));
    let vector: QueryVector | undefined;
    for (let attempt = 1; ; attempt++) {
      await advance(collection, persona);
      makeRoom();
      const { statistics, round, space } = persona;
      if (space && statistics.pages() > 0 && vector?.name !== vectorName(space))
        vector = await embedQuery(space, request);
      const plan = planSearch(statistics, request);
      const asked = vector && space && vector.name === vectorName(space) ? vector : undefined;
      if (!plan && !asked) return [];
      const depth = asked ? Math.max(limit, FUSED) : limit;
      try {
        const [byWords, byVectors] = await propose(scope, conditions, plan, asked, depth);
        // Accepts only what is this persona's, whatever the server says, and only pages that were whole
        // before it was asked.
        const isKnown = ({ instance_id, page }: Proposed): boolean =>
          instance_id === scope && (statistics.get(page)?.round ?? Infinity) <= round;
        const known = <T extends Proposed>(passages: readonly T[]): T[] => passages.filter(isKnown);
        if (attempt < MAX_ATTEMPTS && wasReplaced(statistics, [...byWords, ...byVectors], isKnown)) continue;
        const ranked = plan ? rankCandidates(statistics, plan, known(byWords), depth) : [];
        const { hits, complete } = await show(
          scope,
          statistics,
          asked
            ? fuse<RankedCandidate>(
                ranked.map((candidate, wordPlace) => ({
                  ...candidate,
                  wordPlace,
                  wordScore: candidate.score,
                })),
                inOrder(statistics, known(byVectors)),
                { limit, alsoByWords: request.alsoByWords, knowsLanguage: request.knowsLanguage },
              )
            : ranked,
        );
        if (complete || attempt === MAX_ATTEMPTS) return hits;
      } catch (error) {
        // The vectors that were asked for may have been replaced by another space's.
        if (!asked || attempt === MAX_ATTEMPTS || isAway(error)) throw error;
      }
      await sleep(attempt * 5);
    }
  };

  /** Requests the passages that match by words and by vectors, in one request. */
  const propose = async (
    scope: Scope,
    conditions: Schemas['Condition'][],
    plan: Plan | undefined,
    vector: QueryVector | undefined,
    depth: number,
  ): Promise<[words: PassagePayload[], vectors: (PassagePayload & { score: number })[]]> => {
    const filter = { must: [...ofKind(scope, 'passage'), ...conditions] };
    const searches: Schemas['QueryRequest'][] = [];
    if (plan)
      searches.push({
        query: plan.vector,
        using: TERMS,
        filter,
        limit: Math.max(MIN_CANDIDATES, CANDIDATES_PER_HIT * depth),
        with_payload: ['instance_id', 'page_id', 'page', 'n', 'language', 'features'],
      });
    if (vector)
      searches.push({
        query: vector.numbers,
        using: vector.name,
        filter,
        limit: depth,
        params: { exact: true },
        with_payload: ['instance_id', 'page_id', 'page', 'n'],
      });
    const answers = await collection.read((client, name) => client.queryBatch(name, { searches }));
    const found = answers.map(({ points }) =>
      points.map(({ payload, score }) => ({ ...(payload as unknown as PassagePayload), score })),
    );
    return [plan ? (found[0] ?? []) : [], vector ? (found.at(-1) ?? []) : []];
  };

  /**
   * Fetches the contents of hits, and leaves out every page version that was touched since the passages were
   * proposed.
   */
  const show = async (
    scope: Scope,
    statistics: Statistics,
    ranked: readonly RankedCandidate[],
  ): Promise<{ hits: Hit[]; complete: boolean }> => {
    if (ranked.length === 0) return { hits: [], complete: true };
    const wanted = ranked.flatMap((candidate) => {
      const page = statistics.get(candidate.page);
      if (!page) return [];
      const { page_id, version, stamp } = page;
      return [{ ...candidate, page_id, version, stamp, id: passageId(scope, page_id, version, candidate.n) }];
    });
    const touched = new Set<string>();
    const shown = new Map<string, Shown>();
    // The requests are made one after the other: a page that is whole after its passages were read was read
    // whole.
    for (const point of await fetchPoints(
      wanted.map(({ id }) => id),
      ['instance_id', 'page', 'shown'],
    )) {
      const payload = point.payload as unknown as PassagePayload;
      if (payload.instance_id === scope) shown.set(`${payload.page} ${point.id}`, readShown(payload.shown));
    }
    const keys = [...new Set(wanted.map(({ page }) => page))];
    const stamps = new Map(
      (await fetchPoints(keys, ['stamp'])).map(({ id, payload }) => [
        id,
        (payload as unknown as PagePayload).stamp,
      ]),
    );
    // A writer gives a version's point a new stamp before it writes or removes the rest.
    for (const { page, id, stamp } of wanted)
      if (stamps.get(page) !== stamp || !shown.has(`${page} ${id}`)) touched.add(page);
    const hits = wanted.flatMap(({ page, id, page_id, version, n, score, wordPlace, wordScore }): Hit[] => {
      const what = shown.get(`${page} ${id}`);
      return what && !touched.has(page)
        ? [
            {
              id,
              page_id,
              version,
              n,
              ...what,
              score,
              ...(wordPlace !== undefined && { wordPlace, wordScore }),
            },
          ]
        : [];
    });
    return { hits, complete: hits.length === ranked.length };
  };

  const fetchPoints = async (ids: readonly string[], fields: string[]) => {
    const points = await collection.read((client, name) =>
      client.retrieve(name, { ids: [...ids], with_payload: fields }),
    );
    return points.map(({ id, payload }) => ({ id: String(id), payload }));
  };

  const countPages = async (scope: Scope): Promise<number> => {
    const { count } = await collection.read((client, name) =>
      client.count(name, { filter: { must: ofKind(scope, 'page') }, exact: true }),
    );
    return count;
  };

  return {
    put: (scope, pages) =>
      use(async () => {
        const space = pages.find(({ vectors }) => vectors)?.vectors?.space;
        for (const { vectors, passages } of pages)
          if (vectors) checkVectors(vectors.space, vectors.values, passages.length);
        for (let from = 0; from < pages.length; from += PAGE_BATCH_SIZE) {
          const slice: PagePoints[] = [];
          for (const page of pages.slice(from, from + PAGE_BATCH_SIZE)) {
            slice.push(pointsOf(scope, page));
            await othersTurn();
          }
          await writer.put(scope, slice, space);
        }
      }),

    removeVersions: (scope, versions) => use(() => writer.removeVersions(scope, versions)),

    removePages: (scope, pageIds) =>
      use(async () => {
        for (let from = 0; from < pageIds.length; from += PAGE_BATCH_SIZE)
          await writer.remove(scope, {
            must: [{ key: 'page_id', match: { any: pageIds.slice(from, from + PAGE_BATCH_SIZE) } }],
          });
      }),

    removeInstance: (scope) =>
      use(async () => {
        await writer.remove(scope, { must: [ofInstance(scope)] });
        personas.delete(scope);
      }),

    search: (scope, request) => use(() => search(scope, request)),

    versions: (scope, { after, limit }) =>
      use(async () => {
        const listed = await list(collection, personaOf(scope));
        const from = after ? listed.findIndex((page) => compare(page, after) > 0) : 0;
        return from < 0
          ? []
          : listed
              .slice(from, from + limit)
              .map(({ page_id, version, passages }) => ({ page_id, version, passages }));
      }),

    countAfter: (scope, pageId) =>
      use(async () => {
        const listed = await list(collection, personaOf(scope));
        return listed.filter(({ page_id }) => page_id > pageId).length;
      }),

    lastPageId: (scope) => use(async () => (await list(collection, personaOf(scope))).at(-1)?.page_id ?? ''),

    holding: (scope, versions) =>
      use(async () => {
        const listed = await list(collection, personaOf(scope));
        const held = new Set(
          listed.filter(({ whole }) => whole).map(({ page_id, version }) => `${version} ${page_id}`),
        );
        return versions.filter(({ page_id, version }) => held.has(`${version} ${page_id}`));
      }),

    stats: (scope) =>
      use(async () => {
        const [pages, languages] = await Promise.all([
          countPages(scope),
          collection.read((client, name) =>
            client.facet(name, {
              key: 'language',
              filter: { must: ofKind(scope, 'passage') },
              limit: 1_000,
              exact: true,
            }),
          ),
        ]);
        return {
          pages,
          passages: languages.hits.reduce((sum, { count }) => sum + count, 0),
          languages: Object.fromEntries(languages.hits.map(({ value, count }) => [String(value), count])),
        };
      }),

    countPages: (scope) => use(() => countPages(scope)),
    read: (scope, versions) => use(() => readPages(collection, scope, versions)),
    vectors: (scope, space, hashes) => use(() => vectorsOf(collection, scope, space, hashes)),
    vectorStats: (scope, space) => use(() => statsOf(collection, scope, space)),
    withoutVector: (scope, space, limit) => use(() => withoutVector(collection, scope, space, limit)),

    addVectors: (scope, space, passages, values) =>
      use(async () => {
        checkVectors(space, values, passages.length);
        await addVectors(collection, scope, space, passages, values);
      }),

    activateVectorSpace: (scope, space) => use(() => activateVectorSpace(collection, scope, space)),

    ready: () => collection.check(),

    close() {
      closing ??= (async () => {
        await Promise.allSettled(active);
        personas.clear();
      })();
      return closing;
    },
  };
}

type Proposed = Pick<PassagePayload, 'instance_id' | 'page_id' | 'page'>;

/**
 * Whether a known page was proposed only by a version that was not known when the search began: the version
 * before may have been replaced and removed in between, and leaving out both would hide a page that was there
 * all the time.
 */
function wasReplaced(
  statistics: Statistics,
  proposed: readonly Proposed[],
  isKnown: (passage: Proposed) => boolean,
): boolean {
  const unknown = new Set(proposed.filter((passage) => !isKnown(passage)).map(({ page_id }) => page_id));
  if (unknown.size === 0) return false;
  for (const { page_id } of proposed.filter(isKnown)) unknown.delete(page_id);
  return Iterator.from(statistics.keys()).some((key) => unknown.has(statistics.get(key)?.page_id ?? ''));
}

interface QueryVector {
  name: string;
  numbers: number[];
}

/** Returns the query as a vector of the space; undefined when no vector can be had. */
async function embedQuery(space: VectorSpace, { embed }: SearchRequest): Promise<QueryVector | undefined> {
  const value = await embed?.(space);
  if (!value) return undefined;
  checkVectors(space, [value], 1);
  return { name: vectorName(space), numbers: Array.from(value) };
}

/** Nearest first; where scores are equal, by page, newest version, place. */
function inOrder(
  statistics: Statistics,
  found: readonly (PassagePayload & { score: number })[],
): RankedCandidate[] {
  const place = ({ page, n }: RankedCandidate) => ({ ...statistics.get(page), n });
  return found.toSorted((x, y) => {
    if (x.score !== y.score) return y.score - x.score;
    const [a, b] = [place(x), place(y)];
    if (a.page_id !== b.page_id) return (a.page_id ?? '') < (b.page_id ?? '') ? -1 : 1;
    return (b.version ?? 0) - (a.version ?? 0) || a.n - b.n;
  });
}

/**
 * Returns filters as conditions of Qdrant; undefined when no page can meet them. Throws `validation_error`.
 */
function filterConditions(filters: Filters | undefined): Schemas['Condition'][] | undefined {
  const conditions = readFilters(filters).map(([name, values]) =>
    name === 'td_id'
      ? { key: 'page_id', match: { any: values.filter((value) => typeof value === 'string') } }
      : { key: 'facets', match: { any: values.map((value) => facet(name, value)) } },
  );
  return conditions.some(({ match }) => match.any.length === 0) ? undefined : conditions;
}
