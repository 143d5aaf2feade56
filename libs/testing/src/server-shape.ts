import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ServerProcess } from './server-process.ts';
import { describeWithFound, findServer, isRequired, type TestServer } from './servers.ts';

const kinds = ['mongodb', 'qdrant', 's3'] as const;
type StoreKind = (typeof kinds)[number];

/** The servers in which an install on many machines keeps everything. */
export interface ServerShape {
  /** The environment that such an install is started with. */
  readonly env: Record<'DOCUMENTS_URL' | 'SEARCH_URL' | 'BLOBS_URL' | 'S3_ENDPOINT', string> &
    Record<string, string>;
  /** The program behind each server, with its version where it reports one. */
  readonly behind: Record<StoreKind, string>;
  /** Those that are private processes. */
  readonly processes: Partial<Record<StoreKind, ServerProcess>>;
  stop(): Promise<void>;
}

/** Finds or starts all three servers; otherwise returns the sentences that say what is missing. */
export async function findServerShape(): Promise<ServerShape | string> {
  await using started = new AsyncDisposableStack();
  const found = new Map<StoreKind, TestServer>();
  const missing: string[] = [];
  for (const kind of kinds) {
    const server = await findServer(kind);
    if (typeof server === 'string') missing.push(server);
    else {
      found.set(kind, server);
      started.defer(() => server.stop());
    }
  }
  const [mongodb, qdrant, s3] = [found.get('mongodb'), found.get('qdrant'), found.get('s3')];
  if (!mongodb || !qdrant || !s3) return missing.join('; ');
  const behind = {
    mongodb: await programOf(mongodb),
    qdrant: await programOf(qdrant),
    s3: await programOf(s3),
  };
  const processes: ServerShape['processes'] = {};
  for (const [kind, { process }] of found) if (process) processes[kind] = process;
  const stack = started.move();
  return {
    env: {
      DOCUMENTS_URL: databaseUrl(mongodb),
      SEARCH_URL: qdrant.url,
      BLOBS_URL: `s3://${s3.prefix}`,
      S3_ENDPOINT: s3.url,
      S3_ACCESS_KEY_ID: s3.accessKeyId ?? '',
      S3_SECRET_ACCESS_KEY: s3.secretAccessKey ?? '',
    },
    behind,
    processes,
    stop: () => stack.disposeAsync(),
  };
}

/** Like describeWithServer, on all three at once. */
export async function describeWithServerShape(
  name: string,
  suite: (servers: ServerShape) => void,
): Promise<void> {
  await describeWithFound(
    await findServerShape(),
    kinds.some((kind) => isRequired(kind)),
    name,
    suite,
  );
}

/** The address of a database of its own on this server. */
export function databaseUrl({ url, prefix, source }: TestServer): string {
  const named = new URL(url);
  named.pathname = `/${prefix}`;
  // FerretDB 1.x is MongoDB's protocol over SQLite: its connections wait for each other.
  if (source.includes('ferretdb')) named.searchParams.set('maxPoolSize', '2');
  return named.href;
}

async function programOf({ source }: TestServer): Promise<string> {
  if (!path.isAbsolute(source)) return source;
  const name = path.basename(source);
  const { stdout } = await promisify(execFile)(source, ['--version']).catch(() => ({ stdout: '' }));
  return [name, /\d+\.\d+\.\d+/.exec(stdout)?.[0]].filter(Boolean).join(' ');
}
