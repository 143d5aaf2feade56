import { AppError, errorBody, type Rendition } from '@persona/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseRange } from '../byte-range.ts';
import { identify } from '../edge/authenticate.ts';
import { hasScope } from '../keys/caller.ts';
import type { Kit } from '../kit.ts';
import { servedFiles } from '../media-view.ts';
import type { Resources } from '../resources.ts';
import type { App } from '@persona/runtime';

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
  const find = async (request: FastifyRequest): Promise<Rendition> => {
    const key = decodeURIComponent(request.url.split('?', 1)[0]!.slice('/files/'.length));
    const mediaId = key.split('/')[1] ?? '';
    const granted = await grant(request, mediaId);
    const media = granted && (await documents.media.get(granted.scope, mediaId));
    const file = media?.deleted_at === null && servedFiles(media).find(({ blob_key }) => blob_key === key);
    if (!file) throw missing();
    return file;
  };

  const grant = async (request: FastifyRequest, mediaId: string) => {
    if (new URLSearchParams(request.url.split('?')[1]).has('signature')) {
      if (!files.verify(request.url))
        throw new AppError(
          'invalid_key',
          'This address has expired or was changed; read the voice or video again for a new one.',
        );
      return access.signed('media', mediaId);
    }
    request.caller = await identify(request, { config, keys });
    if (!hasScope(request.caller, 'media'))
      throw new AppError('scope_missing', 'This key lacks the scope "media" that the route needs.');
    return access.of(request, 'media', mediaId);
  };

  const serve = async (request: FastifyRequest, reply: FastifyReply) => {
    const file = await find(request);
    const etag = `"${file.sha256}"`;
    reply.headers({
      'accept-ranges': 'bytes',
      etag,
      'cache-control': 'private, max-age=3600',
      'content-disposition': `inline; filename="${file.blob_key.split('/').at(-1)}"`,
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      // A page of another site may show what it has the address of.
      'cross-origin-resource-policy': 'cross-origin',
    });
    if (
      request.headers['if-none-match']
        ?.split(/\s*,\s*/)
        .some((one) => one === '*' || one.replace(/^W\//, '') === etag)
    )
      return reply.code(304).send();

    const ifRange = request.headers['if-range'];
    const asked = ifRange === undefined || ifRange === etag ? request.headers.range : undefined;
    const range = parseRange(asked, file.bytes);
    if (range === 'unsatisfiable') {
      const error = new AppError('validation_error', `The file has ${file.bytes} bytes`, { param: 'Range' });
      return reply
        .code(416)
        .header('content-range', `bytes */${file.bytes}`)
        .send(errorBody(error, request.id));
    }
    const { start, end } = range ?? { start: 0, end: file.bytes - 1 };
    reply.type(file.content_type).header('content-length', String(end - start + 1));
    if (range) reply.code(206).header('content-range', `bytes ${start}-${end}/${file.bytes}`);
    if (request.method === 'HEAD' || file.bytes === 0) return reply.send();
    const reader = await blobs.get(file.blob_key, { start, end });
    if (!reader) throw missing();
    return reply.send(reader.stream);
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
