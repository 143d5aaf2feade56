import path from 'node:path';
import { createFolderBlobStore } from '@persona/blobs';
import { cacheReads, openDocumentStore, type DocumentStore, type ReadEpoch } from '@persona/documents';
import { createProducer } from '@persona/queues/producer';
import { createLogger } from '@persona/runtime';
import { createSqliteSearchIndex } from '@persona/search';
import { databaseUrl, describeWithServer, freePort, tempFolder } from '@persona/testing';
import { expect, onTestFinished, test } from 'vitest';
import { openTestGateway } from '../services/api/src/testing/gateway.ts';
import { openTestService } from '../services/chat/src/testing/chat-service.ts';

const logger = createLogger('test', 'silent');
/** Longer than the test takes, so that nothing is read or renewed because of the time. */
const FOR_EVER_MS = 3_600_000;

await describeWithServer('mongodb', 'commands to MongoDB', (server) => {
  test('a question takes at most nine, and one in a chat that is there thirteen', async () => {
    const folder = tempFolder();
    onTestFinished(() => folder.remove());
    const sent: string[] = [];
    let changes = 0;
    const epoch: ReadEpoch = {
      current: async () => String(changes),
      advance: async () => changes++ >= 0,
    };
    /** What a service of its own has. */
    const openDocuments = async (): Promise<DocumentStore> => {
      const store = await openDocumentStore(databaseUrl(server), { onCommand: (name) => sent.push(name) });
      onTestFinished(() => store.close());
      return cacheReads(store, epoch, { ttlMs: FOR_EVER_MS });
    };
    const search = createSqliteSearchIndex({ folder: path.join(folder.path, 'search') });
    onTestFinished(() => search.close());
    const service = await openTestService({
      beside: { documents: await openDocuments(), search },
      leaseTtlMs: FOR_EVER_MS,
    });
    onTestFinished(() => service.close());
    const blobs = await createFolderBlobStore({
      folder: path.join(folder.path, 'blobs'),
      urlSecret: 'a secret of this test only',
    });
    onTestFinished(() => blobs.close());
    const producer = createProducer({ redisUrl: `redis://127.0.0.1:${await freePort()}`, logger });
    onTestFinished(() => producer.close());
    const gateway = await openTestGateway({
      beside: { documents: await openDocuments(), blobs, producer, folder: folder.path },
      chatUrl: await service.app.listen({ host: '127.0.0.1', port: 0 }),
    });
    onTestFinished(() => gateway.close());

    const instance_id = await service.seed.persona();
    await service.seed.page(instance_id, {
      title: 'The lamp',
      content: 'The lamp of the tower burns colza oil. It is lit an hour before sunset.',
    });
    const ask = async (message: string, more: object = {}) => {
      sent.length = 0;
      const chat_data = { instance_id, user_id: 'ann', message, ...more };
      const { status, body } = await gateway.call<{ answer_type: string; chat_id: string }>(
        'POST',
        '/api/kb/v2/chat',
        { chat_data },
      );
      expect([status, body.answer_type]).toEqual([200, 'grounded']);
      return { commands: [...sent], chat_id: body.chat_id };
    };
    const { chat_id } = await ask('What does the lamp burn?');
    // When the key was used last is written once a minute, and may be in one of them.
    const fewest = async (more: object = {}): Promise<string[]> => {
      const [one, other] = [
        await ask('What does the lamp burn?', more),
        await ask('What does the lamp burn?', more),
      ];
      return one.commands.length < other.commands.length ? one.commands : other.commands;
    };
    const begun = await fewest();
    expect(begun.length, begun.join()).toBeLessThanOrEqual(9);
    const later = await fewest({ chat_id });
    expect(later.length, later.join()).toBeLessThanOrEqual(13);
  }, 300_000);
});
