import { join } from 'node:path';
import { soundPart, type HlsKeeper, type KeptSound } from './hls/keep-hls.ts';
import { TICKS } from './hls/read-fragments.ts';
import { createEnvelopeMeter } from './envelope.ts';
import { levelSound, measureMade } from './level-sound.ts';
import { readLoudness } from './loudness.ts';
import { MediaError } from './media-error.ts';
import type { AudioTrack } from './probe.ts';
import type { Reading } from './recipes.ts';
import { runFfmpeg, type RunContext } from './run.ts';
import { createWaveformMeter, type Waveform } from './sound.ts';
import { createPauseMeter } from './speech-pieces.ts';
import {
  PEAKS_RATE,
  SOUND,
  SOUND_RATE,
  peaksRecipe,
  soundLoudnessRecipe,
  soundRecipe,
} from './video-recipes.ts';

/** The sound of a video's renditions, in the file SOUND. */
export interface MadeSound extends KeptSound {
  waveform: Waveform;
  /** How loud each tenth of a second is. */
  levels: number[];
}

/**
 * Makes the sound of a video, or takes the one that an earlier attempt has kept; null when none of it can be
 * decoded, which leaves the picture.
 */
export async function makeSound(
  context: RunContext,
  reading: Reading,
  audio: AudioTrack,
  keeper: HlsKeeper | undefined,
): Promise<MadeSound | null> {
  const path = join(context.folder, 'out', SOUND);
  let meter = createWaveformMeter(PEAKS_RATE, reading.seconds);
  let pauses = createPauseMeter(PEAKS_RATE);
  const onStdout = (chunk: Buffer): void => {
    meter.write(chunk);
    pauses.write(chunk);
  };
  if (keeper?.kept?.sound) {
    await keeper.fetch('sound', path);
    await runFfmpeg(peaksRecipe(context.limits), { ...context, onStdout });
    return { ...keeper.kept.sound, waveform: meter.end(), levels: pauses.end() };
  }
  try {
    const envelope = createEnvelopeMeter(SOUND_RATE, 2, false);
    const measuring = { ...context, onStdout: (chunk: Buffer) => envelope.write(chunk) };
    const source = readLoudness(await runFfmpeg(soundLoudnessRecipe({ ...audio, ...reading }), measuring));
    const made = await levelSound({ ...source, envelope: envelope.end() }, async (level) => {
      meter = createWaveformMeter(PEAKS_RATE, reading.seconds);
      pauses = createPauseMeter(PEAKS_RATE);
      await runFfmpeg(soundRecipe({ ...audio, ...reading, level }), { ...context, onStdout });
      return measureMade(context, SOUND, 'mov');
    });
    const sound = { source, made, waveform: meter.end(), levels: pauses.end() };
    if (keeper) await keepSound(context, keeper, sound);
    return sound;
  } catch (error) {
    if (!(error instanceof MediaError) || error.retryable || error.code === 'timeout') throw error;
    return null;
  }
}

/** Keeps a sound that was made. */
export async function keepSound(
  { folder }: RunContext,
  keeper: HlsKeeper,
  { source, made, waveform }: MadeSound,
): Promise<void> {
  const seconds = (waveform.length * waveform.samples_per_pixel) / PEAKS_RATE;
  const path = join(folder, 'out', SOUND);
  await keeper.keepSound({ source, made }, await soundPart(path, SOUND_RATE, Math.round(seconds * TICKS)));
}
