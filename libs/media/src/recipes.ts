import { LIMITER } from './envelope.ts';
import { containerWhitelist, decoderWhitelist, type Demuxer } from './codecs.ts';
import { outputBytes, type MediaLimits } from './limits.ts';

/**
 * The arguments of ffmpeg and ffprobe, as data. Every function here, in voice-recipes.ts and in
 * video-recipes.ts is pure. All names in them are ours and fixed; a caller's text is never used. `SOURCE` is
 * the file that was sent; every other file is in the job's own folder.
 */
export interface FfmpegRecipe {
  inputs: readonly RecipeFile[];
  outputs: readonly RecipeFile[];
}
export interface RecipeFile {
  options: readonly string[];
  file: string;
}
export interface FfprobeRecipe {
  arguments: readonly string[];
}

const SOURCE = '../source';
export const STDOUT = 'pipe:1';
/** The pipe to which ffmpeg reports its progress; the runner opens it. */
const PROGRESS = 'pipe:3';
export const DISCARD = '-';

/**
 * Codecs of tracks that valid files may carry and that are never decoded. ffprobe opens a decoder for every
 * track and fails when one is refused.
 */
const PASSENGERS = ['mjpeg', 'png', 'pgssub', 'dvdsub', 'dvbsub', 'cc_dec'] as const;

/** Flattens groups of options that belong together. */
export const list = (...groups: (readonly string[])[]): string[] => groups.flat();
export const fixed = (seconds: number): string => seconds.toFixed(3);

/**
 * Restricts what ffmpeg may open: no other file, no address, no container or decoder but these, no frame
 * beyond the limit. Names that a build lacks do no harm.
 */
export const guards = (limits: MediaLimits, passengers: readonly string[] = []): string[] =>
  list(
    ['-protocol_whitelist', 'file'],
    ['-format_whitelist', containerWhitelist],
    ['-codec_whitelist', [decoderWhitelist, ...passengers].join(',')],
    ['-max_pixels', String(limits.maxPixels)],
  );

export interface Probing {
  /** A file that was made here; the one that was sent by default. */
  file?: string | undefined;
  /** Decoders beyond the list that are opened, and never used, for single tracks. */
  refused?: ReadonlyMap<number, string>;
}

const passing = (refused: ReadonlyMap<number, string>): string[] =>
  [...refused].flatMap(([stream, decoder]) => [`-codec_whitelist:${stream}`, decoder]);

export const probeRecipe = (
  limits: MediaLimits,
  { file = SOURCE, refused = new Map() }: Probing = {},
): FfprobeRecipe => ({
  arguments: list(
    // As a warning it says which track it could not open.
    ['-hide_banner', '-v', 'warning'],
    guards(limits, PASSENGERS),
    passing(refused),
    ['-show_format', '-show_streams', '-show_chapters', '-of', 'json'],
    [file],
  ),
});

/** Prints when each packet of the source is shown, for how long, and its size, and decodes none. */
export const packetsRecipe = (
  limits: MediaLimits,
  demuxer: Demuxer,
  refused: ReadonlyMap<number, string>,
): FfprobeRecipe => ({
  arguments: list(
    ['-hide_banner', '-v', 'error'],
    guards(limits, PASSENGERS),
    passing(refused),
    ['-f', demuxer],
    ['-show_entries', 'packet=stream_index,pts_time,dts_time,duration_time,size,flags', '-of', 'csv'],
    [SOURCE],
  ),
});

/**
 * Prints when each cue of the source's text tracks is shown, and its bytes. Of an MP4, the edit list is
 * applied as a shift: ffmpeg's other way moves the cues of a trimmed clip to where its first whole cue
 * begins.
 */
export const cuesRecipe = (
  limits: MediaLimits,
  demuxer: Demuxer,
  refused: ReadonlyMap<number, string>,
): FfprobeRecipe => ({
  arguments: list(
    ['-hide_banner', '-v', 'error'],
    guards(limits, PASSENGERS),
    passing(refused),
    demuxer === 'mov' ? ['-advanced_editlist', '0'] : [],
    ['-f', demuxer, '-select_streams', 's', '-show_data'],
    ['-show_entries', 'packet=stream_index,pts_time,duration_time,data', '-of', 'default'],
    [SOURCE],
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

const SILENT = ['-hide_banner', '-nostdin', '-nostats', '-v', 'error'];
const REPORTING = ['-hide_banner', '-nostdin', '-nostats', '-v', 'info'];

/** How the source is opened. `verbosity` is info where a filter reports at that level. */
export const reading = (
  { limits, demuxer, maxSeconds }: Reading,
  verbosity: 'info' | 'error' = 'error',
): RecipeFile => ({
  options: list(verbosity === 'info' ? REPORTING : SILENT, ['-progress', PROGRESS], guards(limits), [
    '-threads',
    String(limits.threads),
    '-f',
    demuxer,
    '-t',
    fixed(maxSeconds),
  ]),
  file: SOURCE,
});

/** How a file that was made here is read again. */
export const readingMade = (
  limits: MediaLimits,
  file: string,
  options: readonly string[],
  verbosity: 'info' | 'error' = 'error',
): RecipeFile => ({
  options: list(verbosity === 'info' ? REPORTING : SILENT, guards(limits), options),
  file,
});

/**
 * The options of every file that is made: no metadata of the original, and the same bytes for the same input.
 */
const ANONYMOUS = list(
  ['-map_metadata', '-1', '-map_chapters', '-1'],
  ['-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact'],
);
export const writing = (seconds: number): string[] => list(['-fs', String(outputBytes(seconds))], ANONYMOUS);

/** Loudness and true peak to stderr (EBU R 128). */
export const LOUDNESS = 'ebur128=peak=true:framelog=verbose';

/** The loudness of a file that was made here, after what its encoder did to it. */
export const loudnessRecipe = (
  limits: MediaLimits,
  file: string,
  demuxer: Demuxer,
  /** Each tenth of a second says how loud it is, too. */
  reports: 'end' | 'each' = 'end',
): FfmpegRecipe => ({
  inputs: [readingMade(limits, file, ['-f', demuxer, '-t', String(limits.maxVideoSeconds + 1)], 'info')],
  outputs: [
    {
      options: list(
        ['-map', '0:a:0', '-af', reports === 'each' ? 'ebur128=peak=true:framelog=info' : LOUDNESS],
        ['-f', 'null'],
      ),
      file: DISCARD,
    },
  ],
});

export const TARGET_LUFS = -16;

/** How loud a recording is made. */
export interface Level {
  gainDb: number;
  /** No peak, between samples either, is above this; null when none could come near it. */
  ceilingDbtp: number | null;
}

/**
 * A measured gain and a limiter instead of `loudnorm`, which varies the gain on short or dynamic speech and
 * needs three seconds to begin. The limiter works at twice the rate, so that it meets most peaks between
 * samples too; what it misses is found out in what was made.
 */
export const levelFilters = ({ gainDb, ceilingDbtp }: Level): string[] =>
  list(
    [`volume=${gainDb.toFixed(2)}dB`],
    ceilingDbtp === null
      ? ['aresample=48000']
      : [
          'aresample=96000',
          `alimiter=limit=${(10 ** (ceilingDbtp / 20)).toFixed(4)}:attack=${LIMITER.attackMs}:release=${LIMITER.releaseMs}:level=0`,
          'aresample=48000',
        ],
  );
