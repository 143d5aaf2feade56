import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  checkCodec,
  damageWarnings,
  durationWarnings,
  inspect,
  openFile,
  progressOf,
  rising,
  rounded,
  tooLong,
  type Inspected,
  type MediaJob,
  type MediaWarning,
  type Opened,
  type Produced,
} from './inspect.ts';
import { readCueTracks, type ReadTracks } from './captions/cue-tracks.ts';
import { readSidecars } from './captions/read-sidecar.ts';
import { captionTexts, writeCaptions, type Captions } from './captions/write-captions.ts';
import { chaptersWithin } from './chapters.ts';
import { MAX_GAIN_DB, type Source } from './level-sound.ts';
import { readLoudness, type Loudness } from './loudness.ts';
import { LOW_RATE, makeVoice } from './make-voice.ts';
import { MediaError } from './media-error.ts';
import { writePeaks, type Peaks } from './peaks.ts';
import { probe, type AudioTrack, type Chapter } from './probe.ts';
import { audioCodecs } from './codecs.ts';
import { TARGET_LUFS, type Reading } from './recipes.ts';
import { runFfmpeg, type RunContext } from './run.ts';
import type { Tracks } from './track-times.ts';
import { createEnvelopeMeter, type Envelope } from './envelope.ts';
import { createSoundMeter, type SoundMeasure } from './sound.ts';
import { speechPieces } from './speech-pieces.ts';
import { voiceVerdict } from './voice-verdict.ts';
import { measureRecipe, VOICE, VOICE_16K, type MonoMix } from './voice-recipes.ts';

export interface VoiceJob extends MediaJob {
  /** What the caller declared; only `duration` (seconds) is compared. */
  declared?: Readonly<Record<string, unknown>>;
}

export interface ProcessedVoice {
  measured: Record<string, unknown>;
  warnings: MediaWarning[];
  /** 48 kHz mono Opus, 16 kHz mono WAV, and the waveform as JSON. */
  renditions: Produced[];
  /** The outline of the sound; its JSON is one of the renditions. */
  peaks: Peaks;
  /** WebVTT, one file for each text track of the file and each of the captions that came beside it. */
  captions: Captions[];
  chapters: Chapter[];
}

/**
 * Measures a voice sample and brings it to −16 LUFS, once for listeners and once for models. Throws
 * MediaError, or the signal's reason.
 */
export async function processVoice(given: VoiceJob): Promise<ProcessedVoice> {
  const job = { ...given, onProgress: rising(given.onProgress) };
  const { maxVoiceSeconds } = job.limits;
  const opened = await openFile(job);
  const { audio, demuxer } = opened.probed;
  if (!audio || audio.sampleRate === 0 || audio.channels === 0) throw new MediaError('no_audio');
  checkCodec(audio.codec, audioCodecs);
  job.onProgress(0.05);

  const reading: Omit<Reading, 'seconds'> = {
    limits: job.limits,
    demuxer,
    maxSeconds: maxVoiceSeconds + 1,
  };
  const { inspected, said, measured: heard } = await inspectAndMeasure(job, opened, reading, audio);
  const { bytes, seconds, probed, tracks, context } = inspected;
  const { sound, loudness } = heard;
  if (sound.seconds > maxVoiceSeconds) throw tooLong(maxVoiceSeconds);
  // Recordings that were put together begin their clock anew: what could be decoded is the length.
  const damage = damageWarnings(Math.min(seconds, trackSeconds(audio, tracks)), sound.seconds);
  const { mix, source } = monoOf(heard);
  const made = await makeVoice(
    {
      ...context,
      mediaSeconds: Math.max(seconds, sound.seconds),
      onProgress: progressOf(job, 0.4, 0.95, sound.seconds),
    },
    { ...audio, ...reading, seconds, mix },
    source,
  );
  const peaks = await writePeaks(context, 'waveform', made.waveform);
  const opus = { name: VOICE, contentType: 'audio/webm; codecs=opus', codec: 'opus', sampleRate: 48_000 };
  const wav = { name: VOICE_16K, contentType: 'audio/wav', codec: 'pcm_s16le', sampleRate: LOW_RATE };
  const renditions = await Promise.all(
    [opus, wav].map(async (one) => verified(context, one, sound.seconds, made.loudness)),
  );
  if (said.tracks.length === 0)
    await job.onSpeech?.(
      speechPieces(context, { file: VOICE_16K, demuxer: 'wav' }, made.levels),
      job.signal ?? new AbortController().signal,
    );
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
    speech_seconds: rounded(sound.seconds * (1 - sound.silenceShare)),
    noise_floor_dbfs: sound.noiseFloorDb,
    fundamental_hz: made.hertz === null ? null : rounded(made.hertz, 1),
    verdict: voiceVerdict(sound, loudness.lufs),
    clipped_share: rounded(sound.clippedShare, 6),
    clipped_shares: sound.clippedShares.map((share) => rounded(share, 6)),
    ...(sound.stereo && { stereo_correlation: rounded(sound.stereo.correlation) }),
  };
  return {
    measured,
    warnings: [
      ...durationWarnings(job.declared?.['duration'], sound.seconds),
      ...damage,
      ...said.warnings,
      ...voiceWarnings(sound, loudness, mix),
    ],
    renditions: [...renditions, peaks.json],
    peaks,
    captions: await writeCaptions(context, said.tracks),
    chapters: chaptersWithin(probed, sound.seconds),
  };
}

