// What once broke an install, again: each returns in a few words how it was answered.
import { randomBytes, randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { measureShare } from '../fuzz/share.ts';
import type { Install } from '../install.ts';

export interface Attack {
  name: string;
  run(install: Install): Promise<string>;
}

const dispatcher = new Agent({ connections: 100, headersTimeout: 120_000, bodyTimeout: 120_000 });
const FORM = 'multipart/form-data; boundary=x';
const LINES = 'application/x-ndjson';

type Body = string | Buffer | Readable;
interface Sent {
  key?: string;
  type?: string;
  headers?: Record<string, string>;
}

/** The status of the reply; `cut` where the connection ended without one. */
async function post(
  { url, key: admin }: Install,
  path: string,
  body: Body,
  { key = admin, type = 'application/json', headers = {} }: Sent = {},
): Promise<{ status: string; text: string }> {
  try {
    const reply = await request(`${url}${path}`, {
      method: 'POST',
      dispatcher,
      headers: { authorization: `Bearer ${key}`, 'content-type': type, ...headers },
      body,
    });
    return { status: String(reply.statusCode), text: await reply.body.text() };
  } catch {
    return { status: 'cut', text: '' };
  }
}

const tally = (statuses: readonly string[]): string =>
  [...Map.groupBy(statuses, (status) => status)]
    .map(([status, all]) => `${all.length} × ${status}`)
    .toSorted()
    .join(', ');
const times = <T>(count: number, make: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => make(n)));
const statusOf = async (sent: Promise<{ status: string }>): Promise<string> => (await sent).status;

const newKey = async (install: Install, fields: object) =>
  (
    await install.call<{ key: string; key_id: string; expires_at: string | null }>(
      'POST',
      '/api/admin/keys',
      fields,
    )
  ).body;
const newPersona = async (install: Install): Promise<string> =>
  (
    await install.call<{ instance_id: string }>('POST', '/api/instance', {
      instance_data: { name: 'Ada', description: 'Keeps a lighthouse', configuration: {} },
    })
  ).body.instance_id;

const part = (name: string, content: string, file = true): string =>
  `--x\r\nContent-Disposition: form-data; name="${name}"${file ? '; filename="a.wav"' : ''}\r\n\r\n${content}\r\n`;
const forms: Record<string, string> = {
  'two files': `${part('sample_audio', 'RIFF')}${part('sample_audio', 'RIFF')}--x--\r\n`,
  'no closing boundary': part('sample_audio', 'RIFF'),
  'fields after a file': `${part('sample_audio', 'RIFF')}${part('tone', 'a', false).repeat(2000)}--x--\r\n`,
  'a large field after a file': `${part('sample_audio', 'RIFF')}${part('tone', 'a'.repeat(3e6), false)}--x--\r\n`,
};

