import { DatabaseSync } from 'node:sqlite';

/** How long a connection waits for its turn to write. */
export const LOCK_TIMEOUT_MS = 10_000;

/**
 * Opens one of several connections to the file. A connection that writes does so durably (`FULL`, and past
 * the drive's cache on macOS), and leaves nothing of what it deletes in the file.
 */
export function openConnection(file: string, use: 'read' | 'write', timeout = LOCK_TIMEOUT_MS): DatabaseSync {
  const db = new DatabaseSync(file, { timeout, enableDoubleQuotedStringLiterals: false });
  db.exec('PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8000;');
  if (use === 'read') db.exec('PRAGMA query_only=ON');
  else
    db.exec(`PRAGMA synchronous=FULL; PRAGMA fullfsync=ON; PRAGMA checkpoint_fullfsync=ON;
             PRAGMA secure_delete=ON; PRAGMA journal_size_limit=67108864;`);
  return db;
}

/** SQLite's extended result code of an error, or undefined when the error is not SQLite's. */
export const errcodeOf = (error: unknown): number | undefined =>
  (error as { errcode?: number } | undefined)?.errcode;
