import type { BlobStore } from '@persona/blobs';
import type { DocumentStore } from '@persona/documents';
import type { Domain } from '@persona/domain';
import type { MediaLimits, MediaTools } from '@persona/media';
import type { Speech, Transcriber } from '@persona/models';
import type { Logger, Metrics } from '@persona/runtime';
import type { Slots } from './slots.ts';
import type { WorkFolder } from './work-folder.ts';

/** Everything that the worker works with. The caller that starts the worker opens these and closes them. */
export interface Resources {
  documents: DocumentStore;
  blobs: BlobStore;
  domain: Pick<
    Domain,
    | 'settleJob'
    | 'recordRetryReason'
    | 'storeCaptionPages'
    | 'removeCaptionPages'
    | 'startSpeech'
    | 'finishSpeech'
  >;
  tools: MediaTools;
  limits: MediaLimits;
  work: WorkFolder;
  /** How many files may be transcoded at once; absent: as many as there are jobs. */
  transcodes?: Slots | undefined;
  /** Absent: recordings keep the captions they came with. */
  transcriber?: Transcriber | undefined;
  /** Absent: replies are spoken by recordings and by the synthesiser of this machine alone. */
  speech?: Speech | undefined;
  logger: Logger;
  metrics: Metrics;
}
