import type { MediaLimits } from './limits.ts';
import {
  DISCARD,
  LOUDNESS,
  fixed,
  levelFilters,
  list,
  reading,
  readingMade,
  writing,
  type FfmpegRecipe,
  type Level,
  type Reading,
} from './recipes.ts';
import { toStereo, type SoundSource } from './voice-recipes.ts';

export const VIDEO = 'video.mp4';
export const SOUND = 'sound.m4a';

/**
 * The sound of a video as it is mixed for two speakers: gaps are filled, so that it stays with the picture.
 */
const mixed = (channels: number): string[] => ['aresample=async=1:first_pts=0', toStereo(channels)];

/** The loudness of a video's sound to stderr (EBU R 128). */
export const soundLoudnessRecipe = (options: Reading & SoundSource): FfmpegRecipe => ({
  inputs: [reading(options, 'info')],
  outputs: [
    {
      options: list(
        ['-map', `0:${options.stream}`, '-af', [...mixed(options.channels), LOUDNESS].join(',')],
        ['-f', 'null'],
      ),
      file: DISCARD,
    },
  ],
});

/** The sound of a video at another level, as it stands in its renditions: AAC, beginning with the picture. */
export const soundRecipe = (options: Reading & SoundSource & { level: Level }): FfmpegRecipe => ({
  inputs: [reading(options)],
  outputs: [
    {
      options: list(
        [
          '-map',
          `0:${options.stream}`,
          '-af',
          [...mixed(options.channels), ...levelFilters(options.level)].join(','),
        ],
        ['-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-ar', '48000'],
        writing(options.seconds),
        ['-f', 'mp4'],
      ),
      file: SOUND,
    },
  ],
});

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
  /** Whether there is SOUND to go with the picture. */
  withSound: boolean;
  size: Picture;
  /** Where the picture ends, in seconds from the beginning; null when nobody knows. */
  pictureEnd: number | null;
  /** Turns frames that are made of two fields into whole ones. */
  deinterlace: boolean;
  /** Converts HDR to the range that every screen shows. */
  toneMap: boolean;
  /** Whether more than 60 frames a second are reduced to 60. */
  tooFast: boolean;
  /** This ffmpeg's name of the option that chooses frames. */
  frameOption: '-fps_mode' | '-vsync';
}

/** Ticks a second of the times in the MP4. */
const TICKS = 90_000;

/**
 * The last frame lasts until the picture ends. Older builds of ffmpeg let it last as long as the one before,
 * which makes a slideshow longer and a recording that ends with a still shorter.
 */
const lastFrameUntil = (end: number): string => {
  const length = `max(1,${Math.round(end * TICKS)}-(DTS-ld(0)))`;
  const duration = `if(eq(N,0),st(0,DTS),0)*0+if(gt(NEXT_DTS,DTS),NEXT_DTS-DTS,${length})`;
  return `setts=pts=PTS:dts=DTS:duration='${duration}'`;
};

/**
 * H.264/AAC in an MP4 that plays while it loads. ffmpeg rotates the picture upright by itself before the
 * filters.
 */
export const videoRecipe = (options: VideoOptions): FfmpegRecipe => {
  const { limits, seconds, maxSeconds, video, withSound, size, pictureEnd, frameOption } = options;
  const filters = list(
    options.deinterlace ? ['bwdif=mode=send_frame:deint=interlaced'] : [],
    options.tooFast ? ['fps=60'] : [],
    // Scaled first: the tone map works in floats, and on 4K would take four times as long.
    [`scale=${size.width}:${size.height}`],
    options.toneMap ? [TONE_MAP] : [],
    ['setsar=1', 'format=yuv420p'],
  );
  return {
    inputs: [
      reading(options),
      ...(withSound ? [{ options: ['-f', 'mov', '-t', fixed(maxSeconds)], file: SOUND }] : []),
    ],
    outputs: [
      {
        options: list(
          ['-map', `0:${video}`],
          withSound ? ['-map', '1:a:0', '-c:a', 'copy'] : [],
          ['-sn', '-dn', '-vf', filters.join(','), '-threads', String(limits.threads)],
          // Frames keep their times: at a steady rate, a false header would choose the rate and could repeat
          // each frame a thousand times.
          [frameOption, 'vfr', '-video_track_timescale', String(TICKS)],
          ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-profile:v', 'high'],
          ['-maxrate', '8M', '-bufsize', '16M'],
          ['-force_key_frames', 'expr:gte(t,n_forced*2)'],
          pictureEnd === null ? [] : ['-bsf:v', lastFrameUntil(pictureEnd)],
          writing(seconds),
          ['-movflags', '+faststart', '-f', 'mp4'],
        ),
        file: VIDEO,
      },
    ],
  };
};

export const POSTER = 'poster.jpg';

/** Which frames of the MP4 a poster is chosen from. */
export interface PosterChoice {
  /** Seconds from the beginning at which the search begins, and how far it goes. */
  at: number;
  seconds: number;
  /** Only frames that can be decoded alone, which is quick on long videos. */
  keyframes: boolean;
  /** Only frames that are not nearly black. */
  bright: boolean;
}

/** Mean of the luma, 16 to 235, below which a frame is taken for black. */
const DARK = 28;

/** The most typical of these frames of the MP4 that was made, at most 1280 wide. */
export const posterRecipe = (limits: MediaLimits, choice: PosterChoice): FfmpegRecipe => ({
  inputs: [
    readingMade(
      limits,
      VIDEO,
      list(
        choice.keyframes ? ['-skip_frame', 'nokey'] : [],
        ['-threads', '1', '-f', 'mov'],
        ['-ss', fixed(choice.at), '-t', fixed(choice.seconds)],
      ),
    ),
  ],
  outputs: [
    {
      options: list(
        ['-map', '0:v:0', '-frames:v', '1', '-vf'],
        [
          list(
            choice.bright
              ? ['signalstats', `metadata=select:key=lavfi.signalstats.YAVG:value=${DARK}:function=greater`]
              : [],
            ['thumbnail=60', `scale='min(1280,iw)':-2`],
          ).join(','),
        ],
        ['-pix_fmt', 'yuvj420p', '-c:v', 'mjpeg', '-q:v', '4'],
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
  inputs: [readingMade(limits, VIDEO, ['-f', 'mov', '-t', fixed(seconds + 1)])],
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
