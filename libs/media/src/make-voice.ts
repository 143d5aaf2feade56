import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { levelSound, measureMade, measureWhileMade, type Attempt, type Source } from './level-sound.ts';
import type { Loudness } from './loudness.ts';
import { MediaError } from './media-error.ts';
import { createPitchMeter } from './pitch.ts';
import type { AudioTrack } from './probe.ts';
import type { Level, Reading } from './recipes.ts';
import { runFfmpeg, type RunContext } from './run.ts';
import { createWaveformMeter, type Waveform } from './sound.ts';
import { createPauseMeter } from './speech-pieces.ts';
import { CHECK, VOICE, voiceRecipe, type MonoMix } from './voice-recipes.ts';

export const LOW_RATE = 16_000;

export interface MadeVoice {
  loudness: Loudness;
  waveform: Waveform;
  /** The fundamental frequency; null where hardly anything is voiced. */
  hertz: number | null;
  /** How loud each tenth of a second is. */
  levels: number[];
}

/** Makes the renditions of a voice at the level that voices have. `source` is how loud it is before that. */
export async function makeVoice(
  context: RunContext,
  reading: Reading & AudioTrack & { mix: MonoMix },
  source: Source,
): Promise<MadeVoice> {
  let meters = createMeters(reading.seconds);
  const loudness = await levelSound(source, async (level, endsAboveDb) => {
    meters = createMeters(reading.seconds);
    const heard = await makeAndHear(context, { ...reading, level }, endsAboveDb, (chunk) =>
      meters.write(chunk),
    );
    if (heard) return heard;
    meters = createMeters(reading.seconds);
    const recipe = voiceRecipe({ ...reading, level, isChecked: false });
    await runFfmpeg(recipe, { ...context, onStdout: (chunk) => meters.write(chunk) });
    return measureMade(context, VOICE, 'matroska');
  });
  return { loudness, ...meters.end() };
}

function createMeters(seconds: number) {
  const waveform = createWaveformMeter(LOW_RATE, seconds);
  const pitch = createPitchMeter(LOW_RATE);
  const pauses = createPauseMeter(LOW_RATE);
  return {
    write(chunk: Buffer): void {
      waveform.write(chunk);
      pitch.write(chunk);
      pauses.write(chunk);
    },
    end: () => ({ waveform: waveform.end(), hertz: pitch.end(), levels: pauses.end() }),
  };
}

/**
 * Makes the renditions, and measures the Opus while it is made: through a pipe with a name, by a process of
 * its own. Null where this machine has no such pipes, or the measuring failed: then both are done in turn.
 */
async function makeAndHear(
  context: RunContext,
  recipe: Reading & AudioTrack & { mix: MonoMix; level: Level },
  endsAboveDb: number,
  onStdout: (chunk: Buffer) => void,
): Promise<Attempt | null> {
  const pipe = join(context.folder, 'out', CHECK);
  await rm(pipe, { force: true });
  const isThere = await promisify(execFile)('mkfifo', ['-m', '600', pipe]).then(
    () => true,
    () => false,
  );
  if (!isThere) return null;
  // Each waits for the other to open the pipe, so neither may outlive it.
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(context.signal ? [context.signal] : [])]);
  const orStop = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      stop.abort(error);
      throw error;
    });
  const [made, heard] = await Promise.allSettled([
    orStop(runFfmpeg(voiceRecipe({ ...recipe, isChecked: true }), { ...context, signal, onStdout })),
    orStop(
      measureWhileMade({ ...context, signal }, CHECK, 'ogg', endsAboveDb).then((attempt) => {
        if ('tooHighDb' in attempt) stop.abort(new MediaError('internal'));
        return attempt;
      }),
    ),
  ]);
  await rm(pipe, { force: true });
  context.signal?.throwIfAborted();
  if (heard.status === 'fulfilled' && 'tooHighDb' in heard.value) return heard.value;
  if (made.status === 'fulfilled' && heard.status === 'fulfilled') return heard.value;
  const failures = [made, heard].flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  const other = failures.find((error) => !(error instanceof MediaError) || error.code === 'timeout');
  if (other !== undefined) throw other;
  return null;
}
