import type { BlobKey, Scope } from '@persona/contracts';

/**
 * Keys are built here, never by a caller: `<owner>/<folder>…/<name>.<ending>`. Only the last part has a dot,
 * so no key is ever a folder of another, and two keys never differ only in what a file system ignores (case,
 * trailing dots, reserved names).
 */
const FOLDER = /^[A-Za-z0-9_-]{1,128}$/;
const FILE = /^[A-Za-z0-9_-]{1,128}(\.[a-z0-9]{1,8}){1,2}$/;
const MAX_PARTS = 8;

declare const kept: unique symbol;
/** The prefix of an owner's files, or of one of their folders; it ends with a slash. */
export type BlobFolder = string & { readonly [kept]: true };

/** The key of a file in an owner's folders; throws a TypeError for anything but plain names. */
export function blobKey(owner: Scope, ...parts: string[]): BlobKey {
  return checkKey([owner, ...parts].join('/') as BlobKey);
}

/** The prefix that `removePrefix` and `list` take; throws a TypeError for anything but plain names. */
export function blobFolder(owner: Scope, ...folders: string[]): BlobFolder {
  return checkPrefix(`${[owner, ...folders].join('/')}/` as BlobFolder);
}

/** The folder of a key. */
export function folderOf(key: BlobKey): BlobFolder {
  return key.slice(0, key.lastIndexOf('/') + 1) as BlobFolder;
}

/** The last part of a key. */
export const nameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);

/** The key of another file in the folder of `key`; throws a TypeError for anything but a plain name. */
export function siblingKey(key: BlobKey, name: string): BlobKey {
  return checkKey(`${folderOf(key)}${name}` as BlobKey);
}

/** The folder of this name beside a file. */
export function folderBeside(key: BlobKey, folder: string): BlobFolder {
  return checkPrefix(`${folderOf(key)}${folder}/` as BlobFolder);
}

/** The key of a file in a folder; throws a TypeError for anything but a plain name. */
export function keyIn(folder: BlobFolder, name: string): BlobKey {
  return checkKey(`${folder}${name}` as BlobKey);
}

export function isBlobKey(key: string): key is BlobKey {
  const parts = key.split('/');
  const file = parts.pop() ?? '';
  return (
    parts.length >= 1 &&
    parts.length < MAX_PARTS &&
    parts.every((part) => FOLDER.test(part)) &&
    FILE.test(file)
  );
}

/** Keys are also checked where they are used, because keys from documents come from a store. */
export function checkKey(key: BlobKey): BlobKey {
  if (!isBlobKey(key)) throw new TypeError(`Not a blob key: ${JSON.stringify(key)}`);
  return key;
}

export function checkPrefix(prefix: BlobFolder): BlobFolder {
  const parts = prefix.split('/');
  const rest = parts.pop();
  if (
    rest !== '' ||
    parts.length < 1 ||
    parts.length >= MAX_PARTS ||
    !parts.every((part) => FOLDER.test(part))
  ) {
    throw new TypeError(
      `Not a blob prefix (it names at least an owner and ends with a slash): ${JSON.stringify(prefix)}`,
    );
  }
  return prefix;
}
