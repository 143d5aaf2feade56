import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  checkCodec,
  checkWhole,
  durationWarnings,
  inspect,
  progressOf,
  rising,
  rounded,
  type MediaJob,
  type MediaWarning,
  type Produced,
} from './inspect.ts';
import { readLoudness, type Loudness } from './loudness.ts';
import { MediaError } from './media-error.ts';
import { probe, type AudioTrack } from './probe.ts';
import {
  TARGET_LUFS,
  VOICE,
  VOICE_16K,
  audioCodecs,
  measureRecipe,
  voiceRecipe,
  type Reading,
} from './recipes.ts';
import { runFfmpeg, type RunContext } from './run.ts';
import { createSoundMeter, createWaveformMeter, type SoundMeasure, type Waveform } from './sound.ts';

export interface VoiceJob extends MediaJob {
  /** What the caller declared; only `duration` (seconds) is compared. */
  declared?: Readonly<Record<string, unknown>>;
}

export interface ProcessedVoice {
  measured: Record<string, unknown>;
  warnings: MediaWarning[];
  /** 48 kHz mono Opus, 16 kHz mono WAV, and the waveform as JSON. */
  renditions: Produced[];
}

/** How far the loudness of a rendition may be off before it is made once more. */
const TOLERANCE_LU = 0.5;
/** A whisper in a quiet room is amplified no further than this: beyond it there is only noise. */
const MAX_GAIN_DB = 40;
const WAVEFORM = 'waveform.json';
const LOW_RATE = 16_000;

/**
 * Measures a voice sample and brings it to −16 LUFS, once for listeners and once for models. Throws
 * MediaError, or the signal's reason.
 */
export async function processVoice(given: VoiceJob): Promise<ProcessedVoice> {
  const job = { ...given, onProgress: rising(given.onProgress) };
  const { bytes, seconds, probed, context } = await inspect(job, job.limits.maxVoiceSeconds);
  const { audio, demuxer } = probed;
  if (!audio || audio.sampleRate === 0 || audio.channels === 0) throw new MediaError('no_audio');
  checkCodec(audio.codec, audioCodecs);
  job.onProgress(0.05);

  const reading: Reading = {
    limits: job.limits,
    demuxer,
    seconds,
    maxSeconds: job.limits.maxVoiceSeconds + 1,
  };
  const { sound, loudness } = await measure(reading, audio, {
    ...context,
    onProgress: progressOf(job, 0.05, 0.4, seconds),
  });
  // A header that estimates, or that also describes a picture, does not give the length of the sound.
  const promised = audio.seconds ?? (probed.video || demuxer === 'ogg' ? null : probed.seconds);
  checkWhole(
    demuxer === 'mov' || demuxer === 'matroska' || demuxer === 'flac' ? promised : null,
    sound.seconds,
  );

  const made = await level(reading, audio, loudness, {
    ...context,
    onProgress: progressOf(job, 0.4, 0.95, seconds),
  });
  const out = join(context.folder, 'out');
  await writeFile(join(out, WAVEFORM), JSON.stringify(made.waveform));
  const renditions = [
    await verified(
      context,
      { name: VOICE, contentType: 'audio/webm; codecs=opus', codec: 'opus', sampleRate: 48_000 },
      sound.seconds,
      made.loudness,
    ),
    await verified(
      context,
      { name: VOICE_16K, contentType: 'audio/wav', codec: 'pcm_s16le', sampleRate: LOW_RATE },
      sound.seconds,
      made.loudness,
    ),
    {
      name: WAVEFORM,
      path: join(out, WAVEFORM),
      contentType: 'application/json',
      measured: { pixels: made.waveform.length },
    },
  ];
  job.onProgress(1);

  const measured = {
    duration: rounded(sound.seconds),
    container: demuxer,
    codec: audio.codec,
    sample_rate: audio.sampleRate,
    channels: audio.channels,
    bytes,
    loudness_lufs: loudness.lufs,
    true_peak_dbtp: loudness.truePeakDb,
    silence_share: rounded(sound.silenceShare),
    clipped_share: rounded(sound.clippedShare, 6),
  };
  return {
    measured,
    warnings: [
      ...durationWarnings(job.declared?.['duration'], sound.seconds),
      ...voiceWarnings(sound, loudness),
    ],
    renditions,
  };
}

