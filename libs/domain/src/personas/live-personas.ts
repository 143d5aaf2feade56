import { grantScope, installScope, type Scope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';

const BATCH_SIZE = 500;

/** The scope of each persona that is not deleted. */
export async function* livePersonas({ instances }: DocumentStore): AsyncGenerator<Scope> {
  let after: { value: string; id: string } | undefined;
  for (;;) {
    const found = await instances.find(installScope, { after, limit: BATCH_SIZE });
    for (const { id, deleted_at } of found) if (deleted_at === null) yield grantScope(id);
    const last = found.at(-1);
    if (!last) return;
    after = { value: last.id, id: last.id };
  }
}
