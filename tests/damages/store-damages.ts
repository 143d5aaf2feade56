import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ServerKind, TestServer } from '@persona/testing';
import type { Disk } from '../chaos/disk.ts';
import type { SlowPath } from './slow-path.ts';

export interface Store {
  server: TestServer;
  path: SlowPath;
  disk: Disk | undefined;
}

/** What is done to a store, and how that ends. */
export interface Damage {
  name: string;
  inflict(store: Store): Promise<void> | void;
  end(store: Store): Promise<void> | void;
  /** Does nothing to a store that is in use already. */
  onlyAtStart?: true;
}

/** Each piece of an answer takes so long where a store is slow. */
const SLOW_MS = 1000;

const ofAll: readonly Damage[] = [
  {
    name: 'away',
    inflict: ({ server }) => server.process?.kill(),
    end: ({ server }) => server.process?.restart(),
  },
  {
    name: 'takes connections, does not answer',
    inflict: ({ server }) => server.process?.pause(),
    end: ({ server }) => server.process?.resume(),
  },
  {
    name: `slow: ${SLOW_MS / 1000} s a piece`,
    inflict: ({ path }) => path.delay(SLOW_MS),
    end: ({ path }) => path.delay(0),
  },
  { name: 'disk full', inflict: ({ disk }) => disk?.fill(), end: ({ disk }) => disk?.free() },
];

const redis = async ({ server }: Store, ...args: string[]): Promise<void> =>
  void (await promisify(execFile)('redis-cli', ['-u', server.url, '--no-auth-warning', ...args]));

/** The server stops, and starts again with another password than the settings have. */
const restartedWith = (more: { args?: string[]; env?: Record<string, string> }): Damage => ({
  name: 'another password',
  inflict: async ({ server }) => {
    await server.process?.stop();
    await server.process?.restart(more);
  },
  end: async ({ server }) => {
    await server.process?.stop();
    await server.process?.restart();
  },
});

/** The server says that it is another version. */
const versionOf = (from: Buffer, to: Buffer, name = 'a version too old'): Damage => ({
  name,
  inflict: ({ path }) => path.forge({ from, to }),
  end: ({ path }) => path.forge(),
  onlyAtStart: true,
});

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
/** An int32 of BSON whose value is below 256. */
const int32 = (name: string, value: number): Buffer => bytes(`\x10${name}\0${String.fromCodePoint(value)}`);

const ofKind: Record<ServerKind, readonly Damage[]> = {
  redis: [
    {
      name: 'memory full (maxmemory)',
      inflict: (store) => redis(store, 'config', 'set', 'maxmemory', '1'),
      end: (store) => redis(store, 'config', 'set', 'maxmemory', '0'),
    },
    {
      name: 'another password',
      inflict: async (store) => {
        await redis(store, 'config', 'set', 'requirepass', 'another');
        await redis(store, '-a', 'another', 'client', 'kill', 'type', 'normal');
      },
      end: (store) => redis(store, '-a', 'another', 'config', 'set', 'requirepass', ''),
    },
    versionOf(bytes('redis_version:7.'), bytes('redis_version:5.')),
  ],
  mongodb: [
    restartedWith({
      args: [
        '--test-enable-new-auth',
        '--setup-username=other',
        '--setup-password=another',
        '--setup-database=admin',
      ],
    }),
    versionOf(int32('maxWireVersion', 21), int32('maxWireVersion', 4)),
  ],
  qdrant: [
    restartedWith({ env: { QDRANT__SERVICE__API_KEY: 'another' } }),
    versionOf(bytes('"version":"1.18.'), bytes('"version":"1.12.')),
  ],
  s3: [restartedWith({ env: { ROOT_SECRET_KEY: 'another' } })],
};

export const damagesOf = (kind: ServerKind): readonly Damage[] => [...ofAll, ...ofKind[kind]];
