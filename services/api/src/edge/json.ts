import type { Readable } from 'node:stream';
import { AppError } from '@persona/contracts';
import type { FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import { bodyTooLarge } from './errors.ts';
import { readJsonBody } from './json-body.ts';
import { MAX_JSON_KEYS } from './json-text.ts';

/** Reads JSON bodies with our own limits and refuses every other type of body. */
export const json = plugin(
  async (app) => {
    app.removeAllContentTypeParsers();
    const read = async (request: FastifyRequest, source: Readable): Promise<unknown> => {
      const { bodyLimit, config } = request.routeOptions;
      const tooLarge = () => bodyTooLarge(request);
      const announced = Number(request.headers['content-length'] ?? 0);
      if (announced > bodyLimit) throw tooLarge();
      const { value, warnings, bytes, sha256 } = await readJsonBody(source, {
        maxBytes: bodyLimit,
        tooLarge,
        maxKeys: config?.jsonKeys ?? MAX_JSON_KEYS,
        list: config?.jsonList,
        hashed: request.headers['idempotency-key'] !== undefined,
        hold: (more) => request.holdBytes?.(more),
        onStep: () => request.markLoop?.(),
      });
      // What was sent encoded is counted where it is decoded.
      const sent = (source as { receivedEncodedLength?: number }).receivedEncodedLength ?? bytes;
      if (request.headers['content-length'] !== undefined && sent !== announced)
        throw new AppError(
          'validation_error',
          'The body is shorter or longer than its Content-Length says.',
          { param: 'Content-Length' },
        );
      request.bodySha256 = sha256;
      request.warnings.push(...warnings);
      return value;
    };
    app.addContentTypeParser(/^application\/(?:json|[\w.-]+\+json)(?:;|$)/, read);
    app.addContentTypeParser('*', async (request: FastifyRequest, source: Readable) => {
      // A body without a Content-Type is taken for JSON; an empty one of any type is no body.
      const type = request.headers['content-type'];
      if (type === undefined) return read(request, source);
      for await (const chunk of source.iterator({ destroyOnReturn: false })) {
        if ((chunk as Buffer).length === 0) continue;
        throw new AppError(
          'unsupported_media_type',
          `${request.method} ${request.routeOptions.url} does not read ${JSON.stringify(type.slice(0, 100))}; send Content-Type: application/json.`,
          { param: 'Content-Type' },
        );
      }
      return undefined;
    });
  },
  { name: 'json', decorators: { request: ['warnings', 'bodySha256'] } },
);
