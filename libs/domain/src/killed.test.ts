import { createFolderBlobStore, type BlobStore } from '@persona/blobs';
import {
  bodyId,
  INSTALL,
  newId,
  grantScope,
  installScope,
  type Instance,
  type Page,
  type Submission,
  type Scope,
} from '@persona/contracts';
import { createSqliteDocumentStore, type DocumentStore } from '@persona/documents';
import type { Producer } from '@persona/queues';
import { createProducer } from '@persona/queues/producer';
import { createLogger } from '@persona/runtime';
import { Killed, mortal, tempFolder } from '@persona/testing';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDomain } from './create-domain.ts';
import type { Domain, StoreOptions } from './domain.ts';

/**
 * Each function is killed at every call that it makes to a store, before the call and after it, and then
 * repeated as its caller would, who got no answer. No Redis listens at the address, because whatever reaches
 * the queue makes no difference.
 */
const options: StoreOptions = { requestedBy: 'key_test', source: 'store-pages' };
const folder = tempFolder();
let documents: DocumentStore;
let blobs: BlobStore;
let producer: Producer;

beforeAll(async () => {
  blobs = await createFolderBlobStore({
    folder: path.join(folder.path, 'blobs'),
    urlSecret: 'a secret of the tests',
  });
  documents = createSqliteDocumentStore({ file: path.join(folder.path, 'documents.db') });
  producer = createProducer({ redisUrl: 'redis://127.0.0.1:1', logger: createLogger('test', 'silent') });
});
afterAll(async () => {
  await producer.close();
  await blobs.close();
  await documents.close();
  folder.remove();
});

const alive = () => createDomain({ documents, blobs, producer });

interface Trial<T> {
  /** The state before the call. */
  given: (scope: Scope, domain: Domain) => Promise<T>;
  /** The call that is killed, then repeated. */
  call: (scope: Scope, domain: Domain, subject: T) => Promise<unknown>;
  /** Holds after the repeated call, and after one that was not killed. */
  outcome: (scope: Scope, subject: T) => Promise<void>;
}

async function killEverywhere<T>({ given, call, outcome }: Trial<T>): Promise<number> {
  let points = 0;
  for (const when of ['before', 'after'] as const) {
    for (let nth = 1; ; nth++) {
      const scope = grantScope(newId('ins'));
      const subject = await given(scope, alive());
      const life = mortal(nth, when);
      const doomed = createDomain({
        documents: life.wrap(documents),
        blobs: life.wrap(blobs),
        producer: life.wrap(producer),
      });
      const ended = await call(scope, doomed, subject).then(
        () => 'answered',
        (error: unknown) => error,
      );
      if (life.dead()) expect(ended === 'answered' || ended instanceof Killed).toBe(true);
      await checkRows(scope);
      if (ended !== 'answered') await call(scope, alive(), subject);
      await outcome(scope, subject);
      await checkRows(scope);
      if (!life.dead()) break;
      points++;
    }
  }
  return points;
}

/**
 * Holds at every moment: the texts of a page's newest and live version exist, no two pages have the same
 * identity, and a tombstone has no words.
 */
async function checkRows(scope: Scope): Promise<void> {
  const pages = await documents.pages.find(scope, { limit: 100 });
  for (const page of pages) {
    if (page.deleted_at !== null) {
      expect(page).toMatchObject({ title: '', metadata: {}, live_version: 0, identity: `del:${page.id}` });
      continue;
    }
    expect(await documents.pageBodies.get(scope, bodyId(page.id, page.version))).not.toBeNull();
    if (page.live_version > 0)
      expect(await documents.pageBodies.get(scope, bodyId(page.id, page.live_version))).not.toBeNull();
    if (page.live_version !== page.version) expect(page.status).toBe('queued');
  }
}

const alivePages = async (scope: Scope): Promise<{ page: Page; content: string }[]> => {
  const pages = await documents.pages.find(scope, { where: { deleted_at: null }, limit: 100 });
  return Promise.all(
    pages.map(async (page) => {
      const body = await documents.pageBodies.get(scope, bodyId(page.id, page.version));
      return { page, content: body?.content ?? '' };
    }),
  );
};
const contents = async (scope: Scope) =>
  Object.fromEntries(
    (await alivePages(scope)).map(({ page, content }) => [page.external_id ?? page.title, content]),
  );

/** Stores pages by id and makes them live, as the worker would. */
const givenLive = async (
  scope: Scope,
  domain: Domain,
  texts: Record<string, string>,
  stream?: StoreOptions['stream'],
) => {
  const inputs = Object.entries(texts).map(([id, content]) => ({ id, title: `Title ${id}`, content }));
  const { pages } = await domain.storePages(scope, inputs, { ...options, stream });
  await documents.pages.updateMany(
    scope,
    pages.map(({ id, version }) => ({ id, set: { status: 'live' as const, live_version: version } })),
  );
  return pages.map(({ id }) => id);
};

