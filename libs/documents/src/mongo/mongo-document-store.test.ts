import { inspect } from 'node:util';
import { databaseUrl, describeWithFound, findServer, isRequired, newPrefix } from '@persona/testing';
import mongoose, { type Connection } from 'mongoose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../catalogue.ts';
import { compactDocuments, documentsRoom } from '../compact-documents.ts';
import { describeDocumentStore } from '../document-store.contract.ts';
import { aMessage, aPage, newScope } from '../contract/documents.ts';
import { parseQuery } from '../conditions.ts';
import { fieldsOf } from '../fields.ts';
import { createMongoDocumentStore } from './mongo-document-store.ts';
import { indexesOf, shapeOf, toFind } from './shape.ts';

/**
 * Whether exactly one of many concurrent changes to the same version of a document succeeds, as MongoDB
 * promises.
 */
async function modifiesAtOnce(url: string): Promise<boolean> {
  const connection = await mongoose.createConnection(url, { dbName: newPrefix() }).asPromise();
  try {
    const documents = connection.collection<{ _id: number; version: number }>('documents');
    for (let _id = 0; _id < 5; _id++) {
      await documents.insertOne({ _id, version: 1 });
      const change = () => documents.findOneAndUpdate({ _id, version: 1 }, { $inc: { version: 1 } });
      const changed = await Promise.all(Array.from({ length: 20 }, change));
      if (changed.filter(Boolean).length !== 1) return false;
    }
    return true;
  } finally {
    await connection.dropDatabase();
    await connection.close();
  }
}

const found = await findServer('mongodb');
const atomic = typeof found !== 'string' && (await modifiesAtOnce(found.url));

await describeWithFound(found, isRequired('mongodb'), 'MongoDB', (server) => {
  const url = new URL(databaseUrl(server));
  url.searchParams.set('serverSelectionTimeoutMS', '1000');
  const open = () => createMongoDocumentStore({ url: url.href });
  // FerretDB 1.x, which is MongoDB's protocol over SQLite, does not keep that promise, and reads whole
  // collections.
  const inTwoSteps = 'this server finds and modifies in two steps; name a MongoDB in MONGODB_URL';

  describeDocumentStore('the document store in MongoDB', {
    open,
    ...(atomic ? {} : { histories: 15, many: 50, excluded: { concurrency: inTwoSteps } }),
  });

  describe('what lies in MongoDB', () => {
    let raw: Connection;
    beforeAll(async () => {
      raw = await mongoose.createConnection(url.href).asPromise();
    });
    afterAll(() => raw.close());

    test('its room can be measured and given back', async () => {
      const store = await open();
      const scope = newScope();
      const pages = Array.from({ length: 20 }, () => aPage(scope, { title: 'A plover. '.repeat(100) }));
      await store.pages.insert(scope, pages);
      expect((await documentsRoom(url.href)).bytes).toBeGreaterThan(0);
      const told: number[] = [];
      await compactDocuments(url.href, (unused) => told.push(unused));
      expect(told).toHaveLength(Object.keys(catalogue).length);
      expect(await store.pages.count(scope, {})).toBe(20);
      await store.close();
    });

    test('a database of a newer version is refused by name, and stays as it is', async () => {
      await (await open()).close();
      const versions = raw.collection<{ _id: string; version: number }>('meta');
      expect(await versions.findOne({ _id: 'data' })).toEqual({ _id: 'data', version: 1 });
      await versions.updateOne({ _id: 'data' }, { $set: { version: 2 } });
      await raw.collection('pages').createIndex({ title: 1 }, { name: 'by_newer' });
      await expect(open()).rejects.toThrow(
        /database \S+ of DOCUMENTS_URL was written by a newer Persona; start that one/,
      );
      const names = (await raw.collection('pages').indexes()).map(({ name }) => name);
      expect(names).toContain('by_newer');
      await versions.updateOne({ _id: 'data' }, { $set: { version: 1 } });
      await (await open()).close();
    });

    test('indexes are built at start; those of a newer version and of an operator stay', async () => {
      await raw.collection('pages').createIndex({ url: 1 }, { name: 'by_url' });
      await raw.collection('pages').createIndex({ source: 1 }, { name: 'operators_own' });
      await (await open()).close();
      const names = (await raw.collection('pages').indexes()).map(({ name }) => name);
      const expected = ['_id_', 'by_url', 'operators_own', ...indexesOf('pages').map(({ name }) => name)];
      expect(names).toEqual(expect.arrayContaining(expected));
    });

    test('scalars are themselves, the rest is JSON text, a null that takes no place is not there', async () => {
      const store = await open();
      const scope = newScope();
      const message = aMessage(scope, { citations: [] });
      await store.messages.insert(scope, [message]);
      const stored = await raw.collection('messages').findOne({ text: 'Hello', instance_id: scope });
      expect(stored).toMatchObject({ _id: message.id, n: 0, citations: '[]', usage: null });
      expect(stored).not.toHaveProperty('client_id_sha256');
      expect(stored).not.toHaveProperty('id');
      await store.close();
    });
  });

  describe('a server that goes away', () => {
    test('is not_ready, and the store goes on when it is back', async (context) => {
      const { process } = server;
      if (!process) return context.skip('the server is not ours to kill');
      const store = await open();
      const scope = newScope();
      const page = aPage(scope);
      await store.pages.insert(scope, [page]);
      await process.kill();
      for (const attempt of [
        () => store.ready(),
        () => store.pages.get(scope, page.id),
        () => store.pages.insert(scope, [aPage(scope)]),
        () => store.pages.update(scope, page.id, { set: { title: 'x' } }),
      ]) {
        const error = await attempt().catch((error: unknown) => error);
        expect(error).toMatchObject({ code: 'not_ready' });
        // No part of a document may reach a log with the error.
        expect(inspect(error, { depth: 10 })).not.toContain(page.title);
      }
      await process.restart();
      await store.ready();
      expect(await store.pages.get(scope, page.id)).toEqual(page);
      await store.close();
    });
  });
});