interface Measured {
  sound: SoundMeasure;
  loudness: Loudness;
  /** Of the mono sound. */
  envelope: Envelope;
}

/**
 * Looks at every packet and decodes the sound. What is said is told before the sound is decoded; where there
 * is nothing to tell, both are done at once.
 */
async function inspectAndMeasure(
  job: VoiceJob,
  opened: Opened,
  reading: Omit<Reading, 'seconds'>,
  audio: AudioTrack,
): Promise<{ inspected: Inspected; said: ReadTracks; measured: Measured }> {
  const { probed, context } = opened;
  const { maxVoiceSeconds } = job.limits;
  const promised = Math.min(maxVoiceSeconds, probed.seconds ?? maxVoiceSeconds);
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(job.signal ? [job.signal] : [])]);
  const measureNow = async (): Promise<Measured> =>
    measure({ ...reading, seconds: promised }, audio, {
      ...context,
      signal,
      mediaSeconds: promised,
      onProgress: progressOf(job, 0.05, 0.4, promised),
    });

  if (probed.captions.length > 0 || (job.sidecars ?? []).length > 0) {
    const inspected = await inspect(opened, maxVoiceSeconds);
    const { seconds } = inspected;
    const embedded = await readCueTracks(context, { ...probed, seconds });
    const sent = readSidecars(job.sidecars ?? [], seconds);
    const said = {
      tracks: [...embedded.tracks, ...sent.tracks],
      warnings: [...embedded.warnings, ...sent.warnings],
    };
    await job.onCaptions?.(captionTexts(said.tracks, chaptersWithin(probed, seconds)));
    return { inspected, said, measured: await measureNow() };
  }
  await job.onCaptions?.([]);
  const [inspected, measured] = await Promise.allSettled([
    inspect(opened, maxVoiceSeconds).catch((error: unknown) => {
      stop.abort(error);
      throw error;
    }),
    measureNow(),
  ]);
  // That a file is cut off says more than that it can't be decoded to its end.
  if (inspected.status === 'rejected') throw inspected.reason;
  if (measured.status === 'rejected') throw measured.reason;
  return { inspected: inspected.value, said: { tracks: [], warnings: [] }, measured: measured.value };
}

async function measure(reading: Reading, audio: AudioTrack, context: RunContext): Promise<Measured> {
  const channels = audio.channels === 1 ? 1 : 2;
  const meter = createSoundMeter(audio.sampleRate, channels);
  const envelope = createEnvelopeMeter(audio.sampleRate, channels, true);
  const stderr = await runFfmpeg(measureRecipe({ ...audio, ...reading }), {
    ...context,
    onStdout: (chunk) => {
      meter.write(chunk);
      envelope.write(chunk);
    },
  });
  const sound = meter.end();
  if (sound.seconds === 0) throw new MediaError('media_corrupt', { cause: 'no sample could be decoded' });
  return { sound, loudness: readLoudness(stderr), envelope: envelope.end() };
}

const trackSeconds = ({ stream }: AudioTrack, tracks: Tracks): number => {
  const { start, end } = tracks.get(stream) ?? { start: 0, end: 0 };
  return end - start;
};

/** A mix that is this much quieter than its channels has lost most of the voice. */
const CANCELLED_DB = -13;

/** What becomes the mono voice, and how loud that is before it is levelled. */
function monoOf({ sound: { stereo }, loudness, envelope }: Measured): { mix: MonoMix; source: Source } {
  if (!stereo) return { mix: 'both', source: { ...loudness, envelope } };
  const isCancelled = stereo.correlation < -0.5 && stereo.mixDb < CANCELLED_DB;
  if (!isCancelled)
    return { mix: 'both', source: { ...loudness, lufs: envelope.loudnessAt(0, Infinity), envelope } };
  const mix = stereo.leftDb >= stereo.rightDb ? 'left' : 'right';
  const db = { left: stereo.leftDb, right: stereo.rightDb }[mix];
  return { mix, source: { ...loudness, lufs: loudness.lufs === null ? null : loudness.lufs + db } };
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
    throw new MediaError('media_corrupt', {
      cause: `${name} came out as ${JSON.stringify(audio)}, ${length} s`,
    });
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

function voiceWarnings(sound: SoundMeasure, { lufs }: Loudness, mix: MonoMix): MediaWarning[] {
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
      `${percent(Math.max(...sound.clippedShares))} of the samples are cut off at full scale; record at a lower level.`,
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
  if (mix !== 'both')
    warnings.push([
      true,
      'out_of_phase',
      `The channels cancel each other out (one cable is wired the other way round); the ${mix} one was used.`,
    ]);
  return warnings.filter(([applies]) => applies).map(([, code, message]) => ({ code, message }));
}
