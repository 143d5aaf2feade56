import { grantScope } from '@persona/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';

interface Datum {
  id: string;
  title: string;
  content: string;
  version: number;
  status: string;
}
interface List {
  training_data: Datum[];
  has_more: boolean;
  next_cursor: string | null;
}

let gateway: TestGateway;
let persona: string;
beforeAll(async () => {
  gateway = await openTestGateway();
});
beforeEach(async () => {
  persona = await gateway.newPersona();
});
afterAll(() => gateway.close());

async function store(...pages: object[]): Promise<string[]> {
  const body = { instance_id: persona, pages };
  const reply = await gateway.call<{ pages: { id: string }[] }>('POST', '/api/kb/store-pages', body);
  return reply.body.pages.map(({ id }) => id);
}
const page = (title: string, content = `About ${title}.`, more: object = {}) => ({ title, content, ...more });
const list = (query = '') =>
  gateway.call<List>('GET', `/api/kb/training-data?instance_id=${persona}&${query}`);
const titles = async (query: string) => (await list(query)).body.training_data.map(({ title }) => title);
const put = (training_data: object, url = '/api/kb/training-data') =>
  gateway.call<{ id: string; version: number; unchanged?: boolean; job_id: string | null }>('PUT', url, {
    training_data,
  });
const remove = (url: string, body?: object) =>
  gateway.call<{ already_deleted?: boolean }>('DELETE', url, body, {
    headers: { 'content-type': 'application/json' },
  });

describe('reading', () => {
  test('rows are documented rows with more beside them, in the order they came', async () => {
    const [tea] = await store(
      page('Tea', 'Green tea.', { metadata: { author: 'Ann', external_id: 'x-1' } }),
      page('Coffee'),
    );
    const { status, body } = await list();
    expect([status, body.has_more, body.next_cursor]).toEqual([200, false, null]);
    expect(body.training_data[0]).toMatchObject({
      id: tea,
      content: 'Green tea.',
      title: 'Tea',
      source: 'store-pages',
      status: 'queued',
      version: 1,
      live_version: 0,
      external_id: 'x-1',
      metadata: { author: 'Ann' },
      chunk_count: 0,
      error: null,
    });
    expect((await gateway.call('GET', `/api/kb/training-data/${tea}`)).body).toMatchObject({
      instance_id: persona,
      training_data: { id: tea, content: 'Green tea.' },
    });
    expect((await list(`id=${tea}`)).body.training_data.map(({ id }) => id)).toEqual([tea]);
  });

  test('page by page, each once', async () => {
    const ids = await store(...Array.from({ length: 25 }, (_, n) => page(`Page ${n}`)));
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await list(`limit=7&cursor=${cursor}`);
      seen.push(...body.training_data.map(({ id }) => id));
      cursor = body.next_cursor ?? '';
    } while (cursor);
    expect(seen.toSorted()).toEqual(ids.toSorted());
    expect((await list('limit=0')).body.error?.param).toBe('limit');
    expect((await list('limit=1001')).body.error?.param).toBe('limit');
    expect((await list('cursor=abc')).body.error?.code).toBe('invalid_cursor');
  });

  test('filters: status, source, stream, the caller’s id, and words in any case', async () => {
    const [tea] = await store(
      page('Tea', 'Leaves in WATER', { id: 'tea' }),
      page('Coffee', 'Beans', { source: 'cellar' }),
    );
    const stream_data = { stream_id: 'docs', pages: [page('Milk', 'From cows and water')] };
    await gateway.call('POST', '/api/kb/stream-pages', { instance_id: persona, stream_data });
    await gateway.documents.pages.update(grantScope(persona), tea!, {
      set: { status: 'live', live_version: 1 },
    });
    expect(await titles('status=live')).toEqual(['Tea']);
    expect(await titles('source=cellar')).toEqual(['Coffee']);
    expect(await titles('stream_id=docs')).toEqual(['Milk']);
    expect(await titles('stream_id=unknown')).toEqual([]);
    expect(await titles('external_id=tea')).toEqual(['Tea']);
    expect(await titles('q=Water')).toEqual(['Tea', 'Milk']);
    expect(await titles('q=COFF')).toEqual(['Coffee']);
    expect(await titles('q=water&limit=1')).toEqual(['Tea']);
    const { next_cursor } = (await list('q=water&limit=1')).body;
    expect(await titles(`q=water&limit=1&cursor=${next_cursor}`)).toEqual(['Milk']);
    expect((await list('status=odd')).body.error?.param).toBe('status');
  });

  test('nothing of another persona, and nothing before there is one', async () => {
    const [tea] = await store(page('Tea'));
    const other = await gateway.newPersona('Other');
    const { token } = await gateway.newKey({ scopes: ['kb'], instance_ids: [other] });
    const asOther = { key: token };
    expect(
      (await gateway.call<List>('GET', '/api/kb/training-data', undefined, asOther)).body.training_data,
    ).toEqual([]);
    for (const [method, body] of [['GET'], ['PUT', { training_data: { content: 'x' } }], ['DELETE']] as const)
      expect((await gateway.call(method, `/api/kb/training-data/${tea}`, body, asOther)).status).toBe(404);
    expect((await gateway.call('GET', `/api/kb/training-data/${tea}?instance_id=${other}`)).status).toBe(404);
    await using fresh = Object.assign(await openTestGateway(), {
      [Symbol.asyncDispose]: () => fresh.close(),
    });
    expect((await fresh.call<List>('GET', '/api/kb/training-data')).body.training_data).toEqual([]);
  });
});

