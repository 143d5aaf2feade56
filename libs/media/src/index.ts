export type { MediaJob, MediaWarning, Produced } from './inspect.ts';
export { defaultLimits, type MediaLimits } from './limits.ts';
export { MediaError, mediaErrorTable, type MediaErrorCode } from './media-error.ts';
export type { Chapter } from './probe.ts';
export type { Captions } from './captions/write-captions.ts';
export { processVideo, type ProcessedVideo, type VideoJob } from './process-video.ts';
export { processVoice, type ProcessedVoice, type VoiceJob } from './process-voice.ts';
export { openMediaTools, type MediaTools, type OpenMediaToolsOptions } from './tools.ts';
export { webVtt, type Cue } from './captions/web-vtt.ts';
