import { request as httpRequest } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { grantScope } from '@persona/contracts';
import { eventually } from '@persona/testing';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';
import { heldBy, named, page } from '../testing/pages.ts';

let gateway: TestGateway;
let persona: string;
beforeAll(async () => {
  gateway = await openTestGateway({ env: { MAX_PAGE_MB: '1', MAX_WAITING_PAGES: '100000' } });
});
beforeEach(async () => {
  persona = await gateway.newPersona();
});
afterAll(() => gateway.close());

const held = () => heldBy(gateway, persona);
const sorted = (all: Record<string, string>) => Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1));

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
        { title: 'Quay', content: '![](quay.jpg)\n\n![Noon](noon.jpg)\n\n'.repeat(4) },
      ]
        .map((line) => JSON.stringify(line))
        .join('\n'),
    );
    expect(acks).toMatchObject([
      { result: 'created', warnings: ['colour is not a field of this request and was ignored'] },
      { result: 'created' },
      { status: 'error', error: { code: 'validation_error', param: 'content' } },
      { result: 'created', warnings: [expect.stringMatching(/^It shows mostly pictures/)] },
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
    /**
     * Sends text, cuts the connection after so many of its bytes, and returns the lines acknowledged until
     * then.
     */
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
        // What was written before the cut may still arrive when its sender has long started again.
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
              // A proxy repeats a request like this when it did not see the end of it.
              if (twice) void sendLines(text(from), query, cutAt, true);
              const acked = await sendLines(text(from), query, cutAt, deaf);
              // A replacement is whole or nothing; an appending stream continues after the last
              // acknowledgement.
              const last = Math.max(0, ...acked);
              done = mode === 'append' ? from + last : last === rows.length ? last : 0;
            }
          }
          const wanted: Record<string, string> = {};
          const kept = mode === 'append' ? rounds.flat() : rounds.at(-1)!;
          for (const { id, v } of kept) wanted[id] = `${id} ${v}`;
          // A reply ends when all is stored and the round is closed; a cut request ends somewhat later.
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
    // Few pages, sent often, with long ids, so that the acknowledgements exceed the buffers of any socket.
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
    // All of it is received before the first byte of the reply is read.
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
