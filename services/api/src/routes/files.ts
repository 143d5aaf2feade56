import { nameOf } from '@persona/blobs';
import { AppError, sha256, type BlobKey, type Media } from '@persona/contracts';
import { linkedFolder, madeFiles } from '@persona/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { identify } from '../edge/authenticate.ts';
import { hasScope } from '../keys/caller.ts';
import type { Kit } from '../kit.ts';
import { playableHls, playlist, PLAYLIST_TYPE } from '../hls-playlists.ts';
import type { Resources } from '../resources.ts';
import { serveFile } from '../serve-file.ts';
import type { App } from '@persona/runtime';

interface Served {
  name: string;
  content_type: string;
  bytes: number;
  sha256: string;
  /** A playlist, which is written when it is asked for; else what is in the blob store. */
  content: string | BlobKey;
  isPlaylist: boolean;
  /** Whether it may be another one soon. */
  grows: boolean;
}

/**
 * The files of voices and videos, for callers with a signed address or a key that reaches them, whole or in
 * ranges (RFC 9110 §14).
 */
export function fileRoutes(app: App, resources: Resources, { access, keys }: Kit): void {
  const { blobs, config, documents, files } = resources;
  const missing = (): AppError => new AppError('not_found', 'There is no such file that this key can reach.');

  /**
   * Finds the file of an address, with each request again: a deleted file is gone although its address was
   * signed.
   */
  const find = async (request: FastifyRequest): Promise<Served> => {
    const path = decodeURIComponent(request.url.split('?', 1)[0]!.slice('/files/'.length));
    const isSigned = path.startsWith('~') || new URLSearchParams(request.url.split('?')[1]).has('signature');
    const signed = isSigned ? files.verify(request.url) : null;
    if (isSigned && !signed)
      throw new AppError(
        'invalid_key',
        'This address has expired or was changed; read the voice or video again for a new one.',
      );
    const key = signed?.key ?? path;
    const mediaId = key.split('/')[1] ?? '';
    const granted = signed ? await access.signed('media', mediaId) : await grant(request, mediaId);
    const media = granted && (await documents.media.get(granted.scope, mediaId));
    const file = media?.deleted_at === null ? servedAs(media, key) : null;
    if (!file) throw missing();
    return file;
  };

  const grant = async (request: FastifyRequest, mediaId: string) => {
    request.caller = await identify(request, { config, keys });
    if (!hasScope(request.caller, 'media'))
      throw new AppError('scope_missing', 'This key lacks the scope "media" that the route needs.');
    return access.of(request, 'media', mediaId);
  };

  const serve = async (request: FastifyRequest, reply: FastifyReply) => {
    const { content, isPlaylist, ...file } = await find(request);
    const read = async (range: { start: number; end: number }) =>
      isPlaylist
        ? Buffer.from(content).subarray(range.start, range.end + 1)
        : ((await blobs.get(content as BlobKey, range))?.stream ?? null);
    if (!(await serveFile({ ...file, read }, request, reply))) throw missing();
    return reply;
  };

  app.route({
    method: ['GET', 'HEAD'],
    url: '/files/*',
    config: { public: true },
    schema: {
      tags: ['Voices and videos'],
      summary: 'A file, to a signed address or a key',
    },
    handler: serve,
  });
}

/** What a recording has under a key: a file that was made of it, never the one that was sent. */
function servedAs(media: Media, key: string): Served | null {
  const name = nameOf(key);
  const file = madeFiles(media).find(({ blob_key }) => blob_key === key);
  const common = { name, isPlaylist: false, grows: false };
  if (file) {
    const content_type = 'content_type' in file ? String(file.content_type) : typeOfPart(name);
    return { ...common, ...file, content_type, content: file.blob_key };
  }
  const hls = key === `${linkedFolder(media)}${name}` ? playableHls(media) : null;
  const content = hls && playlist(hls, name);
  if (!hls || content === null) return null;
  return {
    ...common,
    content,
    content_type: PLAYLIST_TYPE,
    bytes: Buffer.byteLength(content),
    sha256: sha256(content),
    isPlaylist: true,
    grows: !hls.complete,
  };
}

const typeOfPart = (name: string): string => (name.startsWith('sound-') ? 'audio/mp4' : 'video/mp4');
