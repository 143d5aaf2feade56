import { createHash } from 'node:crypto';
import { INSTALL, sha256, grantScope, installScope } from '@persona/contracts';
import {
  catalogue,
  type Collection,
  type CollectionName,
  type DocumentStore,
  type Entity,
} from '@persona/documents';
import { UserError } from './user-error.ts';

/** The setting of a target that is not complete yet; its value names the source. */
const MARKER = 'unfinished_copy_of';
/** Every collection. */
export const names = Object.keys(catalogue) as CollectionName[];
/** Documents in memory at once; texts may have megabytes. */
export const batchSizeOf = (name: CollectionName): number => (name === 'pageBodies' ? 16 : 250);

export interface CopyOptions {
  copying?: (done: number, total: number) => void;
  verifying?: (done: number, total: number) => void;
  /** Runs when all documents are there and equal; until it resolves the target counts as unfinished. */
  beforeEnd?: () => Promise<void>;
}

/**
 * Copies every document, tombstones and settings included, into an empty store, and compares both by number
 * and hash. When it was stopped at any point, the next call continues there. Throws a UserError when the
 * target holds something else, or the source changes meanwhile.
 */
export async function copyDocuments(
  from: DocumentStore,
  to: DocumentStore,
  { copying, verifying, beforeEnd }: CopyOptions = {},
): Promise<{ documents: number; media: number }> {
  await claim(from, to);
  let total = 0;
  for (const name of names) total += await entities(from, name).acrossScopes.count({});

  let done = 0;
  for (const name of names) {
    const start = await whereItEnded(entities(to, name), batchSizeOf(name));
    if (start) done += (await entities(to, name).acrossScopes.count({})) - batchSizeOf(name) + 1;
    await align(from, to, name, start, () => copying?.(++done, total));
  }

  let compared = 0;
  const tell = () => verifying?.(++compared, 2 * total);
  const digests = async (name: CollectionName) => [
    await digest(entities(to, name), batchSizeOf(name), tell),
    // Compared as late as possible, to detect more changes by others to the source.
    await digest(entities(from, name), batchSizeOf(name), tell),
  ];
  for (const name of names) {
    let [left, right] = await digests(name);
    if (left === right) continue;
    // The source was used between two calls: copy once more from the beginning. If it differs again, it is
    // being used now.
    await align(from, to, name, undefined, () => {});
    [left, right] = await digests(name);
    if (left !== right)
      throw new UserError(
        `The source changes while it is copied (${name}): stop its services, then call copy again.`,
      );
  }
  await beforeEnd?.();
  await to.settings.remove(installScope, [MARKER]);
  return { documents: total, media: await from.media.acrossScopes.count({}) };
}

/** Marks an empty target as this source's; accepts one that is already marked so. */
async function claim(from: DocumentStore, to: DocumentStore): Promise<void> {
  const secret = await from.settings.get(installScope, 'file_url_secret');
  const [oldest] = await from.instances.find(installScope, { limit: 1 });
  const source = sha256(secret?.value ?? oldest?.id ?? '');
  const marker = await to.settings.get(installScope, MARKER);
  if (marker?.value === source) return;
  if (marker)
    throw new UserError('The target holds an unfinished copy of another install: give an empty one.');
  for (const name of names) {
    const [one] = await entities(to, name).acrossScopes.find({ limit: 1 });
    if (one)
      throw new UserError(
        `The target is not empty (${name}): copy never writes into a store that is in use; give an empty one.`,
      );
  }
  const now = new Date().toISOString();
  await to.settings.insert(installScope, [
    { id: MARKER, instance_id: INSTALL, version: 1, created_at: now, updated_at: now, value: source },
  ]);
}

/**
 * A place up to which everything has been copied. Copying goes by id and may end within a batch, so that at
 * most one batch is checked again.
 */
async function whereItEnded(target: Collection<Entity>, batchSize: number): Promise<string | undefined> {
  const last = await target.acrossScopes.find({ direction: 'desc', limit: batchSize });
  return last.length === batchSize ? last.at(-1)?.id : undefined;
}

/**
 * Makes the target equal to the source from a place on: inserts what is missing, replaces what differs,
 * removes what is gone.
 */
async function align(
  from: DocumentStore,
  to: DocumentStore,
  name: CollectionName,
  start: string | undefined,
  tell: () => void,
): Promise<void> {
  const target = entities(to, name);
  const batchSize = batchSizeOf(name);
  const theirs = walk(target, batchSize, start);
  let there = await theirs.next();
  let missing: Entity[] = [];
  const flush = async () => {
    for (const [scope, own] of Map.groupBy(missing, (document) => document.instance_id)) {
      const results = await target.insert(grantScope(scope), own);
      const refused = results.find((result) => result !== 'inserted');
      if (refused)
        throw new UserError(`The target refused a document of ${name}: ${JSON.stringify(refused)}.`);
    }
    missing = [];
  };
  const drop = (document: Entity) => target.remove(grantScope(document.instance_id), [document.id]);

  for await (const document of walk(entities(from, name), batchSize, start)) {
    while (!there.done && there.value.id < document.id) {
      await drop(there.value);
      there = await theirs.next();
    }
    const same = !there.done && there.value.id === document.id ? there.value : undefined;
    if (same) there = await theirs.next();
    if (!same || canonical(same) !== canonical(document)) {
      if (same) await drop(same);
      missing.push(document);
      if (missing.length >= batchSize) await flush();
    }
    tell();
  }
  await flush();
  for (; !there.done; there = await theirs.next()) await drop(there.value);
}

/** Documents of every scope by id, without the marker. */
export async function* walk(
  collection: Collection<Entity>,
  batchSize: number,
  start?: string,
): AsyncGenerator<Entity, undefined> {
  let after = start === undefined ? undefined : { value: start, id: start };
  for (;;) {
    const found = await collection.acrossScopes.find({ after, limit: batchSize });
    for (const document of found) if (document.id !== MARKER) yield document;
    const last = found.at(-1);
    if (!last) return undefined;
    after = { value: last.id, id: last.id };
  }
}

/** The number and the hash of all documents of a collection. */
async function digest(collection: Collection<Entity>, batchSize: number, tell: () => void): Promise<string> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const document of walk(collection, batchSize)) {
    hash.update(canonical(document)).update('\n');
    count++;
    tell();
  }
  return `${count} ${hash.digest('hex')}`;
}

/** The same text for equal documents, in whatever order a store keeps their fields. */
const canonical = (document: Entity): string =>
  JSON.stringify(document, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

/** A collection as one of plain documents. */
export const entities = (store: DocumentStore, name: CollectionName): Collection<Entity> => store[name];
