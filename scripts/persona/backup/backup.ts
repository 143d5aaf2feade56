import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { openBlobStore, type BlobStore } from '@persona/blobs';
import type { Config } from '@persona/config';
import { grantScope, sha256 } from '@persona/contracts';
import { createSqliteDocumentStore, openDocumentStore } from '@persona/documents';
import { filesOf } from '@persona/domain';
import { entities, names } from '../copy-documents.ts';
import { copyFiles } from '../copy-files.ts';
import {
  adminKeyOf,
  contentKey,
  listBackups,
  openBackupStore,
  prune,
  writeManifest,
  type Manifest,
} from './backup-store.ts';
import { snapshotDocuments } from './snapshot.ts';

/** Documents are kept in parts of this size, of which a back-up writes those that are new. */
const PART_BYTES = 4 * 1024 * 1024;

export interface BackupOptions {
  /** How many back-ups stay in the place, this one included; unset: all. */
  keep?: number | undefined;
  copyingDocuments?: (done: number, total: number) => void;
  copyingFiles?: (done: number, total: number) => void;
}

export interface BackupResult {
  manifest: Omit<Manifest, 'format'>;
  /** Bytes that were not there yet. */
  addedBytes: number;
  removed: number;
}

/**
 * Makes a back-up of an install into a folder or bucket, while the install runs: documents as of one moment,
 * then the files that they name, each compared with the hash in its document. Contents that an earlier
 * back-up, or one that was cut off, has brought there are not written again.
 */
export async function makeBackup(
  config: Config,
  place: string,
  { keep, copyingDocuments = () => {}, copyingFiles = () => {} }: BackupOptions = {},
): Promise<BackupResult> {
  await using closing = new AsyncDisposableStack();
  const target = closing.adopt(await openBackupStore(config, place), (one) => one.close());
  await target.ready();
  // Beside the back-ups there is room for the documents; the machine's own folder for that may be in memory.
  const scratch = await mkdtemp(path.join(place.startsWith('s3://') ? tmpdir() : place, '.scratch-'));
  closing.defer(() => rm(scratch, { recursive: true, force: true }));
  const made_at = new Date().toISOString();
  const name = made_at.replaceAll(/[:.]/g, '-');

  const file = path.join(scratch, 'documents.db');
  await snapshotDocuments(config.DOCUMENTS_URL, file, copyingDocuments);
  const { addedBytes, ...documents } = await storeParts(target, file);
  // Only now may it be opened, which writes to it.
  const snapshot = closing.adopt(createSqliteDocumentStore({ file }), (one) => one.close());
  const counts: Record<string, number> = {};
  for (const one of names) counts[one] = await entities(snapshot, one).acrossScopes.count({});

  const lacking: Manifest['lacking'] = [];
  let addedFileBytes = 0;
  const counted: BlobStore = {
    ...target,
    put: async (key, source, options) => {
      const put = await target.put(key, source, options);
      addedFileBytes += put.bytes;
      return put;
    },
  };
  await copyFiles(
    snapshot.media,
    closing.adopt(await openBlobStore(config), (one) => one.close()),
    counted,
    {
      keyInTarget: (one) => contentKey(one.sha256),
      targetIsByHash: true,
      absent: ({ blob_key }) => lacking.push({ key: blob_key, reason: 'absent' }),
      damaged: ({ blob_key }) => lacking.push({ key: blob_key, reason: 'damaged' }),
      tell: copyingFiles,
    },
  );
  const lost = new Set(lacking.map(({ key }) => key));
  const files = new Map<string, { sha256: string; bytes: number }>();
  for await (const { blob_key, sha256, bytes } of filesOf(snapshot.media))
    if (!lost.has(blob_key)) files.set(sha256, { sha256, bytes });

  const manifest = {
    name,
    made_at,
    documents: { ...documents, counts },
    files: [...files.values()],
    lacking: await withoutDeleted(config, lacking),
    admin_key: await storeAdminKey(config, target, name),
  };
  await writeManifest(target, manifest);
  const removed = keep === undefined ? 0 : await prune(target, keep);
  return { manifest, addedBytes: addedBytes + addedFileBytes, removed };
}

/** Stores a file in parts by their hashes. */
async function storeParts(store: BlobStore, file: string) {
  const whole = createHash('sha256');
  const parts: string[] = [];
  let bytes = 0;
  let addedBytes = 0;
  const handle = await open(file, 'r');
  try {
    for (;;) {
      const part = Buffer.alloc(PART_BYTES);
      const { bytesRead } = await handle.read(part, 0, PART_BYTES, bytes);
      if (bytesRead === 0) break;
      const read = part.subarray(0, bytesRead);
      const hash = sha256(read);
      if ((await store.stat(contentKey(hash)))?.bytes !== bytesRead) {
        await store.put(contentKey(hash), Readable.from([read]));
        addedBytes += bytesRead;
      }
      whole.update(read);
      parts.push(hash);
      bytes += bytesRead;
    }
  } finally {
    await handle.close();
  }
  return { bytes, sha256: whole.digest('hex'), parts, addedBytes };
}

/** What was deleted while the back-up was made is not missing. */
async function withoutDeleted(config: Config, lacking: Manifest['lacking']): Promise<Manifest['lacking']> {
  if (lacking.length === 0) return lacking;
  await using closing = new AsyncDisposableStack();
  const { media } = closing.adopt(await openDocumentStore(config.DOCUMENTS_URL), (one) => one.close());
  const still: Manifest['lacking'] = [];
  for (const one of lacking) {
    const id = one.key.split('/').at(-2) ?? '';
    const scope = await media.locate(id);
    const row = scope === null ? null : await media.get(grantScope(scope), id);
    if (row && row.deleted_at === null) still.push(one);
  }
  return still;
}

async function storeAdminKey(config: Config, store: BlobStore, name: string): Promise<Manifest['admin_key']> {
  if (config.PERSONA_ADMIN_KEY !== undefined) return 'environment';
  const file = path.join(config.PERSONA_DATA_DIR, 'admin.key');
  if (!existsSync(file)) return 'absent';
  await store.put(adminKeyOf(name), Readable.from([await readFile(file)]));
  return 'included';
}

/** When the newest whole back-up in a place was made; undefined when there is none. */
export async function lastBackupAt(config: Config, place: string): Promise<Date | undefined> {
  if (!place.startsWith('s3://') && !existsSync(place)) return undefined;
  await using closing = new AsyncDisposableStack();
  const store = closing.adopt(await openBackupStore(config, place), (one) => one.close());
  const name = (await listBackups(store)).at(-1);
  const [, day, hours, minutes, seconds, ms] = /^(.+)T(\d\d)-(\d\d)-(\d\d)-(\d+)Z$/.exec(name ?? '') ?? [];
  return day === undefined ? undefined : new Date(`${day}T${hours}:${minutes}:${seconds}.${ms}Z`);
}
