import type { AddressInfo } from 'node:net';
import type { Config } from '@persona/config';
import { StartupError } from '@persona/runtime';
import type { App } from '@persona/runtime';

/**
 * Opens the gateway's port and returns it. Throws one sentence for anything that is wrong with the address.
 */
export async function listen(app: App, config: Pick<Config, 'HOST' | 'PORT'>): Promise<number> {
  try {
    await app.listen({ host: config.HOST, port: config.PORT });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reason = reasons[code ?? ''];
    if (!reason) throw cause;
    throw new StartupError(reason(config.HOST, config.PORT), { cause });
  }
  return (app.server.address() as AddressInfo).port;
}

const reasons: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (_host, port) => `Port ${port} is in use; stop what uses it or set PORT to another.`,
  EACCES: (_host, port) => `Port ${port} may not be opened by this user; set PORT to one from 1024 up.`,
  EADDRNOTAVAIL: (host) => `HOST ${host} is no address of this machine; use 127.0.0.1, or 0.0.0.0 for all.`,
  ENOTFOUND: (host) => `HOST ${host} is not known; use 127.0.0.1, or 0.0.0.0 for all.`,
};
