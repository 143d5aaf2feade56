import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { blobKey, openBlobStore } from '@persona/blobs';
import { loadConfig } from '@persona/config';
import { grantScope, newId, sha256, StoreDamagedError, type Media } from '@persona/contracts';
import { compactDocuments, openDocumentStore } from '@persona/documents';
import { freePort, tempFolder } from '@persona/testing';
import { expect, test } from 'vitest';
import { checkAdminKey, checkDocuments, checkFiles, checkUnused } from './check-stores.ts';
import { diagnose } from './diagnose.ts';
import { guarded } from './finding.ts';

test('doctor looks at the servers that settings name before there are documents, and says why one fails', async () => {
  using folder = tempFolder();
  const nobody = `127.0.0.1:${await freePort()}`;
  const findings = async (env: NodeJS.ProcessEnv) => {
    const wrong = [];
    for await (const finding of diagnose(loadConfig({ PERSONA_DATA_DIR: folder.path, ...env })))
      if (finding.state === 'wrong') wrong.push(finding);
    return wrong;
  };
  expect(await findings({})).toEqual([]);
  const there = await findings({
    SEARCH_URL: `http://${nobody}`,
    BLOBS_URL: 's3://voices',
    S3_ENDPOINT: `http://${nobody}`,
    S3_ACCESS_KEY_ID: 'a',
    S3_SECRET_ACCESS_KEY: 'b',
    REDIS_URL: `redis://${nobody}`,
  });
  expect(there.map(({ part }) => part)).toEqual(['files', 'index', 'redis']);
  expect(there[0]?.text).toMatch(/s3:\/\/voices at http.*ECONNREFUSED/);
  expect(there[1]?.text).toContain('ECONNREFUSED');
  expect(there[1]?.text).toContain(nobody);
});

/** A voice of which nothing but the file that was sent is there. */
function givenVoice(bytes: Buffer): Media {
  const [id, instance_id, at] = [newId('voi'), newId('ins'), new Date().toISOString()];
  const blob_key = blobKey(grantScope(instance_id), id, 'original.bin');
  const original = { blob_key, bytes: bytes.length, sha256: sha256(bytes) };
  return {
    id, instance_id, version: 1, created_at: at, updated_at: at, kind: 'voice', state: 'ready', declared: {}, original,
    original_sha256: original.sha256, measured: null, renditions: [], poster: null, captions: [], chapters: [], warnings: [],
    job_id: null, batch_id: null, enqueued_at: at, starts: 1, error: null, deleted_at: null, purged_at: null,
  }; // prettier-ignore
}

test('doctor names a file of a voice that is cut, gone or can’t be read, documents that are damaged, and a check that fails', async () => {
  using folder = tempFolder();
  const config = loadConfig({ PERSONA_DATA_DIR: folder.path });
  await using closing = new AsyncDisposableStack();
  const documents = closing.adopt(await openDocumentStore(config.DOCUMENTS_URL), (one) => one.close());
  const blobs = closing.adopt(await openBlobStore(config), (one) => one.close());
  const voice = randomBytes(10_000);
  const media = givenVoice(voice);
  await documents.media.insert(grantScope(media.instance_id), [media]);
  const key = media.original.blob_key;
  const file = path.join(folder.path, 'blobs', key);
  const check = () => checkFiles(documents, blobs, 'here');
  expect(await check()).toMatchObject({ state: 'wrong', text: expect.stringContaining('1 of 1') });
  await blobs.put(key, Readable.from([voice]));
  expect(await check()).toMatchObject({ state: 'ok' });
  truncateSync(file, 5000);
  expect(await check()).toMatchObject({ state: 'wrong', text: expect.stringContaining(key) });
  // What can't be read, whoever runs this test: a folder of the right size.
  rmSync(file);
  mkdirSync(file);
  const { size } = statSync(file);
  const other = { ...media, original: { ...media.original, bytes: size } };
  const sized = {
    ...documents,
    media: {
      ...documents.media,
      acrossScopes: {
        ...documents.media.acrossScopes,
        find: async ({ after }: { after?: unknown }) => (after ? [] : [other]),
      },
    },
  };
  expect(await checkFiles(sized as never, blobs, 'here')).toMatchObject({ state: 'wrong' });

  expect(await checkDocuments({ ...documents, verify: async () => ['page 7: bad'] }, 'x.db')).toMatchObject({
    state: 'wrong',
    text: 'x.db is damaged: page 7: bad',
    todo: expect.stringContaining('restore'),
  });
  const failed = await guarded('audit', () => Promise.reject(new StoreDamagedError('It is damaged.', null)));
  expect(failed).toMatchObject({ part: 'audit', state: 'wrong', todo: expect.stringContaining('restore') });

  const now = new Date().toISOString();
  await documents.settings.insert('install' as never, [
    { id: 'admin_key', instance_id: 'install', version: 1, created_at: now, updated_at: now, value: 'key_A' },
  ]);
  expect(await checkAdminKey(config, documents)).toMatchObject({ state: 'note' });
  writeFileSync(path.join(folder.path, 'admin.key'), 'psk_A_wrong\n');
  expect(await checkAdminKey(config, documents)).toMatchObject({
    state: 'wrong',
    text: expect.stringMatching(/not the key/),
  });
  expect(readdirSync(folder.path)).toContain('admin.key');
});

test('doctor says how much of the documents holds nothing, and what gives it back', async () => {
  using folder = tempFolder();
  const { DOCUMENTS_URL: url } = loadConfig({ PERSONA_DATA_DIR: folder.path });
  await using closing = new AsyncDisposableStack();
  const documents = closing.adopt(await openDocumentStore(url), (one) => one.close());
  const scope = grantScope('ins_room');
  const bodies = Array.from({ length: 20 }, (_, n) => ({
    id: `body_${n}`,
    instance_id: scope,
    version: 1,
    created_at: '2026-11-23T08:00:00.000Z',
    updated_at: '2026-11-23T08:00:00.000Z',
    page_id: `td_${n}`,
    title: 'A plover',
    content: 'A plover on the sand. '.repeat(2000),
    metadata: {},
  }));
  await documents.pageBodies.insert(scope, bodies);
  expect(await checkUnused(url, 100_000)).toMatchObject({ state: 'ok' });
  await documents.pageBodies.remove(
    scope,
    bodies.map(({ id }) => id),
  );
  expect(await checkUnused(url, 100_000)).toMatchObject({
    state: 'note',
    text: expect.stringMatching(/of which 0\.\d MiB hold nothing/),
    todo: expect.stringContaining('persona -- compact'),
  });
  expect(await checkUnused(url)).toMatchObject({ state: 'ok' });
  await compactDocuments(url, () => {});
  expect(await checkUnused(url, 100_000)).toMatchObject({ state: 'ok' });
});
