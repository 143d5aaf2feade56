import { AppError, type Media, type Scope } from '@persona/contracts';
import type { Deps } from '../deps.ts';
import type { AttachedMedia } from './media-actions.ts';

/** Returns a recording that is not deleted; throws `not_found`. */
export async function readMedia({ documents }: Deps, owner: Scope, mediaId: string): Promise<Media> {
  const found = await documents.media.get(owner, mediaId);
  if (!found || found.deleted_at !== null) throw missing(mediaId);
  return found;
}

const missing = (mediaId: string): AppError =>
  new AppError('not_found', `There is no "${mediaId}" that this key can reach.`, { param: 'voice_id' });

export async function attachMedia(
  deps: Deps,
  owner: Scope,
  mediaId: string,
  persona: Scope,
): Promise<AttachedMedia> {
  const { documents } = deps;
  const found = await readMedia(deps, owner, mediaId);
  if (found.instance_id === persona) return { media: found, warnings: [] };
  // A worker that is processing the recording no longer finds it under its former owner; the sweeper enqueues
  // it again for the persona.
  const moved = await documents.media
    .update(owner, mediaId, {
      where: { deleted_at: null },
      set: { instance_id: persona, updated_at: new Date().toISOString() },
    })
    .catch((error: unknown) => {
      if (!(error instanceof AppError && error.code === 'version_conflict')) throw error;
      throw new AppError('validation_error', `The persona has the file of ${mediaId} already`, {
        param: 'voice_id',
        cause: error,
      });
    });
  if (moved && found.job_id !== null)
    await documents.jobs.update(owner, found.job_id, { set: { instance_id: persona } });
  const media = moved ?? (await documents.media.get(persona, mediaId));
  if (!media) throw missing(mediaId);
  const ofPersona = moved !== null && !found.instance_id.startsWith('key_');
  return {
    media,
    warnings: ofPersona ? [`${mediaId} belonged to ${found.instance_id} and is now this persona's.`] : [],
  };
}
