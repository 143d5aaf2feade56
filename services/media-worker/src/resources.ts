import type { BlobStore } from '@persona/blobs';
import type { DocumentStore } from '@persona/documents';
import type { Domain } from '@persona/domain';
import type { MediaLimits, MediaTools } from '@persona/media';
import type { Transcriber } from '@persona/models';
import type { Logger, Metrics } from '@persona/runtime';
import type { WorkFolder } from './work-folder.ts';

/** Everything that the worker works with. The caller that starts the worker opens these and closes them. */
export interface Resources {
  documents: DocumentStore;
  blobs: BlobStore;
  domain: Pick<Domain, 'settleJob' | 'recordRetryReason'>;
  tools: MediaTools;
  limits: MediaLimits;
  work: WorkFolder;
  /** Absent: recordings keep the captions they came with. */
  transcriber?: Transcriber | undefined;
  logger: Logger;
  metrics: Metrics;
}
