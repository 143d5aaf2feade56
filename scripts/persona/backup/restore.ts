import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { openBlobStore, type BlobStore } from '@persona/blobs';
import type { Config } from '@persona/config';
import { createSqliteDocumentStore, openDocumentStore } from '@persona/documents';
import { copyDocuments } from '../copy-documents.ts';
import { copyFiles, hashOf } from '../copy-files.ts';
import { UserError } from '../user-error.ts';
import {
  adminKeyOf,
  contentKey,
  contentsOf,
  listBackups,
  openBackupStore,
  readManifest,
  type Manifest,
} from './backup-store.ts';

export interface RestoreOptions {
  /** Name of the back-up; by default the newest. */
  at?: string | undefined;
  restoringFiles?: (done: number, total: number) => void;
  restoringDocuments?: (done: number, total: number) => void;
}

export interface RestoreResult {
  manifest: Manifest;
  files: number;
  bytes: number;
  /** What became of the admin key. */
  adminKey: 'restored' | 'kept' | Exclude<Manifest['admin_key'], 'included'>;
}

/**
 * Puts a back-up into the empty install that the configuration names, of whatever stores: files first,
 * documents last, so that an install which has documents is whole. Every byte is compared with its hash.
 * Interrupted, the same call goes on. Throws a UserError when the back-up is damaged or the install is not
 * empty.
 */
export async function restoreBackup(
  config: Config,
  place: string,
  { at, restoringFiles, restoringDocuments }: RestoreOptions = {},
): Promise<RestoreResult> {
  await using closing = new AsyncDisposableStack();
  const source = closing.adopt(await openExisting(config, place), (one) => one.close());
  const manifest = await readManifest(source, at ?? (await newest(source, place)));
  const embedded = config.DOCUMENTS_URL.startsWith('sqlite:')
    ? path.resolve(config.DOCUMENTS_URL.slice('sqlite:'.length))
    : undefined;
  if (embedded !== undefined && existsSync(embedded))
    throw new UserError(
      `${embedded} is there: restore never writes over documents. Stop Persona and move its data folder away, or set PERSONA_DATA_DIR to an empty one.`,
    );

  // On the disk of the documents, so that moving them to their place is one step.
  const scratch =
    embedded === undefined
      ? await mkdtemp(path.join(tmpdir(), 'persona-restore-'))
      : await folderBeside(embedded);
  closing.defer(() => rm(scratch, { recursive: true, force: true }));
  const file = path.join(scratch, 'documents.db');
  await assembleDocuments(source, manifest, file);
  const reading = path.join(scratch, 'reading.db');
  await assembleDocuments(source, manifest, reading);
  const documents = closing.adopt(createSqliteDocumentStore({ file: reading }), (one) => one.close());

  const lacking = new Set(manifest.lacking.map(({ key }) => key));
  const lost: string[] = [];
  const files = closing.adopt(await openBlobStore(config), (one) => one.close());
  const copied = await copyFiles(documents.media, source, files, {
    keyInSource: (one) => contentKey(one.sha256),
    ...(restoringFiles ? { tell: restoringFiles } : {}),
    absent: ({ blob_key }) => void (lacking.has(blob_key) || lost.push(blob_key)),
    damaged: ({ blob_key }) => void lost.push(blob_key),
  });
  if (lost.length > 0)
    throw new UserError(
      `The back-up ${manifest.name} is damaged: it lacks ${lost.length} files, the first is ${lost[0]}. Take another one (--at).`,
    );

  const adminKey = await restoreAdminKey(config, source, manifest);
  if (embedded === undefined) {
    const to = closing.adopt(await openDocumentStore(config.DOCUMENTS_URL), (one) => one.close());
    await to.ready();
    await copyDocuments(documents, to, restoringDocuments ? { copying: restoringDocuments } : {});
  } else await rename(file, embedded);
  return { manifest, files: copied.files, bytes: copied.bytes, adminKey };
}

/** Reads everything that a back-up is made of. Returns the hashes that are missing or damaged. */
export async function verifyBackup(
  config: Config,
  place: string,
  at: string | undefined,
  tell: (done: number, total: number) => void,
): Promise<{ manifest: Manifest; damaged: string[] }> {
  await using closing = new AsyncDisposableStack();
  const source = closing.adopt(await openExisting(config, place), (one) => one.close());
  const manifest = await readManifest(source, at ?? (await newest(source, place)));
  const all = [...new Set(contentsOf(manifest))];
  const damaged: string[] = [];
  for (const [i, sha256] of all.entries()) {
    if ((await hashOf(source, contentKey(sha256))) !== sha256) damaged.push(sha256);
    tell(i + 1, all.length);
  }
  return { manifest, damaged };
}

/** A place with back-ups; a folder is not made by looking for them. */
async function openExisting(config: Config, place: string): Promise<BlobStore> {
  if (!place.startsWith('s3://') && !existsSync(place))
    throw new UserError(`There is no folder ${place} to restore from.`);
  return openBackupStore(config, place);
}

async function newest(source: BlobStore, place: string): Promise<string> {
  const name = (await listBackups(source)).at(-1);
  if (name === undefined) throw new UserError(`There is no whole back-up in ${place}.`);
  return name;
}

async function folderBeside(file: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  return mkdtemp(path.join(path.dirname(file), '.restoring-'));
}

/** Writes the documents of a back-up to a file. Throws a UserError when they are not what was stored. */
async function assembleDocuments(
  source: BlobStore,
  { name, documents }: Manifest,
  file: string,
): Promise<void> {
  const damaged = () =>
    new UserError(`The documents of the back-up ${name} are damaged: take another one (--at).`);
  const handle = await open(file, 'w', 0o600);
  const whole = createHash('sha256');
  try {
    for (const part of documents.parts) {
      const found = await source.get(contentKey(part));
      if (!found) throw damaged();
      const bytes = await buffer(found.stream);
      whole.update(bytes);
      await handle.writeFile(bytes);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (whole.digest('hex') !== documents.sha256) throw damaged();
}

async function restoreAdminKey(
  config: Config,
  source: BlobStore,
  { name, admin_key }: Manifest,
): Promise<RestoreResult['adminKey']> {
  if (admin_key !== 'included') return admin_key;
  if (config.PERSONA_ADMIN_KEY !== undefined) return 'environment';
  const file = path.join(config.PERSONA_DATA_DIR, 'admin.key');
  const found = await source.get(adminKeyOf(name));
  if (!found) return 'absent';
  if (existsSync(file)) {
    found.stream.destroy();
    return 'kept';
  }
  await mkdir(config.PERSONA_DATA_DIR, { recursive: true, mode: 0o700 });
  await writeFile(file, await buffer(found.stream), { mode: 0o600, flag: 'wx' });
  return 'restored';
}
