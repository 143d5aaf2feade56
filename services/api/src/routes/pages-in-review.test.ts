import { grantScope } from '@persona/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';

describe('pages that wait in review', () => {
  let gateway: TestGateway;
  let persona: string;
  beforeAll(async () => {
    gateway = await openTestGateway();
    persona = await gateway.newPersona();
  });
  afterAll(() => gateway.close());

  type Stored = { pages: { id: string }[]; review_ids?: string[]; job_id: string | null };
  const store = (pages: object[], more: object = {}, headers = {}) =>
    gateway.call<Stored>(
      'POST',
      `/api/kb/store-pages?instance_id=${persona}`,
      { pages, ...more },
      { headers },
    );
  const approve = (id: string, body: object = {}) =>
    gateway.call('POST', `/api/kb/review-data/${id}/approve`, body);
  const list = async (q: string) =>
    (
      await gateway.call<{
        training_data: { id: string; title: string; content: string; metadata: object; version: number }[];
      }>('GET', `/api/kb/training-data?instance_id=${persona}&q=${q}`)
    ).body.training_data;
  const live = (id: string) =>
    gateway.documents.pages.update(grantScope(persona), id, { set: { live_version: 1, status: 'live' } });

  test('are no pages before they are approved, and then what was sent', async () => {
    const page = {
      title: 'Otters',
      content: 'Otters sleep hand in hand.',
      metadata: { external_id: 'o', n: 1 },
    };
    const sent = await store([page], { review: true }, { 'idempotency-key': 'once' });
    expect(sent.body).toMatchObject({ pages: [], job_id: null });
    const [id = ''] = sent.body.review_ids ?? [];
    expect(id).toMatch(/^rev_/);
    expect((await store([page], { review: true }, { 'idempotency-key': 'once' })).body.review_ids).toEqual([
      id,
    ]);
    expect(await list('Otters')).toEqual([]);
    const { body } = await gateway.call('GET', `/api/kb/review-data/${id}`);
    expect(body['review_data']).toMatchObject({
      state: 'pending',
      items: [{ title: 'Otters', article: page.content, reviews_td_id: null }],
    });
    await approve(id);
    await approve(id);
    expect(await list('Otters')).toMatchObject([
      { title: 'Otters', content: page.content, metadata: page.metadata },
    ]);

    // Sent again with other words it is a new version of the same page.
    const [again = ''] =
      (await store([{ ...page, content: 'Otters sleep alone.' }], { review: true })).body.review_ids ?? [];
    await approve(again, { text: 'Otters sleep afloat.' });
    expect(await list('Otters')).toMatchObject([{ content: 'Otters sleep afloat.', version: 2 }]);
  });

  test('what was changed after the decision stays when it is applied once more', async () => {
    const [stored] = (await store([{ title: 'Seals', content: 'Seals bark.' }])).body.pages;
    const id = stored?.id ?? '';
    await live(id);
    const review_data = { articles: [{ td_id: id, text: 'Seals sing.' }] };
    const { body } = await gateway.call<{ review_id: string; items: object[] }>(
      'POST',
      `/api/kb/review-data?instance_id=${persona}`,
      { review_data },
    );
    expect(body.items).toMatchObject([{ article: 'Seals sing.', reviews_td_id: id }]);
    await approve(body.review_id);
    expect(await list('Seals')).toMatchObject([{ id, content: 'Seals sing.', version: 2 }]);
    await gateway.call('PUT', `/api/kb/training-data/${id}`, { training_data: { content: 'Seals hum.' } });
    // As after a crash between the page and the mark that it was applied.
    const scope = grantScope(persona);
    await gateway.documents.submissions.update(scope, body.review_id, { set: { applied: false } });
    await gateway.domain.applySubmission(scope, body.review_id);
    expect(await list('Seals')).toMatchObject([{ content: 'Seals hum.', version: 3 }]);
  });

  test('a text is proposed for a live page of the persona only', async () => {
    const [waiting] = (await store([{ title: 'Terns', content: 'Terns dive.' }])).body.pages;
    const review_data = { articles: ['A text.', { td_id: waiting?.id, text: 'Terns soar.' }] };
    const refused = await gateway.call('POST', `/api/kb/review-data?instance_id=${persona}`, { review_data });
    expect(refused.body.error).toMatchObject({ code: 'not_found', param: 'review_data.articles[1].td_id' });
  });

  test('many pages are several submissions', async () => {
    const pages = Array.from({ length: 230 }, (_, n) => ({
      title: `Gull ${n}`,
      content: `Gull number ${n}.`,
    }));
    const { body } = await store(pages, { review: true });
    expect(body.review_ids).toHaveLength(3);
    const found = await gateway.documents.submissions.getMany(grantScope(persona), body.review_ids ?? []);
    expect(found.flatMap(({ items }) => items.map(({ article }) => article))).toEqual(
      pages.map(({ content }) => content),
    );
  });

  test('so wants the policy of a persona, whatever route is taken', async () => {
    const [stored] = (await store([{ title: 'Auks', content: 'Auks swim.' }])).body.pages;
    const id = stored?.id ?? '';
    await gateway.call('PATCH', `/api/instance/${persona}`, { configuration: { ingest_policy: 'review' } });
    expect((await store([{ title: 'Ducks', content: 'Ducks dabble.' }])).body.review_ids).toHaveLength(1);
    expect(await list('Ducks')).toEqual([]);
    const stream_data = { stream_id: 's', pages: [{ title: 'Swans', content: 'Swans hiss.' }] };
    const at = `instance_id=${persona}`;
    const refused = [
      await gateway.call('POST', `/api/kb/stream-pages?${at}`, { stream_data }),
      await gateway.call('PUT', `/api/kb/training-data/${id}`, { training_data: { content: 'Auks fly.' } }),
      await gateway.call('POST', `/api/kb/training-data/${id}/revert`, { version: 1 }),
      await gateway.call(
        'POST',
        `/api/kb/stream-pages?${at}&stream_id=s`,
        '{"title":"A","content":"B c."}\n',
        {
          headers: { 'content-type': 'application/x-ndjson' },
        },
      ),
    ];
    for (const { status, body } of refused)
      expect([status, body.error?.code]).toEqual([409, 'review_state_conflict']);
    expect(await list('Auks')).toMatchObject([{ content: 'Auks swim.', version: 1 }]);
  });
});