async function measure(
  reading: Reading,
  audio: AudioTrack,
  context: RunContext,
): Promise<{ sound: SoundMeasure; loudness: Loudness }> {
  const channels = audio.channels === 1 ? 1 : 2;
  const meter = createSoundMeter(audio.sampleRate, channels);
  const stderr = await runFfmpeg(measureRecipe({ ...reading, stream: audio.stream, channels }), {
    ...context,
    onStdout: (chunk) => meter.write(chunk),
  });
  const sound = meter.end();
  if (sound.seconds === 0) throw new MediaError('corrupt_media', { cause: 'no sample could be decoded' });
  return { sound, loudness: readLoudness(stderr) };
}

/**
 * Makes the renditions. When the limiter lowered the loudness by more than the tolerance, it makes them again
 * with that much more gain.
 */
async function level(
  reading: Reading,
  audio: AudioTrack,
  source: Loudness,
  context: RunContext,
): Promise<{ loudness: Loudness; waveform: Waveform }> {
  let gainDb = source.lufs === null ? 0 : Math.min(MAX_GAIN_DB, TARGET_LUFS - source.lufs);
  for (let attempt = 1; ; attempt += 1) {
    const meter = createWaveformMeter(LOW_RATE, reading.seconds);
    const stderr = await runFfmpeg(voiceRecipe({ ...reading, stream: audio.stream, gainDb }), {
      ...context,
      onStdout: (chunk) => meter.write(chunk),
    });
    const loudness = readLoudness(stderr);
    const missing = loudness.lufs === null ? 0 : TARGET_LUFS - loudness.lufs;
    const next = Math.min(MAX_GAIN_DB, gainDb + missing);
    if (attempt === 3 || Math.abs(missing) <= TOLERANCE_LU || Math.abs(next - gainDb) < 0.1)
      return { loudness, waveform: meter.end() };
    gainDb = next;
  }
}

/** Verifies what ffmpeg made: a file that is not as intended is not served. */
async function verified(
  context: RunContext,
  promised: { name: string; contentType: string; codec: string; sampleRate: number },
  seconds: number,
  { lufs, truePeakDb }: Loudness,
): Promise<Produced> {
  const { name, contentType, codec, sampleRate } = promised;
  const path = join(context.folder, 'out', name);
  const { audio, seconds: length } = await probe(context, ['matroska', 'wav'], name);
  if (
    audio?.codec !== codec ||
    audio.sampleRate !== sampleRate ||
    audio.channels !== 1 ||
    length === null ||
    Math.abs(length - seconds) > 0.5 + seconds * 0.01
  ) {
    throw new MediaError('internal', { cause: `${name} came out as ${JSON.stringify(audio)}, ${length} s` });
  }
  const { size } = await stat(path);
  return {
    name,
    path,
    contentType,
    measured: {
      duration: rounded(length),
      codec,
      sample_rate: sampleRate,
      channels: 1,
      loudness_lufs: lufs,
      true_peak_dbtp: truePeakDb,
      bytes: size,
    },
  };
}

function voiceWarnings(sound: SoundMeasure, { lufs }: Loudness): MediaWarning[] {
  const percent = (share: number): string => `${(share * 100).toFixed(share < 0.01 ? 2 : 0)} %`;
  const warnings: [boolean, string, string][] = [
    [
      sound.seconds < 3,
      'too_short',
      `The sample lasts ${sound.seconds.toFixed(1)} s; a voice needs 3 s at least, better 10.`,
    ],
    [
      sound.clippedShare > 1e-4,
      'clipped',
      `${percent(sound.clippedShare)} of the samples are cut off at full scale; record at a lower level.`,
    ],
    [
      sound.silenceShare > 0.7,
      'mostly_silent',
      `${percent(sound.silenceShare)} of the sample is silence; send the part with speech.`,
    ],
    [
      lufs === null || lufs < TARGET_LUFS - MAX_GAIN_DB,
      'too_quiet',
      'The sample is too quiet to be brought to −16 LUFS; record nearer to the microphone.',
    ],
  ];
  return warnings.filter(([applies]) => applies).map(([, code, message]) => ({ code, message }));
}
