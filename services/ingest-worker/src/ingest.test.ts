import { AppError, installScope, grantScope, type Page, type Scope, type BlobKey } from '@persona/contracts';
import type { Change, DocumentStore } from '@persona/documents';
import { purgeInstance, purgePages } from '@persona/domain';
import { interrupted, keptReply, Killed, mortal } from '@persona/testing';
import { Readable } from 'node:stream';
import { blobKey } from '@persona/blobs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { indexPages } from './index-pages.ts';
import type { Resources } from './resources.ts';
import {
  createPersona,
  drain,
  expectExactly,
  indexJob,
  openTestResources,
  store,
  wordsOf,
} from './testing/worker.ts';

let real: Awaited<ReturnType<typeof openTestResources>>;
let scope: Scope;

beforeAll(async () => {
  real = await openTestResources();
});
afterAll(() => real.close());
beforeEach(async () => {
  scope = await createPersona(real.documents);
});

const waiting = (of = scope) =>
  real.documents.pages.find(of, { where: { deleted_at: null, status: 'queued' }, limit: 500 });

describe('indexing', () => {
  test('brings pages live, and their job to its end', async () => {
    // The word is not "a", which every English page has and no query asks for.
    const held = [wordsOf('alder', 1), wordsOf('birch', 1)];
    const { job_id } = await store(real, scope, held);
    await indexPages(real, indexJob(scope, await waiting()));
    await expectExactly(real, scope, held);
    expect(await real.documents.jobs.get(scope, job_id ?? '')).toMatchObject({
      state: 'completed',
      progress: { done: 2, total: 2 },
    });
    const [page] = await real.documents.pages.find(scope, { where: { external_id: 'alder' }, limit: 1 });
    expect(page).toMatchObject({ language: 'en', chunk_count: 1, starts: 0 });
  });

  test('the old version answers until the new one is live, and then nothing is left of it', async () => {
    await store(real, scope, [wordsOf('a', 1)]);
    await drain(real, scope);
    await store(real, scope, [wordsOf('a', 2)]);
    const [page] = await waiting();
    expect(page).toMatchObject({ version: 2, live_version: 1 });
    let seen: number[] = [];
    const slow = {
      ...real,
      search: {
        ...real.search,
        put: async (...args: Parameters<Resources['search']['put']>) => {
          await real.search.put(...args);
          const versions = await real.search.versions(scope, { limit: 10 });
          seen = [
            ...versions.map(({ version }) => version),
            (await real.documents.pages.get(scope, page?.id ?? ''))?.live_version ?? 0,
          ];
        },
      },
    };
    await indexPages(slow, indexJob(scope, await waiting()));
    expect(seen).toEqual([1, 2, 1]);
    await expectExactly(real, scope, [wordsOf('a', 2)]);
  });

  test('nothing is left of an old version whose successor went live without its worker removing it, and was changed then', async () => {
    await store(real, scope, [wordsOf('a', 1)]);
    await drain(real, scope);
    await store(real, scope, [wordsOf('a', 2)]);
    const away = () => Promise.reject(new AppError('not_ready', 'The index is away.'));
    const cutOff = { ...real, search: { ...real.search, removeVersions: away } };
    await expect(indexPages(cutOff, indexJob(scope, await waiting()))).rejects.toThrow('away');
    await store(real, scope, [wordsOf('a', 3)]);
    const [page] = await waiting();
    expect(page).toMatchObject({ version: 3, live_version: 2 });
    await drain(real, scope);
    await expectExactly(real, scope, [wordsOf('a', 3)]);
  });

  test('the same job many times at once, late and out of order does the same', async () => {
    await store(real, scope, [wordsOf('a', 1), wordsOf('b', 1)]);
    const first = indexJob(scope, await waiting());
    await store(real, scope, [wordsOf('a', 2)]);
    const second = indexJob(scope, await waiting());
    await Promise.all([second, first, second, first].map((job) => indexPages(real, job)));
    await indexPages(real, first);
    await indexPages(real, second);
    await drain(real, scope);
    await expectExactly(real, scope, [wordsOf('a', 2), wordsOf('b', 1)]);
  });

  test('a page that can not be encoded fails alone', async () => {
    await store(real, scope, [wordsOf('good', 1), wordsOf('bad', 1)]);
    const pages = await waiting();
    const bad = pages.find(({ external_id }) => external_id === 'bad');
    const encoder: Resources['encoder'] = {
      ...real.encoder,
      encode: async (inputs) =>
        (await real.encoder.encode(inputs)).map((result, n) =>
          inputs[n]?.page_id === bad?.id
            ? { ok: false, page_id: bad?.id ?? '', error: new Error('odd') }
            : result,
        ),
    };
    await indexPages({ ...real, encoder }, indexJob(scope, pages));
    const rows = await real.documents.pages.find(scope, { limit: 10 });
    expect(rows.map(({ external_id, status, error }) => [external_id, status, error?.code])).toEqual([
      ['good', 'live', undefined],
      ['bad', 'failed', 'encoding_failed'],
    ]);
    const [row] = await real.documents.jobs.find(scope, { limit: 1 });
    expect(row).toMatchObject({ state: 'failed', error: { code: 'encoding_failed' } });
  });

  test('restoring the version before a failed one leaves nothing behind when the page changes meanwhile, and gives up on what ends its worker', async () => {
    await store(real, scope, [wordsOf('a', 1)]);
    await drain(real, scope);
    await store(real, scope, [wordsOf('a', 2)]);
    const [page] = await waiting();
    const id = page?.id ?? '';
    await real.documents.pages.update(scope, id, { set: { status: 'failed', starts: 1 } });
    await real.search.removeInstance(scope);
    const old = indexJob(scope, [{ id, version: 1 }]);
    for (let lives = 0; lives < 9; lives++) {
      // Its start is counted, and then it dies.
      const life = mortal(5, 'before');
      await indexPages(
        { ...real, documents: life.wrap(real.documents), search: life.wrap(real.search) },
        old,
      ).catch(() => undefined);
    }
    expect((await real.documents.pages.get(scope, id))?.starts).toBe(7);
    await indexPages(real, old);
    expect((await real.search.stats(scope)).pages).toBe(0);

    await real.documents.pages.update(scope, id, { set: { starts: 1 } });
    const encoder: Resources['encoder'] = {
      ...real.encoder,
      encode: async (inputs) => {
        await real.domain.retryJob(scope, page?.job_id ?? '');
        await drain(real, scope);
        return real.encoder.encode(inputs);
      },
    };
    await indexPages({ ...real, encoder }, old);
    await expectExactly(real, scope, [wordsOf('a', 2)]);
  });

  test('a page that ends its worker is found out, and its neighbours are not counted for it', async () => {
    await store(
      real,
      scope,
      ['a', 'b', 'c', 'd'].map((id) => wordsOf(id, 1)),
    );
    const pages = await waiting();
    const job = indexJob(scope, pages);
    const poison = pages[1]?.id;
    for (let lives = 0; lives < 5; lives++) {
      const life = mortal(Infinity, 'before');
      const search = life.wrap(real.search);
      const doomed: Resources = {
        ...real,
        encoder: {
          ...real.encoder,
          // Like a dead process, it does nothing after this.
          encode: async (inputs) => {
            if (inputs.some(({ page_id }) => page_id === poison)) throw new Killed();
            return real.encoder.encode(inputs);
          },
        },
        search,
      };
      await indexPages(doomed, job).catch(() => undefined);
    }
    const rows = await real.documents.pages.find(scope, { limit: 10 });
    expect(rows.map(({ status, error }) => error?.code ?? status)).toEqual([
      'live',
      'crashed_worker',
      'live',
      'live',
    ]);
  });

  test('the page that was begun most often goes last: it may be the one that ends its worker', async () => {
    await store(
      real,
      scope,
      ['a', 'b', 'c'].map((id) => wordsOf(id, 1)),
    );
    const pages = await waiting();
    const starts = [2, 1, 0];
    await real.documents.pages.updateMany(
      scope,
      pages.map(({ id }, n) => ({ id, set: { status: 'indexing' as const, starts: starts[n] ?? 0 } })),
    );
    const order: string[] = [];
    const encoder: Resources['encoder'] = {
      ...real.encoder,
      encode: (inputs) => {
        order.push(...inputs.map(({ page_id }) => page_id));
        return real.encoder.encode(inputs);
      },
    };
    await indexPages({ ...real, encoder }, indexJob(scope, pages));
    expect(order).toEqual(pages.map(({ id }) => id).toReversed());
  });

  test('a store that is unavailable costs no start', async () => {
    await store(real, scope, [wordsOf('a', 1)]);
    const away = { ...real.search, put: () => Promise.reject(new AppError('not_ready', 'away')) };
    for (let n = 0; n < 5; n++) {
      const run = indexPages({ ...real, search: away }, indexJob(scope, await waiting()));
      await expect(run).rejects.toMatchObject({ code: 'not_ready' });
    }
    expect(await waiting()).toMatchObject([{ starts: 0, status: 'queued' }]);
    const [job] = await real.documents.jobs.find(scope, { limit: 1 });
    expect(job).toMatchObject({ waiting_for: 'backing_off', attempts: 5, error: { message: 'away' } });
    await drain(real, scope);
    await expectExactly(real, scope, [wordsOf('a', 1)]);
    expect(await real.domain.settleJob(scope, job!.id)).toMatchObject({ state: 'completed', error: null });
  });

  test('what a model server says of itself is why the job waits, and its last error', async () => {
    await store(real, scope, [wordsOf('a', 1)]);
    const busy = new AppError('provider_error', 'too many requests', {
      retryAfter: 60,
      extra: { reason: 'provider_rate_limited' },
    });
    const search = { ...real.search, put: () => Promise.reject(busy) };
    await expect(indexPages({ ...real, search }, indexJob(scope, await waiting()))).rejects.toBe(busy);
    const [job] = await real.documents.jobs.find(scope, { limit: 1 });
    const said = { waiting_for: 'provider_rate_limited', error: { code: 'provider_error' } };
    expect(await real.domain.settleJob(scope, job!.id)).toMatchObject(said);
  });

  test('pages of a deleted persona are not indexed, and what came too late is purged', async () => {
    await store(real, scope, [wordsOf('a', 1)]);
    await real.domain.deleteInstance(scope, 'key_test');
    await real.documents.instances.update(installScope, scope, {
      set: { purged_at: '2026-01-01T00:00:00.000Z' },
    });
    await indexPages(real, indexJob(scope, await waiting()));
    expect(await real.search.versions(scope, { limit: 1 })).toEqual([]);
    expect(await real.documents.instances.get(installScope, scope)).toMatchObject({ purged_at: null });
  });
});

