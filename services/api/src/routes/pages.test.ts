import { request as httpRequest } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { grantScope } from '@persona/contracts';
import { eventually } from '@persona/testing';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';

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

const page = (title: string, content = `About ${title}.`, more: object = {}) => ({ title, content, ...more });
const named = (id: string, content: string) => page(id, content, { id });
const store = (pages: unknown, more: object = {}) =>
  gateway.call<Reply>('POST', '/api/kb/store-pages', { instance_id: persona, pages, ...more });
const send = (data: object) =>
  gateway.call<StreamReply>('POST', '/api/kb/stream-pages', {
    instance_id: persona,
    stream_data: { stream_id: 'docs', pages: [], ...data },
  });
/** What the knowledge base holds: title → content. */
const held = async (): Promise<Record<string, string>> => {
  const all: Record<string, string> = {};
  let cursor = '';
  do {
    const { body } = await gateway.call<{
      training_data: { title: string; content: string }[];
      next_cursor: string | null;
    }>('GET', `/api/kb/training-data?instance_id=${persona}&limit=50&cursor=${cursor}`);
    for (const { title, content } of body.training_data) all[title] = content;
    cursor = body.next_cursor ?? '';
  } while (cursor);
  return all;
};

const sorted = (all: Record<string, string>) => Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1));

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
    expect(first.body.warnings).toContainEqual(expect.stringMatching(/^No ingest worker is running/));
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

  test.each(['\u200b', '<p></p>', '<!-- x -->', '&nbsp;', '---\ntitle: x\n---\n'])(
    'a page that shows no text is refused by name, wherever it comes from: %j',
    async (content) => {
      const refused = (
        reply: { status: number; body: { message?: string; error?: unknown } },
        param: string,
      ) => {
        expect([reply.status, reply.body.error]).toMatchObject([400, { code: 'validation_error', param }]);
        expect(reply.body.message).toContain('send the words');
      };
      refused(await store([page('Tea'), page('Blank', content)]), 'pages[1].content');
      refused(await send({ pages: [page('Blank', content)] }), 'stream_data.pages[0].content');
      const review = { review_data: { articles: ['Some words.', content] }, instance_id: persona };
      refused(await gateway.call('POST', '/api/kb/review-data', review), 'review_data.articles[1]');
      const { body } = await store([page('Tea')]);
      const url = `/api/kb/training-data/${body.pages[0]?.id}`;
      refused(await gateway.call('PUT', url, { training_data: { content } }), 'training_data.content');
      expect(await held()).toEqual({ Tea: 'About Tea.' });
    },
  );

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
    // As if it had died before it moved the stream on; the reply of seq 2 was never sent.
    await gateway.documents.streams.update(scope, stream!.id, { set: { last_seq: 1 } });
    expect((await send({ seq: 3, pages: [named('c', '1')] })).body).toMatchObject({ last_seq: 3 });
    // As if it had died before it kept its answer: what was stored is found unchanged.
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
          for (const batches of rounds) {
            const sent = batches.map((rows, n) => ({
              seq: n + 1,
              mode: 'replace',
              final: n === batches.length - 1,
              pages: rows.map(({ id, v }) => named(id, `${id} ${v}`)),
            }));
            // An empty batch that is not the last is no batch.
            const usable = sent
              .filter(({ pages, final }) => final || pages.length > 0)
              .map((one, n) => Object.assign(one, { seq: n + 1 }));
            for (const [n, one] of usable.entries()) {
              const kind = faults[next++] ?? 'none';
              const later = usable[n + 1];
              if (kind === 'late' && later) expect((await send(later)).status).toBe(409);
              if (kind === 'lost') await send(one);
              const replies = await Promise.all(kind === 'at once' ? [send(one), send(one)] : [send(one)]);
              for (const { status } of replies) expect(status).toBe(200);
              if (kind === 'twice') expect((await send(one)).status).toBe(200);
            }
          }
          const wanted: Record<string, string> = {};
          for (const { id, v } of rounds.at(-1)!.flat()) wanted[id] = `${id} ${v}`;
          expect(await held()).toEqual(wanted);
        },
      ),
      { numRuns: 25 },
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

