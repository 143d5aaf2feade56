import path from 'node:path';
import { afterAll } from 'vitest';
import { tempFolder } from '@persona/testing';
import { describeDocumentStore } from '../document-store.contract.ts';
import { createSqliteDocumentStore } from './sqlite-document-store.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

describeDocumentStore('the document store in SQLite', {
  open: async () => createSqliteDocumentStore({ file: path.join(folder.path, 'documents.db') }),
});
