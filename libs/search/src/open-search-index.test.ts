import path from 'node:path';
import { StartupError } from '@persona/contracts';
import { freePort, tempFolder } from '@persona/testing';
import { expect, test } from 'vitest';
import { openSearchIndex } from './open-search-index.ts';

test('sqlite: names a folder', async () => {
  const folder = tempFolder();
  const index = await openSearchIndex(`sqlite:${path.join(folder.path, 'search')}`);
  await index.ready();
  await index.close();
  folder.remove();
});

test('a Qdrant that is unavailable is not ready, without its address or key in the message', async () => {
  const index = await openSearchIndex(`http://127.0.0.1:${await freePort()}`, { apiKey: 'canary-key' });
  const error = await index.ready().catch((error: unknown) => error);
  expect(error).toMatchObject({ code: 'not_ready' });
  expect(JSON.stringify(error)).not.toContain('canary-key');
  await index.close();
});

test.each(['redis://x', 'ftp://x', 'http:', ''])('%j is refused', async (url) => {
  await expect(openSearchIndex(url)).rejects.toBeInstanceOf(StartupError);
});
