import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ConfigError, type Config } from './config.ts';

/**
 * Refuses an install whose documents are gone: the file of DOCUMENTS_URL is not there, while the data folder
 * holds what only an install with documents leaves. A new, empty file in their place would look like the
 * loss of everything. Throws a ConfigError that says what to do.
 */
export function requireDocuments({
  DOCUMENTS_URL,
  PERSONA_DATA_DIR,
}: Pick<Config, 'DOCUMENTS_URL' | 'PERSONA_DATA_DIR'>): void {
  if (!DOCUMENTS_URL.startsWith('sqlite:')) return;
  const file = path.resolve(DOCUMENTS_URL.slice('sqlite:'.length));
  if (existsSync(file)) return;
  const traces = [
    ...['admin.key', 'documents.db-wal'].filter((name) => existsSync(path.join(PERSONA_DATA_DIR, name))),
    ...namesIn(path.join(PERSONA_DATA_DIR, 'search')).filter((name) => name.endsWith('.sqlite')),
    ...namesIn(path.join(PERSONA_DATA_DIR, 'blobs')).filter((name) => name.startsWith('ins_')),
  ];
  const [first] = traces;
  if (first === undefined) return;
  throw new ConfigError(
    `${file} is missing, but ${PERSONA_DATA_DIR} was used before (it holds ${first}): no empty one is put in its place. Put the file back, restore a back-up into an empty data folder (npm run persona -- restore), or, for a new install, set PERSONA_DATA_DIR to an empty folder.`,
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
