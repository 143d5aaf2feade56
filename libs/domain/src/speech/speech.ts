import type { Message, Scope, SpokenAnswer } from '@persona/contracts';
import { queueJobId } from '@persona/queues';
import type { Deps, DomainDeps } from '../deps.ts';
import { removeOldSpeech, UNSPOKEN } from './forget-speech.ts';
import { planSpeech } from './plan-speech.ts';
import type { MadeSpeech, SpeechOptions } from './speech-actions.ts';

/** So long what failed is not tried again: whoever waits for it learns why. */
const FAILURE_TTL_MS = 5000;
/** After so long what is being made is asked for anew: its job may be lost. */
const MAKING_TIMEOUT_MS = 5 * 60_000;

/**
 * The speech of an answer, if it is or becomes what is asked for; null when it has to be asked for. `answer`
 * is as it may be shown now.
 */
export async function findSpeech(
  documents: Deps['documents'],
  scope: Scope,
  answer: Message,
  { model }: SpeechOptions,
): Promise<SpokenAnswer | null> {
  const { speech, speech_of } = answer;
  if (!speech || !isCurrent(speech)) return null;
  const { of } = await planSpeech(documents, scope, answer, { model });
  return speech_of === of ? speech : null;
}

export async function askForSpeech(
  { documents, producer }: Deps,
  scope: Scope,
  answer: Message,
  { model, again = false }: SpeechOptions,
): Promise<Message | null> {
  const found = again ? null : await findSpeech(documents, scope, answer, { model });
  if (found && found.state !== 'making') return answer;
  let claimed: Message | null = answer;
  if (!found) {
    const { of } = await planSpeech(documents, scope, answer, { model });
    claimed = await documents.messages.update(scope, answer.id, {
      where: { speech_of: answer.speech_of ?? null },
      set: {
        speech_of: of,
        speech: {
          state: 'making',
          source: null,
          audio: null,
          captions: null,
          media_ids: [],
          starts: 0,
          error: null,
          asked_at: new Date().toISOString(),
          finished_at: null,
        },
      },
    });
  }
  // Somebody else may have asked at the same time, and died before the job was queued.
  const asked = claimed ?? (await documents.messages.get(scope, answer.id));
  if (asked?.speech?.state !== 'making') return asked;
  // A job that is queued is not added again.
  const at = Date.parse(asked.speech.asked_at).toString(36);
  await producer.add('message.speak', {
    id: queueJobId('speak', answer.id, 1, at),
    data: { instance_id: scope, chat_id: answer.chat_id, message_id: answer.id },
  });
  return asked;
}

function isCurrent({ state, asked_at, finished_at }: SpokenAnswer): boolean {
  const since = (time: string | null): number => Date.now() - Date.parse(time ?? asked_at);
  if (state === 'ready') return true;
  return state === 'failed' ? since(finished_at) < FAILURE_TTL_MS : since(asked_at) < MAKING_TIMEOUT_MS;
}

const MIN_INTERVAL_MS = 30;
const MAX_INTERVAL_MS = 250;

export async function awaitSpeech(
  { documents }: Deps,
  scope: Scope,
  messageId: string,
  { timeoutMs, gone }: { timeoutMs: number; gone: () => boolean },
): Promise<Message | null> {
  const until = performance.now() + timeoutMs;
  for (let intervalMs = MIN_INTERVAL_MS; ; intervalMs = Math.min(intervalMs * 1.2, MAX_INTERVAL_MS)) {
    const answer = await documents.messages.get(scope, messageId);
    if (answer?.speech?.state !== 'making' || performance.now() >= until || gone()) return answer;
    await new Promise((resolve) => {
      setTimeout(resolve, intervalMs);
    });
  }
}

export async function startSpeech(
  { documents, blobs }: DomainDeps,
  scope: Scope,
  place: Pick<Message, 'id' | 'chat_id'>,
): Promise<Message | null> {
  const answer = await documents.messages.get(scope, place.id);
  const chat = await documents.chats.get(scope, place.chat_id);
  const { speech_of = null, speech } = answer ?? {};
  if (speech?.state === 'making' && chat?.deleted_at === null)
    return documents.messages.update(scope, place.id, {
      where: { speech_of },
      set: { speech: { ...speech, starts: speech.starts + 1 } },
      // Whoever started before can't finish any more.
      inc: { version: 1 },
    });
  // A worker that died may have left files of it.
  await removeOldSpeech({ documents, blobs }, scope, place);
  return null;
}

export async function finishSpeech(
  { documents, blobs }: DomainDeps,
  scope: Scope,
  answer: Message,
  made: MadeSpeech,
): Promise<boolean> {
  const { speech, speech_of = null, version } = answer;
  const chat = await documents.chats.get(scope, answer.chat_id);
  const kept =
    speech && chat?.deleted_at === null
      ? await documents.messages.update(scope, answer.id, {
          where: { speech_of, version },
          set: { speech: { ...speech, ...made, finished_at: new Date().toISOString() } },
          inc: { version: 1 },
        })
      : null;
  // What it is made of may have been deleted meanwhile, by a purge that did not find this yet.
  const lost = kept !== null && !(await areThere(documents, scope, made.media_ids));
  if (lost) await documents.messages.update(scope, answer.id, { where: { speech_of }, set: UNSPOKEN });
  if (!kept || lost)
    for (const file of [made.audio, made.captions]) if (file) await blobs.remove(file.blob_key);
  await removeOldSpeech({ documents, blobs }, scope, answer);
  return kept !== null && !lost;
}

async function areThere(
  { media }: DomainDeps['documents'],
  scope: Scope,
  ids: readonly string[],
): Promise<boolean> {
  const found = await media.getMany(scope, ids);
  return found.filter(({ deleted_at }) => deleted_at === null).length === ids.length;
}