export const attacks: readonly Attack[] = [
  {
    name: 'forms that end the gateway, five of each',
    async run(install) {
      const { key } = await newKey(install, { scopes: ['media'] });
      const said = [];
      for (const [name, form] of Object.entries(forms)) {
        const statuses = [];
        for (let n = 0; n < 5; n++)
          statuses.push(await statusOf(post(install, '/api/admin/add_voice', form, { key, type: FORM })));
        said.push(`${name}: ${tally(statuses)}`);
      }
      return said.join('; ');
    },
  },
  {
    name: '15 million wrong elements (30 MB) as pages',
    run: (install) => statusOf(post(install, '/api/kb/store-pages', `{"pages":[${'1,'.repeat(15e6)}1]}`)),
  },
  {
    name: '1.9 million wrong messages (3.8 MB) of a chat key',
    async run(install) {
      const { key } = await newKey(install, { scopes: ['chat'] });
      const body = `{"model":"Ada","messages":[${'1,'.repeat(1.9e6)}1]}`;
      return statusOf(post(install, '/v1/chat/completions', body, { key }));
    },
  },
  {
    name: '50,000 lines of "{"',
    async run(install) {
      const { status, text } = await post(
        install,
        '/api/kb/stream-pages?stream_id=bad',
        '{\n'.repeat(50_000),
        { type: LINES },
      );
      return `${status}, ${text.split('\n').length - 1} lines`;
    },
  },
  {
    name: '199,000 keys of metadata',
    run: (install) => {
      const keys = Array.from({ length: 199_000 }, (_, n) => `"k${n}":1`).join(',');
      return statusOf(
        post(install, '/api/kb/store-pages', `{"pages":[{"title":"t","content":"c","metadata":{${keys}}}]}`),
      );
    },
  },
  {
    name: 'a valid body of 60 MB',
    run: (install) => {
      const pages = Array.from({ length: 370 }, (_, n) => ({
        title: `Page ${n}`,
        content: `${n} The tide turns. `.repeat(9000),
      }));
      return statusOf(post(install, '/api/kb/store-pages', JSON.stringify({ pages })));
    },
  },
  {
    name: 'six reviews of 330,000 Chinese characters, beside a chat',
    async run(install) {
      const text = Array.from({ length: 33_000 }, (_, n) => `潮水每天涨落两次${n % 10}。`).join('');
      const reviews = times(6, () =>
        statusOf(
          post(
            install,
            '/api/kb/review-data',
            JSON.stringify({ review_data: { articles: [text], notes: [] } }),
          ),
        ),
      );
      let maxMs = 0;
      const over = new AbortController();
      const done = reviews.finally(() => over.abort());
      while (!over.signal.aborted) {
        const began = performance.now();
        await install.call('POST', '/api/kb/v2/chat', {
          chat_data: { user_id: 'a', message: 'When does the tide turn?' },
        });
        maxMs = Math.max(maxMs, performance.now() - began);
        await sleep(50);
      }
      return `${tally(await done)}; slowest chat ${Math.round(maxMs)} ms`;
    },
  },
  {
    name: 'twelve chunked bodies of 60 MB at once',
    run: async (install) => {
      const block = Buffer.alloc(1e6, '[1,2,3,4],');
      const body = () =>
        Readable.from(
          (function* () {
            yield '{"pages":[';
            for (let n = 0; n < 60; n++) yield block;
          })(),
        );
      return tally(await times(12, () => statusOf(post(install, '/api/kb/store-pages', body()))));
    },
  },
  {
    name: 'one Idempotency-Key for two personas',
    async run(install) {
      const headers = { 'idempotency-key': randomUUID() };
      const counts = [];
      for (const id of [await newPersona(install), await newPersona(install)]) {
        await install.call(
          'POST',
          '/api/kb/store-pages',
          { pages: [{ title: 'T', content: 'The tide turns.' }] },
          { ...headers, 'x-instance-id': id },
        );
        const { body } = await install.call<{ training_data: unknown[] }>(
          'GET',
          `/api/kb/training-data?instance_id=${id}`,
        );
        counts.push(body.training_data.length);
      }
      return `pages of each: ${counts.join(', ')}`;
    },
  },
  {
    name: 'a limited key that gives a persona to another key, or to none',
    async run(install) {
      const own = await newPersona(install);
      const { key } = await newKey(install, { scopes: ['instances'], instance_ids: [own] });
      const { key_id: other } = await newKey(install, { scopes: ['kb'] });
      const give = (owner_key_id: string) =>
        post(
          install,
          '/api/admin/instance',
          JSON.stringify({ instance_data: { name: 'X', description: 'x', configuration: {}, owner_key_id } }),
          { key },
        );
      const unknown = `key_${'0'.repeat(26)}`;
      const [foreign, nobody] = [await give(other), await give(unknown)];
      const same = messageOf(foreign.text).replace(other, '') === messageOf(nobody.text).replace(unknown, '');
      return `${foreign.status}, ${nobody.status}, ${same ? 'the same words' : 'OTHER WORDS'}`;
    },
  },
  {
    name: 'a key that ends and makes one that does not',
    async run(install) {
      const ends = new Date(Date.now() + 60_000).toISOString();
      const { key } = await newKey(install, { scopes: ['admin'], expires_at: ends });
      const { text } = await post(install, '/api/admin/keys', '{"scopes":["admin"]}', { key });
      return (JSON.parse(text) as { expires_at: string }).expires_at === ends
        ? 'ends with it'
        : 'OUTLIVES IT';
    },
  },
  {
    name: 'javascript: as the address of a page',
    async run(install) {
      const id = await newPersona(install);
      const pages = [
        {
          title: 'The lamp',
          content: 'The lamp of the Skerry lighthouse burns whale oil.',
          metadata: { url: 'javascript:alert(1)' },
        },
      ];
      await install.call('POST', '/api/kb/store-pages', { instance_id: id, pages }, { prefer: 'wait=30' });
      const { body } = await install.call<{ citations: { url?: string }[] }>('POST', '/api/kb/v2/chat', {
        chat_data: {
          instance_id: id,
          user_id: 'a',
          message: 'What does the lamp of the Skerry lighthouse burn?',
        },
      });
      return body.citations.map(({ url }) => url ?? 'no link').join(', ');
    },
  },
  {
    name: 'a data folder that others may read',
    run: async ({ folder }) => (statSync(folder).mode & 0o777).toString(8),
  },
  {
    name: 'Bob in the chat of Alice',
    async run(install) {
      const say = (user_id: string, chat_id?: string) =>
        install.call<{ chat_id: string }>('POST', '/api/kb/v2/chat', {
          chat_data: { user_id, message: 'Hello', chat_id },
        });
      const { body } = await say('alice');
      return String((await say('bob', body.chat_id)).status);
    },
  },
  {
    name: '100 half-open uploads of one key, beside another’s upload',
    async run(install) {
      const { key } = await newKey(install, { scopes: ['media'] });
      const { hostname, port } = new URL(install.url);
      const sockets = Array.from({ length: 100 }, () => {
        const socket = connect(Number(port), hostname);
        socket.on('error', () => undefined).on('data', () => undefined);
        socket.write(
          `POST /api/admin/add_voice HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{"voice_data":`,
        );
        return socket;
      });
      await sleep(1000);
      const began = performance.now();
      const voice = JSON.stringify({
        voice_data: {
          language: 'en',
          tone: 'calm',
          pitch: 'low',
          sample_audio: randomBytes(300).toString('base64'),
        },
      });
      const status = await statusOf(post(install, '/api/admin/add_voice', voice));
      const ms = Math.round(performance.now() - began);
      for (const socket of sockets) socket.destroy();
      return `${status} in ${ms} ms`;
    },
  },
  {
    name: '200 connections of one key, beside another’s chat',
    async run(install) {
      const { idle, beside, liveness } = await measureShare(install, 200, 10);
      return `p95 ${beside.p95.toFixed(0)} ms (idle ${idle.p95.toFixed(0)}), liveness p50 ${liveness.p50.toFixed(0)} ms`;
    },
  },
  {
    name: '60 wrong keys',
    run: async (install) =>
      tally(
        await times(60, () =>
          statusOf(post(install, '/api/kb/search', '{}', { key: `psk_guess_${'0'.repeat(32)}` })),
        ),
      ),
  },
  {
    name: 'four uploads of 50 MB in base64 at once',
    run: async (install) => {
      const base64 = Buffer.alloc(50e6, 'RIFF').toString('base64');
      const body = (n: number) =>
        `{"voice_data":{"language":"en","tone":"calm","pitch":"low","sample_audio":"${Buffer.from(`${n}`.repeat(30)).toString('base64')}${base64}"}}`;
      return tally(await times(4, (n) => statusOf(post(install, '/api/admin/add_voice', body(n)))));
    },
  },
];

const messageOf = (text: string): string => (JSON.parse(text) as { message: string }).message;
