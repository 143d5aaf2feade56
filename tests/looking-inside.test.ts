// What the gateway shows of how pages are read: over a gateway and a chat service on the same stores.
import { grantScope, type ExplainMessageReply } from '@persona/contracts';
import { encodePage } from '@persona/search';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openInstall } from './isolation/open-install.ts';

interface Passages {
  version: number;
  total: number;
  passages: { n: number; start: number; end: number; text: string; kind: string; headings: string[] }[];
  has_more: boolean;
  next_cursor: string | null;
  warnings?: string[];
}

describe('the passages of a page', () => {
  let install: Awaited<ReturnType<typeof openInstall>>;
  let persona: string;
  beforeAll(async () => {
    install = await openInstall();
    persona = await install.service.seed.persona();
  });
  afterAll(() => install.close());

  const content = [
    '# Lamps',
    ...Array.from(
      { length: 40 },
      (_, n) =>
        `Lamp number ${n} burns on the coast, and nobody counts its hours. ${'It is old. '.repeat(30)}`,
    ),
    '## Prices',
    '| Lamp | Price |\n|--|--|\n| Small | 12 crowns |\n| Large | 40 crowns |\n',
  ].join('\n\n');
  const passagesOf = (id: string, query = '') =>
    install.gateway.call<Passages>('GET', `/api/kb/training-data/${id}/passages${query}`);

  test('are slices of its content, in reading order, and come in parts', async () => {
    const page = await install.service.seed.page(persona, { title: 'Lamps', content });
    const { status, body: whole } = await passagesOf(page.id);
    expect(status).toBe(200);
    expect(whole).toMatchObject({ version: 1, has_more: false, next_cursor: null });
    expect(whole.total).toBeGreaterThan(3);
    expect(whole.passages.map(({ n }) => n)).toEqual(Array.from({ length: whole.total }, (_, n) => n));
    for (const { start, end, text } of whole.passages) expect(text).toBe(content.slice(start, end));
    expect(new Set(whole.passages.map(({ kind }) => kind))).toContain('text');
    expect(whole.passages.at(-1)).toMatchObject({ kind: 'table', headings: ['Lamps', 'Prices'] });

    const parts: Passages['passages'] = [];
    for (let query = '?limit=2'; ;) {
      const { body } = await passagesOf(page.id, query);
      parts.push(...body.passages);
      if (body.next_cursor === null) break;
      query = `?limit=2&cursor=${body.next_cursor}`;
    }
    expect(parts).toEqual(whole.passages);
  });

  test('are those of the version that answers, and a cursor ends with it', async () => {
    const { seed, search } = install.service;
    const { documents } = install.gateway;
    const scope = grantScope(persona);
    const page = await seed.page(persona, { title: 'Lamps', content });
    const next = { page_id: page.id, version: 2, title: 'Lamps', content: 'All lamps are out.' };
    await search.put(scope, [encodePage(next)]);
    const { body: before } = await passagesOf(page.id, '?limit=1');
    expect(before.version).toBe(1);
    await documents.pages.update(scope, page.id, { set: { version: 2, live_version: 2 } });
    const { body: after } = await passagesOf(page.id);
    expect(after.passages.map(({ text }) => text)).toEqual(['All lamps are out.']);
    const stale = await passagesOf(page.id, `?limit=1&cursor=${before.next_cursor}`);
    expect(stale.body.error).toMatchObject({ code: 'invalid_cursor', param: 'cursor' });
  });

  test('are none while no version answers, and told to be missing while the index lacks them', async () => {
    const { seed, search } = install.service;
    const { documents } = install.gateway;
    const scope = grantScope(persona);
    const page = await seed.page(persona, { title: 'Lamps', content });
    await search.removePages(scope, [page.id]);
    const { body: lost } = await passagesOf(page.id);
    expect(lost).toMatchObject({ version: 1, total: 0, passages: [] });
    expect(lost.warnings?.join()).toContain('filled again');
    await documents.pages.update(scope, page.id, { set: { live_version: 0, status: 'queued' } });
    const { body: waiting } = await passagesOf(page.id);
    expect(waiting).toMatchObject({ version: 0, total: 0, passages: [] });
    expect(waiting.warnings ?? []).toEqual([]);
    await documents.pages.update(scope, page.id, { set: { deleted_at: new Date().toISOString() } });
    expect((await passagesOf(page.id)).status).toBe(404);
  });
});

