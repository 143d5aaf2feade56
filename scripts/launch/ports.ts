import { createServer, type AddressInfo } from 'node:net';
import { LaunchError } from './error.ts';

/** A port of 127.0.0.1 that is free at this moment. */
export async function findFreePort(): Promise<number> {
  return tryPort('127.0.0.1', 0);
}

/** Throws a LaunchError that says what to do when the gateway can't listen there. Port 0 is always fine. */
export async function requireFreePort(host: string, port: number): Promise<void> {
  try {
    await tryPort(host, port);
  } catch (error) {
    const where = `port ${port} of ${host}`;
    const { code } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = {
      EADDRINUSE: `Another program uses ${where}: stop it, or choose another port, for example PORT=${port === 65_535 ? 3000 : port + 1} npm start.`,
      EACCES: `This user may not listen on ${where}: choose a port from 1024 up, for example PORT=3000 npm start.`,
      EADDRNOTAVAIL: `HOST=${host} is no address of this machine: use 127.0.0.1 for this machine only, or 0.0.0.0 for every address.`,
      ENOTFOUND: `HOST=${host} is not known: use 127.0.0.1 for this machine only, or 0.0.0.0 for every address.`,
    };
    throw new LaunchError(reasons[code ?? ''] ?? `Nothing can listen on ${where} (${code}).`, {
      cause: error,
    });
  }
}

async function tryPort(host: string, port: number): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return taken;
}
