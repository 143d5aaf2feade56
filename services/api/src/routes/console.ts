import type { App } from '@persona/runtime';
import { filesOrigin } from '../files-origin.ts';
import type { Resources } from '../resources.ts';
import { builtFolder, sendBuilt, serveHashed } from '../site-files.ts';

/**
 * The console loads its own files, calls its own gateway and plays the files of `files`, and no more: no
 * inline script or style, nothing of other hosts, no form that is sent, no frame, and no text that becomes
 * markup.
 */
const policyWith = (files: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' data: blob:${files}`,
    `media-src 'self' blob:${files}`,
    `connect-src 'self'${files}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

/** The console at the root of the gateway; its addresses are relative, so that it works under any path. */
export function consoleRoutes(app: App, { config }: Pick<Resources, 'config'>): void {
  const folder = builtFolder('console');
  const policy = policyWith(filesOrigin(config));
  app.get('/', { config: { public: true }, schema: { hide: true } }, (_request, reply) =>
    sendBuilt(reply, folder, 'index.html', {
      'content-security-policy': policy,
      'cache-control': 'no-cache',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    }),
  );
  serveHashed(app, '/assets', `${folder}/assets`);
}
