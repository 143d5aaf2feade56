import { isDeepStrictEqual } from 'node:util';
import { grantScope } from '@persona/contracts';
import { eventually } from '@persona/testing';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';
import { heldBy, named, page } from '../testing/pages.ts';

interface Stored {
  id: string;
  result: string;
  version: number;
}
interface Reply {
  message: string;
  pages: Stored[];
  job_id: string | null;
  warnings?: string[];
  instance_id: string;
}
interface StreamReply extends Reply {
  last_seq: number;
  closed: boolean;
  replayed?: boolean;
  retired?: number;
}

let gateway: TestGateway;
let persona: string;
beforeAll(async () => {
  gateway = await openTestGateway({ env: { MAX_PAGE_MB: '1', MAX_WAITING_PAGES: '100000' } });
});
beforeEach(async () => {
  persona = await gateway.newPersona();
});
afterAll(() => gateway.close());

const store = (pages: unknown, more: object = {}) =>
  gateway.call<Reply>('POST', '/api/kb/store-pages', { instance_id: persona, pages, ...more });
const send = (data: object) =>
  gateway.call<StreamReply>('POST', '/api/kb/stream-pages', {
    instance_id: persona,
    stream_data: { stream_id: 'docs', pages: [], ...data },
  });
const held = () => heldBy(gateway, persona);

