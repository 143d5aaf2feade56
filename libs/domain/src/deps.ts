import type { BlobStore } from '@persona/blobs';
import type { DocumentStore } from '@persona/documents';
import type { Producer } from '@persona/queues';

/** What the functions of the domain work with. */
export interface Deps {
  documents: DocumentStore;
  producer: Producer;
}

/** The same with the files: of what is deleted, those go too. */
export interface DomainDeps extends Deps {
  blobs: BlobStore;
}
