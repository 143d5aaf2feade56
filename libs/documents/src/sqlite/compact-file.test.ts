import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupError } from '@persona/contracts';
import { tempFolder } from '@persona/testing';
import { expect, onTestFinished, test } from 'vitest';
import { compactDocuments, documentsRoom } from '../compact-documents.ts';
import { aBody, newScope } from '../contract/documents.ts';
import { createSqliteDocumentStore } from './sqlite-document-store.ts';

const nothing = () => {};

/** A store of 4 MB of texts, of which all but one are removed. */
async function openEmptied() {
  const folder = tempFolder();
  const file = path.join(folder.path, 'documents.db');
  const store = createSqliteDocumentStore({ file });
  onTestFinished(async () => {
    await store.close();
    folder.remove();
  });
  const scope = newScope();
  const bodies = Array.from({ length: 40 }, (_, n) =>
    aBody(scope, { content: `Text ${n} of a plover. `.repeat(5000) }),
  );
  await store.pageBodies.insert(scope, bodies);
  const [kept, ...gone] = bodies;
  await store.pageBodies.remove(
    scope,
    gone.map(({ id }) => id),
  );
  if (!kept) throw new Error('One is kept.');
  return { file, url: `sqlite:${file}`, store, scope, kept };
}

/** Turns a file into one of a version whose files could not be compacted while they are in use. */
async function makeOlder(file: string, close: () => Promise<void>): Promise<void> {
  await close();
  const db = new DatabaseSync(file);
  // What holds nothing goes with it, so that some is made again.
  db.exec(`PRAGMA auto_vacuum=NONE; VACUUM; CREATE TABLE filler (text TEXT);
    INSERT INTO filler SELECT hex(randomblob(1000000)) FROM json_each('[1,2,3]'); DROP TABLE filler;`);
  db.close();
}

test('room of what was removed is given back while others read and write', async () => {
  const { file, url, store, scope, kept } = await openEmptied();
  const before = await documentsRoom(url);
  expect(before.bytes).toBeGreaterThan(4_000_000);
  expect(before.unused).toBeGreaterThan(before.bytes * 0.8);
  const written = aBody(scope, { content: 'Written meanwhile.' });
  const told: number[] = [];
  const compacting = compactDocuments(url, (unused) => told.push(unused));
  expect(await store.pageBodies.insert(scope, [written])).toEqual(['inserted']);
  expect(await store.pageBodies.get(scope, kept.id)).toEqual(kept);
  await compacting;
  expect(told.length).toBeGreaterThan(1);
  expect(told).toEqual(told.toSorted((a, b) => b - a));
  const after = await documentsRoom(url);
  expect(after.unused).toBeLessThan(100_000);
  expect(after.bytes).toBeLessThan(1_000_000);
  expect(await store.pageBodies.getMany(scope, [kept.id, written.id])).toEqual([kept, written]);
  expect(await store.verify()).toEqual([]);
  await store.compact();
  expect(statSync(file).size).toBe(after.bytes);
});

test('a file of a version before is refused while it is in use, written anew when it is not, and then like any other', async () => {
  const { file, url, store, scope, kept } = await openEmptied();
  await makeOlder(file, () => store.close());
  const used = createSqliteDocumentStore({ file });
  const bytes = statSync(file).size;
  await expect(compactDocuments(url, nothing)).rejects.toThrow(StartupError);
  await expect(compactDocuments(url, nothing)).rejects.toThrow(/stop Persona, compact, and start it again/);
  expect(await used.pageBodies.get(scope, kept.id)).toEqual(kept);
  await used.close();
  expect(statSync(file).size).toBe(bytes);

  await compactDocuments(url, nothing);
  expect(statSync(file).size).toBeLessThan(1_000_000);
  const again = createSqliteDocumentStore({ file });
  expect(await again.pageBodies.get(scope, kept.id)).toEqual(kept);
  await compactDocuments(url, nothing);
  await again.close();
});

test('where there are no documents none are made', async () => {
  using folder = tempFolder();
  const file = path.join(folder.path, 'documents.db');
  await expect(compactDocuments(`sqlite:${file}`, nothing)).rejects.toThrow(/no documents at/);
  await expect(documentsRoom(`sqlite:${file}`)).rejects.toThrow(/no documents at/);
  expect(existsSync(file)).toBe(false);
});