/**
 * A persona with a page for every kind of work: new, changed, deleted. Returns the pages that its sender has.
 */
async function busyPersona(): Promise<{ of: Scope; held: ReturnType<typeof wordsOf>[] }> {
  const of = await createPersona(real.documents);
  await store(real, of, [wordsOf('changed', 1), wordsOf('kept', 1)]);
  await drain(real, of);
  await store(real, of, [wordsOf('changed', 2), wordsOf('new', 1)]);
  return { of, held: [wordsOf('changed', 2), wordsOf('kept', 1), wordsOf('new', 1)] };
}

const wrapAll = (wrap: <T extends object>(resource: T) => T): Resources => ({
  ...real,
  documents: wrap(real.documents),
  search: wrap(real.search),
  encoder: wrap(real.encoder),
  domain: wrap(real.domain),
  blobs: wrap(real.blobs),
});

describe('killed at every await, then done again', () => {
  test.each(['before', 'after'] as const)('indexing, %s the call', async (when) => {
    let nth = 1;
    for (; ; nth++) {
      const { of, held } = await busyPersona();
      const life = mortal(nth, when);
      await indexPages(wrapAll(life.wrap), indexJob(of, await waiting(of))).catch((error: unknown) => {
        expect(error).toBeInstanceOf(Killed);
      });
      await drain(real, of);
      await expectExactly(real, of, held);
      if (!life.dead()) break;
    }
    expect(nth).toBeGreaterThan(10);
  });

  test.each(['before', 'after'] as const)('purging pages, %s the call', async (when) => {
    for (let nth = 1; ; nth++) {
      const { of, held } = await busyPersona();
      const rows = await real.documents.pages.find(of, { where: { deleted_at: null }, limit: 10 });
      const doomed = rows.filter(({ external_id }) => external_id !== 'kept').map(({ id }) => id);
      await real.domain.deletePages(of, doomed);
      const tombstones = await real.documents.pages.getMany(of, doomed);
      const life = mortal(nth, when);
      await purgePages(wrapAll(life.wrap), indexJob(of, tombstones)).catch(() => undefined);
      await drain(real, of);
      await expectExactly(
        real,
        of,
        held.filter(({ id }) => id === 'kept'),
      );
      if (!life.dead()) break;
    }
  });

  test.each(['before', 'after'] as const)('purging a persona, %s the call', async (when) => {
    for (let nth = 1; ; nth++) {
      const { of } = await busyPersona();
      await real.blobs.put(blobKey(of, 'voi_1', 'original.bin'), Readable.from([Buffer.from('sound')]));
      const elsewhere = await sentBefore(of, nth, when);
      await real.domain.deleteInstance(of, 'key_test');
      const job = indexJob(of, []);
      const life = mortal(nth, when);
      await purgeInstance(wrapAll(life.wrap), job).catch(() => undefined);
      await purgeInstance(real, job);
      await expectExactly(real, of, []);
      const { documents } = real;
      const persona = await documents.instances.get(installScope, of);
      expect(persona).toMatchObject({ purged_at: expect.any(String), name: '' });
      expect((await documents.jobs.find(of, { limit: 10 })).map(({ id, state }) => [id, state])).toEqual([
        [persona?.purge_job_id, 'completed'],
      ]);
      expect(await documents.pages.count(of, {})).toBe(0);
      expect(await real.blobs.stat(blobKey(of, 'voi_1', 'original.bin'))).toBeNull();
      expect(await real.blobs.stat(elsewhere)).toBeNull();
      expect(await documents.media.count(of, {})).toBe(0);
      expect(await documents.idempotency.count(installScope, { about: of })).toBe(0);
      if (!life.dead()) break;
    }
  });
});

