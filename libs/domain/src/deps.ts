import type { DocumentStore } from '@persona/documents';
import type { Producer } from '@persona/queues';

/** What the functions of the domain work with. */
export interface Deps {
  documents: DocumentStore;
  producer: Producer;
}
