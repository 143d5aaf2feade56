import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  MAX_STARTS,
  type AppError,
  type Failure,
  type Message,
  type Rendition,
  type Scope,
  type SpeechSource,
} from '@persona/contracts';
import { planSpeech, shownMessage, speechKey, type MadeSpeech, type SpeechPlan } from '@persona/domain';
import { MediaError, type JoinedSpeech, type Produced } from '@persona/media';
import type { HandledJob } from '@persona/queues';
import { speakByModel } from './speech/by-model.ts';
import { speakByRecordings } from './speech/by-recordings.ts';
import { speakBySynthesiser } from './speech/by-synthesiser.ts';
import { pronounceable } from './speech/pronounceable.ts';
import type { Resources } from './resources.ts';

type SpeakJob = Pick<HandledJob<'message.speak'>, 'scope' | 'data' | 'signal' | 'note' | 'logger'>;

/** About ten minutes of speech. */
const MAX_CHARACTERS = 10_000;

/** A reply as it sounds, and what it was made of. */
export interface Spoken extends JoinedSpeech {
  source: SpeechSource;
  media_ids: string[];
}

/** What a way of speaking works with. */
export interface SpeakContext {
  resources: Resources;
  scope: Scope;
  plan: SpeechPlan;
  /** The words of the reply without its markup. */
  text: string;
  folder: string;
  signal: AbortSignal;
}

/**
 * Makes a reply sound: by the persona's own recordings, else by the speech model in its voice, else by the
 * synthesiser of this machine. Any step may be the last before a crash, or be done by two workers at once:
 * the row takes the result by compare-and-set, and files that it does not name are removed.
 */
export async function speak(resources: Resources, job: SpeakJob): Promise<void> {
  const { scope, data, signal, logger } = job;
  const { domain, documents, work } = resources;
  const answer = await domain.startSpeech(scope, { id: data.message_id, chat_id: data.chat_id });
  if (!answer) return job.note({ speech: 'not_wanted' });
  let made: MadeSpeech;
  try {
    if ((answer.speech?.starts ?? 0) > MAX_STARTS) throw new Unspeakable(CRASHED);
    const plan = await planSpeech(documents, scope, await shownMessage(documents, scope, answer), {
      model: resources.speech?.name,
    });
    made =
      (await madeBefore(resources, scope, answer)) ??
      (await work.within(async (folder) => {
        const text = pronounceable(plan.text);
        const spoken = await inOneWay({ resources, scope, plan, text, folder, signal }, logger);
        return store(resources, scope, answer, spoken);
      }));
  } catch (error) {
    signal.throwIfAborted();
    const failure = failureOf(error);
    if (!failure) throw error;
    logger.info(
      { event: 'speech.failed', message_id: answer.id, code: failure.code, err: error },
      'not spoken',
    );
    made = { state: 'failed', source: null, audio: null, captions: null, media_ids: [], error: failure };
  }
  const kept = await domain.finishSpeech(scope, answer, made);
  job.note({ speech: kept ? made.state : 'not_wanted', ...(made.source && { source: made.source }) });
}

async function inOneWay(context: SpeakContext, logger: SpeakJob['logger']): Promise<Spoken> {
  const { plan, text, signal } = context;
  const recorded = await speakByRecordings(context).catch((error: unknown) => {
    signal.throwIfAborted();
    if (!(error instanceof MediaError)) throw error;
    // What cannot be cut out of a recording can still be said.
    logger.warn({ event: 'speech.recording_failed', code: error.code, err: error }, 'spoken otherwise');
    return null;
  });
  if (recorded) return recorded;
  if (text === '') throw new Unspeakable(SILENT);
  if (text.length > MAX_CHARACTERS) throw new Unspeakable(tooLong(text.length));
  const spoken = (await speakByModel(context)) ?? (await speakBySynthesiser(context));
  if (spoken) return spoken;
  throw new Unspeakable(unavailable(context.resources, plan));
}

