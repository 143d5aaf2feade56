import { INTERNAL_TOKEN_HEADER, grantScope, type ChatAnswer, type ChatTurn } from '@persona/contracts';
import { eventually, startModelServer, type ModelServer } from '@persona/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NumberedEvent } from './answer-stream.ts';
import { openTestService, parseEvents, type TestService } from './testing/chat-service.ts';

const PAGE = {
  title: 'The light at Skerrow Head',
  content: 'The lighthouse at Skerrow Head was built in 1871. Its lamp stands 46 metres above high water.',
};
const QUESTION = 'When was the lighthouse at Skerrow Head built?';
const ANSWER = 'It was built in 1871. Its lamp stands 46 metres above high water.';
const PIECES = ['It was built in 1871 [1]. Its ', 'lamp stands 46 ', 'metres above high water [1].'];

let model: ModelServer;
let service: TestService;
let other: TestService;
let ada: string;
let base: string;
beforeAll(async () => {
  model = await startModelServer();
  service = await openTestService({ modelUrl: model.url, leaseTtlMs: 400 });
  other = await openTestService({ modelUrl: model.url, leaseTtlMs: 400, beside: service });
  ada = await service.seed.persona();
  await service.seed.page(ada, PAGE);
  await service.app.listen({ host: '127.0.0.1', port: 0 });
  base = `http://127.0.0.1:${(service.app.server.address() as { port: number }).port}`;
});
afterAll(async () => {
  await other.close();
  await service.close();
  await model.close();
});

const turnOf = (fields: Partial<ChatTurn>) => ({ instance_id: ada, message: QUESTION, ...fields });
const textOf = (events: readonly NumberedEvent[]): string =>
  events.map((event) => (event.event === 'delta' ? event.data.text : '')).join('');
const names = (events: readonly NumberedEvent[]): string => events.map(({ event }) => event).join(' ');
const replyOf = (events: readonly NumberedEvent[]): ChatAnswer => {
  const last = events.at(-1);
  if (last?.event !== 'done') throw new Error(`ended with ${last?.event}`);
  return last.data;
};

/** A model that says the first sentence and waits. */
function holdModel(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  const [first = '', ...rest] = PIECES;
  model.chat.next({ content: '', chunks: [first, promise, ...rest] });
  return resolve;
}

/** Reads events until one of this name, then closes the stream. */
async function readUntil(name: string, fields: Partial<ChatTurn>): Promise<NumberedEvent[]> {
  const leave = new AbortController();
  const response = await fetch(`${base}/internal/chat`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      [INTERNAL_TOKEN_HEADER]: 'token of this test',
    },
    body: JSON.stringify(service.turnOf(turnOf(fields))),
    signal: leave.signal,
  });
  let text = '';
  for await (const piece of (response.body as ReadableStream<Uint8Array>).pipeThrough(
    new TextDecoderStream(),
  )) {
    text += piece;
    const events = parseEvents(text.slice(0, text.lastIndexOf('\n\n') + 2));
    if (!events.some(({ event }) => event === name)) continue;
    leave.abort();
    return events;
  }
  throw new Error('the stream ended');
}
const lastId = (events: readonly NumberedEvent[]): string => events.at(-1)?.id ?? '';
const post = async (on: TestService, route: string, body: object) =>
  on.post(route, body, { accept: 'text/event-stream' });

