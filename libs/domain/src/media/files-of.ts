import type { Media, StoredFile } from '@persona/contracts';
import type { Collection } from '@persona/documents';
import { storedFiles } from './stored-files.ts';

const BATCH_SIZE = 100;

/** The files that voices and videos name, without those of deleted ones. */
export async function* filesOf(media: Collection<Media>): AsyncGenerator<StoredFile> {
  let after: { value: string; id: string } | undefined;
  for (;;) {
    const found = await media.acrossScopes.find({ after, limit: BATCH_SIZE });
    const last = found.at(-1);
    if (!last) return;
    after = { value: last.id, id: last.id };
    for (const media of found) if (media.deleted_at === null) yield* storedFiles(media);
  }
}
