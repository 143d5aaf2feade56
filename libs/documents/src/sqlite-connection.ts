import { DatabaseSync } from 'node:sqlite';

/**
 * Opens a connection that waits its turn for 10 s. One that writes does so durably (`FULL`, and past the drive's cache on macOS), and
 * leaves nothing of what it deletes in the file.
 */
export function openConnection(file: string, use: 'read' | 'write'): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 10_000, enableDoubleQuotedStringLiterals: false });
  db.exec('PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8000;');
  if (use === 'read') db.exec('PRAGMA query_only=ON');
  else
    db.exec(`PRAGMA synchronous=FULL; PRAGMA fullfsync=ON; PRAGMA checkpoint_fullfsync=ON;
             PRAGMA secure_delete=ON; PRAGMA journal_size_limit=67108864;`);
  return db;
}

/** SQLite's extended result code of an error, or undefined when it is none of SQLite's. */
export const errcodeOf = (error: unknown): number | undefined =>
  (error as { errcode?: number } | undefined)?.errcode;