describe('why an answer is as it is', () => {
  let install: Awaited<ReturnType<typeof openInstall>>;
  let persona: string;
  beforeAll(async () => {
    install = await openInstall();
    persona = await install.service.seed.persona();
  });
  afterAll(() => install.close());

  const ask = async (message: string, user_id = 'ann') => {
    const chat_data = { instance_id: persona, user_id, message };
    const { body } = await install.gateway.call<{ message_id: string; chat_id: string; response: string }>(
      'POST',
      '/api/kb/v2/chat',
      { chat_data },
    );
    return body;
  };
  const explain = async (id: string, key?: string) =>
    install.gateway.call<Omit<ExplainMessageReply, 'status'>>(
      'GET',
      `/api/persona/messages/${id}/explain`,
      undefined,
      key === undefined ? {} : { key },
    );

  test('is what was found, read, chosen and left out for it', async () => {
    const { seed } = install.service;
    const tower = await seed.page(persona, {
      title: 'The tower',
      content: 'The tower is 46 metres tall. It was built of granite.',
    });
    await seed.page(persona, {
      title: 'Other towers',
      content: 'Most towers of the coast were built of brick.',
    });
    const said = await ask('How tall is the tower?');
    const { status, body } = await explain(said.message_id);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      chat_id: said.chat_id,
      question: 'How tall is the tower?',
      response: said.response,
      answer_type: 'grounded',
      is_kept: true,
      model_outcome: null,
      questions: [{ text: 'How tall is the tower?', language: 'en', outcome: 'answered' }],
    });
    expect(body.passages.map(({ title, outcome }) => [title, outcome])).toEqual([
      ['The tower', 'cited'],
      ['Other towers', 'not_chosen'],
    ]);
    expect(body.passages[0]).toMatchObject({ td_id: tower.id, relevance: 1 });
    expect(body.sentences[0]).toMatchObject({ text: 'The tower is 46 metres tall.', said: true });
    expect(body.sentences.slice(1).map((one) => one.said)).not.toContain(true);
    expect(body.took_ms).toBeGreaterThanOrEqual(0);
  });

  test('also of a silence: why nothing was said', async () => {
    const silent = await ask('Who painted the ceiling of the town hall of Ghent?');
    const { body } = await explain(silent.message_id);
    expect(body.answer_type).toBe('no_answer');
    expect(body.questions.map(({ outcome }) => outcome)).not.toContain('answered');
    expect(body.passages.map(({ outcome }) => outcome)).not.toContain('cited');
    const greeting = await ask('Hello!');
    expect((await explain(greeting.message_id)).body).toMatchObject({ is_kept: false, passages: [] });
  });

  test('shows no words of a page that was deleted, nor to a key that may not read pages', async () => {
    const { documents, newKey } = install.gateway;
    const scope = grantScope(persona);
    const page = await install.service.seed.page(persona, {
      title: 'Keeper',
      content: 'The keeper of the lamp is called Ilse Vandam.',
    });
    const said = await ask('What is the keeper of the lamp called?');
    expect(JSON.stringify((await explain(said.message_id)).body)).toContain('Ilse');
    const kept = await documents.explanations.get(scope, said.message_id);
    expect(JSON.stringify(kept)).not.toContain('Ilse');
    const { token } = await newKey({ scopes: ['history'] });
    const { body: without } = await explain(said.message_id, token);
    expect(without.passages.length).toBeGreaterThan(0);
    for (const { text, title } of without.passages) expect([text, title]).toEqual([null, null]);
    await install.gateway.call('DELETE', `/api/kb/training-data/${page.id}`);
    const { body } = await explain(said.message_id);
    expect(JSON.stringify(body)).not.toContain('Ilse');
    expect(body.passages.find(({ td_id }) => td_id === page.id)?.text).toBeNull();
  });

  test('is for the user’s own key only, by the question’s id as well, and goes with the user', async () => {
    const { documents, newKey, call } = install.gateway;
    const scope = grantScope(persona);
    const said = await ask('How tall is the tower?', 'bob');
    const { token: bobs } = await newKey({ scopes: ['history'], user_id: 'bob' });
    const { token: anns } = await newKey({ scopes: ['history'], user_id: 'ann' });
    expect((await explain(said.message_id, bobs)).status).toBe(200);
    const none = await explain('msg_01K3Q6W0000000000000000003', anns);
    const others = await explain(said.message_id, anns);
    expect(others.status).toBe(404);
    expect(others.body.error?.message).toBe(
      none.body.error?.message?.replace('msg_01K3Q6W0000000000000000003', said.message_id),
    );
    const [asked] = await documents.messages.find(scope, {
      where: { chat_id: said.chat_id, n: 0 },
      limit: 1,
    });
    expect((await explain(asked?.id ?? '')).body.message_id).toBe(said.message_id);

    const archive = await call('GET', '/api/users/bob/export');
    expect(archive.text).toContain('"explanation":{"questions":[{"text":"How tall is the tower?"');
    expect(await documents.explanations.count(scope, { chat_id: said.chat_id })).toBe(1);
    const erased = await call<{ receipt: { residual: number } }>('DELETE', '/api/users/bob');
    expect(erased.body.receipt.residual).toBe(0);
    expect(await documents.explanations.count(scope, { chat_id: said.chat_id })).toBe(0);
  });
});

