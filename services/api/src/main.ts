import { createUrlSigner, openBlobStore } from '@persona/blobs';
import { cacheReads, isEmbedded, openDocumentStore } from '@persona/documents';
import { announceChanges, createDomain } from '@persona/domain';
import {
  checkRedis,
  createChangeFeed,
  createChangePublisher,
  createSharedBuckets,
  createSharedEpoch,
} from '@persona/queues';
import { createProducer } from '@persona/queues/producer';
import {
  StartupError,
  createHealth,
  runService,
  storeOf,
  untilReady,
  watchStores,
  tellDamage,
  serveHealth,
} from '@persona/runtime';
import { buildApp } from './app.ts';
import { createChatClient } from './chat-client.ts';
import { ensureAdminKey } from './keys/admin-key.ts';
import { installSecret } from './keys/install-secret.ts';
import { listen } from './listen.ts';
import { SOURCES_PATH } from './source-links.ts';

/** How long a question may wait for its turn in the chat service, on top of the time of its answer. */
const QUEUE_SECONDS = 60;

await runService('api', async ({ config, logger, metrics, onStop, announceReady }) => {
  const { REDIS_URL: redisUrl, INTERNAL_TOKEN: token } = config;
  if (redisUrl === undefined)
    throw new StartupError('REDIS_URL is not set; npm start brings a private Redis.');
  if (token === undefined)
    throw new StartupError(
      'INTERNAL_TOKEN is not set; give the gateway and the chat service the same random text.',
    );

  // Stores: the truth, and the files.
  const store = await untilReady(
    storeOf(config, 'documents'),
    () => openDocumentStore(config.DOCUMENTS_URL, tellDamage(logger)),
    logger,
  );
  onStop('documents', () => store.close());
  const connection = { redisUrl, logger };
  const publisher = createChangePublisher(connection);
  onStop('announcements', () => publisher.close());
  const epoch = isEmbedded(config.DOCUMENTS_URL) ? undefined : createSharedEpoch(connection);
  if (epoch) onStop('epoch', () => epoch.close());
  const documents = announceChanges(epoch ? cacheReads(store, epoch) : store, publisher.announce);
  const urlSecret = await installSecret(documents, 'file_url_secret');
  const auditSecret = await installSecret(documents, 'audit_secret');
  const blobs = await untilReady(
    storeOf(config, 'blobs'),
    () => openBlobStore(config, { urlSecret, urlPrefix: config.BASE_PATH }),
    logger,
  );
  onStop('blobs', () => blobs.close());

  // Queues: jobs are added, never waited for.
  await checkRedis(connection, { wait: false });
  const producer = createProducer(connection);
  onStop('producer', () => producer.close());
  const changes = createChangeFeed(connection);
  onStop('changes', () => changes.close());
  const buckets = config.RATE_LIMIT_PER_MINUTE > 0 ? createSharedBuckets(connection) : undefined;
  if (buckets) onStop('rate limits', () => buckets.close());

  // The chat service.
  const maxSeconds = Math.max(config.CHAT_REPLY_TIMEOUT_SECONDS, config.TRANSCRIPTION_TIMEOUT_SECONDS);
  const headersTimeoutMs = (maxSeconds + QUEUE_SECONDS) * 1000;
  const chat = createChatClient({ url: config.CHAT_URL, token, headersTimeoutMs });
  onStop('chat client', () => chat.close());

  const adminKey = config.PERSONA_AUTH === 'on' ? await ensureAdminKey(documents, config) : null;
  if (adminKey?.source === 'file' && adminKey.made)
    logger.info({ event: 'admin_key.made', file: adminKey.file }, 'the admin key was made');

  // Redis is not among the parts that readiness needs: without it requests still succeed, and the sweeper
  // enqueues later.
  const stores = { documents: () => documents.ready(), blobs: () => blobs.ready() };
  const health = createHealth({ ...stores, chat: () => chat.ready() }, { index: () => chat.indexNote() });
  onStop('store watch', watchStores(config, stores, logger).stop);
  const app = await buildApp({
    config,
    documents,
    domain: createDomain({ documents, blobs, producer }),
    producer,
    buckets,
    changes,
    blobs,
    files: createUrlSigner(urlSecret, '/files', config.BASE_PATH),
    auditSecret,
    sources: createUrlSigner(urlSecret, SOURCES_PATH, config.BASE_PATH),
    chat,
    health,
    logger,
    metrics,
  });
  onStop('requests', () => app.close());
  if (config.INTERNAL_PORT !== 0) {
    // For Prometheus, beside the public port.
    const { INTERNAL_HOST: host, INTERNAL_PORT: internalPort } = config;
    const internal = await serveHealth({ host, port: internalPort, health, metrics });
    onStop('internal port', () => internal.close());
  }
  const port = await listen(app, config);
  const noticeMs = config.STOP_NOTICE_SECONDS * 1000;
  onStop('readiness', () => health.stopping(noticeMs), noticeMs + 1000);
  announceReady(port);
});
