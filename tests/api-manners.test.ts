// How each route of the OpenAPI document takes what clients send beside what it asks for: unknown fields, and
// null for what they leave out. Through a whole install, since several routes need the chat service.
import { request as requestByHttp } from 'node:http';
import { request as requestByTls } from 'node:https';
import { json, text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SESSION_HEADER } from '@persona/contracts';
import { anyInstall, type Install } from './install.ts';
import { resolvedPaths, type OpenApiDocument } from './openapi/operations.ts';

interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
}
interface Operation {
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}
type Json = Record<string, unknown>;

const SENTENCE = 'The lamp of the Skerry lighthouse burns whale oil.';
const KIOSK = 'https://kiosk.example';
const QUESTION = 'What does the lamp of the Skerry lighthouse burn?';

let install: Install;
let instance_id: string;
let operations: Map<string, Operation>;
beforeAll(async () => {
  install = await anyInstall();
  instance_id = await created('instance_id', '/api/instance', { instance_data: persona });
  const pages = [{ title: 'The lamp', content: SENTENCE }];
  await install.call('POST', '/api/kb/store-pages', { pages }, { prefer: 'wait=30' });
  const { body } = await install.call<OpenApiDocument<Operation>>('GET', '/openapi.json');
  operations = new Map(
    Object.entries(resolvedPaths(body)).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, one]) => [`${method.toUpperCase()} ${path}`, one] as const),
    ),
  );
}, 120_000);
afterAll(() => install.stop(), 60_000);

const persona = { name: 'Ada', description: 'A lighthouse keeper', configuration: { a: null } };
const voice_data = { language: 'en', tone: 'calm', pitch: 'low', sample_audio: 'UklGRg==' };
const video_data = { file: 'AAAA', title: 'A film', duration: 1, resolution: '1080p' };

const created = async (field: string, path: string, body: Json): Promise<string> => {
  const reply = await install.call('POST', path, body);
  expect(reply.status, path).toBe(200);
  return reply.body[field] as string;
};
const make = {
  persona: () => created('instance_id', '/api/instance', { instance_data: persona }),
  key: () => created('key_id', '/api/admin/keys', { scopes: ['chat'] }),
  widgetKey: () => created('key_id', '/api/admin/widget-keys', { instance_id, origins: [KIOSK] }),
  review: () => created('review_id', '/api/kb/review-data', { review_data: { articles: ['Some words.'] } }),
  chat: () => created('chat_id', '/api/kb/v2/chat', { chat_data: { user_id: 'ann', message: QUESTION } }),
  stream: () =>
    created('stream_id', '/api/kb/stream-pages', {
      stream_data: { stream_id: 'docs', pages: [{ title: 'Docs', content: 'Some words.' }] },
    }),
  // Of this persona, which may not be the install's default: two of one file can't move to it.
  voice: () => created('voice_id', '/api/admin/add_voice', { voice_data: { ...voice_data, instance_id } }),
  video: () => created('video_id', '/api/admin/video', { video_data: { ...video_data, instance_id } }),
  message: async () => {
    const chat_data = { user_id: 'ann', message: QUESTION };
    const { body } = await install.call<{ message_id: string }>('POST', '/api/kb/v2/chat', { chat_data });
    return body.message_id;
  },
  /** A page that has an earlier version, 1. */
  changedPage: async () => {
    const id = await make.page();
    const changed = { training_data: { content: 'Other words.' } };
    const options = { prefer: 'wait=60' };
    expect(await install.call('PUT', `/api/kb/training-data/${id}`, changed, options)).toMatchObject({
      status: 200,
    });
    return id;
  },
  page: async () => {
    const pages = [{ title: 'A page', content: `It is number ${Math.random()}.` }];
    const { body } = await install.call<{ pages: { id: string }[] }>('POST', '/api/kb/store-pages', {
      pages,
    });
    return body.pages[0]!.id;
  },
  job: async () => {
    const pages = [{ title: 'A page', content: `It is number ${Math.random()}.` }];
    return created('job_id', '/api/kb/store-pages', { pages });
  },
};

