import type { ChatAnswer } from '@persona/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { follow, Refusal } from './ask.ts';
import { createEventReader } from './event-reader.ts';

const TEXT = 'I kept the light turning by hand — “six” lorry batteries, 灯塔 🗼 and\n\nنور. '.repeat(12);
const ANSWER = { chat_id: 'cht_1', message_id: 'msg_1', response: TEXT, citations: [] };

/** The events of an answer as the service tells them: ids are places, in whatever pieces the text comes. */
function eventsAfter(lastEventId: string, pieces: readonly number[]): Uint8Array {
  const after = Number(/\.(\d+)$/.exec(lastEventId)?.[1] ?? 0);
  const events: string[] = [];
  const tell = (place: number, event: string, data: object): void => {
    if (place > after) events.push(`id: msg_1.${place}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  tell(1, 'start', { chat_id: 'cht_1' });
  events.push(': ping\n\n');
  tell(2, 'retrieval', { passages: 3, pages: [] });
  let from = Math.max(0, after - 2);
  for (const piece of [...pieces, TEXT.length]) {
    const to = Math.min(TEXT.length, from + piece);
    if (to > from) tell(2 + to, 'delta', { text: TEXT.slice(from, to) });
    from = to;
  }
  tell(3 + TEXT.length, 'done', { status: 'success', ...ANSWER });
  return new TextEncoder().encode(events.join(''));
}

/** A stream that brings `bytes` in pieces of `size`, and breaks after `cut` of them. */
const streamOf = (bytes: Uint8Array, cut: number, size: number, fails: boolean): Response =>
  new Response(
    new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < Math.min(cut, bytes.length); at += size)
          controller.enqueue(bytes.slice(at, Math.min(at + size, cut)));
        if (cut < bytes.length && fails) controller.error(new TypeError('network error'));
        else controller.close();
      },
    }),
  );

/** Follows an answer whose streams are what `request` makes, and keeps what its reader has seen. */
async function read(request: (lastEventId: string, n: number) => Promise<Response>) {
  const seen = { text: '', begun: 0, waited: 0, answer: null as ChatAnswer | null };
  let n = 0;
  const sleep = async (): Promise<void> => undefined;
  seen.answer = await follow(
    { request: (lastEventId) => request(lastEventId, n++), sleep },
    {
      begin: () => {
        seen.begun++;
        seen.text = '';
      },
      add: (text) => (seen.text += text),
      wait: () => seen.waited++,
    },
  );
  return seen;
}

test('100 streams that are cut at any byte, again and again, end with the same text', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat({ max: 3000 }), fc.boolean()), { minLength: 1, maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 20 }),
      fc.integer({ min: 1, max: 200 }),
      async (cuts, pieces, size) => {
        const { text, answer, waited } = await read(async (lastEventId, n) => {
          const [cut, fails] = cuts[n] ?? [Infinity, false];
          return streamOf(eventsAfter(lastEventId, pieces), cut, size, fails);
        });
        expect(text).toBe(TEXT);
        expect(answer?.response).toBe(TEXT);
        expect(waited).toBeLessThanOrEqual(cuts.length);
      },
    ),
    { numRuns: 100 },
  );
});

test('what a failed try told is forgotten when the answer begins anew', async () => {
  const { text, begun } = await read(async (_lastEventId, n) => {
    if (n > 0) return streamOf(eventsAfter('', []), Infinity, 64, false);
    const other =
      'id: msg_1.1\nevent: start\ndata: {"chat_id":"cht_1"}\n\nid: msg_1.9\nevent: delta\ndata: {"text":"Other words"}\n\n';
    return streamOf(new TextEncoder().encode(other), other.length, 10, false);
  });
  expect([text, begun]).toEqual([TEXT, 2]);
});

const refusal = (status: number, code: string, retryable: boolean, headers: Record<string, string> = {}) =>
  Response.json({ error: { code, message: `It is ${code}.`, retryable } }, { status, headers });

test('who must wait waits, who is refused for good is told, and it ends where nothing ever comes', async () => {
  const waits: number[] = [];
  const ask = (replies: (() => Response | Promise<Response>)[]) => {
    let n = 0;
    return follow(
      {
        request: async () => replies[Math.min(n++, replies.length - 1)]!(),
        sleep: async (ms) => void waits.push(ms),
      },
      { begin: () => undefined, add: () => undefined, wait: () => undefined },
    );
  };
  const whole = () => streamOf(eventsAfter('', []), Infinity, 500, false);
  const busy = () => refusal(429, 'rate_limited', true, { 'retry-after': '7' });
  expect((await ask([busy, () => new Response('Bad gateway', { status: 502 }), whole])).response).toBe(TEXT);
  expect(waits).toEqual([7000, 800]);

  for (const [reply, code] of [
    [() => refusal(404, 'not_found', false), 'not_found'],
    [() => refusal(429, 'quota_exceeded', true, { 'retry-after': '3600' }), 'quota_exceeded'],
    [() => refusal(502, 'provider_error', true), 'provider_error'],
  ] as const)
    await expect(ask([reply])).rejects.toMatchObject({ code, message: `It is ${code}.` });
  const told = new TextEncoder().encode('event: error\ndata: {"code":"internal","message":"It failed."}\n\n');
  await expect(ask([() => streamOf(told, told.length, 9, false)])).rejects.toThrow(
    new Refusal('internal', 'It failed.', null),
  );
  await expect(ask([() => Promise.reject(new TypeError('no network'))])).rejects.toThrow('no network');
  await expect(ask([() => streamOf(new Uint8Array(), 0, 1, false)])).rejects.toMatchObject({ code: 'cut' });
});

test('events are read like the standard has it', () => {
  const read = createEventReader();
  const bytes = new TextEncoder().encode(
    ': a comment\r\n\r\nid: 1\r\ndata: one\r\ndata:two\r\n\r\nevent: named\ndata: é\n\nretry: 5\n\nid: 2\ndata: never whole\n',
  );
  const events = [...bytes].flatMap((byte) => read(Uint8Array.of(byte)));
  expect(events).toEqual([
    { id: '1', event: 'message', data: 'one\ntwo' },
    { id: '1', event: 'named', data: 'é' },
  ]);
});
