// What the stores hold of an estate, to see whether somebody else changed it.
import { grantScope, installScope } from '@persona/contracts';
import type { Collection, Entity } from '@persona/documents';
import type { Estate, Handle, Install } from './furnish.ts';

/** Everything that is kept of an estate, by where it is kept. */
export async function rowsOf({ gateway }: Install, estate: Estate): Promise<Map<string, string>> {
  const { documents, blobs } = gateway;
  const kept = new Map<string, string>();
  const collections = Object.entries(documents).filter(
    (entry): entry is [string, Collection<Entity>] => typeof entry[1] === 'object' && 'find' in entry[1],
  );
  for (const owner of [estate.persona, estate.keyId])
    for (const [name, collection] of collections) {
      const rows = await collection.find(grantScope(owner), { limit: 1000 });
      kept.set(`${name} of ${owner}`, JSON.stringify(rows));
    }
  for (const { kind, value } of estate.handles) {
    if (kind === 'file') kept.set(value, JSON.stringify(await blobs.stat(value as never)));
    if (kind !== 'key') continue;
    const key = await documents.keys.get(installScope, value);
    kept.set(value, JSON.stringify({ ...key, last_used_at: null }));
  }
  kept.set(estate.persona, JSON.stringify(await documents.instances.get(installScope, estate.persona)));
  const owned = await documents.instances.count(installScope, { owner_key_id: estate.keyId });
  return kept.set(`personas of ${estate.keyId}`, String(owned));
}

/** The chats among these handles, with their messages. */
export async function chatsOf(
  { gateway }: Install,
  own: Estate,
  handles: readonly Handle[],
): Promise<string> {
  const { chats, messages } = gateway.documents;
  const scope = grantScope(own.persona);
  const rows = [];
  for (const { kind, value } of handles) {
    if (kind === 'chat')
      rows.push(
        await chats.get(scope, value),
        await messages.find(scope, { where: { chat_id: value }, limit: 100 }),
      );
  }
  return JSON.stringify(rows);
}
