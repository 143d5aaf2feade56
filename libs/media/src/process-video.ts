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
  type MediaJob,
  type MediaWarning,
  type Produced,
} from './inspect.ts';
import { readCueTracks } from './captions/cue-tracks.ts';
import { readSidecars } from './captions/read-sidecar.ts';
import { captionTexts, writeCaptions, type Captions } from './captions/write-captions.ts';
import { chaptersWithin } from './chapters.ts';
import { audioCodecs, isOneOf, videoCodecs } from './codecs.ts';
import { planCopy } from './copy-check.ts';
import { findCombing } from './find-combing.ts';
import type { HlsKeeper } from './hls/keep-hls.ts';
import { ladder } from './ladder.ts';
import { outputBytes } from './limits.ts';
import { makePictures, recipeOf, type PicturePlan } from './make-pictures.ts';
import { makePoster } from './make-poster.ts';
import { keepSound, makeSound, type MadeSound } from './make-sound.ts';
import { MediaError } from './media-error.ts';
import { writePeaks, type Peaks } from './peaks.ts';
import { probe, type Chapter, type Probed } from './probe.ts';
import type { Reading } from './recipes.ts';
import { resolutionWarnings } from './resolution.ts';
import type { RunContext } from './run.ts';
import { speechPieces } from './speech-pieces.ts';
import type { MadeStoryboard } from './storyboard.ts';
import { frameRate } from './track-times.ts';
import { SOUND, VIDEO, fit1080p, type Picture } from './video-recipes.ts';

export interface VideoJob extends MediaJob {
  /** What the caller declared; `duration` (seconds) and `resolution` are compared. */
  declared?: Readonly<Record<string, unknown>>;
  /** Where the sizes of the video are kept while they are made. */
  keeper?: HlsKeeper;
  /** The name under which a file will be found by those that name it; its own by default. */
  linkName?: (name: string) => string;
}

export interface ProcessedVideo {
  measured: Record<string, unknown>;
  warnings: MediaWarning[];
  /** H.264/AAC MP4 of at most 1080p that plays while it loads. */
  renditions: Produced[];
  /** Null when no frame of the rendition can be shown alone. */
  poster: Produced | null;
  /** Small pictures from the whole length, and which part of them shows what; null when there are none. */
  storyboard: MadeStoryboard | null;
  /** The outline of the sound; null when there is none. */
  peaks: Peaks | null;
  /** WebVTT, one file for each text track that has cues. */
  captions: Captions[];
  chapters: Chapter[];
}

/** A little more is the rounding of times. */
const MAX_FRAMES_PER_SECOND = 60.5;

/** Measures a video and makes the files that a browser plays. Throws MediaError, or the signal's reason. */
export async function processVideo(given: VideoJob): Promise<ProcessedVideo> {
  const job = { ...given, onProgress: rising(given.onProgress) };
  const opened = await openFile(job);
  const inspected = await inspect(opened, job.limits.maxVideoSeconds);
  const { bytes, seconds, probed, tracks: times, context } = inspected;
  const { video, demuxer } = probed;
  if (!video) throw new MediaError('no_video');
  if (video.pixels > job.limits.maxPixels) throw new MediaError('too_many_pixels');
  checkCodec(video.codec, videoCodecs);
  if (video.pixels === 0) throw new MediaError('media_corrupt', { cause: 'a picture without a size' });
  job.onProgress(0.05);

  const reading: Reading = {
    limits: job.limits,
    demuxer,
    seconds,
    maxSeconds: job.limits.maxVideoSeconds + 1,
  };
  const embedded = await readCueTracks(context, { ...probed, seconds });
  const sent = readSidecars(job.sidecars ?? [], seconds);
  const tracks = [...embedded.tracks, ...sent.tracks];
  await job.onCaptions?.(captionTexts(tracks, chaptersWithin(probed, seconds)));
  const captions = await writeCaptions(context, tracks);
  const size = fit1080p(video);
  const pictureTimes = times.get(video.stream);
  const pictureEnd = pictureTimes?.end;
  const framesPerSecond = frameRate(video.framesPerSecond, pictureTimes);
  const flagged = video.interlaced ? 'flagged' : null;
  const combed = await findCombing(context, { ...reading, video: video.stream });
  const deinterlace = combed ?? flagged;
  const plan: PicturePlan = {
    ...reading,
    video: video.stream,
    rungs: ladder(size),
    pictureEnd: pictureEnd === undefined ? null : pictureEnd - probed.start,
    deinterlace,
    toneMap: video.hdr && job.tools.canToneMap,
    tooFast: (framesPerSecond ?? 0) > MAX_FRAMES_PER_SECOND,
    frameOption: job.tools.frameOption,
    copy: deinterlace === null ? planCopy(inspected, size) : null,
  };
  const begin = async (of: PicturePlan): Promise<void> => {
    const recipe = recipeOf(context, of);
    if (job.keeper && job.keeper.kept?.recipe !== recipe) await job.keeper.begin(recipe);
  };
  await begin(plan);
  const audio = probed.audio && isOneOf(audioCodecs, probed.audio.codec) ? probed.audio : null;
  const sound = audio && (await makeSound(context, reading, audio, job.keeper));
  const peaks = sound && (await writePeaks(context, 'waveform', sound.waveform));
  job.onProgress(0.15);

  const encoding = { ...context, onProgress: progressOf(job, 0.15, 0.9, seconds) };
  const make = async (of: PicturePlan) => {
    const made = await makePictures(encoding, of, sound !== null, job);
    const { mp4, pictureSeconds } = await verifiedVideo(context, size, sound);
    await made.finish(pictureSeconds);
    if (of.copy) mp4.measured['copied'] = true;
    return { storyboard: made.storyboard, mp4 };
  };
  const toHear = captions.length > 0 ? null : sound;
  const { storyboard, mp4 } = await besideSpeech(job, context, toHear, async () => {
    try {
      return await make(plan);
    } catch (error) {
      if (!plan.copy || !(error instanceof MediaError) || error.retryable || error.code === 'timeout')
        throw error;
      // A fault in the picture: encoded anew, it has none.
      const encoded = { ...plan, copy: null };
      await begin(encoded);
      if (job.keeper && sound) await keepSound(context, job.keeper, sound);
      return make(encoded);
    }
  });
  const played = Number(mp4.measured['duration']);
  const poster = await makePoster(context, size, played);
  job.onProgress(1);

  const measured = {
    duration: rounded(played),
    container: demuxer,
    video_codec: video.codec,
    audio_codec: audio?.codec ?? null,
    width: video.width,
    height: video.height,
    frames_per_second: framesPerSecond,
    hdr: video.hdr,
    bytes,
    ...(sound && { loudness_lufs: sound.source.lufs, true_peak_dbtp: sound.source.truePeakDb }),
  };
  const warnings = [
    ...durationWarnings(job.declared?.['duration'], played),
    ...resolutionWarnings(job.declared?.['resolution'], video),
    ...damageWarnings(seconds, played),
    ...videoWarnings(job, probed, sound !== null),
    ...embedded.warnings,
    ...sent.warnings,
  ];
  const chapters = chaptersWithin(probed, played);
  return { measured, warnings, renditions: [mp4], poster, storyboard, peaks, captions, chapters };
}

