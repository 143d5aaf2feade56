import { AppError, isId, type Instance, type Media } from '@persona/contracts';
import { grantScope } from '@persona/documents';
import type { AccessControl } from './access.ts';
import type { Resources } from './resources.ts';
import type { Request } from './types.ts';

/** `configuration.voice_id` of a persona: the voice becomes the persona's. What is no `voi_` id is a setting of the caller's own and is left alone. */
export async function attachVoice(
  resources: Resources,
  access: AccessControl,
  request: Request,
  instance: Instance,
): Promise<void> {
  const voice = instance.configuration['voice_id'];
  if (typeof voice === 'string' && isId('voi', voice))
    await attachMedia(resources, access, request, voice, instance.id);
}

/**
 * Moves a voice or video that its key sent before any persona existed into a persona, with its job. What is there already stays; what belongs
 * to another persona is refused. The caller must have been granted the persona.
 */
export async function attachMedia(
  { documents }: Pick<Resources, 'documents'>,
  access: AccessControl,
  request: Request,
  mediaId: string,
  instanceId: string,
): Promise<Media> {
  const owner = await access.ownerOf(request, 'media', mediaId);
  const found = await documents.media.get(owner, mediaId);
  if (!found || found.deleted_at !== null)
    throw new AppError('not_found', `There is no "${mediaId}" that this key can reach.`, {
      param: 'voice_id',
    });
  if (found.instance_id === instanceId) return found;
  if (!found.instance_id.startsWith('key_'))
    throw new AppError(
      'validation_error',
      `${mediaId} belongs to another persona; send the file again for this one`,
      {
        param: 'voice_id',
      },
    );
  if (found.job_id !== null)
    await documents.jobs.update(owner, found.job_id, { set: { instance_id: instanceId } });
  // A worker that has it at this moment no longer finds it under the key; the sweeper sends it out again for the persona.
  const moved = await documents.media.update(owner, mediaId, {
    where: { deleted_at: null },
    set: { instance_id: instanceId, updated_at: new Date().toISOString() },
  });
  const now = moved ?? (await documents.media.get(grantScope(instanceId), mediaId));
  if (!now)
    throw new AppError('not_found', `There is no "${mediaId}" that this key can reach.`, {
      param: 'voice_id',
    });
  return now;
}
