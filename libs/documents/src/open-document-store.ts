import path from 'node:path';
import { StartupError } from '@persona/contracts';
import type { DocumentStore } from './document-store.ts';
import { importDriver } from './import-driver.ts';
import {
  createSqliteDocumentStore,
  type SqliteDocumentStoreOptions,
} from './sqlite/sqlite-document-store.ts';

/** Whether the store that a DOCUMENTS_URL names is read within the process. */
export const isEmbedded = (url: string): boolean => url.startsWith('sqlite:');

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
  if (isEmbedded(url)) return openShared(path.resolve(url.slice('sqlite:'.length)), options);
  if (!/^mongodb(\+srv)?:/.test(url))
    throw new StartupError('DOCUMENTS_URL must begin with sqlite:, mongodb: or mongodb+srv:.');
  const { createMongoDocumentStore } = await importDriver(() => import('./mongo/mongo-document-store.ts'));
  return createMongoDocumentStore({ url, ...(onCommand && { onCommand }) });
}

/** The stores of files that are open in this process. */
const shared = new Map<string, Shared>();

interface Shared {
  store: DocumentStore;
  users: Set<Pick<SqliteDocumentStoreOptions, 'onDamage'>>;
}

/**
 * Services of one process share the store of a file, and so its thread, 10 MB each; it closes when all of
 * them have closed it.
 */
function openShared(file: string, options: Pick<SqliteDocumentStoreOptions, 'onDamage'>): DocumentStore {
  let opened = shared.get(file);
  if (!opened) {
    const users: Shared['users'] = new Set();
    const onDamage: SqliteDocumentStoreOptions['onDamage'] = (damage) => {
      for (const user of users) user.onDamage?.(damage);
    };
    opened = { store: createSqliteDocumentStore({ file, onDamage }), users };
    shared.set(file, opened);
  }
  const { store, users } = opened;
  const user = { ...options };
  users.add(user);
  return {
    ...store,
    close: async () => {
      if (!users.delete(user) || users.size > 0) return;
      shared.delete(file);
      await store.close();
    },
  };
}
