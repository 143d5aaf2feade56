import { newId, type Scope } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import { createCooperativeScheduler, MAX_PAGES_IN_MAIN } from '@persona/queues';
import { describeWithServer } from '@persona/testing';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { createDomain } from '../create-domain.ts';
import { openDomain, options, page } from '../testing/open-domain.ts';
import { commitCalls, draftCall, finishCalls } from './store-pages.ts';

await describeWithServer('redis', 'pages that are stored together', (redis) => {
  const { documents, blobs, producer, newScope } = openDomain(redis);
  let scope: Scope;
  beforeEach(() => {
    scope = newScope();
  });

  /** A domain whose first commit of pages ends when it is let go, and the number of rows of each write. */
  function held() {
    const first = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const writes: string[] = [];
    let isFirst = true;
    const counting = <N extends 'pages' | 'pageBodies' | 'jobs'>(name: N): DocumentStore[N] => {
      const collection = documents[name];
      const insert = async (...[to, rows]: Parameters<typeof collection.insert>) => {
        writes.push(`${name} ${rows.length}`);
        if (name === 'pages' && isFirst) {
          isFirst = false;
          reached.resolve();
          await first.promise;
        }
        return (collection.insert as (...args: unknown[]) => Promise<unknown>)(to, rows);
      };
      return { ...collection, insert } as unknown as DocumentStore[N];
    };
    const watched: DocumentStore = {
      ...documents,
      pages: counting('pages'),
      pageBodies: counting('pageBodies'),
      jobs: counting('jobs'),
    };
    const domain = createDomain({ documents: watched, blobs, producer });
    const store = (content: string, more = {}, by = options) =>
      domain.storePages(scope, [page(`Note ${content}`, content, more)], by);
    return { domain, store, writes, reached: reached.promise, letGo: () => first.resolve(), first };
  }

  test('share a commit while one is under way, and each has its own job', async () => {
    const { store, writes, reached, letGo } = held();
    // However slow the machine is, the first commit takes no second.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const alone = store('alone');
    await reached;
    expect(writes).toEqual(['jobs 1', 'pageBodies 1', 'pages 1']);
    // Whether it is of a stream is asked when a call begins to wait.
    let waiting = 0;
    const noted = {
      ...options,
      get stream() {
        waiting++;
        return undefined;
      },
    };
    const together = Array.from({ length: 20 }, (_, n) => store(`number ${n}`, {}, noted));
    while (waiting < together.length) await othersTurn();
    vi.useRealTimers();
    letGo();
    const results = [await alone, ...(await Promise.all(together))];
    expect(writes.slice(3)).toEqual(['jobs 20', 'pageBodies 20', 'pages 20']);
    expect(new Set(results.map(({ job_id }) => job_id)).size).toBe(21);
    expect(new Set(results.map(({ pages }) => pages[0]?.id)).size).toBe(21);
    const batches = new Map<string | null, number>();
    for (const [n, { pages, job_id }] of results.entries()) {
      const row = await documents.pages.get(scope, pages[0]?.id ?? '');
      expect(row).toMatchObject({ title: n === 0 ? 'Note alone' : `Note number ${n - 1}`, job_id });
      const job = await documents.jobs.get(scope, job_id ?? '');
      expect(job).toMatchObject({ progress: { done: 0, total: 1 }, requested_by: 'key_test' });
      batches.set(row?.batch_id ?? null, (batches.get(row?.batch_id ?? null) ?? 0) + 1);
    }
    // They are little work, and wait where such does.
    expect([...batches.values()].toSorted((a, b) => a - b)).toEqual([
      1,
      4,
      MAX_PAGES_IN_MAIN,
      MAX_PAGES_IN_MAIN,
    ]);
    const places = await producer.view.places('ingest', [...batches.keys()] as string[]);
    expect(places.map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting', 'waiting']);
  });

  test('are refused by themselves', async () => {
    const { store, reached, letGo } = held();
    const alone = store('alone');
    await reached;
    const refused = expect(store('   ')).rejects.toMatchObject({ code: 'validation_error' });
    const other = store('other');
    letGo();
    await alone;
    await refused;
    expect((await other).pages).toMatchObject([{ result: 'created', version: 1 }]);
    expect(await documents.pages.count(scope, {})).toBe(2);
  });

  test('are versions of one page in the order of their calls', async () => {
    const id = newId('req');
    const calls = [];
    for (const content of ['One.', 'Two.', 'Two.'])
      calls.push(await draftCall([page('Note', content, { id })], options));
    const token = createCooperativeScheduler().enter(scope, 1);
    const deps = { documents, producer };
    const [one, two, same] = await finishCalls(deps, scope, await commitCalls(deps, scope, calls, token));
    expect(one?.pages).toMatchObject([{ result: 'created', version: 1 }]);
    expect(two?.pages).toMatchObject([{ id: one?.pages[0]?.id, result: 'updated', version: 2 }]);
    expect(same).toMatchObject({ pages: [{ result: 'unchanged', version: 2 }], job_id: null });
    expect(await documents.pages.count(scope, {})).toBe(1);
  });

  test('are warned of namesakes one by one', async () => {
    const { domain, store, reached, letGo } = held();
    const alone = store('alone');
    await reached;
    const together = ['Monday.', 'Tuesday.'].map((text) =>
      domain.storePages(scope, [page('News', text)], options),
    );
    letGo();
    await alone;
    for (const { warnings } of await Promise.all(together))
      expect(warnings).toEqual([expect.stringContaining('has the same title')]);
  });

  test('are stored once when they are sent again after the store has failed', async () => {
    const { store, reached, first } = held();
    const alone = expect(store('alone')).rejects.toThrow('the disk is full');
    await reached;
    first.reject(new Error('the disk is full'));
    await alone;
    const again = await Promise.all([store('alone'), store('other'), store('other')]);
    expect(again.map(({ pages }) => pages[0]?.result)).toEqual(['created', 'created', 'unchanged']);
    expect(await documents.pages.count(scope, {})).toBe(2);
  });

  test('do not wait for one whose commit hangs, nor for many or long pages', async () => {
    const { domain, store, reached, letGo } = held();
    const hanging = store('hanging');
    await reached;
    const many = await domain.storePages(scope, [page('A', 'One.'), page('B', 'Two.')], options);
    expect(many.pages).toHaveLength(2);
    const [long] = (await store('long '.repeat(20_000))).pages;
    expect(long?.result).toBe('created');
    const [next] = (await store('next')).pages;
    expect(next?.result).toBe('created');
    letGo();
    expect((await hanging).pages[0]?.result).toBe('created');
  });

  test('whose job is cancelled leave the others in the queue', async () => {
    const { domain, store, reached, letGo } = held();
    const alone = store('alone');
    await reached;
    const together = [store('one'), store('two')];
    letGo();
    const lone = await alone;
    const [one, two] = await Promise.all(together);
    const batchOf = async (result: typeof one) =>
      (await documents.pages.get(scope, result?.pages[0]?.id ?? ''))?.batch_id ?? '';
    const [shared, own] = [await batchOf(two), await batchOf(lone)];
    expect(await batchOf(one)).toBe(shared);
    await domain.cancelJob(scope, one?.job_id ?? '');
    await domain.cancelJob(scope, lone.job_id ?? '');
    const places = await producer.view.places('ingest', [shared, own]);
    expect(places.map(({ state }) => state)).toEqual(['waiting', 'absent']);
    expect(await documents.jobs.get(scope, two?.job_id ?? '')).toMatchObject({ state: 'queued' });
  });
});
