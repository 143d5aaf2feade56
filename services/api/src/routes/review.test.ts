import { grantScope } from '@persona/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';

interface Item {
  article: string;
  note: string | null;
  edited: string | null;
  reviews_td_id: string | null;
  td_id: string | null;
}
interface Submission {
  id: string;
  state: string;
  items: Item[];
  notes: string[];
  decision_note: string | null;
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

const post = (review_data: object) =>
  gateway.call<{ review_id: string; message: string; state: string; items: Item[]; warnings?: string[] }>(
    'POST',
    '/api/kb/review-data',
    { instance_id: persona, review_data },
  );
const submit = async (...articles: string[]) => (await post({ articles, notes: [] })).body.review_id;
const decide = (id: string, decision: string, body?: object) =>
  gateway.call<{ message: string; review_data: Submission }>(
    'POST',
    `/api/kb/review-data/${id}/${decision}`,
    body,
  );
const read = async (id: string) =>
  (await gateway.call<{ review_data: Submission }>('GET', `/api/kb/review-data/${id}`)).body.review_data;
const titles = async () =>
  (
    await gateway.call<{ training_data: { title: string; content: string; source: string }[] }>(
      'GET',
      `/api/kb/training-data?instance_id=${persona}`,
    )
  ).body.training_data.map(({ content }) => content);

describe('submitting', () => {
  test('an item per article, notes paired when there are as many, invisible until approved, and answered without checks', async () => {
    const { status, body } = await post({ articles: ['article1', 'article2'], notes: ['note1', 'note2'] });
    expect([status, body]).toMatchObject([
      200,
      {
        message: 'Data submitted for review',
        state: 'pending',
        instance_id: persona,
        items: [
          { article: 'article1', note: 'note1', reviews_td_id: null, checks: [] },
          { article: 'article2', note: 'note2' },
        ],
      },
    ]);
    expect(body.warnings?.join()).toContain('checks could not be made');
    expect(await titles()).toEqual([]);
    const whole = await post({ articles: ['article1', 'article2'], notes: ['about both'] });
    expect(await read(whole.body.review_id)).toMatchObject({
      notes: ['about both'],
      items: [{ note: null }, { note: null }],
    });
    expect((await post({ articles: ['only'] })).status).toBe(200);
  });

  test('an article that is the id of a page that answers reviews that page; any other text is a text', async () => {
    const pages = [
      { title: 'Tea', content: 'Green.' },
      { title: 'Coffee', content: 'Black.' },
    ];
    const stored = await gateway.call<{ pages: { id: string }[] }>('POST', '/api/kb/store-pages', {
      instance_id: persona,
      pages,
    });
    const [live, queued] = stored.body.pages.map(({ id }) => id);
    await gateway.documents.pages.update(grantScope(persona), live!, {
      set: { status: 'live', live_version: 1 },
    });
    const { body } = await post({ articles: [live, queued, 'td_made_up'], notes: [] });
    expect(body.items.map(({ reviews_td_id }) => reviews_td_id)).toEqual([live, null, null]);
    const approved = await decide(body.review_id, 'approve', { articles: ['Greener.', null, null] });
    expect(approved.body.review_data.items[0]).toMatchObject({ td_id: live, edited: 'Greener.' });
    expect(await titles()).toContain('Greener.');
  });

  test.each([
    [{ articles: [], notes: [] }, 'review_data.articles'],
    [{ articles: ['a', '  '], notes: [] }, 'review_data.articles[1]'],
    [{ articles: 'a', notes: [] }, 'review_data.articles'],
    [{ notes: [] }, 'review_data.articles'],
  ])('%o is refused, naming the field', async (data, param) => {
    const { status, body } = await post(data);
    expect([status, body.error?.param]).toEqual([400, param]);
  });
});

describe('deciding', () => {
  test('approved texts become pages; the same decision twice is one, another is a conflict', async () => {
    const id = await submit('First text.', 'Second text.');
    const first = await decide(id, 'approve', { note: 'good' });
    expect(first.body).toMatchObject({
      message: 'Submission approved',
      review_data: { state: 'approved', decision_note: 'good' },
    });
    const made = first.body.review_data.items.map(({ td_id }) => td_id);
    expect(made.every((td) => td?.startsWith('td_'))).toBe(true);
    const again = await decide(id, 'approve');
    expect(again.body.review_data.items.map(({ td_id }) => td_id)).toEqual(made);
    expect(await titles()).toEqual(['First text.', 'Second text.']);
    const other = await decide(id, 'reject');
    expect([other.status, other.body.error]).toMatchObject([
      409,
      { code: 'review_state_conflict', state: 'approved' },
    ]);
    expect(await titles()).toEqual(['First text.', 'Second text.']);
  });

  test('an approval may carry the text as it shall be stored', async () => {
    const id = await submit('Draft.');
    expect((await decide(id, 'approve', { text: 'Final.' })).body.review_data.items).toMatchObject([
      { edited: 'Final.' },
    ]);
    expect(await titles()).toEqual(['Final.']);
    const two = await submit('One.', 'Two.');
    expect((await decide(two, 'approve', { text: 'Both?' })).body.error?.param).toBe('text');
    expect((await decide(two, 'approve', { articles: ['One'] })).body.error?.param).toBe('articles');
    expect((await decide(two, 'approve', { articles: [null, ' '] })).body.error?.param).toBe('articles[1]');
    await decide(two, 'approve', { articles: [null, 'Two, edited.'] });
    expect(await titles()).toEqual(['Final.', 'One.', 'Two, edited.']);
  });

  test('asked for changes, it is submitted again; rejected and withdrawn ones never become pages', async () => {
    const id = await submit('Draft.');
    await decide(id, 'request-changes', { note: 'more' });
    expect((await decide(id, 'approve')).body.error?.code).toBe('review_state_conflict');
    const again = await post({ id, articles: ['Better draft.'], notes: [] });
    expect(again.body).toMatchObject({ review_id: id, state: 'pending' });
    expect((await post({ id, articles: ['Once more.'], notes: [] })).body.error?.code).toBe(
      'review_state_conflict',
    );
    await decide(id, 'reject');
    const other = await submit('Other.');
    await decide(other, 'request-changes');
    expect((await decide(other, 'withdraw')).body.review_data.state).toBe('withdrawn');
    expect(await titles()).toEqual([]);
  });

  test('many decisions at once: one wins, and it is applied once', async () => {
    const id = await submit('Text.');
    const replies = await Promise.all(
      ['approve', 'reject', 'approve', 'withdraw', 'approve'].map((decision) => decide(id, decision)),
    );
    const { state } = await read(id);
    const wanted = { approved: 'approve', rejected: 'reject', withdrawn: 'withdraw' }[state];
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual(
      wanted === 'approve' ? [200, 200, 200, 409, 409] : [200, 409, 409, 409, 409],
    );
    expect(await titles()).toEqual(state === 'approved' ? ['Text.'] : []);
  });

  test('lists are of one state; deciding needs the scope, and another persona’s submission is not there', async () => {
    const first = await submit('A.');
    const second = await submit('B.');
    await decide(first, 'reject');
    const list = async (query: string) =>
      (
        await gateway.call<{ review_data: Submission[] }>(
          'GET',
          `/api/kb/review-data?instance_id=${persona}&${query}`,
        )
      ).body.review_data.map(({ id }) => id);
    expect(await list('')).toEqual([second, first]);
    expect(await list('state=rejected')).toEqual([first]);
    const writer = await gateway.newKey({ scopes: ['kb'] });
    const reply = await gateway.call('POST', `/api/kb/review-data/${second}/approve`, undefined, {
      key: writer.token,
    });
    expect([reply.status, reply.body.error?.code]).toEqual([403, 'scope_missing']);
    const other = await gateway.newPersona('Other');
    const reviewer = await gateway.newKey({ scopes: ['review'], instance_ids: [other] });
    expect(
      (
        await gateway.call('POST', `/api/kb/review-data/${second}/approve`, undefined, {
          key: reviewer.token,
        })
      ).status,
    ).toBe(404);
    expect((await decide('rev_made_up', 'approve')).status).toBe(404);
  });
});
