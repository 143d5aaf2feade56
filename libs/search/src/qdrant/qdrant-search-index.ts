import { setImmediate as othersTurn, setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@persona/contracts';
import type { Schemas } from '@qdrant/js-client-rest';
import { readFilters } from '../filters.ts';
import { passageId } from '../passage-id.ts';
import type { Filters, Hit, InstanceId, PageVersion, SearchIndex, SearchRequest } from '../search-index.ts';
import { planSearch, rankCandidates, type RankedCandidate } from './candidates.ts';
import { type CollectionOptions, openCollection } from './collection.ts';
import { advance, compare, createPersona, list, ofInstance, ofKind, type Persona } from './persona.ts';
import {
  facet,
  headId,
  type PagePayload,
  type PagePoints,
  type PassagePayload,
  pointsOf,
  type Shown,
  TERMS,
} from './points.ts';
import type { Statistics } from './statistics.ts';

export interface QdrantSearchIndexOptions extends CollectionOptions {
  /** Bytes of statistics kept in memory, over all instances. 512 MB when not given. */
  memory?: number;
}

type Operation = Schemas['UpdateOperation'];

const MOST_HITS = 1_000;
/** Passages that are looked at closely: at least this many, and this many times the hits wanted. */
const LEAST_CANDIDATES = 128;
const CANDIDATES_PER_HIT = 2;
/** A search whose pages are rewritten under its hands begins anew this often; then what was rewritten is left out. */
const ATTEMPTS = 4;
/** Pages encoded to points in one go, and about how many bytes go into one request; Qdrant takes 32 MB. */
const SLICE = 64;
const REQUEST_BYTES = 6e6;

/**
 * A search index in Qdrant, for any number of processes. Qdrant proposes passages by the weights of their terms; they are then ranked just
 * as the SQLite index ranks, with the persona's own statistics, which every process holds in memory and keeps in step before each search.
 */
export function createQdrantSearchIndex({
  memory = 512 * 2 ** 20,
  ...options
}: QdrantSearchIndexOptions): SearchIndex {
  const collection = openCollection(options);
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

  const personaOf = (instance: string): Persona => {
    const persona = personas.get(instance) ?? createPersona(instance);
    // The last in the map is the one that was used last.
    personas.delete(instance);
    personas.set(instance, persona);
    return persona;
  };

  /** Forgets the personas that were not used for longest until the rest fits; the one in use stays whatever its size. */
  const makeRoom = (): void => {
    let held = personas.values().reduce((sum, { statistics }) => sum + statistics.bytes(), 0);
    for (const persona of personas.values()) {
      if (held <= memory || personas.size <= 1) return;
      held -= persona.statistics.bytes();
      personas.delete(persona.instance);
    }
  };

  /** Operations in this order, each visible before the next, in as few requests as their size allows. */
  const write = async (
    operations: readonly (readonly [operation: Operation, bytes: number])[],
  ): Promise<void> => {
    for (let from = 0; from < operations.length;) {
      let bytes = 0;
      let to = from;
      while (to < operations.length && (to === from || bytes + (operations[to]?.[1] ?? 0) <= REQUEST_BYTES))
        bytes += operations[to++]?.[1] ?? 0;
      const batch = operations.slice(from, to).map(([operation]) => operation);
      await collection.run((client, name) =>
        client.batchUpdate(name, { wait: true, ordering: 'strong', operations: batch }),
      );
      from = to;
    }
  };

  /** Takes page versions out of every search at once, then away. */
  const remove = async (instance: InstanceId, which: Schemas['Filter']): Promise<void> => {
    await write(
      (
        [
          {
            set_payload: {
              payload: { whole: false, stamp: crypto.randomUUID() },
              filter: { must: [...ofKind(instance, 'page'), which] },
            },
          },
          // Nothing is made for an instance that is not there.
          {
            set_payload: {
              payload: { revision: crypto.randomUUID() },
              filter: { must: [...ofKind(instance, 'head')] },
            },
          },
          { delete: { filter: { must: [ofInstance(instance), which] } } },
          // The reader who came in between has listed what is gone now.
          {
            set_payload: {
              payload: { revision: crypto.randomUUID() },
              filter: { must: [...ofKind(instance, 'head')] },
            },
          },
        ] satisfies Operation[]
      ).map((operation) => [operation, 0]),
    );
  };

  const removeVersions = async (instance: InstanceId, versions: readonly PageVersion[]): Promise<void> => {
    for (let from = 0; from < versions.length; from += SLICE)
      await remove(instance, {
        should: versions.slice(from, from + SLICE).map(({ page_id, version }) => ({
          must: [
            { key: 'page_id', match: { value: page_id } },
            { key: 'version', match: { value: version } },
          ],
        })),
      });
  };

  const putSlice = async (instance: InstanceId, pages: readonly PagePoints[]): Promise<void> => {
    const there = await pagesOf(
      instance,
      pages.map(({ page }) => page.payload.page_id),
    );
    const wanted = new Map(
      pages.map((points) => [`${points.page.payload.version} ${points.page.payload.page_id}`, points]),
    );
    // The same version with other content gives way first: for a moment there is neither.
    const old = there.filter(({ key, page_id, version }) => {
      const points = wanted.get(`${version} ${page_id}`);
      return points !== undefined && points.page.id !== key;
    });
    await removeVersions(instance, old);
    const done = new Set(there.filter(({ whole }) => whole).map(({ key }) => key));
    const fresh = [...wanted.values()].filter(({ page }) => !done.has(page.id));
    const operations: [Operation, number][] = [];
    for (const { page, passages } of fresh) {
      operations.push([
        { upsert: { points: [page as unknown as Schemas['PointStruct']], update_mode: 'insert_only' } },
        page.payload.features.length,
      ]);
      for (const points of parts(passages))
        operations.push([
          { upsert: { points: points as unknown as Schemas['PointStruct'][] } },
          points.reduce((sum, point) => sum + sizeOf(point), 0),
        ]);
    }
    if (fresh.length > 0)
      operations.push([
        {
          set_payload: {
            payload: { whole: true, stamp: crypto.randomUUID() },
            points: fresh.map(({ page }) => page.id),
          },
        },
        0,
      ]);
    // Also when everything was there: its writer may have died before this.
    operations.push([
      {
        upsert: {
          points: [
            {
              id: headId(instance),
              vector: {},
              payload: { instance_id: instance, kind: 'head', revision: crypto.randomUUID() },
            },
          ],
        },
      },
      0,
    ]);
    await write(operations);
  };

  /** The versions that are there of these pages. */
  const pagesOf = async (instance: InstanceId, pageIds: readonly string[]) => {
    const found: { key: string; page_id: string; version: number; whole: boolean }[] = [];
    let offset: string | undefined;
    do {
      const { points, next_page_offset } = await collection.run((client, name) =>
        client.scroll(name, {
          filter: {
            must: [...ofKind(instance, 'page'), { key: 'page_id', match: { any: [...new Set(pageIds)] } }],
          },
          limit: 1_000,
          with_payload: ['page_id', 'version', 'whole'],
          ...(offset === undefined ? {} : { offset }),
        }),
      );
      for (const { id, payload } of points) {
        const { page_id, version, whole } = payload as unknown as PagePayload;
        found.push({ key: String(id), page_id, version, whole });
      }
      offset = typeof next_page_offset === 'string' ? next_page_offset : undefined;
    } while (offset !== undefined);
    return found;
  };

  const search = async (instance: InstanceId, request: SearchRequest): Promise<Hit[]> => {
    const conditions = filterConditions(request.filters);
    if (!conditions) return [];
    const persona = personaOf(instance);
    const limit = Math.min(MOST_HITS, Math.max(1, Math.floor(request.limit)));
    for (let attempt = 1; ; attempt++) {
      await advance(collection, persona);
      makeRoom();
      const { statistics, round } = persona;
      const plan = planSearch(statistics, request);
      if (!plan) return [];
      const { points } = await collection.run((client, name) =>
        client.query(name, {
          query: plan.vector,
          using: TERMS,
          filter: { must: [...ofKind(instance, 'passage'), ...conditions] },
          limit: Math.max(LEAST_CANDIDATES, CANDIDATES_PER_HIT * limit),
          with_payload: ['instance_id', 'page', 'n', 'language', 'features'],
        }),
      );
      const candidates = points
        .map(({ payload }) => payload as unknown as PassagePayload)
        // Whatever the server says: only what is this persona's, and of pages that were whole before it was asked.
        .filter(
          ({ instance_id, page }) =>
            instance_id === instance && (statistics.get(page)?.round ?? Infinity) <= round,
        );
      const ranked = rankCandidates(statistics, plan, candidates, limit);
      const { hits, complete } = await show(instance, statistics, ranked);
      if (complete || attempt === ATTEMPTS) return hits;
      await sleep(attempt * 5);
    }
  };

  /** Fetches what hits show, and leaves out every page version that has been touched since the passages were proposed. */
  const show = async (
    instance: InstanceId,
    statistics: Statistics,
    ranked: readonly RankedCandidate[],
  ): Promise<{ hits: Hit[]; complete: boolean }> => {
    if (ranked.length === 0) return { hits: [], complete: true };
    const wanted = ranked.flatMap((candidate) => {
      const page = statistics.get(candidate.page);
      if (!page) return [];
      const { page_id, version, stamp } = page;
      return [
        { ...candidate, page_id, version, stamp, id: passageId(instance, page_id, version, candidate.n) },
      ];
    });
    const touched = new Set<string>();
    const shown = new Map<string, Shown>();
    // One after the other: that a page is whole after its passages were read says that they were all of it.
    for (const point of await fetchPoints(
      wanted.map(({ id }) => id),
      ['instance_id', 'page', 'shown'],
    )) {
      const payload = point.payload as unknown as PassagePayload;
      if (payload.instance_id === instance)
        shown.set(`${payload.page} ${point.id}`, JSON.parse(payload.shown) as Shown);
    }
    const keys = [...new Set(wanted.map(({ page }) => page))];
    const pages = new Map(
      (await fetchPoints(keys, ['instance_id', 'whole', 'stamp'])).map(({ id, payload }) => [
        id,
        payload as unknown as PagePayload,
      ]),
    );
    for (const { page: key, id, stamp } of wanted) {
      const page = pages.get(key);
      if (!page?.whole || page.stamp !== stamp || page.instance_id !== instance || !shown.has(`${key} ${id}`))
        touched.add(key);
    }
    const hits = wanted.flatMap(({ page, id, page_id, version, n, score }): Hit[] => {
      const what = shown.get(`${page} ${id}`);
      return what && !touched.has(page) ? [{ id, page_id, version, n, ...what, score }] : [];
    });
    return { hits, complete: hits.length === ranked.length };
  };

  const fetchPoints = async (ids: readonly string[], fields: string[]) => {
    const points = await collection.run((client, name) =>
      client.retrieve(name, { ids: [...ids], with_payload: fields }),
    );
    return points.map(({ id, payload }) => ({ id: String(id), payload }));
  };

  return {
    put: (instance, pages) =>
      use(async () => {
        for (let from = 0; from < pages.length; from += SLICE) {
          const slice: PagePoints[] = [];
          for (const page of pages.slice(from, from + SLICE)) {
            slice.push(pointsOf(instance, page));
            await othersTurn();
          }
          await putSlice(instance, slice);
        }
      }),

    removeVersions: (instance, versions) => use(() => removeVersions(instance, versions)),

    removePages: (instance, pageIds) =>
      use(async () => {
        for (let from = 0; from < pageIds.length; from += SLICE)
          await remove(instance, {
            must: [{ key: 'page_id', match: { any: pageIds.slice(from, from + SLICE) } }],
          });
      }),

    removeInstance: (instance) =>
      use(async () => {
        await remove(instance, { must: [ofInstance(instance)] });
        personas.delete(instance);
      }),

    search: (instance, request) => use(() => search(instance, request)),

    versions: (instance, { after, limit }) =>
      use(async () => {
        const listed = await list(collection, personaOf(instance));
        const from = after ? listed.findIndex((page) => compare(page, after) > 0) : 0;
        return from < 0
          ? []
          : listed
              .slice(from, from + limit)
              .map(({ page_id, version, passages }) => ({ page_id, version, passages }));
      }),

    stats: (instance) =>
      use(async () => {
        const [pages, languages] = await Promise.all([
          collection.run((client, name) =>
            client.count(name, { filter: { must: ofKind(instance, 'page') }, exact: true }),
          ),
          collection.run((client, name) =>
            client.facet(name, {
              key: 'language',
              filter: { must: ofKind(instance, 'passage') },
              limit: 1_000,
              exact: true,
            }),
          ),
        ]);
        return {
          pages: pages.count,
          passages: languages.hits.reduce((sum, { count }) => sum + count, 0),
          languages: Object.fromEntries(languages.hits.map(({ value, count }) => [String(value), count])),
        };
      }),

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

/** Filters as conditions of Qdrant; undefined when nothing can meet them. Throws `validation_error`. */
function filterConditions(filters: Filters | undefined): Schemas['Condition'][] | undefined {
  const conditions = readFilters(filters).map(([name, values]) =>
    name === 'td_id'
      ? { key: 'page_id', match: { any: values.filter((value) => typeof value === 'string') } }
      : { key: 'facets', match: { any: values.map((value) => facet(name, value)) } },
  );
  return conditions.some(({ match }) => match.any.length === 0) ? undefined : conditions;
}

/** About how many bytes a point takes in a request. */
function sizeOf({ vector, payload }: PagePoints['passages'][number]): number {
  const terms = vector[TERMS]?.indices.length ?? 0;
  const facets = payload.facets.reduce((sum, { length }) => sum + length, 0);
  return 400 + 18 * terms + payload.features.length + 3 * (payload.shown.length + facets);
}

/** A page's passages in parts that fit into a request. */
function* parts(passages: PagePoints['passages']): Generator<PagePoints['passages']> {
  let part: PagePoints['passages'] = [];
  let bytes = 0;
  for (const point of passages) {
    const size = sizeOf(point);
    if (part.length > 0 && bytes + size > REQUEST_BYTES) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(point);
    bytes += size;
  }
  if (part.length > 0) yield part;
}
