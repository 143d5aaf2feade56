import { readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Turns the closed search indexes of a folder into those that a version before today's has left: their files
 * have the names and the format of then, without what was added since.
 */
export function ageIndexes(folder: string): void {
  for (const name of readdirSync(folder)) {
    const older = name.replace(/\.v\d+\.sqlite$/, '.sqlite');
    if (older === name) continue;
    const db = new DatabaseSync(path.join(folder, name));
    db.exec(
      'PRAGMA secure_delete=ON; PRAGMA journal_mode=DELETE; ALTER TABLE passage DROP COLUMN units; PRAGMA user_version=3; PRAGMA journal_mode=WAL',
    );
    db.close();
    renameSync(path.join(folder, name), path.join(folder, older));
  }
}
