import { readFileSync, readdirSync } from 'node:fs';
import { newId, installScope } from '@persona/contracts';
import { tempFolder } from '@persona/testing';
import {
  createKeyStore,
  ensureAdminKey,
  installSecret,
  parseToken,
} from '../../services/api/src/testing/gateway.ts';
import { pageOf } from '../chaos/pages.ts';
import { demand, type Scenario } from './scenario.ts';
import type { Services } from './system.ts';
import { succeed, type World } from './world.ts';

const ADMIN_KEY = 'admin_key';
const DEFAULT = 'default_instance';

const forget = ({ system: { other } }: World, ...settings: string[]) =>
  other.documents.settings.remove(installScope, settings);

const newKey = ({ system: { other } }: World, instance_ids: string[] | null) =>
  createKeyStore(other.documents, () => undefined).create({
    name: 'a key of the tests',
    scopes: ['admin'],
    instance_ids,
    user_id: null,
    expires_at: null,
  });

/** Pages without the name of a persona create one when there is none. */
const firstWrite = (name: string, prepare: (world: World) => Promise<unknown>): Scenario => ({
  name,
  prepare: async (world) => {
    const { other } = world.system;
    const now = new Date().toISOString();
    await other.documents.instances.update(installScope, world.scope, {
      set: { deleted_at: now, purged_at: now },
    });
    await prepare(world);
    const pages = [pageOf(world.key(1), 1)];
    return {
      run: async ({ call }: Services) => succeed(await call('POST', '/api/kb/store-pages', { pages })),
      again: 'ask',
      holds: async () => {
        const alive = await other.documents.instances.find(installScope, {
          where: { deleted_at: null },
          limit: 10,
        });
        demand(alive.length === 1, `the first write has made ${alive.length} personas`);
        const { body } = await other.call('GET', '/api/kb/training-data');
        const rows = body['training_data'] as { status: string }[];
        demand(rows.map(({ status }) => status).join() === 'live', `its page is ${JSON.stringify(rows)}`);
        const id = alive[0]?.id ?? '';
        succeed(await other.call('DELETE', `/api/instance/${id}`));
        await world.settle();
        await other.documents.instances.remove(installScope, [id]);
        await forget(world, DEFAULT);
      },
    };
  },
});

export const starts: readonly Scenario[] = [
  {
    name: 'a first start makes the admin key and a secret',
    prepare: async (world) => {
      const { documents } = world.system.other;
      await forget(world, ADMIN_KEY);
      const { path, remove } = tempFolder();
      const config = { PERSONA_ADMIN_KEY: undefined, PERSONA_DATA_DIR: path };
      const secret = `secret_${world.scope}`;
      const told = new Set<string>();
      return {
        run: async (services: Services) => {
          told.add(await installSecret(services.documents, secret));
          await ensureAdminKey(services.documents, config);
        },
        again: 'ask',
        holds: async () => {
          demand(told.size === 1, `processes go by ${told.size} secrets`);
          // Remains of a process that died after it had lost the race are removed by the next start.
          await ensureAdminKey(documents, config);
          const files = readdirSync(path);
          demand(files.join() === 'admin.key', `the folder holds ${files.join()}`);
          const token = parseToken(readFileSync(`${path}/admin.key`, 'utf8').trim());
          const setting = await documents.settings.get(installScope, ADMIN_KEY);
          demand(token !== null && setting?.value === token.keyId, 'the file holds another key');
          const key = await documents.keys.get(installScope, token?.keyId ?? '');
          demand(key?.revoked_at === null, 'the admin key does not open');
          await documents.keys.remove(installScope, [key?.id ?? '']);
          await forget(world, ADMIN_KEY, secret);
          remove();
        },
      };
    },
  },
  {
    name: 'a start with PERSONA_ADMIN_KEY ends the key before it',
    prepare: async (world) => {
      const { documents } = world.system.other;
      await forget(world, ADMIN_KEY);
      const [before, adopted] = [await newKey(world, null), await newKey(world, null)];
      const now = new Date().toISOString();
      const row = { id: ADMIN_KEY, instance_id: 'install', version: 1, created_at: now, updated_at: now };
      await documents.settings.insert(installScope, [{ ...row, value: before.key.id }]);
      // A key that was given to another caller becomes the install's from now on.
      await documents.keys.update(installScope, adopted.key.id, { set: { user_id: 'ada' } });
      const config = { PERSONA_ADMIN_KEY: adopted.token, PERSONA_DATA_DIR: '' };
      return {
        run: (services: Services) => ensureAdminKey(services.documents, config),
        again: 'ask',
        holds: async () => {
          const [old, own] = [before, adopted].map(({ key }) => documents.keys.get(installScope, key.id));
          demand((await old)?.revoked_at !== null, 'the key before still opens');
          demand((await own)?.revoked_at === null, 'the key that was given does not open');
          demand((await own)?.user_id === null, 'the key that was given opens for one user only');
          const setting = await documents.settings.get(installScope, ADMIN_KEY);
          demand(setting?.value === adopted.key.id, 'the install goes by another key');
          await forget(world, ADMIN_KEY);
        },
      };
    },
  },
  {
    name: 'a start with a PERSONA_ADMIN_KEY that nobody has seen',
    prepare: async (world) => {
      const { documents } = world.system.other;
      await forget(world, ADMIN_KEY);
      const { key, token } = await newKey(world, null);
      await documents.keys.remove(installScope, [key.id]);
      const config = { PERSONA_ADMIN_KEY: token, PERSONA_DATA_DIR: '' };
      return {
        run: (services: Services) => ensureAdminKey(services.documents, config),
        again: 'ask',
        holds: async () => {
          demand((await documents.keys.get(installScope, key.id))?.revoked_at === null, 'it does not open');
          const setting = await documents.settings.get(installScope, ADMIN_KEY);
          demand(setting?.value === key.id, 'the install goes by another key');
          await forget(world, ADMIN_KEY);
        },
      };
    },
  },
  firstWrite('a first write makes a persona', (world) => forget(world, DEFAULT)),
  firstWrite('a first write after the last persona was deleted makes a persona', async (world) => {
    await forget(world, DEFAULT);
    const now = new Date().toISOString();
    const row = { id: DEFAULT, instance_id: 'install', version: 1, created_at: now, updated_at: now };
    await world.system.other.documents.settings.insert(installScope, [{ ...row, value: world.scope }]);
  }),
  {
    name: 'requests that name no persona',
    prepare: async (world) => {
      const { other } = world.system;
      const made = await other.call('POST', '/api/instance', {
        instance_data: { name: 'Bo', description: 'Bo', configuration: {} },
      });
      const second = succeed(made)['instance_id'] as string;
      await forget(world, DEFAULT);
      const { token } = await newKey(world, [second]);
      const seen = new Set<string>();
      return {
        run: async ({ call }: Services) => {
          const limited = { authorization: `Bearer ${token}` };
          const own = succeed(await call('GET', '/api/kb/training-data', undefined, limited));
          demand(own['instance_id'] === second, 'a limited key reads another persona');
          seen.add(succeed(await call('GET', '/api/kb/training-data'))['instance_id'] as string);
        },
        again: 'ask',
        holds: async () => {
          demand(
            seen.size === 1 && seen.has(world.scope),
            'the default is not the persona that was made first',
          );
          succeed(await other.call('DELETE', `/api/instance/${second}`));
          await world.settle();
          await other.documents.instances.remove(installScope, [second]);
          await forget(world, DEFAULT, newId('job'));
        },
      };
    },
  },
];
