import { availableParallelism } from 'node:os';
import { openBlobStore } from '@persona/blobs';
import { openDocumentStore } from '@persona/documents';
import { announceChanges, createDomain } from '@persona/domain';
import { createModels, reportModels, type Models } from '@persona/models';
import { checkQueue, checkRedis, createChangePublisher } from '@persona/queues';
import { createProducer } from '@persona/queues/producer';
import {
  createHealth,
  runService,
  serveHealth,
  StartupError,
  storeOf,
  untilReady,
  watchStores,
  tellDamage,
} from '@persona/runtime';
import { createEncoderPool, openSearchIndex } from '@persona/search';
import { startIngestWorker } from './app.ts';
import { createPassageEmbedder } from './passage-embedder.ts';

const DEFAULT_CONCURRENCY = 2;

await runService('ingest-worker', async ({ config, logger, metrics, onStop, announceReady }) => {
  const { REDIS_URL: redisUrl } = config;
  if (redisUrl === undefined)
    throw new StartupError('REDIS_URL is not set; npm start brings a private Redis.');

  // Stores: documents (the truth), index and files.
  const store = await untilReady(
    storeOf(config, 'documents'),
    () => openDocumentStore(config.DOCUMENTS_URL, tellDamage(logger)),
    logger,
  );
  onStop('documents', () => store.close());
  const connection = { redisUrl, logger };
  const publisher = createChangePublisher(connection);
  onStop('announcements', () => publisher.close());
  const documents = announceChanges(store, publisher.announce);
  const search = await openSearchIndex(config.SEARCH_URL, {
    apiKey: config.SEARCH_API_KEY,
    onDamage: ({ instance_id, movedTo, cause }) =>
      logger.warn(
        { event: 'index.damaged', instance_id, moved_to: movedTo, err: cause },
        'a damaged search index was moved aside; it is filled again from the documents',
      ),
  });
  onStop('search', () => search.close());
  const blobs = await untilReady(storeOf(config, 'blobs'), () => openBlobStore(config), logger);
  onStop('blobs', () => blobs.close());
  await untilReady(storeOf(config, 'search'), () => search.ready(), logger);

  // Queues: waited for without limit.
  await checkRedis(connection, { wait: true });
  const producer = createProducer(connection);
  onStop('producer', () => producer.close());

  // The embedding model, if one is configured.
  let models: Models;
  try {
    models = createModels(config);
  } catch (error) {
    throw new StartupError((error as Error).message, { cause: error });
  }
  const embedder = models.embedding && createPassageEmbedder(models.embedding, search, metrics);

  // Work.
  const encoder = createEncoderPool({ threads: Math.max(2, availableParallelism() - 1) });
  onStop('encoder', () => encoder.close());
  const worker = startIngestWorker(
    {
      documents,
      search,
      encoder,
      embedder,
      blobs,
      producer,
      domain: createDomain({ documents, blobs, producer }),
      auditRetentionDays: config.AUDIT_RETENTION_DAYS,
      logger,
      metrics,
    },
    { queues: { redisUrl }, concurrency: config.INGEST_CONCURRENCY ?? DEFAULT_CONCURRENCY },
  );
  onStop('worker', () => worker.close());

  // Health.
  const stores = { documents: () => documents.ready(), search: () => search.ready() };
  const health = createHealth({ ...stores, queue: () => checkQueue(producer, 'ingest') });
  onStop('store watch', watchStores(config, stores, logger).stop);
  const { INTERNAL_HOST: host, INTERNAL_PORT: port } = config;
  const server = await serveHealth({ host, port, health, metrics });
  onStop('health', () => server.close());
  onStop('readiness', () => health.stopping());
  announceReady(server.port);
  onStop('model probes', reportModels(config, ['embedding'], logger));
});
