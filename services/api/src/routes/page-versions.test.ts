import { bodyId, grantScope } from '@persona/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/gateway.ts';

interface Versions {
  versions: { version: number; is_newest: boolean; is_live: boolean; excerpt: string; characters: number }[];
}

describe('the versions of a page', () => {
  let gateway: TestGateway;
  let persona: string;
  beforeAll(async () => {
    gateway = await openTestGateway();
    persona = await gateway.newPersona();
  });
  afterAll(() => gateway.close());

  const store = async (content: string) => {
    const pages = [{ title: 'Tower', content, metadata: { floor: 1 } }];
    const { body } = await gateway.call<{ pages: { id: string }[] }>(
      'POST',
      `/api/kb/store-pages?instance_id=${persona}`,
      { pages },
    );
    return body.pages[0]?.id ?? '';
  };
  const put = (id: string, training_data: object) =>
    gateway.call('PUT', `/api/kb/training-data/${id}`, { training_data });
  const revert = (id: string, body: object) =>
    gateway.call<{ version: number; unchanged?: boolean }>(
      'POST',
      `/api/kb/training-data/${id}/revert`,
      body,
    );
  const read = async (id: string) =>
    (
      await gateway.call<{
        training_data: { content: string; title: string; metadata: object; version: number };
      }>('GET', `/api/kb/training-data/${id}`)
    ).body.training_data;

  test('are listed with their texts, and gone back to as a new version', async () => {
    const id = await store('It is 46 metres high.');
    await put(id, { content: 'It is 52 metres high.', title: 'The tower', metadata: { floor: 2 } });
    const { body } = await gateway.call<Versions>('GET', `/api/kb/training-data/${id}/versions`);
    expect(body.versions.map(({ version, excerpt, is_newest }) => [version, excerpt, is_newest])).toEqual([
      [2, 'It is 52 metres high.', true],
      [1, 'It is 46 metres high.', false],
    ]);
    const one = await gateway.call('GET', `/api/kb/training-data/${id}/versions/1`);
    expect(one.body).toMatchObject({
      version: 1,
      title: 'Tower',
      content: 'It is 46 metres high.',
      metadata: { floor: 1 },
    });

    expect((await revert(id, { version: 1, current_version: 1 })).body.error?.code).toBe('version_conflict');
    expect((await revert(id, { version: 1, current_version: 2 })).body).toMatchObject({ version: 3 });
    expect(await read(id)).toMatchObject({
      content: 'It is 46 metres high.',
      title: 'Tower',
      metadata: { floor: 1 },
      version: 3,
    });
    // Again it is the same, and no other version.
    expect((await revert(id, { version: 1 })).body).toMatchObject({ version: 3, unchanged: true });
  });

  test('that are not kept, and those of a deleted page, are not found', async () => {
    const id = await store('It has 164 steps.');
    for (const version of [2, 9]) {
      expect((await gateway.call('GET', `/api/kb/training-data/${id}/versions/${version}`)).status).toBe(404);
      expect((await revert(id, { version })).body.error).toMatchObject({
        code: 'not_found',
        param: 'version',
      });
    }
    // A text that a writer left whose page never came to that version.
    const scope = grantScope(persona);
    const body = await gateway.documents.pageBodies.get(scope, bodyId(id, 1));
    if (body) await gateway.documents.pageBodies.insert(scope, [{ ...body, id: bodyId(id, 2), version: 2 }]);
    expect((await gateway.call('GET', `/api/kb/training-data/${id}/versions/2`)).status).toBe(404);
    await gateway.call('DELETE', `/api/kb/training-data/${id}`);
    for (const path of ['versions', 'versions/1'])
      expect((await gateway.call('GET', `/api/kb/training-data/${id}/${path}`)).status).toBe(404);
    expect((await revert(id, { version: 1 })).status).toBe(404);
  });
});
