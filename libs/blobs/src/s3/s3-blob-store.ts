import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { AppError, type BlobKey } from '@persona/contracts';
import { checkKey, checkPrefix, type BlobFolder } from '../blob-key.ts';
import type {
  BlobInfo,
  BlobPage,
  BlobReader,
  BlobSource,
  BlobStore,
  ByteRange,
  PutOptions,
  PutResult,
} from '../blob-store.ts';
import { bucketRefused, isAbsent, isTakenByUs, rangeRefused, s3NotReady, statusOf } from './errors.ts';
import { createUrlSigner } from '../url-signer.ts';

export interface S3BlobStoreOptions {
  /** Created when it does not exist. */
  bucket: string;
  /** Prepended to every key, with a slash at its end; several installations may share a bucket. */
  prefix?: string | undefined;
  /** The address of an S3-compatible server; without it AWS. */
  endpoint?: string | undefined;
  /**
   * The address at which clients of the gateway reach that server; signed addresses lead there. Without it
   * they lead to the gateway.
   */
  publicEndpoint?: string | undefined;
  region: string;
  /** Without them the SDK looks in AWS' places: environment, profile, role of the machine. */
  credentials?: { accessKeyId: string; secretAccessKey: string } | undefined;
  /** Signs the gateway's addresses; see `createUrlSigner`. */
  urlSecret: string;
  urlBase?: string | undefined;
  /** Stands before the addresses, see `createUrlSigner`. */
  urlPrefix?: string | undefined;
}

/** The size of an upload's parts: two are in memory at once, and S3's 10,000 make 80 GB. */
const PART_BYTES = 8 * 1024 * 1024;
const MAX_PARTS_AT_ONCE = 2;
/** An upload of this age was left by a crash. */
const MIN_STALE_AGE_MS = 24 * 60 * 60 * 1000;
const CONNECT_TIMEOUT_MS = 3000;
/** How long a request may be silent. */
const SILENCE_TIMEOUT_MS = 60_000;
const READY_TIMEOUT_MS = 2500;

/**
 * Keeps blobs as objects of a bucket: `<prefix><key>`. Rejects with a StartupError when the bucket can't be
 * used with these settings, and with `not_ready` while its server is unavailable.
 */
export async function createS3BlobStore(options: S3BlobStoreOptions): Promise<BlobStore> {
  const { bucket: Bucket, prefix = '' } = options;
  const client = new S3Client(clientConfig(options, options.endpoint));
  const publicClient =
    options.publicEndpoint === undefined ? null : new S3Client(clientConfig(options, options.publicEndpoint));
  const signer = createUrlSigner(options.urlSecret, options.urlBase, options.urlPrefix);
  const at = (key: BlobKey) => ({ Bucket, Key: prefix + checkKey(key) });

  try {
    await ensureBucket(client, Bucket);
    await sweepUploads(client, Bucket, prefix);
  } catch (error) {
    client.destroy();
    publicClient?.destroy();
    throw error;
  }

  const stat = async (key: BlobKey): Promise<BlobInfo | null> => {
    const place = at(key);
    try {
      const { ContentLength = 0, LastModified = new Date(0) } = await client.send(
        new HeadObjectCommand(place),
      );
      return { key, bytes: ContentLength, modifiedAt: LastModified };
    } catch (error) {
      if (isAbsent(error)) return null;
      throw s3NotReady(error);
    }
  };

  const get = async (key: BlobKey, range?: ByteRange): Promise<BlobReader | null> => {
    const place = at(key);
    const { start = 0, end } = range ?? {};
    if (end !== undefined && end < start) {
      const found = await stat(key);
      if (!found) return null;
      throw rangeRefused(found.bytes);
    }
    try {
      const {
        Body,
        ContentLength = 0,
        ContentRange,
      } = await client.send(
        new GetObjectCommand({ ...place, ...(range && { Range: `bytes=${start}-${end ?? ''}` }) }),
      );
      // A 206 response says `bytes 0-9/100`; without a range the length is the blob's.
      const bytes = ContentRange ? Number(ContentRange.split('/')[1]) : ContentLength;
      const first = ContentRange ? start : 0;
      return {
        stream: (Body as Readable | undefined) ?? Readable.from([]),
        bytes,
        range: { start: first, end: first + ContentLength - 1 },
      };
    } catch (error) {
      if (isAbsent(error)) return null;
      if (statusOf(error) === 416) throw rangeRefused((await stat(key))?.bytes);
      throw s3NotReady(error);
    }
  };

  const list = async (after: string, folder: BlobFolder, limit: number) =>
    client
      .send(
        new ListObjectsV2Command({
          Bucket,
          Prefix: prefix + folder,
          MaxKeys: limit,
          ...(after && { StartAfter: prefix + after }),
        }),
      )
      .catch((error: unknown) => {
        throw s3NotReady(error);
      });

  return {
    async put(
      key: BlobKey,
      source: BlobSource,
      { maxBytes = Infinity, signal }: PutOptions = {},
    ): Promise<PutResult> {
      const place = at(key);
      const stream = source instanceof Readable ? source : Readable.from(source);
      let ended: Promise<unknown> = Promise.resolve();
      try {
        // The pipeline handles the source's errors from the first moment, also while a part is being sent.
        return await pipeline(
          stream,
          async (chunks: AsyncIterable<Uint8Array>) => {
            const upload = uploadParts(client, place, chunks, maxBytes);
            ended = upload.catch(() => {});
            return upload;
          },
          { ...(signal && { signal }) },
        );
      } catch (error) {
        // The parts are removed before the caller gets the error.
        await ended;
        if (signal?.aborted) throw signal.reason;
        throw error;
      }
    },

    get,
    stat,

    async remove(key: BlobKey): Promise<boolean> {
      const there = (await stat(key)) !== null;
      if (there) await client.send(new DeleteObjectCommand(at(key))).catch(unlessAbsent);
      return there;
    },

    async removePrefix(folder: BlobFolder): Promise<void> {
      checkPrefix(folder);
      for (;;) {
        const { Contents = [] } = await list('', folder, 1000);
        const Objects = Contents.flatMap(({ Key }) => (Key === undefined ? [] : [{ Key }]));
        if (Objects.length === 0) return;
        const { Errors = [] } = await client
          .send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }))
          .catch((error: unknown) => {
            throw s3NotReady(error);
          });
        const failed = Errors.find(({ Code }) => Code !== 'NoSuchKey');
        if (failed) throw s3NotReady(new Error(`${failed.Code}: ${failed.Message}`));
      }
    },

    async list(folder: BlobFolder, { limit = 1000, cursor = '' } = {}): Promise<BlobPage> {
      const page = await list(cursor, checkPrefix(folder), Math.min(Math.max(limit, 1), 1000));
      const blobs = (page.Contents ?? []).map(({ Key = '', Size = 0, LastModified = new Date(0) }) => ({
        key: Key.slice(prefix.length) as BlobKey,
        bytes: Size,
        modifiedAt: LastModified,
      }));
      return { blobs, nextCursor: page.IsTruncated ? (blobs.at(-1)?.key ?? null) : null };
    },

    async useLocalFile<T>(key: BlobKey, use: (path: string) => Promise<T>): Promise<T> {
      const reader = await get(key);
      if (!reader) throw new AppError('not_found', 'The file is not in the blob store.');
      const folder = await mkdtemp(join(tmpdir(), 'persona-blob-'));
      try {
        const path = join(folder, randomUUID());
        await pipeline(reader.stream, createWriteStream(path, { mode: 0o600 })).catch((error: unknown) => {
          throw s3NotReady(error);
        });
        return await use(path);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },

    async signedUrl(key, { ttlSeconds, contentType }): Promise<string> {
      const place = at(key);
      if (!publicClient)
        return signer.sign(key, { ttlSeconds, ...(contentType !== undefined && { contentType }) });
      const command = new GetObjectCommand({
        ...place,
        ResponseContentDisposition: 'inline',
        ...(contentType !== undefined && { ResponseContentType: contentType }),
      });
      return getSignedUrl(publicClient, command, { expiresIn: ttlSeconds });
    },

    async ready(): Promise<void> {
      const abortSignal = AbortSignal.timeout(READY_TIMEOUT_MS);
      await client.send(new HeadBucketCommand({ Bucket }), { abortSignal }).catch((error: unknown) => {
        throw s3NotReady(error);
      });
    },

    async close(): Promise<void> {
      client.destroy();
      publicClient?.destroy();
    },
  };
}

