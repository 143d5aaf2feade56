import type { Scope } from '@persona/contracts';
import type { Schemas } from '@qdrant/js-client-rest';
import type { PageVersion, VectorSpace } from '../search-index.ts';
import type { Collection } from './collection.ts';
import { ofInstance, ofKind } from './persona.ts';
import { headId, newHead, type PagePayload, type PagePoints, TERMS, vectorName } from './points.ts';
import { withSpace } from './vectors.ts';

type Operation = Schemas['UpdateOperation'];

/** How many pages are encoded to points together. */
export const PAGE_BATCH_SIZE = 64;
const MAX_REQUEST_BYTES = 6e6;

/** Writes and removes page versions, so that each is seen whole or not at all. */
export interface PageWriter {
  /** Writes points; `space` is that of their vectors, if they have any. */
  put(scope: Scope, pages: readonly PagePoints[], space: VectorSpace | undefined): Promise<void>;
  /** Hides the page versions that meet the filter from every search, then removes them. */
  remove(scope: Scope, which: Schemas['Filter']): Promise<void>;
  removeVersions(scope: Scope, versions: readonly PageVersion[]): Promise<void>;
}

export function createPageWriter(collection: Collection): PageWriter {
  /**
   * Sends operations in this order, each visible before the next, in as few requests as their size allows.
   */
  const write = async (
    operations: readonly (readonly [operation: Operation, bytes: number])[],
  ): Promise<void> => {
    for (let from = 0; from < operations.length;) {
      let bytes = 0;
      let to = from;
      while (
        to < operations.length &&
        (to === from || bytes + (operations[to]?.[1] ?? 0) <= MAX_REQUEST_BYTES)
      )
        bytes += operations[to++]?.[1] ?? 0;
      const batch = operations.slice(from, to).map(([operation]) => operation);
      await collection.write((client, name) =>
        client.batchUpdate(name, { wait: true, ordering: 'strong', operations: batch }),
      );
      from = to;
    }
  };

  /** Hides page versions from every search, then removes them. */
  const remove = async (scope: Scope, which: Schemas['Filter']): Promise<void> => {
    await write(
      (
        [
          {
            set_payload: {
              payload: { whole: false, stamp: crypto.randomUUID() },
              filter: { must: [...ofKind(scope, 'page'), which] },
            },
          },
          // The instance's head is changed only where it exists, so that no head is created for an absent
          // instance.
          {
            set_payload: {
              payload: { revision: crypto.randomUUID() },
              filter: { must: [...ofKind(scope, 'head')] },
            },
          },
          { delete: { filter: { must: [ofInstance(scope), which] } } },
          // A reader that came in between has listed versions that are gone now, so the head changes again.
          {
            set_payload: {
              payload: { revision: crypto.randomUUID() },
              filter: { must: [...ofKind(scope, 'head')] },
            },
          },
        ] satisfies Operation[]
      ).map((operation) => [operation, 0]),
    );
  };

  const removeVersions = async (scope: Scope, versions: readonly PageVersion[]): Promise<void> => {
    for (let from = 0; from < versions.length; from += PAGE_BATCH_SIZE)
      await remove(scope, {
        should: versions.slice(from, from + PAGE_BATCH_SIZE).map(({ page_id, version }) => ({
          must: [
            { key: 'page_id', match: { value: page_id } },
            { key: 'version', match: { value: version } },
          ],
        })),
      });
  };

  const put: PageWriter['put'] = async (scope, pages, space) => {
    const there = await pagesOf(
      scope,
      pages.map(({ page }) => page.payload.page_id),
    );
    const wanted = new Map(
      pages.map((points) => [`${points.page.payload.version} ${points.page.payload.page_id}`, points]),
    );
    // The same version with other content is removed first: for a moment there is neither.
    const old = there.filter(({ key, page_id, version }) => {
      const points = wanted.get(`${version} ${page_id}`);
      return points !== undefined && points.page.id !== key;
    });
    await removeVersions(scope, old);
    const done = new Set(there.filter(({ whole }) => whole).map(({ key }) => key));
    const fresh = [...wanted.values()].filter(({ page }) => !done.has(page.id));
    const operations: [Operation, number][] = [];
    // The version may have been stored without vectors before.
    if (space)
      for (const { passages } of [...wanted.values()].filter(({ page }) => done.has(page.id)))
        for (const points of parts(passages)) {
          const vectors = points.map(({ id, vector }) => ({
            id,
            vector: { [vectorName(space)]: vector[vectorName(space)] ?? [] },
          }));
          operations.push([{ update_vectors: { points: vectors } }, sum(points)]);
        }
    for (const { page, passages } of fresh) {
      operations.push([
        { upsert: { points: [page as unknown as Schemas['PointStruct']], update_mode: 'insert_only' } },
        page.payload.features.length,
      ]);
      for (const points of parts(passages))
        operations.push([{ upsert: { points: points as unknown as Schemas['PointStruct'][] } }, sum(points)]);
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
    // The head changes even if all versions existed, because their writer may have died before this step.
    operations.push(
      [{ upsert: { points: [newHead(scope, space)], update_mode: 'insert_only' } }, 0],
      [{ set_payload: { payload: { revision: crypto.randomUUID() }, points: [headId(scope)] } }, 0],
    );
    await (space ? withSpace(collection, space, () => write(operations)) : write(operations));
  };

  /** Returns the stored versions of these pages. */
  const pagesOf = async (scope: Scope, pageIds: readonly string[]) => {
    const found: { key: string; page_id: string; version: number; whole: boolean }[] = [];
    let offset: string | undefined;
    do {
      const { points, next_page_offset } = await collection.read((client, name) =>
        client.scroll(name, {
          filter: {
            must: [...ofKind(scope, 'page'), { key: 'page_id', match: { any: [...new Set(pageIds)] } }],
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

  return { put, remove, removeVersions };
}

/** Estimates how many bytes a point takes in a request. */
function sizeOf({ vector, payload }: PagePoints['passages'][number]): number {
  const { [TERMS]: terms, ...dense } = vector;
  const numbers = Object.values(dense).reduce(
    (sum, values) => sum + (Array.isArray(values) ? values.length : 0),
    0,
  );
  const facets = payload.facets.reduce((sum, { length }) => sum + length, 0);
  return (
    400 +
    18 * (terms && 'indices' in terms ? terms.indices.length : 0) +
    10 * numbers +
    payload.features.length +
    3 * (payload.shown.length + facets)
  );
}

const sum = (points: PagePoints['passages']): number =>
  points.reduce((bytes, point) => bytes + sizeOf(point), 0);

/** Cuts a page's passages into parts that fit into a request. */
function* parts(passages: PagePoints['passages']): Generator<PagePoints['passages']> {
  let part: PagePoints['passages'] = [];
  let bytes = 0;
  for (const point of passages) {
    const size = sizeOf(point);
    if (part.length > 0 && bytes + size > MAX_REQUEST_BYTES) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(point);
    bytes += size;
  }
  if (part.length > 0) yield part;
}
