import { open, stat } from 'node:fs/promises';
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
import { outputBytes } from './limits.ts';
import { MediaError } from './media-error.ts';
import { probe, type CaptionTrack, type Chapter, type Probed } from './probe.ts';
import {
  POSTER,
  SPEECH,
  VIDEO,
  audioCodecs,
  captionFile,
  captionsRecipe,
  fit1080p,
  isOneOf,
  posterRecipe,
  speechRecipe,
  videoCodecs,
  videoRecipe,
  type Picture,
  type Reading,
} from './recipes.ts';
import { resolutionWarnings } from './resolution.ts';
import { runFfmpeg, type RunContext } from './run.ts';

export interface VideoJob extends MediaJob {
  /** What the caller declared; `duration` (seconds) and `resolution` are compared. */
  declared?: Readonly<Record<string, unknown>>;
  /** Whether the recording will be transcribed: if it has no captions, its sound is then extracted too. */
  withSpeech?: boolean;
}

export interface Captions extends Produced {
  /** BCP 47, or null when the file does not say. */
  language: string | null;
}

export interface ProcessedVideo {
  measured: Record<string, unknown>;
  warnings: MediaWarning[];
  /** H.264/AAC MP4 of at most 1080p that plays while it loads. */
  renditions: Produced[];
  poster: Produced;
  /** WebVTT, one file for each text track that has cues. */
  captions: Captions[];
  chapters: Chapter[];
  /**
   * Path of the sound as a small file for transcription, which is not kept; null when it was not asked for,
   * when there are captions, or when there is no sound.
   */
  speech: string | null;
}

/** Measures a video and makes the files that a browser plays. Throws MediaError, or the signal's reason. */
export async function processVideo(given: VideoJob): Promise<ProcessedVideo> {
  const job = { ...given, onProgress: rising(given.onProgress) };
  const { bytes, seconds, probed, context } = await inspect(job, job.limits.maxVideoSeconds);
  const { video, demuxer } = probed;
  const audio = probed.audio && isOneOf(audioCodecs, probed.audio.codec) ? probed.audio : null;
  if (!video) throw new MediaError('no_video');
  if (video.pixels > job.limits.maxPixels) throw new MediaError('too_many_pixels');
  if (video.pixels === 0) throw new MediaError('corrupt_media', { cause: 'a picture without a size' });
  checkCodec(video.codec, videoCodecs);
  job.onProgress(0.05);

  const reading: Reading = {
    limits: job.limits,
    demuxer,
    seconds,
    maxSeconds: job.limits.maxVideoSeconds + 1,
  };
  const size = fit1080p(video);
  const recipe = videoRecipe({
    ...reading,
    video: video.stream,
    audio: audio?.stream ?? null,
    size,
    toneMap: video.hdr && job.tools.canToneMap,
    tooFast: (video.framesPerSecond ?? 0) > 60,
    frameOption: job.tools.frameOption,
  });
  await runFfmpeg(recipe, { ...context, onProgress: progressOf(job, 0.05, 0.9, seconds) });
  const mp4 = await verifiedVideo(context, size, audio !== null, probed);
  const poster = await makePoster(context, size, seconds);
  job.onProgress(0.95);
  const captions = await makeCaptions(context, reading, probed.captions);
  const speech = job.withSpeech && captions.length === 0 && audio ? await makeSpeech(context, seconds) : null;
  job.onProgress(1);

  const measured = {
    duration: rounded(seconds),
    container: demuxer,
    video_codec: video.codec,
    audio_codec: audio?.codec ?? null,
    width: video.width,
    height: video.height,
    frames_per_second: video.framesPerSecond,
    hdr: video.hdr,
    bytes,
  };
  const warnings = [
    ...durationWarnings(job.declared?.['duration'], seconds),
    ...resolutionWarnings(job.declared?.['resolution'], video),
    ...videoWarnings(job, { ...probed, audio }),
  ];
  return { measured, warnings, renditions: [mp4], poster, captions, chapters: probed.chapters, speech };
}

/** Verifies what ffmpeg made: a file that is not as intended is not served. */
async function verifiedVideo(
  context: RunContext,
  size: Picture,
  withSound: boolean,
  source: Probed,
): Promise<Produced> {
  const path = join(context.folder, 'out', VIDEO);
  const { size: bytes } = await stat(path);
  if (bytes >= outputBytes(context.mediaSeconds) * 0.99) throw new MediaError('too_large');
  const { video, audio, seconds } = await probe(context, ['mov'], VIDEO);
  const promised = Math.max(source.video?.seconds ?? 0, source.audio?.seconds ?? 0) || source.seconds;
  if (!video) throw new MediaError('corrupt_media', { cause: 'no frame could be decoded' });
  checkWhole(promised, seconds ?? 0);
  if (
    video.codec !== 'h264' ||
    video.width !== size.width ||
    video.height !== size.height ||
    (withSound && audio?.codec !== 'aac') ||
    seconds === null
  ) {
    throw new MediaError('internal', {
      cause: `${VIDEO} came out as ${JSON.stringify({ video, audio, seconds })}`,
    });
  }
  return {
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
    },
  };
}

async function makePoster(
  context: RunContext,
  { width, height }: Picture,
  seconds: number,
): Promise<Produced> {
  await runFfmpeg(posterRecipe(context.limits, Math.min(seconds * 0.1, 10)), context);
  const path = join(context.folder, 'out', POSTER);
  const [head, { size: bytes }] = [await firstBytes(path, 3), await stat(path)];
  if (!head.equals(Buffer.from([0xff, 0xd8, 0xff])))
    throw new MediaError('internal', { cause: `${POSTER} is no JPEG` });
  const scale = Math.min(1, 1280 / width);
  return {
    name: POSTER,
    path,
    contentType: 'image/jpeg',
    measured: { width: Math.round(width * scale), height: 2 * Math.round((height * scale) / 2), bytes },
  };
}

async function makeCaptions(
  context: RunContext,
  reading: Reading,
  tracks: CaptionTrack[],
): Promise<Captions[]> {
  if (tracks.length === 0) return [];
  await runFfmpeg(captionsRecipe({ ...reading, streams: tracks.map((track) => track.stream) }), context);
  const captions: Captions[] = [];
  for (const [n, { language, title }] of tracks.entries()) {
    const name = captionFile(n);
    const path = join(context.folder, 'out', name);
    const { size: bytes } = await stat(path);
    // A header without a cue is an empty track.
    if ((await firstBytes(path, 64)).includes('-->'))
      captions.push({
        name,
        path,
        contentType: 'text/vtt; charset=utf-8',
        language,
        measured: { title, bytes },
      });
  }
  return captions;
}

async function makeSpeech(context: RunContext, seconds: number): Promise<string> {
  await runFfmpeg(speechRecipe(context.limits, seconds), context);
  return join(context.folder, 'out', SPEECH);
}

async function firstBytes(path: string, length: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function videoWarnings(job: VideoJob, { video, audio, pictureCaptions }: Probed): MediaWarning[] {
  const warnings: [boolean, string, string][] = [
    [!audio, 'no_audio', 'The video has no sound that can be read.'],
    [
      pictureCaptions > 0,
      'captions_skipped',
      'Captions that are pictures were left out; add them as text (WebVTT, SRT) to keep them.',
    ],
    [
      video?.hdr === true && !job.tools.canToneMap,
      'colours_flat',
      'The video is HDR and this ffmpeg cannot bring it down (it lacks zscale); its colours may look flat.',
    ],
  ];
  return warnings.filter(([applies]) => applies).map(([, code, message]) => ({ code, message }));
}
