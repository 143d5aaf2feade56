// Three of everything over the same stores, in one process: two that are struck, and one that survives.
import path from 'node:path';
import { createFolderBlobStore, type BlobStore } from '@persona/blobs';
import { grantScope, type ChatCancel, type ChatTurn, type JobName } from '@persona/contracts';
import { createSqliteDocumentStore, type DocumentStore } from '@persona/documents';
import { createDomain, type Domain } from '@persona/domain';
import { defaultLimits, openMediaTools } from '@persona/media';
import { createModels } from '@persona/models';
import type { HandledJob } from '@persona/queues';
import { createLogger, createMetrics } from '@persona/runtime';
import { createEncoderPool, createSqliteSearchIndex, type SearchIndex } from '@persona/search';
import { startModelServer, tempFolder } from '@persona/testing';
import { openTestGateway } from '../../services/api/src/testing/gateway.ts';
import { openTestService } from '../../services/chat/src/testing/chat-service.ts';
import { openTestHandlers as openIngest } from '../../services/ingest-worker/src/testing/worker.ts';
import { openTestHandlers as openMedia } from '../../services/media-worker/src/testing/media.ts';
import { mortalView } from './life.ts';
import { createHeldQueue, type HeldQueue } from './queue.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export interface Reply {
  status: number;
  text: string;
  body: Record<string, unknown>;
}

/** A gateway, a chat service and the workers, as far as they can be in one process. */
export interface Services {
  documents: DocumentStore;
  search: SearchIndex;
  blobs: BlobStore;
  domain: Domain;
  /** A request of the same admin, to any of the gateways. */
  call(method: Method, route: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  chat(turn: Partial<ChatTurn>): Promise<Reply>;
  /** A turn whose answer comes as events. */
  tell(turn: Partial<ChatTurn>): Promise<Reply>;
  cancelTurn(asked: ChatCancel): Promise<Reply>;
  /** Runs one job like a worker that was given it. */
  work(job: { name: JobName; id: string; data: unknown }): Promise<void>;
  /** The sweeps, in the initial state of a worker that was just started. */
  newSweeps(): { name: string; run(): Promise<number> }[];
}

export interface System {
  /** May be struck, one after the other; the stores of a dead one are as dead as it. */
  struck: readonly Services[];
  /** Survives. */
  other: Services;
  queue: HeldQueue;
}

const logger = createLogger('failpoints', 'silent');
const AUDIT_RETENTION_DAYS = 30;
/** A turn whose process died is taken over after this time. */
const LEASE_TTL_MS = 400;

/**
 * Opens them for the rest of this process: what was killed in it never ends, so none of it can be closed in
 * order.
 */
export async function openSystem(): Promise<System> {
  const folder = tempFolder();
  const queue = createHeldQueue();
  const encoder = createEncoderPool({ threads: 1 });
  const tools = await openMediaTools({ sandbox: 'auto' });
  const server = await startModelServer();
  const { embedding, transcriber, speech } = createModels({
    OPENAI_BASE_URL: server.url,
    EMBEDDING_MODEL: 'scripted',
    TRANSCRIPTION_MODEL: 'scripted',
    SPEECH_MODEL: 'scripted',
  });
  let key: string | undefined;

  const open = async (name: string, view: <T extends object>(resource: T) => T): Promise<Services> => {
    const documents = createSqliteDocumentStore({ file: path.join(folder.path, 'documents.db') });
    const search = createSqliteSearchIndex({ folder: path.join(folder.path, 'search') });
    const blobs = await createFolderBlobStore({
      folder: path.join(folder.path, 'blobs'),
      // As in the tests of the gateway, so that it serves what was signed here.
      urlSecret: 'a secret of this test only',
    });
    const seen = {
      documents: view(documents),
      search: view(search),
      blobs: view(blobs),
      producer: view(queue.producer),
    };
    const domain = createDomain(seen);
    // The requests of a dead gateway stay open in this process: no request may be refused because of them.
    const many = { requests: Infinity, bytes: Infinity };
    const loadLimits = { upload: many, write: many, chat: many, read: many, events: many };
    const service = await openTestService({ beside: seen, leaseTtlMs: LEASE_TTL_MS, waitTimeoutMs: 200 });
    const chatUrl = await service.app.listen({ host: '127.0.0.1', port: 0 });
    const gateway = await openTestGateway({ beside: { ...seen, folder: folder.path }, loadLimits, chatUrl });
    key ??= gateway.admin;
    const admin = key;
    const shared = { ...seen, domain, auditRetentionDays: AUDIT_RETENTION_DAYS, logger };
    const metrics = createMetrics(name);
    const ingest = openIngest({ ...shared, encoder: view(encoder), metrics }, embedding);
    const media = openMedia({
      ...shared,
      tools,
      transcriber,
      speech,
      limits: defaultLimits,
      work: { within: (use) => withinFolder(use) },
      metrics: createMetrics(`${name}-media`),
    });
    const handlers = { ...ingest.handlers, ...media } as unknown as Record<
      JobName,
      (job: HandledJob<JobName>) => Promise<void>
    >;
    return {
      ...seen,
      domain,
      call: async (method, route, body, headers = {}) => {
        try {
          return await gateway.call(method, route, body, { key: admin, headers });
        } catch (error) {
          // A reply that broke off.
          return { status: 503, text: String(error), body: {} };
        }
      },
      chat: async (turn) => {
        const { statusCode: status, body: text } = await service.post('chat', service.turnOf(turn));
        return { status, text, body: JSON.parse(text) as Record<string, unknown> };
      },
      cancelTurn: async (asked) => {
        const { statusCode: status, body: text } = await service.post('chat-cancel', asked);
        return { status, text, body: {} };
      },
      tell: async (turn) => {
        const accept = { accept: 'text/event-stream' };
        const { statusCode: status, body: text } = await service.post('chat', service.turnOf(turn), accept);
        return { status: text.includes('event: error') ? 503 : status, text, body: {} };
      },
      work: async ({ name: job, id, data: payload }) => {
        const data = payload as HandledJob<JobName>['data'];
        const handled: HandledJob<JobName> = {
          id,
          name: job,
          data,
          scope: grantScope(data.instance_id),
          attempt: 1,
          signal: new AbortController().signal,
          logger,
          note: () => {},
          yieldToSmaller: async () => {},
        };
        await handlers[job](handled);
      },
      newSweeps: ingest.newSweeps,
    };
  };

  const struck = [await open('first', mortalView), await open('second', mortalView)];
  const other = await open('other', (resource) => resource);
  return { struck, other, queue };
}

async function withinFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  using folder = tempFolder();
  // Awaited, because the folder is removed when this function ends.
  return await use(folder.path);
}
