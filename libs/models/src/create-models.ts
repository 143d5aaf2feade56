import type { Models } from './models.ts';
import { createOpenAiChatModel } from './openai-chat-model.ts';
import { createOpenAiClient, type ModelSettings } from './openai-client.ts';
import { createEmbeddingModel } from './embedding-model.ts';
import { createLocalEmbedder } from './local/local-embedder.ts';
import { LOCAL_PREFIX } from './local/local-models.ts';
import { createOpenAiEmbedder } from './openai-embedder.ts';
import { createOpenAiSpeech } from './openai-speech.ts';
import { createReranker } from './reranker.ts';
import { createOpenAiTranscriber } from './openai-transcriber.ts';

/**
 * Creates the models that the configuration names. Throws an Error when a model is named but no server is.
 */
export function createModels(settings: ModelSettings): Models {
  const { CHAT_MODEL, EMBEDDING_MODEL, RERANK_MODEL, TRANSCRIPTION_MODEL, SPEECH_MODEL } = settings;
  const named = Object.entries({
    CHAT_MODEL,
    EMBEDDING_MODEL,
    RERANK_MODEL,
    TRANSCRIPTION_MODEL,
    SPEECH_MODEL,
  })
    .filter(([, value]) => value && !value.startsWith(LOCAL_PREFIX))
    .map(([variable]) => variable);
  const hasServer = settings.OPENAI_BASE_URL || settings.OPENAI_API_KEY;
  if (named.length > 0 && !hasServer) {
    throw new Error(
      `${named.join(', ')} need a server: set OPENAI_BASE_URL (any OpenAI-compatible one) or OPENAI_API_KEY (for api.openai.com)`,
    );
  }
  const client = createOpenAiClient(settings);
  const embedderOf = (model: string) =>
    model.startsWith(LOCAL_PREFIX)
      ? createLocalEmbedder(settings.MODELS_DIR ?? '', model.slice(LOCAL_PREFIX.length))
      : createOpenAiEmbedder(client, model);
  return {
    chat: CHAT_MODEL ? createOpenAiChatModel(client, CHAT_MODEL) : undefined,
    embedding: EMBEDDING_MODEL
      ? createEmbeddingModel(EMBEDDING_MODEL, embedderOf, {
          query: settings.EMBEDDING_QUERY_PREFIX,
          passage: settings.EMBEDDING_PASSAGE_PREFIX,
        })
      : undefined,
    reranker: RERANK_MODEL ? createReranker(client, RERANK_MODEL) : undefined,
    transcriber: TRANSCRIPTION_MODEL ? createOpenAiTranscriber(client, TRANSCRIPTION_MODEL) : undefined,
    speech: SPEECH_MODEL ? createOpenAiSpeech(client, SPEECH_MODEL) : undefined,
  };
}