describe('a stream that is lost', () => {
  test('goes on after each of its events, from the stored answer', async () => {
    model.chat.next({ content: '', chunks: PIECES });
    const all = await service.events(turnOf({ message_id: 'each' }));
    expect(names(all)).toMatch(/^start retrieval( delta){2,} citation citation done$/);
    expect(textOf(all)).toBe(ANSWER);
    const { message_id, chat_id } = replyOf(all);
    const numbers = all.map(({ id }) => Number(id?.slice(message_id.length + 1)));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    const before = model.requests.length;
    for (const [i, { id = '' }] of all.entries()) {
      for (const on of [service, other]) {
        const more = await on.events(turnOf({ message_id: 'each', last_event_id: id }));
        expect(textOf(all.slice(0, i + 1)) + textOf(more)).toBe(ANSWER);
        expect(names(more)).toBe(names(all.slice(i + 1)).replaceAll(/delta( delta)*/g, 'delta'));
        expect(more.map((event) => event.id)).not.toContain(id);
      }
    }
    expect(model.requests.length).toBe(before);
    expect(await service.messages(ada, chat_id)).toHaveLength(2);
  });

  test('is joined while the model still speaks, without asking it again', async () => {
    const goOn = holdModel();
    const asked = model.requests.length;
    const seen = await readUntil('delta', { message_id: 'joined' });
    expect(textOf(seen)).toBe('It was built in 1871.');
    const rest = service.events(turnOf({ message_id: 'joined', last_event_id: lastId(seen) }));
    const fromTheStart = service.events(turnOf({ message_id: 'joined' }));
    const asJson = service.chat(turnOf({ message_id: 'joined' }));
    goOn();
    expect(textOf(seen) + textOf(await rest)).toBe(ANSWER);
    expect(names(await rest)).toMatch(/^delta( delta)* citation citation done$/);
    expect(textOf(await fromTheStart)).toBe(ANSWER);
    expect((await asJson).body).toMatchObject({
      response: ANSWER,
      message_id: replyOf(await rest).message_id,
    });
    expect(model.requests.length).toBe(asked + 1);
  });

  test('is found by its last event when the message had no id, by the same user with the same words only', async () => {
    const goOn = holdModel();
    const seen = await readUntil('delta', {});
    const last_event_id = lastId(seen);
    const rest = service.events(turnOf({ last_event_id }));
    // Another process does not have the answer in memory, so it waits for the stored one.
    const elsewhere = other.events(turnOf({ last_event_id }));
    goOn();
    expect(textOf(seen) + textOf(await rest)).toBe(ANSWER);
    expect(textOf(seen) + textOf(await elsewhere)).toBe(ANSWER);
    const { chat_id } = replyOf(await rest);
    expect(replyOf(await elsewhere)).toEqual(replyOf(await rest));
    expect(await service.messages(ada, chat_id)).toHaveLength(2);
    model.chat.next('Hello!');
    const another = replyOf(await service.events(turnOf({ last_event_id, message: 'Hi' })));
    expect(another).toMatchObject({ response: 'Hello!' });
    expect(another.chat_id).not.toBe(chat_id);
    model.chat.next('It was built in 1871 [1].');
    const eve = replyOf(await service.events(turnOf({ last_event_id, user_id: 'eve' })));
    expect(eve.chat_id).not.toBe(chat_id);
  });

  test('whose text no answer has, begins anew', async () => {
    model.chat.next({
      content: '',
      chunks: ['Its lamp stands 46 metres above high water. And '],
      cutAtEnd: true,
    });
    const failed = await service.events(turnOf({ message_id: 'failed' }));
    expect(names(failed)).toMatch(/^start retrieval delta error$/);
    const last_event_id = failed.findLast(({ id }) => id !== undefined)?.id ?? '';
    model.chat.next({ content: '', chunks: PIECES });
    const again = { message_id: 'failed', last_event_id };
    for (const events of [await service.events(turnOf(again)), await service.events(turnOf(again))]) {
      expect(names(events)).toMatch(/^start retrieval/);
      expect(textOf(events)).toBe(ANSWER);
    }
  });

  test('is followed by its chat, as is the last answer', async () => {
    const goOn = holdModel();
    const seen = await readUntil('delta', { message_id: 'followed' });
    const [start] = seen;
    if (start?.event !== 'start') throw new Error('no start');
    const { chat_id } = start.data;
    const asked = { instance_id: ada, chat_id, pinned_user_id: null };
    const rest = post(service, 'chat-events', { ...asked, last_event_id: lastId(seen) });
    const whole = post(service, 'chat-events', asked);
    const elsewhere = post(other, 'chat-events', asked);
    goOn();
    expect(textOf(seen) + textOf(parseEvents((await rest).body))).toBe(ANSWER);
    for (const response of [await whole, await elsewhere, await post(service, 'chat-events', asked)])
      expect(textOf(parseEvents(response.body))).toBe(ANSWER);
    const unknown = { ...asked, last_event_id: 'msg_01ARZ3NDEKTSV4RRFFQ69G5FAV.1000' };
    expect((await post(service, 'chat-events', unknown)).statusCode).toBe(404);
    const notTheirs = { ...asked, pinned_user_id: 'eve' };
    expect((await post(service, 'chat-events', notTheirs)).statusCode).toBe(404);
  });
});

describe('an answer that is cancelled', () => {
  const FIRST = 'It was built in 1871.';
  const holdAfterFirst = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    model.chat.next({
      content: '',
      chunks: ['It was built in 1871 [1]. Its ', promise, 'lamp is blue [1].'],
    });
    return resolve;
  };

  test('ends where it is, proven and stored; the chat is free, and its repeat is the same answer', async () => {
    for (const on of [service, other]) {
      const release = holdAfterFirst();
      const message_id = `cancelled on ${on === service ? 'this' : 'the other'} service`;
      const asking = service.events(turnOf({ message_id }));
      const before = await eventually(async () => {
        const [chat] = await service.documents.chats.find(grantScope(ada), {
          orderBy: 'updated_at',
          direction: 'desc',
          limit: 1,
        });
        return chat?.busy_with ? chat : null;
      });
      const asked = { instance_id: ada, chat_id: before.id, pinned_user_id: null };
      await readUntil('delta', { message_id });
      expect((await on.post('chat-cancel', { ...asked, pinned_user_id: 'eve' })).statusCode).toBe(404);
      expect((await on.post('chat-cancel', asked)).json()).toEqual({ cancelled: true });
      const events = await asking;
      release();
      expect(textOf(events)).toBe(FIRST);
      expect(replyOf(events)).toMatchObject({
        response: FIRST,
        answer_type: 'grounded',
        citations: [{ index: 1 }],
      });
      expect((await service.chat(turnOf({ message_id }))).body).toMatchObject({ response: FIRST });
      const chat = await service.documents.chats.get(grantScope(ada), before.id);
      expect(chat).toMatchObject({ busy_with: null, message_count: 2 });
      expect((await on.post('chat-cancel', asked)).json()).toEqual({ cancelled: false });
    }
  });
});
