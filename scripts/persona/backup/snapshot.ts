import { bodyId, grantScope } from '@persona/contracts';
import {
  createSqliteDocumentStore,
  openDocumentStore,
  snapshotSqlite,
  type CollectionName,
  type DocumentStore,
  type Entity,
} from '@persona/documents';
import { batchSizeOf, entities, names, walk } from '../copy-documents.ts';

/**
 * The order in which documents of a store without snapshots are read, while it is written to: what is written
 * last is read first, so that what is read is a state in which a process might have died, which the sweeps
 * put right. Submissions before pages, pages before their texts, messages before their chats.
 */
const ORDER: CollectionName[] = ['submissions', 'streams', 'pages', 'messages'];
const MAX_ROUNDS = 10;

/**
 * Writes the documents of a store as one SQLite file: those of SQLite as of one moment, those of a server as
 * they are read, in an order that loses nothing.
 */
export async function snapshotDocuments(
  url: string,
  file: string,
  tell: (done: number, total: number) => void,
): Promise<void> {
  if (url.startsWith('sqlite:')) return snapshotSqlite(url.slice('sqlite:'.length), file);
  await using closing = new AsyncDisposableStack();
  const from = closing.adopt(await openDocumentStore(url), (one) => one.close());
  const to = closing.adopt(createSqliteDocumentStore({ file }), (one) => one.close());
  let total = 0;
  for (const name of names) total += await entities(from, name).acrossScopes.count({});
  let done = 0;
  for (const name of [...ORDER, ...names.filter((one) => !ORDER.includes(one))]) {
    let batch: Entity[] = [];
    for await (const document of walk(entities(from, name), batchSizeOf(name))) {
      batch.push(document);
      tell(++done, Math.max(done, total));
      if (batch.length >= batchSizeOf(name)) batch = await insert(to, name, batch);
    }
    await insert(to, name, batch);
  }
  await completePages(from, to);
}

async function insert(to: DocumentStore, name: CollectionName, batch: Entity[]): Promise<Entity[]> {
  for (const [scope, own] of Map.groupBy(batch, (document) => document.instance_id))
    await entities(to, name).insert(grantScope(scope), own);
  return [];
}

/**
 * Reads pages again whose texts were replaced between the reading of the two, until each page has the texts
 * of its newest and its live version.
 */
async function completePages(from: DocumentStore, to: DocumentStore): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let changed = 0;
    for await (const { id, instance_id } of walk(entities(to, 'pages'), batchSizeOf('pages'))) {
      const scope = grantScope(instance_id);
      const page = await to.pages.get(scope, id);
      if (!page || page.deleted_at !== null) continue;
      const wanted = [page.version, page.live_version].filter((version) => version > 0);
      const bodies = wanted.map((version) => bodyId(id, version));
      const there = await to.pageBodies.getMany(scope, bodies);
      if (there.length === new Set(bodies).size) continue;
      const now = await from.pages.get(scope, id);
      await to.pages.remove(scope, [id]);
      if (!now) continue;
      await to.pages.insert(scope, [now]);
      const texts = await from.pageBodies.getMany(
        scope,
        [...new Set([now.version, now.live_version])].map((version) => bodyId(id, version)),
      );
      await to.pageBodies.insert(scope, texts);
      changed += now.version === page.version && now.live_version === page.live_version ? 0 : 1;
    }
    if (changed === 0) return;
  }
}
