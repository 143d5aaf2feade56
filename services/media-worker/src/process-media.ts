import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { buffer, text } from 'node:stream/consumers';
import { keyIn, siblingKey } from '@persona/blobs';
import {
  AppError,
  grantScope,
  MAX_STARTS,
  type Failure,
  type Media,
  type Rendition,
  type Scope,
} from '@persona/contracts';
import { linkedFolder, removeLateFiles, type CaptionText } from '@persona/domain';
import {
  MediaError,
  processVideo,
  processVoice,
  withoutWordTimes,
  type Captions,
  type Produced,
  type SpeechPieces,
} from '@persona/media';
import type { HandledJob } from '@persona/queues';
import { createHlsKeeper, findOrphans, removeFilesOf } from './hls-keeper.ts';
import type { Resources } from './resources.ts';
import { forgetHeard, NOT_TRANSCRIBED, transcribe } from './transcribe.ts';
import { NoLongerWanted, isWanted, watchJob } from './watch-job.ts';

type ProcessJob = Pick<
  HandledJob<'voice.process' | 'video.process'>,
  'scope' | 'data' | 'signal' | 'note' | 'logger'
>;
type Watch = Pick<ReturnType<typeof watchJob>, 'signal' | 'onProgress'>;
type Outcome = Partial<
  Pick<
    Media,
    | 'measured'
    | 'renditions'
    | 'poster'
    | 'hls'
    | 'storyboard'
    | 'peaks'
    | 'captions'
    | 'chapters'
    | 'warnings'
  >
> &
  Pick<Media, 'state' | 'error'>;

/**
 * Makes the served files of a recording: read, measure, transcode, store the results, mark the row ready.
 *
 * Any step may be the last before a crash, or be done by two workers at once: the same file gives the same
 * bytes under the same keys, or bytes under keys of this attempt alone, and the row changes by
 * compare-and-set on its version. A start is counted before
 * the work, so that a file that kills its worker is detected.
 */
export async function processMedia(resources: Resources, job: ProcessJob): Promise<void> {
  const { scope } = job;
  const { media_id: id, version } = job.data;
  const media = await resources.documents.media.update(scope, id, {
    where: { version, state: 'processing', deleted_at: null },
    inc: { starts: 1 },
  });
  if (!media) {
    await storeCaptionsOfReady(resources, job);
    return leave(resources, job);
  }

  const watch = watchJob(resources, scope, media, job.signal);
  let outcome: Outcome;
  const overtaken = async (): Promise<void> => {
    if (media.kind === 'video') await removeFilesOf(resources, media, attempt);
    return leave(resources, job);
  };
  const attempt = randomBytes(5).toString('hex');
  const held: (() => void)[] = [];
  try {
    if (media.starts > MAX_STARTS) throw new Refusal(CRASHED);
    outcome = await resources.blobs.useLocalFile(media.original.blob_key, (input) =>
      resources.work.within((folder) =>
        make(resources, media, { input, folder, attempt }, watch, (giveBack) => held.push(giveBack)),
      ),
    );
  } catch (error) {
    await watch.end();
    if (error instanceof NoLongerWanted) return overtaken();
    const failure = failureOf(error, media.starts);
    if (!failure) {
      await putOff(resources, scope, media, error);
      throw error;
    }
    // ffmpeg's own messages are for the operator alone.
    job.logger.info(
      { event: 'media.refused', media_id: id, code: failure.code, err: error },
      'a file was refused',
    );
    outcome = { state: 'failed', error: failure, hls: null };
  } finally {
    for (const giveBack of held) giveBack();
  }
  await watch.end();
  const removeOrphans = await findOrphans(resources, media);
  const moved = await resources.documents.media.update(scope, id, {
    where: { version, state: 'processing', deleted_at: null },
    set: { ...outcome, updated_at: new Date().toISOString() },
  });
  if (!moved) return overtaken();
  await removeOrphans(moved);
  job.note({ media: outcome.state, ...(outcome.error && { code: outcome.error.code }) });
  if (media.job_id !== null) await resources.domain.settleJob(scope, media.job_id);
}

