import { accepts, findProgram, freePort, startServerProcess, type ServerProcess } from './server-process.ts';
import { newPrefix, startRedis } from './redis.ts';
import { tempFolder } from './temp-folder.ts';

/** A server that tests run against: one named by a variable, a private process, or a container. */
export interface TestServer {
  readonly url: string;
  /**
   * Names that nothing else uses on this server: a key prefix, a database, a collection prefix or a bucket.
   */
  readonly prefix: string;
  /** Where it came from, for notes: `REDIS_URL`, `/usr/bin/redis-server`, `docker redis:7-bookworm`. */
  readonly source: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  /** A private process can be killed, paused and restarted. */
  readonly process?: ServerProcess;
  stop(): Promise<void>;
}

export type ServerKind = 'redis' | 'mongodb' | 'qdrant' | 's3';

interface Program {
  name: string;
  command(options: { port: number; spare: number; folder: string }): {
    args: string[];
    env?: Record<string, string>;
  };
}

interface KindSpec {
  /** The variable that names a server to use. */
  variable: string;
  scheme: string;
  programs: readonly Program[];
  image: string;
  containerPort: number;
  containerCommand?: string[];
  containerEnv?: Record<string, string>;
}

const S3_KEY = { accessKeyId: 'persona-test', secretAccessKey: 'persona-test-secret' };

const kinds: Record<ServerKind, KindSpec> = {
  redis: {
    variable: 'REDIS_URL',
    scheme: 'redis',
    programs: [{ name: 'redis-server', command: () => ({ args: [] }) }],
    image: 'redis:7-bookworm',
    containerPort: 6379,
  },
  mongodb: {
    variable: 'MONGODB_URL',
    scheme: 'mongodb',
    programs: [
      {
        name: 'mongod',
        command: ({ port, folder }) => ({
          args: ['--port', `${port}`, '--bind_ip', '127.0.0.1', '--dbpath', folder, '--quiet'],
        }),
      },
      {
        name: 'ferretdb',
        command: ({ port, folder }) => ({
          args: [
            `--listen-addr=127.0.0.1:${port}`,
            '--handler=sqlite',
            `--sqlite-url=file:${folder}/`,
            `--state-dir=${folder}`,
            '--telemetry=disable',
            '--debug-addr=-',
            '--log-level=error',
          ],
        }),
      },
    ],
    image: 'mongo:8',
    containerPort: 27_017,
  },
  qdrant: {
    variable: 'QDRANT_URL',
    scheme: 'http',
    programs: [
      {
        name: 'qdrant',
        command: ({ port, spare, folder }) => ({
          args: ['--disable-telemetry'],
          env: {
            QDRANT__SERVICE__HOST: '127.0.0.1',
            QDRANT__SERVICE__HTTP_PORT: `${port}`,
            QDRANT__SERVICE__GRPC_PORT: `${spare}`,
            QDRANT__STORAGE__STORAGE_PATH: `${folder}/storage`,
            QDRANT__STORAGE__SNAPSHOTS_PATH: `${folder}/snapshots`,
            QDRANT__LOG_LEVEL: 'WARN',
          },
        }),
      },
    ],
    image: 'qdrant/qdrant:v1.18.3',
    containerPort: 6333,
  },
  s3: {
    variable: 'S3_ENDPOINT',
    scheme: 'http',
    programs: [
      {
        name: 'versitygw',
        command: ({ port, folder }) => ({
          args: ['--port', `127.0.0.1:${port}`, '--quiet', 'posix', folder],
          env: { ROOT_ACCESS_KEY: S3_KEY.accessKeyId, ROOT_SECRET_KEY: S3_KEY.secretAccessKey },
        }),
      },
      {
        name: 'weed',
        command: ({ port, folder }) => ({
          args: ['mini', '-ip=127.0.0.1', `-dir=${folder}`, `-s3.port=${port}`],
          env: { AWS_ACCESS_KEY_ID: S3_KEY.accessKeyId, AWS_SECRET_ACCESS_KEY: S3_KEY.secretAccessKey },
        }),
      },
    ],
    image: 'versity/versitygw:v1.0.18',
    containerPort: 7070,
    containerCommand: ['posix', '/tmp'],
    containerEnv: { ROOT_ACCESS_KEY: S3_KEY.accessKeyId, ROOT_SECRET_KEY: S3_KEY.secretAccessKey },
  },
};

/**
 * Returns a running server of this kind. It is looked for in this order: the one that its variable names, a
 * program on PATH, Docker. Otherwise returns a sentence that says what is missing, and why an available one
 * is not suitable.
 */