test('a persona is purged; the file of a voice it has given away stays', async () => {
  const { of } = await busyPersona();
  const { of: other } = await busyPersona();
  const key = await sentBefore(of, 0, 'given', of);
  const id = key.split('/')[1] ?? '';
  await real.documents.media.update(of, id, { set: { instance_id: other } });
  await real.domain.deleteInstance(of, 'key_test');
  await purgeInstance(real, indexJob(of, []));
  expect(await real.blobs.stat(key)).not.toBeNull();
  expect(await real.documents.media.get(other, id)).not.toBeNull();
});

/**
 * A voice whose file was sent before the persona existed and has a key of its sender, and a reply about the
 * persona that is kept for a repeat.
 */
async function sentBefore(
  of: Scope,
  nth: number,
  when: string,
  under = grantScope('key_a'),
): Promise<BlobKey> {
  const now = new Date().toISOString();
  const id = `voi_${nth}${when}${of.slice(-6)}`;
  const row = { id, instance_id: of, version: 1, created_at: now, updated_at: now };
  const key = blobKey(under, id, 'original.bin');
  await real.blobs.put(key, Readable.from([Buffer.from('sound')]));
  await real.documents.media.insert(of, [
    {
      ...row,
      kind: 'voice',
      state: 'processing',
      declared: {},
      original: { blob_key: key, bytes: 5, sha256: id },
      original_sha256: id,
      measured: null,
      renditions: [],
      poster: null,
      captions: [],
      chapters: [],
      warnings: [],
      job_id: null,
      batch_id: null,
      enqueued_at: now,
      starts: 0,
      error: null,
      deleted_at: null,
      purged_at: null,
    },
  ]);
  await real.documents.idempotency.insert(installScope, [keptReply(of, 'a quote')]);
  return key;
}

