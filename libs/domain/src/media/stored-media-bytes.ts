import type { Deps } from '../deps.ts';
import { storedFiles } from './stored-files.ts';

const READ_BATCH_SIZE = 500;

export async function storedMediaBytes({ documents }: Deps, keyIds: readonly string[]): Promise<number> {
  let bytes = 0;
  let after: { value: string; id: string } | undefined;
  for (;;) {
    const rows = await documents.media.acrossScopes.find({
      where: { added_by: { in: keyIds }, deleted_at: null },
      after,
      limit: READ_BATCH_SIZE,
    });
    for (const media of rows) for (const file of storedFiles(media)) bytes += file.bytes;
    const last = rows.at(-1);
    if (!last || rows.length < READ_BATCH_SIZE) return bytes;
    after = { value: last.id, id: last.id };
  }
}