describe('the shape in MongoDB', () => {
  test('a unique field that may be null has an entry only where it is set', () => {
    const clientId = indexesOf('messages').find(({ name }) => name.endsWith('client_id_sha256'));
    expect(clientId).toMatchObject({
      unique: true,
      key: { instance_id: 1, chat_id: 1, client_id_sha256: 1 },
      partialFilterExpression: { client_id_sha256: { $exists: true } },
    });
    const [update, back] = [
      shapeOf('messages').toUpdate({
        id: 'msg_1',
        predicates: [],
        set: { client_id_sha256: null, citations: [] },
        inc: {},
      }),
      shapeOf('messages').fromStored({ _id: 'msg_1', citations: '[]' }),
    ];
    expect(update).toEqual({ $set: { citations: '[]' }, $unset: { client_id_sha256: '' } });
    expect(back).toEqual({ id: 'msg_1', citations: [], client_id_sha256: null });
  });

  test('every index but the sweeps begins with the scope', () => {
    for (const collection of Object.keys(catalogue) as (keyof typeof catalogue)[])
      for (const { name, key } of indexesOf(collection))
        expect([name, Object.keys(key)[0]]).toEqual([
          name,
          name.startsWith('sweep_') ? expect.not.stringMatching('^instance_id$') : 'instance_id',
        ]);
  });

  test('an order without ties is left to its index', () => {
    const messages = (where: object) =>
      toFind(
        'ins_1',
        parseQuery(fieldsOf('messages'), { where, orderBy: 'n', limit: 1 }),
        catalogue.messages.unique,
      ).sort;
    expect(messages({ chat_id: 'cht_1' })).toEqual({ n: 1 });
    expect(messages({ chat_id: { ne: 'cht_1' } })).toEqual({ n: 1, _id: 1 });
  });
});
