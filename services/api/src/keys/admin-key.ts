import { open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { INSTALL, StartupError, installScope, type ApiKey } from '@persona/contracts';
import type { Config } from '@persona/config';
import type { DocumentStore } from '@persona/documents';
import { newKey, parseToken, type NewKey } from './key-store.ts';
import { secretHash } from './new-secret.ts';

/**
 * Names the admin key of the install. It is one setting, so that exactly one of several gateways that start
 * at once makes it.
 */
export const ADMIN_KEY = 'admin_key';
const FILE = 'admin.key';
const pendingFile = (keyId: string) => `${FILE}.${keyId}.pending`;

const adminFields = (name: string): NewKey => ({
  name,
  scopes: ['admin'],
  instance_ids: null,
  user_id: null,
  expires_at: null,
  created_by: null,
  origins: null,
  quota: null,
});

export type AdminKey =
  | { source: 'environment' }
  /** `made` is true only in the process that made the key, and only at that start. */
  | { source: 'file'; file: string; made: boolean };

/**
 * Ensures that the install has an admin key: that of PERSONA_ADMIN_KEY, which replaces the previous one, else
 * one that is made at the first start and kept in the data folder with mode 0600. The key itself is never
 * logged.
 */
export async function ensureAdminKey(
  documents: DocumentStore,
  config: Pick<Config, 'PERSONA_ADMIN_KEY' | 'PERSONA_DATA_DIR'>,
): Promise<AdminKey> {
  if (config.PERSONA_ADMIN_KEY !== undefined) {
    await adopt(documents, config.PERSONA_ADMIN_KEY);
    return { source: 'environment' };
  }
  return make(documents, config.PERSONA_DATA_DIR);
}

async function adopt({ keys, settings }: DocumentStore, token: string): Promise<void> {
  const parsed = parseToken(token);
  if (!parsed) throw new TypeError('PERSONA_ADMIN_KEY does not look like psk_<id>_<secret>');
  const now = new Date().toISOString();
  const secret_sha256 = secretHash(parsed.secret);
  const { key } = newKey(adminFields('PERSONA_ADMIN_KEY'), now);
  const [inserted] = await keys.insert(installScope, [{ ...key, id: parsed.keyId, secret_sha256 }]);
  if (inserted !== 'inserted') {
    const found = await keys.get(installScope, parsed.keyId);
    if (found && found.revoked_at !== null && found.secret_sha256 === secret_sha256)
      throw new StartupError(
        'The key in PERSONA_ADMIN_KEY was revoked, and stays so; set another one, or this id with a new secret.',
      );
    if (found && !(found.secret_sha256 === secret_sha256 && isPlainAdmin(found)))
      await keys.update(installScope, parsed.keyId, {
        set: {
          ...adminFields('PERSONA_ADMIN_KEY'),
          secret_sha256,
          previous_secrets: [],
          has_origins: false,
          revoked_at: null,
          updated_at: now,
        },
        inc: { version: 1 },
      });
  }
  for (;;) {
    const before = await settings.get(installScope, ADMIN_KEY);
    if (before?.value === parsed.keyId) return;
    if (!before) {
      const row = { id: ADMIN_KEY, instance_id: INSTALL, version: 1, created_at: now, updated_at: now };
      const [first] = await settings.insert(installScope, [{ ...row, value: parsed.keyId }]);
      if (first === 'inserted') return;
      continue;
    }
    await keys.update(installScope, before.value, {
      where: { revoked_at: null },
      set: { revoked_at: now, updated_at: now },
      inc: { version: 1 },
    });
    await settings.update(installScope, ADMIN_KEY, {
      where: { value: before.value },
      set: { value: parsed.keyId, updated_at: now },
      inc: { version: 1 },
    });
  }
}

const isPlainAdmin = (key: ApiKey): boolean =>
  key.scopes.includes('admin') &&
  key.instance_ids === null &&
  key.user_id === null &&
  key.expires_at === null &&
  (key.origins ?? null) === null &&
  (key.quota ?? null) === null;

/**
 * This order survives a crash after any step: the secret in a pending file, the key's row, the setting that
 * decides which process was first, the file's name. The next start finishes a pending file whose key the
 * setting names; any other pending file belongs to a process that lost the race.
 */
async function make({ keys, settings }: DocumentStore, dataDir: string): Promise<AdminKey> {
  const file = path.join(dataDir, FILE);
  const existing = async (): Promise<AdminKey | null> => {
    const setting = await settings.get(installScope, ADMIN_KEY);
    if (!setting) return null;
    const pending = path.join(dataDir, pendingFile(setting.value));
    const finished = await rename(pending, file).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        // Finished long ago, or kept in the folder of another machine.
        if (error.code === 'ENOENT') return false;
        throw error;
      },
    );
    await removeLost(dataDir, keys, setting.value);
    return { source: 'file', file, made: finished };
  };

  const before = await existing();
  if (before) return before;
  const { key, token } = newKey(adminFields('First admin key'));
  const pending = path.join(dataDir, pendingFile(key.id));
  await writePrivately(pending, `${token}\n`);
  await keys.insert(installScope, [key]);
  const row = { id: ADMIN_KEY, instance_id: INSTALL, version: 1, created_at: key.created_at };
  const [won] = await settings.insert(installScope, [{ ...row, updated_at: key.created_at, value: key.id }]);
  if (won !== 'inserted') {
    await keys.remove(installScope, [key.id]);
    await rm(pending, { force: true });
  }
  return (await existing()) ?? { source: 'file', file, made: false };
}

/**
 * Remains of starts that were interrupted before their key became the install's, which can't happen any more.
 */
async function removeLost(dataDir: string, keys: DocumentStore['keys'], winner: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    const id = /^admin\.key\.(key_\w+)\.pending$/.exec(name)?.[1];
    if (id === undefined || id === winner) continue;
    await keys.remove(installScope, [id]);
    await rm(path.join(dataDir, name), { force: true });
  }
}

async function writePrivately(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
