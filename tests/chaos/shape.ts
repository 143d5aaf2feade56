import path from 'node:path';
import { openDocumentStore, type DocumentStore } from '@persona/documents';
import { openSearchIndex, type SearchIndex } from '@persona/search';
import { findServer, type ServerProcess } from '@persona/testing';

export const documentStores = ['sqlite', 'mongodb'] as const;
export const searchIndexes = ['sqlite', 'qdrant'] as const;

export interface ShapeOptions {
  documents?: (typeof documentStores)[number];
  search?: (typeof searchIndexes)[number];
}

export interface Stores {
  documents: DocumentStore;
  search: SearchIndex;
  close(): Promise<void>;
}

/** Where an install of one run keeps its data. */
export interface Shape {
  /** The environment that the install is started with. */
  readonly env: Record<string, string>;
  /** Store servers that belong to this run, so that they may be killed. */
  readonly servers: Partial<Record<'mongodb' | 'qdrant', ServerProcess>>;
  /** The servers behind it; empty when the install uses files. */
  readonly sources: readonly string[];
  /** Opens the stores of the install with this data folder, beside the processes that use them. */
  open(folder: string): Promise<Stores>;
  stop(): Promise<void>;
}

/**
 * The stores of a run: files, or servers found by their variable, on PATH or in Docker. Throws a sentence
 * when there is none.
 */
export async function createShape({
  documents = 'sqlite',
  search = 'sqlite',
}: ShapeOptions = {}): Promise<Shape> {
  await using started = new AsyncDisposableStack();
  const env: Record<string, string> = {};
  const servers: Shape['servers'] = {};
  const sources: string[] = [];
  const find = async (kind: 'mongodb' | 'qdrant') => {
    const server = await findServer(kind);
    if (typeof server === 'string') throw new Error(server);
    started.defer(() => server.stop());
    if (server.process) servers[kind] = server.process;
    sources.push(`${kind}: ${server.source}`);
    return server;
  };
  if (documents === 'mongodb') {
    const { url, prefix, source } = await find('mongodb');
    const named = new URL(url);
    named.pathname = `/${prefix}`;
    // FerretDB 1.x is MongoDB's protocol over SQLite; its connections wait for each other.
    if (source.includes('ferretdb')) named.searchParams.set('maxPoolSize', '2');
    env['DOCUMENTS_URL'] = named.href;
  }
  if (search === 'qdrant') env['SEARCH_URL'] = (await find('qdrant')).url;
  const stack = started.move();
  return {
    env,
    servers,
    sources,
    open: async (folder) => {
      const documentStore = await openDocumentStore(
        env['DOCUMENTS_URL'] ?? `sqlite:${path.join(folder, 'documents.db')}`,
      );
      const index = await openSearchIndex(env['SEARCH_URL'] ?? `sqlite:${path.join(folder, 'search')}`);
      return {
        documents: documentStore,
        search: index,
        close: async () => {
          await index.close();
          await documentStore.close();
        },
      };
    },
    stop: () => stack.disposeAsync(),
  };
}