describe('killed at every await', () => {
  test('storePages', async () => {
    const inputs = [
      { id: 'old', title: 'Title old', content: 'new words' },
      { id: 'same', title: 'Title same', content: 'the same' },
      { id: 'new', title: 'Title new', content: 'one' },
      { id: 'new', title: 'Title new', content: 'two' },
      { title: 'Nameless', content: 'words' },
    ];
    const points = await killEverywhere({
      given: (scope, domain) => givenLive(scope, domain, { old: 'old words', same: 'the same' }),
      call: (scope, domain) =>
        domain.storePages(scope, inputs, { ...options, stream: { id: 'str_1', round: 3 } }),
      outcome: async (scope) => {
        expect(await contents(scope)).toEqual({
          old: 'new words',
          same: 'the same',
          new: 'two',
          Nameless: 'words',
        });
        for (const { page } of await alivePages(scope))
          expect(page).toMatchObject({ stream_id: 'str_1', stream_round: 3 });
      },
    });
    expect(points).toBeGreaterThan(20);
  });

  test('updatePage', async () => {
    const points = await killEverywhere({
      given: async (scope, domain) => {
        const { pages } = await domain.storePages(scope, [{ title: 'Tea', content: 'green' }], options);
        return pages[0]?.id ?? '';
      },
      call: (scope, domain, id) => domain.updatePage(scope, id, { content: 'black' }, { requestedBy: 'k' }),
      outcome: async (scope) => {
        expect(await contents(scope)).toEqual({ Tea: 'black' });
      },
    });
    expect(points).toBeGreaterThan(8);
  });

  test('deletePages', async () => {
    await killEverywhere({
      given: (scope, domain) => givenLive(scope, domain, { a: '1', b: '2', c: '3' }),
      call: (scope, domain, ids) => domain.deletePages(scope, ids.slice(0, 2)),
      outcome: async (scope) => {
        expect(await contents(scope)).toEqual({ c: '3' });
      },
    });
  });

  test('retireStreamPages', async () => {
    await killEverywhere({
      given: async (scope, domain) => {
        await givenLive(scope, domain, { a: '1', b: '2', c: '3' }, { id: 'str_1', round: 1 });
        await givenLive(scope, domain, { b: '2' }, { id: 'str_1', round: 2 });
      },
      call: (scope, domain) => domain.retireStreamPages(scope, 'str_1', 2),
      outcome: async (scope) => {
        expect(await contents(scope)).toEqual({ b: '2' });
      },
    });
  });

  test('applySubmission', async () => {
    const points = await killEverywhere({
      given: async (scope, domain) => {
        const [reviewed = ''] = await givenLive(scope, domain, { reviewed: 'old' });
        const now = new Date().toISOString();
        const item = { note: null, td_id: null, checks: [], edited: null, reviews_td_id: null };
        const submission: Submission = {
          id: newId('rev'),
          instance_id: scope,
          version: 1,
          created_at: now,
          updated_at: now,
          state: 'approved',
          items: [
            { ...item, n: 0, article: 'A rule\nBe kind.' },
            { ...item, n: 1, article: reviewed, reviews_td_id: reviewed, edited: 'better' },
          ],
          notes: [],
          submitted_by: 'key_a',
          decided_by: 'key_b',
          decision_note: null,
          decided_at: now,
          applied: false,
        };
        await documents.submissions.insert(scope, [submission]);
        return submission.id;
      },
      call: (scope, domain, id) => domain.applySubmission(scope, id),
      outcome: async (scope, id) => {
        expect(await contents(scope)).toEqual({ reviewed: 'better', [`${id}/0`]: 'A rule\nBe kind.' });
        expect(await documents.submissions.get(scope, id)).toMatchObject({ applied: true });
      },
    });
    expect(points).toBeGreaterThan(20);
  });

  test('deleteInstance', async () => {
    await killEverywhere({
      given: async (scope) => {
        const now = new Date().toISOString();
        const persona: Instance = {
          id: scope,
          instance_id: INSTALL,
          version: 1,
          created_at: now,
          updated_at: now,
          name: 'Ada',
          description: 'secret',
          configuration: {},
          owner_key_id: 'key_a',
          deleted_at: null,
          purged_at: null,
          purge_job_id: null,
        };
        await documents.instances.insert(installScope, [persona]);
      },
      call: (scope, domain) => domain.deleteInstance(scope, 'key_a'),
      outcome: async (scope) => {
        const persona = await documents.instances.get(installScope, scope);
        expect(persona).toMatchObject({ name: '', description: '', deleted_at: expect.any(String) });
        expect(await documents.jobs.get(scope, persona?.purge_job_id ?? '')).not.toBeNull();
      },
    });
  });
});
