import { newId, grantScope, installScope } from '@persona/contracts';
import { mediaRow } from '@persona/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from './testing/gateway.ts';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await openTestGateway();
});
afterEach(() => gateway.close());

const storePage = async (instanceId: string) => {
  const pages = [{ title: 'Tides', content: 'The tide turns twice a day.' }];
  const stored = await gateway.domain.storePages(grantScope(instanceId), pages, {
    requestedBy: 'key_test',
    source: 'test',
  });
  return stored.job_id ?? '';
};
/** The persona of requests that name none. */
const settled = async (key?: string) => {
  const answer = await gateway.call('GET', '/api/jobs', undefined, key === undefined ? {} : { key });
  return answer.status === 200 ? (answer.body['instance_id'] ?? null) : answer.body.error?.code;
};
const make = (id: string, body: object) => gateway.call('PATCH', `/api/instance/${id}`, body);
const remove = (id: string) => gateway.call('DELETE', `/api/instance/${id}`);

describe('which persona a request is about', () => {
  test('none: reads are empty', async () => {
    const { body } = await gateway.call('GET', '/api/jobs');
    expect(body).toEqual({ status: 'success', jobs: [], has_more: false, next_cursor: null });
  });

  test('the first created, until another is made the default', async () => {
    const first = await gateway.newPersona();
    const second = await gateway.newPersona();
    expect(await settled()).toBe(first);
    expect((await make(second, { default: true })).body['instance']).toMatchObject({ default: true });
    expect(await settled()).toBe(second);
  });

  test('explicit in header, query, body or path; two that differ are a conflict', async () => {
    await gateway.newPersona();
    const other = await gateway.newPersona();
    expect((await gateway.call('GET', `/api/jobs?instance_id=${other}`)).body['instance_id']).toBe(other);
    const headers = { 'x-instance-id': other };
    expect((await gateway.call('GET', '/api/jobs', undefined, { headers })).body['instance_id']).toBe(other);
    const conflict = await gateway.call('GET', '/api/jobs?instance_id=ins_x', undefined, { headers });
    expect(conflict.body.error?.code).toBe('id_conflict');
    const patched = await gateway.call('PATCH', '/api/instance', {
      instance_data: { instance_id: other, name: 'B' },
    });
    expect(patched.body['instance_id']).toBe(other);
    const inPath = await gateway.call('PATCH', `/api/instance/${other}`, { instance_id: 'ins_x', name: 'B' });
    expect(inPath.body.error?.code).toBe('id_conflict');
    expect((await gateway.call('GET', '/api/jobs?instance_id=ins_x')).status).toBe(404);
  });

  test('a deleted default: the only one left, else ambiguous, else none', async () => {
    const [first, second, third] = [
      await gateway.newPersona(),
      await gateway.newPersona(),
      await gateway.newPersona(),
    ];
    await remove(first);
    expect(await settled()).toBe('instance_ambiguous');
    await remove(second);
    expect(await settled()).toBe(third);
    await remove(third);
    expect(await settled()).toBeNull();
    expect(await gateway.newPersona().then(() => settled())).not.toBeNull();
  });

  test("a key's only persona comes before the default", async () => {
    const first = await gateway.newPersona();
    const second = await gateway.newPersona();
    const { token: one } = await gateway.newKey({ instance_ids: [second] });
    expect(await settled(one)).toBe(second);
    const chosen = await gateway.call('PATCH', `/api/instance/${second}`, { default: true }, { key: one });
    expect(chosen.body.error?.code).toBe('scope_missing');
    const { token: both } = await gateway.newKey({ instance_ids: [first, second] });
    expect(await settled(both)).toBe(first);
    const { token: gone } = await gateway.newKey({ instance_ids: ['ins_gone'] });
    expect(await settled(gone)).toBeNull();
  });
});

