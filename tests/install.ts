// A whole install as `npm start` makes it, in a folder and on a port of its own, for tests that use it over
// HTTP alone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { eventually, freePort, tempFolder } from '@persona/testing';

export interface Install {
  readonly url: string;
  /** The admin key. */
  readonly key: string;
  readonly folder: string;
  /** Its output to the terminal so far. */
  said(): string;
  /** Sends a request as the admin; a string is sent unchanged, anything else as JSON. */
  // oxlint-disable-next-line no-unnecessary-type-parameters -- the caller says what it expects of the JSON
  call<T = Record<string, unknown>>(
    method: string,
    route: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; headers: Headers; body: T }>;
  stop(): Promise<void>;
}

/** Settings that would connect this install to another one. */
const OWN = new Set([
  'REDIS_URL',
  'DOCUMENTS_URL',
  'SEARCH_URL',
  'BLOBS_URL',
  'PERSONA_ADMIN_KEY',
  'OPENAI_BASE_URL',
]);

/**
 * The install at PERSONA_TEST_URL with PERSONA_TEST_KEY, whoever started it and wherever it keeps its data.
 */
const existingInstall = (): Install | undefined => {
  const { PERSONA_TEST_URL: url, PERSONA_TEST_KEY: key } = process.env;
  if (!url || !key) return undefined;
  return { url, key, folder: '', said: () => '', call: callerOf(url, key), stop: async () => {} };
};

/** For checks that use nothing but HTTP: the existing install, or a fresh one. */
export const anyInstall = async (): Promise<Install> => existingInstall() ?? (await startInstall());

/** Starts a fresh install without the sample persona and resolves when it answers. */
export async function startInstall(env: NodeJS.ProcessEnv = {}): Promise<Install> {
  const folder = tempFolder();
  const dataDir = env['PERSONA_DATA_DIR'] ?? folder.path;
  const url = `http://127.0.0.1:${await freePort()}`;
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OWN.has(name)));
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '../scripts/launch.ts')], {
    env: {
      ...inherited,
      PERSONA_DATA_DIR: dataDir,
      PORT: new URL(url).port,
      PERSONA_SAMPLE: 'off',
      PERSONA_AUTH: 'on',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const closed = once(child, 'close');
  await eventually(
    () => {
      if (child.exitCode !== null) throw new Error(`the install stopped:\n${output}`);
      return output.includes('Persona is running.');
    },
    { timeoutMs: 60_000, intervalMs: 50 },
  );
  const key = readFileSync(path.join(dataDir, 'admin.key'), 'utf8').trim();

  return {
    url,
    key,
    folder: dataDir,
    said: () => output,
    call: callerOf(url, key),
    async stop() {
      child.kill('SIGTERM');
      await closed;
      folder.remove();
    },
  };
}

/** Sends requests with a key, as `call` of an install. */
export const callerOf =
  (url: string, key: string): Install['call'] =>
  // oxlint-disable-next-line no-unnecessary-type-parameters -- the caller says what it expects of the JSON
  async <T>(method: string, route: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}${route}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as T };
  };