describe('store-pages', () => {
  test('pages are stored, echoed with their ids, and the same again is unchanged and makes no job', async () => {
    const first = await store([page('Tea'), page('Coffee')]);
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      status: 'success',
      message: 'Pages stored successfully',
      instance_id: persona,
      pages: [
        { result: 'created', version: 1 },
        { result: 'created', version: 1 },
      ],
    });
    expect(first.body.warnings).toContainEqual(expect.stringMatching(/^The queue \(Redis\) does not answer/));
    const again = await store([page('Tea'), page('Coffee')]);
    expect(again.body.pages.map(({ id, result }) => [id, result])).toEqual(
      first.body.pages.map(({ id }) => [id, 'unchanged']),
    );
    expect(again.body).toMatchObject({ job_id: null });
    expect(again.body.warnings).toBeUndefined();
    expect(await held()).toEqual({ Tea: 'About Tea.', Coffee: 'About Coffee.' });
  });

  test.each([
    [[page('Tea'), page('  ')], 'pages[1].title'],
    [[page('Tea'), page('Coffee', ' \n ')], 'pages[1].content'],
    [[page('Tea'), { title: 'Coffee' }], 'pages[1].content'],
    [[page('Tea'), page('Coffee', 'x', { metadata: { a: 'x'.repeat(66_000) } })], 'pages[1].metadata'],
    [[], 'pages'],
    [Array.from({ length: 501 }, (_, n) => page(`${n}`)), 'pages'],
  ])('all or none: %.30o is refused, naming the page', async (pages, param) => {
    const { status, body } = await store(pages);
    expect([status, body.error?.code, body.error?.param]).toEqual([400, 'validation_error', param]);
    expect(await held()).toEqual({});
  });

  test('the caller is told why a page may not be read as its owner thinks', async () => {
    const gallery = '![](quay.jpg)\n\n![Noon](noon.jpg)\n\n'.repeat(4);
    const pages = [page('Tea'), page('Summer', gallery), page('Letter', 'The caf\ufffd at the quay.')];
    const told = [
      expect.stringMatching(/^pages\[1\]: It shows mostly pictures/),
      expect.stringMatching(/^pages\[2\]: Some of its letters look garbled/),
    ];
    const { body } = await store(pages);
    expect(body.warnings).toEqual([...told, expect.stringMatching(/^The queue \(Redis\) does not answer/)]);
    expect(body.pages[1]).not.toHaveProperty('warnings');
    // A page that is large is read by the worker alone.
    const large = await store([page('Autumn', gallery.repeat(500))]);
    expect(large.body.warnings).toEqual([expect.stringMatching(/^The queue \(Redis\) does not answer/)]);
    const change = { training_data: { content: gallery } };
    const url = `/api/kb/training-data/${body.pages[0]?.id}`;
    expect((await gateway.call('PUT', url, change)).body['warnings']).toContainEqual(
      expect.stringMatching(/^It shows mostly pictures/),
    );
  });

  test('who waits for the work is told what it found, as is who reads the page or sends it again', async () => {
    const scope = grantScope(persona);
    const large = page('Autumn', '![](quay.jpg)\n\n'.repeat(4000));
    const stored = store([large], {});
    const { body } = await stored;
    const { id = '' } = body.pages[0] ?? {};
    // As the worker does it.
    const live = { status: 'live' as const, live_version: 1, warnings: ['gallery', 'of a later release'] };
    await gateway.documents.pages.update(scope, id, { set: live });
    await gateway.domain.settleJob(scope, body.job_id ?? '');
    const told = expect.stringMatching(/^pages\[0\]: It shows mostly pictures/);
    expect((await store([large])).body.warnings).toEqual([told]);
    const read = await gateway.call('GET', `/api/kb/training-data/${id}`);
    const list = await gateway.call('GET', `/api/kb/training-data?instance_id=${persona}`);
    const warnings = [{ code: 'gallery', message: expect.stringMatching(/mostly pictures/) }];
    expect(read.body).toMatchObject({ training_data: { warnings } });
    expect(list.body).toMatchObject({ training_data: [{ warnings }] });
    const waiting = gateway.call<Reply>(
      'POST',
      '/api/kb/store-pages',
      { instance_id: persona, pages: [page('Autumn', `${large.content}\n`.repeat(2))] },
      { headers: { prefer: 'wait=30' } },
    );
    const queued = await eventually(async () => {
      const rows = await gateway.documents.pages.find(scope, { where: { status: 'queued' }, limit: 1 });
      return rows[0];
    });
    await gateway.documents.pages.update(scope, queued.id, { set: live });
    await gateway.domain.settleJob(scope, queued.job_id ?? '');
    const waited = await waiting;
    expect(waited.status).toBe(200);
    expect(waited.body.warnings).toContainEqual(told);
  });

  test.each([
    '\u200b',
    '<p></p>',
    '<!-- x -->',
    '![](quay.png)',
    '[a]: https://example.org',
    '&nbsp;',
    '---\ntitle: x\n---\n',
  ])('a page that shows no text is refused by name, wherever it comes from: %j', async (content) => {
    const refused = (
      reply: { status: number; body: { message?: string; error?: unknown } },
      param: string,
    ) => {
      expect([reply.status, reply.body.error]).toMatchObject([400, { code: 'validation_error', param }]);
      expect(reply.body.message).toContain('send the words');
    };
    refused(await store([page('Tea'), page('Blank', content)]), 'pages[1].content');
    refused(await send({ pages: [page('Blank', content)] }), 'stream_data.pages[0].content');
    // Whatever a sender says of it.
    const claimed = Object.assign(page('Blank', content), { shown: { content } });
    refused(await store([claimed]), 'pages[0].content');
    const review = { review_data: { articles: ['Some words.', content] }, instance_id: persona };
    refused(await gateway.call('POST', '/api/kb/review-data', review), 'review_data.articles[1]');
    const { body } = await store([page('Tea')]);
    const url = `/api/kb/training-data/${body.pages[0]?.id}`;
    refused(await gateway.call('PUT', url, { training_data: { content } }), 'training_data.content');
    expect(await held()).toEqual({ Tea: 'About Tea.' });
  });

  test('a page over the limit is 413, which names it and the limit', async () => {
    const { status, body } = await store([page('Long', 'ä'.repeat(600_000))]);
    expect([status, body.error?.code, body.error?.param]).toEqual([
      413,
      'payload_too_large',
      'pages[0].content',
    ]);
    expect(body.message).toContain('1 MiB');
  });

  test('the first page of an install makes a persona, and says so', async () => {
    await using fresh = Object.assign(await openTestGateway(), {
      [Symbol.asyncDispose]: () => fresh.close(),
    });
    const { body } = await fresh.call<Reply>('POST', '/api/kb/store-pages', { pages: [page('Tea')] });
    expect(body.instance_id).toMatch(/^ins_/);
    expect(body.warnings?.join()).toContain('Default persona');
  });

  test('too much waiting is 429 with Retry-After', async () => {
    await using small = Object.assign(await openTestGateway({ env: { MAX_WAITING_PAGES: '100' } }), {
      [Symbol.asyncDispose]: () => small.close(),
    });
    const pages = Array.from({ length: 100 }, (_, n) => page(`${n}`));
    expect((await small.call('POST', '/api/kb/store-pages', { pages })).status).toBe(200);
    await expect
      .poll(() => small.call('POST', '/api/kb/store-pages', { pages: [page('One more')] }), {
        timeout: 120_000,
      })
      .toMatchObject({ status: 429, body: { error: { code: 'backpressure' } } });
  });
});

