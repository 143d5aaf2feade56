import { installScope } from '@persona/contracts';
import { pageOf } from '../chaos/pages.ts';
import { demand, kb, type Scenario } from './scenario.ts';
import { succeed, type World } from './world.ts';

const SITE = 'https://site.example';
const bearer = (token: unknown) => ({ authorization: `Bearer ${String(token)}` });

/** A key with quotas, made by another one that has some. */
async function makeKeys({ system: { other }, scope }: World) {
  const make = async (quota: object, headers = {}) =>
    succeed(
      await other.call(
        'POST',
        '/api/admin/keys',
        { scopes: ['admin'], instance_ids: [scope], quota },
        headers,
      ),
    );
  const above = await make({ pages: 1000, media_bytes: 1_000_000 });
  const made = await make({ bytes: 1_000_000 }, bearer(above['key']));
  return { above: String(above['key_id']), id: String(made['key_id']), headers: bearer(made['key']) };
}

export const keys: readonly Scenario[] = [
  {
    name: 'change a key and rotate it',
    prepare: async ({ system: { other }, scope }) => {
      const first = succeed(
        await other.call('POST', '/api/admin/keys', { scopes: ['admin'], instance_ids: [scope] }),
      );
      const id = String(first['key_id']);
      return {
        run: async ({ call }) => {
          succeed(await call('PATCH', `/api/admin/keys/${id}`, { name: 'changed', origins: [SITE] }));
          const rotated = succeed(await call('POST', `/api/admin/keys/${id}/rotate`));
          for (const { key } of [first, rotated])
            succeed(await call('GET', '/api/admin/keys', undefined, bearer(key)));
        },
        again: 'ask',
        holds: async () => {
          const key = await other.documents.keys.get(installScope, id);
          demand(key?.name === 'changed' && key.has_origins === true, 'the change is lost');
          demand((key?.previous_secrets ?? []).length > 0, 'the secret of before is lost');
          succeed(await other.call('GET', '/api/admin/keys', undefined, bearer(first['key'])));
        },
      };
    },
  },
  {
    name: 'sign in with a link, and sign out',
    prepare: async ({ system: { other } }) => {
      await other.documents.settings.remove(installScope, ['sign_in_links', 'ended_sessions']);
      const own = { 'x-persona-console': '1' };
      return {
        run: async ({ call }) => {
          const { code } = succeed(await call('POST', '/api/session/links'));
          succeed(await call('POST', '/api/session', { code }, own));
          succeed(await call('GET', '/api/session'));
          succeed(await call('DELETE', '/api/session', undefined, own));
        },
        again: 'ask',
      };
    },
  },
  {
    name: 'make a widget key, and read with a token of it',
    prepare: async ({ system: { other }, scope }) => {
      await other.documents.settings.remove(installScope, ['token_secrets']);
      return {
        run: async ({ call }) => {
          const site = { instance_id: scope, origins: [SITE] };
          const { key } = succeed(await call('POST', '/api/admin/widget-keys', site));
          for (const named of [{ key }, { instance_id: scope }]) {
            const made = succeed(await call('POST', '/api/tokens', { user_id: 'ann', ...named }));
            succeed(await call('POST', '/api/admin/token-secret/rotate'));
            succeed(await call('GET', '/api/persona/chats', undefined, bearer(made['token'])));
          }
        },
        again: 'ask',
      };
    },
  },
  {
    name: 'switch the public page of a persona on, and show it',
    prepare: async ({ system: { other }, scope }) => {
      const id = scope.replace('ins_', 'wk_');
      return {
        run: async ({ call }) => {
          succeed(await call('PATCH', `/api/instance/${scope}`, { configuration: { public_page: true } }));
          succeed(await call('GET', `/p/${scope}`));
          succeed(await call('GET', `/widget-demo?key=${id}`));
          const profile = await call('GET', `/api/widget/${id}`, undefined, {
            host: 'persona.example',
            origin: 'https://persona.example',
          });
          succeed(profile);
        },
        again: 'ask',
        holds: async () => {
          const key = await other.documents.keys.get(installScope, id);
          demand(key?.instance_ids?.[0] === scope && key.revoked_at === null, 'the page has no key');
          await other.documents.keys.remove(installScope, [id]);
        },
      };
    },
  },
  {
    name: 'use the quotas of a key',
    prepare: async (world) => {
      const { other } = world.system;
      const { above, id, headers } = await makeKeys(world);
      const old = world.key(1);
      world.expect(old, 1);
      const stored = succeed(
        await other.call('POST', kb('store-pages', world), { pages: [pageOf(old, 1)] }, headers),
      );
      const [first] = stored['pages'] as { id: string }[];
      await other.documents.usage.update(installScope, above, { set: { day: '2020-01-01' } });
      await other.documents.usage.remove(installScope, [id]);
      const sample_audio = Buffer.from(`a voice of ${world.scope}`).toString('base64');
      const fresh = world.key(2);
      world.expect(fresh, 1);
      return {
        run: async ({ call }) => {
          const pages = [pageOf(fresh, 1)];
          succeed(await call('POST', kb('store-pages', world), { pages }, headers));
          // What fails is given back.
          const stale = { training_data: { id: first?.id, content: 'Nothing.', version: 99 } };
          await call('PUT', '/api/kb/training-data', stale, headers);
          const voice_data = { language: 'en', tone: 'warm', pitch: 'low', sample_audio };
          const route = `/api/admin/add_voice?instance_id=${world.scope}`;
          succeed(await call('POST', route, { voice_data }, headers));
        },
        again: 'ask',
        holds: async () => {
          for (const keyId of [above, id]) {
            const row = await other.documents.usage.get(installScope, keyId);
            demand(row !== null && row.pages >= 1, 'what was stored is not counted');
          }
        },
      };
    },
  },
];