async function make(
  resources: Resources,
  media: Media,
  { input, folder, attempt }: { input: string; folder: string; attempt: string },
  { signal, onProgress }: Watch,
  hold: (giveBack: () => void) => void,
): Promise<Outcome> {
  const { tools, limits, transcriber } = resources;
  const keeper = createHlsKeeper(resources, media, attempt, signal);
  let said = NOT_TRANSCRIBED;
  const storeCaptionPages = async (tracks: readonly CaptionText[]): Promise<void> =>
    resources.domain.storeCaptionPages(grantScope(media.instance_id), media, tracks);
  const job = {
    input,
    folder,
    tools,
    limits,
    declared: media.declared,
    signal,
    onProgress: (done: number) => onProgress(done * 0.97),
    sidecars: await readSidecars(resources, media),
    onCaptions: async (tracks: readonly CaptionText[]): Promise<void> => {
      // They answer from here on, while pictures and sound are still being made.
      await storeCaptionPages(tracks);
      keeper.start(await waitForSlot(resources, media, signal, hold));
    },
    ...(transcriber && {
      onSpeech: async (speech: SpeechPieces, hearing: AbortSignal): Promise<void> => {
        said = await transcribe({ ...resources, transcriber }, media, speech, folder, hearing);
        await storeCaptionPages(said.texts);
      },
    }),
  };
  const store = async (
    { name, path, contentType, measured }: Produced,
    blob_key = siblingKey(media.original.blob_key, name),
  ): Promise<Rendition> => {
    const stored = await resources.blobs.put(blob_key, createReadStream(path), { signal });
    return { name, blob_key, content_type: contentType, ...stored, measured };
  };
  const storeEach = async (
    files: readonly Produced[],
    storeOne: (file: Produced) => Promise<Rendition>,
  ): Promise<Rendition[]> => {
    const stored: Rendition[] = [];
    for (const file of files) stored.push(await storeOne(file));
    return stored;
  };
  const storeAll = async (files: readonly Produced[]): Promise<Rendition[]> =>
    storeEach(files, async (file) => store(file));
  /** Encoders may give other bytes when they go on where another attempt ended. */
  const ofAttempt = (name: string): string => name.replace('.', `-${attempt}.`);
  const storeEncoded = async (file: Produced): Promise<Rendition> =>
    store(file, siblingKey(media.original.blob_key, ofAttempt(file.name)));
  const storeLinked = async (file: Produced): Promise<Rendition> =>
    store(file, keyIn(linkedFolder(media), ofAttempt(file.name)));
  const storeCaptions = async (tracks: readonly Captions[]): Promise<Media['captions']> =>
    (await storeAll(tracks)).map((stored, n) => ({ ...stored, language: tracks[n]?.language ?? null }));
  if (media.kind === 'voice') {
    const { measured, warnings, renditions, peaks, captions, chapters } = await processVoice(job);
    const stored = await storeAll(renditions);
    const json = stored.find(({ name }) => name === peaks.json.name);
    return {
      state: 'ready',
      error: null,
      measured,
      warnings: [...warnings, ...said.warnings],
      renditions: stored,
      peaks: json ? { json, image: await store(peaks.image) } : null,
      captions: await storeCaptions([...captions, ...said.captions]),
      chapters,
    };
  }
  const video = await processVideo({ ...job, keeper, linkName: ofAttempt });
  return {
    state: 'ready',
    error: null,
    measured: video.measured,
    warnings: [...video.warnings, ...said.warnings],
    renditions: await storeEach(video.renditions, storeEncoded),
    poster: video.poster && (await storeEncoded(video.poster)),
    storyboard: video.storyboard && {
      image: await storeLinked(video.storyboard.image),
      vtt: await storeLinked(video.storyboard.vtt),
    },
    peaks: video.peaks && {
      json: await storeEncoded(video.peaks.json),
      image: await storeEncoded(video.peaks.image),
    },
    hls: keeper.complete(),
    captions: await storeCaptions([...video.captions, ...said.captions]),
    chapters: video.chapters,
  };
}

/**
 * Waits until the file may be transcoded. Its start is not counted while it waits: a worker that dies then
 * does not die of it. Returns the row as it is then.
 */