/** Makes the pictures while what is said is heard; when they come to nothing, the hearing is ended. */
async function besideSpeech<T>(
  { onSpeech, signal: outer }: VideoJob,
  context: RunContext,
  sound: MadeSound | null,
  work: () => Promise<T>,
): Promise<T> {
  if (!sound || !onSpeech) return work();
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(outer ? [outer] : [])]);
  const speech = speechPieces({ ...context, signal }, { file: SOUND, demuxer: 'mov' }, sound.levels);
  const hearing = onSpeech(speech, signal);
  hearing.catch(() => undefined);
  try {
    const made = await work();
    await hearing;
    return made;
  } catch (error) {
    stop.abort(error);
    await hearing.catch(() => undefined);
    throw error;
  }
}

/** Verifies what ffmpeg made: a file that is not as intended is not served. */
async function verifiedVideo(
  context: RunContext,
  size: Picture,
  sound: MadeSound | null,
): Promise<{ mp4: Produced; pictureSeconds: number }> {
  const path = join(context.folder, 'out', VIDEO);
  const { size: bytes } = await stat(path);
  if (bytes >= outputBytes(context.mediaSeconds) * 0.99) throw new MediaError('too_large');
  const { video, audio } = await probe(context, ['mov'], VIDEO);
  if (!video) throw new MediaError('media_corrupt', { cause: 'no frame could be decoded' });
  const seconds = Math.max(video.seconds ?? 0, audio?.seconds ?? 0);
  if (
    video.codec !== 'h264' ||
    video.width !== size.width ||
    video.height !== size.height ||
    (sound !== null && audio?.codec !== 'aac') ||
    seconds === 0
  ) {
    throw new MediaError('media_corrupt', {
      cause: `${VIDEO} came out as ${JSON.stringify({ video, audio, seconds })}`,
    });
  }
  const mp4 = {
    name: VIDEO,
    path,
    contentType: 'video/mp4',
    measured: {
      duration: rounded(seconds),
      video_codec: 'h264',
      audio_codec: audio?.codec ?? null,
      ...size,
      frames_per_second: video.framesPerSecond,
      bytes,
      ...(sound && { loudness_lufs: sound.made.lufs, true_peak_dbtp: sound.made.truePeakDb }),
    },
  };
  return { mp4, pictureSeconds: video.seconds ?? seconds };
}

function videoWarnings(job: VideoJob, probed: Probed, hasSound: boolean): MediaWarning[] {
  const { video, audio, lostCaptions, lostTracks } = probed;
  const warnings: [boolean, string, string][] = [
    [!audio, 'no_audio', 'The video has no sound that can be read.'],
    [
      audio !== null && !hasSound,
      'no_audio',
      `The sound (${audio?.codec}) can't be read; the video is mute.`,
    ],
    [
      lostTracks > 0,
      'tracks_skipped',
      `The file has ${lostTracks} more tracks of picture or sound; one of each was taken.`,
    ],
    [
      lostCaptions > 0,
      'captions_skipped',
      'Captions that are pictures, TTML or CEA-608 were left out; add them as text (WebVTT, SRT) to keep them.',
    ],
    [
      video?.alpha === true,
      'alpha_dropped',
      'Parts of the picture can be seen through; the rendition has no transparency and shows what lies under it.',
    ],
    [
      video?.hdr === true && !job.tools.canToneMap,
      'colours_flat',
      'The video is HDR and this ffmpeg cannot bring it down (it lacks zscale); its colours may look flat.',
    ],
  ];
  return warnings.filter(([applies]) => applies).map(([, code, message]) => ({ code, message }));
}
