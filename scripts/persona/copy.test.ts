import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { openBlobStore, type BlobStore } from '@persona/blobs';
import { installScope } from '@persona/contracts';
import { openDocumentStore, type DocumentStore } from '@persona/documents';
import { databaseUrl, describeWithServer, tempFolder } from '@persona/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { copyDocuments } from './copy-documents.ts';
import { copyFiles } from './copy-files.ts';
import { everything, fill, PAGES, scope, setting } from './testing/given-install.ts';

const folder = tempFolder();
let opened = 0;
const openSqlite = () => openDocumentStore(`sqlite:${path.join(folder.path, `${++opened}.db`)}`);
const openFiles = () =>
  openBlobStore({ BLOBS_URL: `file:${path.join(folder.path, `files${++opened}`)}`, S3_REGION: 'us-east-1' });

const voice = randomBytes(100_000);
let from: DocumentStore;
beforeAll(async () => {
  from = await openSqlite();
  await fill(from, voice);
});
afterAll(async () => {
  await from.close();
  folder.remove();
});

function describeCopy(name: string, openTarget: () => Promise<DocumentStore>): void {
  describe(`copy into ${name}`, () => {
    let to: DocumentStore;
    beforeEach(async () => {
      to = await openTarget();
      return () => to.close();
    });

    test('every document arrives as it was, and a store that is in use is refused', async () => {
      let last: number[] = [];
      const result = await copyDocuments(from, to, { copying: (done, total) => (last = [done, total]) });
      expect(result).toEqual({ documents: 2 * PAGES + 4, media: 1 });
      expect(last).toEqual([2 * PAGES + 4, 2 * PAGES + 4]);
      expect(await everything(to)).toEqual(await everything(from));
      await expect(copyDocuments(from, to)).rejects.toThrow(/not empty/);
      const back = await openSqlite();
      await copyDocuments(to, back);
      expect(await everything(back)).toEqual(await everything(from));
      await back.close();
    });

    test('stopped anywhere, it goes on where it ended', async () => {
      const stopAt = async (n: number) =>
        copyDocuments(from, to, {
          copying: (done) => {
            if (done === n) throw new Error('stopped');
          },
        });
      await expect(stopAt(280)).rejects.toThrow('stopped');
      await expect(stopAt(560)).rejects.toThrow('stopped');
      const seen: number[] = [];
      await copyDocuments(from, to, { copying: (done) => void seen.push(done) });
      // What was there is not checked again, except for the last batches.
      expect(seen.length).toBeLessThan(2 * PAGES);
      expect(seen.at(-1)).toBe(2 * PAGES + 4);
      expect(await everything(to)).toEqual(await everything(from));
    });
  });
}

describeCopy('SQLite', openSqlite);
await describeWithServer('mongodb', 'MongoDB', (server) => {
  describeCopy('MongoDB', () => {
    return openDocumentStore(databaseUrl({ ...server, prefix: `${server.prefix}-${++opened}` }));
  });
});

describe('copy', () => {
  test('another install does not go into an unfinished target', async () => {
    const [to, other] = [await openSqlite(), await openSqlite()];
    await other.settings.insert(installScope, [setting('of another')]);
    const stopped = copyDocuments(from, to, { beforeEnd: () => Promise.reject(new Error('stopped')) });
    await expect(stopped).rejects.toThrow('stopped');
    await expect(copyDocuments(other, to)).rejects.toThrow(/another install/);
    await copyDocuments(from, to);
    await Promise.all([to.close(), other.close()]);
  });

  test('what changed in the source between two calls is made good; what changes meanwhile is refused', async () => {
    const [source, to] = [await openSqlite(), await openSqlite()];
    await fill(source, voice);
    const rename = async (title: string) => {
      const [page] = await source.pages.find(scope, { limit: 1 });
      await source.pages.update(scope, page!.id, { set: { title } });
      return page!.id;
    };
    const stopped = copyDocuments(source, to, { beforeEnd: () => Promise.reject(new Error('stopped')) });
    await expect(stopped).rejects.toThrow('stopped');
    const renamed = await rename('Another title');
    const [, gone] = await source.pages.find(scope, { limit: 2 });
    await source.pages.remove(scope, [gone!.id]);
    await copyDocuments(source, to);
    expect((await to.pages.get(scope, renamed))?.title).toBe('Another title');
    expect(await everything(to)).toEqual(await everything(source));

    const busy = await openSqlite();
    // Another process writes each time before a read.
    const { acrossScopes } = source.settings;
    const find: typeof acrossScopes.find = async (query) => {
      await source.settings.update(installScope, 'file_url_secret', { inc: { version: 1 } });
      return acrossScopes.find(query);
    };
    const used = { ...source, settings: { ...source.settings, acrossScopes: { ...acrossScopes, find } } };
    await expect(copyDocuments(used, busy)).rejects.toThrow(/stop its services/);
    await Promise.all([source.close(), to.close(), busy.close()]);
  });
});

describe('copying files', () => {
  let files: BlobStore;
  let target: BlobStore;
  beforeEach(async () => {
    [files, target] = [await openFiles(), await openFiles()];
  });
  const keyOf = async () => (await from.media.acrossScopes.find({ limit: 1 }))[0]!.original.blob_key;
  const put = async (store: BlobStore, bytes: Buffer) =>
    store.put(await keyOf(), (async function* () { yield bytes; })()); // prettier-ignore

  test('arrive whole; what is there is checked, and replaced when it is another', async () => {
    await put(files, voice);
    await put(target, Buffer.from('something else'));
    const whole = { files: 1, bytes: voice.length, absent: 0, damaged: 0 };
    expect(await copyFiles(from.media, files, target)).toEqual(whole);
    const bytes = await target.useLocalFile(await keyOf(), (file) => readFile(file));
    expect(bytes.equals(voice)).toBe(true);
    expect(await copyFiles(from.media, await openFiles(), target)).toEqual(whole);
  });

  test('a damaged one is refused, and an absent one counted', async () => {
    expect(await copyFiles(from.media, files, target)).toMatchObject({ files: 0, absent: 1 });
    await put(files, Buffer.from('damaged'));
    await expect(copyFiles(from.media, files, target)).rejects.toThrow(/damaged/);
    expect(await target.stat(await keyOf())).toBeNull();
  });
});
