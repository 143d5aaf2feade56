import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import { AppError } from '@persona/contracts';
import type { App } from '@persona/runtime';
import type { FastifyReply } from 'fastify';
import plugin from 'fastify-plugin';

/** Files whose names change with their content may be kept for ever. */
const HASHED_MAX_AGE_MS = 365 * 24 * 60 * 60 * 1000;

/**
 * Lets routes answer with files that were built for browsers (`scripts/build-pages.mjs`), each compressed
 * beforehand with brotli and gzip, with ETag and conditional requests.
 */
export const siteFiles = plugin(
  async (app) => {
    await app.register(fastifyStatic, {
      serve: false,
      root: import.meta.dirname,
      preCompressed: true,
      // Nobody reads a part of such a file.
      acceptRanges: false,
    });
  },
  { name: 'site-files' },
);

/** The folder into which a service of this repository is built for browsers. */
export const builtFolder = (service: string): string =>
  path.join(import.meta.dirname, '..', '..', service, 'dist');

/** Serves the files of `folder` whose names are hashed, under `prefix` (as in `/assets`). */
export function serveHashed(app: App, prefix: string, folder: string): void {
  app.get<{ Params: { '*': string } }>(
    `${prefix}/*`,
    { config: { public: true }, schema: { hide: true } },
    (request, reply) => {
      const name = request.params['*'];
      // What is compressed beside a file has no address of its own.
      if (/\.(br|gz)$/.test(name) || !existsSync(path.join(folder, path.basename(name))))
        throw new AppError('not_found', `There is no file ${JSON.stringify(name.slice(0, 200))}.`);
      return reply.sendFile(path.basename(name), folder, { maxAge: HASHED_MAX_AGE_MS, immutable: true });
    },
  );
}

/**
 * Answers with a built file whose name stays the same, which browsers ask for anew each time. Throws
 * `not_ready` where nothing was built.
 */
export function sendBuilt(
  reply: FastifyReply,
  folder: string,
  name: string,
  headers: Readonly<Record<string, string>>,
): FastifyReply {
  if (!existsSync(path.join(folder, name)))
    throw new AppError('not_ready', `${name} was not built for browsers: run "npm run setup".`);
  reply.headers(headers);
  return reply.sendFile(name, folder, { cacheControl: false });
}
