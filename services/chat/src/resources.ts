import type { DocumentStore } from '@persona/documents';
import type { ChatModel, EmbeddingModel, ModelProbe, Reranker, Speech, Transcriber } from '@persona/models';
import type { Health, Logger, Metrics, ReadinessNote } from '@persona/runtime';
import type { EncoderPool, SearchIndex } from '@persona/search';

/** Everything that the service works with. The caller that builds the service opens these and closes them. */
export interface Resources {
  documents: DocumentStore;
  search: SearchIndex;
  /** Reads pages that the index does not hold as they are read today. */
  encoder: EncoderPool;
  /** Without one, answers consist of the persona's own sentences. */
  model: ChatModel | undefined;
  /** Without one, passages are found by words alone. */
  embedding?: EmbeddingModel | undefined;
  /** Without one, passages keep the order in which they were found. */
  reranker?: Reranker | undefined;
  /** For those who call them directly. */
  speech?: Speech | undefined;
  transcriber?: Transcriber | undefined;
  /** Tries each model that has a server by one real call. */
  probeModels?: (() => Promise<ModelProbe[]>) | undefined;
  /** How long a question waits for embedding and reranking before it does without. */
  modelTimeoutMs?: number | undefined;
  health: Health;
  /** How full the index is, for the gateway's readiness. */
  indexNote?: ReadinessNote | undefined;
  logger: Logger;
  metrics: Metrics;
  /** The token that the gateway must send in x-internal-token. */
  token: string;
}
