import type OpenAI from 'openai';
import { createDeadline } from './deadline.ts';
import type { Speech } from './models.ts';
import { timeoutError, toProviderError } from './openai-client.ts';

/** A voice behind `/audio/speech`. `idleTimeoutMs` limits the time between two chunks of the file. */
export function createOpenAiSpeech(
  client: OpenAI,
  name: string,
  { idleTimeoutMs = 60_000 }: { idleTimeoutMs?: number } = {},
): Speech {
  return {
    name,
    async *speak(text, { voice, format, signal }) {
      const deadline = createDeadline(idleTimeoutMs, signal);
      try {
        const reply = await client.audio.speech.create(
          { model: name, input: text, voice, response_format: format },
          { signal: deadline.signal, timeout: idleTimeoutMs + 1000 },
        );
        for await (const bytes of reply.body ?? []) {
          deadline.extend(idleTimeoutMs);
          yield bytes as Uint8Array;
        }
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        throw deadline.expired ? timeoutError(error) : toProviderError(error);
      } finally {
        deadline.clear();
      }
    },
  };
}
