import { grantScope, type Change } from '@persona/contracts';
import { createMemoryChangeFeed } from '@persona/queues';
import { eventually, mediaRow } from '@persona/testing';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { tellChanges } from '../change-events.ts';
import type { SseEvent } from '../sse.ts';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';

interface Told {
  id: string | undefined;
  event: string;
  data: Partial<Change>;
}

describe('the events of a gateway', () => {
  let gateway: TestGateway;
  let ada: string;
  let bea: string;
  beforeAll(async () => {
    gateway = await openTestGateway();
    ada = await gateway.newPersona('Ada');
    bea = await gateway.newPersona('Bea');
  });
  afterAll(() => gateway.close());

  /** Follows the events as this key until the test ends. */
  const follow = async (key: string, query = '', lastEventId?: string) => {
    const response = await gateway.app.inject({
      method: 'GET',
      url: `/api/events${query}`,
      headers: {
        authorization: `Bearer ${key}`,
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
      payloadAsStream: true,
    });
    const stream = response.stream();
    let text = '';
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    stream.on('error', () => undefined);
    onTestFinished(() => void stream.destroy());
    const events = (): Told[] =>
      text.split('\n\n').flatMap((block) => {
        const [, id, event, data] = /^(?:id: (.*)\n)?event: (.*)\ndata: (.*)$/.exec(block) ?? [];
        return event === undefined ? [] : [{ id, event, data: JSON.parse(data ?? '') as Partial<Change> }];
      });
    const changes = () => events().flatMap(({ event, data }) => (event === 'change' ? [data] : []));
    if (response.statusCode === 200) await eventually(() => events().length > 0);
    return { status: response.statusCode, text: () => text, events, changes };
  };
  const storePage = async (persona: string, title: string) => {
    const { body } = await gateway.call<{ pages: { id: string }[] }>(
      'POST',
      `/api/kb/store-pages?instance_id=${persona}`,
      { pages: [{ title, content: `All of ${title}.` }] },
    );
    return body.pages[0]?.id ?? '';
  };
  const submit = async (persona: string) => {
    const review_data = { articles: ['A proposed text.'] };
    const { body } = await gateway.call<{ review_id: string }>(
      'POST',
      `/api/kb/review-data?instance_id=${persona}`,
      { review_data },
    );
    return body.review_id;
  };

  test('tell of pages, jobs and reviews, by ids and without words', async () => {
    const admin = await follow(gateway.admin);
    expect(admin.events()[0]).toMatchObject({ event: 'ready', data: {} });
    const page = await storePage(ada, 'Unheard lighthouses');
    const review = await submit(ada);
    await eventually(() => admin.changes().some(({ id }) => id === review));
    const told = admin.changes();
    expect(told).toContainEqual(
      expect.objectContaining({ type: 'page', id: page, instance_id: ada, state: 'queued', version: 1 }),
    );
    expect(told).toContainEqual(
      expect.objectContaining({ type: 'job', kind: 'page.index', instance_id: ada }),
    );
    expect(told).toContainEqual(expect.objectContaining({ type: 'review', id: review, state: 'pending' }));
    expect(admin.text()).not.toContain('Unheard');
    await gateway.call('DELETE', `/api/kb/training-data/${page}`);
    await eventually(() => admin.changes().some(({ id, state }) => id === page && state === 'deleted'));
  });

  test('only what the key may see is told: its personas, its scopes, what is asked for', async () => {
    const { documents, newKey } = gateway;
    const keyOf = async (fields: Parameters<typeof newKey>[0]) => newKey(fields);
    const limited = await keyOf({ instance_ids: [ada] });
    const kb = await keyOf({ scopes: ['kb'] });
    const media = await keyOf({ scopes: ['media'] });
    const readers = {
      limited: await follow(limited.token),
      kb: await follow(kb.token),
      media: await follow(media.token),
      pages: await follow(gateway.admin, '?types=page'),
      bea: await follow(gateway.admin, `?instance_id=${bea}`),
      all: await follow(gateway.admin),
    };
    const pages = [await storePage(ada, 'Of Ada'), await storePage(bea, 'Of Bea')];
    const review = await submit(bea);
    const loose = mediaRow(grantScope(media.key.id), { id: 'voi_01K3Q6W0000000000000000005', kind: 'voice' });
    await documents.media.insert(grantScope(media.key.id), [loose]);
    // The last of all: whoever was told of it has been told of the rest.
    const last = mediaRow(grantScope(bea), { id: 'voi_01K3Q6W0000000000000000006', kind: 'voice' });
    const lastPage = await storePage(ada, 'The last');
    await documents.media.insert(grantScope(bea), [last]);
    const idsOf = ({ changes }: (typeof readers)['all']) => changes().map(({ id }) => id);
    await eventually(() => idsOf(readers.all).includes(last.id));
    await eventually(() => idsOf(readers.media).includes(last.id));
    for (const name of ['limited', 'kb', 'pages'] as const)
      await eventually(() => idsOf(readers[name]).includes(lastPage));
    await eventually(() => idsOf(readers.bea).includes(last.id));

    expect(new Set(readers.limited.changes().map(({ instance_id }) => instance_id))).toEqual(new Set([ada]));
    expect(new Set(readers.kb.changes().map(({ type }) => type))).toEqual(new Set(['page', 'job']));
    expect(idsOf(readers.kb)).toEqual(expect.arrayContaining(pages));
    expect(idsOf(readers.media)).toEqual([loose.id, last.id]);
    expect(new Set(readers.pages.changes().map(({ type }) => type))).toEqual(new Set(['page']));
    expect(new Set(readers.bea.changes().map(({ instance_id }) => instance_id))).toEqual(new Set([bea]));
    expect(idsOf(readers.all)).toEqual(expect.arrayContaining([...pages, review, loose.id]));

    expect((await follow(kb.token, '?types=chat')).status).toBe(403);
    expect((await follow(gateway.admin, '?types=page,pages')).status).toBe(400);
    expect((await follow(limited.token, `?instance_id=${bea}`)).status).toBe(404);
  });

  test('a key of one user is told of that user’s chats only', async () => {
    const { documents, newKey } = gateway;
    const scope = grantScope(ada);
    const now = new Date().toISOString();
    const chat = (id: string, user_id: string) => ({
      id,
      instance_id: ada,
      version: 1,
      created_at: now,
      updated_at: now,
      user_id,
      title: 'Of a secret',
      message_count: 0,
      busy_with: 'msg_x',
      busy_until: now,
      deleted_at: null,
    });
    const { token } = await newKey({ scopes: ['history'], user_id: 'ann' });
    const ann = await follow(token);
    const [others, own] = ['cht_01K3Q6W0000000000000000007', 'cht_01K3Q6W0000000000000000008'];
    await documents.chats.insert(scope, [chat(others, 'ben'), chat(own, 'ann')]);
    await documents.chats.update(scope, own, { set: { busy_with: null, busy_until: null } });
    await eventually(() => ann.changes().length === 2);
    expect(ann.changes().map(({ id, state }) => [id, state])).toEqual([
      [own, 'answering'],
      [own, 'idle'],
    ]);
  });

  test('a reader that comes back is told what it missed, or that it missed something', async () => {
    const first = await follow(gateway.admin);
    const before = await storePage(ada, 'Before the break');
    await eventually(() => first.changes().some(({ id }) => id === before));
    const place = first.events().at(-1)?.id;
    const missed = await storePage(ada, 'In the break');
    const again = await follow(gateway.admin, '', place);
    await eventually(() => again.changes().some(({ id }) => id === missed));
    expect(again.changes().map(({ id }) => id)).not.toContain(before);
    const known = again.changes().length;
    const later = await storePage(ada, 'After the break');
    await eventually(() => again.changes().some(({ id }) => id === later));
    expect(
      again
        .changes()
        .slice(known)
        .map(({ id }) => id),
    ).not.toContain(missed);

    const lost = await follow(gateway.admin, '', '1-1.0');
    await eventually(() => lost.events().some(({ event }) => event === 'reset'));
  });
});

describe('telling changes', () => {
  const change = (id: string): Change => ({ type: 'page', instance_id: 'ins_a', id, at: '' });
  const open = (more: Partial<Parameters<typeof tellChanges>[1]> = {}) => {
    const feed = createMemoryChangeFeed();
    const events: SseEvent[] = [];
    const ended = new AbortController();
    const reader = { lastEventId: undefined, maySee: async () => true, check: async () => {}, ...more };
    const ending = tellChanges(feed, reader, (event) => events.push(event), ended.signal, 5);
    onTestFinished(() => ended.abort());
    return { feed, events, ending, ended };
  };

  test('ends when the key is refused in the meantime', async () => {
    let isRevoked = false;
    const { ending } = open({
      check: async () => {
        if (isRevoked) throw new Error('revoked');
      },
    });
    isRevoked = true;
    await expect(ending).rejects.toThrow('revoked');
  });

  test('tells a reader who can not follow to read everything anew', async () => {
    const held = Promise.withResolvers<boolean>();
    const { feed, events } = open({ maySee: () => held.promise });
    await eventually(() => events.length > 0);
    for (let n = 0; n < 12_345; n++) feed.announce(change(`td_${n}`));
    held.resolve(true);
    feed.announce(change('td_last'));
    await eventually(() => events.some(({ data }) => (data as Change).id === 'td_last'));
    expect(events.some(({ event }) => event === 'reset')).toBe(true);
    expect(events.length).toBeLessThan(6000);
  });

  test('ends when its reader is gone', async () => {
    const { ending, ended } = open();
    ended.abort();
    await ending;
  });
});