export async function findServer(kind: ServerKind): Promise<TestServer | string> {
  const spec = kinds[kind];
  const credentials = kind === 's3' ? S3_KEY : {};
  const named = process.env[spec.variable];
  if (named) {
    const own =
      kind === 's3'
        ? {
            accessKeyId: process.env['S3_ACCESS_KEY_ID'] ?? S3_KEY.accessKeyId,
            secretAccessKey: process.env['S3_SECRET_ACCESS_KEY'] ?? S3_KEY.secretAccessKey,
          }
        : {};
    return { url: named, prefix: newPrefix(), source: spec.variable, ...own, stop: async () => {} };
  }
  /** Why an available server is not suitable. */
  const reasons: string[] = [];
  for (const program of spec.programs) {
    const command = findProgram(program.name);
    if (!command) continue;
    try {
      const server =
        kind === 'redis' ? await startPrivateRedis() : await startProgram(spec, program, command);
      return { ...credentials, ...server, prefix: newPrefix(), source: command };
    } catch (error) {
      reasons.push(firstLine(error));
    }
  }
  if (await dockerAnswers())
    try {
      return { ...(await startContainer(spec)), ...credentials };
    } catch (error) {
      reasons.push(`docker could not run ${spec.image}: ${firstLine(error)}`);
    }
  const names = spec.programs.map(({ name }) => name).join(' or ');
  const missing = `no ${kind}: set ${spec.variable}, put ${names} on PATH, or start Docker`;
  return [missing, ...reasons].join('; ');
}

const firstLine = (error: unknown): string =>
  String(error instanceof Error ? error.message : error).split('\n')[0] ?? '';

async function startProgram(spec: KindSpec, program: Program, command: string) {
  const folder = tempFolder();
  const [port, spare] = [await freePort(), await freePort()];
  const server = await startServerProcess({
    command,
    cwd: folder.path,
    ...program.command({ port, spare, folder: folder.path }),
    ready: () => accepts({ port, host: '127.0.0.1' }),
  });
  const stop = async () => {
    await server.stop();
    folder.remove();
  };
  return { url: `${spec.scheme}://127.0.0.1:${port}`, process: server, stop };
}

async function startPrivateRedis() {
  const redis = await startRedis();
  return { url: redis.url, process: redis, stop: redis.stop };
}

function dockerAnswers(): Promise<boolean> {
  const host = process.env['DOCKER_HOST'];
  if (!host || host.startsWith('unix://')) return accepts({ path: host?.slice(7) ?? '/var/run/docker.sock' });
  const { hostname, port } = new URL(host);
  return accepts({ host: hostname, port: Number(port) });
}

async function startContainer(spec: KindSpec): Promise<TestServer> {
  const { GenericContainer } = await import('testcontainers');
  let container = new GenericContainer(spec.image)
    .withExposedPorts(spec.containerPort)
    .withEnvironment(spec.containerEnv ?? {});
  if (spec.containerCommand) container = container.withCommand(spec.containerCommand);
  const started = await container.start();
  return {
    url: `${spec.scheme}://${started.getHost()}:${started.getMappedPort(spec.containerPort)}`,
    prefix: newPrefix(),
    source: `docker ${spec.image}`,
    stop: async () => void (await started.stop()),
  };
}

/**
 * Whether this run must not skip tests that need such a server: REQUIRE=mongodb,qdrant,s3 names them, and
 * CI=true always implies Redis.
 */
export function isRequired(kind: ServerKind, env: NodeJS.ProcessEnv = process.env): boolean {
  const onServer = !['', '0', 'false'].includes(env['CI'] ?? '');
  return (kind === 'redis' && onServer) || (env['REQUIRE'] ?? '').split(',').includes(kind);
}

/**
 * Declares a suite of tests on a real server: `await describeWithServer('redis', 'queues', (redis) => {
 * test(…) })`. Without a server the suite is a visible skip that says how to get one, or a failure where
 * isRequired says so.
 */
export async function describeWithServer(
  kind: ServerKind,
  name: string,
  suite: (server: TestServer) => void,
): Promise<void> {
  await describeWithFound(await findServer(kind), isRequired(kind), name, suite);
}

/**
 * Declares the suite on the server that was found. When there is only a sentence that says why none was,
 * declares a skip with that sentence or, when the server is required, a failure.
 */
export async function describeWithFound<S extends { stop(): Promise<void> }>(
  found: S | string,
  required: boolean,
  name: string,
  suite: (found: S) => void,
): Promise<void> {
  // Imported here and not at the top, because benches use this library outside of the test runner.
  const { afterAll, describe, test } = await import('vitest');
  if (typeof found !== 'string') {
    describe(name, () => {
      afterAll(() => found.stop());
      suite(found);
    });
  } else if (required) {
    test(name, () => {
      throw new Error(found);
    });
  } else {
    test.skip(`${name} (${found})`, () => {});
  }
}
