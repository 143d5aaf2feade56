import type { BlobStore, UrlSigner } from '@persona/blobs';
import type { Config } from '@persona/config';
import type { DocumentStore } from '@persona/documents';
import type { Domain } from '@persona/domain';
import type { ChangeFeed, Producer, SharedBuckets } from '@persona/queues';
import type { Health, Logger, Metrics } from '@persona/runtime';
import type { ChatClient } from './chat-client.ts';

/** Everything that the gateway works with. The caller that builds the app opens these and closes them. */
export interface Resources {
  config: Config;
  documents: DocumentStore;
  domain: Domain;
  producer: Producer;
  /** Where copies of the gateway count requests together; unset: each counts its own. */
  buckets?: SharedBuckets | undefined;
  /** What changes in the install, as all processes tell it. */
  changes: ChangeFeed;
  blobs: BlobStore;
  /** Checks the signed addresses under which files are served without a key. */
  files: UrlSigner;
  /** Makes names in the audit of what callers named, so that nobody can guess them without it. */
  auditSecret: string;
  /** Signs and checks the addresses of pages that show a quote in its source. */
  sources: UrlSigner;
  chat: ChatClient;
  health: Health;
  logger: Logger;
  metrics: Metrics;
}
