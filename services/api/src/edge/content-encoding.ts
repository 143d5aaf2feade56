import { Transform, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { AppError, MiB } from '@persona/contracts';
import { whenClosed } from '@persona/runtime';
import type { FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { discard } from './discard.ts';

const decoders = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);
const ACCEPTED = 'gzip, deflate, br';

/**
 * Beyond the limit of its route, which streams have none of, a body may grow by no more than this. Pages and
 * recordings grow by far less; what grows by more is made to exhaust its reader.
 */
const MAX_GROWTH = 100;

/**
 * Decodes bodies that say how they are encoded (`Content-Encoding`), so that every parser and every limit
 * sees the decoded bytes. Decoding ends with the reply, whatever is left of the body.
 */
export const contentEncoding = plugin(
  async (app) => {
    app.addHook('preParsing', async (request, reply, payload) => {
      const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? '';
      if (encoding === '' || encoding === 'identity' || !hasBody(request)) return payload;
      const createDecoder = decoders.get(encoding);
      if (!createDecoder) {
        reply.header('accept-encoding', ACCEPTED);
        throw new AppError(
          'unsupported_media_type',
          `Content-Encoding ${JSON.stringify(encoding.slice(0, 100))} is not read; send the body in one of ${ACCEPTED}, or as it is.`,
          { param: 'Content-Encoding' },
        );
      }
      const body = decode(payload, createDecoder(), encoding, request.routeOptions.bodyLimit ?? MiB);
      whenClosed(reply.raw, () => body.destroy());
      return body;
    });
  },
  { name: 'content-encoding' },
);

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/**
 * The decoded bytes of `encoded`. Whoever destroys it ends the decoding; the rest of `encoded` is then read
 * and dropped.
 */
function decode(
  encoded: Readable,
  decoder: Transform & { readonly bytesWritten: number },
  encoding: string,
  limit: number,
): Readable {
  let bytes = 0;
  const body = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= Math.max(limit, MAX_GROWTH * decoder.bytesWritten)) done(null, chunk);
      else done(grownTooLarge(limit));
    },
  });
  // Fastify compares this with Content-Length.
  Object.defineProperty(body, 'receivedEncodedLength', { get: () => decoder.bytesWritten });
  encoded.on('error', (error) => body.destroy(error));
  decoder.on('error', (cause) =>
    body.destroy(
      new AppError('validation_error', `The body is not what its Content-Encoding says, ${encoding}.`, {
        param: 'Content-Encoding',
        cause,
      }),
    ),
  );
  // A body may fail while nobody reads it, e.g. after it was refused; its readers listen for themselves.
  body.on('error', () => undefined);
  body.once('close', () => {
    encoded.unpipe(decoder);
    decoder.destroy();
    discard(encoded);
  });
  encoded.pipe(decoder).pipe(body);
  return body;
}

const grownTooLarge = (limit: number): AppError =>
  new AppError(
    'payload_too_large',
    `Decoded, the body is over the limit of ${limit / MiB} MiB and over ${MAX_GROWTH} times as large as it was sent; send it in parts, or without Content-Encoding.`,
    { param: 'Content-Encoding' },
  );
