import { installScope, type Scope } from '@persona/contracts';
import type { Collection, DocumentStore, Entity } from '@persona/documents';

/** Ids that a reply may name or quote from, and whose rows become tombstones when they are deleted. */
const NAMED_IDS = /\b(?:td|cht|voi|vid)_[0-9A-HJKMNP-TV-Z]{26}\b/g;
/**
 * Matches the fields of a reply that hold words (the reply is kept as JSON in JSON). A reply with ids alone
 * reveals nothing about them, and is kept.
 */
const FIELDS_WITH_WORDS =
  /"(?:answer|article|content|declared|description|name|prompt|quote|response|text|title|transcript)\\?":/;
const BATCH_SIZE = 200;

type Deletable = Entity & { deleted_at: string | null };

/** The ids that a kept reply reveals something about. */
const idsRevealedIn = (reply: string): string[] =>
  FIELDS_WITH_WORDS.test(reply) ? [...new Set(reply.match(NAMED_IDS))] : [];

/**
 * Whether a kept reply of a persona reveals something that was deleted since, or the persona itself was
 * deleted.
 */
export async function revealsDeleted(
  { instances, pages, chats, media }: Pick<DocumentStore, 'instances' | 'pages' | 'chats' | 'media'>,
  scope: Scope,
  reply: string,
): Promise<boolean> {
  if (!FIELDS_WITH_WORDS.test(reply)) return false;
  const persona = await instances.get(installScope, scope);
  if (persona && persona.deleted_at !== null) return true;
  const ids = idsRevealedIn(reply);
  for (const collection of [pages, chats, media] as unknown as Collection<Deletable>[]) {
    const found = await collection.getMany(scope, ids);
    if (found.some(({ deleted_at }) => deleted_at !== null)) return true;
  }
  return false;
}

/**
 * Empties the kept replies of a persona that mention one of these ids, because they may quote what was
 * deleted. Their keys stay taken. Returns how many it emptied.
 */
export async function forgetReplies(
  { idempotency }: Pick<DocumentStore, 'idempotency'>,
  scope: Scope,
  ids: ReadonlySet<string>,
): Promise<number> {
  let emptied = 0;
  let after: { value: string; id: string } | undefined;
  for (;;) {
    const kept = await idempotency.find(installScope, { where: { about: scope }, after, limit: BATCH_SIZE });
    const last = kept.at(-1);
    if (!last) return emptied;
    after = { value: last.id, id: last.id };
    const naming = kept.filter(({ response }) => idsRevealedIn(response ?? '').some((id) => ids.has(id)));
    const written = await idempotency.updateMany(
      installScope,
      naming.map(({ id, version }) => ({ id, where: { version }, set: { response: null } })),
    );
    emptied += written.filter((record) => record !== null).length;
  }
}