interface Example {
  /** The id in the path, and the version behind it. */
  id?: string;
  version?: number;
  query?: string;
  body?: Json;
  headers?: Record<string, string>;
}
const inPath = (made: () => Promise<string>, body?: Json) => async (): Promise<Example> => ({
  id: await made(),
  ...(body ? { body } : {}),
});
const inBody =
  (made: () => Promise<string>, field = 'id', body: Json = {}) =>
  async (): Promise<Example> => ({ body: { ...body, [field]: await made() } });
const inQuery = (made: () => Promise<string>, field: string) => async (): Promise<Example> => ({
  query: `?${field}=${await made()}`,
});

/** What the console sends with a request. */
const OWN_PAGE = { [SESSION_HEADER]: '1' };

/** Routes that answer with a model of the install, which this one does not have. */
const NEEDS_MODEL: ReadonlySet<string> = new Set(['POST /v1/embeddings', 'POST /v1/audio/transcriptions']);

/** A request of each route that answers with JSON, as short as it may be. */
const examples: Record<string, Example | (() => Promise<Example>)> = {
  'POST /api/instance': { body: { instance_data: persona } },
  'GET /api/instance': {},
  'PATCH /api/instance': inBody(make.persona, 'instance_id', { name: 'Eve' }),
  'DELETE /api/instance': inBody(make.persona, 'instance_id'),
  'POST /api/admin/instance': { body: { instance_data: persona } },
  'GET /api/instance/{id}': inPath(make.persona),
  'PATCH /api/instance/{id}': inPath(make.persona, { instance_data: { name: 'Eve' } }),
  'DELETE /api/instance/{id}': inPath(make.persona, {}),
  'POST /api/admin/keys': { body: { scopes: ['chat'] } },
  'GET /api/admin/keys': {},
  'GET /api/admin/models': {},
  'GET /api/admin/doctor': {},
  'DELETE /api/admin/keys': inBody(make.key, 'key_id'),
  'DELETE /api/admin/keys/{id}': inPath(make.key, {}),
  'PATCH /api/admin/keys/{id}': inPath(make.key, { name: 'Of the kiosk' }),
  'POST /api/admin/keys/{id}/rotate': inPath(make.key, {}),
  'POST /api/admin/widget-keys': async () => ({ body: { instance_id, origins: [KIOSK] } }),
  'POST /api/admin/token-secret/rotate': { body: {} },
  'GET /api/widget/{key}': async () => ({ id: await make.widgetKey(), headers: { origin: KIOSK } }),
  'POST /api/tokens': async () => ({ body: { instance_id, user_id: 'ann' } }),
  'GET /api/admin/audit': {},
  'GET /api/session': {},
  'POST /api/session': async () => ({ headers: OWN_PAGE, body: { key: install.key } }),
  'DELETE /api/session': { headers: OWN_PAGE },
  'POST /api/session/links': {},
  'GET /api/stats': {},
  'GET /api/kb/unanswered': {},
  'GET /api/jobs/{id}': inPath(make.job),
  'GET /api/jobs': {},
  'POST /api/jobs/{id}/retry': inPath(make.job),
  'POST /api/jobs/{id}/cancel': inPath(make.job),
  'POST /api/kb/store-pages': { body: { pages: [{ title: 'Tea', content: 'Some text.' }] } },
  'POST /api/kb/stream-pages': {
    body: { stream_data: { stream_id: 'more', pages: [{ title: 'Tea', content: 'Some text.' }] } },
  },
  'GET /api/kb/streams/{id}': inPath(make.stream),
  'GET /api/kb/training-data': {},
  'GET /api/kb/training-data/{id}/passages': inPath(make.page),
  'GET /api/kb/training-data/{id}/versions': inPath(make.page),
  'GET /api/kb/training-data/{id}/versions/{version}': async () => ({
    id: await make.changedPage(),
    version: 1,
  }),
  'POST /api/kb/training-data/{id}/revert': inPath(make.changedPage, { version: 1 }),
  'PUT /api/kb/training-data': async () => ({
    body: { training_data: { id: await make.page(), content: 'Other words.' } },
  }),
  'DELETE /api/kb/training-data': inBody(make.page),
  'GET /api/kb/training-data/{id}': inPath(make.page),
  'PUT /api/kb/training-data/{id}': inPath(make.page, { training_data: { content: 'Other words.' } }),
  'DELETE /api/kb/training-data/{id}': inPath(make.page, {}),
  'POST /api/kb/review-data': { body: { review_data: { articles: ['Some words.'] } } },
  'GET /api/kb/review-data': {},
  'GET /api/kb/review-data/{id}': inPath(make.review),
  'POST /api/kb/review-data/{id}/approve': inPath(make.review, {}),
  'POST /api/kb/review-data/{id}/reject': inPath(make.review, {}),
  'POST /api/kb/review-data/{id}/request-changes': inPath(make.review, {}),
  'POST /api/kb/review-data/{id}/withdraw': inPath(make.review, {}),
  'POST /api/kb/search': { body: { query: QUESTION } },
  'POST /api/kb/auto-generate-prompts': { body: { data: { topics: ['lamp'] } } },
  'POST /api/kb/v2/chat': { body: { chat_data: { user_id: 'ann', message: QUESTION } } },
  'POST /api/kb/v2/chat/{chat_id}/cancel': inPath(make.chat),
  'GET /v1/models': {},
  'GET /v1/models/{model}': inPath(make.persona),
  'POST /v1/chat/completions': async () => ({
    body: { model: instance_id, messages: [{ role: 'user', content: QUESTION }] },
  }),
  'GET /api/persona/chats': {},
  'DELETE /api/persona/chats': inBody(make.chat, 'chat_id'),
  'DELETE /api/persona/chats/{id}': inPath(make.chat, {}),
  'GET /api/persona/messages': inQuery(make.chat, 'chat_id'),
  'GET /api/persona/messages/{id}': inPath(make.chat),
  'GET /api/persona/messages/{id}/explain': inPath(make.message),
  'POST /api/persona/messages/{id}/feedback': inPath(make.message, { rating: 'up' }),
  'DELETE /api/users/{user_id}': { id: 'ann' },
  'POST /api/admin/add_voice': { body: { voice_data } },
  'POST /api/admin/video': { body: { video_data } },
  'GET /api/admin/voices': {},
  'GET /api/admin/videos': {},
  'GET /api/admin/voice': inQuery(make.voice, 'id'),
  'GET /api/admin/video': inQuery(make.video, 'id'),
  'GET /api/admin/voice/{id}': inPath(make.voice),
  'GET /api/admin/video/{id}': inPath(make.video),
  'PATCH /api/admin/voice/{id}': async () => ({ id: await make.voice(), body: { instance_id } }),
  'PATCH /api/admin/video/{id}': async () => ({ id: await make.video(), body: { instance_id } }),
  'POST /api/admin/voice/{id}/consent': inPath(make.voice, { statement: 'It may speak.', actor: 'Ada' }),
  'DELETE /api/admin/voice': inBody(make.voice),
  'DELETE /api/admin/video': inBody(make.video),
  'DELETE /api/admin/voice/{id}': inPath(make.voice, {}),
  'DELETE /api/admin/video/{id}': inPath(make.video, {}),
};

