import { StartupError } from '@persona/contracts';
import type { DocumentStore } from './document-store.ts';
import {
  createSqliteDocumentStore,
  type SqliteDocumentStoreOptions,
} from './sqlite/sqlite-document-store.ts';

/**
 * Opens the store that a DOCUMENTS_URL names: `sqlite:<file>`, `mongodb://…` or `mongodb+srv://…`. Rejects
 * with a StartupError when the store can't be used as it is, and with `not_ready` while its server does not
 * answer, in which case a retry helps. `onCommand` is told the name of each command that a server is sent.
 */
export async function openDocumentStore(
  url: string,
  {
    onCommand,
    ...options
  }: Pick<SqliteDocumentStoreOptions, 'onDamage'> & { onCommand?: (name: string) => void } = {},
): Promise<DocumentStore> {
  if (url.startsWith('sqlite:'))
    return createSqliteDocumentStore({ ...options, file: url.slice('sqlite:'.length) });
  if (!/^mongodb(\+srv)?:/.test(url))
    throw new StartupError('DOCUMENTS_URL must begin with sqlite:, mongodb: or mongodb+srv:.');
  const { createMongoDocumentStore } = await importMongo();
  return createMongoDocumentStore({ url, ...(onCommand && { onCommand }) });
}

/** Loaded on demand, since only an install with MongoDB needs the driver. */
async function importMongo(): Promise<typeof import('./mongo/mongo-document-store.ts')> {
  try {
    return await import('./mongo/mongo-document-store.ts');
  } catch (cause) {
    if ((cause as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new StartupError(
      'DOCUMENTS_URL names a MongoDB, and its driver is not installed: run "npm install mongoose -w @persona/documents".',
      { cause },
    );
  }
}
