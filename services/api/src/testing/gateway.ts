import path from 'node:path';
import { createFolderBlobStore, createUrlSigner } from '@persona/blobs';
import { loadConfig } from '@persona/config';
import type { ErrorBody } from '@persona/contracts';
import { createSqliteDocumentStore } from '@persona/documents';
import { announceChanges, createDomain } from '@persona/domain';
import { createMemoryChangeFeed, type ChangeFeed } from '@persona/queues';
import { createProducer } from '@persona/queues/producer';
import { createHealth, createLogger, createMetrics } from '@persona/runtime';
import { freePort, tempFolder } from '@persona/testing';
import type { InjectOptions } from 'fastify';
import { buildApp, type AppOptions } from '../app.ts';
import { createChatClient } from '../chat-client.ts';
import { createKeyStore, type NewKey } from '../keys/key-store.ts';
import type { Resources } from '../resources.ts';
import { SOURCES_PATH } from '../source-links.ts';

/** The gateway's first start, for a test that interrupts it. */
export { ensureAdminKey } from '../keys/admin-key.ts';
export { installSecret } from '../keys/install-secret.ts';
export { createKeyStore, parseToken } from '../keys/key-store.ts';

export type TestGateway = Awaited<ReturnType<typeof openTestGateway>>;

export interface TestGatewayOptions extends AppOptions {
  env?: NodeJS.ProcessEnv;
  /** The queues' server; without it no Redis listens at their address, as when Redis is unavailable. */
  redis?: { url: string; prefix: string };
  /** The chat service's address; without it the service is unavailable. */
  chatUrl?: string;
  /** Gets every line of the log. */
  logs?: string[];
  /** Another process's stores, which that process closes, with their folder. */
  beside?: Pick<Resources, 'documents' | 'blobs' | 'producer'> & { folder: string };
  /** Where others tell of changes; the gateway's own store tells of its own without it. */
  changes?: ChangeFeed;
}

/**
 * Opens the whole gateway over real stores in a folder of its own; servers that are not given are
 * unavailable.
 */
export async function openTestGateway({
  env = {},
  redis,
  chatUrl,
  beside,
  changes,
  logs,
  ...options
}: TestGatewayOptions = {}) {
  const folder = beside ? { path: beside.folder, remove: () => {} } : tempFolder();
  const config = loadConfig({ PERSONA_DATA_DIR: folder.path, LOG_LEVEL: 'silent', ...env });
  const logger = logs
    ? createLogger('api', 'info', { write: (line) => void logs.push(line) })
    : createLogger('api', config.LOG_LEVEL);
  const metrics = createMetrics('api');
  const nowhere = await freePort();
  const urlSecret = 'a secret of this test only';
  const feed = createMemoryChangeFeed();
  const { documents, blobs, producer } = beside ?? {
    documents: announceChanges(
      createSqliteDocumentStore({ file: path.join(folder.path, 'documents.db') }),
      feed.announce,
    ),
    blobs: await createFolderBlobStore({
      folder: path.join(folder.path, 'blobs'),
      urlSecret,
      urlPrefix: config.BASE_PATH,
    }),
    producer: createProducer({
      redisUrl: redis?.url ?? `redis://127.0.0.1:${nowhere}`,
      prefix: redis?.prefix,
      logger,
    }),
  };
  const chat = createChatClient({
    url: chatUrl ?? `http://127.0.0.1:${nowhere}`,
    token: 'token of this test',
  });
  const domain = createDomain({ documents, blobs, producer });
  const health = createHealth({ documents: () => documents.ready(), chat: () => chat.ready() });
  const app = await buildApp(
    {
      config,
      documents,
      domain,
      producer,
      changes: changes ?? feed,
      blobs,
      files: createUrlSigner(urlSecret, '/files', config.BASE_PATH),
      auditSecret: 'another secret of this test',
      sources: createUrlSigner(urlSecret, SOURCES_PATH, config.BASE_PATH),
      chat,
      health,
      logger,
      metrics,
    },
    options,
  );
  const keys = createKeyStore(documents, () => undefined);
  const everything: NewKey = {
    name: 'test',
    scopes: ['admin'],
    instance_ids: null,
    user_id: null,
    expires_at: null,
  };
  const newKey = async (fields: Partial<NewKey> = {}) => keys.create({ ...everything, ...fields });
  const admin = (await newKey()).token;

  /**
   * Sends a request as `key` (by default the admin; null: none) and returns its status, headers and JSON
   * body.
   */
  // oxlint-disable-next-line no-unnecessary-type-parameters -- the caller says what it expects of the JSON
  const call = async <T = Record<string, unknown>>(
    method: NonNullable<InjectOptions['method']>,
    url: string,
    body?: unknown,
    { key = admin, headers = {} }: { key?: string | null; headers?: Record<string, string> } = {},
  ) => {
    const response = await app.inject({
      method,
      url,
      headers: { ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...headers },
      ...(body === undefined ? {} : { payload: body as NonNullable<InjectOptions['payload']> }),
    });
    const text = response.body;
    const isJson = text !== '' && String(response.headers['content-type']).startsWith('application/json');
    return {
      status: response.statusCode,
      headers: response.headers,
      text,
      body: (isJson ? JSON.parse(text) : {}) as T & Partial<ErrorBody>,
    };
  };

  return {
    app,
    config,
    documents,
    domain,
    producer,
    blobs,
    folder: folder.path,
    admin,
    newKey,
    call,
    /** Creates a persona and returns its id. */
    newPersona: async (name = 'Ada') => {
      const data = { name, description: `${name} in a test`, configuration: {} };
      const { body } = await call<{ instance_id: string }>('POST', '/api/instance', { instance_data: data });
      return body.instance_id;
    },
    close: async () => {
      await app.close();
      await chat.close();
      if (beside) return;
      await producer.close();
      await blobs.close();
      await documents.close();
      folder.remove();
    },
  };
}
