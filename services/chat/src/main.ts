import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { prepareAnswers } from '@persona/answers';
import { cacheReads, isEmbedded, openDocumentStore } from '@persona/documents';
import { announceChanges } from '@persona/domain';
import { createModels, probeModels, reportModels, type Models } from '@persona/models';
import { createChangePublisher, createSharedEpoch } from '@persona/queues';
import {
  createHealth,
  runService,
  StartupError,
  storeOf,
  tellDamage,
  untilReady,
  watchStores,
} from '@persona/runtime';
import { createEncoderPool, openSearchIndex } from '@persona/search';
import { buildApp } from './app.ts';
import { watchIndex } from './index-watch.ts';

/** How long the start waits to know how full the index is; with very many personas it goes on without. */
const FIRST_ROUND_TIMEOUT_MS = 2000;

await runService('chat', async ({ config, logger, metrics, onStop, announceReady }) => {
  const { INTERNAL_TOKEN: token, REDIS_URL: redisUrl } = config;
  if (token === undefined)
    throw new StartupError(
      'INTERNAL_TOKEN is not set; give the gateway and the chat service the same random text.',
    );

  // Stores: documents (the truth) and the index.
  const store = await untilReady(
    storeOf(config, 'documents'),
    () => openDocumentStore(config.DOCUMENTS_URL, tellDamage(logger)),
    logger,
  );
  onStop('documents', () => store.close());
  // Whoever follows the chats is told of them; answers need no Redis.
  const publisher = redisUrl === undefined ? undefined : createChangePublisher({ redisUrl, logger });
  if (publisher) onStop('announcements', () => publisher.close());
  const epoch =
    redisUrl === undefined || isEmbedded(config.DOCUMENTS_URL)
      ? undefined
      : createSharedEpoch({ redisUrl, logger });
  if (epoch) onStop('epoch', () => epoch.close());
  const cached = epoch ? cacheReads(store, epoch) : store;
  const documents = publisher ? announceChanges(cached, publisher.announce) : cached;
  const search = await openSearchIndex(config.SEARCH_URL, {
    apiKey: config.SEARCH_API_KEY,
    onDamage: ({ instance_id, movedTo, cause }) =>
      logger.warn(
        { event: 'index.damaged', instance_id, moved_to: movedTo, err: cause },
        'a damaged search index was moved aside; it is filled again from the documents',
      ),
  });
  onStop('search', () => search.close());
  await untilReady(storeOf(config, 'search'), () => search.ready(), logger);
  // Its threads start with the first page, which only an index of the version before an upgrade brings.
  const encoder = createEncoderPool({ threads: 1 });
  onStop('encoder', () => encoder.close());

  // The models, if any are configured.
  let models: Models;
  try {
    models = createModels(config);
  } catch (error) {
    throw new StartupError((error as Error).message, { cause: error });
  }

  // An unavailable model does not make the chat service unready: each request reports it to its caller.
  const watch = watchIndex({ documents, search, metrics });
  onStop('index watch', () => watch.stop());
  await Promise.race([watch.firstRound, sleep(FIRST_ROUND_TIMEOUT_MS, undefined, { ref: false })]);
  const stores = { documents: () => documents.ready(), search: () => search.ready() };
  const storeWatch = watchStores(config, stores, logger);
  onStop('store watch', storeWatch.stop);
  // The gateway stays ready without the index, because pages are taken and wait; it says so.
  const indexNote = (): string | undefined => (storeWatch.isAway('search') ? 'unavailable' : watch.note());
  const health = createHealth(stores, { index: indexNote });
  const { chat: model, ...others } = models;
  const app = await buildApp({
    documents,
    search,
    encoder,
    model,
    ...others,
    probeModels: () => probeModels(config),
    modelTimeoutMs: config.RETRIEVAL_TIMEOUT_MS,
    health,
    indexNote,
    logger,
    metrics,
    token,
  });
  onStop('answers', () => app.close());
  prepareAnswers();
  await app.listen({ host: config.INTERNAL_HOST, port: config.INTERNAL_PORT });
  const noticeMs = config.STOP_NOTICE_SECONDS * 1000;
  onStop('readiness', () => health.stopping(noticeMs), noticeMs + 1000);
  announceReady((app.server.address() as AddressInfo).port);
  onStop('model probes', reportModels(config, ['chat', 'embedding', 'rerank', 'speech'], logger));
});
