import type { Embedder, Models } from './models.ts';
import { modelServer, type ModelRole, type ModelServer, type ModelSettings } from './model-settings.ts';
import { createOpenAiChatModel } from './openai-chat-model.ts';
import { createModelClient, type ModelClient } from './openai-client.ts';
import { createEmbeddingModel } from './embedding-model.ts';
import { createLocalEmbedder } from './local/local-embedder.ts';
import { LOCAL_PREFIX } from './local/local-models.ts';
import { createOpenAiEmbedder } from './openai-embedder.ts';
import { createOpenAiSpeech } from './openai-speech.ts';
import { createOpenAiTranscriber } from './openai-transcriber.ts';
import { createReranker } from './reranker.ts';

/**
 * Creates the models that the configuration names. Throws an Error when a model is named but no server is.
 */
export function createModels(settings: ModelSettings): Models {
  const create = <T>(
    role: ModelRole,
    make: (client: ModelClient, server: ModelServer) => T,
  ): T | undefined => {
    const server = modelServer(settings, role);
    return server && make(createModelClient(server), server);
  };
  const timeoutMs = (seconds: number | undefined) => seconds && seconds * 1000;
  const { EMBEDDING_MODEL } = settings;
  const embedderOf = (model: string): Embedder => {
    if (model.startsWith(LOCAL_PREFIX))
      return createLocalEmbedder(settings.MODELS_DIR ?? '', model.slice(LOCAL_PREFIX.length));
    const server = modelServer({ ...settings, EMBEDDING_MODEL: model }, 'embedding') as ModelServer;
    return createOpenAiEmbedder(createModelClient(server), model, {
      timeoutMs: timeoutMs(settings.EMBEDDING_TIMEOUT_SECONDS),
    });
  };
  return {
    chat: create('chat', (client, { model }) =>
      createOpenAiChatModel(client, model, {
        firstTokenTimeoutMs: timeoutMs(settings.CHAT_FIRST_TOKEN_TIMEOUT_SECONDS),
        idleTimeoutMs: timeoutMs(settings.CHAT_IDLE_TIMEOUT_SECONDS),
        replyTimeoutMs: timeoutMs(settings.CHAT_REPLY_TIMEOUT_SECONDS),
      }),
    ),
    embedding: EMBEDDING_MODEL
      ? createEmbeddingModel(EMBEDDING_MODEL, embedderOf, {
          query: settings.EMBEDDING_QUERY_PREFIX,
          passage: settings.EMBEDDING_PASSAGE_PREFIX,
        })
      : undefined,
    reranker: create('rerank', (client, { model }) => createReranker(client, model)),
    transcriber: create('transcription', (client, { model }) =>
      createOpenAiTranscriber(client, model, {
        timeoutMs: timeoutMs(settings.TRANSCRIPTION_TIMEOUT_SECONDS),
      }),
    ),
    speech: create('speech', (client, { model }) =>
      createOpenAiSpeech(client, model, { idleTimeoutMs: timeoutMs(settings.SPEECH_TIMEOUT_SECONDS) }),
    ),
  };
}
