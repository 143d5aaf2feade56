import { TICKS } from './hls/read-fragments.ts';
import type { Rung } from './ladder.ts';
import type { MediaLimits } from './limits.ts';
import {
  DISCARD,
  LOUDNESS,
  STDOUT,
  fixed,
  levelFilters,
  list,
  reading,
  readingMade,
  writing,
  type FfmpegRecipe,
  type Level,
  type Reading,
  type RecipeFile,
} from './recipes.ts';
import { toStereo, type SoundSource } from './voice-recipes.ts';

export const VIDEO = 'video.mp4';
export const SOUND = 'sound.m4a';

/**
 * The sound of a video as it is mixed for two speakers: gaps are filled, so that it stays with the picture.
 */
const mixed = (channels: number): string[] => ['aresample=async=1:first_pts=0', toStereo(channels)];

/** The loudness of a video's sound to stderr (EBU R 128), its samples (s16le, stereo) to stdout. */
export const soundLoudnessRecipe = (options: Reading & SoundSource): FfmpegRecipe => ({
  inputs: [reading(options, 'info')],
  outputs: [
    {
      options: list(
        ['-map', `0:${options.stream}`, '-af', [...mixed(options.channels), LOUDNESS].join(',')],
        ['-c:a', 'pcm_s16le', '-ac', '2', '-ar', String(SOUND_RATE), '-f', 's16le'],
      ),
      file: STDOUT,
    },
  ],
});

/** Samples a second from which the outline of a sound is drawn. */
export const PEAKS_RATE = 8000;
export const SOUND_RATE = 48_000;

/**
 * The sound of a video at another level, as it stands in its renditions: AAC, beginning with the picture, in
 * fragments that a player can load one by one. Its samples (s16le, mono, PEAKS_RATE) go to stdout.
 */
export const soundRecipe = (options: Reading & SoundSource & { level: Level }): FfmpegRecipe => ({
  inputs: [reading(options)],
  outputs: [
    {
      options: list(
        [
          '-filter_complex',
          `[0:${options.stream}]${[...mixed(options.channels), ...levelFilters(options.level)].join(',')}` +
            `,asplit=2[full][low];[low]aresample=${PEAKS_RATE},aformat=sample_fmts=s16:channel_layouts=mono[samples]`,
        ],
        ['-map', '[full]', '-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-ar', String(SOUND_RATE)],
        writing(options.seconds),
        ['-movflags', '+empty_moov+default_base_moof+delay_moov', '-frag_duration', '2000000', '-f', 'mp4'],
      ),
      file: SOUND,
    },
    { options: ['-map', '[samples]', '-c:a', 'pcm_s16le', '-f', 's16le'], file: STDOUT },
  ],
});

