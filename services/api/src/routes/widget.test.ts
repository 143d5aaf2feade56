import { grantScope, installScope } from '@persona/contracts';
import type { BlobKey } from '@persona/contracts';
import { mediaRow } from '@persona/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createKeyStore, openTestGateway, type TestGateway } from '../testing/gateway.ts';

const SITE = 'https://site.example';
const OWN = { host: 'persona.example', origin: 'https://persona.example' };

let gateway: TestGateway;
let persona: string;
beforeEach(async () => {
  gateway = await openTestGateway();
  persona = await gateway.newPersona('Ada Moreau');
});
afterEach(() => gateway.close());

const configure = (configuration: object) =>
  gateway.call('PATCH', `/api/instance/${persona}`, { configuration });
const widgetKey = async (): Promise<string> => {
  const body = { instance_id: persona, origins: [SITE] };
  return (await gateway.call<{ key: string }>('POST', '/api/admin/widget-keys', body)).body.key;
};
const profile = (key: string, headers: Record<string, string> = { origin: SITE }) =>
  gateway.call<{ name: string; face: string | null; prompts: string[] }>(
    'GET',
    `/api/widget/${key}`,
    undefined,
    { key: null, headers },
  );
const exchange = (body: object, headers: Record<string, string>, by = gateway) =>
  by.call<{ token: string; user_id: string; expires_in: number }>('POST', '/api/tokens', body, {
    key: null,
    headers,
  });
const chats = async (token: string, headers: Record<string, string>) =>
  (await gateway.call('GET', '/api/persona/chats', undefined, { key: token, headers })).body.error?.code ??
  'ok';

describe('what a widget shows', () => {
  test('is the name, the face and the saved prompts, for pages of the key’s origins alone', async () => {
    await configure({ prompts: ['Where do you live?', 7, 'x'.repeat(301)], secret: 'not for visitors' });
    const key = await widgetKey();
    const { status, body, headers, text } = await profile(key);
    expect([status, body.name, body.face, body.prompts]).toEqual([
      200,
      'Ada Moreau',
      null,
      ['Where do you live?'],
    ]);
    expect(headers['access-control-allow-origin']).toBe(SITE);
    expect(headers['cache-control']).toBe('private, max-age=300');
    expect(text).not.toContain('not for visitors');
    for (const [id, origin] of [
      [key, 'https://evil.example'],
      ['wk_unknown', SITE],
      ['psk_key_1', SITE],
    ] as const) {
      const refused = await profile(id, { origin });
      expect([refused.status, refused.body.error?.code]).toEqual([403, 'origin_not_allowed']);
    }
    expect((await profile(key, {})).status).toBe(403);
    await gateway.call('DELETE', `/api/instance/${persona}`);
    expect((await profile(key)).body.error?.code).toBe('not_found');
  });

  test('has the face of the newest video that is ready', async () => {
    const scope = grantScope(persona);
    const poster = (name: string) => ({
      name: 'poster.jpg',
      blob_key: `${persona}/${name}/poster.jpg` as BlobKey,
      content_type: 'image/jpeg',
      bytes: 1,
      sha256: '0',
      measured: {},
    });
    const ids = ['vid_1', 'vid_2', 'vid_3', 'vid_4'];
    await gateway.documents.media.insert(scope, [
      mediaRow(scope, { id: ids[0]!, kind: 'video', state: 'ready', poster: poster('old') }),
      mediaRow(scope, { id: ids[1]!, kind: 'video', state: 'ready', poster: poster('new') }),
      mediaRow(scope, { id: ids[2]!, kind: 'video', state: 'failed', poster: poster('failed') }),
      mediaRow(scope, {
        id: ids[3]!,
        kind: 'video',
        state: 'ready',
        poster: poster('gone'),
        deleted_at: '2026-01-01T00:00:00Z',
      }),
    ]);
    const { face } = (await profile(await widgetKey())).body;
    expect(face).toMatch(new RegExp(`^/files/${persona}/new/poster\\.jpg\\?.*signature=`));
  });
});

describe('the gateway’s own pages', () => {
  test('may use any widget key, and its tokens', async () => {
    const key = await widgetKey();
    const { status, body } = await exchange({ key }, OWN);
    expect(status).toBe(200);
    expect(body.expires_in).toBeGreaterThan(800);
    expect(await chats(body.token, OWN)).toBe('ok');
    expect(await chats(body.token, { ...OWN, origin: 'https://evil.example' })).toBe('origin_not_allowed');
    expect((await exchange({ token: body.token }, OWN)).body.user_id).toBe(body.user_id);
  });

  test('are where PUBLIC_URL says, whatever host a request names', async () => {
    const env = { PUBLIC_URL: 'https://persona.example/base' };
    const beside = await openTestGateway({ env, beside: gateway });
    const key = await widgetKey();
    const status = async (headers: Record<string, string>) =>
      (await exchange({ key }, headers, beside)).status;
    expect(await status({ ...OWN, host: '10.0.0.1:3000' })).toBe(200);
    expect(await status({ host: 'evil.example', origin: 'https://evil.example' })).toBe(403);
    await beside.close();
  });
});

describe('the key of a public page', () => {
  const pageKey = async () => {
    const instance = await gateway.documents.instances.get(installScope, persona);
    return createKeyStore(gateway.documents, () => undefined).pageKey(instance!);
  };

  test('is there while the configuration says so, and ends at once', async () => {
    expect(await pageKey()).toBeNull();
    await configure({ public_page: true });
    const made = await Promise.all([pageKey(), pageKey()]);
    expect(new Set(made.map((key) => key?.id)).size).toBe(1);
    const id = made[0]?.id ?? '';
    const { body } = await exchange({ key: id }, OWN);
    expect(await chats(body.token, OWN)).toBe('ok');
    expect((await exchange({ key: id }, { origin: SITE })).status).toBe(403);
    await configure({ public_page: false });
    expect(await chats(body.token, OWN)).toBe('invalid_key');
    expect((await exchange({ key: id }, OWN)).status).toBe(403);
    expect((await exchange({ token: body.token }, OWN)).status).toBe(403);
    await configure({ public_page: true });
    expect(await chats(body.token, OWN)).toBe('ok');
  });

  test('counts for the owner of the persona, takes a quota, and is not revoked but switched off', async () => {
    await configure({ public_page: true });
    const key = await pageKey();
    const { instance } = (
      await gateway.call<{ instance: { owner_key_id: string } }>('GET', `/api/instance/${persona}`)
    ).body;
    expect(key?.created_by).toBe(instance.owner_key_id);
    const quota = { messages_per_day: 100 };
    expect((await gateway.call('PATCH', `/api/admin/keys/${key?.id}`, { quota })).status).toBe(200);
    expect((await pageKey())?.quota).toEqual(quota);
    const revoked = await gateway.call('DELETE', `/api/admin/keys/${key?.id}`);
    expect([revoked.status, revoked.body.error?.param]).toEqual([400, 'key_id']);
    expect(revoked.body.message).toContain('public_page');
  });

  test('anything but true and false is refused by name', async () => {
    const refused = await configure({ public_page: 'yes' });
    expect(refused.body.error?.param).toBe('instance_data.configuration.public_page');
    expect((await configure({ public_page: null })).status).toBe(200);
    expect(await pageKey()).toBeNull();
  });
});