/**
 * The same words in the same voice, said in another reply before: a server is asked for them once. The files
 * are copied, so that each goes with its own chat.
 */
async function madeBefore(
  { documents, blobs }: Resources,
  scope: Scope,
  answer: Message,
): Promise<MadeSpeech | null> {
  const same = await documents.messages.find(scope, {
    where: { speech_of: answer.speech_of ?? '' },
    limit: MAX_SAME,
  });
  for (const { id, speech } of same) {
    if (id === answer.id || speech?.state !== 'ready' || !speech.audio || !speech.captions) continue;
    const copy = async (file: Rendition): Promise<Rendition | null> => {
      const found = await blobs.get(file.blob_key);
      if (!found) return null;
      const blob_key = newKey(scope, answer, file.name);
      return { ...file, blob_key, ...(await blobs.put(blob_key, found.stream)) };
    };
    const [audio, captions] = [await copy(speech.audio), await copy(speech.captions)];
    if (!audio || !captions) continue;
    const { source, media_ids } = speech;
    return { state: 'ready', source, audio, captions, media_ids, error: null };
  }
  return null;
}

/** More replies with the same words are not looked through: the first ones have their files. */
const MAX_SAME = 10;

async function store(
  { blobs }: Resources,
  scope: Scope,
  answer: Message,
  { source, media_ids, audio, captions }: Spoken,
): Promise<MadeSpeech> {
  const put = async ({ name, path, contentType, measured }: Produced): Promise<Rendition> => {
    const blob_key = newKey(scope, answer, name);
    const stored = await blobs.put(blob_key, createReadStream(path));
    return { name, blob_key, content_type: contentType, ...stored, measured };
  };
  return {
    state: 'ready',
    source,
    audio: await put(audio),
    captions: await put(captions),
    media_ids,
    error: null,
  };
}

/** Each making has keys of its own, so that one that is late replaces no other. */
const newKey = (scope: Scope, answer: Message, name: string) =>
  speechKey(scope, answer, name.replace(/^[^.]+/, randomUUID()));

class Unspeakable extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** What the caller is told; null when the reply is worth another attempt. */
function failureOf(error: unknown): Failure | null {
  if (error instanceof Unspeakable) return error.failure;
  if (error instanceof MediaError)
    return error.retryable ? null : { code: 'provider_error', message: BROKEN, retryable: true };
  const { code, message } = error as Partial<AppError>;
  return code === 'provider_error' || code === 'provider_timeout'
    ? { code, message: message ?? '', retryable: true }
    : null;
}

const BROKEN =
  'What the speech model sent is no sound that can be read; look at SPEECH_MODEL and its server.';
const CRASHED: Failure = {
  code: 'internal',
  message: `Speaking this reply was begun ${MAX_STARTS} times and never came to its end.`,
  retryable: true,
};
const SILENT: Failure = {
  code: 'not_found',
  message: 'There is nothing left to say of this reply: what it said was deleted.',
  retryable: false,
};
const tooLong = (characters: number): Failure => ({
  code: 'payload_too_large',
  message: `The reply has ${characters} characters; at most ${MAX_CHARACTERS} are spoken. Ask for a shorter one.`,
  retryable: false,
});

function unavailable({ speech, tools }: Resources, { voice, language }: SpeechPlan): Failure {
  const remedies = [
    speech ? null : 'set SPEECH_MODEL',
    voice ? null : 'record with POST /api/admin/voice/{id}/consent that the persona’s voice may be used',
  ].filter((one) => one !== null);
  const model = `For the persona’s voice ${remedies.join(' and ')}`;
  const machine = tools.synthesiser
    ? `espeak-ng of the media worker does not speak the language of the reply (${language})`
    : 'for a synthetic one install espeak-ng beside the media worker';
  return {
    code: 'speech_unavailable',
    message: `Nothing here can speak this reply: not all that it cites is in recordings of the persona. ${model}; ${machine}.`,
    retryable: false,
  };
}
