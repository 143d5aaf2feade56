import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { describeWithServer, freePort, startServerProcess, tempFolder } from '@persona/testing';
import { StartupError, type Scope } from '@persona/contracts';
import { QdrantClient } from '@qdrant/js-client-rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshInstance, idsOf, page } from '../contract/index-under-test.ts';
import { describeSearchIndex } from '../search-index.contract.ts';
import type { EncodedPage, SearchIndex } from '../search-index.ts';
import { createSqliteSearchIndex } from '../sqlite/sqlite-search-index.ts';
import { openCollection } from './collection.ts';
import { pointsOf } from './points.ts';
import { createQdrantSearchIndex } from './qdrant-search-index.ts';

/** Stands between a client and the server, so that a test can do something at one moment of a search; answers wait for it. */
async function startBetween(
  target: string,
  pass: (path: string, forward: () => Promise<void>) => Promise<void>,
): Promise<{ url: string; stop(): Promise<void> }> {
  const between = createServer((request, response) => {
    void (async () => {
      const path = request.url ?? '';
      const body = await buffer(request);
      let status = 502;
      let answer = '';
      await pass(path, async () => {
        const reply = await fetch(target + path, {
          method: request.method ?? 'GET',
          headers: { 'content-type': 'application/json' },
          ...(body.length > 0 ? { body } : {}),
        });
        status = reply.status;
        answer = await reply.text();
      }).catch((error: unknown) => (answer = String(error)));
      response.writeHead(status, { 'content-type': 'application/json' }).end(answer);
    })();
  });
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
  const { port } = between.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      between.closeAllConnections();
      await new Promise((resolve) => between.close(resolve));
    },
  };
}