describe('a page a line', () => {
  interface Ack {
    line?: number;
    status: string;
    id?: string;
    result?: string;
    job_id?: string;
    error?: { code: string; param: string | null };
  }
  const ndjson = { 'content-type': 'application/x-ndjson' };
  const lines = async (text: string, query = 'stream_id=docs') => {
    const url = `/api/kb/stream-pages?${query}&instance_id=${persona}`;
    const reply = await gateway.call('POST', url, Readable.from([text]), { headers: ndjson });
    return {
      ...reply,
      acks: reply.text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Ack),
    };
  };

  test('a line is read like a page of a body: null is absence, and unknown fields are named in its answer', async () => {
    const { acks } = await lines(
      [
        { title: 'Tea', content: 'About tea.', metadata: null, colour: 'green' },
        { title: 'Coffee', content: 'About coffee.' },
        { title: 'Milk', content: '<br>' },
      ]
        .map((line) => JSON.stringify(line))
        .join('\n'),
    );
    expect(acks).toMatchObject([
      { result: 'created', warnings: ['colour is not a field of this request and was ignored'] },
      { result: 'created' },
      { status: 'error', error: { code: 'validation_error', param: 'content' } },
    ]);
    expect(acks[1]).not.toHaveProperty('warnings');
  });

  test('each line is acknowledged in order; a bad one is an error line and the rest goes on', async () => {
    const text = [
      JSON.stringify(named('a', '1')),
      '{"title":',
      '',
      JSON.stringify({ title: 'no content' }),
      JSON.stringify(page('long', 'x'.repeat(1_100_000))),
      JSON.stringify(page('blank', ' ')),
      JSON.stringify(named('a', '1')),
      JSON.stringify(named('a', '2')),
    ].join('\r\n');
    const { status, acks, headers } = await lines(text);
    expect([status, headers['content-type']]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
    expect(acks.map(({ line, result, error }) => [line, result ?? `${error?.code} ${error?.param}`])).toEqual(
      [
        [1, 'created'],
        [2, 'malformed_json null'],
        [4, 'validation_error content'],
        [5, 'payload_too_large content'],
        [6, 'validation_error content'],
        [7, 'unchanged'],
        [8, 'updated'],
      ],
    );
    expect(acks[0]?.job_id).toBe(headers['x-job-id']);
    expect(await held()).toEqual({ a: '2' });
  });

  test('a stream_id is required; mode and final are query parameters', async () => {
    expect((await lines('{}', 'x=1')).body.error?.code).toBe('id_required');
    await lines([named('a', '1'), named('b', '1')].map((one) => JSON.stringify(one)).join('\n'));
    await lines(JSON.stringify(named('a', '1')), 'stream_id=docs&mode=replace&final=true');
    expect(await held()).toEqual({ a: '1' });
    expect((await lines(JSON.stringify(named('b', '1')))).body.error?.code).toBe('stream_closed');
  });

  test('a line is acknowledged while the request is still being sent', async () => {
    const { port } = (gateway.app.server.address() as AddressInfo | null) ?? { port: 0 };
    const address = port
      ? `http://127.0.0.1:${port}`
      : await gateway.app.listen({ port: 0, host: '127.0.0.1' });
    const sending = httpRequest(`${address}/api/kb/stream-pages?stream_id=slow&instance_id=${persona}`, {
      method: 'POST',
      headers: { ...ndjson, authorization: `Bearer ${gateway.admin}` },
    });
    const acks: Ack[] = [];
    const begun = new Promise<AsyncIterator<Buffer>>((resolve, reject) => {
      sending.once('response', (response) =>
        resolve(response[Symbol.asyncIterator]() as AsyncIterator<Buffer>),
      );
      sending.once('error', reject);
    });
    sending.write(`${JSON.stringify(page('1'))}\n`);
    const replies = await begun;
    for (let n = 2; n <= 4; n++) {
      const { value } = (await replies.next()) as { value: Buffer };
      acks.push(JSON.parse(value.toString()) as Ack);
      if (n < 4) sending.write(`${JSON.stringify(page(`${n}`))}\n`);
    }
    sending.end();
    expect((await replies.next()).done).toBe(true);
    expect(acks.map(({ line, result }) => [line, result])).toEqual([
      [1, 'created'],
      [2, 'created'],
      [3, 'created'],
    ]);
  });

  test('the newest request has the stream: what an earlier one still sends is not stored', async () => {
    if (!gateway.app.server.listening) await gateway.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = gateway.app.server.address() as AddressInfo;
    const earlier = connect(port, '127.0.0.1');
    let replied = '';
    earlier.on('data', (piece) => (replied += String(piece))).on('error', () => undefined);
    const write = (content: string) => {
      const text = `${JSON.stringify(named('a', content))}\n`;
      earlier.write(`${text.length.toString(16)}\r\n${text}\r\n`);
    };
    earlier.write(
      [
        `POST /api/kb/stream-pages?stream_id=docs&instance_id=${persona} HTTP/1.1`,
        'Host: persona',
        `Authorization: Bearer ${gateway.admin}`,
        'Content-Type: application/x-ndjson',
        'Transfer-Encoding: chunked',
        '\r\n',
      ].join('\r\n'),
    );
    write('1');
    await eventually(() => replied.includes('"line":1'));
    await lines(JSON.stringify(named('a', '2')));
    write('3');
    await eventually(() => earlier.closed || replied.includes('"line":2'));
    expect(await held()).toEqual({ a: '2' });
    earlier.destroy();
  });

  test('wherever the connection is cut, in the end the knowledge base holds what the sender holds', async () => {
    if (!gateway.app.server.listening) await gateway.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = gateway.app.server.address() as AddressInfo;
    /** Sends text, cuts the connection after so many of its bytes, and returns the lines acknowledged by then. */
    const sendLines = (text: string, query: string, cutAt: number, deaf: boolean): Promise<number[]> =>
      new Promise((resolve) => {
        const bytes = Buffer.from(text);
        let reply = '';
        const socket = connect(port, '127.0.0.1');
        const end = () => {
          socket.destroy();
          const acked = [...reply.matchAll(/"line":(\d+),"status":"success".*\n/g)];
          resolve(deaf ? [] : acked.map(([, n]) => Number(n)));
        };
        socket
          .on('data', (piece) => (reply += String(piece)))
          .on('error', end)
          .on('close', end);
        const head = [
          `POST /api/kb/stream-pages?stream_id=docs&instance_id=${persona}${query} HTTP/1.1`,
          'Host: persona',
          'Connection: close',
          `Authorization: Bearer ${gateway.admin}`,
          'Content-Type: application/x-ndjson',
          `Content-Length: ${bytes.length}`,
          '\r\n',
        ];
        socket.write(head.join('\r\n'));
        // What was written before the cut is on its way, and may arrive when its sender has long begun anew.
        socket.write(bytes.subarray(0, cutAt), () => cutAt < bytes.length && setImmediate(end));
      });
    const line = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'é'), v: fc.nat(5) });
    const fault = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      deaf: fc.boolean(),
      twice: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(line, { minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 3 }),
        fc.constantFrom('append', 'replace'),
        fc.array(fault, { maxLength: 12 }),
        async (rounds, mode, faults) => {
          persona = await gateway.newPersona();
          let next = 0;
          for (const rows of rounds) {
            const text = (from: number) =>
              rows
                .slice(from)
                .map(({ id, v }) => `${JSON.stringify(named(id, `${id} ${v}`))}\n`)
                .join('');
            const query = mode === 'replace' ? '&mode=replace&final=true' : '';
            for (let done = 0, calm = false; done < rows.length;) {
              const from = done;
              const { at, deaf, twice } = faults[next++] ?? { at: 1, deaf: false, twice: false };
              calm = next > faults.length;
              const length = Buffer.byteLength(text(from));
              const cutAt = calm ? length : Math.floor(at * length);
              // As a proxy repeats a request whose end it did not see.
              if (twice) void sendLines(text(from), query, cutAt, true);
              const acked = await sendLines(text(from), query, cutAt, deaf);
              // A replacement is whole or it is none; what is only added goes on after the last acknowledgement.
              const last = Math.max(0, ...acked);
              done = mode === 'append' ? from + last : last === rows.length ? last : 0;
            }
          }
          const wanted: Record<string, string> = {};
          const kept = mode === 'append' ? rounds.flat() : rounds.at(-1)!;
          for (const { id, v } of kept) wanted[id] = `${id} ${v}`;
          // A reply ends when all is stored and the round closed, a cut request somewhat later.
          await eventually(
            async () => JSON.stringify(sorted(await held())) === JSON.stringify(sorted(wanted)),
            {
              timeoutMs: 120_000,
            },
          ).catch(async () => expect(await held()).toEqual(wanted));
        },
      ),
      { numRuns: 15 },
    );
  });

  test('a client that sends everything before it reads anything gets every acknowledgement', async () => {
    const count = 30_000;
    const address = gateway.app.server.address() as AddressInfo | null;
    if (!address) await gateway.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = gateway.app.server.address() as AddressInfo;
    // Few pages, sent often, with long ids: it is about acknowledgements that no socket's buffers hold.
    const body = Array.from(
      { length: count },
      (_, n) => `${JSON.stringify(named(String(n % 100).padEnd(250, 'x'), 'Text.'))}\n`,
    );
    const text = Buffer.from(body.join(''));
    const socket = connect(port, '127.0.0.1');
    socket.pause();
    socket.write(
      [
        `POST /api/kb/stream-pages?stream_id=deaf&instance_id=${persona} HTTP/1.0`,
        `Authorization: Bearer ${gateway.admin}`,
        'Content-Type: application/x-ndjson',
        `Content-Length: ${text.length}`,
        '\r\n',
      ].join('\r\n'),
    );
    await new Promise((sent) => socket.write(text, sent));
    // All of it is taken in before the first byte of the reply is read.
    await eventually(async () => {
      const [stream] = await gateway.documents.streams.find(grantScope(persona), { limit: 1 });
      return stream?.received === count;
    });
    let reply = '';
    for await (const piece of socket) reply += String(piece);
    const acked = [...reply.matchAll(/"line":(\d+),"status":"success"/g)].map(([, n]) => Number(n));
    expect(acked).toEqual(Array.from({ length: count }, (_, n) => n + 1));
  });
});
