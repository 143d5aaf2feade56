// A gateway and a chat service over the same stores, in this process.
import path from 'node:path';
import { createFolderBlobStore } from '@persona/blobs';
import type { QueueName } from '@persona/contracts';
import { createSqliteDocumentStore, type DocumentStore } from '@persona/documents';
import { announceChanges } from '@persona/domain';
import { createMemoryChangeFeed } from '@persona/queues';
import { createSqliteSearchIndex } from '@persona/search';
import { tempFolder } from '@persona/testing';
import { openTestGateway, type TestGatewayOptions } from '../../services/api/src/testing/gateway.ts';
import { openTestService } from '../../services/chat/src/testing/chat-service.ts';
import { createHeldQueue } from '../failpoints/queue.ts';
import type { Install } from './furnish.ts';

/** Opens them; `view` is what the gateway sees of the documents. */
export async function openInstall(
  view: (documents: DocumentStore) => DocumentStore = (documents) => documents,
  // Attacks are many requests of one visitor.
  options: Pick<TestGatewayOptions, 'env' | 'now'> = { env: { VISITOR_RATE_PER_MINUTE: '0' } },
): Promise<Install & { close(): Promise<void> }> {
  const folder = tempFolder();
  const changes = createMemoryChangeFeed();
  const documents = announceChanges(
    createSqliteDocumentStore({ file: path.join(folder.path, 'documents.db') }),
    changes.announce,
  );
  const search = createSqliteSearchIndex({ folder: path.join(folder.path, 'search') });
  const blobs = await createFolderBlobStore({
    folder: path.join(folder.path, 'blobs'),
    urlSecret: 'a secret of this test only',
  });
  const service = await openTestService({ beside: { documents, search } });
  const chatUrl = await service.app.listen({ host: '127.0.0.1', port: 0 });
  const { producer: held } = createHeldQueue();
  const state = async (queue: QueueName) => ({
    ...(await held.view.state(queue)),
    // Nobody speaks here, and who knows that does not wait.
    alive: queue !== 'speech',
  });
  const producer = { ...held, view: { ...held.view, state } };
  const gateway = await openTestGateway({
    beside: { documents: view(documents), blobs, producer, folder: folder.path },
    chatUrl,
    changes,
    ...options,
  });
  return {
    gateway,
    service,
    close: async () => {
      await gateway.close();
      await service.close();
      await blobs.close();
      await search.close();
      await documents.close();
      folder.remove();
    },
  };
}
