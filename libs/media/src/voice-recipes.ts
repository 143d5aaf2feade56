import type { Demuxer } from './codecs.ts';
import type { MediaLimits } from './limits.ts';
import {
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
} from './recipes.ts';

/** The sound track of a recording. */
export interface SoundSource {
  stream: number;
  channels: number;
}

/** ffmpeg knows the places of up to eight channels; of more, the first two are taken. */
export const toStereo = (channels: number): string =>
  channels > 8 ? 'pan=stereo|c0=c0|c1=c1' : 'aformat=sample_fmts=fltp:channel_layouts=stereo';

/**
 * Decodes one sound track: its samples (s16le, mono or stereo) to stdout, its loudness to stderr (EBU R 128).
 */
export const measureRecipe = (options: Reading & SoundSource): FfmpegRecipe => {
  const layout = options.channels === 1 ? 'mono' : 'stereo';
  const chain = list(
    [options.channels === 1 ? 'aformat=channel_layouts=mono' : toStereo(options.channels)],
    [LOUDNESS, `aformat=sample_fmts=s16:channel_layouts=${layout}`],
  );
  return {
    inputs: [reading(options, 'info')],
    outputs: [
      {
        options: list(
          ['-filter_complex', `[0:${options.stream}]${chain.join(',')}[raw]`],
          ['-map', '[raw]', '-c:a', 'pcm_s16le', '-f', 's16le'],
        ),
        file: STDOUT,
      },
    ],
  };
};

export const VOICE = 'voice.webm';
export const VOICE_16K = 'voice-16k.wav';
/** A pipe with a name, through which the Opus is heard while it is made. */
export const CHECK = 'check.ogg';

/** What of a stereo sound becomes the mono voice: both channels, or one where they cancel each other out. */
export type MonoMix = 'both' | 'left' | 'right';
const MIXES: Readonly<Record<MonoMix, string>> = {
  both: 'pan=mono|c0=0.5*c0+0.5*c1',
  left: 'pan=mono|c0=c0',
  right: 'pan=mono|c0=c1',
};

/**
 * The mono voice at another level: 48 kHz Opus, 16 kHz WAV, and the latter's samples (s16le) to stdout. Its
 * samples follow one another without the gaps of the source: recordings that were put together from several
 * begin their clock anew. `isChecked`: the Opus goes to CHECK too, encoded once.
 */
export const voiceRecipe = (
  options: Reading & SoundSource & { level: Level; mix: MonoMix; isChecked: boolean },
): FfmpegRecipe => {
  const chain = list(
    options.channels === 1
      ? ['aformat=sample_fmts=fltp:channel_layouts=mono']
      : [toStereo(options.channels), MIXES[options.mix]],
    levelFilters(options.level),
    ['asetpts=N/SR/TB', 'aformat=sample_fmts=fltp'],
  );
  return {
    inputs: [reading(options)],
    outputs: [
      {
        options: list(
          [
            '-filter_complex',
            `[0:${options.stream}]${chain.join(',')},asplit=2[full][low];` +
              `[low]aresample=16000,aformat=sample_fmts=s16,asplit=2[wav][samples]`,
          ],
          ['-map', '[full]', '-ac', '1', '-ar', '48000', '-c:a', 'libopus', '-b:a', '64k'],
          writing(options.seconds),
          ['-f', options.isChecked ? 'tee' : 'webm'],
        ),
        file: options.isChecked
          ? `[f=webm:fflags=+bitexact]${VOICE}|[f=ogg:fflags=+bitexact:onfail=ignore]${CHECK}`
          : VOICE,
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
  };
};

export const SPEECH = 'speech.webm';

/**
 * A part of a sound that was made here, small enough to be sent to a transcriber: 16 kHz mono Opus, 3 kB a
 * second.
 */
export const speechRecipe = (
  limits: MediaLimits,
  piece: { file: string; demuxer: Demuxer; start: number; seconds: number },
): FfmpegRecipe => ({
  inputs: [
    readingMade(
      limits,
      piece.file,
      list(['-f', piece.demuxer], ['-ss', fixed(piece.start), '-t', fixed(piece.seconds)]),
    ),
  ],
  outputs: [
    {
      options: list(
        ['-map', '0:a:0', '-ac', '1', '-ar', '16000'],
        ['-c:a', 'libopus', '-b:a', '24k', '-application', 'voip'],
        writing(piece.seconds),
        ['-f', 'webm'],
      ),
      file: SPEECH,
    },
  ],
});