describe('what is said to an answer, and what it does not know', () => {
  let install: Awaited<ReturnType<typeof openInstall>>;
  let persona: string;
  let lamps: string;
  beforeAll(async () => {
    install = await openInstall();
    persona = await install.service.seed.persona();
    const page = await install.service.seed.page(persona, {
      title: 'Lamps',
      content: 'The lamps of the coast burn oil. There are eleven of them.',
    });
    lamps = page.id;
  });
  afterAll(() => install.close());

  // oxlint-disable-next-line no-unnecessary-type-parameters -- the caller says what it expects of the JSON
  const call = <T>(method: 'GET' | 'POST' | 'DELETE', url: string, body?: unknown, key?: string) =>
    install.gateway.call<T>(method, url, body, key === undefined ? {} : { key });
  const ask = async (message: string, user_id = 'ann') => {
    const chat_data = { instance_id: persona, user_id, message };
    return (
      await call<{ message_id: string; chat_id: string; answer_type: string }>('POST', '/api/kb/v2/chat', {
        chat_data,
      })
    ).body;
  };
  const rate = (id: string, body: unknown, key?: string) =>
    call<{ rating: string | null; review_id: string | null; message_id: string }>(
      'POST',
      `/api/persona/messages/${id}/feedback`,
      body,
      key,
    );
  interface Unanswered {
    unanswered: {
      question: string;
      count: number;
      phrasings: string[];
      message_ids: string[];
      nearest: { td_id: string; title: string } | null;
      review_id: string | null;
    }[];
    is_complete: boolean;
  }
  const unanswered = (query = '', key?: string) =>
    call<Unanswered>('GET', `/api/kb/unanswered?instance_id=${persona}${query}`, undefined, key);

  test('a rating is kept, replaced and shown; who may not reach the answer may not rate it', async () => {
    const said = await ask('How many lamps are there?', 'rita');
    expect((await rate(said.message_id, { rating: 'up' })).body).toMatchObject({
      message_id: said.message_id,
      rating: 'up',
      review_id: null,
    });
    await rate(said.message_id, { rating: 'down' });
    const { body } = await call<{ message_items: { role: string; rating?: string }[] }>(
      'GET',
      `/api/persona/messages/${said.chat_id}`,
    );
    expect(body.message_items.map(({ rating }) => rating)).toEqual([undefined, 'down']);
    const { newKey } = install.gateway;
    const { token: others } = await newKey({ scopes: ['chat'], user_id: 'ann' });
    expect((await rate(said.message_id, { rating: 'up' }, others)).status).toBe(404);
    const { token: own } = await newKey({ scopes: ['chat'], user_id: 'rita' });
    expect((await rate(said.message_id, { rating: 'up' }, own)).status).toBe(200);
    expect((await rate(said.message_id, { correction: 'There are twelve lamps.' }, own)).status).toBe(403);
    expect((await rate(said.message_id, {})).body.error?.param).toBe('rating');
    expect((await rate(said.message_id, { correction: ' ' })).body.error?.param).toBe('correction');
  });

  test('a correction waits in review once, has no word of the user, and becomes a page', async () => {
    const said = await ask('Who trims the wicks of Unheardof?', 'rita');
    const correction = 'Ilse Vandam trims the wicks every evening.';
    const first = await rate(said.message_id, { rating: 'down', correction });
    const again = await rate(said.message_id, { correction });
    expect(again.body.review_id).toBe(first.body.review_id);
    expect(again.body.rating).toBe('down');
    const { body } = await call<{ review_data: { state: string; items: object[] } }>(
      'GET',
      `/api/kb/review-data/${first.body.review_id}`,
    );
    expect(body.review_data).toMatchObject({
      state: 'pending',
      items: [{ article: correction, message_id: said.message_id }],
    });
    expect(JSON.stringify(body.review_data)).not.toContain('Unheardof');
    await call('POST', `/api/kb/review-data/${first.body.review_id}/approve`, {});
    const { body: list } = await call<{ training_data: { content: string }[] }>(
      'GET',
      `/api/kb/training-data?instance_id=${persona}&q=Ilse`,
    );
    expect(list.training_data.map(({ content }) => content)).toEqual([correction]);
  });

  test('silent questions stand together by what they ask, with counts and the nearest page', async () => {
    const questions = [
      'Who invented the lamps of the coast?',
      'who invented the lamps of the coast',
      'The lamps of the coast: who was it that invented them?',
      'What is the tax on whale oil in Peru?',
    ];
    const asked = [];
    for (const [n, question] of questions.entries()) asked.push(await ask(question, `user${n}`));
    expect(new Set(asked.map(({ answer_type }) => answer_type))).toEqual(new Set(['no_answer']));
    const { status, body } = await unanswered();
    expect([status, body.is_complete]).toEqual([200, true]);
    const [first] = body.unanswered;
    expect(first).toMatchObject({ question: questions[2], count: 3 });
    expect(first?.phrasings.length).toBe(2);
    expect(first?.message_ids).toEqual([asked[2], asked[1], asked[0]].map((one) => one?.message_id));
    expect(first?.nearest).toEqual({ td_id: lamps, title: 'Lamps' });
    expect(body.unanswered.map(({ question }) => question)).toContain(questions[3]);

    // What was corrected is asked for separately.
    await rate(asked[0]?.message_id ?? '', { correction: 'The lamps were invented by Argand.' });
    const open = (await unanswered()).body.unanswered.map(({ question }) => question);
    expect(open).not.toContain(questions[2]);
    const all = (await unanswered('&corrected=true')).body.unanswered;
    expect(all.find(({ question }) => question === questions[2])?.review_id).toMatch(/^rev_/);

    // A user who is erased takes the question along.
    await call('DELETE', '/api/users/user3');
    expect((await unanswered()).body.unanswered.map(({ question }) => question)).not.toContain(questions[3]);
    const { token } = await install.gateway.newKey({ scopes: ['history'], user_id: 'ann' });
    expect((await unanswered('', token)).body.error?.code).toBe('user_mismatch');
    expect((await unanswered('&from=2026-02-30')).body.error?.param).toBe('from');
  });

  test('the days are counted from what is stored', async () => {
    const { documents } = install.gateway;
    const other = await install.service.seed.persona('Bea');
    await install.service.seed.page(other, {
      title: 'Sails',
      content: 'The sails are red and made of linen.',
    });
    const scope = grantScope(other);
    const say = (message: string) =>
      call('POST', '/api/kb/v2/chat', { chat_data: { instance_id: other, user_id: 'u', message } });
    for (const message of ['What are the sails made of?', 'Who sewed the flag of Peru?', 'Hello!'])
      await say(message);
    const stats = async (query: string) =>
      (
        await call<{
          days: { day: string; pages: number; questions: number; latency_ms: { of: number } | null }[];
          total: object;
        }>('GET', `/api/stats?instance_id=${other}${query}`)
      ).body;
    const today = new Date().toISOString().slice(0, 10);
    const body = await stats('');
    expect(body.days).toHaveLength(30);
    const counts = { pages: 1, questions: 2, answered: 1, silent: 1, small_talk: 1 };
    expect(body.total).toEqual(counts);
    expect(body.days.at(-1)).toMatchObject({ day: today, ...counts, latency_ms: { of: 1 } });
    expect(body.days[0]).toMatchObject({ questions: 0, latency_ms: null });

    // An answer of the day before counts there.
    const [answered] = await documents.messages.find(scope, { where: { answer_type: 'grounded' }, limit: 1 });
    await documents.messages.remove(scope, [answered?.id ?? '']);
    const before = new Date(Date.now() - 86_400_000).toISOString();
    if (answered) await documents.messages.insert(scope, [{ ...answered, created_at: before }]);
    const moved = await stats('');
    expect(moved.days.slice(-2).map(({ questions }) => questions)).toEqual([1, 1]);
    const one = await stats(`&from=${today}&to=${today}`);
    expect(one.days.map(({ day }) => day)).toEqual([today]);
    for (const query of [
      '&from=2026-01-01&to=2026-06-01',
      '&from=2026-02-01&to=2026-01-01',
      '&to=2026-02-31',
    ])
      expect(await stats(query)).toMatchObject({ error: { code: 'validation_error' } });
    const { token } = await install.gateway.newKey({ scopes: ['history'], user_id: 'u' });
    const refused = await call('GET', `/api/stats?instance_id=${other}`, undefined, token);
    expect(refused.status).toBe(403);
  });
});
