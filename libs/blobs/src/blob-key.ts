/**
 * Keys are made by us, never by a caller: `<owner>/<folder>…/<name>.<ending>`. Only the last part has a dot, so no key is ever a folder of another,
 * and what a file system does not tell apart (case, trailing dots, reserved names) never decides.
 */
const FOLDER = /^[A-Za-z0-9_-]{1,128}$/;
const FILE = /^[A-Za-z0-9_-]{1,128}(\.[a-z0-9]{1,8}){1,2}$/;
const MAX_PARTS = 8;

/** The key of a file in an owner's folders; throws a TypeError for anything but plain names. */
export function blobKey(owner: string, ...parts: string[]): string {
  return checkKey([owner, ...parts].join('/'));
}

/** The prefix that `removePrefix` and `list` take. */
export function blobFolder(owner: string, ...folders: string[]): string {
  return checkPrefix(`${[owner, ...folders].join('/')}/`);
}

/** The folder a key lies in, as a prefix. */
export function folderOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1);
}

export function isBlobKey(key: string): boolean {
  const parts = key.split('/');
  const file = parts.pop() ?? '';
  return (
    parts.length >= 1 &&
    parts.length < MAX_PARTS &&
    parts.every((part) => FOLDER.test(part)) &&
    FILE.test(file)
  );
}

export function checkKey(key: string): string {
  if (!isBlobKey(key)) throw new TypeError(`Not a blob key: ${JSON.stringify(key)}`);
  return key;
}

export function checkPrefix(prefix: string): string {
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
