export { createEmbeddingModel } from './embedding-model.ts';
export { createModels } from './create-models.ts';
export type {
  ChatModel,
  ChatModelMessage,
  ChatModelPart,
  ChatModelRequest,
  EmbeddingModel,
  Models,
  Reranker,
  Speech,
  SpeechFormat,
  Transcriber,
  Transcript,
} from './models.ts';
export { createOpenAiChatModel, type ChatModelOptions } from './openai-chat-model.ts';
export { createModelClient, type ModelClient } from './openai-client.ts';
export {
  modelRoles,
  modelServer,
  type ModelRole,
  type ModelServer,
  type ModelSettings,
} from './model-settings.ts';
export { createOpenAiEmbedder, estimateTokens, type EmbedderOptions } from './openai-embedder.ts';
export { isInstalled, localFolder, runtimePackage, type LocalFolder } from './local/local-folder.ts';
export { LOCAL_PREFIX, LOCAL_RUNTIME, localModels, type LocalModelFile } from './local/local-models.ts';
export { createOpenAiSpeech } from './openai-speech.ts';
export { probeModels, reportModels, type ModelProbe } from './probe-models.ts';
export { providerFailure, type ProviderFailure } from './provider-error.ts';
export { createReranker } from './reranker.ts';
export { createOpenAiTranscriber } from './openai-transcriber.ts';
