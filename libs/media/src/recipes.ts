import { outputBytes, type MediaLimits } from './limits.ts';
import type { Demuxer } from './magic.ts';

/**
 * The arguments of ffmpeg and ffprobe, as data. Every function here is pure. All names in them are ours and
 * fixed; a caller's text is never used. `SOURCE` is the file that was sent; every other file is in the job's
 * own folder.
 */
export interface FfmpegRecipe {
  input: { options: readonly string[]; file: string };
  outputs: readonly { options: readonly string[]; file: string }[];
}
export interface FfprobeRecipe {
  arguments: readonly string[];
}

const SOURCE = '../source';
const STDOUT = 'pipe:1';
/** The pipe to which ffmpeg reports its progress; the runner opens it. */
const PROGRESS = 'pipe:3';
const DISCARD = '-';

const CONTAINERS = 'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,wav,mp3,ogg,flac,aac';
/** The codecs in which a recording may be coded, by ffmpeg's names. */
export const videoCodecs = ['h264', 'hevc', 'vp8', 'vp9', 'av1', 'mpeg4'] as const;
const PCM = [
  'pcm_s16le',
  'pcm_s16be',
  'pcm_s24le',
  'pcm_s24be',
  'pcm_s32le',
  'pcm_f32le',
  'pcm_u8',
  'pcm_mulaw',
  'pcm_alaw',
] as const;
export const audioCodecs = ['aac', 'mp3', 'opus', 'vorbis', 'flac', ...PCM] as const;
export const textCaptionCodecs = ['mov_text', 'text', 'subrip', 'srt', 'webvtt', 'ass', 'ssa'] as const;
export const isOneOf = (codecs: readonly string[], name: string): boolean => codecs.includes(name);
/** Decoders whose name differs from that of their codec. */
const DECODERS = ['libdav1d', 'mp3float', 'libopus'] as const;
/**
 * Codecs of tracks that valid files may carry and that are never decoded. ffprobe opens a decoder for every
 * track and fails when one is refused.
 */
const PASSENGERS = ['mjpeg', 'png', 'pgssub', 'dvdsub', 'dvbsub', 'cc_dec'] as const;

/** Flattens groups of options that belong together. */
const list = (...groups: (readonly string[])[]): string[] => groups.flat();
const fixed = (seconds: number): string => seconds.toFixed(3);

/**
 * Restricts what ffmpeg may open: no other file, no address, no container or decoder but these, no frame
 * beyond the limit. Names that a build lacks do no harm.
 */
export const guards = (limits: MediaLimits, passengers: readonly string[] = []): string[] =>
  list(
    ['-protocol_whitelist', 'file'],
    ['-format_whitelist', CONTAINERS],
    [
      '-codec_whitelist',
      [...videoCodecs, ...audioCodecs, ...textCaptionCodecs, ...DECODERS, ...passengers].join(','),
    ],
    ['-max_pixels', String(limits.maxPixels)],
  );

export const probeRecipe = (limits: MediaLimits, file: string = SOURCE): FfprobeRecipe => ({
  arguments: list(
    ['-hide_banner', '-v', 'error'],
    guards(limits, PASSENGERS),
    ['-show_format', '-show_streams', '-show_chapters', '-of', 'json'],
    [file],
  ),
});

export interface Reading {
  limits: MediaLimits;
  demuxer: Demuxer;
  /** Length of the recording, from which the limit on written bytes follows. */
  seconds: number;
  /** The most of it that is read, whatever its header says. */
  maxSeconds: number;
}

/** How the source is opened. `verbosity` is info where a filter reports at that level. */
const reading = (
  { limits, demuxer, maxSeconds }: Reading,
  verbosity: 'info' | 'error' = 'error',
): FfmpegRecipe['input'] => ({
  options: list(
    ['-hide_banner', '-nostdin', '-nostats', '-v', verbosity, '-progress', PROGRESS],
    guards(limits),
    ['-threads', String(limits.threads), '-f', demuxer, '-t', fixed(maxSeconds)],
  ),
  file: SOURCE,
});

/**
 * The options of every file that is made: no metadata of the original, and the same bytes for the same input.
 */
const ANONYMOUS = list(
  ['-map_metadata', '-1', '-map_chapters', '-1'],
  ['-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact'],
);
const writing = (seconds: number): string[] => list(['-fs', String(outputBytes(seconds))], ANONYMOUS);

