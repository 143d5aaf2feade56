import { AppError, type Media, type Scope } from '@persona/contracts';
import type { Deps } from '../deps.ts';
import { queueJobId } from '@persona/queues';
import { removeCaptionPages } from './caption-pages.ts';
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
  if (found.instance_id === persona) {
    await enqueueCaptions(deps, persona, found);
    return { media: found, warnings: [] };
  }
  // A worker that is processing the recording no longer finds it under its former owner; the sweeper enqueues
  // it again for the persona.
  const moved = await documents.media
    .update(owner, mediaId, {
      where: { deleted_at: null },
      set: { instance_id: persona, captions_stored_at: null, updated_at: new Date().toISOString() },
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
  if (!owner.startsWith('key_')) await removeCaptionPages(deps, owner, mediaId);
  await enqueueCaptions(deps, persona, media);
  const ofPersona = moved !== null && !found.instance_id.startsWith('key_');
  return {
    media,
    warnings: ofPersona ? [`${mediaId} belonged to ${found.instance_id} and is now this persona's.`] : [],
  };
}

/** What is said in a recording that is ready becomes pages of the persona that has got it, by the worker. */
async function enqueueCaptions({ producer }: Deps, persona: Scope, media: Media): Promise<void> {
  const { id, version, kind, state, captions, captions_stored_at = null } = media;
  if (state !== 'ready' || captions.length === 0 || captions_stored_at !== null) return;
  await producer.add(`${kind}.process`, {
    id: queueJobId(kind, id, version, `to-${persona}`),
    data: { instance_id: persona, media_id: id, version },
  });
}
