import { describeWithServer } from '@persona/testing';
import { QdrantClient } from '@qdrant/js-client-rest';
import { expect, onTestFinished, test } from 'vitest';
import { freshInstance, page } from '../contract/index-under-test.ts';
import { OLDER_FORMATS } from '../sqlite/page-codec.ts';
import { openCollection } from './collection.ts';
import { TERMS } from './points.ts';
import { createQdrantSearchIndex } from './qdrant-search-index.ts';

await describeWithServer('qdrant', 'Qdrant, beside a collection of an older format', (server) => {
  const client = new QdrantClient({ url: server.url, checkCompatibility: false });

  /** An index of today beside an older one that has the pages 1 to 3 of a persona, and nothing else. */
  async function open() {
    const name = `${server.prefix}-${crypto.randomUUID()}`;
    const scope = freshInstance();
    const options = { url: server.url, name };
    const made = createQdrantSearchIndex(options);
    await made.put(
      scope,
      [1, 2, 3].map((n) => page(`td_${n}`, `A dunlin in the sand of part ${n}.`)),
    );
    await made.close();
    const [today, older] = [openCollection(options).name, openCollection(options, OLDER_FORMATS.at(-1)).name];
    await client.createCollection(older, { sparse_vectors: { [TERMS]: {} }, hnsw_config: { m: 0 } });
    const { points } = await client.scroll(today, { limit: 1000, with_payload: true, with_vector: true });
    await client.upsert(older, { wait: true, points: points as never });
    await client.deleteCollection(today);
    const index = createQdrantSearchIndex(options);
    onTestFinished(async () => {
      await index.close();
      await client.deleteCollection(today);
      await client.deleteCollection(older);
    });
    const found = async (wanted: boolean) =>
      (await index.search(scope, { query: 'dunlin', limit: 9, older: wanted }))
        .map(({ page_id, version, older: isOld }) => `${page_id} ${version}${isOld ? ' older' : ''}`)
        .toSorted();
    return { index, scope, found, older };
  }

  test('it answers, with what is new in today’s, until that is whole', async () => {
    const { index, scope, found, older } = await open();
    expect(await found(false)).toEqual([]);
    expect(await index.countPages(scope)).toBe(0);
    expect(await found(true)).toEqual(['td_1 1 older', 'td_2 1 older', 'td_3 1 older']);
    await index.put(scope, [
      page('td_2', 'A dunlin in the sand of part 2.'),
      page('td_3', 'A dunlin on the stones of part 3.', { version: 2 }),
      page('td_4', 'A dunlin in the sand of part 4.'),
    ]);
    expect(await found(true)).toEqual(['td_1 1 older', 'td_2 1 older', 'td_3 1 older', 'td_3 2', 'td_4 1']);
    expect(await index.countWithOlder(scope)).toBe(4);

    await index.removePages(scope, ['td_3']);
    expect(await found(true)).toEqual(['td_1 1 older', 'td_2 1 older', 'td_4 1']);
    await index.removeOlder(scope);
    expect((await client.collectionExists(older)).exists).toBe(false);
    expect(await index.countWithOlder(scope)).toBeNull();
    expect(await found(true)).toEqual(['td_2 1', 'td_4 1']);
  });

  test('it stays for the others when one persona leaves it', async () => {
    const { index, scope, older } = await open();
    const other = freshInstance();
    const { points } = await client.scroll(older, { limit: 1, with_payload: true, with_vector: true });
    const foreign = points.map(({ id: _id, payload, vector }) => ({
      id: crypto.randomUUID(),
      payload: { ...payload, instance_id: other },
      vector,
    }));
    await client.upsert(older, { wait: true, points: foreign as never });
    await index.removeOlder(scope);
    expect(await index.countWithOlder(scope)).toBeNull();
    expect((await client.count(older, { exact: true })).count).toBe(1);
  });
});
