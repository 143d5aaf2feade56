import type { BlobStore } from '@persona/blobs';
import type { WidgetProfile } from '@persona/contracts';
import type { DocumentStore } from '@persona/documents';
import type { PersonaAccess } from './access.ts';

const FACE_URL_TTL_S = 3600;
/** The newest videos, among which the first with a poster gives the face. */
const MAX_VIDEOS = 10;
const MAX_PROMPTS = 10;
const MAX_PROMPT_CHARACTERS = 300;

/** What anybody is told of a persona before anything is said: its name, its face, what one could ask it. */
export async function profileOf(
  { documents, blobs }: { documents: Pick<DocumentStore, 'media'>; blobs: Pick<BlobStore, 'signedUrl'> },
  { scope, instance: { name, configuration } }: PersonaAccess,
): Promise<WidgetProfile> {
  const videos = await documents.media.find(scope, {
    where: { kind: 'video', state: 'ready', deleted_at: null },
    orderBy: 'id',
    direction: 'desc',
    limit: MAX_VIDEOS,
  });
  const poster = videos.find((video) => video.poster !== null)?.poster;
  const { prompts } = configuration;
  return {
    name,
    face: poster
      ? await blobs.signedUrl(poster.blob_key, {
          ttlSeconds: FACE_URL_TTL_S,
          contentType: poster.content_type,
        })
      : null,
    prompts: (Array.isArray(prompts) ? prompts : [])
      .filter((one): one is string => typeof one === 'string' && one.length <= MAX_PROMPT_CHARACTERS)
      .slice(0, MAX_PROMPTS),
  };
}
