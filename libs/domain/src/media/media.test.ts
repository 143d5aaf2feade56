import { createHash, randomUUID } from 'node:crypto';
import path from 'node:path';
import { Readable } from 'node:stream';
import { blobFolder, createFolderBlobStore, type BlobStore } from '@persona/blobs';
import { newId, grantScope, type Scope } from '@persona/contracts';
import { type DocumentStore } from '@persona/documents';
import { describeWithServer } from '@persona/testing';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { createDomain } from '../create-domain.ts';
import { openDomain } from '../testing/open-domain.ts';

await describeWithServer('redis', 'media', (redis) => {
  const { documents, producer, domain, folder, newScope } = openDomain(redis);
  let blobs: BlobStore;
  let scope: Scope;
  beforeAll(async () => {
    blobs = await createFolderBlobStore({ folder: path.join(folder, 'blobs'), urlSecret: randomUUID() });
  });
  beforeEach(() => {
    scope = newScope();
  });

  const add = (words: string, to = scope) =>
    domain.addMedia(to, {
      kind: 'voice',
      declared: {},
      bytes: Buffer.byteLength(words),
      sha256: createHash('sha256').update(words).digest('hex'),
      requestedBy: 'key_test',
      blobs,
      open: () => Readable.from([Buffer.from(words)]),
    });
  const filesOf = async (to: Scope) => (await blobs.list(blobFolder(to))).blobs.length;

  test('the same bytes twice at once are one recording with one file, and unchanged after that', async () => {
    const both = await Promise.all([add('hello'), add('hello')]);
    expect(new Set(both.map(({ media }) => media.id)).size).toBe(1);
    expect(await add('hello')).toEqual({ media: both[0].media, unchanged: true });
    expect(await filesOf(scope)).toBe(1);
    expect(await documents.jobs.count(scope, {})).toBe(1);
  });

  test('a recording that is taken for failed while it is cancelled is cancelled, and retried once', async () => {
    const { media } = await add('hello');
    const jobId = media.job_id ?? '';
    const watched: DocumentStore = {
      ...documents,
      media: {
        ...documents.media,
        update: async (...args) => {
          const updated = await documents.media.update(...args);
          await domain.settleJob(scope, jobId);
          return updated;
        },
      },
    };
    const watchedDomain = createDomain({ documents: watched, blobs, producer });
    expect(await watchedDomain.cancelJob(scope, jobId)).toMatchObject({ state: 'cancelled' });
    expect(await documents.media.get(scope, media.id)).toMatchObject({
      state: 'failed',
      error: { code: 'cancelled' },
    });
    expect(await domain.retryJob(scope, jobId)).toBe(1);
    expect(await domain.retryJob(scope, jobId)).toBe(0);
    expect(await domain.settleJob(scope, jobId)).toMatchObject({ state: 'queued', finished_at: null });
  });

  test('a recording changes its persona with its job, and not where the same file is', async () => {
    const target = grantScope(newId('ins'));
    const { media } = await add('hello');
    const moved = await domain.attachMedia(scope, media.id, target);
    expect(moved).toMatchObject({
      media: { id: media.id, instance_id: target },
      warnings: [expect.stringContaining(`belonged to ${scope}`)],
    });
    expect(await documents.jobs.get(target, media.job_id ?? '')).not.toBeNull();
    expect((await domain.attachMedia(target, media.id, target)).warnings).toEqual([]);
    const again = await add('hello');
    await expect(domain.attachMedia(scope, again.media.id, target)).rejects.toMatchObject({
      code: 'validation_error',
    });
    await expect(domain.attachMedia(scope, newId('voi'), target)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  const words = (text: string) => [
    { name: 'captions-0.vtt', language: 'en', vtt: `WEBVTT\n\n00:01.000 --> 00:02.000\n${text}\n` },
  ];
  const pagesOf = (to: Scope) => documents.pages.find(to, { where: { deleted_at: null }, limit: 10 });

  test('what is said in a recording becomes pages once, and goes with it', async () => {
    const persona = grantScope(newId('ins'));
    const { media } = await add('hello', persona);
    await domain.storeCaptionPages(persona, media, words('Hello.'));
    const [page] = await pagesOf(persona);
    expect(page).toMatchObject({ source: 'voice', metadata: { media_id: media.id, track: 'captions-0' } });
    // What its owner has made of it stays when the file is processed again.
    await domain.updatePage(
      persona,
      page!.id,
      { content: words('Good day.')[0]!.vtt },
      { requestedBy: 'key_test' },
    );
    await domain.storeCaptionPages(persona, media, words('Hello.'));
    expect((await pagesOf(persona)).map(({ version }) => version)).toEqual([2]);

    await domain.deleteMedia(persona, media.id);
    expect(await pagesOf(persona)).toEqual([]);
    await domain.storeCaptionPages(persona, media, words('Hello.'));
    expect(await pagesOf(persona)).toEqual([]);
  });

  test('pages of a recording that is deleted while they are stored go again', async () => {
    const persona = grantScope(newId('ins'));
    const { media } = await add('hello', persona);
    const late: DocumentStore = {
      ...documents,
      media: {
        ...documents.media,
        update: async (...args) => {
          await domain.deleteMedia(persona, media.id);
          return documents.media.update(...args);
        },
      },
    };
    await createDomain({ documents: late, blobs, producer }).storeCaptionPages(
      persona,
      media,
      words('Hello.'),
    );
    expect(await pagesOf(persona)).toEqual([]);
  });

  test('a recording without a persona has no pages; one that moves leaves none behind', async () => {
    const key = grantScope(`key_${randomUUID()}`);
    const { media } = await add('hello', key);
    await domain.storeCaptionPages(key, media, words('Hello.'));
    expect(await pagesOf(key)).toEqual([]);
    const [first, second] = [grantScope(newId('ins')), grantScope(newId('ins'))];
    await domain.attachMedia(key, media.id, first);
    await domain.storeCaptionPages(first, media, words('Hello.'));
    await domain.attachMedia(first, media.id, second);
    expect(await pagesOf(first)).toEqual([]);
    await domain.storeCaptionPages(second, media, words('Hello.'));
    expect(await pagesOf(second)).toHaveLength(1);
  });
});
