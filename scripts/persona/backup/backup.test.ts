import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { openBlobStore } from '@persona/blobs';
import { loadConfig, type Config } from '@persona/config';
import { bodyId } from '@persona/contracts';
import { openDocumentStore, type DocumentStore } from '@persona/documents';
import {
  databaseUrl,
  describeWithFound,
  describeWithServer,
  findServer,
  isRequired,
  tempFolder,
} from '@persona/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everything, fill, PAGES, scope } from '../testing/given-install.ts';
import { UserError } from '../user-error.ts';
import { lastBackupAt, makeBackup } from './backup.ts';
import { restoreBackup, verifyBackup } from './restore.ts';
import { snapshotDocuments } from './snapshot.ts';

const root = tempFolder();
afterAll(() => root.remove());
let made = 0;
const newFolder = () => path.join(root.path, String(++made));
const installAt = (folder: string, env: NodeJS.ProcessEnv = {}): Config =>
  loadConfig({ PERSONA_DATA_DIR: folder, ...env });

const voice = randomBytes(300_000);
async function within<T>(config: Config, use: (store: DocumentStore) => Promise<T>): Promise<T> {
  const store = await openDocumentStore(config.DOCUMENTS_URL);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
async function withFiles<T>(
  config: Config,
  use: (key: never, store: Awaited<ReturnType<typeof openBlobStore>>) => Promise<T>,
) {
  const [media] = await within(config, (store) => store.media.acrossScopes.find({ limit: 1 }));
  const store = await openBlobStore(config);
  try {
    return await use(media?.original.blob_key as never, store);
  } finally {
    await store.close();
  }
}
const putVoice = (config: Config, bytes = voice) =>
  withFiles(config, (key, store) => store.put(key, Readable.from([bytes])));
const read = (config: Config) => within(config, everything);
const contents = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

/** An install with documents, a voice and an admin key, on these stores. */
async function givenInstall(env: NodeJS.ProcessEnv = {}): Promise<Config> {
  const config = installAt(newFolder(), env);
  await within(config, (store) => fill(store, voice));
  await putVoice(config);
  mkdirSync(config.PERSONA_DATA_DIR, { recursive: true });
  writeFileSync(path.join(config.PERSONA_DATA_DIR, 'admin.key'), 'psk_the_key', { mode: 0o600 });
  return config;
}

/** Finds or starts a MongoDB and an S3; otherwise returns what is missing. */
async function findStoresOfServers() {
  const [s3, mongodb] = [await findServer('s3'), await findServer('mongodb')];
  const found = [s3, mongodb].filter((one) => typeof one !== 'string');
  const stop = async () => void (await Promise.all(found.map((one) => one.stop())));
  if (typeof s3 !== 'string' && typeof mongodb !== 'string') return { s3, mongodb, stop };
  await stop();
  return [s3, mongodb].filter((one) => typeof one === 'string').join('; ');
}

/** `targets`: the stores that it is restored into, beside those it is of; names of fresh ones each time. */
function describeBackup(
  name: string,
  env: () => NodeJS.ProcessEnv,
  targets: readonly (() => NodeJS.ProcessEnv)[] = [() => ({})],
): void {
  describe(`back-up of ${name}`, () => {
    let install: Config;
    beforeAll(async () => {
      install = await givenInstall(env());
    });

    test('restored, documents, files and key are what they were; on these stores and on others', async () => {
      const place = newFolder();
      const { manifest } = await makeBackup(install, place);
      expect(manifest).toMatchObject({
        lacking: [],
        admin_key: 'included',
        documents: { counts: { pages: PAGES } },
      });
      const before = await read(install);
      for (const into of [env, ...targets]) {
        const target = installAt(newFolder(), into());
        await restoreBackup(target, place);
        expect(await read(target)).toEqual(before);
        await withFiles(target, async (key, store) => {
          expect(await store.useLocalFile(key, async (file) => readFileSync(file))).toEqual(voice);
        });
        const key = path.join(target.PERSONA_DATA_DIR, 'admin.key');
        expect(readFileSync(key, 'utf8')).toBe('psk_the_key');
        expect(statSync(key).mode & 0o777).toBe(0o600);
      }
    });
  });
}

describeBackup('embedded stores', () => ({}));
await describeWithFound(
  await findStoresOfServers(),
  isRequired('s3') || isRequired('mongodb'),
  'on servers',
  ({ s3, mongodb }) => {
    const servers = () => ({
      DOCUMENTS_URL: databaseUrl({ ...mongodb, prefix: `${mongodb.prefix}-${++made}` }),
      BLOBS_URL: `s3://${s3.prefix}-${++made}`,
      S3_ENDPOINT: s3.url,
      S3_ACCESS_KEY_ID: s3.accessKeyId,
      S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
    });
    describeBackup('MongoDB and S3', servers);
    describeBackup('embedded stores, for MongoDB and S3', () => ({}), [servers]);
  },
);
await describeWithServer('mongodb', 'MongoDB', (server) => {
  describeBackup('MongoDB', () => ({
    DOCUMENTS_URL: databaseUrl({ ...server, prefix: `${server.prefix}-${++made}` }),
  }));

  test('pages that are replaced while they are read have their texts', async () => {
    const install = installAt(newFolder(), {
      DOCUMENTS_URL: databaseUrl({ ...server, prefix: `${server.prefix}-${++made}` }),
    });
    const file = path.join(root.path, `${++made}.db`);
    await within(install, async (store) => {
      await fill(store, voice);
      const [page] = await store.pages.find(scope, { where: { deleted_at: null }, limit: 1 });
      const id = page?.id ?? '';
      const [body] = await store.pageBodies.getMany(scope, [bodyId(id, page?.version ?? 0)]);
      let done = false;
      const replace = async () => {
        if (done) return;
        done = true;
        await store.pageBodies.insert(scope, [{ ...body!, id: bodyId(id, 9), version: 9, content: 'New.' }]);
        await store.pages.update(scope, id, { set: { version: 9, live_version: 9 } });
        await store.pageBodies.remove(scope, [bodyId(id, page?.version ?? 0)]);
      };
      let waiting: Promise<void> | undefined;
      // After the pages were read, and before their texts.
      await snapshotDocuments(install.DOCUMENTS_URL, file, (count) => {
        if (count > PAGES) waiting ??= replace();
      });
      await waiting;
    });
    const copy = await openDocumentStore(`sqlite:${file}`);
    for (const page of await copy.pages.find(scope, { where: { deleted_at: null }, limit: 1000 }))
      expect(await copy.pageBodies.get(scope, bodyId(page.id, page.version)), page.id).not.toBeNull();
    await copy.close();
  });
});

describe('back-ups in one place', () => {
  test('bring only what is new, are private, and the oldest go', async () => {
    const install = await givenInstall();
    const place = newFolder();
    const first = await makeBackup(install, place);
    expect(first.addedBytes).toBeGreaterThan(voice.length);
    const files = contents(place);
    for (const file of files) expect(statSync(file).mode & 0o077, file).toBe(0);
    expect(statSync(place).mode & 0o077).toBe(0);
    // Nothing has changed: nothing is new but the manifest.
    expect((await makeBackup(install, place)).addedBytes).toBe(0);
    await within(install, async (store) => {
      const [page] = await store.pages.find(scope, { limit: 1 });
      await store.pages.update(scope, page?.id ?? '', { set: { title: 'Changed' } });
    });
    const third = await makeBackup(install, place, { keep: 2 });
    expect(third.addedBytes).toBeLessThan(first.addedBytes - voice.length + 1);
    expect(third.removed).toBe(1);
    expect(readdirSync(path.join(place, 'backups'))).toHaveLength(2);
    const target = installAt(newFolder());
    await restoreBackup(target, place);
    expect(await read(target)).toEqual(await read(install));
    expect((await makeBackup(install, place, { keep: 1 })).removed).toBe(2);
    // Contents that no back-up names any more are gone.
    expect(contents(path.join(place, 'content'))).toHaveLength(
      new Set([...third.manifest.documents.parts, ...third.manifest.files.map(({ sha256 }) => sha256)]).size,
    );
    expect(await lastBackupAt(install, place)).toBeInstanceOf(Date);
  });

  test('a back-up, and a restore, that were cut off go on where they ended', async () => {
    const install = await givenInstall();
    const place = newFolder();
    const cut = () => {
      throw new Error('cut');
    };
    await expect(makeBackup(install, place, { copyingFiles: cut })).rejects.toThrow('cut');
    // It does not count yet.
    await expect(restoreBackup(installAt(newFolder()), place)).rejects.toThrow(/no whole back-up/);
    expect((await makeBackup(install, place)).addedBytes).toBe(0);
    const target = installAt(newFolder());
    await expect(restoreBackup(target, place, { restoringFiles: cut })).rejects.toThrow('cut');
    expect(existsSync(path.join(target.PERSONA_DATA_DIR, 'documents.db'))).toBe(false);
    await restoreBackup(target, place);
    expect(await read(target)).toEqual(await read(install));
    expect(readdirSync(target.PERSONA_DATA_DIR).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('files that are missing or damaged in the install are named, and the rest is kept', async () => {
    const install = await givenInstall();
    const place = newFolder();
    await putVoice(install, Buffer.from('another'));
    expect((await makeBackup(install, place)).manifest.lacking).toMatchObject([{ reason: 'damaged' }]);
    await withFiles(install, (key, store) => store.remove(key));
    expect((await makeBackup(install, place)).manifest.lacking).toMatchObject([{ reason: 'absent' }]);
    const target = installAt(newFolder());
    await restoreBackup(target, place);
    expect(await read(target)).toEqual(await read(install));
    // What was deleted meanwhile is not missing.
    await within(install, async (store) => {
      const [media] = await store.media.acrossScopes.find({ limit: 1 });
      await store.media.update(scope, media?.id ?? '', { set: { deleted_at: '2026-11-30T00:00:00.000Z' } });
    });
    expect((await makeBackup(install, place)).manifest.lacking).toEqual([]);
  });

  test.each(['changed', 'gone'])('a content that is %s is found, and never restored', async (how) => {
    const install = await givenInstall();
    const place = newFolder();
    const { manifest } = await makeBackup(install, place);
    const never = () => {};
    expect((await verifyBackup(install, place, undefined, never)).damaged).toEqual([]);
    for (const sha256 of [manifest.files[0]?.sha256 ?? '', manifest.documents.parts[0] ?? '']) {
      const file = path.join(place, 'content', sha256.slice(0, 2), `${sha256}.bin`);
      const bytes = readFileSync(file);
      if (how === 'gone') rmSync(file);
      else writeFileSync(file, Buffer.from(bytes.map((byte, at) => (at === 99 ? byte ^ 1 : byte))));
      expect((await verifyBackup(install, place, undefined, never)).damaged).toEqual([sha256]);
      const target = installAt(newFolder());
      await expect(restoreBackup(target, place)).rejects.toThrow(/is damaged|are damaged/);
      expect(existsSync(path.join(target.PERSONA_DATA_DIR, 'documents.db'))).toBe(false);
      writeFileSync(file, bytes);
    }
  });

  test('nothing is written over documents that are there, and no folder is made by looking', async () => {
    const install = await givenInstall();
    const place = newFolder();
    await makeBackup(install, place);
    await expect(restoreBackup(install, place)).rejects.toThrow(UserError);
    const absent = newFolder();
    await expect(restoreBackup(installAt(newFolder()), absent)).rejects.toThrow(/There is no folder/);
    expect(existsSync(absent)).toBe(false);
    await expect(restoreBackup(installAt(newFolder()), place, { at: '2020' })).rejects.toThrow(
      /no back-up 2020/,
    );
  });

  test('a key of the environment is not in it, and its absence is said', async () => {
    const PERSONA_ADMIN_KEY = `psk_admin_${'a'.repeat(32)}`;
    const install = await givenInstall();
    const place = newFolder();
    const { manifest } = await makeBackup({ ...install, PERSONA_ADMIN_KEY }, place);
    expect(manifest.admin_key).toBe('environment');
    rmSync(path.join(install.PERSONA_DATA_DIR, 'admin.key'));
    expect((await makeBackup(install, place)).manifest.admin_key).toBe('absent');
    expect(contents(place).filter((file) => file.endsWith('.key'))).toEqual([]);
  });
});
