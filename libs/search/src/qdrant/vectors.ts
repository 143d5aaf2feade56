import type { Scope } from '@persona/contracts';
import type { Schemas } from '@qdrant/js-client-rest';
import { encodingHash, spaceName } from '../dense/encoding.ts';
import type { Passage, VectorSpace, VectorStats } from '../search-index.ts';
import type { Collection } from './collection.ts';
import { ofInstance, ofKind, readHead } from './persona.ts';
import { DENSE, numbersOf, readShown, type PassagePayload, vectorName } from './points.ts';

/**
 * Runs `work`, which needs the collection to have vectors of the space. The name may be missing although this
 * process saw it, because removing the last vectors of a space removes its name.
 */
export async function withSpace<T>(
  collection: Collection,
  space: VectorSpace,
  work: () => Promise<T>,
): Promise<T> {
  const make = (): Promise<unknown> =>
    collection.write((client, name) =>
      client.createVectorName(
        name,
        vectorName(space),
        { dense: { size: space.dimension, distance: 'Dot', datatype: 'float16' } },
        { wait: true },
      ),
    );
  const known = collection.spaces.has(vectorName(space));
  if (!known) await make();
  collection.spaces.add(vectorName(space));
  try {
    return await work();
  } catch (error) {
    collection.spaces.delete(vectorName(space));
    if (!known) throw error;
    return withSpace(collection, space, work);
  }
}

const without = (space: VectorSpace) => ({ must_not: [{ has_vector: vectorName(space) }] });

export async function vectorsOf(
  collection: Collection,
  scope: Scope,
  space: VectorSpace,
  hashes: readonly string[],
): Promise<Map<string, Float32Array>> {
  const found = new Map<string, Float32Array>();
  if (hashes.length === 0) return found;
  const name = vectorName(space);
  let offset: string | undefined;
  do {
    const { points, next_page_offset } = await withSpace(collection, space, () =>
      collection.read((client, collectionName) =>
        client.scroll(collectionName, {
          filter: {
            must: [
              ...ofKind(scope, 'passage'),
              { key: 'hash', match: { any: [...hashes] } },
              { has_vector: name },
            ],
          },
          limit: 256,
          with_payload: ['instance_id', 'hash'],
          with_vector: [name],
          ...(offset === undefined ? {} : { offset }),
        }),
      ),
    );
    for (const { payload, vector } of points) {
      const { instance_id, hash } = payload as unknown as PassagePayload;
      const numbers = (vector as Record<string, number[]> | undefined)?.[name];
      if (instance_id === scope && numbers) found.set(hash, Float32Array.from(numbers));
    }
    offset = typeof next_page_offset === 'string' ? next_page_offset : undefined;
  } while (offset !== undefined && found.size < hashes.length);
  return found;
}

export async function statsOf(
  collection: Collection,
  scope: Scope,
  space: VectorSpace,
): Promise<VectorStats> {
  const count = (filter: Schemas['Filter']): Promise<{ count: number }> =>
    collection.read((client, name) => client.count(name, { filter, exact: true }));
  const must = ofKind(scope, 'passage');
  const [head, all, missing] = await Promise.all([
    readHead(collection, scope),
    count({ must }),
    count({ must, ...without(space) }),
  ]);
  return { space: head.space, passages: all.count, missing: missing.count };
}

export async function withoutVector(
  collection: Collection,
  scope: Scope,
  space: VectorSpace,
  limit: number,
): Promise<Passage[]> {
  const { points } = await collection.read((client, name) =>
    client.scroll(name, {
      filter: { must: ofKind(scope, 'passage'), ...without(space) },
      limit,
      with_payload: ['instance_id', 'page_id', 'version', 'n', 'shown'],
    }),
  );
  return points.flatMap(({ id, payload }): Passage[] => {
    const { instance_id, page_id, version, n, shown } = payload as unknown as PassagePayload;
    return instance_id === scope ? [{ id: String(id), page_id, version, n, ...readShown(shown) }] : [];
  });
}

export async function addVectors(
  collection: Collection,
  scope: Scope,
  space: VectorSpace,
  passages: readonly Passage[],
  values: readonly Float32Array[],
): Promise<void> {
  // Qdrant refuses vectors for a point that is gone.
  const there = new Set(
    (
      await collection.read((client, name) =>
        client.retrieve(name, { ids: passages.map(({ id }) => id), with_payload: false }),
      )
    ).map(({ id }) => String(id)),
  );
  const points = passages.flatMap(({ id }, i) =>
    there.has(id) ? [{ id, vector: { [vectorName(space)]: numbersOf(values[i] as Float32Array) } }] : [],
  );
  if (points.length === 0) return;
  // The filter accepts only points of this persona whose text is still the encoded one, whatever the ids say.
  const update_filter = {
    must: [ofInstance(scope), { key: 'hash', match: { any: passages.map(encodingHash) } }],
  };
  // The client's own `updateVectors` drops the filter.
  const operations = [{ update_vectors: { points, update_filter } }];
  await withSpace(collection, space, () =>
    collection.write((client, name) => client.batchUpdate(name, { wait: true, operations })),
  );
}

export async function activateVectorSpace(
  collection: Collection,
  scope: Scope,
  space: VectorSpace,
): Promise<void> {
  const mine = ofInstance(scope);
  await withSpace(collection, space, () =>
    collection.write((client, name) =>
      client.setPayload(name, {
        wait: true,
        payload: { space: spaceName(space), revision: crypto.randomUUID() },
        filter: { must: ofKind(scope, 'head') },
      }),
    ),
  );
  for (const other of await vectorNames(collection)) {
    if (other === vectorName(space)) continue;
    try {
      await forgetVectors(collection, mine, other);
    } catch (error) {
      // Another worker may have removed the name first.
      if ((await vectorNames(collection)).includes(other)) throw error;
    }
  }
}

async function vectorNames(collection: Collection): Promise<string[]> {
  const { config } = await collection.read((client, name) => client.getCollection(name));
  return Object.keys(config.params.vectors ?? {}).filter((name) => name.startsWith(DENSE));
}

/** Removes one persona's vectors of a space, and the space itself when no persona has any of it. */
async function forgetVectors(
  collection: Collection,
  mine: ReturnType<typeof ofInstance>,
  vector: string,
): Promise<void> {
  await collection.write((client, name) =>
    client.deleteVectors(name, { wait: true, vector: [vector], filter: { must: [mine] } }),
  );
  const { points } = await collection.read((client, name) =>
    client.scroll(name, { filter: { must: [{ has_vector: vector }] }, limit: 1, with_payload: false }),
  );
  if (points.length === 0)
    await collection.write((client, name) => client.deleteVectorName(name, vector, { wait: true }));
}