describe('Default persona', () => {
  const write = (key?: string) =>
    gateway.call(
      'POST',
      '/api/kb/store-pages',
      { pages: [{ title: 'Tides', content: 'The tide turns twice a day.' }] },
      key === undefined ? {} : { key },
    );
  const alive = () => gateway.documents.instances.count(installScope, { deleted_at: null });

  test('is made by the first write, once, and told', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => write()));
    const ids = new Set(answers.map(({ body }) => body['instance_id']));
    expect([ids.size, await alive()]).toEqual([1, 1]);
    expect(JSON.stringify(answers.map(({ body }) => body['warnings']))).toContain('Default persona');
    expect((await write()).body).toMatchObject({ instance_id: [...ids][0] });
    expect(await settled()).toBe([...ids][0]);
  });

  test('is the one that another write made while this one looked for any', async () => {
    const { instances } = gateway.documents;
    const find = instances.find.bind(instances);
    let other: Awaited<ReturnType<typeof write>> | undefined;
    instances.find = async (...query) => {
      instances.find = find;
      const found = await find(...query);
      other = await write();
      return found;
    };
    const mine = await write();
    expect(mine.body['instance_id']).toBe(other?.body['instance_id']);
    expect(await alive()).toBe(1);
  });

  test('is made again when the last persona was deleted', async () => {
    const first = (await write()).body['instance_id'] as string;
    await remove(first);
    const answers = await Promise.all([write(), write(), write()]);
    const ids = new Set(answers.map(({ body }) => body['instance_id']));
    expect([ids.size, ids.has(first), await alive()]).toEqual([1, false, 1]);
  });

  test('is finished by the write that finds it promised but not there', async () => {
    const row = { id: 'default_instance', instance_id: 'install', version: 1, value: 'ins_promised' };
    const now = new Date().toISOString();
    await gateway.documents.settings.insert(installScope, [{ ...row, created_at: now, updated_at: now }]);
    expect(await settled()).toBeNull();
    expect((await write()).body['instance_id']).toBe('ins_promised');
  });

  test('is not made for a key that could not reach it', async () => {
    const { token } = await gateway.newKey({ instance_ids: ['ins_gone'], scopes: ['kb'] });
    expect((await write(token)).status).toBe(404);
    expect(await alive()).toBe(0);
  });
});

describe('a voice that came before its persona', () => {
  const newVoice = async (owner: string) => {
    const id = newId('voi');
    const job = await gateway.domain.createJob(grantScope(owner), {
      kind: 'voice.process',
      subject_id: id,
      requested_by: owner,
    });
    const media = mediaRow(grantScope(owner), { id, job_id: job.id });
    await gateway.documents.media.insert(grantScope(owner), [media]);
    return { id, jobId: job.id };
  };
  const create = (voice_id: string, key: string) =>
    gateway.call<{ instance_id: string; warnings?: string[] }>(
      'POST',
      '/api/instance',
      { instance_data: { name: 'Ada', description: '', configuration: { voice_id } } },
      { key },
    );

  test('becomes the persona’s, with its job', async () => {
    const { key, token } = await gateway.newKey({ scopes: ['admin'] });
    const voice = await newVoice(key.id);
    expect(
      (await gateway.call('GET', `/api/jobs/${voice.jobId}`, undefined, { key: token })).body['instance_id'],
    ).toBe(key.id);
    const { body } = await create(voice.id, token);
    const scope = grantScope(body.instance_id);
    expect(await gateway.documents.media.get(scope, voice.id)).not.toBeNull();
    expect(await gateway.documents.media.get(grantScope(key.id), voice.id)).toBeNull();
    expect((await gateway.call('GET', `/api/jobs/${voice.jobId}`)).body['instance_id']).toBe(
      body.instance_id,
    );
    const read = await gateway.call<{ instance: { voice_id: string } }>(
      'GET',
      `/api/instance/${body.instance_id}`,
    );
    expect(read.body.instance.voice_id).toBe(voice.id);
    // The same voice again changes nothing. When another persona takes it, the reply says so.
    expect((await make(body.instance_id, { configuration: { voice_id: voice.id } })).status).toBe(200);
    expect(JSON.stringify((await create(voice.id, token)).body.warnings)).toContain(
      `belonged to ${body.instance_id}`,
    );
  });

  test('is not for the keys of others, and an unknown one leaves no persona behind', async () => {
    const owner = await gateway.newKey({ scopes: ['media'] });
    const voice = await newVoice(owner.key.id);
    const other = await gateway.newKey({ scopes: ['instances'] });
    expect((await create(voice.id, other.token)).status).toBe(404);
    expect((await create(newId('voi'), other.token)).status).toBe(404);
    expect(await gateway.documents.instances.count(installScope, {})).toBe(0);
    // A value of another form than our ids is the caller's own setting.
    expect((await create('alto-2', other.token)).status).toBe(200);
  });
});

