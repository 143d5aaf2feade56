export { createPersonaClient, replyOf } from './client.ts';
export type { PersonaClient, PersonaClientOptions, Question, VideoFields, VoiceFields } from './client.ts';
export type { FollowOptions } from './follow.ts';
export type { Paths } from './paths.ts';
export { PersonaError, unreachable } from './persona-error.ts';
export type { ServerEvent } from './server-events.ts';
