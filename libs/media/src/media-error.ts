/**
 * Why a file could not be processed: a closed list, with the sentences that its owner reads. They never
 * contain text of ffmpeg or paths. `retryable`: the same file may succeed another time.
 */
export const mediaErrorTable = {
  unsupported_media: {
    retryable: false,
    message:
      'The file is not a recording this service reads. Send MP4/MOV, WebM/Matroska, WAV, MP3, Ogg, FLAC or AAC with common codecs (H.264, HEVC, VP8, VP9, AV1, MPEG-4; AAC, MP3, Opus, Vorbis, FLAC, PCM).',
  },
  media_corrupt: {
    retryable: false,
    message: 'The file is damaged and cannot be decoded. Export it again and send the new file.',
  },
  media_truncated: {
    retryable: false,
    message:
      'The file ends before its recording does, as after an interrupted upload. Send the whole file again.',
  },
  too_large: {
    retryable: false,
    message: 'The file is over the size limit. Send a shorter or more compressed one.',
  },
  too_many_pixels: {
    retryable: false,
    message: 'The picture is larger than 4K (3840×2160). Scale the video down and send it again.',
  },
  too_long: { retryable: false, message: 'The recording is over the length limit. Send it in parts.' },
  timeout: {
    retryable: false,
    message: 'Processing the file took too long and was stopped. Send a shorter or simpler one.',
  },
  no_audio: {
    retryable: false,
    message: 'The file has no sound to take a voice from. Send a recording of speech.',
  },
  no_video: {
    retryable: false,
    message: 'The file has no moving picture. Send a video, or send sound as a voice sample.',
  },
  internal: { retryable: true, message: 'Processing failed on our side. It will be tried again.' },
} as const;

export type MediaErrorCode = keyof typeof mediaErrorTable;

/**
 * A file that cannot be processed. `message` is for its owner; `cause` (ffmpeg's own output) is for the log.
 */
export class MediaError extends Error {
  readonly code: MediaErrorCode;
  readonly retryable: boolean;

  constructor(code: MediaErrorCode, options: { message?: string; cause?: unknown } = {}) {
    const { message, retryable } = mediaErrorTable[code];
    super(options.message ?? message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'MediaError';
    this.code = code;
    this.retryable = retryable;
  }
}