type Interloper = {
  name: string;
  act: (of: Scope) => Promise<unknown>;
  left: (held: ReturnType<typeof wordsOf>[]) => ReturnType<typeof wordsOf>[];
};

const idOf = async (of: Scope, name: string) => {
  const rows = await real.documents.pages.find(of, { where: { external_id: name }, limit: 1 });
  return rows[0]?.id ?? '';
};
const interlopers: Interloper[] = [
  {
    name: 'changes the pages',
    act: (of) => store(real, of, [wordsOf('changed', 3), wordsOf('new', 2)]),
    left: () => [wordsOf('changed', 3), wordsOf('kept', 1), wordsOf('new', 2)],
  },
  {
    name: 'changes the pages and brings them live',
    act: async (of) => {
      await store(real, of, [wordsOf('changed', 3), wordsOf('new', 2)]);
      await drain(real, of);
    },
    left: () => [wordsOf('changed', 3), wordsOf('kept', 1), wordsOf('new', 2)],
  },
  {
    name: 'deletes the pages and purges them',
    act: async (of) => {
      await real.domain.deletePages(of, [await idOf(of, 'changed'), await idOf(of, 'new')]);
      await drain(real, of);
    },
    left: () => [wordsOf('kept', 1)],
  },
  {
    name: 'does the same job',
    act: async (of) => indexPages(real, indexJob(of, await waiting(of))),
    left: (held) => held,
  },
];

