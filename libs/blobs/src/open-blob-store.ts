import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { StartupError } from '@persona/contracts';
import type { BlobStore } from './blob-store.ts';
import { createFolderBlobStore } from './folder/folder-blob-store.ts';

/** The part of the configuration that names the blob store. */
export interface BlobStoreSettings {
  readonly BLOBS_URL: string;
  readonly S3_ENDPOINT?: string | undefined;
  readonly S3_PUBLIC_ENDPOINT?: string | undefined;
  readonly S3_REGION: string;
  readonly S3_ACCESS_KEY_ID?: string | undefined;
  readonly S3_SECRET_ACCESS_KEY?: string | undefined;
}

/**
 * Opens the store that BLOBS_URL names: `file:<folder>` or `s3://<bucket>[/prefix]`. Rejects with a
 * StartupError when it can't be used with these settings, and with `not_ready` while its server is
 * unavailable, so that trying again helps. `urlSecret` signs addresses of the gateway; without it the store
 * is for a process that issues none. `urlPrefix` is
 * BASE_PATH.
 */
export async function openBlobStore(
  settings: BlobStoreSettings,
  { urlSecret = randomBytes(32).toString('hex'), urlPrefix }: { urlSecret?: string; urlPrefix?: string } = {},
): Promise<BlobStore> {
  const url = settings.BLOBS_URL;
  if (url.startsWith('file:')) {
    const folder = url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length);
    return createFolderBlobStore({ folder, urlSecret, urlPrefix });
  }
  const [, bucket, path = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(url) ?? [];
  const folders = path.split('/').filter(Boolean);
  if (bucket === undefined || folders.some((name) => !/^[A-Za-z0-9_-]+$/.test(name)))
    throw new StartupError('BLOBS_URL must look like file:<folder> or s3://<bucket>[/prefix].');
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = settings;
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined))
    throw new StartupError('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY go together: set both or neither.');
  const { createS3BlobStore } = await importS3();
  return createS3BlobStore({
    bucket,
    prefix: folders.map((name) => `${name}/`).join(''),
    endpoint: settings.S3_ENDPOINT,
    publicEndpoint: settings.S3_PUBLIC_ENDPOINT,
    region: settings.S3_REGION,
    credentials: accessKeyId === undefined ? undefined : { accessKeyId, secretAccessKey: secretAccessKey! },
    urlSecret,
    urlPrefix,
  });
}

/** Only an installation with S3 loads its client. */
async function importS3(): Promise<typeof import('./s3/s3-blob-store.ts')> {
  try {
    return await import('./s3/s3-blob-store.ts');
  } catch (cause) {
    if ((cause as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new StartupError(
      'BLOBS_URL names a bucket, and the S3 client is not installed: run "npm install -w @persona/blobs".',
      { cause },
    );
  }
}
