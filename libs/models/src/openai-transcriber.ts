import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { createDeadline } from './deadline.ts';
import type { Transcriber, Transcript } from './models.ts';
import type { ModelClient } from './openai-client.ts';
import { isBadRequest } from './openai-package.ts';
import { timeoutError } from './provider-error.ts';

/**
 * A transcriber behind `/audio/transcriptions`; segments have times where the server gives them. `timeoutMs`
 * covers a whole file.
 */
export function createOpenAiTranscriber(
  client: ModelClient,
  name: string,
  { timeoutMs = 300_000 }: { timeoutMs?: number | undefined } = {},
): Transcriber {
  const ask = async (
    path: string,
    format: 'verbose_json' | 'json',
    language: string | undefined,
    signal: AbortSignal,
  ): Promise<Reply> => {
    // A file of this kind is opened when it is read, so one that goes meanwhile fails the request only; the
    // error of a stream that nobody reads yet would end the process.
    const file = new File([await openAsBlob(path)], basename(path));
    return (await client.openai()).audio.transcriptions.create(
      { model: name, file, response_format: format, ...(language ? { language } : {}) },
      { signal, timeout: timeoutMs },
    );
  };

  return {
    name,
    async transcribe(path, { language, signal } = {}) {
      const deadline = createDeadline(timeoutMs, signal);
      try {
        let reply: Reply;
        try {
          reply = await ask(path, 'verbose_json', language, deadline.signal);
        } catch (error) {
          // Some models give no times.
          if (!isBadRequest(error)) throw error;
          reply = await ask(path, 'json', language, deadline.signal);
        }
        return toTranscript(reply, language);
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
  segments?: { start: number; end: number; text: string }[];
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
  };
}
