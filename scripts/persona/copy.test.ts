import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { openBlobStore, blobKey, type BlobStore } from '@persona/blobs';
import { bodyId, INSTALL, newId, sha256, grantScope, installScope, type Media } from '@persona/contracts';
import { catalogue, openDocumentStore, type CollectionName, type DocumentStore } from '@persona/documents';
import { databaseUrl, describeWithServer, tempFolder } from '@persona/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { copyDocuments } from './copy-documents.ts';
import { copyFiles } from './copy-files.ts';

const now = '2026-11-23T08:00:00.000Z';
const times = { version: 1, created_at: now, updated_at: now };
const PAGES = 300;
const folder = tempFolder();
let opened = 0;
const openSqlite = () => openDocumentStore(`sqlite:${path.join(folder.path, `${++opened}.db`)}`);
const openFiles = () =>
  openBlobStore({ BLOBS_URL: `file:${path.join(folder.path, `files${++opened}`)}`, S3_REGION: 'us-east-1' });

const persona = newId('ins');
const scope = grantScope(persona);
const setting = (value: string) => ({ ...times, id: 'file_url_secret', instance_id: INSTALL, value });
const media = (bytes: Buffer): Media => {
  const id = newId('voi');
  const original = {
    blob_key: blobKey(scope, id, 'original.bin'),
    bytes: bytes.length,
    sha256: sha256(bytes),
  };
  return {
    ...times, id, instance_id: persona, kind: 'voice', state: 'ready', declared: { language: 'en' }, original, original_sha256: original.sha256,
    measured: { seconds: 1.5 }, renditions: [], poster: null, captions: [], chapters: [], warnings: [], job_id: null, batch_id: null,
    enqueued_at: now, starts: 1, error: null, deleted_at: null, purged_at: null,
  }; // prettier-ignore
};

/**
 * An install with a persona, a tombstone of another, pages live, deleted and waiting, their texts, and a
 * voice.
 */
async function fill(store: DocumentStore, bytes: Buffer): Promise<void> {
  const instance = {
    ...times, instance_id: INSTALL, name: 'Ada', description: 'é 灯台 🗼', configuration: { a: { b: [1, null, 'x'] } }, owner_key_id: 'key_1',
    deleted_at: null, purged_at: null, purge_job_id: null,
  }; // prettier-ignore
  await store.settings.insert(installScope, [setting('the secret of this install')]);
  await store.instances.insert(installScope, [
    { ...instance, id: persona },
    { ...instance, id: newId('ins'), name: '', deleted_at: now, purged_at: now },
  ]);
  const pages = Array.from({ length: PAGES }, (_, n) => ({
    ...times, id: newId('td'), instance_id: persona, version: 1 + (n % 3), identity: `ext:${sha256(String(n))}`, title: `Page ${n}`,
    title_folded: `page ${n}`, content_sha256: sha256(`text ${n}`), live_version: n % 2, status: n % 2 ? ('live' as const) : ('queued' as const),
    source: 'store-pages', external_id: String(n), url: null, metadata: { n }, stream_id: null, stream_round: 0, job_id: null, batch_id: null,
    enqueued_at: now, starts: 0, error: null, chunk_count: 1, language: 'en', deleted_at: n % 7 ? null : now, purged_at: null,
  })); // prettier-ignore
  await store.pages.insert(scope, pages);
  await store.pageBodies.insert(
    scope,
    pages.map(({ id, title, version }, n) => ({
      ...times, id: bodyId(id, version), instance_id: persona, version, page_id: id, title, content: `Text ${n}. `.repeat(1 + (n % 50)), metadata: { n },
    })), // prettier-ignore
  );
  await store.media.insert(scope, [media(bytes)]);
}

const everything = async (store: DocumentStore) =>
  Object.fromEntries(
    await Promise.all(
      (Object.keys(catalogue) as CollectionName[]).map(async (name) => [
        name,
        await store[name].acrossScopes.find({ limit: 10_000 }),
      ]),
    ),
  ) as Record<CollectionName, unknown[]>;

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
    const whole = { files: 1, bytes: voice.length, absent: 0 };
    expect(await copyFiles(from.media, files, target)).toEqual(whole);
    const bytes = await target.useLocalFile(await keyOf(), (file) => readFile(file));
    expect(bytes.equals(voice)).toBe(true);
    expect(await copyFiles(from.media, await openFiles(), target)).toEqual(whole);
  });

  test('a damaged one is refused, and an absent one counted', async () => {
    expect(await copyFiles(from.media, files, target)).toEqual({ files: 0, bytes: 0, absent: 1 });
    await put(files, Buffer.from('damaged'));
    await expect(copyFiles(from.media, files, target)).rejects.toThrow(/damaged/);
    expect(await target.stat(await keyOf())).toBeNull();
  });
});