/** Sends a body with any method, which fetch does not. */
async function send(
  operation: string,
  { id = '', version, query = '', headers: more }: Example,
  body: Json,
  accept = '*/*',
) {
  const [method, path = ''] = operation.split(' ');
  const filled = path.replace('{version}', String(version)).replace(/\{\w+\}/, id);
  const url = `${install.url}${filled}${query}`;
  const headers = {
    authorization: `Bearer ${install.key}`,
    'content-type': 'application/json',
    accept,
    ...more,
  };
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: Json; text: string }>();
  const content = Buffer.from(JSON.stringify(body));
  const request = url.startsWith('https:') ? requestByTls : requestByHttp;
  request(url, { method, headers: { ...headers, 'content-length': content.length } }, (reply) => {
    const isJson = reply.headers['content-type']?.startsWith('application/json');
    const read = async () => ({
      status: reply.statusCode ?? 0,
      body: isJson ? ((await json(reply)) as Json) : {},
      text: isJson ? '' : await text(reply),
    });
    read().then(resolve, reject);
  })
    .on('error', reject)
    .end(content);
  return promise;
}

/** The body with a field that nobody knows in each of its declared objects, and the paths of these fields. */
function withUnknown(body: Json, schema: Schema | undefined, at = ''): { body: Json; paths: string[] } {
  const paths = [`${at}unknown_field`];
  const extended: Json = { ...body, unknown_field: 1 };
  for (const [name, value] of Object.entries(body)) {
    const inner = schema?.properties?.[name];
    if (!inner?.properties) continue;
    const nested = withUnknown(value as Json, inner, `${at}${name}.`);
    extended[name] = nested.body;
    paths.push(...nested.paths);
  }
  return { body: extended, paths };
}