async function waitForSlot(
  { transcodes, documents }: Resources,
  media: Media,
  signal: AbortSignal,
  hold: (giveBack: () => void) => void,
): Promise<Media> {
  if (!transcodes) return media;
  const { id, instance_id, version } = media;
  const scope = grantScope(instance_id);
  const where = { version, state: 'processing' as const };
  await documents.media.update(scope, id, { where: { ...where, starts: { gt: 0 } }, inc: { starts: -1 } });
  hold(await transcodes.take(signal));
  const begun = await documents.media.update(scope, id, { where, inc: { starts: 1 } });
  if (!begun) throw new NoLongerWanted();
  return begun;
}

async function readSidecars(
  { blobs }: Resources,
  { sidecars = [] }: Media,
): Promise<{ language: string | null; bytes: Buffer }[]> {
  const read = [];
  for (const { blob_key, language } of sidecars) {
    const blob = await blobs.get(blob_key);
    if (blob) read.push({ language, bytes: await buffer(blob.stream) });
  }
  return read;
}

/** What is said in a recording that a persona got when it was ready becomes pages of that persona. */
async function storeCaptionsOfReady(resources: Resources, { scope, data }: ProcessJob): Promise<void> {
  const media = await resources.documents.media.get(scope, data.media_id);
  if (media?.state !== 'ready') return;
  const texts: CaptionText[] = [];
  for (const { name, language, blob_key } of media.captions) {
    const blob = await resources.blobs.get(blob_key);
    if (blob) texts.push({ name, language, vtt: withoutWordTimes(await text(blob.stream)) });
  }
  await resources.domain.storeCaptionPages(scope, { id: media.id, version: data.version }, texts);
}

/** Ends a job whose file is gone, finished or superseded by now. */
async function leave(resources: Resources, { scope, data, note }: ProcessJob): Promise<void> {
  note({ media: 'not_wanted' });
  const media = await resources.documents.media.get(scope, data.media_id);
  if (isWanted(media, data.version)) return;
  await removeLateFiles(resources, scope, data.media_id, media);
  // Another worker may have ended the recording while this one heard it.
  if (media && media.deleted_at === null) await forgetHeard(resources.blobs, media);
  if (media?.job_id) await resources.domain.settleJob(scope, media.job_id);
}

/**
 * The job comes back later. A start that a temporary fault has ended is not counted; when the store is
 * unavailable too, it stays counted.
 */
async function putOff(
  { documents, domain }: Resources,
  scope: Scope,
  media: Media,
  error: unknown,
): Promise<void> {
  const { id, version, job_id } = media;
  try {
    if (isPassing(error)) {
      await documents.media.update(scope, id, {
        where: { version, state: 'processing', starts: { gt: 0 } },
        inc: { starts: -1 },
      });
    }
    if (job_id !== null) await domain.recordRetryReason(scope, [job_id], error);
  } catch {
    // The fault that led here is the one to report.
  }
}

class Refusal extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** What the owner is told, or null when the file is worth another attempt. */
function failureOf(error: unknown, starts: number): Failure | null {
  if (error instanceof Refusal) return error.failure;
  if (error instanceof MediaError && !error.retryable)
    return { code: error.code, message: error.message, retryable: false };
  if (error instanceof AppError && error.code === 'not_found') return MISSING;
  return !isPassing(error) && starts >= MAX_STARTS ? FAULTY : null;
}

/** Faults that are not the file's: a store is unavailable, or the worker stops. */
const isPassing = (error: unknown): boolean =>
  error instanceof AppError || (error instanceof Error && error.name === 'AbortError');

const CRASHED: Failure = {
  code: 'crashed_worker',
  message: `Processing this file was begun ${MAX_STARTS} times and never came to its end, so it is left out. It is begun again by itself a few times in the next hours; retry the job sooner, or send it in another format.`,
  retryable: true,
};
const FAULTY: Failure = {
  code: 'internal',
  message: `Processing this file failed ${MAX_STARTS} times on our side. Retry the job; if it stays, give its id to the operator.`,
  retryable: true,
};
const MISSING: Failure = {
  code: 'content_missing',
  message: 'The file is not in the store any more. Delete this one and send it again.',
  retryable: false,
};
