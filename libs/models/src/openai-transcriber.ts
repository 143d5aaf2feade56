import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import type { TranscriptionCreateParamsNonStreaming as Request } from 'openai/resources/audio/transcriptions';
import { createDeadline } from './deadline.ts';
import type { SpokenWord, Transcriber, Transcript } from './models.ts';
import type { ModelClient } from './openai-client.ts';
import { isBadRequest } from './openai-package.ts';
import { timeoutError } from './provider-error.ts';

/** From the most that can be asked for to what every model gives: some know no words, some no times. */
const FORMS: readonly Partial<Request>[] = [
  { response_format: 'verbose_json', timestamp_granularities: ['word', 'segment'] },
  { response_format: 'verbose_json' },
  { response_format: 'json' },
];

/**
 * A transcriber behind `/audio/transcriptions`; segments and words have times where the server gives them.
 * `timeoutMs` covers a whole file.
 */
export function createOpenAiTranscriber(
  client: ModelClient,
  name: string,
  { timeoutMs = 300_000 }: { timeoutMs?: number | undefined } = {},
): Transcriber {
  /** The form that the server has taken. */
  let known = 0;
  const ask = async (path: string, language: string | undefined, signal: AbortSignal): Promise<Reply> => {
    for (let n = known; ; n += 1) {
      try {
        // A file of this kind is opened when it is read, so one that goes meanwhile fails the request only;
        // the error of a stream that nobody reads yet would end the process.
        const file = new File([await openAsBlob(path)], basename(path));
        const request: Request = { model: name, file, ...FORMS[n], ...(language ? { language } : {}) };
        const { audio } = await client.openai();
        const reply = await audio.transcriptions.create(request, { signal, timeout: timeoutMs });
        known = n;
        return reply;
      } catch (error) {
        if (!isBadRequest(error) || n + 1 >= FORMS.length) throw error;
      }
    }
  };

  return {
    name,
    async transcribe(path, { language, signal } = {}) {
      const deadline = createDeadline(timeoutMs, signal);
      try {
        return toTranscript(await ask(path, language, deadline.signal), language);
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        throw deadline.expired ? timeoutError(error) : client.toError(error);
      } finally {
        deadline.clear();
      }
    },
  };
}

interface Reply {
  text?: string;
  language?: string;
  duration?: number;
  segments?: { start: number; end: number; text: string; words?: ReplyWord[] }[];
  words?: ReplyWord[];
}
interface ReplyWord {
  word: string;
  start: number;
  end: number;
}

function toTranscript(reply: Reply, language: string | undefined): Transcript {
  const text = (reply.text ?? '').trim();
  const segments = (reply.segments ?? [])
    .filter(
      (segment) => Number.isFinite(segment.start) && segment.end >= segment.start && segment.text?.trim(),
    )
    .map(({ start, end, text: said }) => ({ start, end, text: said.trim() }));
  return {
    text,
    language: reply.language ?? language ?? null,
    segments:
      segments.length > 0 || text === '' ? segments : [{ start: 0, end: reply.duration ?? null, text }],
    words: (reply.words ?? (reply.segments ?? []).flatMap(({ words = [] }) => words)).flatMap(readWord),
  };
}

const readWord = ({ word, start, end }: ReplyWord): SpokenWord[] =>
  typeof word === 'string' && word.trim() !== '' && Number.isFinite(start) && end >= start
    ? [{ start, end, text: word.trim() }]
    : [];