/** The same samples of a sound that was made before. */
export const peaksRecipe = (limits: MediaLimits): FfmpegRecipe => ({
  inputs: [readingMade(limits, SOUND, ['-f', 'mov', '-t', fixed(limits.maxVideoSeconds + 1)])],
  outputs: [
    {
      options: ['-map', '0:a:0', '-ar', String(PEAKS_RATE), '-ac', '1', '-c:a', 'pcm_s16le', '-f', 's16le'],
      file: STDOUT,
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

export interface LadderOptions extends Reading {
  video: number;
  /** The sizes that are made, the largest first. */
  rungs: readonly Rung[];
  /** Frames before this were made already. */
  fromTicks: number;
  /** Where the picture ends, in seconds from the beginning; null when nobody knows. */
  pictureEnd: number | null;
  /**
   * Whether the largest size is the picture as it was sent, and how much earlier than it says it is decoded,
   * in ticks; null: it is encoded like the others.
   */
  copy: { extraDelayTicks: number } | null;
  /** Which frames are made of two fields and turned into whole ones; null: none. */
  deinterlace: 'flagged' | FieldOrder | null;
  /** Converts HDR to the range that every screen shows. */
  toneMap: boolean;
  /** Whether more than 60 frames a second are reduced to 60. */
  tooFast: boolean;
  /** This ffmpeg's name of the option that chooses frames. */
  frameOption: '-fps_mode' | '-vsync';
}

/** Which field of a frame comes first: that of its first line, or that of its second. */
export type FieldOrder = 'tff' | 'bff';

/** Where nothing in the file tells which frames are made of fields, all are taken for it. */
const deinterlacing = (frames: LadderOptions['deinterlace']): string[] => {
  if (frames === null) return [];
  return [
    `bwdif=mode=send_frame:${frames === 'flagged' ? 'deint=interlaced' : `parity=${frames}:deint=all`}`,
  ];
};

/**
 * How much more alike lines have to be within the fields than across them. ffmpeg's own 1.04 takes whole
 * frames with fine lines for fields.
 */
const COMBED = 1.3;

/** Looks at some frames from each of these times, and says to stderr which of them are made of fields. */
export const combingRecipe = (
  options: Reading & { video: number; starts: readonly number[]; sampleSeconds: number },
): FfmpegRecipe => {
  const { starts, sampleSeconds, video } = options;
  const source = reading({ ...options, maxSeconds: sampleSeconds }, 'info');
  return {
    inputs: starts.map((start) => ({
      ...source,
      options: list(source.options, start > 0 ? ['-ss', fixed(start)] : []),
    })),
    outputs: starts.map((_start, n) => ({
      options: ['-map', `${n}:${video}`, '-vf', `idet=intl_thres=${COMBED}`, '-f', 'null'],
      file: DISCARD,
    })),
  };
};

/** The file of one size, in fragments. */
export const fileOf = ({ name }: Pick<Rung, 'name'>): string => `${name}.mp4`;

/** The first frame's time of decoding is kept for the expression. */
const KEEP_START = 'if(eq(N,0),st(0,DTS),0)*0+';
const orLast = (others: string, last: string): string =>
  `${KEEP_START}if(gt(NEXT_DTS,DTS),${others},${last})`;

/**
 * The last frame lasts until the picture ends. Older builds of ffmpeg let it last as long as the one before,
 * which makes a slideshow longer and a recording that ends with a still shorter.
 */
const lastFrameUntil = (endTicks: number): string => {
  const duration = orLast('NEXT_DTS-DTS', `max(1,${endTicks}-(DTS-ld(0)))`);
  return `setts=pts=PTS:dts=DTS:duration='${duration}'`;
};

/**
 * The same of a whole file. Frames stand in the order in which they are decoded, where a long gap may follow
 * one that is shown late, and the header takes the furthest end of a frame for the length: so none ends after
 * the picture, and the last is decoded as late as it is shown.
 */
const allFramesUntil = (endTicks: number): string => {
  const late = 'max(DTS,PTS+ld(0))';
  const duration = orLast(`min(NEXT_DTS-DTS,max(1,${endTicks}-PTS))`, `max(1,${endTicks}-(${late}-ld(0)))`);
  return `setts=pts=PTS:dts='${orLast('DTS', late)}':duration='${duration}'`;
};

/** Two seconds, and never a frame more because of rounding. */
const KEY_FRAMES = 'expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+1.99))';

/** What every size is written as, so that it can be played while it grows. */
const growing = (seconds: number): string[] =>
  list(
    ['-video_track_timescale', String(TICKS)],
    writing(seconds),
    ['-movflags', '+frag_keyframe+empty_moov+default_base_moof+delay_moov+frag_discont'],
    // Else a quarter of a megabyte is held back, which is many seconds of a small size.
    ['-flush_packets', '1', '-avoid_negative_ts', 'disabled', '-f', 'mp4'],
  );

/** The picture as it was sent, without what cameras write beside it (SEI). */
const copied = ({ video, seconds, copy }: LadderOptions, { name }: Rung): RecipeFile => {
  const extra = copy?.extraDelayTicks ?? 0;
  const earlier = extra > 0 ? `,setts=pts=PTS:dts=DTS-round(${extra}/${TICKS}/TB)` : '';
  return {
    options: list(
      ['-map', `0:${video}`, '-c:v', 'copy', '-bsf:v', `filter_units=remove_types=6${earlier}`],
      growing(seconds),
    ),
    file: fileOf({ name }),
  };
};

/**
 * H.264 in every size, from one reading: each size is scaled from the one above it. All have their key frames
 * at the same times, two seconds apart or where the copied one has them, and each is a fragmented MP4 that
 * can be played while it is written. ffmpeg rotates the picture upright by itself before the filters.
 */
export const ladderRecipe = (options: LadderOptions): FfmpegRecipe => {
  const { limits, seconds, video, rungs, fromTicks, pictureEnd, frameOption, copy } = options;
  const [top, ...smaller] = rungs;
  const encoded = copy ? smaller : rungs;
  const [first] = encoded;
  const filters = list(
    deinterlacing(options.deinterlace),
    options.tooFast ? ['fps=60'] : [],
    // The first frame that is missing begins a tick or more later.
    fromTicks > 0 ? [`trim=start=${((fromTicks - 45) / TICKS).toFixed(6)}`] : [],
    // Scaled first: the tone map works in floats, and on 4K would take four times as long.
    first ? [`scale=${first.width}:${first.height}`] : [],
    options.toneMap ? [TONE_MAP] : [],
    ['setsar=1', 'format=yuv420p'],
  );
  const graph = encoded.map(({ width, height }, n) => {
    const from = n === 0 ? `[0:${video}]${filters.join(',')}` : `[rest${n}]scale=${width}:${height}`;
    return n === encoded.length - 1 ? `${from}[v${n}]` : `${from},split=2[v${n}][rest${n + 1}]`;
  });
  const keyFrames = copy
    ? // No more than there are, however rare they are.
      ['-force_key_frames', 'source', '-g', '9999']
    : ['-force_key_frames', KEY_FRAMES];
  const source = reading(options);
  return {
    inputs: [
      // What is copied was decoded without a fault.
      copy ? { ...source, options: list(['-xerror', '-err_detect', 'explode'], source.options) } : source,
    ],
    outputs: [
      ...encoded.map((rung, n) => ({
        options: list(
          n === 0 ? ['-filter_complex', graph.join(';')] : [],
          ['-map', `[v${n}]`, '-threads', String(limits.threads)],
          // Frames keep their times: at a steady rate, a false header would choose the rate and could repeat
          // each frame a thousand times.
          [frameOption, 'vfr'],
          ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-profile:v', 'high'],
          ['-maxrate', String(rung.maxBitsPerSecond), '-bufsize', String(2 * rung.maxBitsPerSecond)],
          // No key frame where the picture changes: each size would have it elsewhere.
          keyFrames,
          ['-sc_threshold', '0'],
          pictureEnd === null ? [] : ['-bsf:v', lastFrameUntil(Math.round(pictureEnd * TICKS) - fromTicks)],
          growing(seconds),
        ),
        file: fileOf(rung),
      })),
      ...(copy && top ? [copied(options, top)] : []),
      ...(encoded.length === 0
        ? [{ options: ['-map', `0:${video}`, frameOption, 'vfr', '-f', 'null'], file: DISCARD }]
        : []),
    ],
  };
};

export const STORYBOARD = 'storyboard.jpg';

/** Small pictures of a video side by side, in the order of time, row by row. */
export interface Storyboard extends Picture {
  /** Seconds from one to the next. */
  interval: number;
  count: number;
  columns: number;
}

export interface Mp4Options {
  limits: MediaLimits;
  seconds: number;
  /** The files of the largest and of the smallest size. */
  top: string;
  least: string;
  withSound: boolean;
  /** Where the picture ends, in seconds from the beginning; null when nobody knows. */
  pictureEnd: number | null;
  storyboard: Storyboard;
}

/**
 * The largest size with its sound in one MP4 that plays while it loads, and the storyboard, from the key
 * frames of the smallest.
 */
export const mp4Recipe = (options: Mp4Options): FfmpegRecipe => {
  const { limits, seconds, top, least, withSound, pictureEnd, storyboard } = options;
  const { width, height, interval, count, columns } = storyboard;
  const made = ['-f', 'mov', '-t', fixed(limits.maxVideoSeconds + 1)];
  const still = withSound ? 2 : 1;
  const tiles = `tile=${columns}x${Math.ceil(count / columns)}`;
  return {
    inputs: [
      readingMade(limits, top, made),
      ...(withSound ? [{ options: made, file: SOUND }] : []),
      { options: ['-skip_frame', 'nokey', '-threads', '1', ...made], file: least },
    ],
    outputs: [
      {
        options: list(
          // The encoder's lead of the sound stays before the beginning, where players leave it out.
          ['-copyts', '-map', '0:v:0'],
          withSound ? ['-map', '1:a:0'] : [],
          ['-c', 'copy', '-video_track_timescale', String(TICKS)],
          pictureEnd === null ? [] : ['-bsf:v', allFramesUntil(Math.round(pictureEnd * TICKS))],
          writing(seconds),
          ['-movflags', '+faststart', '-f', 'mp4'],
        ),
        file: VIDEO,
      },
      {
        options: list(
          ['-map', `${still}:v:0`, '-frames:v', '1'],
          ['-vf', `fps=1/${interval}:eof_action=pass,scale=${width}:${height},${tiles}`],
          ['-pix_fmt', 'yuvj420p', '-c:v', 'mjpeg', '-q:v', '5'],
          writing(0),
          ['-f', 'image2', '-update', '1'],
        ),
        file: STORYBOARD,
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
