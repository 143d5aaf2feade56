import { INSTALL, newId, type Instance, type Setting, installScope } from '@persona/contracts';
import type { Deps } from '../deps.ts';
import { newInstance } from './new-instance.ts';
import type { DefaultInstance } from './persona-actions.ts';

/** The setting that names the default persona; it is one row, so that the default changes in one write. */
const DEFAULT_INSTANCE = 'default_instance';

export async function defaultInstance(deps: Deps): Promise<DefaultInstance> {
  const setting = await readSetting(deps);
  return { chosen: setting !== null, instance: setting && (await alive(deps, setting.value)) };
}

export async function defaultInstanceId(deps: Deps): Promise<string | null> {
  const { chosen, instance } = await defaultInstance(deps);
  if (chosen) return instance?.id ?? null;
  const [first] = await deps.documents.instances.find(installScope, {
    where: { deleted_at: null },
    orderBy: 'created_at',
    limit: 1,
  });
  return first?.id ?? null;
}

export async function setDefaultInstance(deps: Deps, id: string): Promise<void> {
  if (await insertSetting(deps, id)) return;
  await deps.documents.settings.update(installScope, DEFAULT_INSTANCE, {
    set: { value: id, updated_at: new Date().toISOString() },
    inc: { version: 1 },
  });
}

export async function suggestDefaultInstance(deps: Deps, id: string): Promise<void> {
  await insertSetting(deps, id);
}

/**
 * Two first writes at once create one persona: the setting names its id before it exists, and each of the two
 * may create the persona with that id.
 */
export async function createDefaultInstance(deps: Deps, ownerKeyId: string): Promise<Instance | null> {
  const id = await claimDefault(deps, newId('ins'));
  await deps.documents.instances.insert(installScope, [
    newInstance({
      id,
      name: 'Default persona',
      description: '',
      configuration: {},
      owner_key_id: ownerKeyId,
    }),
  ]);
  return alive(deps, id);
}

/**
 * Names `mine` as the default where there is none, or only a deleted one; returns the id that the setting
 * names then.
 */
async function claimDefault(deps: Deps, mine: string): Promise<string> {
  const { instances, settings } = deps.documents;
  const before = await readSetting(deps);
  if (!before) {
    if (await insertSetting(deps, mine)) return mine;
    return (await readSetting(deps))?.value ?? mine;
  }
  if (!(await instances.get(installScope, before.value))?.deleted_at) return before.value;
  const moved = await settings.update(installScope, DEFAULT_INSTANCE, {
    where: { value: before.value },
    set: { value: mine, updated_at: new Date().toISOString() },
    inc: { version: 1 },
  });
  return moved ? mine : ((await readSetting(deps))?.value ?? mine);
}

const readSetting = ({ documents }: Deps): Promise<Setting | null> =>
  documents.settings.get(installScope, DEFAULT_INSTANCE);

/** Returns false when a default was named before. */
async function insertSetting({ documents }: Deps, value: string): Promise<boolean> {
  const now = new Date().toISOString();
  const row = {
    id: DEFAULT_INSTANCE,
    instance_id: INSTALL,
    version: 1,
    created_at: now,
    updated_at: now,
    value,
  };
  const [inserted] = await documents.settings.insert(installScope, [row]);
  return inserted === 'inserted';
}

async function alive({ documents }: Deps, id: string): Promise<Instance | null> {
  const found = await documents.instances.get(installScope, id);
  return found && found.deleted_at === null ? found : null;
}
