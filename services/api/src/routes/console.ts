import type { App } from '@persona/runtime';
import { builtFolder, sendBuilt, serveHashed } from '../site-files.ts';

/**
 * The console loads its own files and calls its own gateway, and no more: no inline script or style, nothing
 * of other hosts, no form that is sent, no frame, and no text that becomes markup.
 */
const CONSOLE_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** The console at the root of the gateway; its addresses are relative, so that it works under any path. */
export function consoleRoutes(app: App): void {
  const folder = builtFolder('console');
  app.get('/', { config: { public: true }, schema: { hide: true } }, (_request, reply) =>
    sendBuilt(reply, folder, 'index.html', {
      'content-security-policy': CONSOLE_CSP,
      'cache-control': 'no-cache',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    }),
  );
  serveHashed(app, '/assets', `${folder}/assets`);
}
