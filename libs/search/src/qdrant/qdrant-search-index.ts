import type { Scope } from '@persona/contracts';
import { besideOlder, type OlderIndex } from '../beside-older.ts';
import type { SearchIndex } from '../search-index.ts';
import { OLDER_FORMATS } from '../sqlite/page-codec.ts';
import { createCollectionIndex } from './collection-index.ts';
import { type Collection, type CollectionOptions, openCollection } from './collection.ts';

export interface QdrantSearchIndexOptions extends CollectionOptions {
  /** How many bytes of statistics are kept in memory, over all instances; 512 MB by default. */
  memoryBytes?: number;
}

/** A search index in Qdrant, each format in a collection of its own. */
export function createQdrantSearchIndex({
  memoryBytes = 512 * 2 ** 20,
  ...options
}: QdrantSearchIndexOptions): SearchIndex {
  const current = createCollectionIndex(openCollection(options), memoryBytes);
  const generations = OLDER_FORMATS.toReversed().map((format) => {
    const collection = openCollection(options, format);
    return { collection, index: createCollectionIndex(collection, memoryBytes) };
  });
  /** The newest of the older collections that has something of the persona. */
  const olderOf = async (scope: Scope): Promise<OlderIndex | undefined> => {
    for (const { collection, index } of generations)
      if ((await collection.exists()) && (await index.countPages(scope)) > 0)
        return {
          ...index,
          removeInstance: async (instance) => {
            await index.removeInstance(instance);
            if (await isEmpty(collection)) await collection.drop();
          },
        };
    return undefined;
  };
  return {
    ...besideOlder(current, olderOf),
    close: async () =>
      void (await Promise.all([current.close(), ...generations.map(({ index }) => index.close())])),
  };
}

async function isEmpty(collection: Collection): Promise<boolean> {
  const { count } = await collection.read((client, name) => client.count(name, { exact: true }));
  return count === 0;
}
