import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import path from 'node:path';
import { blobFolder, blobKey, keysUnder, openBlobStore, type BlobStore } from '@persona/blobs';
import type { Config } from '@persona/config';
import { grantScope, type BlobKey } from '@persona/contracts';
import { UserError } from '../user-error.ts';

/**
 * A back-up folder (or bucket): every content once, by its hash, and a manifest for each back-up made into
 * it. A back-up exists when its manifest does, which is written last.
 */
const CONTENT = grantScope('content');
const BACKUPS = grantScope('backups');

/** Raised when an older Persona could not restore what this one writes. */
const FORMAT = 1;

export interface Manifest {
  format: number;
  /** Name of the back-up: when it was begun, `2026-11-30T08-25-00-000Z`. */
  name: string;
  made_at: string;
  documents: {
    bytes: number;
    /** In hex, as of all parts. */
    sha256: string;
    /** Hashes of its parts, in order. */
    parts: string[];
    /** How many documents each collection has. */
    counts: Record<string, number>;
  };
  /** The files of voices and videos, each content once. */
  files: { sha256: string; bytes: number }[];
  /** Files that the install itself lacked, or that were not what their document says. */
  lacking: { key: string; reason: 'absent' | 'damaged' }[];
  /** Whether the admin key is in the back-up, and where it is otherwise. */
  admin_key: 'included' | 'environment' | 'absent';
}

/** Where a content of this hash is. */
export const contentKey = (sha256: string): BlobKey => blobKey(CONTENT, sha256.slice(0, 2), `${sha256}.bin`);

const manifestKey = (name: string): BlobKey => blobKey(BACKUPS, name, 'manifest.json');
export const adminKeyOf = (name: string): BlobKey => blobKey(BACKUPS, name, 'admin.key');

/** Opens a back-up place: a folder, or `s3://<bucket>[/prefix]` with the S3_… of the environment. */
export function openBackupStore(config: Config, place: string): Promise<BlobStore> {
  return openBlobStore({
    ...config,
    BLOBS_URL: place.startsWith('s3://') ? place : `file:${path.resolve(place)}`,
  });
}

export async function writeManifest(store: BlobStore, manifest: Omit<Manifest, 'format'>): Promise<void> {
  const whole: Manifest = { format: FORMAT, ...manifest };
  await store.put(
    manifestKey(manifest.name),
    Readable.from([Buffer.from(`${JSON.stringify(whole, null, 1)}\n`)]),
  );
}

/** Names of the back-ups that are whole, oldest first. */
export async function listBackups(store: BlobStore): Promise<string[]> {
  const names: string[] = [];
  for await (const key of keysUnder(store, blobFolder(BACKUPS))) {
    const [, name, file] = key.split('/');
    if (name !== undefined && file === 'manifest.json') names.push(name);
  }
  return names.toSorted();
}

/** Reads a manifest. Throws a UserError when there is none of this name, or a newer Persona wrote it. */
export async function readManifest(store: BlobStore, name: string): Promise<Manifest> {
  const found = await store.get(manifestKey(name));
  if (!found) throw new UserError(`There is no back-up ${name}.`);
  let manifest: Manifest;
  try {
    manifest = JSON.parse(await text(found.stream)) as Manifest;
  } catch (cause) {
    throw new UserError(`The manifest of the back-up ${name} is damaged: take another one (--at).`, {
      cause,
    });
  }
  if (manifest.format > FORMAT)
    throw new UserError(`The back-up ${name} was made by a newer Persona: restore it with that one.`);
  return manifest;
}

/** The hashes of everything that a back-up is made of. */
export const contentsOf = ({ documents, files }: Manifest): string[] => [
  ...documents.parts,
  ...files.map(({ sha256 }) => sha256),
];

/**
 * Removes all but the newest back-ups, and every content that none of those names. Returns how many back-ups
 * were removed.
 */
export async function prune(store: BlobStore, keep: number): Promise<number> {
  const names = await listBackups(store);
  const old = names.slice(0, Math.max(0, names.length - keep));
  if (old.length === 0) return 0;
  const needed = new Set<string>();
  for (const name of names.slice(old.length))
    for (const sha256 of contentsOf(await readManifest(store, name))) needed.add(contentKey(sha256));
  for (const name of old) await store.removePrefix(blobFolder(BACKUPS, name));
  const gone: BlobKey[] = [];
  for await (const key of keysUnder(store, blobFolder(CONTENT))) if (!needed.has(key)) gone.push(key);
  for (const key of gone) await store.remove(key);
  return old.length;
}