describe('changing', () => {
  test('a new version, with the id in the body, the path or the query; the same content is no change', async () => {
    const [id] = await store(page('Tea'));
    const first = await put({ id, content: 'Updated training data content' });
    expect(first.body).toMatchObject({
      status: 'success',
      message: 'Training data updated successfully',
      id,
      version: 2,
    });
    expect(first.body.job_id).toMatch(/^job_/);
    expect((await put({ id, content: 'Updated training data content' })).body).toMatchObject({
      unchanged: true,
      version: 2,
      job_id: null,
    });
    expect((await put({ content: 'Third' }, `/api/kb/training-data/${id}/`)).body.version).toBe(3);
    expect((await put({ content: 'Fourth' }, `/api/kb/training-data?id=${id}`)).body.version).toBe(4);
    expect((await list()).body.training_data).toMatchObject([
      { id, content: 'Fourth', version: 4, title: 'Tea' },
    ]);
  });

  test('what can’t be done is refused with its code', async () => {
    const [id] = await store(page('Tea'));
    const code = async (training_data: object, url?: string) =>
      (await put(training_data, url)).body.error?.code;
    expect(await code({ id: 'data1', content: 'x' })).toBe('not_found');
    expect(await code({ content: 'x' })).toBe('id_required');
    expect(await code({ id, content: 'x' }, '/api/kb/training-data/td_other')).toBe('id_conflict');
    expect(await code({ id, content: 'x', version: 7 })).toBe('version_conflict');
    expect(await code({ id, content: ' ' })).toBe('validation_error');
    expect((await put({ id })).body.error?.param).toBe('training_data.content');
  });
});

describe('deleting', () => {
  test.each([
    ['path', (id: string) => remove(`/api/kb/training-data/${id}`)],
    ['path with a slash', (id: string) => remove(`/api/kb/training-data/${id}/`)],
    ['query', (id: string) => remove(`/api/kb/training-data/?id=${id}`)],
    ['body', (id: string) => remove('/api/kb/training-data/', { id })],
    ['wrapped body', (id: string) => remove('/api/kb/training-data', { training_data: { id } })],
  ])('the id in the %s', async (_place, send) => {
    const [id] = await store(page('Tea'), page('Coffee'));
    const first = await send(id!);
    expect([first.status, first.body]).toMatchObject([
      200,
      { message: 'Training data deleted successfully', id },
    ]);
    expect(first.body.already_deleted).toBeUndefined();
    expect(await titles('')).toEqual(['Coffee']);
    expect((await gateway.call('GET', `/api/kb/training-data/${id}`)).status).toBe(404);
    expect((await put({ id, content: 'back from the dead' })).status).toBe(404);
    expect((await send(id!)).body).toMatchObject({ already_deleted: true });
  });

  test('an empty id never means all', async () => {
    await store(page('Tea'), page('Coffee'));
    for (const send of [
      () => remove('/api/kb/training-data/'),
      () => remove('/api/kb/training-data/?id='),
      () => remove('/api/kb/training-data', { id: '' }),
      () => remove('/api/kb/training-data', { training_data: { id: '' } }),
    ])
      expect((await send()).body.error?.code).toBe('id_required');
    expect(await titles('')).toEqual(['Tea', 'Coffee']);
    expect((await remove('/api/kb/training-data/data1')).status).toBe(404);
  });
});
