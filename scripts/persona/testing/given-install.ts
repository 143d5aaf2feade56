import { blobKey } from '@persona/blobs';
import { bodyId, INSTALL, newId, sha256, grantScope, installScope, type Media } from '@persona/contracts';
import { catalogue, type CollectionName, type DocumentStore } from '@persona/documents';

const now = '2026-11-23T08:00:00.000Z';
const times = { version: 1, created_at: now, updated_at: now };
/** How many pages the given install has. */
export const PAGES = 300;
const persona = newId('ins');
export const scope = grantScope(persona);
export const setting = (value: string) => ({ ...times, id: 'file_url_secret', instance_id: INSTALL, value });
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
export async function fill(store: DocumentStore, bytes: Buffer): Promise<void> {
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

/** All documents of a store, by collection. */
export const everything = async (store: DocumentStore) =>
  Object.fromEntries(
    await Promise.all(
      (Object.keys(catalogue) as CollectionName[]).map(async (name) => [
        name,
        await store[name].acrossScopes.find({ limit: 10_000 }),
      ]),
    ),
  ) as Record<CollectionName, unknown[]>;
