import { installScope, type Scope } from '@persona/contracts';
import type { Collection, DocumentStore, Entity } from '@persona/documents';

/** What a reply may be about or quote, and what becomes a tombstone when it is deleted. */
const NAMED = /\b(?:td|cht|voi|vid)_[0-9A-HJKMNP-TV-Z]{26}\b/g;
/** Where words stand in a reply, which is kept as JSON in JSON. One of ids alone tells nothing of what they name, and is kept. */
const WORDS =
  /"(?:answer|article|content|declared|description|name|prompt|quote|response|text|title|transcript)\\?":/;
const CHUNK = 200;

type Deletable = Entity & { deleted_at: string | null };

/** What a kept reply that tells something is about. */
const toldIn = (reply: string): string[] => (WORDS.test(reply) ? [...new Set(reply.match(NAMED))] : []);

/** Whether a reply that was kept of a persona tells of something that has been deleted since, or of the persona that has been. */
export async function tellsOfDeleted(
  { instances, pages, chats, media }: Pick<DocumentStore, 'instances' | 'pages' | 'chats' | 'media'>,
  scope: Scope,
  reply: string,
): Promise<boolean> {
  if (!WORDS.test(reply)) return false;
  const persona = await instances.get(installScope, scope);
  if (persona && persona.deleted_at !== null) return true;
  const ids = toldIn(reply);
  for (const collection of [pages, chats, media] as unknown as Collection<Deletable>[]) {
    const found = await collection.getMany(scope, ids);
    if (found.some(({ deleted_at }) => deleted_at !== null)) return true;
  }
  return false;
}

/** Empties the kept replies of a persona that tell of one of these: what was deleted may be quoted in them. Their keys stay taken. */
export async function forgetReplies(
  { idempotency }: Pick<DocumentStore, 'idempotency'>,
  scope: Scope,
  ids: ReadonlySet<string>,
): Promise<void> {
  let after: { value: string; id: string } | undefined;
  for (;;) {
    const kept = await idempotency.find(installScope, { where: { about: scope }, after, limit: CHUNK });
    const last = kept.at(-1);
    if (!last) return;
    after = { value: last.id, id: last.id };
    const naming = kept.filter(({ response }) => toldIn(response ?? '').some((id) => ids.has(id)));
    await idempotency.updateMany(
      installScope,
      naming.map(({ id, version }) => ({ id, where: { version }, set: { response: null } })),
    );
  }
}
