import type { Readable } from 'node:stream';
import { AppError, errorBody } from '@persona/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseRange } from './byte-range.ts';

export interface ServedFile {
  /** Under which it is saved. */
  name: string;
  content_type: string;
  bytes: number;
  sha256: string;
  /** Whether it may be another one soon. */
  grows?: boolean;
  /** Both ends included; null when the store does not have it. */
  read(range: { start: number; end: number }): Promise<Readable | Buffer | null>;
}

/**
 * Sends a file that was made here, whole or in a range (RFC 9110 §14). Sends nothing and resolves to false
 * when the store does not have it.
 */
export async function serveFile(
  file: ServedFile,
  request: Pick<FastifyRequest, 'id' | 'method' | 'headers'>,
  reply: FastifyReply,
): Promise<boolean> {
  const etag = `"${file.sha256}"`;
  const isKnown = request.headers['if-none-match']
    ?.split(/\s*,\s*/)
    .some((one) => one === '*' || one.replace(/^W\//, '') === etag);
  const ifRange = request.headers['if-range'];
  const asked = ifRange === undefined || ifRange === etag ? request.headers.range : undefined;
  const range = isKnown ? null : parseRange(asked, file.bytes);
  const { start, end } =
    range === 'unsatisfiable' || range === null ? { start: 0, end: file.bytes - 1 } : range;
  const hasBody = !isKnown && range !== 'unsatisfiable' && request.method !== 'HEAD' && file.bytes > 0;
  const content = hasBody ? await file.read({ start, end }) : null;
  if (hasBody && content === null) return false;

  reply.headers({
    'accept-ranges': 'bytes',
    etag,
    'cache-control': file.grows ? 'no-cache' : 'private, max-age=3600',
    'content-disposition': `inline; filename="${file.name}"`,
    'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    // A page of another site may show what it has the address of.
    'cross-origin-resource-policy': 'cross-origin',
  });
  if (isKnown) {
    reply.code(304).send();
    return true;
  }
  if (range === 'unsatisfiable') {
    const error = new AppError('validation_error', `The file has ${file.bytes} bytes`, { param: 'Range' });
    reply.code(416).header('content-range', `bytes */${file.bytes}`).send(errorBody(error, request.id));
    return true;
  }
  reply.type(file.content_type).header('content-length', String(end - start + 1));
  if (range) reply.code(206).header('content-range', `bytes ${start}-${end}/${file.bytes}`);
  reply.send(content ?? undefined);
  return true;
}