await describeWithServer('qdrant', 'Qdrant', (server) => {
  const options = { url: server.url, name: server.prefix };
  const open = (): SearchIndex => createQdrantSearchIndex(options);
  const client = new QdrantClient({ url: server.url, checkCompatibility: false });
  const { name } = openCollection(options);
  const put = (points: readonly object[]) => client.upsert(name, { wait: true, points: points as never });

  describeSearchIndex('Qdrant', async () => ({
    open,
    remove: async () => void (await client.deleteCollection(name)),
  }));

  describe('fences', () => {
    let index: SearchIndex;
    beforeAll(async () => {
      index = open();
      await index.ready();
    });
    afterAll(() => index.close());

    test('a version whose writer died is not found, but is listed for the collector, and can be written again', async () => {
      const instance = freshInstance();
      await index.put(instance, [page('td_1', 'A curlew on the shore.')]);
      const half = page('td_2', '# One\n\nThe first curlew.\n\n# Two\n\nThe second curlew.');
      const points = pointsOf(instance, half);
      await put([points.page, ...points.passages.slice(0, 1)]);
      const reader = open();
      expect(idsOf(await reader.search(instance, { query: 'curlew', limit: 9 }))).toEqual(['td_1']);
      expect((await reader.versions(instance, { limit: 9 })).map(({ page_id }) => page_id)).toEqual([
        'td_1',
        'td_2',
      ]);
      await index.put(instance, [half]);
      expect(await reader.search(instance, { query: 'curlew', limit: 9 })).toHaveLength(3);
      await index.removeVersions(instance, [{ page_id: 'td_2', version: 1 }]);
      expect(await reader.versions(instance, { limit: 9 })).toHaveLength(1);
      await reader.close();
    });

    test('a passage that names a page of somebody else is nobody’s', async () => {
      const [mine, theirs] = [freshInstance(), freshInstance()];
      await index.put(mine, [page('td_1', 'A plain page about the dunlin.')]);
      const foreign = pointsOf(theirs, page('td_1', 'What they say of the dunlin.'));
      await index.put(theirs, [page('td_1', 'What they say of the dunlin.')]);
      const [passage] = foreign.passages;
      await put([
        { ...passage, id: crypto.randomUUID(), payload: { ...passage?.payload, instance_id: mine } },
      ]);
      const hits = await index.search(mine, { query: 'dunlin', limit: 9 });
      expect(hits.map(({ text }) => text)).toEqual(['A plain page about the dunlin.']);
    });

    test('a version that is half removed while a search is under way is not shown in part', async () => {
      const instance = freshInstance();
      const going = page('td_1', '# One\n\nThe first knot.\n\n# Two\n\nThe second knot.');
      await index.put(instance, [going, page('td_2', 'A knot that stays.')]);
      const points = pointsOf(instance, going);
      const between = await startBetween(server.url, async (path, forward) => {
        await forward();
        if (!path.endsWith('/points/query/batch')) return;
        const stamp = crypto.randomUUID();
        await client.setPayload(name, {
          payload: { whole: false, stamp },
          points: [points.page.id],
          wait: true,
        });
        await client.delete(name, { points: points.passages.slice(0, 1).map(({ id }) => id), wait: true });
      });
      const reader = createQdrantSearchIndex({ ...options, url: between.url });
      expect(idsOf(await reader.search(instance, { query: 'knot', limit: 9 }))).toEqual(['td_2']);
      await reader.close();
      await between.stop();
    });

    test('a version that is half written when a search asks is not shown in part, but whole if it is by the end', async () => {
      const instance = freshInstance();
      await index.put(instance, [page('td_1', 'A ruff that was there before.')]);
      const coming = page('td_2', '# One\n\nThe first ruff.\n\n# Two\n\nThe second ruff.');
      const points = pointsOf(instance, coming);
      let asked = 0;
      const between = await startBetween(server.url, async (path, forward) => {
        if (!path.endsWith('/points/query/batch') || asked++ > 0) return forward();
        await put(points.passages.slice(0, 1));
        await forward();
        await index.put(instance, [coming]);
        // Another search in this process takes the new version into what it knows.
        expect(await reader.search(instance, { query: 'ruff', limit: 9 })).toHaveLength(3);
      });
      const reader = createQdrantSearchIndex({ ...options, url: between.url });
      const found = idsOf(await reader.search(instance, { query: 'ruff', limit: 9 }));
      expect(found.toSorted()).toEqual(['td_1', 'td_2', 'td_2']);
      await reader.close();
      await between.stop();
    });

    test('a page whose version is replaced while a search is under way is found all the same', async () => {
      const instance = freshInstance();
      await index.put(instance, [page('td_1', 'A godwit in spring.')]);
      let asked = 0;
      const between = await startBetween(server.url, async (path, forward) => {
        if (path.endsWith('/points/query/batch') && asked++ === 0) {
          await index.put(instance, [page('td_1', 'A godwit in autumn.', { version: 2 })]);
          await index.removeVersions(instance, [{ page_id: 'td_1', version: 1 }]);
        }
        await forward();
      });
      const reader = createQdrantSearchIndex({ ...options, url: between.url });
      const hits = await reader.search(instance, { query: 'godwit', limit: 9 });
      expect(hits.map(({ text }) => text)).toEqual(['A godwit in autumn.']);
      await reader.close();
      await between.stop();
    });

    test('vectors of a former model that another worker removes at the same time are gone, which is no fault', async () => {
      const instance = freshInstance();
      const spaceOf = (model: string) => ({ model: `${model}-${instance}`, dimension: 2 });
      const [former, current] = [spaceOf('former'), spaceOf('current')];
      const passage = page('td_1', 'A whimbrel.');
      const values = passage.passages.map(() => new Float32Array([0, 1]));
      await index.put(instance, [{ ...passage, vectors: { space: former, values } }]);
      await index.addVectors(instance, current, await index.withoutVector(instance, current, 9), values);
      let asked = 0;
      const between = await startBetween(server.url, async (path, forward) => {
        if (path.includes('/points/vectors/delete') && asked++ === 0)
          await index.activateVectorSpace(instance, current);
        await forward();
      });
      const worker = createQdrantSearchIndex({ ...options, url: between.url });
      await worker.activateVectorSpace(instance, current);
      expect(asked).toBe(1);
      expect(await index.vectorStats(instance, former)).toEqual({ space: current, passages: 1, missing: 1 });
      await worker.close();
      await between.stop();
    });

    test('nothing of a removed instance remains, not even that there was one', async () => {
      const instance = freshInstance();
      await index.put(instance, [page('td_1', 'Something.'), page('td_2', 'Something else.')]);
      await index.removeInstance(instance);
      await index.removePages(instance, ['td_1']);
      const { count } = await client.count(name, {
        filter: { must: [{ key: 'instance_id', match: { value: instance } }] },
        exact: true,
      });
      expect(count).toBe(0);
    });
  });

  describe('beside SQLite', () => {
    const words = 'tide lamp fog oil rope mast gull cod reef keel buoy pier sand salt wind wave'.split(' ');
    const word = (seed: number): string => words[(seed * seed + 7 * seed) % words.length] ?? '';
    /** Pages of 4 to 500 words; the later ones are much longer than those before. */
    const pages: EncodedPage[] = Array.from({ length: 160 }, (_, i) => {
      const length = i < 80 ? 4 + (i % 9) : 200 + ((i * 37) % 300);
      const text = Array.from({ length }, (_, at) => `${word(i * 31 + at * at)}${(i * at) % 7}`);
      return page(`td_${i}`, `${text.join(' ')}.`, { title: `${word(i)} and ${word(i + 3)}` });
    });
    const queries = Array.from({ length: 40 }, (_, i) => `${word(i)}${i % 7} ${word(i + 5)} ${word(i * 3)}2`);

    test('gives the same lists, however long the passages were that came first', async () => {
      const index = open();
      const folder = tempFolder();
      const sqlite = createSqliteSearchIndex({ folder: folder.path });
      const [grown, clean] = [freshInstance(), freshInstance()];
      for (let from = 0; from < pages.length; from += 40)
        await index.put(grown, pages.slice(from, from + 40));
      await index.put(clean, pages.toReversed());
      await sqlite.put(clean, pages);
      let shared = 0;
      for (const query of queries) {
        const lists = await Promise.all(
          [index.search(grown, { query, limit: 10 }), sqlite.search(clean, { query, limit: 10 })].map(
            async (hits) => (await hits).map(({ page_id, n }) => `${page_id} ${n}`),
          ),
        );
        const [found = [], expected = []] = lists;
        shared += found.filter((hit) => expected.includes(hit)).length / Math.max(1, expected.length);
        const scores = async (instance: Scope): Promise<unknown> =>
          (await index.search(instance, { query, limit: 10 })).map(({ page_id, n, score }) => [
            page_id,
            n,
            score,
          ]);
        expect(await scores(grown)).toEqual(await scores(clean));
      }
      expect(shared / queries.length).toBeGreaterThanOrEqual(0.97);
      await index.close();
      await sqlite.close();
      folder.remove();
    });
  });

  describe('the server', () => {
    test('may lose everything: the index is empty then, and is filled again', async () => {
      const index = open();
      const instance = freshInstance();
      const pages = [page('td_1', 'A sandpiper.')];
      await index.put(instance, pages);
      expect(await index.search(instance, { query: 'sandpiper', limit: 1 })).toHaveLength(1);
      await client.deleteCollection(name);
      await expect(index.search(instance, { query: 'sandpiper', limit: 1 })).rejects.toMatchObject({
        code: 'not_ready',
      });
      expect(await index.search(instance, { query: 'sandpiper', limit: 1 })).toEqual([]);
      await index.put(instance, pages);
      expect(await index.search(instance, { query: 'sandpiper', limit: 1 })).toHaveLength(1);
      await index.close();
    });

    test('may be killed: what was told to be written is there when it is back', async (context) => {
      const { process } = server;
      if (!process) return context.skip('the server is not ours to kill');
      const index = open();
      const instance = freshInstance();
      await index.put(instance, [page('td_1', 'A turnstone.')]);
      await process.kill();
      for (const attempt of [
        () => index.ready(),
        () => index.search(instance, { query: 'turnstone', limit: 1 }),
        () => index.put(instance, [page('td_2', 'A second turnstone.')]),
      ])
        await expect(attempt()).rejects.toMatchObject({ code: 'not_ready' });
      await process.restart();
      await expect
        .poll(
          () =>
            index.ready().then(
              () => true,
              () => false,
            ),
          { timeout: 300_000 },
        )
        .toBe(true);
      expect(idsOf(await index.search(instance, { query: 'turnstone', limit: 9 }))).toEqual(['td_1']);
      await index.close();
    });

    test('that refuses the key ends the start with a sentence that names the variable', async (context) => {
      const { process } = server;
      if (!process) return context.skip('needs a server of its own');
      const [port, spare] = [await freePort(), await freePort()];
      const folder = tempFolder();
      const guarded = await startServerProcess({
        command: server.source,
        args: ['--disable-telemetry'],
        cwd: folder.path,
        env: {
          QDRANT__SERVICE__HOST: '127.0.0.1',
          QDRANT__SERVICE__HTTP_PORT: `${port}`,
          QDRANT__SERVICE__GRPC_PORT: `${spare}`,
          QDRANT__SERVICE__API_KEY: 'the-right-key',
        },
        ready: () =>
          fetch(`http://127.0.0.1:${port}/healthz`).then(
            ({ ok }) => ok,
            () => false,
          ),
      });
      const url = `http://127.0.0.1:${port}`;
      const refused = createQdrantSearchIndex({ url, apiKey: 'canary-key' });
      const error = await refused.ready().catch((error: unknown) => error);
      expect(error).toBeInstanceOf(StartupError);
      expect(String(error)).toMatch(/SEARCH_API_KEY/);
      expect(String(error)).not.toMatch(/canary-key/);
      await refused.close();
      const welcome = createQdrantSearchIndex({ url, apiKey: 'the-right-key' });
      await welcome.ready();
      await welcome.close();
      await guarded.stop();
      folder.remove();
    });
  });
});
