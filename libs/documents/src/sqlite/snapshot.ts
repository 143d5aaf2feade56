import { existsSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { StartupError } from '@persona/contracts';

/**
 * Writes a copy of the documents as of one moment to a new file, while others read and write them. What did
 * not change since another copy stands at the same place in both. Throws a StartupError when there are none.
 */
export async function snapshotSqlite(file: string, target: string): Promise<void> {
  if (!existsSync(file)) throw new StartupError(`There are no documents at ${file}.`);
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    // In one step: a copy in several begins again whenever somebody writes.
    await backup(db, target, { rate: 2 ** 31 - 1 });
  } finally {
    db.close();
  }
}
