import type { DocumentStore } from '@persona/documents';
import type { ChatModel, EmbeddingModel, Reranker } from '@persona/models';
import type { Health, Logger, Metrics } from '@persona/runtime';
import type { SearchIndex } from '@persona/search';

/** Everything the service works with. Whoever builds it opens these and closes them. */
export interface Resources {
  documents: DocumentStore;
  search: SearchIndex;
  /** Without one, answers are made of the persona's own sentences. */
  model: ChatModel | undefined;
  /** Without one, words alone find passages. */
  embedding?: EmbeddingModel | undefined;
  /** Without one, passages stay in the order that they were found in. */
  reranker?: Reranker | undefined;
  health: Health;
  logger: Logger;
  metrics: Metrics;
  /** What the gateway must send in x-internal-token. */
  token: string;
}
