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
export { createOpenAiClient, type ModelSettings } from './openai-client.ts';
export {
  createOpenAiEmbeddingModel,
  estimateTokens,
  type EmbeddingModelOptions,
} from './openai-embedding-model.ts';
export { createOpenAiSpeech } from './openai-speech.ts';
export { createReranker } from './reranker.ts';
export { createOpenAiTranscriber } from './openai-transcriber.ts';
