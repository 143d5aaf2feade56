import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { openBlobStore } from '@persona/blobs';
import type { Config } from '@persona/config';
import { openDocumentStore } from '@persona/documents';
import { announceChanges, createDomain } from '@persona/domain';
import { defaultLimits, openMediaTools } from '@persona/media';
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
import { openWorkFolder, startMediaWorker } from './app.ts';

await runService('media-worker', async ({ config, logger, metrics, onStop, announceReady }) => {
  const { REDIS_URL: redisUrl } = config;
  if (redisUrl === undefined)
    throw new StartupError('REDIS_URL is not set; npm start brings a private Redis.');

  // Tools: ffmpeg, and what confines it.
  const tools = await openMediaTools({ sandbox: config.MEDIA_SANDBOX });
  if (tools.notice) logger.warn({ event: 'media.no_sandbox' }, tools.notice);
  const work = await openWorkFolder(join(config.PERSONA_DATA_DIR, 'work', 'media'));

  // Stores: the truth, the files.
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
  const blobs = await untilReady(storeOf(config, 'blobs'), () => openBlobStore(config), logger);
  onStop('blobs', () => blobs.close());

  // Queues: waited for without limit.
  await checkRedis(connection, { wait: true });
  const producer = createProducer(connection);
  onStop('producer', () => producer.close());

  // Work.
  const worker = startMediaWorker(
    {
      documents,
      blobs,
      domain: createDomain({ documents, blobs, producer }),
      tools,
      limits: { ...defaultLimits, maxBytes: config.MAX_UPLOAD_MB * 1024 * 1024 },
      work,
      ...modelsOf(config),
      logger,
      metrics,
    },
    {
      queues: { redisUrl },
      concurrency: config.MEDIA_CONCURRENCY ?? Math.max(1, availableParallelism() - 1),
    },
  );
  onStop('worker', () => worker.close());

  // Health.
  const stores = { documents: () => documents.ready(), blobs: () => blobs.ready() };
  const health = createHealth({ ...stores, queue: () => checkQueue(producer, 'media') });
  onStop('store watch', watchStores(config, stores, logger).stop);
  const { INTERNAL_HOST: host, INTERNAL_PORT: port } = config;
  const server = await serveHealth({ host, port, health, metrics });
  onStop('health', () => server.close());
  onStop('readiness', () => health.stopping());
  announceReady(server.port);
  onStop('model probes', reportModels(config, ['transcription', 'speech'], logger));
});

function modelsOf(config: Config): Pick<Models, 'transcriber' | 'speech'> {
  try {
    const { transcriber, speech } = createModels(config);
    return { transcriber, speech };
  } catch (error) {
    throw new StartupError((error as Error).message, { cause: error });
  }
}
