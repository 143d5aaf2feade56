import { AppError, isId, grantScope, type Instance, type Media, type Scope } from '@persona/contracts';
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

/** Throws what attachVoice would throw for a voice that is not there, before anything is written. */
export async function checkVoice(
  resources: Pick<Resources, 'documents'>,
  access: AccessControl,
  request: Request,
  { configuration }: Pick<Instance, 'configuration'>,
): Promise<void> {
  const voice = configuration['voice_id'];
  if (typeof voice === 'string' && isId('voi', voice)) await findMedia(resources, access, request, voice);
}

async function findMedia(
  { documents }: Pick<Resources, 'documents'>,
  access: AccessControl,
  request: Request,
  mediaId: string,
): Promise<{ found: Media; owner: Scope }> {
  const owner = await access.ownerOf(request, 'media', mediaId);
  const found = await documents.media.get(owner, mediaId);
  if (!found || found.deleted_at !== null) throw missing(mediaId);
  return { found, owner };
}

const missing = (mediaId: string): AppError =>
  new AppError('not_found', `There is no "${mediaId}" that this key can reach.`, { param: 'voice_id' });

/**
 * Makes a voice or video a persona's, with its job: one that its key sent before any persona existed, or one of another persona that the
 * caller can reach. What is there already stays. The caller must have been granted the persona.
 */
export async function attachMedia(
  { documents }: Pick<Resources, 'documents'>,
  access: AccessControl,
  request: Request,
  mediaId: string,
  instanceId: string,
): Promise<Media> {
  const { found, owner } = await findMedia({ documents }, access, request, mediaId);
  if (found.instance_id === instanceId) return found;
  // A worker that has it at this moment no longer finds it there; the sweeper sends it out again for the persona.
  const moved = await documents.media
    .update(owner, mediaId, {
      where: { deleted_at: null },
      set: { instance_id: instanceId, updated_at: new Date().toISOString() },
    })
    .catch((error: unknown) => {
      if (!(error instanceof AppError && error.code === 'version_conflict')) throw error;
      throw new AppError('validation_error', `The persona has the file of ${mediaId} already`, {
        param: 'voice_id',
        cause: error,
      });
    });
  if (moved && found.job_id !== null)
    await documents.jobs.update(owner, found.job_id, { set: { instance_id: instanceId } });
  if (moved && !found.instance_id.startsWith('key_'))
    request.warnings.push(`${mediaId} belonged to ${found.instance_id} and is now this persona's.`);
  const now = moved ?? (await documents.media.get(grantScope(instanceId), mediaId));
  if (!now) throw missing(mediaId);
  return now;
}
