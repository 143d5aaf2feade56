import {
  AppError,
  MAX_CONFIGURATION_BYTES,
  type Instance,
  grantScope,
  installScope,
} from '@persona/contracts';
import { attachMedia, readMedia } from '../media/attach-media.ts';
import type { Deps } from '../deps.ts';
import { suggestDefaultInstance } from './default-persona.ts';
import { newInstance } from './new-instance.ts';
import type { InstanceChange, NewInstance, VoiceGrant } from './persona-actions.ts';

export async function createInstance(
  deps: Deps,
  { voice, ...fields }: NewInstance,
): Promise<{ warnings: string[] }> {
  await checkVoice(deps, voice);
  // If the row exists already, an earlier attempt of this request created it.
  await deps.documents.instances.insert(installScope, [newInstance(fields)]);
  await suggestDefaultInstance(deps, fields.id);
  return { warnings: await attachVoice(deps, voice, fields.id) };
}

export async function updateInstance(
  deps: Deps,
  id: string,
  { set, version, voice }: InstanceChange,
): Promise<{ instance: Instance; warnings: string[] } | null> {
  await checkVoice(deps, voice);
  const instance = await deps.documents.instances.update(installScope, id, {
    where: { deleted_at: null, ...(version === undefined ? {} : { version }) },
    set: { ...set, updated_at: new Date().toISOString() },
    inc: { version: 1 },
  });
  return instance && { instance, warnings: await attachVoice(deps, voice, id) };
}

/** Throws what attachVoice would throw for a voice that does not exist, before anything is written. */
async function checkVoice(deps: Deps, voice: VoiceGrant | null): Promise<void> {
  if (voice) await readMedia(deps, voice.owner, voice.id);
}

/** Gives the voice that a persona's configuration names to the persona. */
const attachVoice = async (deps: Deps, voice: VoiceGrant | null, instanceId: string): Promise<string[]> =>
  voice ? (await attachMedia(deps, voice.owner, voice.id, grantScope(instanceId))).warnings : [];

/** Saved prompts are part of the persona's configuration, so that readers of the persona see them. */
export async function savePrompts(
  { documents }: Deps,
  instance: Instance,
  prompts: readonly string[],
  param: string,
): Promise<Instance | null> {
  for (let current = instance; ;) {
    const configuration = { ...current.configuration, prompts };
    if (Buffer.byteLength(JSON.stringify(configuration)) > MAX_CONFIGURATION_BYTES)
      throw new AppError(
        'validation_error',
        `${param} must have at most ${MAX_CONFIGURATION_BYTES / 1024} KB`,
        { param },
      );
    const saved = await documents.instances.update(installScope, current.id, {
      where: { version: current.version, deleted_at: null },
      set: { configuration, updated_at: new Date().toISOString() },
      inc: { version: 1 },
    });
    if (saved) return saved;
    const again = await documents.instances.get(installScope, current.id);
    if (!again || again.deleted_at !== null) return null;
    current = again;
  }
}