/** Reads every packet and decodes none, which gives the length of a recording whose header does not. */
export const durationRecipe = (options: Reading): FfmpegRecipe => ({
  input: reading(options),
  outputs: [{ options: ['-map', '0:a?', '-map', '0:V?', '-c', 'copy', '-f', 'null'], file: DISCARD }],
});

const MONO = 'aformat=sample_fmts=fltp:channel_layouts=mono';
const LOUDNESS = 'ebur128=peak=true:framelog=verbose';

/**
 * Decodes one sound track: its samples (s16le, `channels` interleaved) to stdout, the loudness of its mono
 * mix to stderr (EBU R 128).
 */
export const measureRecipe = (options: Reading & { stream: number; channels: 1 | 2 }): FfmpegRecipe => ({
  input: reading(options, 'info'),
  outputs: [
    {
      options: list(
        ['-filter_complex', `[0:${options.stream}]asplit=2[raw][mix];[mix]${MONO},${LOUDNESS}[loud]`],
        ['-map', '[raw]', '-ac', String(options.channels), '-c:a', 'pcm_s16le', '-f', 's16le'],
      ),
      file: STDOUT,
    },
    { options: ['-map', '[loud]', '-f', 'null'], file: DISCARD },
  ],
});

export const VOICE = 'voice.webm';
export const VOICE_16K = 'voice-16k.wav';
export const TARGET_LUFS = -16;
/**
 * Ceiling of the limiter, which works at four times the rate so that the peaks between samples stay below it
 * too.
 */
const CEILING_DBTP = -1.5;
const LIMITER = `aresample=192000,alimiter=limit=${(10 ** (CEILING_DBTP / 20)).toFixed(4)}:attack=5:release=80:level=0,aresample=48000`;

/**
 * The mono voice at another level: 48 kHz Opus, 16 kHz WAV, and the latter's samples (s16le) to stdout; the
 * level reached is reported to stderr. It uses a measured gain and a limiter instead of `loudnorm`, which
 * varies the gain on short or dynamic speech and needs three seconds to begin.
 */
export const voiceRecipe = (options: Reading & { stream: number; gainDb: number }): FfmpegRecipe => ({
  input: reading(options, 'info'),
  outputs: [
    {
      options: list(
        [
          '-filter_complex',
          `[0:${options.stream}]${MONO},volume=${options.gainDb.toFixed(2)}dB,${LIMITER},${LOUDNESS},aformat=sample_fmts=fltp,asplit=2[full][low];` +
            `[low]aresample=16000,aformat=sample_fmts=s16,asplit=2[wav][samples]`,
        ],
        ['-map', '[full]', '-ac', '1', '-ar', '48000', '-c:a', 'libopus', '-b:a', '64k'],
        writing(options.seconds),
        ['-f', 'webm'],
      ),
      file: VOICE,
    },
    {
      options: list(['-map', '[wav]', '-ac', '1', '-c:a', 'pcm_s16le'], writing(options.seconds), [
        '-f',
        'wav',
      ]),
      file: VOICE_16K,
    },
    { options: ['-map', '[samples]', '-ac', '1', '-c:a', 'pcm_s16le', '-f', 's16le'], file: STDOUT },
  ],
});

export const VIDEO = 'video.mp4';

/** A picture's size as it is shown: with square pixels, after the rotation. */
export interface Picture {
  width: number;
  height: number;
}

/**
 * The largest even size within 1080p, in either orientation, that keeps the shape. Never larger than the
 * original.
 */
export function fit1080p({ width, height }: Picture): Picture {
  const [long, short] = [Math.max(width, height), Math.min(width, height)];
  const scale = Math.min(1, 1920 / long, 1080 / short);
  const even = (side: number): number => Math.max(2, 2 * Math.floor((side * scale + 0.5) / 2));
  return { width: even(width), height: even(height) };
}

const TONE_MAP =
  'zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv';

export interface VideoOptions extends Reading {
  video: number;
  audio: number | null;
  size: Picture;
  /** Converts HDR to the range that every screen shows. */
  toneMap: boolean;
  /** Whether more than 60 frames a second are reduced to 60. */
  tooFast: boolean;
  /** This ffmpeg's name of the option that chooses frames. */
  frameOption: '-fps_mode' | '-vsync';
}

