import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { findProgram, freePort, startServerProcess, type ServerProcess } from './server-process.ts';
import { tempFolder } from './temp-folder.ts';

export interface RedisServer extends ServerProcess {
  readonly url: string;
  /** For BullMQ's `prefix`, so that suites on one server use different keys. */
  readonly prefix: string;
  readonly port: number;
  /** The folder of its append-only file. */
  readonly folder: string;
  /** Empties the server, as FLUSHALL does. */
  flush(): Promise<void>;
}

interface RedisOptions {
  /** More options of redis-server, e.g. ['--appendonly', 'no']. */
  args?: readonly string[];
  password?: string;
}

/**
 * Starts a private redis-server on a free port with the launcher's settings: append-only, noeviction. It can
 * be killed, paused and restarted. Throws when there is no redis-server on PATH; describeWithServer('redis',
 * …) decides what that means for a test.
 */
export async function startRedis({ args = [], password }: RedisOptions = {}): Promise<RedisServer> {
  const command = findProgram('redis-server');
  if (!command) throw new Error('There is no redis-server on PATH: run npm test, which installs it.');
  const folder = tempFolder();
  const port = await freePort();
  const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder.path, '--save', ''];
  const durable = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction'];
  const unlock = password ? [`AUTH ${password}`] : [];
  const secret = password ? ['--requirepass', password] : [];
  const server = await startServerProcess({
    command,
    args: [...options, ...durable, ...secret, ...args],
    // A server that still reads its file accepts connections and answers nothing else yet.
    ready: () =>
      send(port, [...unlock, 'PING']).then(
        () => true,
        () => false,
      ),
  });
  return {
    get pid() {
      return server.pid;
    },
    kill: server.kill,
    pause: server.pause,
    resume: server.resume,
    restart: server.restart,
    stop: async () => {
      await server.stop();
      folder.remove();
    },
    flush: () => send(port, [...unlock, 'FLUSHALL']),
    url: `redis://${password ? `:${password}@` : ''}127.0.0.1:${port}`,
    prefix: newPrefix(),
    port,
    folder: folder.path,
  };
}

export const newPrefix = (): string => `test-${randomUUID().slice(0, 8)}`;

/** Sends commands in Redis's inline form and waits until the last one has been answered. */
async function send(port: number, commands: readonly string[]): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  try {
    socket.write(commands.map((command) => `${command}\r\n`).join(''));
    let said = '';
    for await (const chunk of socket.setEncoding('utf8')) {
      said += chunk as string;
      if (said.split('\r\n').length > commands.length) break;
    }
    if (said.includes('-')) throw new Error(`Redis answered: ${said}`);
  } finally {
    socket.destroy();
  }
}