/** The body with null for every optional field of its declared objects, at any depth. */
function withNulls(value: unknown, schema: Schema | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => withNulls(item, schema?.items));
  if (!schema?.properties || typeof value !== 'object' || value === null) return value;
  const nulls = Object.keys(schema.properties)
    .filter((name) => !schema.required?.includes(name))
    .map((name) => [name, null]);
  const given = Object.entries(value).map(([name, one]) => [name, withNulls(one, schema.properties?.[name])]);
  return { ...Object.fromEntries(nulls), ...Object.fromEntries(given) };
}

const schemaOf = (operation: string): Schema | undefined =>
  operations.get(operation)?.requestBody?.content['application/json']?.schema;
const exampleOf = async (operation: string): Promise<Example> => {
  const example = examples[operation]!;
  return typeof example === 'function' ? example() : example;
};

test('there is an example of each route that answers with JSON', () => {
  const answering = [...operations].filter(
    ([name, { responses }]) =>
      !NEEDS_MODEL.has(name) && 'application/json' in (responses['200']?.content ?? {}),
  );
  expect(Object.keys(examples).toSorted()).toEqual(answering.map(([name]) => name).toSorted());
});

describe('unknown fields are ignored and listed in warnings', () => {
  test.each(Object.keys(examples))('%s', async (operation) => {
    const example = await exampleOf(operation);
    const { body, paths } = withUnknown(example.body ?? {}, schemaOf(operation));
    const reply = await send(operation, example, body);
    expect(reply).toMatchObject({ status: 200 });
    const warnings = JSON.stringify(reply.body['warnings']);
    for (const path of paths) expect(warnings).toContain(`${path} is not a field of this request`);
  });

  const unknown = { unknown_field: 1 };
  const warning = 'unknown_field is not a field of this request and was ignored';

  test('also in the last event of an answer that is streamed, and only there', async () => {
    const chat_data = { user_id: 'ann', message: QUESTION };
    const ask = (more: Json) => send('POST /api/kb/v2/chat', {}, { chat_data, ...more }, 'text/event-stream');
    const { text: events } = await ask(unknown);
    const [, done = ''] = /event: done\ndata: (.*)\n\n$/.exec(events) ?? [];
    expect(JSON.parse(done)).toMatchObject({ status: 'success', response: SENTENCE, warnings: [warning] });
    expect(events.split('warnings')).toHaveLength(2);
    expect((await ask({})).text).not.toContain('warnings');
  });

  test('and in the first chunk for an OpenAI client', async () => {
    const messages = [{ role: 'user', content: QUESTION }];
    const ask = (more: Json) =>
      send('POST /v1/chat/completions', {}, { model: instance_id, messages, stream: true, ...more });
    const { text: chunks } = await ask(unknown);
    expect(JSON.parse(chunks.slice('data: '.length, chunks.indexOf('\n')))).toMatchObject({
      warnings: [warning],
    });
    expect(chunks.split('warnings')).toHaveLength(2);
    expect((await ask({})).text).not.toContain('warnings');
  });
});

describe('null for an optional field is its absence', () => {
  const bodies = Object.keys(examples).filter((operation) => !operation.startsWith('GET'));
  test.each(bodies)('%s', async (operation) => {
    const example = await exampleOf(operation);
    const body = withNulls(example.body ?? {}, schemaOf(operation)) as Json;
    const reply = await send(operation, example, body);
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  });
});
