import { AppError, installScope, type Scope, MAX_OLD_VERSIONS } from '@persona/contracts';
import { Killed, mortal } from '@persona/testing';
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

  test('what a page’s reading warns of is kept with its live version', async () => {
    const warningsOf = async () => (await real.documents.pages.find(scope, { limit: 1 }))[0]?.warnings;
    await store(real, scope, [
      { id: 'a', title: 'Summer', content: '![](quay.jpg)\n\n'.repeat(9) + 'At sea.' },
    ]);
    expect(await warningsOf()).toBeUndefined();
    await drain(real, scope);
    expect(await warningsOf()).toEqual(['gallery']);
    await store(real, scope, [wordsOf('a', 2)]);
    await drain(real, scope);
    expect(await warningsOf()).toEqual([]);
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

  test('of a page that changes and changes, the last versions keep their texts, and no others', async () => {
    for (let n = 1; n <= MAX_OLD_VERSIONS + 4; n++) {
      await store(real, scope, [wordsOf('a', n)]);
      await drain(real, scope);
    }
    const bodies = await real.documents.pageBodies.find(scope, { limit: 100 });
    const kept = Array.from({ length: MAX_OLD_VERSIONS + 1 }, (_, n) => n + 4);
    expect(bodies.map(({ version }) => version).toSorted((x, y) => x - y)).toEqual(kept);
    await expectExactly(real, scope, [wordsOf('a', MAX_OLD_VERSIONS + 4)]);
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
      const life = mortal(6, 'before');
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
