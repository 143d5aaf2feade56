import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { StartupError, MiB, grantScope } from '@persona/contracts';
import { describeWithServer, freePort } from '@persona/testing';
import { describe, expect, test } from 'vitest';
import { blobFolder, blobKey } from '../blob-key.ts';
import { describeBlobStore } from '../blob-store.contract.ts';
import { openBlobStore } from '../open-blob-store.ts';

await describeWithServer('s3', 'S3', (server) => {
  const bucket = server.prefix;
  const settings = {
    BLOBS_URL: `s3://${bucket}/install/one`,
    S3_ENDPOINT: server.url,
    S3_REGION: 'us-east-1',
    S3_ACCESS_KEY_ID: server.accessKeyId,
    S3_SECRET_ACCESS_KEY: server.secretAccessKey,
  };
  const open = () => openBlobStore(settings);

  describeBlobStore('a bucket', open);

  describe('a bucket of blobs', () => {
    const uploads = async () => {
      const client = new S3Client({
        endpoint: server.url,
        region: 'us-east-1',
        forcePathStyle: true,
        credentials: { accessKeyId: server.accessKeyId!, secretAccessKey: server.secretAccessKey! },
      });
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
      client.destroy();
      return Uploads;
    };
    const bytesOf = async function* (mebibytes: number, then: () => void = () => {}) {
      const block = randomBytes(MiB);
      for (let n = 0; n < mebibytes; n++) yield block;
      then();
    };

    test('takes what is larger than a part, and gives back any range of it', async () => {
      const store = await open();
      const hash = createHash('sha256');
      const put = await store.put(
        blobKey(grantScope('ins_LARGE'), 'a.bin'),
        (async function* () {
          for await (const block of bytesOf(20)) {
            hash.update(block);
            yield block;
          }
          hash.update('the end');
          yield Buffer.from('the end');
        })(),
      );
      expect(put).toEqual({ bytes: 20 * MiB + 7, sha256: hash.digest('hex') });
      const reader = await store.get(blobKey(grantScope('ins_LARGE'), 'a.bin'), { start: 20 * MiB });
      expect(String(reader && (await buffer(reader.stream)))).toBe('the end');
      await store.close();
    });

    test('leaves no part of an upload that broke, was stopped or was too large', async () => {
      const store = await open();
      const broken = store.put(
        blobKey(grantScope('ins_PARTS'), 'a.bin'),
        bytesOf(20, () => {
          throw new Error('the line went dead');
        }),
      );
      await expect(broken).rejects.toThrow('the line went dead');
      const stop = new AbortController();
      const stopped = store.put(
        blobKey(grantScope('ins_PARTS'), 'a.bin'),
        bytesOf(20, () => stop.abort(new Error('stopped'))),
        { signal: stop.signal },
      );
      await expect(stopped).rejects.toThrow('stopped');
      await expect(
        store.put(blobKey(grantScope('ins_PARTS'), 'a.bin'), bytesOf(20), { maxBytes: 19 * MiB }),
      ).rejects.toMatchObject({
        code: 'payload_too_large',
      });
      expect(await store.stat(blobKey(grantScope('ins_PARTS'), 'a.bin'))).toBeNull();
      expect(await uploads()).toEqual([]);
      await store.close();
    });

    test('two installs share it and do not meet', async () => {
      const [one, two] = [
        await open(),
        await openBlobStore({ ...settings, BLOBS_URL: `s3://${bucket}/install/two` }),
      ];
      await one.put(blobKey(grantScope('ins_SHARED'), 'a.bin'), bytesOf(1));
      expect(await two.stat(blobKey(grantScope('ins_SHARED'), 'a.bin'))).toBeNull();
      expect((await two.list(blobFolder(grantScope('ins_SHARED')))).blobs).toEqual([]);
      await two.removePrefix(blobFolder(grantScope('ins_SHARED')));
      expect(await one.stat(blobKey(grantScope('ins_SHARED'), 'a.bin'))).not.toBeNull();
      await Promise.all([one.close(), two.close()]);
    });

    test('an address leads to the gateway, or to the bucket where clients reach that', async () => {
      const inside = await open();
      const key = blobKey(grantScope('ins_URL'), 'a.webm');
      await inside.put(key, bytesOf(1));
      expect(await inside.signedUrl(key, { ttlSeconds: 60 })).toMatch(/^\/files\/ins_URL\/a\.webm\?/);

      const outside = await openBlobStore({ ...settings, S3_PUBLIC_ENDPOINT: server.url });
      const address = await outside.signedUrl(key, { ttlSeconds: 60, contentType: 'audio/webm' });
      const reply = await fetch(address, { headers: { range: 'bytes=0-9' } });
      expect([reply.status, reply.headers.get('content-type')]).toEqual([206, 'audio/webm']);
      expect((await reply.arrayBuffer()).byteLength).toBe(10);
      const changed = await fetch(address.replace('a.webm', 'b.webm'));
      expect(changed.status).toBe(403);
      await Promise.all([inside.close(), outside.close()]);
    });

    test('is refused at start with a wrong secret', async () => {
      const error = await openBlobStore({ ...settings, S3_SECRET_ACCESS_KEY: 'wrong' }).catch(
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(StartupError);
      expect((error as Error).message).toContain('S3_SECRET_ACCESS_KEY');
    });

    test('waits for its secret when the server has another one, and says so', async (context) => {
      const { process } = server;
      if (!process) return context.skip('needs a server of its own');
      const store = await open();
      await process.stop();
      await process.restart({ env: { ROOT_SECRET_KEY: 'another' } });
      await expect(store.ready()).rejects.toMatchObject({
        code: 'not_ready',
        cause: { message: expect.stringContaining('S3_SECRET_ACCESS_KEY') },
      });
      await process.stop();
      await process.restart();
      await store.ready();
      await store.close();
    });
  });
});

describe('a URL chooses the blob store', () => {
  const settings = { S3_REGION: 'us-east-1', S3_ACCESS_KEY_ID: 'me', S3_SECRET_ACCESS_KEY: 'secret' };

  test('a server that does not answer is not_ready, so that a service can wait for it', async () => {
    const error = await openBlobStore({
      ...settings,
      BLOBS_URL: 's3://bucket',
      S3_ENDPOINT: `http://127.0.0.1:${await freePort()}`,
    }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'not_ready' });
  });

  test.each(['s3://', 's3://UPPER', 's3://bucket/../other', 'ftp://there'])('%s is refused', async (url) => {
    await expect(openBlobStore({ ...settings, BLOBS_URL: url })).rejects.toBeInstanceOf(StartupError);
  });

  test('half a pair of keys is refused', async () => {
    await expect(
      openBlobStore({ BLOBS_URL: 's3://bucket', S3_REGION: 'us-east-1', S3_ACCESS_KEY_ID: 'me' }),
    ).rejects.toThrow(/S3_SECRET_ACCESS_KEY/);
  });
});