/** Indexes while another actor works before its nth call, for every n; throws where the promise is broken. */
async function interfereEverywhere({ act, left }: Interloper, tamper = (resources: Resources) => resources) {
  for (let nth = 1; ; nth++) {
    const { of, held } = await busyPersona();
    const job = indexJob(of, await waiting(of));
    const call = interrupted(nth, () => act(of));
    await indexPages(tamper(wrapAll(call.wrap)), job);
    if (!call.reached()) return nth - 1;
    await drain(real, of);
    await expectExactly(real, of, left(held));
  }
}

describe('another actor at work between any two calls', () => {
  test.each(interlopers)('who $name', async (interloper) => {
    expect(await interfereEverywhere(interloper)).toBeGreaterThan(8);
  });
});

describe('the check itself turns red without a safeguard', () => {
  /** The documents without a safeguard: conditions on these fields are dropped when a page moves. */
  const without = (fields: (keyof Page)[]) => (resources: Resources) => {
    const { documents } = resources;
    const pages: DocumentStore['pages'] = {
      ...documents.pages,
      get: (...args) => documents.pages.get(...args),
      getMany: (...args) => documents.pages.getMany(...args),
      count: (...args) => documents.pages.count(...args),
      updateMany: (of, changes) =>
        documents.pages.updateMany(
          of,
          changes.map((change): Change<Page> & { id: string } => ({
            ...change,
            where: Object.fromEntries(
              Object.entries(change.where ?? {}).filter(([field]) => !fields.includes(field as keyof Page)),
            ),
          })),
        ),
    };
    return {
      ...resources,
      documents: {
        ...documents,
        pages,
        pageBodies: documents.pageBodies,
        instances: documents.instances,
        jobs: documents.jobs,
      },
    };
  };

  test('without the condition on the version', async () => {
    const [changes] = interlopers;
    if (!changes) throw new Error('no interloper');
    await expect(interfereEverywhere(changes, without(['version', 'status']))).rejects.toThrow();
  });

  test('without the tombstone', async () => {
    const deletes = interlopers[2];
    if (!deletes) throw new Error('no interloper');
    await expect(
      interfereEverywhere(deletes, without(['version', 'deleted_at', 'status'])),
    ).rejects.toThrow();
  });

  test('without anyone who repeats what a kill left', async () => {
    const { of, held } = await busyPersona();
    const life = mortal(5, 'after');
    await indexPages(wrapAll(life.wrap), indexJob(of, await waiting(of))).catch(() => undefined);
    await expect(expectExactly(real, of, held)).rejects.toThrow();
  });
});
