// What a proxy may break beside the documented calls: events that wait, large bodies, addresses, metrics.
import assert from 'node:assert/strict';
import { openAsBlob, statSync } from 'node:fs';

const [url = '', key = '', video = ''] = process.argv.slice(2);
const authorization = `Bearer ${key}`;
const call = (route: string, init: RequestInit = {}) =>
  fetch(url + route, { ...init, headers: { authorization, ...(init.headers as Record<string, string>) } });
const post = (route: string, body: unknown, headers: Record<string, string> = {}) =>
  call(route, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
const say = (what: string, result: string): void => console.log(`  ${what.padEnd(30)}${result}`);

const created = await post('/api/instance', {
  instance_data: { name: 'Ada', description: 'A lighthouse keeper', configuration: {} },
});
assert.equal(created.status, 200);

// An event leaves while its stream is open.
const stopListening = new AbortController();
const events = await call('/api/events', { signal: stopListening.signal });
assert.match(events.headers.get('content-type') ?? '', /^text\/event-stream/);
const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
let heard = '';
const hear = async (wanted: RegExp): Promise<void> => {
  while (!wanted.test(heard)) {
    const { value, done } = await reader.read();
    assert.ok(!done, 'the stream ended');
    heard += value;
  }
};
await hear(/event: ready/);
const pages = [{ title: 'Lamp', content: 'The lamp of the lighthouse is lit by Brita.' }];
assert.equal((await post('/api/kb/store-pages', { pages }, { prefer: 'wait=60' })).status, 200);
await hear(/event: change/);
stopListening.abort();
say('events', 'leave as they are made');

const chat_data = { user_id: 'ann', message: 'Who lights the lamp of the lighthouse?' };
const answer = await post('/api/kb/v2/chat', { chat_data }, { accept: 'text/event-stream' });
assert.match(await answer.text(), /Brita[^]*^event: done$/m);
say('an answer as events', 'whole');

const form = new FormData();
form.set('title', 'Large');
form.set('duration', '60');
form.set('resolution', '720p');
form.set('file', await openAsBlob(video), 'large.mov');
const began = performance.now();
const sent = await call('/api/admin/video', { method: 'POST', body: form });
assert.equal(sent.status, 200, await sent.clone().text());
const { video_id } = (await sent.json()) as { video_id: string };
const megabytes = (statSync(video).size / 2 ** 20).toFixed(0);
say(`a video of ${megabytes} MiB`, `in ${((performance.now() - began) / 1000).toFixed(0)} s`);
assert.equal((await call(`/api/admin/video/${video_id}`, { method: 'DELETE' })).status, 200);

assert.ok([401, 404].includes((await fetch(`${url}/metrics`)).status));
say('/metrics', 'closed');

const docs = await fetch(`${url}/docs`);
assert.ok(docs.ok && docs.url.startsWith(url), `${docs.status} ${docs.url}`);
assert.ok(docs.headers.has('strict-transport-security'), 'no HTTPS is asked for');
const board = await call('/admin/queues', {
  headers: { authorization: `Basic ${Buffer.from(`admin:${key}`).toString('base64')}` },
});
assert.ok(board.ok, `the board: ${board.status}`);
say('/docs, the queue board', `below ${new URL(url).pathname}`);

// What a client says of itself is not believed: the audit has the address that the proxy has seen.
const claim = '203.0.113.9';
await post(
  '/api/kb/store-pages',
  { pages: [{ title: 'Log', content: 'A calm sea.' }] },
  { 'x-forwarded-for': claim },
);
const audit = await (await call('/api/admin/audit?limit=5')).text();
assert.match(audit, /127\.0\.0\.1|::1/);
assert.ok(!audit.includes(claim), audit);
say('X-Forwarded-For of a client', 'not believed');