describe('stream-pages', () => {
  test('without seq it appends, and a repeat is harmless', async () => {
    const first = await send({ pages: [page('Tea')] });
    expect(first.body).toMatchObject({ message: 'Pages streamed successfully', last_seq: 0, closed: false });
    expect((await send({ pages: [page('Tea')] })).body.pages[0]?.result).toBe('unchanged');
    expect((await send({ pages: [] })).body.error?.param).toBe('stream_data.pages');
    const last = await send({ pages: [page('Coffee')], final: true });
    expect(last.body).toMatchObject({ closed: true, pages: [{ result: 'created' }] });
    expect((await send({ pages: [page('Coffee')], final: true })).body).toMatchObject({
      replayed: true,
      pages: last.body.pages,
    });
    expect((await send({ pages: [page('Milk')] })).body.error?.code).toBe('stream_closed');
    expect(await held()).toEqual({ Tea: 'About Tea.', Coffee: 'About Coffee.' });
  });

  test('with seq it is ordered: replays, conflicts, gaps and the close', async () => {
    const first = await send({ seq: 1, pages: [named('a', '1')] });
    expect(first.body).toMatchObject({ seq: 1, last_seq: 1, pages: [{ result: 'created' }] });
    expect((await send({ seq: 1, pages: [named('a', '1')] })).body).toMatchObject({
      replayed: true,
      job_id: first.body.job_id,
      pages: first.body.pages,
    });
    expect((await send({ seq: 1, pages: [named('a', 'other')] })).body.error?.code).toBe(
      'stream_seq_conflict',
    );
    const gap = await send({ seq: 3, pages: [named('b', '1')] });
    expect([gap.status, gap.body.error]).toMatchObject([409, { code: 'stream_gap', expected_seq: 2 }]);
    expect((await send({ seq: 2, pages: [named('b', '1')], final: true })).body).toMatchObject({
      last_seq: 2,
      closed: true,
    });
    expect((await send({ seq: 2, pages: [named('b', '1')], final: true })).body).toMatchObject({
      replayed: true,
      closed: true,
    });
    expect((await send({ seq: 3, pages: [named('c', '1')] })).body.error?.code).toBe('stream_closed');
    expect(await held()).toEqual({ a: '1', b: '1' });
  });

  test('mode "replace" retires at the close what the round did not carry, unchanged pages being carried too', async () => {
    await send({ seq: 1, pages: [named('a', '1'), named('b', '1')], mode: 'replace' });
    await send({ seq: 2, pages: [named('c', '1')], mode: 'replace', final: true });
    await store([named('other', 'not of the stream')]);
    expect((await send({ seq: 1, pages: [named('a', '1')], mode: 'replace' })).body).toMatchObject({
      last_seq: 1,
      pages: [{ result: 'unchanged' }],
    });
    expect(Object.keys(await held())).toEqual(expect.arrayContaining(['b', 'c']));
    const close = await send({ seq: 2, pages: [named('c', '2')], mode: 'replace', final: true });
    expect(close.body).toMatchObject({ retired: 1, closed: true });
    expect(await held()).toEqual({ a: '1', c: '2', other: 'not of the stream' });
  });

  test('mode "replace" without seq: a round is what came since the last close', async () => {
    await send({ pages: [named('a', '1'), named('b', '1')] });
    const close = await send({ pages: [named('b', '1')], mode: 'replace', final: true });
    expect(close.body).toMatchObject({ retired: 1, closed: true });
    expect(await held()).toEqual({ b: '1' });
    expect((await send({ pages: [named('b', '1')], mode: 'replace', final: true })).body).toMatchObject({
      retired: 0,
    });
    expect(await held()).toEqual({ b: '1' });
  });

  test('a batch that a dying gateway stored but did not count is caught up with', async () => {
    await send({ seq: 1, pages: [named('a', '1')] });
    await send({ seq: 2, pages: [named('b', '1')] });
    const scope = grantScope(persona);
    const [stream] = await gateway.documents.streams.find(scope, { limit: 1 });
    // The state after it died before it moved the stream on; the reply of seq 2 was never sent.
    await gateway.documents.streams.update(scope, stream!.id, { set: { last_seq: 1 } });
    expect((await send({ seq: 3, pages: [named('c', '1')] })).body).toMatchObject({ last_seq: 3 });
    // The state after it died before it kept its answer: the stored pages are found unchanged.
    const id = `${stream!.id}.1.3`;
    await gateway.documents.streamBatches.update(scope, id, { set: { response: null } });
    await gateway.documents.streams.update(scope, stream!.id, { set: { last_seq: 2 } });
    expect((await send({ seq: 3, pages: [named('c', '1')] })).body).toMatchObject({
      last_seq: 3,
      pages: [{ result: 'unchanged' }],
    });
    // A claim that was never answered may be taken by another body.
    await gateway.documents.streamBatches.update(scope, id, { set: { response: null } });
    await gateway.documents.streams.update(scope, stream!.id, { set: { last_seq: 2 } });
    expect((await send({ seq: 3, pages: [named('c', '2')] })).body).toMatchObject({ last_seq: 3 });
    expect(await held()).toEqual({ a: '1', b: '1', c: '2' });
  });

  test('whatever a network does to a stream, in the end the knowledge base holds what the sender holds', async () => {
    const batch = fc.array(fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), v: fc.nat(3) }), {
      maxLength: 4,
    });
    const round = fc.array(batch, { minLength: 1, maxLength: 4 });
    const fault = fc.constantFrom('none', 'twice', 'late', 'lost', 'at once');
    await fc.assert(
      fc.asyncProperty(
        fc.array(round, { minLength: 1, maxLength: 3 }),
        fc.array(fault, { maxLength: 20 }),
        async (rounds, faults) => {
          persona = await gateway.newPersona();
          let next = 0;
          let before: unknown[] = [];
          for (const batches of rounds) {
            const sent = batches.map((rows, n) => ({
              seq: n + 1,
              mode: 'replace',
              final: n === batches.length - 1,
              pages: rows.map(({ id, v }) => named(id, `${id} ${v}`)),
            }));
            // An empty batch that is not the last one is invalid.
            const usable = sent
              .filter(({ pages, final }) => final || pages.length > 0)
              .map((one, n) => Object.assign(one, { seq: n + 1 }));
            for (const [n, one] of usable.entries()) {
              const kind = faults[next++] ?? 'none';
              const later = usable[n + 1];
              // The second batch of the round before, sent again after its close, is a repeat.
              const repeats = n === 0 && isDeepStrictEqual(later, before[1]);
              if (kind === 'late' && later) expect((await send(later)).status).toBe(repeats ? 200 : 409);
              if (kind === 'lost') await send(one);
              const replies = await Promise.all(kind === 'at once' ? [send(one), send(one)] : [send(one)]);
              for (const { status } of replies) expect(status).toBe(200);
              if (kind === 'twice') expect((await send(one)).status).toBe(200);
            }
            before = usable;
          }
          const wanted: Record<string, string> = {};
          for (const { id, v } of rounds.at(-1)!.flat()) wanted[id] = `${id} ${v}`;
          expect(await held()).toEqual(wanted);
        },
      ),
      {
        numRuns: 25,
        // Two equal rounds.
        examples: [
          [
            [
              [[{ id: 'a', v: 0 }], [{ id: 'b', v: 1 }], []],
              [[{ id: 'a', v: 0 }], [{ id: 'b', v: 1 }], []],
            ],
            ['none', 'none', 'none', 'late'],
          ],
        ],
      },
    );
  });

  test('the stream can be read by its own id and by ours', async () => {
    await send({ seq: 1, pages: [named('a', '1'), named('b', '1')] });
    const { body } = await gateway.call('GET', `/api/kb/streams/docs?instance_id=${persona}`);
    const counts = {
      last_seq: 1,
      received: 2,
      created: 2,
      updated: 0,
      unchanged: 0,
      indexed: 0,
      failed: 0,
      waiting: 2,
    };
    expect(body).toMatchObject({ stream_id: 'docs', closed: false, ...counts });
    expect((await gateway.call('GET', `/api/kb/streams/${body['id'] as string}`)).body).toMatchObject(counts);
    expect((await gateway.call('GET', `/api/kb/streams/unknown?instance_id=${persona}`)).status).toBe(404);
    await gateway.newPersona('Other');
    const other = await gateway.newPersona('Another');
    expect((await gateway.call('GET', `/api/kb/streams/docs?instance_id=${other}`)).status).toBe(404);
  });
});

test('the events of a stream end when it is closed and all of it is indexed', async () => {
  await send({ seq: 1, pages: [named('a', '1')] });
  await send({ seq: 2, pages: [named('b', '1')], final: true });
  const url = `/api/kb/streams/docs/events?instance_id=${persona}`;
  const events = gateway.call('GET', url);
  const scope = grantScope(persona);
  const rows = await gateway.documents.pages.find(scope, { limit: 10 });
  for (const { id } of rows)
    await gateway.documents.pages.update(scope, id, { set: { status: 'live', live_version: 1 } });
  const { headers, text } = await events;
  expect(headers['content-type']).toMatch(/^text\/event-stream/);
  expect(text).toMatch(/^event: stream\ndata: .*"last_seq":2/);
  expect(text).toMatch(/event: done\ndata: .*"indexed":2,"failed":0,"waiting":0.*\n\n$/);
});