describe('isolation of personas', () => {
  test('what lives in another persona is as unknown as what never was', async () => {
    const mine = await gateway.newPersona();
    const theirs = await gateway.newPersona();
    const job = await storePage(theirs);
    const { token: key } = await gateway.newKey({ instance_ids: [mine], scopes: ['kb', 'instances'] });
    expect((await gateway.call('GET', `/api/jobs/${job}`)).status).toBe(200);
    for (const [method, url] of [
      ['GET', `/api/jobs/${job}`],
      ['GET', `/api/jobs/${job}/events`],
      ['POST', `/api/jobs/${job}/cancel`],
      ['POST', `/api/jobs/${job}/retry`],
    ] as const) {
      const foreign = await gateway.call(method, url, undefined, { key });
      const unknown = await gateway.call(method, url.replace(job, 'job_unknown'), undefined, { key });
      expect(foreign.status).toBe(404);
      expect(foreign.body.message?.replaceAll(job, 'job_unknown')).toBe(unknown.body.message);
    }
    for (const [method, url] of [
      ['GET', `/api/instance/${theirs}`],
      ['PATCH', `/api/instance/${theirs}`],
      ['DELETE', `/api/instance/${theirs}`],
      ['GET', `/api/jobs?instance_id=${theirs}`],
    ] as const)
      expect(
        (await gateway.call(method, url, method === 'PATCH' ? { name: 'X' } : undefined, { key })).status,
      ).toBe(404);
    const listed = await gateway.call<{ instances: { instance_id: string }[] }>(
      'GET',
      '/api/instance',
      undefined,
      { key },
    );
    expect(listed.body.instances.map((one) => one.instance_id)).toEqual([mine]);
  });

  test('naming one persona does not open what lives in another', async () => {
    const mine = await gateway.newPersona();
    const job = await storePage(await gateway.newPersona());
    expect((await gateway.call('GET', `/api/jobs/${job}?instance_id=${mine}`)).status).toBe(404);
  });

  test('a key reaches the persona it made', async () => {
    const other = await gateway.newPersona();
    const { token: key } = await gateway.newKey({ instance_ids: [other], scopes: ['instances'] });
    const data = { name: 'Mine', description: '', configuration: {} };
    const { body } = await gateway.call<{ instance_id: string }>(
      'POST',
      '/api/instance',
      { instance_data: data },
      { key },
    );
    expect((await gateway.call('GET', `/api/instance/${body.instance_id}`, undefined, { key })).status).toBe(
      200,
    );
  });
});

describe('personas', () => {
  test('change by version', async () => {
    const id = await gateway.newPersona();
    expect((await make(id, { name: 'Grace', version: 1 })).body['instance']).toMatchObject({
      name: 'Grace',
      version: 2,
    });
    const stale = await make(id, { name: 'Late', version: 1 });
    expect(stale.body.error).toMatchObject({ code: 'version_conflict', current_version: 2 });
    expect((await make(id, {})).body.error?.code).toBe('validation_error');
  });

  test('delete is idempotent, and what never was is 404', async () => {
    const id = await gateway.newPersona();
    const first = await gateway.call('DELETE', '/api/instance', { instance_id: id });
    expect(first.body).toMatchObject({
      status: 'success',
      message: 'Instance deleted successfully',
      instance_id: id,
    });
    expect(first.body).not.toHaveProperty('already_deleted');
    const again = await gateway.call('DELETE', `/api/instance?instance_id=${id}`);
    expect(again.body).toMatchObject({ already_deleted: true, job_id: first.body['job_id'] });
    expect((await remove('ins_never')).status).toBe(404);
    expect((await gateway.call('GET', `/api/instance/${id}`)).status).toBe(404);
    expect((await gateway.call('GET', `/api/jobs/${first.body['job_id'] as string}`)).body).toMatchObject({
      kind: 'instance.purge',
      state: 'active',
    });
    expect((await gateway.call('DELETE', '/api/instance', {})).body.error?.code).toBe('id_required');
    expect((await gateway.call('DELETE', '/api/instance', { instance_id: '' })).body.error?.code).toBe(
      'id_required',
    );
  });

  test('a list pages through all of them once', async () => {
    const made = [];
    for (let i = 0; i < 5; i++) made.push(await gateway.newPersona(`P${i}`));
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await gateway.call<{
        instances: { instance_id: string }[];
        next_cursor: string | null;
      }>('GET', `/api/instance?limit=2&cursor=${cursor}`);
      seen.push(...body.instances.map((one) => one.instance_id));
      cursor = body.next_cursor ?? '';
    } while (cursor);
    expect(seen.sort()).toEqual(made.sort());
  });

  test('a configuration over 64 KB is refused', async () => {
    const answer = await gateway.call('POST', '/api/instance', {
      instance_data: { name: 'Big', description: '', configuration: { text: 'é'.repeat(33_000) } },
    });
    expect(answer.body.error).toMatchObject({
      code: 'validation_error',
      param: 'instance_data.configuration',
    });
  });
});
