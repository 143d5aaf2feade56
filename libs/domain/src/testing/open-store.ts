import path from 'node:path';
import { createSqliteDocumentStore, type DocumentStore } from '@persona/documents';
import { tempFolder } from '@persona/testing';
import { onTestFinished } from 'vitest';

/** An empty store in a folder of its own, which goes with the test. */
export function openStore(): DocumentStore {
  const folder = tempFolder();
  const documents = createSqliteDocumentStore({ file: path.join(folder.path, 'documents.db') });
  onTestFinished(async () => {
    await documents.close();
    folder.remove();
  });
  return documents;
}
