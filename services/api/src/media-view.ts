import { nameOf, type BlobStore, type UrlSigner } from '@persona/blobs';
import type { FileView, Hls, Media, MediaView, Rendition } from '@persona/contracts';
import { linkedFolder } from '@persona/domain';
import { bandwidthOf, MASTER, playableHls, PLAYLIST_TYPE, TICKS } from './hls-playlists.ts';

const URL_TTL_S = 3600;

interface Signers {
  blobs: Pick<BlobStore, 'signedUrl'>;
  files: Pick<UrlSigner, 'signFolder'>;
}

/**
 * A voice or video as a caller may see it; its files get addresses that serve them for an hour without a key,
 * those that are played piece by piece for as much longer as they last.
 */
export async function mediaView(media: Media, { blobs, files }: Signers): Promise<MediaView> {
  const file = async (of: Rendition): Promise<FileView> => ({
    ...about(of),
    url: await blobs.signedUrl(of.blob_key, { ttlSeconds: URL_TTL_S, contentType: of.content_type }),
  });
  const seconds = Math.ceil(Number(media.measured?.['duration']) || secondsOf(media.hls));
  const linked = files.signFolder(linkedFolder(media), { ttlSeconds: URL_TTL_S + seconds });
  const linkedFile = (of: Rendition): FileView => ({
    ...about(of),
    url: `${linked}${nameOf(of.blob_key)}`,
  });
  const captions = media.captions.map(async (one) => ({ ...(await file(one)), language: one.language }));
  const renditions = media.renditions.map(async (one) => ({ ...(await file(one)), kind: 'file' as const }));
  const { storyboard, peaks } = media;
  const hls = playableHls(media);
  return {
    id: media.id,
    kind: media.kind,
    instance_id: media.instance_id.startsWith('ins_') ? media.instance_id : null,
    state: media.state,
    declared: media.declared,
    measured: media.measured,
    original: { bytes: media.original.bytes, sha256: media.original.sha256 },
    renditions: [
      ...(await Promise.all(renditions)),
      ...(hls ? [{ ...hlsView(hls), url: `${linked}${MASTER}` }] : []),
    ],
    poster: media.poster && (await file(media.poster)),
    storyboard: storyboard ? { image: linkedFile(storyboard.image), vtt: linkedFile(storyboard.vtt) } : null,
    peaks: peaks ? { json: await file(peaks.json), image: await file(peaks.image) } : null,
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

const about = ({ name, content_type, bytes, measured }: Rendition) => ({
  name,
  content_type,
  bytes,
  measured,
});

/** How much of a video can be played. */
const secondsOf = (hls: Hls | null | undefined): number =>
  (hls?.tracks.at(-1)?.parts ?? []).flatMap(({ ticks }) => ticks).reduce((sum, one) => sum + one / TICKS, 0);

const hlsView = (hls: Hls) => ({
  name: MASTER,
  kind: 'hls' as const,
  content_type: PLAYLIST_TYPE,
  bytes: hls.tracks.flatMap(({ parts }) => parts).reduce((sum, { bytes }) => sum + bytes, 0),
  measured: {
    complete: hls.complete,
    duration: Number(secondsOf(hls).toFixed(3)),
    sizes: hls.tracks
      .filter(({ width }) => width !== null)
      .map((track) => ({
        name: track.name,
        width: track.width,
        height: track.height,
        bits_per_second: bandwidthOf(track).mean,
      })),
  },
});
