import type { Models } from './models.ts';
import { createOpenAiChatModel } from './openai-chat-model.ts';
import { createOpenAiClient, type ModelSettings } from './openai-client.ts';
import { createOpenAiEmbeddingModel } from './openai-embedding-model.ts';
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
    .filter(([, value]) => value)
    .map(([variable]) => variable);
  if (named.length === 0) {
    return {
      chat: undefined,
      embedding: undefined,
      reranker: undefined,
      transcriber: undefined,
      speech: undefined,
    };
  }
  if (!settings.OPENAI_BASE_URL && !settings.OPENAI_API_KEY) {
    throw new Error(
      `${named.join(', ')} need a server: set OPENAI_BASE_URL (any OpenAI-compatible one) or OPENAI_API_KEY (for api.openai.com)`,
    );
  }
  const client = createOpenAiClient(settings);
  return {
    chat: CHAT_MODEL ? createOpenAiChatModel(client, CHAT_MODEL) : undefined,
    embedding: EMBEDDING_MODEL ? createOpenAiEmbeddingModel(client, EMBEDDING_MODEL) : undefined,
    reranker: RERANK_MODEL ? createReranker(client, RERANK_MODEL) : undefined,
    transcriber: TRANSCRIPTION_MODEL ? createOpenAiTranscriber(client, TRANSCRIPTION_MODEL) : undefined,
    speech: SPEECH_MODEL ? createOpenAiSpeech(client, SPEECH_MODEL) : undefined,
  };
}
