import type { Readable } from 'node:stream';
import { AppError, sha256, MiB } from '@persona/contracts';
import type { FastifyRequest } from 'fastify';
import type { TObject } from 'typebox';
import { checkValueCount, readJsonText } from '../edge/json-text.ts';
import type { App } from '@persona/runtime';
import { readJsonUpload } from './json-upload.ts';
import { readMultipartUpload } from './multipart-upload.ts';
import { overQuota, type QuotaState } from '../keys/over-quota.ts';
import type { Spool, SpooledFile } from './spool.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The file that came with the body, on the local disk until the request ends. */
    upload: SpooledFile | null;
  }
}

export interface UploadOptions {
  spool: Spool;
  maxBytes: number;
  /** What the quotas of the caller leave for the file; null: they do not limit it. */
  room: (request: FastifyRequest) => Promise<QuotaState | null>;
  /** Wrapper and field of the file: `['voice_data', 'sample_audio']`. */
  file: readonly [wrapper: string, field: string];
  /** Of the wrapper's object. */
  schema: TObject;
}

/** Room for captions in several languages beside the file. */
const MAX_FIELD_BYTES = 8 * MiB;
const MAX_VALUES = 200_000;

/**
 * The limit of a whole body, for a file of `maxBytes`: base64 needs four bytes for three; white space,
 * escapes and the fields get as much again.
 */
export const uploadBodyLimit = (maxBytes: number): number => maxBytes * 3 + MiB;

/**
 * Makes the routes registered in `app` accept a file in JSON or in a form: it is written to disk while it
 * arrives, and the body that is validated has a short text in its place. The file is removed when the request
 * ends, in any case.
 */
export function acceptUploads(app: App, { spool, maxBytes, room, file, schema }: UploadOptions): void {
  const param = file.join('.');
  const tooLarge = (): AppError =>
    new AppError(
      'payload_too_large',
      `${param} is over the limit of ${maxBytes / MiB} MiB; send a shorter or more compressed file, or raise MAX_UPLOAD_MB`,
      { param },
    );

  type Read = (request: FastifyRequest, body: Readable) => Promise<unknown>;

  const receive = async (request: FastifyRequest, bytes: AsyncIterable<Uint8Array>): Promise<string> => {
    const left = await room(request);
    const limit =
      left === null || left.left >= maxBytes
        ? { maxBytes, tooLarge }
        : { maxBytes: left.left, tooLarge: () => overQuota(left) };
    request.upload = await spool.write(bytes, limit);
    // Stands for the file wherever bodies are compared.
    return `sha256:${request.upload.sha256}`;
  };

  const readJson: Read = (request, body) =>
    readJsonUpload(
      body.iterator({ destroyOnReturn: false }) as NodeJS.AsyncIterator<Buffer>,
      {
        file,
        maxFieldBytes: MAX_FIELD_BYTES,
        parse: (text) => {
          checkValueCount(text, MAX_VALUES);
          const { value, warnings } = readJsonText(text);
          request.warnings.push(...warnings);
          return value;
        },
      },
      (bytes) => receive(request, bytes),
    );

  const readForm: Read = (request, body) =>
    readMultipartUpload(body, request.headers, { file, schema, maxFieldBytes: MAX_FIELD_BYTES }, (bytes) =>
      receive(request, bytes),
    );

  const parser = (read: Read) => async (request: FastifyRequest, body: Readable) => {
    if (Number(request.headers['content-length'] ?? 0) > uploadBodyLimit(maxBytes)) throw tooLarge();
    const value = await read(request, body);
    if (request.headers['idempotency-key'] !== undefined) request.bodySha256 = sha256(JSON.stringify(value));
    if (request.upload?.bytes === 0)
      throw new AppError('validation_error', `${param} must not be empty`, { param });
    return value;
  };

  app.decorateRequest('upload', null);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(/^application\/(?:json|[\w.-]+\+json)(?:;|$)/, parser(readJson));
  app.addContentTypeParser(/^multipart\/form-data(?:;|$)/, parser(readForm));
  app.addContentTypeParser('*', async (request: FastifyRequest, body: Readable) => {
    if (request.headers['content-type'] === undefined) return parser(readJson)(request, body);
    throw new AppError(
      'unsupported_media_type',
      `${request.method} ${request.routeOptions.url} reads application/json and multipart/form-data`,
      { param: 'Content-Type' },
    );
  });
  // Not when the response is over: there is none where the caller has left meanwhile.
  app.addHook('onSend', async (request) => {
    if (request.upload) await spool.remove(request.upload);
  });
}
