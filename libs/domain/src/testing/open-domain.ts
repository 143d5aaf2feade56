import { createFolderBlobStore } from '@persona/blobs';
import { bodyId, newId, grantScope, type Scope } from '@persona/contracts';
import { createSqliteDocumentStore } from '@persona/documents';
import { createProducer } from '@persona/queues/producer';
import { createLogger } from '@persona/runtime';
import { eventually, tempFolder, type TestServer } from '@persona/testing';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { createDomain } from '../create-domain.ts';
import type { PageInput, StoreOptions } from '../domain.ts';

export const logger = createLogger('test', 'silent');
export const options: StoreOptions = { requestedBy: 'key_test', source: 'store-pages' };

export const page = (title: string, content: string, more: Partial<PageInput> = {}): PageInput => ({
  title,
  content,
  ...more,
});

// Suites are declared at once, and this takes a moment; each test file has its own.
const folder = tempFolder();
const blobs = await createFolderBlobStore({
  folder: path.join(folder.path, 'blobs'),
  urlSecret: 'a secret of the tests',
});

/**
 * Opens a domain over a store and a queue of its own, for the tests of one suite, which closes it. No worker
 * takes jobs from the queue.
 */
export function openDomain(redis: TestServer) {
  const documents = createSqliteDocumentStore({ file: path.join(folder.path, 'documents.db') });
  const producer = createProducer({ redisUrl: redis.url, prefix: redis.prefix, logger });
  const domain = createDomain({ documents, blobs, producer });
  let scope: Scope;

  beforeAll(async () => {
    await eventually(() => producer.view.state('ingest'));
  });
  afterAll(async () => {
    await producer.close();
    await documents.close();
    await blobs.close();
    folder.remove();
  });

  return {
    folder: folder.path,
    documents,
    blobs,
    producer,
    domain,
    /** Begins another persona, which `body` and `only` refer to from now on. */
    newScope: (): Scope => (scope = grantScope(newId('ins'))),
    body: async (id: string, version: number) =>
      (await documents.pageBodies.get(scope, bodyId(id, version)))?.content,
    /** Stores one page. */
    only: async (input: PageInput, more: Partial<StoreOptions> = {}) => {
      const result = await domain.storePages(scope, [input], { ...options, ...more });
      const [stored] = result.pages;
      if (!stored) throw new Error('nothing stored');
      return { ...result, stored };
    },
  };
}
