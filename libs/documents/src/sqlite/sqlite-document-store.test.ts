import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { tempFolder } from '@persona/testing';
import { describeDocumentStore } from '../document-store.contract.ts';
import { createSqliteDocumentStore } from './sqlite-document-store.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

describeDocumentStore('the document store in SQLite', {
  open: async () => createSqliteDocumentStore({ file: path.join(folder.path, 'documents.db') }),
});

test('closing waits for what nobody waits for, and keeps the process until then', () => {
  const module = pathToFileURL(path.join(import.meta.dirname, 'sqlite-document-store.ts')).href;
  const program = `
    const { createSqliteDocumentStore } = await import(${JSON.stringify(module)});
    const store = createSqliteDocumentStore({ file: ${JSON.stringify(path.join(folder.path, 'closed.db'))} });
    void store.ready();
    await store.close();
    console.log('closed');`;
  const file = path.join(folder.path, 'close.mjs');
  writeFileSync(file, program);
  const { stdout, status } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  expect([stdout.trim(), status]).toEqual(['closed', 0]);
});
