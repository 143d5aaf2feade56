import { existsSync } from 'node:fs';
import path from 'node:path';
import { StartupError } from '@persona/contracts';
import { freePort, tempFolder } from '@persona/testing';
import { describe, expect, test } from 'vitest';
import { openDocumentStore } from './open-document-store.ts';

describe('a URL chooses the store', () => {
  test('sqlite: is a file', async () => {
    using folder = tempFolder();
    const store = await openDocumentStore(`sqlite:${path.join(folder.path, 'documents.db')}`);
    await store.ready();
    await store.close();
  });

  test('of one file in one process there is one store, which closes with the last who opened it', async () => {
    using folder = tempFolder();
    const file = path.join(folder.path, 'documents.db');
    let threads = 0;
    const count = () => threads++;
    process.on('worker', count);
    const first = await openDocumentStore(`sqlite:${file}`);
    const second = await openDocumentStore(`sqlite:${path.join(folder.path, '.', 'documents.db')}`);
    await first.ready();
    await second.ready();
    process.off('worker', count);
    expect(threads).toBe(1);
    await first.close();
    await first.close();
    await second.ready();
    expect(existsSync(`${file}-wal`)).toBe(true);
    await second.close();
    expect(existsSync(`${file}-wal`)).toBe(false);
    const third = await openDocumentStore(`sqlite:${file}`);
    await third.ready();
    await third.close();
  });

  test('whoever closes leaves no log beside the file', async () => {
    using folder = tempFolder();
    const left: string[] = [];
    // Fifty times, because which of two threads closes first is chance.
    for (let i = 0; i < 50; i++) {
      const file = path.join(folder.path, `documents-${i}.db`);
      const store = await openDocumentStore(`sqlite:${file}`);
      await store.ready();
      await store.close();
      if (existsSync(`${file}-wal`)) left.push(file);
    }
    expect(left).toEqual([]);
  });

  test('a MongoDB that does not answer is not_ready, so that a service can wait for it', async () => {
    const url = `mongodb://user:secret@127.0.0.1:${await freePort()}/?serverSelectionTimeoutMS=200`;
    const error = await openDocumentStore(url).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'not_ready' });
    expect((error as Error).message).not.toContain('secret');
  });

  test.each(['mongodb://', 'mongodb://127.0.0.1:1/?w=lots&nonsense=1', 'postgres://127.0.0.1/'])(
    '%s is refused at start',
    async (url) => {
      await expect(openDocumentStore(url)).rejects.toBeInstanceOf(StartupError);
    },
  );
});