function clientConfig(options: S3BlobStoreOptions, endpoint: string | undefined): S3ClientConfig {
  return {
    region: options.region,
    ...(options.credentials && { credentials: options.credentials }),
    // A self-hosted server rarely has a host name for each bucket.
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    // Signatures cover the bytes already, and older servers refuse the newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SILENCE_TIMEOUT_MS,
      httpAgent: { maxSockets: 200 },
      httpsAgent: { maxSockets: 200 },
    },
  };
}

/** Uploads in parts, counting and hashing the bytes; leaves no object and no part when it rejects. */
async function uploadParts(
  client: S3Client,
  place: { Bucket: string; Key: string },
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<PutResult> {
  const hash = createHash('sha256');
  let bytes = 0;
  let broken: { reason: unknown } | undefined;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        if (bytes > maxBytes)
          throw new AppError('payload_too_large', `The file is larger than the limit of ${maxBytes} bytes.`);
        hash.update(chunk);
        yield chunk;
      }
    } catch (reason) {
      broken = { reason };
      throw reason;
    }
  };
  const upload = new Upload({
    client,
    params: { ...place, Body: Readable.from(counted(), { objectMode: true }) },
    partSize: PART_BYTES,
    queueSize: MAX_PARTS_AT_ONCE,
  });
  try {
    await upload.done();
  } catch (error) {
    if (broken) throw broken.reason;
    throw s3NotReady(error);
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function ensureBucket(client: S3Client, Bucket: string): Promise<void> {
  try {
    await client.send(new HeadBucketCommand({ Bucket }));
    return;
  } catch (error) {
    if (!isAbsent(error)) throw bucketRefused(Bucket, error);
  }
  try {
    await client.send(new CreateBucketCommand({ Bucket }));
  } catch (error) {
    // Another service of this installation created the bucket first.
    if (!isTakenByUs(error)) throw bucketRefused(Bucket, error);
  }
}

/**
 * Aborts the uploads that crashed writers left, so that their parts take no space. Young ones may belong to
 * another process.
 */
async function sweepUploads(client: S3Client, Bucket: string, prefix: string): Promise<void> {
  const { Uploads = [] } = await client
    .send(new ListMultipartUploadsCommand({ Bucket, ...(prefix && { Prefix: prefix }) }))
    // Some servers can't list uploads, and expire them by themselves.
    .catch(() => ({ Uploads: [] }));
  for (const { Key, UploadId, Initiated } of Uploads) {
    if (Initiated && Date.now() - Initiated.getTime() > MIN_STALE_AGE_MS)
      await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch(() => {});
  }
}

const unlessAbsent = (error: unknown): void => {
  if (!isAbsent(error)) throw s3NotReady(error);
};
