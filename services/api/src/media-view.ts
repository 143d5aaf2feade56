import type { BlobStore } from '@persona/blobs';
import type { Media, MediaView, Rendition } from '@persona/contracts';

const URL_TTL_S = 3600;

/**
 * A voice or video as a caller may see it; its files get addresses that serve them for an hour without a key.
 */
export async function mediaView(media: Media, blobs: Pick<BlobStore, 'signedUrl'>): Promise<MediaView> {
  const file = async ({ name, blob_key, content_type, bytes, measured }: Rendition) => ({
    name,
    url: await blobs.signedUrl(blob_key, { ttlSeconds: URL_TTL_S, contentType: content_type }),
    content_type,
    bytes,
    measured,
  });
  const captions = media.captions.map(async (one) => ({ ...(await file(one)), language: one.language }));
  return {
    id: media.id,
    kind: media.kind,
    instance_id: media.instance_id.startsWith('ins_') ? media.instance_id : null,
    state: media.state,
    declared: media.declared,
    measured: media.measured,
    original: { bytes: media.original.bytes, sha256: media.original.sha256 },
    renditions: await Promise.all(media.renditions.map(file)),
    poster: media.poster && (await file(media.poster)),
    captions: await Promise.all(captions),
    chapters: media.chapters,
    consent: media.consent ?? null,
    warnings: media.warnings,
    error: media.error,
    job_id: media.job_id,
    version: media.version,
    created_at: media.created_at,
    updated_at: media.updated_at,
  };
}

/** The served files of a voice or video: those that were made here, never the one that was sent. */
export const servedFiles = (media: Media): Rendition[] => [
  ...media.renditions,
  ...(media.poster ? [media.poster] : []),
  ...media.captions,
];