/**
 * H.264/AAC in an MP4 that plays while it loads. ffmpeg rotates the picture upright by itself before the
 * filters.
 */
export const videoRecipe = (options: VideoOptions): FfmpegRecipe => {
  const { limits, seconds, video, audio, size, toneMap, tooFast, frameOption } = options;
  // Scaled first: the tone map works in floats, and on 4K would take four times as long.
  const filters = list(
    tooFast ? ['fps=60'] : [],
    [`scale=${size.width}:${size.height}`],
    toneMap ? [TONE_MAP] : [],
    ['setsar=1', 'format=yuv420p'],
  );
  return {
    input: reading(options),
    outputs: [
      {
        options: list(
          ['-map', `0:${video}`],
          audio === null ? [] : ['-map', `0:${audio}`],
          ['-sn', '-dn', '-vf', filters.join(','), '-threads', String(limits.threads)],
          // Frames keep their times: at a steady rate, a false header would choose the rate and could repeat
          // each frame a thousand times.
          [frameOption, 'vfr'],
          [
            '-c:v',
            'libx264',
            '-preset',
            'veryfast',
            '-crf',
            '23',
            '-profile:v',
            'high',
            '-maxrate',
            '8M',
            '-bufsize',
            '16M',
          ],
          ['-force_key_frames', 'expr:gte(t,n_forced*2)'],
          ['-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-ar', '48000'],
          writing(seconds),
          ['-movflags', '+faststart', '-f', 'mp4'],
        ),
        file: VIDEO,
      },
    ],
  };
};

export const POSTER = 'poster.jpg';

/**
 * The most typical of the frames after `at` seconds of the MP4 that was made, at most 1280 wide: no black or
 * blurred one if there is a better one.
 */
export const posterRecipe = (limits: MediaLimits, at: number): FfmpegRecipe => ({
  input: {
    options: list(['-hide_banner', '-nostdin', '-nostats', '-v', 'error'], guards(limits), [
      '-threads',
      '1',
      '-f',
      'mov',
      '-ss',
      fixed(at),
      '-t',
      '4',
    ]),
    file: VIDEO,
  },
  outputs: [
    {
      options: list(
        [
          '-map',
          '0:v:0',
          '-frames:v',
          '1',
          '-vf',
          `thumbnail=60,scale='min(1280,iw)':-2`,
          '-pix_fmt',
          'yuvj420p',
        ],
        ['-c:v', 'mjpeg', '-q:v', '4'],
        writing(0),
        ['-f', 'image2', '-update', '1'],
      ),
      file: POSTER,
    },
  ],
});

export const SPEECH = 'speech.webm';

/**
 * The sound of the MP4 that was made, small enough to be sent to a transcriber: 16 kHz mono Opus, 3 kB a
 * second.
 */
export const speechRecipe = (limits: MediaLimits, seconds: number): FfmpegRecipe => ({
  input: {
    options: list(['-hide_banner', '-nostdin', '-nostats', '-v', 'error'], guards(limits), [
      '-f',
      'mov',
      '-t',
      fixed(seconds + 1),
    ]),
    file: VIDEO,
  },
  outputs: [
    {
      options: list(
        [
          '-map',
          '0:a:0',
          '-ac',
          '1',
          '-ar',
          '16000',
          '-c:a',
          'libopus',
          '-b:a',
          '24k',
          '-application',
          'voip',
        ],
        writing(seconds),
        ['-f', 'webm'],
      ),
      file: SPEECH,
    },
  ],
});

/** A longer text is no caption track. */
const MAX_CAPTION_BYTES = 4 * 1024 * 1024;
export const captionFile = (n: number): string => `captions-${n}.vtt`;

/** Each of these text tracks as a WebVTT file. */
export const captionsRecipe = (options: Reading & { streams: readonly number[] }): FfmpegRecipe => ({
  input: reading(options),
  outputs: options.streams.map((stream, n) => ({
    options: list(['-map', `0:${stream}`, '-c:s', 'webvtt', '-fs', String(MAX_CAPTION_BYTES)], ANONYMOUS, [
      '-f',
      'webvtt',
    ]),
    file: captionFile(n),
  })),
});
