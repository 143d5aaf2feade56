import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { promisify } from 'node:util';
import { openDocumentStore } from '@persona/documents';
import { openSearchIndex } from '@persona/search';
import { eventually, freePort } from '@persona/testing';
import type { Stores } from '../chaos/shape.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../..');
const PROJECT = 'persona-compose-check';
/** Those that deploy/secrets.sh makes for an install; volumes are removed in the end. */
const PASSWORD = randomBytes(24).toString('hex');
const secrets = {
  MONGODB_PASSWORD: PASSWORD,
  REDIS_PASSWORD: PASSWORD,
  SEARCH_API_KEY: PASSWORD,
  S3_SECRET_ACCESS_KEY: PASSWORD,
  INTERNAL_TOKEN: PASSWORD,
};
/** How long a container may take to come back after its process was killed. */
const RESTART_TIMEOUT_MS = 120_000;

interface Container {
  readonly id: string;
  readonly service: string;
  readonly name: string;
}

export interface ComposeStack {
  readonly url: string;
  readonly key: string;
  /** Opens the stores beside the services. */
  open(): Promise<Stores>;
  containers(): Promise<Container[]>;
  /** Kills the process in the container, and resolves when the container is healthy again. */
  kill(container: Container): Promise<void>;
  logs(): Promise<string>;
  stop(): Promise<void>;
}

export interface ComposeOptions {
  /** Compose files that override the project's own. */
  files: readonly string[];
  build: boolean;
  /** Number of copies by service. */
  scale: Readonly<Record<string, number>>;
}

/**
 * The project's compose file, started under a project name of its own, beside any other containers. Output
 * goes to the terminal.
 */
export async function startComposeStack({ files, build, scale }: ComposeOptions): Promise<ComposeStack> {
  const port = await freePort();
  const key = `psk_check_${crypto.randomUUID().replaceAll('-', '')}`;
  const env = {
    ...process.env,
    ...secrets,
    PORT: String(port),
    PERSONA_ADMIN_KEY: key,
    COMPOSE_PROJECT_NAME: PROJECT,
  };
  const common = ['docker-compose.yml', path.join('tests', 'compose', 'reachable.yml'), ...files].flatMap(
    (file) => ['--file', file],
  );
  const compose = async (...args: string[]) => {
    const child = spawn('docker', ['compose', ...common, ...args], { cwd: root, env, stdio: 'inherit' });
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`docker compose ${args.join(' ')} ended with ${code}; see above.`);
  };
  const ask = async (...args: string[]) =>
    (await run('docker', ['compose', ...common, ...args], { cwd: root, env, maxBuffer: 1e8 })).stdout;

  await compose('down', '--volumes', '--remove-orphans');
  if (build) await compose('build');
  const copies = Object.entries(scale).flatMap(([service, count]) => ['--scale', `${service}=${count}`]);
  try {
    await compose('up', '--detach', '--wait', '--no-build', ...copies);
  } catch (error) {
    await compose('logs', '--tail', '40');
    await compose('down', '--volumes');
    throw error;
  }

  const addressOf = async (service: string, inside: number) =>
    (await ask('port', service, String(inside))).trim();
  const stateOf = async ({ id }: Container) => {
    const { stdout } = await run('docker', ['inspect', '--format', '{{json .State}}', id]);
    return JSON.parse(stdout) as { StartedAt: string; Health?: { Status: string } };
  };
  return {
    url: `http://127.0.0.1:${port}`,
    key,
    async open() {
      const mongodb = await addressOf('mongodb', 27_017);
      const documents = await openDocumentStore(
        `mongodb://persona:${PASSWORD}@${mongodb}/persona?authSource=admin`,
      );
      const search = await openSearchIndex(`http://${await addressOf('qdrant', 6333)}`, { apiKey: PASSWORD });
      return {
        documents,
        search,
        close: async () => {
          await search.close();
          await documents.close();
        },
      };
    },
    async containers() {
      const lines = (await ask('ps', '--format', '{{.ID}} {{.Service}} {{.Name}}')).trim().split('\n');
      return lines.map((line) => {
        const [id = '', service = '', name = ''] = line.split(' ');
        return { id, service, name };
      });
    },
    async kill(container) {
      const { StartedAt: before } = await stateOf(container);
      const startedAgain = async () => (await stateOf(container)).StartedAt !== before;
      // Docker restarts a process that ended by itself, but not a container that `docker kill` has ended.
      await run('docker', ['exec', container.id, 'sh', '-c', 'kill -9 -1']).catch(() => {});
      if (!(await within(3000, startedAgain))) {
        await run('docker', ['kill', container.id]);
        await run('docker', ['start', container.id]);
      }
      const back = async () =>
        (await startedAgain()) && (await stateOf(container)).Health?.Status === 'healthy';
      if (!(await within(RESTART_TIMEOUT_MS, back))) throw new Error(`${container.name} does not come back.`);
    },
    logs: () => ask('logs', '--no-color', '--tail', '40'),
    stop: () => compose('down', '--volumes'),
  };
}

const within = (ms: number, condition: () => Promise<boolean>): Promise<boolean> =>
  eventually(condition, { timeoutMs: ms, intervalMs: 200 }).then(
    () => true,
    () => false,
  );
