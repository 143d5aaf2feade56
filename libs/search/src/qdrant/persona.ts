import type { Scope } from '@persona/contracts';
import { spaceOf } from '../dense/encoding.ts';
import type { PageVersion, VectorSpace } from '../search-index.ts';
import type { Collection } from './collection.ts';
import { type HeadPayload, headId, type PagePayload } from './points.ts';
import { createStatistics, type Statistics } from './statistics.ts';

/** A page version that has points in the store. */
export interface Listed extends PageVersion {
  key: string;
  stamp: string;
  whole: boolean;
  passages: number;
}

/**
 * An instance as this process knows it: up to date as of `revision`, the head of the instance, which was read
 * before the rest.
 */
export interface Persona {
  readonly scope: Scope;
  statistics: Statistics;
  /** The number of readings, so that a search can tell what had been read when it began. */
  round: number;
  revision: string | undefined;
  /** The space by whose vectors searches work. */
  space: VectorSpace | null;
  reading: Promise<void> | undefined;
  next: Promise<void> | undefined;
  listing: { revision: string; pages: Listed[] } | undefined;
}

export const createPersona = (scope: Scope): Persona => ({
  scope,
  statistics: createStatistics(),
  round: 0,
  revision: undefined,
  space: null,
  reading: undefined,
  next: undefined,
  listing: undefined,
});

/** How many points are read with one request: page versions without their features, and with them. */
const LIST_BATCH_SIZE = 5_000;
const READ_BATCH_SIZE = 128;
/** The vocabulary is rebuilt when this share of the pages it was built from is gone. */
const MAX_DEAD_SHARE = 0.5;

/** The condition that every query has: points of this instance only. */
export const ofInstance = (scope: Scope) => ({ key: 'instance_id', match: { value: scope } });

export const ofKind = (scope: Scope, kind: 'head' | 'page' | 'passage') => [
  ofInstance(scope),
  { key: 'kind', match: { value: kind } },
];

/**
 * Brings this process's knowledge of the persona up to date with everything that was written before this
 * call. Concurrent searches share one reading, but not one that began before them.
 */
export function advance(collection: Collection, persona: Persona): Promise<void> {
  const begin = (): Promise<void> => {
    persona.reading = read(collection, persona).finally(() => (persona.reading = undefined));
    return persona.reading;
  };
  if (!persona.reading) return begin();
  const over = persona.reading.catch(() => undefined);
  persona.next ??= over.then(() => {
    persona.next = undefined;
    return persona.reading ?? begin();
  });
  return persona.next;
}

async function read(collection: Collection, persona: Persona): Promise<void> {
  const { revision, space } = await readHead(collection, persona.scope);
  if (revision === persona.revision) return;
  const pages = await listPages(collection, persona, revision);
  const there = new Map(pages.filter(({ whole }) => whole).map((page) => [page.key, page]));
  if (persona.statistics.deadShare() > MAX_DEAD_SHARE) persona.statistics = createStatistics();
  const { statistics } = persona;
  for (const key of statistics.keys())
    if (there.get(key)?.stamp !== statistics.get(key)?.stamp) statistics.remove(key);
  const round = persona.round + 1;
  const missing = [...there.keys()].filter((key) => !statistics.get(key));
  for (let from = 0; from < missing.length; from += READ_BATCH_SIZE) {
    const points = await collection.read((client, name) =>
      client.retrieve(name, { ids: missing.slice(from, from + READ_BATCH_SIZE), with_payload: true }),
    );
    for (const { id, payload } of points) {
      const page = payload as unknown as PagePayload;
      const listed = there.get(String(id));
      // The page was written again or removed meanwhile. Then the head has changed as well, and the next
      // reading gets it.
      if (!listed || !page.whole || page.stamp !== listed.stamp || page.instance_id !== persona.scope)
        continue;
      const { page_id, version, stamp } = page;
      statistics.add(String(id), { page_id, version, stamp, round }, Buffer.from(page.features, 'base64'));
    }
  }
  persona.round = round;
  persona.revision = revision;
  persona.space = space;
}

/**
 * Reads the value that changes with every write to the instance, empty when it has nothing, and the space
 * that searches go by.
 */
export async function readHead(
  collection: Collection,
  scope: Scope,
): Promise<{ revision: string; space: VectorSpace | null }> {
  const [head] = await collection.read((client, name) =>
    client.retrieve(name, { ids: [headId(scope)], with_payload: true }),
  );
  const payload = head?.payload as unknown as HeadPayload | undefined;
  if (payload?.instance_id !== scope) return { revision: '', space: null };
  return { revision: payload.revision, space: payload.space === undefined ? null : spaceOf(payload.space) };
}

/** Lists every page version with points in the store, ordered by page id, then version. */
export async function list(collection: Collection, persona: Persona): Promise<Listed[]> {
  return listPages(collection, persona, (await readHead(collection, persona.scope)).revision);
}

async function listPages(collection: Collection, persona: Persona, revision: string): Promise<Listed[]> {
  if (persona.listing?.revision === revision) return persona.listing.pages;
  const pages: Listed[] = [];
  let offset: string | undefined;
  do {
    const { points, next_page_offset } = await collection.read((client, name) =>
      client.scroll(name, {
        filter: { must: ofKind(persona.scope, 'page') },
        limit: LIST_BATCH_SIZE,
        with_payload: { exclude: ['features'] },
        ...(offset === undefined ? {} : { offset }),
      }),
    );
    for (const { id, payload } of points) {
      const { page_id, version, stamp, whole, passages } = payload as unknown as PagePayload;
      pages.push({ key: String(id), page_id, version, stamp, whole, passages });
    }
    offset = typeof next_page_offset === 'string' ? next_page_offset : undefined;
  } while (offset !== undefined);
  pages.sort((a, b) => compare(a, b));
  persona.listing = { revision, pages };
  return pages;
}

export function compare(a: PageVersion, b: PageVersion): number {
  if (a.page_id !== b.page_id) return a.page_id < b.page_id ? -1 : 1;
  return a.version - b.version;
}
