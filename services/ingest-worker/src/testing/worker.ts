import { createFolderBlobStore } from '@persona/blobs';
import {
  bodyId,
  INSTALL,
  MAX_OLD_VERSIONS,
  newId,
  grantScope,
  installScope,
  type Instance,
  type Page,
  type Scope,
} from '@persona/contracts';
import { createSqliteDocumentStore, type DocumentStore } from '@persona/documents';
import { createDomain, purgePages, type PageInput } from '@persona/domain';
import { createProducer } from '@persona/queues/producer';
import type { EmbeddingModel } from '@persona/models';
import { createLogger, createMetrics } from '@persona/runtime';
import { createEncoderPool, createSqliteSearchIndex, type PageVersion } from '@persona/search';
import { tempFolder } from '@persona/testing';
import path from 'node:path';
import { expect } from 'vitest';
import { createHandlers } from '../handlers.ts';
import { indexPages } from '../index-pages.ts';
import { createPassageEmbedder } from '../passage-embedder.ts';
import type { Resources } from '../resources.ts';
import { createSweeps } from '../sweeps.ts';

/**
 * The worker's resources over real stores in a folder of their own; without a `redisUrl`, no Redis listens at
 * the queue's address.
 */
export async function openTestResources(redisUrl = 'redis://127.0.0.1:1', prefix?: string) {
  const folder = tempFolder();
  const logger = createLogger('test', process.env['L'] ?? 'silent');
  const documents = createSqliteDocumentStore({ file: path.join(folder.path, 'documents.db') });
  const search = createSqliteSearchIndex({ folder: path.join(folder.path, 'search') });
  const blobs = await createFolderBlobStore({
    folder: path.join(folder.path, 'blobs'),
    urlSecret: 'a secret of the tests',
  });
  const encoder = createEncoderPool({ threads: 1 });
  const producer = createProducer({ redisUrl, prefix, logger });
  const resources: Resources = {
    documents,
    search,
    encoder,
    blobs,
    producer,
    domain: createDomain({ documents, blobs, producer }),
    logger,
    metrics: createMetrics('test'),
  };
  return {
    ...resources,
    folder: folder.path,
    close: async () => {
      await producer.close();
      await encoder.close();
      await blobs.close();
      await search.close();
      await documents.close();
      folder.remove();
    },
  };
}

/**
 * The worker's handlers, and its sweeps in their initial state, for a test that replaces the queue and the
 * clock.
 */
export function openTestHandlers(given: Omit<Resources, 'embedder'>, embedding: EmbeddingModel | undefined) {
  const embedder = embedding && createPassageEmbedder(embedding, given.search, given.metrics);
  const resources: Resources = { ...given, embedder };
  return {
    handlers: createHandlers(resources),
    newSweeps: () => createSweeps({ ...resources, metrics: createMetrics('sweeps') }, 0),
  };
}

export async function createPersona(documents: DocumentStore): Promise<Scope> {
  const now = new Date().toISOString();
  const persona: Instance = {
    id: newId('ins'),
    instance_id: INSTALL,
    version: 1,
    created_at: now,
    updated_at: now,
    name: 'Test',
    description: '',
    configuration: {},
    owner_key_id: 'key_test',
    deleted_at: null,
    purged_at: null,
    purge_job_id: null,
  };
  await documents.instances.insert(installScope, [persona]);
  return grantScope(persona.id);
}

export const store = async ({ domain }: Pick<Resources, 'domain'>, scope: Scope, pages: PageInput[]) =>
  domain.storePages(scope, pages, { requestedBy: 'key_test', source: 'store-pages' });

/** A page whose words name it, so that an index that mixes versions up is detected. */
export const wordsOf = (id: string, edition: number | string): PageInput => ({
  id,
  title: `Page ${id}`,
  content: `This is edition ${edition} of the page called ${id}. It is about ${id}.`,
});

export const indexJob = (scope: Scope, pages: readonly Pick<Page, 'id' | 'version'>[]) => ({
  scope,
  data: {
    instance_id: scope as string,
    job_id: '',
    pages: pages.map(({ id, version }) => ({ id, version })),
  },
  signal: new AbortController().signal,
  yieldToSmaller: () => Promise.resolve(),
  note: () => {},
});

/**
 * Does the work that waits in a persona, as the queue and the sweeper would have it done, until there is
 * none.
 */
export async function drain(resources: Resources, scope: Scope): Promise<void> {
  for (let round = 0; round < 20; round++) {
    const waiting = await resources.documents.pages.find(scope, {
      where: { deleted_at: null, status: { in: ['queued', 'indexing'] } },
      limit: 500,
    });
    const all = await resources.documents.pages.find(scope, { limit: 500 });
    const tombstones = all.filter(({ deleted_at, purged_at }) => deleted_at !== null && purged_at === null);
    if (waiting.length + tombstones.length === 0) return;
    if (waiting.length > 0) await indexPages(resources, indexJob(scope, waiting));
    if (tombstones.length > 0) await purgePages(resources, indexJob(scope, tombstones));
  }
  throw new Error('It does not come to rest.');
}

/**
 * The promise of the write path, checked in the stores themselves: each page that the sender has is live once
 * with its newest words and is found by them, and there is nothing else, neither rows, nor texts, nor
 * passages.
 */
export async function expectExactly(
  { documents, search }: Pick<Resources, 'documents' | 'search'>,
  scope: Scope,
  held: readonly PageInput[],
): Promise<void> {
  const pages = await documents.pages.find(scope, { where: { deleted_at: null }, limit: 10_000 });
  const byId = new Map(pages.map((page) => [page.external_id, page]));
  expect(new Set(byId.keys())).toEqual(new Set(held.map(({ id }) => id)));
  expect(pages).toHaveLength(held.length);
  for (const { id = '', content } of held) {
    const page = byId.get(id);
    expect(page, id).toMatchObject({ status: 'live', live_version: page?.version, error: null });
    const body = await documents.pageBodies.get(scope, bodyId(page?.id ?? '', page?.version ?? 0));
    expect(body?.content, id).toBe(content);
  }
  const kept = pages.reduce((sum, { version }) => sum + Math.min(version, MAX_OLD_VERSIONS + 1), 0);
  expect(await documents.pageBodies.count(scope, {})).toBe(kept);
  const indexed = new Set<string>();
  let after: PageVersion | undefined;
  for (;;) {
    const versions = await search.versions(scope, { limit: 1000, ...(after ? { after } : {}) });
    after = versions.at(-1);
    if (!after) break;
    for (const { page_id, version } of versions) indexed.add(bodyId(page_id, version));
  }
  expect(indexed).toEqual(new Set(pages.map(({ id, version }) => bodyId(id, version))));
  for (const { id = '', content } of held.slice(0, 20)) {
    const hits = await search.search(scope, { query: content, limit: 1 });
    expect(hits[0], id).toMatchObject({ page_id: byId.get(id)?.id });
  }
}
